"""Runs chunks: to keep them, to tell what a study will cost, and again to compare with what is
kept.
"""

import io
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from poolsim.block import BLOCK, Block
from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.errors import StoreError
from poolsim.progress import Progress, teller
from poolsim.scenario.scenario import Scenario
from poolsim.simulation import Run, runner_of
from poolsim.statistics.tables import reasons_of
from poolsim.study.declared.read import with_settings
from poolsim.study.declared.study import Study
from poolsim.study.needs import refuse_memory
from poolsim.study.results import results_in
from poolsim.study.stored.manifest import Manifest, read_manifest
from poolsim.study.stored.parts import CURVES, Parts, encode_part, laid_out, part_table
from poolsim.study.stored.plan import (
    DIGITS,
    CellScenarios,
    Chunk,
    Plan,
    keeps_curves,
    kept_outcomes,
    resolved,
    runs_per_chunk,
)
from poolsim.study.stored.planning import stored_plans, stored_study
from poolsim.study.stored.tables import (
    MOST_ROWS_OF_CSV,
    changed,
    refuse_changed,
    run_tables,
    table_path,
    write_csv,
)

KEPT_AGENTS = 32_768  # of the prepared cells that are kept for later chunks, some 80 MB


class Prepared:
    """Cells that are ready to run, by the digest of their numbers; the first that fit stay, since
    chunks go round all cells.
    """

    def __init__(self) -> None:
        self.runs: dict[str, Run] = {}
        self.room = KEPT_AGENTS

    def keep(self, digest: str, run: Run, agents: int) -> None:
        """Keep a cell of so many agents, if there is room."""
        if agents <= self.room:
            self.room -= agents
            self.runs[digest] = run


class Runner:
    """Runs chunks, on any thread. curves: whether to keep the series of every run."""

    def __init__(
        self,
        study: Study,
        plan: Plan,
        *,
        curves: bool,
        plain: bool,
        announce: Callable[[str], None],
    ) -> None:
        self.study, self.plan, self.curves = study.name, plan, curves
        self.names = kept_outcomes(study)
        self.columns = [OUTCOME_INDEX[name] for name in self.names]
        self.cells = CellScenarios(study, plan.table)
        self.of_cell = runner_of(plain, curves=curves, announce=announce)
        self.step = 1 if plain else BLOCK
        self.stop = threading.Event()
        self.kept = Prepared()

    def over(self, plan: Plan) -> "Runner":
        """The same for other cells of the study; what is prepared is shared."""
        other = copy(self)
        other.plan, other.cells = plan, self.cells.over(plan.table)
        return other

    def prepared(self, cell: int) -> Run:
        """What runs replicates of a cell."""
        digest = self.plan.digests[cell]
        if digest in self.kept.runs:
            return self.kept.runs[digest]
        scenario = self._scenario(cell)
        lowered = scenario.lower()
        run = self.of_cell(lowered, scenario.seed)
        agents = len(lowered.firms) + len(lowered.alliances) + len(lowered.holders)
        self.kept.keep(digest, run, agents)
        return run

    def _scenario(self, cell: int) -> Scenario:
        scenario = self.cells.scenario(cell)
        if scenario.digest()[:DIGITS] != self.plan.digests[cell]:
            raise StoreError(
                f"{self.study}: the numbers of cell {cell} are not those that were planned: its "
                "scenario or the model has changed since; restore them, or choose another folder "
                "with --out"
            )
        return scenario

    def table(self, chunk: Chunk) -> pa.Table:
        """The runs of a chunk."""
        blocks = [block for span in chunk.spans for block in self._of(*span)]
        outcomes = np.concatenate([block.outcomes for block in blocks])
        series = [block.series for block in blocks if block.series is not None]
        return part_table(chunk, self.names, outcomes[:, self.columns], reasons_of(blocks), series)

    def _of(self, cell: int, first: int, size: int) -> Iterator[Block]:
        run = self.prepared(cell)
        for start in range(first, first + size, self.step):
            if self.stop.is_set():
                raise StoreError("stopped")
            yield run(start, min(self.step, first + size - start))


