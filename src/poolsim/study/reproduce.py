"""Run again what a folder says was run, and compare number by number."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from poolsim.errors import StoreError
from poolsim.progress import Progress
from poolsim.study.results import results_in
from poolsim.study.runner import Runner
from poolsim.study.stored.manifest import Manifest, read_manifest
from poolsim.study.stored.parts import Parts, laid_out
from poolsim.study.stored.plan import Plan
from poolsim.study.stored.planning import stored_plans, stored_study
from poolsim.study.stored.tables import changed, refuse_changed, run_tables, table_path

Difference = str | None


def reproduce(folder: str | Path, *, plain: bool = False, quiet: bool = True) -> Difference:
    """Run every run of a folder again; the first column that differs, or None.

    Nothing is written. Raises StoreError for a folder that does not hold all of its runs, or whose
    tables are not those of its runs.
    """
    folder = Path(folder)
    made, plans, found = (
        read_manifest(folder, any_model=True),
        stored_plans(folder),
        results_in(folder),
    )
    if not found.complete:
        raise StoreError(
            f"{folder}: lacks {found.runs - found.done} of {found.runs} runs; resume it first"
        )
    parts = Parts(folder, made.columns)
    with Progress(found.runs, quiet) as shown:
        for plan in plans:
            differs = _of_plan(folder, made, parts, plan, plain, shown)
            if differs is not None:
                return differs
    return _of_tables(folder, made, parts, plans)


def _of_plan(
    folder: Path, made: Manifest, parts: Parts, plan: Plan, plain: bool, shown: Progress
) -> Difference:
    study = stored_study(folder, plan.number)
    runner = Runner(study, plan, curves=made.curves, plain=plain, announce=shown.say)
    if runner.names != made.outcomes:
        raise StoreError(f"{folder}: {made.other_version()}, whose outcomes are others")
    for chunk in plan.chunks():
        differs = difference(parts.read(plan, chunk, made.columns), runner.table(chunk))
        if differs is not None:
            return f"{parts.path(plan, chunk).name}: {differs}"
        shown.advance(chunk.runs)
    return None


def _of_tables(folder: Path, made: Manifest, parts: Parts, plans: list[Plan]) -> Difference:
    """Whether the tables are those written of the parts, which are those that were run again."""
    path = table_path(folder, "runs")
    if not any(path.parent.glob("*")):
        return None
    if path.relative_to(folder).as_posix() in changed(folder, made):
        differs = _of_runs(path, made, parts, plans)
        if differs is not None:
            return differs
    refuse_changed(folder)
    return None


def _of_runs(path: Path, made: Manifest, parts: Parts, plans: list[Plan]) -> Difference:
    """How a table of runs that was changed differs from the parts; None where it cannot be told."""
    try:
        kept = pq.read_table(path)
    except (OSError, pa.ArrowException):
        return None
    with laid_out(parts, plans, made.outcomes) as runs:
        for again in run_tables(runs, made.seed):
            there, kept = kept.slice(0, len(again)), kept.slice(len(again))
            if there.column_names != again.column_names:
                return None
            differs = difference(there, again)
            if differs is not None:
                return f"{path.parent.name}/{path.name}: {differs}"
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
            where = f"column '{name}' differs first in replicate {replicate}"
            return f"{where}: {one!r} was kept, now {other!r}"
    return None


def _rows_that_differ(was: pa.ChunkedArray, now: pa.ChunkedArray) -> list[int]:
    """The first row in which two columns differ, if any does; a number that is missing is nan."""
    if pa.types.is_float64(was.type) and pa.types.is_float64(now.type):
        one, other = was.to_numpy(), now.to_numpy()
        same = (one.view(np.int64) == other.view(np.int64)) | (np.isnan(one) & np.isnan(other))
        return [int(row) for row in np.flatnonzero(~same)[:1]]
    pairs = zip(was.to_pylist(), now.to_pylist(), strict=True)
    return [row for row, (one, other) in enumerate(pairs) if one != other][:1]
