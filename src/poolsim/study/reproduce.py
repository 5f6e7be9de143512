"""Run again what a folder says was run, and compare number by number."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from poolsim.economy.outcomes import OUTCOMES
from poolsim.errors import StoreError
from poolsim.progress import Progress
from poolsim.simulation import runner_of
from poolsim.study.runner import Runner, reasons_of
from poolsim.study.stored.assembled import refuse_unassembled
from poolsim.study.stored.chunks import ROUND
from poolsim.study.stored.folder import MANIFEST, PARTS, TABLES
from poolsim.study.stored.manifest import Manifest, read_manifest
from poolsim.study.stored.parts import read_part
from poolsim.study.stored.plan import Plan
from poolsim.study.stored.read import stored_plans, stored_study
from poolsim.study.stored.record import RunRecord, read_run, scenario_of
from poolsim.study.stored.tables import lay_out, run_tables
from poolsim.study.sweep import state

Difference = str | None


def reproduce(folder: str | Path, *, plain: bool = False, quiet: bool = True) -> Difference:
    """Run every run of a folder of `run` or of a sweep again; the first column that differs, or
    None.

    Nothing is written. Raises StoreError for a folder that does not hold all of its runs.
    """
    folder = Path(folder)
    if (folder / MANIFEST).exists():
        return _of_sweep(folder, plain, quiet)
    return _of_study(folder, *read_run(folder), plain, quiet)


def _of_sweep(folder: Path, plain: bool, quiet: bool) -> Difference:
    made, plans, found = read_manifest(folder, any_model=True), stored_plans(folder), state(folder)
    if not found.complete:
        raise StoreError(
            f"{folder}: lacks {found.runs - found.done} of {found.runs} runs; resume it first"
        )
    if (folder / TABLES / "runs.parquet").exists():
        refuse_unassembled(folder)
    with Progress(found.runs, quiet) as shown:
        for plan in plans:
            differs = _of_plan(folder, made, plan, plain, shown)
            if differs is not None:
                return differs
    return _of_table(folder, made, plans)


def _of_plan(folder: Path, made: Manifest, plan: Plan, plain: bool, shown: Progress) -> Difference:
    runner = Runner(folder, stored_study(folder, plan.number), plan, plain, shown.say)
    if runner.names != made.outcomes:
        raise StoreError(f"{folder}: {made.other_version()}, whose outcomes are others")
    for chunk in plan.chunks():
        path = folder / PARTS / plan.part(chunk, made.outcomes)
        differs = difference(read_part(path, chunk, made.outcomes), runner.table(chunk))
        if differs is not None:
            return f"{path.name}: {differs}"
        shown.advance(chunk.runs, "")
    return None


def _of_table(folder: Path, made: Manifest, plans: list[Plan]) -> Difference:
    """Compare the table of runs with the parts, which are those that were run again."""
    path = folder / TABLES / "runs.parquet"
    if not path.exists():
        return None
    with (
        tempfile.TemporaryDirectory() as place,
        pq.ParquetFile(path, page_checksum_verification=True) as kept,
    ):
        runs = lay_out(folder, Path(place), plans, made.outcomes)
        for group, again in enumerate(run_tables(runs, made.seed)):
            there = kept.read_row_group(group) if group < kept.num_row_groups else again.slice(0, 0)
            differs = difference(there, again)
            if differs is not None:
                return f"{TABLES}/{path.name}: {differs}"
    return None


def _of_study(
    folder: Path, made: RunRecord, kept: pa.Table, plain: bool, quiet: bool
) -> Difference:
    replicates = made.replicates
    for one in OUTCOMES:
        if one.name not in kept.column_names:
            raise StoreError(
                f"{folder / 'runs.parquet'}: lacks the outcome '{one.name}'; run the study again"
            )
    with Progress(len(kept), quiet) as shown:
        of_cell = runner_of(plain, announce=shown.say)
        for place, cell in enumerate(made.cells):
            scenario = scenario_of(folder, cell)
            run = of_cell(scenario.lower(), scenario.seed)
            blocks = [
                run(first, min(ROUND, replicates - first)) for first in range(0, replicates, ROUND)
            ]
            columns: dict[str, Any] = {
                "replicate": np.arange(replicates),
                "reason": [reason for block in blocks for reason in reasons_of(block)],
            }
            outcomes = np.concatenate([block.outcomes for block in blocks])
            columns |= {
                one.name: np.ascontiguousarray(outcomes[:, k]) for k, one in enumerate(OUTCOMES)
            }
            differs = difference(kept.slice(place * replicates, replicates), pa.table(columns))
            if differs is not None:
                return f"{cell.scenario}: {differs}"
            shown.advance(replicates, "")
    return None


def difference(kept: pa.Table, again: pa.Table) -> Difference:
    """The first column in which two tables differ, and where; bits count, and nan equals nan."""
    if len(kept) != len(again):
        return f"{len(kept)} runs were kept together, now {len(again)}"
    for name in again.column_names:
        was, now = kept[name], again[name]
        for row in _rows_that_differ(was, now):
            replicate, one, other = (
                column[row].as_py() for column in (again["replicate"], was, now)
            )
            return f"column '{name}' differs first in replicate {replicate}: {one!r} was kept, now {other!r}"
    return None


def _rows_that_differ(was: pa.ChunkedArray, now: pa.ChunkedArray) -> list[int]:
    """The first row in which two columns differ, if any does; a number that is missing is nan."""
    if pa.types.is_float64(was.type) and pa.types.is_float64(now.type):
        one, other = was.to_numpy(), now.to_numpy()
        same = (one.view(np.int64) == other.view(np.int64)) | (np.isnan(one) & np.isnan(other))
        return [int(row) for row in np.flatnonzero(~same)[:1]]
    pairs = zip(was.to_pylist(), now.to_pylist(), strict=True)
    return [row for row, (one, other) in enumerate(pairs) if one != other][:1]