TRIED = 16  # cells of the pilot, evenly spread
SHARE = 0.02  # of the runs of a study that a pilot before them may repeat
AGAIN = 0.5  # the table of runs repeats the parts, better compressed as it is in larger pieces
SUMMED_UP = 10  # columns of the summary beside the labels
BYTES_OF_FIELD = 12  # of the summary, which is text


class Cost(NamedTuple):
    """What a study will run and take; `reasons` are those of rejected points, with their number;
    `most`: replicates that it may go on to, 0 if their number is fixed.
    """

    cells: int
    rejected: int
    reasons: dict[str, int]
    runs: int
    seconds: float
    bytes: int
    replicates: int
    most: int


def cost(study: Study, *, workers: int = 1, plain: bool = False, quiet: bool = False) -> Cost:
    """Resolve every cell, time a pilot of at most 16 of them, and scale up; nothing is written.

    Raises ScenarioError for a study that cannot be run.
    """
    study = with_settings(study)
    table, rejected = resolved(study)
    plan = Plan(0, table, study.replicates, runs_per_chunk(len(table) * study.replicates))
    reasons = {
        one["values"]: one["counts"] for one in rejected["reason"].value_counts().to_pylist()
    }
    refuse_memory(study, plan, workers)
    runner = Runner(study, plan, curves=keeps_curves(study), plain=plain, announce=teller(quiet))
    tried, seconds = pilot(runner, plan)
    return Cost(
        cells=len(table),
        rejected=len(rejected),
        reasons=reasons,
        runs=plan.runs,
        seconds=seconds * plan.runs / workers,
        bytes=int(_bytes_of_runs(tried, plan) + _bytes_of_summary(study, plan)),
        replicates=study.replicates,
        most=0 if study.until is None else max(study.until.most, study.replicates),
    )


def expected(runner: Runner, plan: Plan, chunks: list[Chunk], workers: int) -> str:
    """What some chunks of a plan are about to run and take, in words, from a pilot that is short
    beside them.
    """
    runs = sum(chunk.runs for chunk in chunks)
    seconds = pilot(runner, plan, max(1, int(runs * SHARE)))[1] * runs / workers
    return f"{runs} runs of {len(plan.table)} cells, about {max(1.0, seconds):.0f} s"


def pilot(runner: Runner, plan: Plan, most: int = TRIED * BLOCK) -> tuple[pa.Table, float]:
    """At most so many runs, of a few replicates of at most 16 cells, and the seconds that each
    took.
    """
    cells = np.unique(np.linspace(0, len(plan.table) - 1, min(TRIED, most)).astype(int))
    size = min(runner.step, plan.replicates, most // len(cells))
    chunk = Chunk(0, cells, np.zeros(len(cells), dtype=int), np.full(len(cells), size))
    started = time.perf_counter()
    runs = runner.table(chunk)
    return runs, (time.perf_counter() - started) / chunk.runs


def _bytes_of_runs(tried: pa.Table, plan: Plan) -> float:
    """Bytes of the parts, each with the end that says what it holds, and of the table of runs, as
    text too if it is short enough.
    """
    numbers = tried.drop_columns([name for name in tried.column_names if name == CURVES])
    (runs, end), (alone, _) = _encoded(tried), _encoded(numbers)
    shown = len(plan.shown) * plan.replicates
    text = io.BytesIO()
    if shown <= MOST_ROWS_OF_CSV:
        write_csv(numbers, text)
        text.write(bytes(BYTES_OF_FIELD * len(plan.labels) * len(tried)))
    parts = -(-plan.runs // plan.runs_per_chunk)
    per_run = (runs + AGAIN * alone + len(text.getvalue())) / len(tried)
    return per_run * plan.runs + end * parts


def _encoded(table: pa.Table) -> tuple[int, int]:
    """Bytes of a table as a part, without and of its end."""
    file = io.BytesIO()
    encode_part(file, table)
    end = pq.read_metadata(file).serialized_size
    return len(file.getvalue()) - end, end


def _bytes_of_summary(study: Study, plan: Plan) -> float:
    """Bytes of the summary as text: a row per cell and outcome."""
    return (
        BYTES_OF_FIELD
        * (SUMMED_UP + len(plan.labels))
        * len(plan.shown)
        * len(kept_outcomes(study))
    )


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
