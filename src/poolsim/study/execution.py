"""The one way to run a study: any number of runs on all cores or over several machines, at any
moment safe to kill and to resume, then its tables and figures; and how many replicates it needs.

Where a study asks for replicates until its questions are settled, levers and factors are compared,
uncertainties averaged over its worlds. What one replicate gives is the mean over the points, so
that replicates are independent and a look is as honest as in `sequential`. Looks are taken where
the plans of the folder stopped, so that a study which is resumed takes the same.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from poolsim.errors import ScenarioError, one_line
from poolsim.files import clear_temporaries
from poolsim.progress import Progress, teller
from poolsim.report.comparison import closing as last_words
from poolsim.scenario.given import count, shard_of
from poolsim.scenario.scenario import Scenario
from poolsim.simulation import in_order, threads, usable_processors
from poolsim.statistics.paired import gains
from poolsim.statistics.sequential import Goal, Groups, Question, Sequential
from poolsim.study.declared.read import study_named, with_settings
from poolsim.study.declared.study import Study, Until, replicates_of
from poolsim.study.executor import (
    GivenOut,
    MaybeExecutor,
    Workers,
    order_for,
    refuse_no_executor,
    workers_of,
)
from poolsim.study.needs import refuse_at_once, refuse_too_large
from poolsim.study.results import Results, drawn_summary, results_in
from poolsim.study.runner import Runner, expected
from poolsim.study.stored.folder import (
    FIGURES,
    PARTS,
    RUNNING,
    TABLES,
    alone,
    held,
    prepare,
    writing,
)
from poolsim.study.stored.manifest import Written, read_manifest, write_manifest
from poolsim.study.stored.parts import Parts
from poolsim.study.stored.plan import Chunk, Plan, keeps_curves, rejections, resolved
from poolsim.study.stored.planning import extend, missing, plan_for, stored_plans, stored_study
from poolsim.study.stored.tables import (
    changed,
    forget,
    not_as_written,
    note,
    read_table,
    write_table,
    write_tables,
    written,
)
from poolsim.terminal import to_stderr

MANY_CELLS = 10_000  # that take a while to resolve

Shard = tuple[int, int]


class Options(NamedTuple):
    """How to run, which decides nothing about the numbers."""

    workers: int
    plain: bool
    quiet: bool
    elsewhere: Workers | None = None

    def say(self, text: str) -> None:
        """Tell the reader something, unless quiet."""
        teller(self.quiet)(text)

    def foretold(self, runner: Runner, chunks: list[Chunk]) -> str:
        """What chunks are about to run and take, in words; how many run them elsewhere is not known
        here.
        """
        if self.elsewhere is None:
            return expected(runner, runner.plan, chunks, self.workers)
        return f"{expected(runner, runner.plan, chunks, 1)} of one processor"


def run(
    study: Study | Scenario | str | Path,
    out: str | Path | None = None,
    *,
    workers: int | None = None,
    executor: MaybeExecutor = None,
    shard: Shard = (1, 1),
    plain: bool = False,
    quiet: bool = True,
    chunk: int | None = None,
) -> Results:
    """Run what is missing of a study (itself, its name or file, or those of a scenario) in the
    folder `out` (default: results/NAME), then write its tables and draw its figures. Replicates are
    added until what the study asks of them is settled.

    A folder that holds the study already is resumed, one that holds fewer replicates or other cells
    of it is extended: no committed run is run again. shard: (k, n) runs every n-th chunk from the
    k-th; n calls that share the folder make up the whole. chunk: runs per part, for a new plan.
    executor: what runs the chunks in place of threads, or a function that makes one; see
    `docs/clusters.md`. workers: threads, or chunks that the executor runs at once.
    Raises ScenarioError for a bad study, StoreError for a folder that cannot be used, WorkersError
    for workers that cannot.
    """
    study = with_settings(study if isinstance(study, Study) else study_named(study))
    shard, chunk = shard_of(shard), None if chunk is None else count("chunk", chunk)
    refuse_shards(study, shard)
    refuse_no_executor(executor)
    folder = Path(out or Path("results") / study.name)
    refuse_at_once(folder, study)
    if study.size() > MANY_CELLS:
        teller(quiet)(f"resolving {study.size()} cells ...")
    cells = resolved(study)  # a study without cells, or without answers, leaves no folder behind
    if told := rejections(cells[1]["reason"].to_pylist(), study.size()):
        teller(quiet)(f"warning: {told}")
    planned = Plan(0, cells[0], study.replicates, chunk or 0)
    here = _threads(workers, executor)
    refuse_too_large(folder, study, planned, here)
    with workers_of(executor, workers) as elsewhere:
        options = Options(here, plain, quiet, elsewhere)
        prepare(folder)
        with alone(folder):
            left_out = plan_for(folder, study, chunk, cells)
        if left_out:
            to_stderr(left_out)  # quiet or not: what tables showed before is not to go unnoticed
        return _resumed(folder, None, shard, options)


def resume(
    folder: str | Path,
    *,
    replicates: int | None = None,
    workers: int | None = None,
    executor: MaybeExecutor = None,
    shard: Shard = (1, 1),
    plain: bool = False,
    quiet: bool = True,
) -> Results:
    """Run what is missing in a folder of results, then write its tables and draw its figures.

    More `replicates` than it has are added to every cell; without, as many as its study asks for.
    executor, workers: as in `run`. Raises StoreError for a folder that cannot be used, WorkersError
    for workers that cannot, ScenarioError for shards of a study that asks for replicates until
    something.
    """
    folder = Path(folder)
    read_manifest(folder)
    shard = shard_of(shard)
    if replicates is None:
        refuse_shards(stored_study(folder), shard)
    else:
        replicates = replicates_of(replicates)
    with workers_of(executor, workers) as elsewhere:
        options = Options(_threads(workers, executor), plain, quiet, elsewhere)
        return _resumed(folder, replicates, shard, options)


def _resumed(folder: Path, replicates: int | None, shard: Shard, options: Options) -> Results:
    """Run what is missing, until all is settled that a study asks; draw the figures."""
    found = _complete(folder, replicates, shard, options)
    if not found.complete:
        return found
    asked = found.study.until
    if asked is not None and replicates is None:
        found = _until(found, asked, options)
    warnings = draw_figures(folder, found.study)
    for warning in warnings:
        options.say(f"warning: {warning}")
    return replace(found, warnings=warnings)


def _threads(workers: int | None, executor: MaybeExecutor) -> int:
    """Threads on this machine; of an executor `workers` counts what runs elsewhere."""
    return threads(workers) if executor is None else usable_processors()


def refuse_shards(study: Study, shard: Shard) -> None:
    """Raise ScenarioError for shards of a study that they cannot settle."""
    if study.until is not None and shard[1] > 1:
        raise ScenarioError(
            ["until: shards do not know of each other; give them a number of replicates instead"]
        )


def _complete(folder: Path, replicates: int | None, shard: Shard, options: Options) -> Results:
    """Run what is missing, after a further plan if there are to be more replicates; write the
    tables.
    """
    prepare(folder)
    whole = 0
    if replicates is not None:
        longer = replace(stored_plans(folder)[-1], replicates=replicates)
        refuse_too_large(folder, stored_study(folder), longer, options.workers)
        with alone(folder):
            whole = extend(folder, replicates)
    with _at_work(folder, shard):
        _run_missing(folder, shard, options, whole)
    with alone(folder):
        found, made = results_in(folder), read_manifest(folder)
        if found.complete and (stale := changed(folder, made)):
            if made.written:
                options.say(f"{folder / stale[0]}: changed since it was written; tables made again")
            write_tables(folder, found.study, stored_plans(folder), options.workers)
    return found


def _run_missing(folder: Path, shard: Shard, options: Options, whole: int) -> None:
    """Run the chunks of a shard that are missing, of whichever plan; of the first `whole` plans
    every byte was looked at already.
    """
    made = read_manifest(folder)
    parts = Parts(folder, made.columns)
    todo = [
        (plan, list(missing(parts, plan, shard, thorough=plan.number >= whole)))
        for plan in stored_plans(folder)
    ]
    todo = [(plan, chunks) for plan, chunks in todo if chunks]
    runs = sum(chunk.runs for _, chunks in todo for chunk in chunks)
    if runs and made.written:
        with alone(folder):
            forget(folder)  # tables of a part that was deleted may not be those of the part run now
    with Progress(runs, options.quiet) as shown:
        for plan, chunks in todo:
            study = stored_study(folder, plan.number)
            curves, plain = made.curves, options.plain
            runner = Runner(study, plan, curves=curves, plain=plain, announce=shown.say)
            if not options.quiet:
                shown.say(options.foretold(runner, chunks))
                shown.start()
            with closing(_committed(parts, runner, study, chunks, options)) as done:
                for committed in done:
                    shown.advance(committed)


def _committed(
    parts: Parts, runner: Runner, study: Study, chunks: list[Chunk], options: Options
) -> Generator[int, None, None]:
    """Run chunks and commit them, each where it was run, or here if it was run elsewhere; their
    numbers of runs.
    """
    if options.elsewhere is None:
        work = partial(_commit, parts, runner)
        yield from in_order(work, chunks, options.workers, runner.stop.set)
        return
    order = order_for(study, curves=runner.curves, plain=options.plain)
    given = GivenOut(options.elsewhere, runner, order)
    with closing(given.tables(chunks)) as done:
        for chunk, table in done:
            parts.write(runner.plan, chunk, table)
            yield chunk.runs


def _commit(parts: Parts, runner: Runner, chunk: Chunk) -> int:
    parts.write(runner.plan, chunk, runner.table(chunk))
    return chunk.runs


def _until(found: Results, asked: Until, options: Options) -> Results:
    """Add replicates until all is settled; write what was found."""
    question = Question(
        asked.by, asked.baseline, tuple(asked.margin), asked.margin, asked.precision
    )
    further = partial(_complete, found.folder, shard=(1, 1), options=options)
    _, answers = settle(found, question, asked.most, further, options.say)
    folder, table = found.folder, pa.Table.from_pandas(answers, preserve_index=False)
    with alone(folder):
        note(folder, write_table(folder / TABLES, "until", iter([table])))
    return replace(results_in(folder), answer=last_words(answers, asked.by))


@contextmanager
def _at_work(folder: Path, shard: Shard) -> Iterator[None]:
    """Alone in the folder, or together with other shards but not with the same one."""
    k, n = shard
    with ExitStack() as locks:
        locks.enter_context(held(folder, RUNNING, shared=n > 1))
        if n > 1:
            locks.enter_context(held(folder, f"shard-{k}-of-{n}"))
        clear_temporaries(folder / PARTS)
        yield


def counted_outcomes(folder: Path, names: list[str], replicates: int) -> dict[str, np.ndarray]:
    """Outcomes (cells, replicates) of a complete study; nan where a run does not count."""
    table = read_table(folder, "runs", list(dict.fromkeys(names)))
    return {name: table[name].to_numpy().reshape(-1, replicates) for name in names}


def values_of(goal: Goal, groups: Groups, outcome: np.ndarray) -> np.ndarray:
    """What each replicate gives for a goal, of its outcome (cells, replicates): the mean over
    worlds; nothing where no run counts.
    """
    here, *minus = (groups.cells[group] for group in goal.cells)
    shared = [world for world in here if all(world in other for other in minus)]
    found = outcome[[here[world] for world in shared]]
    if minus:
        found = gains(found, outcome[[minus[0][world] for world in shared]])
    counted = ~np.isnan(found)
    sums, n = np.where(counted, found, 0.0).sum(axis=0), counted.sum(axis=0)
    return sums[n > 0] / n[n > 0]


def settle(
    results: Results,
    asked: Question,
    most: int,
    extend: Callable[[int], object],
    say: Callable[[str], None],
) -> tuple[Sequential, pd.DataFrame]:
    """Look at complete results, and let `extend` bring them to more replicates until all is settled
    or they have `most`; the looks, and the table of the answers.
    """
    folder, plan, outcomes = results.folder, results.plan, [*asked.outcomes, *asked.precision]
    cells = plan.shown.select(plan.labels).to_pylist()
    groups = Groups(cells, asked.by, results.study.worlds())
    found = Sequential(groups.goals(asked), say)

    def look(kept: dict[str, np.ndarray], stop: int) -> None:
        first = found.replicates
        found.take(
            lambda goal: values_of(goal, groups, kept[goal.outcome][:, first:stop]), stop - first
        )

    kept = counted_outcomes(folder, outcomes, plan.replicates)
    for stop in sorted({plan.replicates for plan in stored_plans(folder)}):
        look(kept, stop)
    while not found.done and found.replicates < most:
        stop = min(found.replicates + found.step, most)
        found.tell(stop)
        extend(stop)
        look(counted_outcomes(folder, outcomes, stop), stop)
    return found, groups.table(found)


def draw_figures(folder: Path, study: Study) -> tuple[str, ...]:
    """Draw the figures of a study that are not drawn yet, in the folder `figures`, all of them
    where a page is gone; returns a warning for each page that could not be drawn, or was changed.
    """
    with alone(folder):
        made = read_manifest(folder)
        changed_pages = not_as_written(folder, made.pages)
        gone = not all((folder / name).exists() for name in changed_pages)
        if not gone and set(study.figures) <= set(made.drawn):
            advice = "changed since it was drawn; delete it and resume to have it drawn again"
            return tuple(f"{folder / name}: {advice}" for name in changed_pages)
        warnings, pages = _draw(folder, study)
        if not warnings:
            update = {"drawn": study.figures, "pages": pages}
            write_manifest(folder, made.model_copy(update=update))
    return tuple(warnings)


def _draw(folder: Path, study: Study) -> tuple[list[str], dict[str, Written]]:
    """Draw all figures of a study; what went wrong, and the files that were written."""
    try:
        from poolsim.plots import draw_all
    except Exception as error:  # whatever ails what draws, the tables stay
        return [f"figures: not drawn: {one_line(str(error))}"], {}

    place, before = folder / FIGURES, _files(folder / FIGURES)
    title, summary = study.title or study.name, drawn_summary(folder, study)
    curves = read_table(folder, "curves").to_pandas() if keeps_curves(study) else pd.DataFrame()
    with writing(place):
        origin = read_manifest(folder).origin()
        drawn = study.figures, title, curves, summary, study.swept(), place
        warnings = draw_all(*drawn, origin=origin)
        new = [path for path, file in _files(place).items() if before.get(path) != file]
        return warnings, {path.relative_to(folder).as_posix(): written(path) for path in new}


def _files(place: Path) -> dict[Path, int]:
    """The files of a folder, each by its number on the disk, which is another once it is
    replaced.
    """
    return {path: path.stat().st_ino for path in sorted(place.iterdir())}
