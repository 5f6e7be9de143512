"""A comparison in words."""

from collections.abc import Callable, Iterable
from textwrap import fill

import numpy as np
import pandas as pd

from poolsim.report.text import WIDTH
from poolsim.report.verdict import MOST_ROWS
from poolsim.statistics.sequential import PRECISE

LEGEND = (
    "effect: difference over the spread of the runs; beats: share of worlds in which it is better; "
    "gain: variance of the difference with luck of their own over that with the same luck. "
    "Verdicts of all {} comparisons together: at most one study in twenty has a wrong one. Inside "
    "the margin nothing is called better."
)


def comparison_text(title: str, table: pd.DataFrame, by: str) -> str:
    """The comparison for a terminal: a line per row, how far it can be trusted, and the answer in
    one sentence.
    """
    failed = int(table["failed"].max())
    lost = f"In up to {failed} pairs of a row a run failed; they are left out."
    notes = [fill(LEGEND.format(len(table)), WIDTH), *([lost] if failed else [])]
    return _text(title, table, by, _pairs, "compare.csv", [*notes, "", answer(table, by)])


def settled_text(title: str, table: pd.DataFrame, by: str, begun: int, replicates: int) -> str:
    """The same of comparisons that were looked at from `begun` replicates on until they were
    settled.
    """
    note = (
        f"{begun} replicates in the folder and {replicates - begun} more. A row stands as it "
        f"was when it was settled; of all {len(table)} together at most one study in twenty has a "
        "wrong one, however often it is looked at and extended."
    )
    notes = [fill(note, WIDTH), "", closing(table, by)]
    return _text(title, table, by, _looks, "sequential.csv", notes)


def _text(
    title: str,
    table: pd.DataFrame,
    by: str,
    numbers_of: Callable[[pd.DataFrame], dict[str, Iterable[str]]],
    file: str,
    notes: list[str],
) -> str:
    labels = list(table.columns[: list(table.columns).index("minus")])
    strata = [name for name in labels if name != by and table[name].nunique(dropna=False) > 1]
    shown = table.head(MOST_ROWS)
    text = shown[[*strata, by, "minus", "outcome"]]
    text = text.astype(object).where(text.notna(), "-").astype(str)
    text = text.assign(**numbers_of(shown), verdict=shown["verdict"]).replace("nan", "-")
    lines = [title, "", text.to_string(index=False)]
    if len(table) > MOST_ROWS:
        lines.append(f"... and {len(table) - MOST_ROWS} more rows in {file}")
    return "\n".join([*lines, "", *notes[:-1], fill(notes[-1], WIDTH)])


def _pairs(table: pd.DataFrame) -> dict[str, Iterable[str]]:
    return {
        "pairs": table["pairs"].astype(str),
        "difference [95 %]": _intervals(table, "difference"),
        "effect": table["effect"].map("{:.2f}".format),
        "beats": table["beats"].map("{:.2f}".format),
        "gain": table["variance_ratio"].map("{:.1f}".format),
    }


def _looks(table: pd.DataFrame) -> dict[str, Iterable[str]]:
    return {
        "n": table["n"].astype(str),
        "mean [95 % at every look]": _intervals(table, "mean"),
    }


def _intervals(table: pd.DataFrame, middle: str) -> list[str]:
    ends = zip(table[middle], table["low"], table["high"], strict=True)
    return [f"{mean:.3g} [{low:.3g}, {high:.3g}]" for mean, low, high in ends]


def answer(table: pd.DataFrame, by: str) -> str:
    """One sentence: for every pair and outcome, in how many cells it is better, equivalent,
    undecided.
    """
    parts = [
        f"{second} against {first}: "
        + ", ".join(_found(name, rows) for name, rows in pair.groupby("outcome", sort=False))
        for (second, first), pair in table.groupby([by, "minus"], sort=False)
    ]
    return "Answer: " + "; ".join(parts) + "."


def closing(table: pd.DataFrame, by: str) -> str:
    """The answer in one sentence, and how many means are known well enough."""
    pairs, means = table[table["minus"] != ""], table[table["minus"] == ""]
    precise = (
        f"{int((means['verdict'] == PRECISE).sum())} of {len(means)} means are precise enough."
    )
    parts = [answer(pairs, by)] if len(pairs) else []
    return " ".join([*parts, precise] if len(means) else parts)


def _found(outcome: str, rows: pd.DataFrame) -> str:
    counts = rows["verdict"].value_counts(sort=False)
    if len(rows) == 1:
        return f"{outcome} {counts.index[0]}{_wanted(rows)}"
    found = " and ".join(f"{verdict} in {count}" for verdict, count in counts.items())
    return f"{outcome} {found} of {len(rows)} cells{_wanted(rows)}"


def _wanted(rows: pd.DataFrame) -> str:
    """How many more replicates would settle what is undecided, to two digits."""
    more = float(rows["more"].max())
    if not more > 0.0:
        return ""
    return (
        f" (some {float(f'{more:.1e}'):,.0f} more replicates)"
        if np.isfinite(more)
        else " (on the margin)"
    )
