"""The compiled engine: the agents, phases and rules of the model, compiled over column storage.

`Model` describes what is compiled. `cell.compile_driver(model)` gives the driver of a sweep, or
raises `CompileError` with a reason one can read; the caller then runs the plain agents. Only this
package imports numba, and only when a driver is asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

WORLD = ("firms", "alliances", "holders", "sector", "outside", "book")


class CompileError(RuntimeError):
    """The model cannot be compiled; the text says why, in one paragraph."""


@dataclass(frozen=True)
class Model:
    """What a driver is compiled from: who acts, in which world, on which terms, and what a quarter
    is.

    `firm`, `alliance`, `holder`, `sector`, `outside` are the classes of the five tables: Mesa
    agents or plain classes, the engine sees only their declared fields and their methods. `world`,
    `book` and `terms` are named tuple classes; `ranks` gives the number of axes of every array of
    `book`, `groups` the named tuple class of every field of `terms`. Functions that these call are
    found by themselves.
    """

    firm: type
    alliance: type
    holder: type
    sector: type
    outside: type
    world: Any
    book: Any
    ranks: tuple[int, ...]
    terms: Any
    groups: tuple[Any, ...]
    set_up: Callable[..., None]
    quarter: Callable[..., None]
    observe: Callable[..., None]
    reduce: Callable[..., None]

    def __post_init__(self) -> None:
        """Refuse a description whose parts do not fit together."""
        if self.world._fields != WORLD:
            raise ValueError(f"the world must have the fields {WORLD}, not {self.world._fields}")
        if len(self.ranks) != len(self.book._fields):
            raise ValueError(
                f"{len(self.book._fields)} arrays in the book but {len(self.ranks)} ranks"
            )
        if len(self.groups) != len(self.terms._fields):
            raise ValueError(
                f"{len(self.terms._fields)} groups in the terms but {len(self.groups)} classes"
            )

    @property
    def classes(self) -> tuple[type, ...]:
        """The classes of the five tables, in the order of the driver's arguments."""
        return self.firm, self.alliance, self.holder, self.sector, self.outside

    @property
    def functions(self) -> tuple[Callable[..., None], ...]:
        """The functions the driver calls itself."""
        return self.set_up, self.quarter, self.observe, self.reduce

    @property
    def size(self) -> int:
        """The number of parameters: the length of a terms vector."""
        return len([name for group in self.groups for name in group._fields])
