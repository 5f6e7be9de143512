"""Run again what a folder says was run, and compare number by number."""

from collections.abc import Iterable, Iterator
from itertools import chain
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


def reproduce(folder: str | Path, *, plain: bool = False, quiet: bool = True) -> str | None:
    """Run every run of a folder again; the first column that differs, or None.

    Nothing is written. Raises StoreError for a folder that does not hold all of its runs, or whose
    tables are not those of its runs.
    """
    folder = Path(folder)
    made, plans = read_manifest(folder, any_model=True), stored_plans(folder)
    found = results_in(folder)
    if not found.complete:
        raise StoreError(
            f"{folder}: lacks {found.runs - found.done} of {found.runs} runs; resume it first"
        )
    parts = Parts(folder, made.columns)
    with Progress(found.runs, quiet) as shown:
        of_parts = (_of_plan(folder, made, parts, plan, plain, shown) for plan in plans)
        every = chain(chain.from_iterable(of_parts), _of_tables(folder, made, parts, plans))
        return next(every, None)


def _of_plan(
    folder: Path, made: Manifest, parts: Parts, plan: Plan, plain: bool, shown: Progress
) -> Iterator[str]:
    """How the parts of a plan differ from its runs."""
    study = stored_study(folder, plan.number)
    runner = Runner(study, plan, curves=made.curves, plain=plain, announce=shown.say)
    if runner.names != made.outcomes:
        raise StoreError(f"{folder}: {made.other_version()}, whose outcomes are others")
    for chunk in plan.chunks():
        for differs in differences(parts.read(plan, chunk, made.columns), runner.table(chunk)):
            yield f"{parts.path(plan, chunk).name}: {differs}"
        shown.advance(chunk.runs)


def _of_tables(folder: Path, made: Manifest, parts: Parts, plans: list[Plan]) -> Iterator[str]:
    """How the tables differ from those written of the parts, which were run again."""
    path = table_path(folder, "runs")
    if not any(path.parent.glob("*")):
        return
    if path.relative_to(folder).as_posix() in changed(folder, made):
        yield from _of_runs(path, made, parts, plans)
    refuse_changed(folder)


def _of_runs(path: Path, made: Manifest, parts: Parts, plans: list[Plan]) -> Iterator[str]:
    """How a table of runs that was changed differs from the parts, where that can be told."""
    try:
        kept = pq.read_table(path)
    except (OSError, pa.ArrowException):
        return
    with laid_out(parts, plans, made.outcomes) as runs:
        for again in run_tables(runs, made.seed):
            there, kept = kept.slice(0, len(again)), kept.slice(len(again))
            if there.column_names != again.column_names:
                return
            for differs in differences(there, again):
                yield f"{path.parent.name}/{path.name}: {differs}"


def differences(kept: pa.Table, again: pa.Table) -> Iterator[str]:
    """Where each column of a table begins to differ; bits count, and nan equals nan."""
    if len(kept) != len(again):
        yield f"{len(kept)} runs were kept together, now {len(again)}"
        return
    for name in again.column_names:
        pairs = zip(_comparable(kept[name]), _comparable(again[name]), strict=True)
        row = next((row for row, (one, other) in enumerate(pairs) if one != other), None)
        if row is not None:
            replicate, was, now = (
                column[row].as_py() for column in (again["replicate"], kept[name], again[name])
            )
            where = f"column '{name}' differs first in replicate {replicate}"
            yield f"{where}: {was!r} was kept, now {now!r}"


def _comparable(column: pa.ChunkedArray) -> Iterable[object]:
    """The bits of numbers, all nan alike; other values as they are."""
    if not pa.types.is_float64(column.type):
        return iter(column.to_pylist())
    numbers = column.to_numpy()
    return iter(np.where(np.isnan(numbers), np.nan, numbers).view(np.int64).tolist())
