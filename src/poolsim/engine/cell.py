"""One cell compiled: the driver of the model with the templates of the cell's agents."""

import threading
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from poolsim.block import Block
from poolsim.economy.agents import STOCK, Agents, Sector
from poolsim.economy.draws import replicate_key
from poolsim.economy.ledger import Account, count_accounts
from poolsim.economy.observe import SERIES, observe
from poolsim.economy.opening import set_up
from poolsim.economy.outcomes import OUTCOMES, reduce
from poolsim.economy.quarter import quarter
from poolsim.economy.world import BOOK_AXES, Book, World, book_shapes
from poolsim.engine import CompileError, Model
from poolsim.engine.reached import digest_of
from poolsim.parameters.terms import TUPLES, Terms
from poolsim.scenario.scenario import Cell, Scenario

if TYPE_CHECKING:
    from poolsim.engine.driver import Driver


def compiled_model(agents: Agents = STOCK) -> Model:
    """What the engine compiles: the classes of the agents and the quarter."""
    return Model(
        firm=agents.firm,
        alliance=agents.secretariat,
        holder=agents.patent_holder,
        sector=Sector,
        outside=Account,
        world=World,
        book=Book,
        ranks=tuple(len(BOOK_AXES[name]) for name in Book._fields),
        terms=Terms,
        groups=tuple(TUPLES.values()),
        set_up=set_up,
        quarter=quarter,
        observe=observe,
        reduce=reduce,
    )


@cache
def model_digest() -> str:
    """What the model is: another digest may mean other numbers for the same scenario and seed."""
    return digest_of(compiled_model(), (replicate_key, count_accounts, book_shapes, Scenario.lower))


def compile_driver(model: Model, announce: Callable[[str], None] | None = None) -> "Driver":
    """The driver of `model`, from the cache if it is there; `announce` hears of a compilation
    before it.
    """
    try:
        from poolsim.engine.driver import build
    except ImportError as missing:
        raise CompileError(
            f"numba cannot be imported ({missing}), the model runs as plain Python."
        ) from missing
    return build(model, announce)


def table_of(fields: tuple[str, ...], numbers: list[dict[str, float]], kind: type) -> np.ndarray:
    """Column storage of agents: (fields, agents), from their numbers and the class's defaults."""
    defaults = _defaults(fields, kind)
    table = np.repeat(defaults[:, None], len(numbers), axis=1)
    for name in {name for row in numbers for name in row}.intersection(fields):
        place = fields.index(name)
        table[place] = [row.get(name, defaults[place]) for row in numbers]
    return table


@cache
def _defaults(fields: tuple[str, ...], kind: type) -> np.ndarray:
    return np.array([getattr(kind, name) for name in fields], dtype=np.float64)


_kept = threading.local()


class CompiledCell:
    """A compiled driver with the templates of one cell."""

    def __init__(self, driver: "Driver", cell: Cell, seed: int, curves: bool) -> None:
        accounts: list[dict[str, float]] = [{}] * count_accounts(len(cell.alliances))
        people: Any = (cell.firms, cell.alliances, cell.holders, [{}], accounts)
        self.driver = driver
        self.cell = cell
        self.seed = seed
        self.curves = curves
        self.templates = [
            table_of(fields, rows, kind)
            for fields, rows, kind in zip(
                driver.fields.values(), people, driver.model.classes, strict=True
            )
        ]
        self.terms = np.array([value for group in cell.terms for value in group], dtype=np.float64)

    def scratch(self) -> tuple[list[np.ndarray], Any, np.ndarray]:
        """Tables, book and series of the calling thread, kept for further cells of this shape."""
        cell = self.cell
        shape = (cell.quarters, *(template.shape for template in self.templates))
        if getattr(_kept, "shape", None) != shape:
            shapes = book_shapes(len(cell.firms), len(cell.alliances), len(cell.holders))
            _kept.scratch = (
                [template.copy() for template in self.templates],
                Book(**{name: np.zeros(axes) for name, axes in shapes.items()}),
                np.zeros((cell.quarters + 1, len(SERIES))),
            )
            _kept.shape = shape
        scratch: tuple[list[np.ndarray], Any, np.ndarray] = _kept.scratch
        return scratch

    def run(self, first: int, size: int) -> Block:
        """Replicates `first` to `first + size - 1`; what is not finite is left as it is."""
        tables, book, series = self.scratch()
        keys = np.array([replicate_key(self.seed, first + r) for r in range(size)], dtype=np.uint64)
        outcomes = np.full((size, len(OUTCOMES)), np.nan)
        curves = np.zeros((size if self.curves else 0, *series.shape))
        self.driver.run_block(
            keys, 0, self.cell.quarters, self.terms,
            self.templates, tables, book, series, curves, outcomes,
        )  # fmt: skip
        return Block(first, outcomes, curves if self.curves else None)
