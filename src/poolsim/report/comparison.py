"""A comparison in words."""

from textwrap import fill

import numpy as np
import pandas as pd

from poolsim.report.verdict import MOST_ROWS, WIDTH
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
    labels = list(table.columns[: list(table.columns).index("minus")])
    strata = [name for name in labels if name != by and table[name].nunique(dropna=False) > 1]
    shown = table.head(MOST_ROWS)
    lines = [title, "", _lines(shown, [*strata, by, "minus", "outcome"])]
    if len(table) > MOST_ROWS:
        lines.append(f"... and {len(table) - MOST_ROWS} more rows in compare.csv")
    failed = int(table["failed"].max())
    lines += ["", fill(LEGEND.format(len(table)), WIDTH)]
    if failed:
        lines.append(f"In up to {failed} pairs of a row a run failed; they are left out.")
    return "\n".join([*lines, "", fill(answer(table, by), WIDTH)])


def printed(labels: pd.DataFrame) -> pd.DataFrame:
    """Labels as texts, with a dash for what is idle."""
    return labels.astype(object).where(labels.notna(), "-").astype(str)


def _lines(table: pd.DataFrame, labels: list[str]) -> str:
    ends = zip(table["difference"], table["low"], table["high"], strict=True)
    columns = {
        "pairs": table["pairs"].astype(str),
        "difference [95 %]": [f"{mean:.3g} [{low:.3g}, {high:.3g}]" for mean, low, high in ends],
        "effect": [f"{value:.2f}" for value in table["effect"]],
        "beats": [f"{value:.2f}" for value in table["beats"]],
        "gain": [f"{value:.1f}" for value in table["variance_ratio"]],
        "verdict": table["verdict"],
    }
    text = printed(table[labels]).assign(**columns)
    return str(text.replace("nan", "-").to_string(index=False))


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
