"""What would change a verdict, as plain text: the present verdict, the numbers that turn it, and
how many do not.
"""

from collections.abc import Mapping
from textwrap import fill
from typing import Protocol

import pandas as pd

from poolsim.economy.declarations import FLAG, Outcome
from poolsim.report.text import WIDTH, aligned, percent_of
from poolsim.scenario.movable import MOST_TIMES
from poolsim.statistics.matching import Row
from poolsim.statistics.switching import HALVINGS, INNER, SCREENED, Asked, Known

MOST_NAMED = 6  # numbers that are undecided
DISTANCE = ("of range", "times now")  # how far a switch value is from the present one


class Question(Protocol):
    """What was asked of which scenario."""

    @property
    def name(self) -> str:
        """Name of the scenario."""

    @property
    def asked(self) -> Asked:
        """The outcome and its threshold."""


class Found(Question, Protocol):
    """What the text is made of."""

    @property
    def here(self) -> Known:
        """What the present numbers give."""

    @property
    def moved(self) -> str:
        """What is moved, in words."""

    @property
    def table(self) -> pd.DataFrame:
        """A row per switch value."""

    @property
    def counts(self) -> Mapping[str, int]:
        """Numbers by what they do alone."""

    @property
    def undecided(self) -> tuple[str, ...]:
        """Numbers of which the runs do not tell."""

    @property
    def checks(self) -> tuple[str, ...]:
        """Closed forms beside."""


def ledger_text(found: Found) -> str:
    """The verdict, a table of what turns it, the nearest first, and the numbers that do not."""
    lines = [fill(verdict_line(found.name, found.asked, found.here), WIDTH), ""]
    if len(found.table):
        head = ["number", "now", "range", "switch value [95 %]", *DISTANCE, "source"]
        rows = [_cells(row) for row in found.table.to_dict("records")]
        head_line, rule, *body = aligned(head, rows)
        lines += [head_line, rule]
        for line, row in zip(body, found.table.to_dict("records"), strict=True):
            lines += [line, f"    {row['meaning']}, {row['unit']}{back_said(row)}"]
        lines.append("")
    lines.append(fill(others_line(found), WIDTH))
    lines.append(fill(tested_line(found.asked), WIDTH))
    if found.checks:
        lines += ["", *(fill(check, WIDTH, subsequent_indent="  ") for check in found.checks)]
    return "\n".join(lines)


def verdict_line(name: str, asked: Asked, here: Known) -> str:
    """What the present numbers give, in one sentence."""
    outcome, what = asked.outcome, outcome_said(asked.outcome)
    if pd.isna(here.mean):
        return (
            f"{name}: {what} exists in none of {here.runs} runs, so it does not reach {asked.at:g}."
        )
    side = {1: "at least", -1: "below", 0: "not told apart from"}[here.side]
    return (
        f"{name}: {what} {here.mean:.3g} in the {outcome.runs.value} of {here.runs}, "
        f"{side} {asked.at:g}."
    )


def outcome_said(outcome: Outcome) -> str:
    """The mean of an outcome in words."""
    return f"share of {outcome.name}" if outcome.unit == FLAG else f"mean {outcome.name}"


def others_line(found: Found) -> str:
    """How many numbers do not turn it."""
    counts = found.counts
    still = counts["keeps it"] + counts["moves nothing"]
    who = f"{still} other {found.moved}" if len(found.table) else f"None of {still} {found.moved}"
    verb = "cannot turn it inside their ranges" if len(found.table) else "turns it inside its range"
    text = f"{who}, alone, {verb} ({counts['moves nothing']} of them move nothing here)."
    if found.undecided:
        named = ", ".join(found.undecided[:MOST_NAMED])
        more = len(found.undecided) - MOST_NAMED
        text += f" Of {len(found.undecided)} the runs do not tell: {named}"
        text += f" and {more} more." if more > 0 else "."
    return text


def tested_line(asked: Asked) -> str:
    """What was tested."""
    return (
        f"Tested on the same luck: both ends of each range and up to {INNER} points between on "
        f"each side of the present value, {SCREENED} runs each; where these may lie on the other "
        f"side, up to {asked.most} runs and {HALVINGS} halvings. A turn between the points and "
        f"back is not seen. Ranges of counts end at {MOST_TIMES:g} times the present count."
    )


def switch_said(row: Row) -> str:
    """A switch value with its interval."""
    if row["from"] == row["to"]:
        return f"{row['switch']:.4g}"
    return f"{row['switch']:.3g} [{row['from']:.3g}, {row['to']:.3g}]"


def distance_said(row: Row) -> tuple[str, str]:
    """How far a switch value is from the present one, as a share of the range, and over it."""
    times = f"{row['switch'] / row['now']:.2g}" if row["now"] else "-"
    return f"{percent_of(row['share'])} %", times


def back_said(row: Row) -> str:
    """That the verdict turns back further away."""
    return "" if pd.isna(row["back"]) else f"; at {row['back']:.3g} as now again"


def _cells(row: Row) -> list[str]:
    return [
        str(row["number"]),
        f"{row['now']:.4g}",
        f"[{row['low']:g}, {row['high']:g}]",
        switch_said(row),
        *distance_said(row),
        str(row["source"]),
    ]
