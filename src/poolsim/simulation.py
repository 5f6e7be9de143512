"""Many replicates of a scenario: compiled on all cores where it can be, under Mesa where it cannot,
with the same numbers.

Replicates run in blocks of 64 and come back in their order, whatever the number of workers.
"""

import os
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from poolsim.block import BLOCK, Block
from poolsim.economy.agents import STOCK, Agents
from poolsim.economy.observe import SERIES
from poolsim.economy.outcomes import OUTCOMES
from poolsim.engine import CompileError
from poolsim.engine.cell import CompiledCell, compile_driver, compiled_model
from poolsim.engine.reached import FOREIGN
from poolsim.model import PoolModel
from poolsim.scenario.given import MOST_THREADS, count
from poolsim.scenario.scenario import Cell
from poolsim.terminal import to_stderr

if TYPE_CHECKING:
    from poolsim.engine.driver import Driver

CPU_LIMIT = Path("/sys/fs/cgroup/cpu.max")  # of a container: microseconds in each period
MEMORY_LIMIT = Path("/sys/fs/cgroup/memory.max")  # of a container, bytes
Run = Callable[[int, int], Block]  # first replicate and number of them
Task = TypeVar("Task")
Done = TypeVar("Done")


def stream(
    cell: Cell,
    seed: int,
    replicates: int,
    *,
    first: int = 0,
    curves: bool = False,
    workers: int | None = None,
    plain: bool = False,
    agents: Agents = STOCK,
    announce: Callable[[str], None] = to_stderr,
) -> Iterator[Block]:
    """Run replicates `first` to `first + replicates - 1` of a cell; blocks in order.

    The plain path takes over, with one notice, where the agents cannot be compiled. A run that
    fails becomes a row of nan with its reason. Raises KeyboardInterrupt between blocks.
    """
    at_once = threads(workers)
    starts = range(first, first + replicates, BLOCK)
    spans = [(start, min(BLOCK, first + replicates - start)) for start in starts]
    driver = None if plain else _driver(agents, announce)
    run = _run_of(driver, cell, seed, curves, agents)
    if driver is None:
        yield from (run(*span) for span in spans)
    else:
        yield from in_order(lambda span: run(*span), spans, at_once)


def runner_of(
    plain: bool = False,
    agents: Agents = STOCK,
    *,
    curves: bool = False,
    announce: Callable[[str], None] = to_stderr,
) -> Callable[[Cell, int], Run]:
    """A function (cell, seed) -> (first, size) -> Block, for studies of many cells; any thread may
    call it.
    """
    driver = None if plain else _driver(agents, announce)
    return lambda cell, seed: _run_of(driver, cell, seed, curves, agents)


def usable_processors() -> int:
    """The processors that this process may use, at least 1."""
    if hasattr(os, "process_cpu_count"):
        there = os.process_cpu_count() or 1
    elif hasattr(os, "sched_getaffinity"):
        there = len(os.sched_getaffinity(0))
    else:
        there = os.cpu_count() or 1
    try:
        quota, period = CPU_LIMIT.read_text(encoding="ascii").split()
        return max(1, min(there, round(int(quota) / int(period))))
    except (OSError, ValueError):  # no such system, or no limit: "max 100000"
        return there


def usable_memory() -> int:
    """Bytes of memory that this process may use; 0 where the system does not tell."""
    try:
        there = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return 0
    try:
        return min(there, int(MEMORY_LIMIT.read_text(encoding="ascii")))
    except (OSError, ValueError):  # no such system, or no limit: "max"
        return there


def threads(workers: int | None) -> int:
    """Threads to work with: those asked for, else one per processor that may be used. Raises
    ScenarioError for what is no number of them.
    """
    return usable_processors() if workers is None else count("workers", workers, most=MOST_THREADS)


def _driver(agents: Agents, announce: Callable[[str], None]) -> "Driver | None":
    try:
        return compile_driver(compiled_model(agents), announce)
    except CompileError as refusal:
        if refusal.args[0] not in _noticed:
            _noticed.add(refusal.args[0])
            announce(f"running plain Python, slower, with the same results: {refusal}")
        return None


_noticed: set[str] = set()


def in_order(
    work: Callable[[Task], Done],
    tasks: Iterable[Task],
    workers: int,
    stop: Callable[[], None] = lambda: None,
) -> Generator[Done, None, None]:
    """What `work` makes of each task, on threads, given out in order; few are under way at once, so
    memory stays bounded. stop: called when no more are wanted.
    """
    pending: deque[Future[Done]] = deque()
    pool = ThreadPoolExecutor(workers)
    try:
        for task in tasks:
            pending.append(pool.submit(work, task))
            if len(pending) > 2 * workers:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        stop()
        pool.shutdown(wait=True, cancel_futures=True)


def _run_of(driver: "Driver | None", cell: Cell, seed: int, curves: bool, agents: Agents) -> Run:
    if driver is None:
        return lambda first, size: _run_plain(cell, seed, first, size, curves, agents)
    engine = CompiledCell(driver, cell, seed, curves)
    return lambda first, size: _explained(engine.run(first, size), cell, seed, agents)


def _explained(block: Block, cell: Cell, seed: int, agents: Agents) -> Block:
    """Rerun replicates that are not finite under plain Python for their reason, and make them
    failed rows.
    """
    for r in np.flatnonzero(~np.isfinite(block.outcomes).all(axis=1)).tolist():
        replicate = block.first + r
        block.outcomes[r] = np.nan
        try:
            PoolModel(cell, replicate, seed=seed, agents=agents).run()
            block.failures[replicate] = "an outcome is not finite"
        except MemoryError:
            raise
        except Exception as error:  # whatever a user's agent raises is the answer asked for
            block.failures[replicate] = _reason(error)
    return block


def _reason(error: Exception) -> str:
    """Why a run failed, in words that are the same wherever poolsim is installed: the innermost
    place in the model or in a user's agents, then the error.
    """
    places = [
        f"{module}, line {line}, in {frame.f_code.co_qualname}"
        for frame, line in traceback.walk_tb(error.__traceback__)
        if (module := str(frame.f_globals.get("__name__"))).partition(".")[0] not in FOREIGN
    ]
    return "\n".join([places[-1], *traceback.format_exception_only(error)]).strip()


def _run_plain(cell: Cell, seed: int, first: int, size: int, curves: bool, agents: Agents) -> Block:
    block = Block(
        first,
        np.full((size, len(OUTCOMES)), np.nan),
        np.full((size, cell.quarters + 1, len(SERIES)), np.nan) if curves else None,
    )
    for r in range(size):
        try:
            model = PoolModel(cell, first + r, seed=seed, agents=agents)
            model.run()
            block.outcomes[r] = list(model.reduced().values())
            if block.series is not None:
                block.series[r] = model.series
        except MemoryError:  # the machine's failure, not the run's
            raise
        except Exception as error:  # a row with its reason, never the end of a sweep
            block.failures[first + r] = _reason(error)
    return block
