"""Sweeps: any number of runs on all cores or over several machines, at any moment safe to kill and
to resume.
"""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from poolsim.errors import ScenarioError, StoreError
from poolsim.progress import Progress, teller
from poolsim.report.closing import closing
from poolsim.simulation import usable_processors
from poolsim.statistics.pooled import pooled_summary
from poolsim.statistics.questions import Groups, Question
from poolsim.study.declared.design import Until
from poolsim.study.declared.read import study_named
from poolsim.study.declared.sampling import worlds_of
from poolsim.study.declared.study import Study
from poolsim.study.runner import Runner
from poolsim.study.stored.assembled import is_assembled, read_table
from poolsim.study.stored.chunks import Chunk
from poolsim.study.stored.extension import extend, plan_for
from poolsim.study.stored.folder import FIGURES, PARTS, TABLES, commit, held, prepare
from poolsim.study.stored.manifest import read_manifest
from poolsim.study.stored.plan import kept_outcomes, planned
from poolsim.study.stored.read import missing, stored_plans, stored_study
from poolsim.study.stored.tables import assemble, forget, write_csv
from poolsim.study.until import settle


@dataclass(frozen=True)
class Sweep:
    """A sweep on disk: how much of it is done, and its tables once all is."""

    folder: Path
    runs: int
    done: int
    answer: str = ""  # to what the study asks of its replicates

    @property
    def complete(self) -> bool:
        """Whether every run is committed."""
        return self.done == self.runs

    def table(self, name: str = "summary") -> pd.DataFrame:
        """The table `runs`, `summary`, `cells` or, where the study asks for replicates until
        something, `until`.

        Raises StoreError if it is not there, or not of all runs.
        """
        self.refuse_incomplete()
        return read_table(self.folder, name).to_pandas()

    def refuse_incomplete(self) -> None:
        """Raise StoreError if runs are missing."""
        if not self.complete:
            raise StoreError(
                f"{self.folder}: {self.done} of {self.runs} runs done; resume it first"
            )


def sweep(
    study: Study | str | Path,
    out: str | Path | None = None,
    *,
    workers: int | None = None,
    shard: tuple[int, int] = (1, 1),
    plain: bool = False,
    quiet: bool = True,
    chunk: int | None = None,
) -> Sweep:
    """Run what is missing of a study (itself, its name or file, or those of a scenario) in the
    folder `out` (default: sweeps/NAME), then write its tables and figures. Replicates are added
    until what the study asks of them is settled.

    A folder that holds the study already is resumed, one that holds fewer replicates or other cells
    of it is extended: no committed run is run again. shard: (k, n) runs every n-th chunk from the
    k-th; n sweeps that share the folder make up the whole. chunk: runs per part, for a new plan.
    Raises ScenarioError for a bad study, StoreError for a folder that cannot be used.
    """
    study = study if isinstance(study, Study) else study_named(study)
    refuse_unsweepable(study, shard)
    cells = planned(study)  # a study without cells, or without answers, leaves no folder behind
    folder = Path(out or Path("sweeps") / study.name)
    prepare(folder)
    with held(folder, "planning", wait=True):
        plan_for(folder, study, chunk, cells)
    return resume(folder, workers=workers, shard=shard, plain=plain, quiet=quiet)


def resume(
    folder: str | Path,
    *,
    replicates: int | None = None,
    workers: int | None = None,
    shard: tuple[int, int] = (1, 1),
    plain: bool = False,
    quiet: bool = True,
) -> Sweep:
    """Run what is missing of the sweep in a folder, then write its tables and figures.

    More `replicates` than it has are added to every cell; without, as many as its study asks for.
    Raises StoreError for a folder that cannot be used, ScenarioError for shards of a study that
    asks for replicates until something.
    """
    folder = Path(folder)
    read_manifest(folder)
    if replicates is None:
        refuse_unsweepable(stored_study(folder), shard)
    options: dict[str, Any] = {"workers": workers, "plain": plain, "quiet": quiet}
    found = _complete(folder, replicates, shard, **options)
    study = stored_study(folder)
    if not found.complete:
        return found
    if study.until is not None and replicates is None:
        further = partial(_complete, folder, shard=(1, 1), **options)
        found = _until(folder, study, study.until, further, teller(quiet))
    if study.figures:
        draw_figures(folder, study)
    return found


def _complete(
    folder: Path,
    replicates: int | None,
    shard: tuple[int, int],
    *,
    workers: int | None,
    plain: bool,
    quiet: bool,
) -> Sweep:
    """Run what is missing, after a further plan if there are to be more replicates; write the
    tables.
    """
    prepare(folder)
    if replicates is not None:
        with held(folder, "planning", wait=True):
            extend(folder, replicates)
    with _at_work(folder, shard):
        _run_missing(folder, shard, workers or usable_processors(), plain, quiet)
    with held(folder, "planning", wait=True):
        found, made, plans = state(folder), read_manifest(folder), stored_plans(folder)
        if found.complete and not is_assembled(folder, plans[-1].number):
            assemble(folder, made.seed, plans, made.outcomes)
    return found


