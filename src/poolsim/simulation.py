"""Many replicates of a scenario: compiled on all cores where it can be, under Mesa where it cannot,
with the same numbers.

Replicates run in blocks of 64 and come back in their order, whatever the number of workers.
"""

import importlib
import os
import pkgutil
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from poolsim.block import BLOCK, Block
from poolsim.economy import (
    actions,
    draws,
    functions,
    ledger,
    observe,
    opening,
    phases,
    quarter,
    rules,
)
from poolsim.economy.agents.roles import STOCK, Agents
from poolsim.economy.draws import replicate_key
from poolsim.economy.outcomes import OUTCOMES, SERIES
from poolsim.economy.world import BOOK_SHAPES, Book, World, book_shapes
from poolsim.engine import CompileError, Model, compile_driver
from poolsim.scenario.parameters import TUPLES, Terms
from poolsim.scenario.scenario import Cell

if TYPE_CHECKING:
    from poolsim.engine.driver import Driver


def to_stderr(text: str) -> None:
    """Announce something on standard error."""
    print(text, file=sys.stderr, flush=True)


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
    fails becomes a row of nan with its traceback. Raises KeyboardInterrupt between blocks.
    """
    starts = range(first, first + replicates, BLOCK)
    sizes = [min(BLOCK, first + replicates - start) for start in starts]
    driver = None if plain else _driver(agents, announce)
    if driver is None:
        for start, size in zip(starts, sizes, strict=True):
            yield _run_plain(cell, seed, start, size, curves, agents)
    else:
        engine = CompiledCell(driver, cell, seed, curves, agents)
        yield from _in_order(
            engine.run, list(zip(starts, sizes, strict=True)), workers or os.cpu_count() or 1
        )


def runner_of(
    plain: bool = False, agents: Agents = STOCK, announce: Callable[[str], None] = to_stderr
) -> Callable[[Cell, int], Callable[[int, int], Block]]:
    """A function (cell, seed) -> (first, size) -> Block, for sweeps over many cells; any thread may
    call it.
    """
    driver = None if plain else _driver(agents, announce)

    def of_cell(cell: Cell, seed: int) -> Callable[[int, int], Block]:
        if driver is None:
            return lambda first, size: _run_plain(cell, seed, first, size, False, agents)
        return CompiledCell(driver, cell, seed, False, agents).run

    return of_cell


def compiled_model(agents: Agents = STOCK) -> Model:
    """What the engine compiles: the agent classes, the quarter, and the modules whose functions
    these call.
    """
    from poolsim.economy.opening import set_up

    firm, secretariat, holder, sector, outside = _classes(agents)
    return Model(
        firm=firm,
        alliance=secretariat,
        holder=holder,
        sector=sector,
        outside=outside,
        world=World,
        book=Book,
        ranks=tuple(len(BOOK_SHAPES[name]) for name in Book._fields),
        terms=Terms,
        groups=tuple(TUPLES.values()),
        set_up=set_up,
        quarter=quarter.quarter,
        observe=observe.observe,
        reduce=observe.reduce,
        modules=(
            functions,
            draws,
            ledger,
            observe,
            opening,
            quarter,
            *_modules(rules),
            *_modules(actions),
            *_modules(phases),
        ),
    )


def _classes(agents: Agents) -> tuple[Any, ...]:
    """Classes of firms, alliances, patent holders, sector and outside accounts."""
    from poolsim.economy.agents import (  # Mesa is imported only where agents are
        STOCK_AGENTS,
        Sector,
    )

    chosen = (chosen or stock for chosen, stock in zip(agents, STOCK_AGENTS, strict=True))
    return (*chosen, Sector, ledger.Account)


def _modules(package: ModuleType) -> list[ModuleType]:
    return [
        importlib.import_module(f"{package.__name__}.{found.name}")
        for found in pkgutil.iter_modules(package.__path__)
    ]


def _driver(agents: Agents, announce: Callable[[str], None]) -> "Driver | None":
    try:
        return compile_driver(compiled_model(agents), announce)
    except CompileError as refusal:
        if refusal.args[0] not in _noticed:
            _noticed.add(refusal.args[0])
            announce(f"running plain Python, slower, with the same results: {refusal}")
        return None


_noticed: set[str] = set()


def _in_order(
    run: Callable[[int, int], Block], spans: list[tuple[int, int]], workers: int
) -> Iterator[Block]:
    """Blocks of `spans` on threads, given out in order; few are under way at once, so memory stays
    bounded.
    """
    pending: deque[Future[Block]] = deque()
    pool = ThreadPoolExecutor(workers)
    try:
        for span in spans:
            pending.append(pool.submit(run, *span))
            if len(pending) > 2 * workers:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def table_of(fields: tuple[str, ...], numbers: list[dict[str, float]], kind: type) -> np.ndarray:
    """Column storage of agents: (fields, agents), from their numbers and the class's defaults."""
    defaults = [(name, getattr(kind, name)) for name in fields]
    columns = [[row.get(name, default) for row in numbers] for name, default in defaults]
    return np.array(columns, dtype=np.float64).reshape(len(fields), len(numbers))


