"""Sweeps: any number of runs on all cores or over several machines, at any moment safe to kill and to resume."""

import os
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from poolsim.progress import Progress
from poolsim.strict import StoreError
from poolsim.study.assemble import assemble, is_assembled
from poolsim.study.chunks import Chunk
from poolsim.study.folder import MANIFEST, PARTS, TABLES, held, prepare, read_manifest
from poolsim.study.plan import kept_outcomes
from poolsim.study.planning import create, extend, missing, plan_for, stored_plans, stored_study
from poolsim.study.runner import Runner
from poolsim.study_file import Study


@dataclass(frozen=True)
class Sweep:
    """A sweep on disk: how much of it is done, and its tables once all is."""

    folder: Path
    runs: int
    done: int

    @property
    def complete(self) -> bool:
        """Whether every run is committed."""
        return self.done == self.runs

    def table(self, name: str = "summary") -> pd.DataFrame:
        """The table `runs`, `summary` or `cells`."""
        if not self.complete:
            raise StoreError(f"{self.folder}: {self.done} of {self.runs} runs done; resume it first")
        return pq.read_table(self.folder / TABLES / f"{name}.parquet").to_pandas()


def sweep(
    study: Study,
    out: Path | None = None,
    *,
    workers: int | None = None,
    shard: tuple[int, int] = (1, 1),
    plain: bool = False,
    quiet: bool = True,
    chunk: int | None = None,
) -> Sweep:
    """Run what is missing of a study in the folder `out` (default: sweeps/NAME), then write its tables.

    A folder that holds the study already is resumed, one that holds fewer replicates or other cells of it is extended:
    no committed run is run again. shard: (k, n) runs every n-th chunk from the k-th; n sweeps that share the folder
    make up the whole. chunk: runs per part, for a new plan. Raises ScenarioError for a bad study, StoreError for a
    folder that cannot be used.
    """
    folder = out or Path("sweeps") / study.name
    prepare(folder)
    with held(folder, "planning", wait=True):
        if not (folder / MANIFEST).exists():
            create(folder, study)
        plan_for(folder, study, chunk)
    return resume(folder, workers=workers, shard=shard, plain=plain, quiet=quiet)


def resume(
    folder: Path,
    *,
    replicates: int | None = None,
    workers: int | None = None,
    shard: tuple[int, int] = (1, 1),
    plain: bool = False,
    quiet: bool = True,
) -> Sweep:
    """Run what is missing of the sweep in a folder; more `replicates` than it has are added to every cell."""
    read_manifest(folder)
    prepare(folder)
    if replicates is not None:
        with held(folder, "planning", wait=True):
            extend(folder, replicates)
    with _at_work(folder, shard):
        study, plans = stored_study(folder), stored_plans(folder)
        todo = list(missing(folder, study, plans[-1], shard))
        with Progress(sum(chunk.runs for chunk in todo), quiet) as shown:
            if todo:
                runner = Runner(folder, study, plans[-1], plain, shown.say)
                _run(todo, runner, workers or os.cpu_count() or 1, shown)
    with held(folder, "planning", wait=True):
        found = state(folder)
        if found.complete and not is_assembled(folder, plans[-1].number):
            assemble(folder, study, plans, kept_outcomes(study))
    return found


def state(folder: Path) -> Sweep:
    """How far the sweep in a folder is."""
    study, plans = stored_study(folder), stored_plans(folder)
    left = sum(chunk.runs for chunk in missing(folder, study, plans[-1]))
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