def _run_missing(
    folder: Path, shard: tuple[int, int], workers: int, plain: bool, quiet: bool
) -> None:
    """Run the chunks of a shard that are missing, of whichever plan."""
    names = read_manifest(folder).outcomes
    todo = [(plan, list(missing(folder, names, plan, shard))) for plan in stored_plans(folder)]
    with Progress(sum(chunk.runs for _, chunks in todo for chunk in chunks), quiet) as shown:
        for plan, chunks in todo:
            if chunks:
                forget(
                    folder
                )  # tables of a part that was deleted may not be those of the part run now
                runner = Runner(folder, stored_study(folder, plan.number), plan, plain, shown.say)
                _run(chunks, runner, workers, shown)


def refuse_unsweepable(study: Study, shard: tuple[int, int]) -> None:
    """Raise ScenarioError for what a sweep cannot give, before the first run."""
    messages = []
    if study.until is not None and shard[1] > 1:
        messages.append(
            "until: shards do not know of each other; give them a number of replicates instead"
        )
    for name in study.figures:
        if name != "sweep" and name.removeprefix("sweep.") not in (
            kept_outcomes(study) if "." in name else ()
        ):
            messages.append(
                f"figures: '{name}' is none of a sweep, which keeps outcomes only: sweep, sweep.OUTCOME"
            )
    if study.figures and not swept_addresses(study):
        messages.append("figures: no address in [grid] or [levers] with two numbers or more")
    if study.counterfactual:
        messages.append(
            "counterfactual: only 'poolsim run' runs cells again without their alliances"
        )
    if messages:
        raise ScenarioError(messages)


def swept_addresses(study: Study) -> list[str]:
    """Addresses of grid and levers that vary over numbers; figures have the first on their axis."""
    crossed = study.grid | study.levers
    return [
        name
        for name, values in crossed.items()
        if len(values) > 1 and not isinstance(values[0], str)
    ]


def _until(
    folder: Path,
    study: Study,
    asked: Until,
    further: Callable[[int], Sweep],
    say: Callable[[str], None],
) -> Sweep:
    """Add replicates until all is settled; write what was found."""
    plan = stored_plans(folder)[-1]
    groups = Groups(plan.table.select(plan.labels).to_pylist(), asked.by, worlds_of(study))
    question = Question(
        asked.by, asked.baseline, tuple(asked.margin), asked.margin, asked.precision
    )
    found = settle(folder, stored_plans(folder), groups, question, asked.most, further, say)
    answers = groups.table(found)
    table = pa.Table.from_pandas(answers, preserve_index=False)
    commit(folder / TABLES / "until.parquet", lambda file: pq.write_table(table, file))
    commit(folder / TABLES / "until.csv", lambda file: write_csv(table, file))
    return replace(state(folder), answer=closing(answers, asked.by))


def draw_figures(folder: Path, study: Study) -> None:
    """Outcomes against the first lever, over all worlds, in the folder `figures`."""
    from poolsim.plots import draw_all

    runs = read_table(folder, "runs").to_pandas().drop(columns="cell")
    summary, swept = pooled_summary(runs, worlds_of(study)), swept_addresses(study)
    try:
        (folder / FIGURES).mkdir(exist_ok=True)
        title = study.title or study.name
        found = draw_all(study.figures, title, pd.DataFrame(), summary, swept, folder / FIGURES)
    except OSError as error:
        raise StoreError(
            f"{folder / FIGURES}: cannot be written into: {error.strerror or error}"
        ) from error
    for text in found:
        print(text, file=sys.stderr)


def state(folder: Path) -> Sweep:
    """How far the sweep in a folder is."""
    names, plans = read_manifest(folder, any_model=True).outcomes, stored_plans(folder)
    left = sum(chunk.runs for plan in plans for chunk in missing(folder, names, plan))
    runs = sum(plan.runs for plan in plans)
    return Sweep(folder, runs, runs - left)


@contextmanager
def _at_work(folder: Path, shard: tuple[int, int]) -> Iterator[None]:
    """Alone in the folder, or together with other shards but not with the same one."""
    k, n = shard
    with ExitStack() as locks:
        locks.enter_context(held(folder, "sweep", shared=n > 1))
        if n > 1:
            locks.enter_context(held(folder, f"shard-{k}-of-{n}"))
        else:
            for left in (folder / PARTS).glob(".part-*.tmp"):
                left.unlink(missing_ok=True)
        yield


def _run(chunks: list[Chunk], runner: Runner, workers: int, shown: Progress) -> None:
    """Run chunks on threads, few at once; on any error or interrupt stop after the runs under way."""
    pending: set[Future[int]] = set()
    pool = ThreadPoolExecutor(workers)
    try:
        for chunk in chunks:
            pending.add(pool.submit(runner.run, chunk))
            while len(pending) > workers:
                pending = _collected(pending, shown)
        while pending:
            pending = _collected(pending, shown)
    finally:
        runner.stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _collected(pending: set[Future[int]], shown: Progress) -> set[Future[int]]:
    done, left = wait(pending, return_when=FIRST_COMPLETED)
    for future in done:
        shown.advance(future.result(), "")
    return left