class CompiledCell:
    """A compiled driver with the templates of one cell, and scratch for every thread."""

    @classmethod
    def of(
        cls, cell: Cell, seed: int, curves: bool = False, agents: Agents = STOCK
    ) -> "CompiledCell":
        """Compile, or load, the driver for these agents. Raises CompileError."""
        return cls(compile_driver(compiled_model(agents)), cell, seed, curves, agents)

    def __init__(
        self, driver: "Driver", cell: Cell, seed: int, curves: bool, agents: Agents
    ) -> None:
        kinds = _classes(agents)
        accounts: list[dict[str, float]] = [
            {} for _ in range(ledger.count_accounts(len(cell.alliances)))
        ]
        people: Any = (cell.firms, cell.alliances, cell.holders, [{}], accounts)
        self.driver, self.cell, self.seed, self.curves, self.agents = (
            driver,
            cell,
            seed,
            curves,
            agents,
        )
        self.templates = [
            table_of(fields, rows, kind)
            for fields, rows, kind in zip(driver.fields.values(), people, kinds, strict=True)
        ]
        self.terms = np.array([value for group in cell.terms for value in group], dtype=np.float64)
        self.local = threading.local()

    def scratch(self) -> tuple[list[np.ndarray], Any, np.ndarray]:
        """Tables, book and series of the calling thread."""
        if not hasattr(self.local, "scratch"):
            cell = self.cell
            shapes = book_shapes(len(cell.firms), len(cell.alliances), len(cell.holders))
            self.local.scratch = (
                [template.copy() for template in self.templates],
                Book(**{name: np.zeros(shape) for name, shape in shapes.items()}),
                np.zeros((cell.quarters + 1, len(SERIES))),
            )
        return self.local.scratch

    def run(self, first: int, size: int) -> Block:
        """One block."""
        tables, book, series = self.scratch()
        keys = np.array([replicate_key(self.seed, first + r) for r in range(size)], dtype=np.uint64)
        outcomes = np.full((size, len(OUTCOMES)), np.nan)
        curves = np.zeros((size if self.curves else 0, *series.shape))
        given: list[Any] = [*self.templates, *tables, book, series, curves, outcomes]
        self.driver.run_block(keys, 0, self.cell.quarters, self.terms, *given)
        block = Block(first, outcomes, curves if self.curves else None)
        for r in np.flatnonzero(~np.isfinite(outcomes).all(axis=1)):
            _explain(block, self.cell, self.seed, int(r), self.agents)
        return block


def _explain(block: Block, cell: Cell, seed: int, r: int, agents: Agents) -> None:
    """Rerun a replicate that is not finite under plain Python for its traceback, and make it a
    failed row.
    """
    replicate = block.first + r
    block.outcomes[r] = np.nan
    try:
        _plain_model(cell, seed, replicate, agents).run()
        block.failures[replicate] = "an outcome is not finite"
    except Exception:  # whatever a user's agent raises is the answer asked for
        block.failures[replicate] = traceback.format_exc()


def _plain_model(cell: Cell, seed: int, replicate: int, agents: Agents) -> Any:
    from poolsim.model import PoolModel

    return PoolModel(cell, replicate, seed=seed, agents=agents)


def _run_plain(cell: Cell, seed: int, first: int, size: int, curves: bool, agents: Agents) -> Block:
    block = Block(
        first,
        np.full((size, len(OUTCOMES)), np.nan),
        np.full((size, cell.quarters + 1, len(SERIES)), np.nan) if curves else None,
    )
    for r in range(size):
        try:
            model = _plain_model(cell, seed, first + r, agents)
            model.run()
            block.outcomes[r] = list(model.outcomes().values())
            if block.series is not None:
                block.series[r] = model.series
        except Exception:  # a failing run is a row with its reason, never the end of a sweep
            block.failures[first + r] = traceback.format_exc()
    return block
