"""Two numbers at once, as plain text: in which part of their ranges a threshold is reached, and how
the border runs.
"""

from typing import Protocol

import pandas as pd

from poolsim.report.ledger import Question, outcome_said
from poolsim.report.text import aligned
from poolsim.scenario.movable import Movable

WORDS = {1: "reached", -1: "not reached", 0: "border or undecided"}


class Found(Question, Protocol):
    """What the text is made of."""

    @property
    def numbers(self) -> tuple[Movable, Movable]:
        """The two numbers."""

    @property
    def corners(self) -> pd.DataFrame:
        """A row per pair of values."""

    @property
    def tiles(self) -> pd.DataFrame:
        """A row per tile."""


def phases_text(found: Found) -> str:
    """The finding, the parts of the plane, and the border: for each value of the first number that
    has been run the values of the second between which the side changes.
    """
    first, second = found.numbers
    parts = found.tiles.groupby("side")["part"].sum()
    lines = [
        finding(found),
        f"  across {_range(first)}; up {_range(second)}; on the axes' scales.",
        *(f"  {WORDS[side]}: {100.0 * parts.get(side, 0.0):.0f} %" for side in (1, -1, 0)),
    ]
    rows = list(_border(found.corners))
    if rows:
        head = [first.address, f"{second.address}: turns between", "and", "to"]
        lines += ["", *aligned(head, rows)]
    return "\n".join(lines)


def finding(found: Found) -> str:
    """One sentence: where it is reached."""
    parts = found.tiles.groupby("side")["part"].sum()
    what = f"{outcome_said(found.asked.outcome)} of at least {found.asked.at:g}"
    first, second = found.numbers
    if set(parts.index) == {1}:
        where = "everywhere"
    elif set(parts.index) == {-1}:
        where = "nowhere"
    else:
        where = f"in {100.0 * parts.get(1, 0.0):.0f} % of the plane"
    return f"{found.name}: {what} {where} over {first.address} and {second.address}"


def _range(one: Movable) -> str:
    return f"{one.address} in [{one.low:g}, {one.high:g}] {one.unit}, now {one.now:g}"


def _border(corners: pd.DataFrame) -> list[list[str]]:
    """Pairs of neighbouring values of the second number on two surely known sides."""
    rows = []
    for x, column in corners.groupby("x"):
        known = column[column["side"] != 0].sort_values("y")
        steps = zip(known.to_dict("records"), known.to_dict("records")[1:], strict=False)
        for low, high in steps:
            if low["side"] != high["side"]:
                rows.append(
                    [f"{x:.4g}", f"{low['y']:.4g}", f"{high['y']:.4g}", WORDS[high["side"]]]
                )
    return rows
