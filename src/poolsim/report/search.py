"""What a search found, for a terminal."""

from collections.abc import Iterator
from textwrap import fill

import pandas as pd

from poolsim.economy.declarations import Outcome
from poolsim.report.robustness import BETTER
from poolsim.report.text import WIDTH, aligned, share_said
from poolsim.statistics.comparison import EQUIVALENT, SAME, TOO_FEW, UNDECIDED
from poolsim.statistics.matching import Row
from poolsim.statistics.worlds import STRATA

MOST_ROWS = 20
LEGEND = (
    "Behind: paired difference of the best and this one on the same luck; its interval holds at "
    "every look and for all pairs together: a search calls any candidate worse that is not in at "
    "most one of twenty. Exists: share of its runs that have the outcome."
)
WORSE, ALIKE = "worse", "cannot be told apart"
APART = {ALIKE: "these cannot be told apart from it"}
SAID = {"": "best", UNDECIDED: ALIKE, TOO_FEW: TOO_FEW, SAME: SAME, EQUIVALENT: "within the margin"}


def search_text(title: str, outcome: Outcome, most: int, margin: float, table: pd.DataFrame) -> str:
    """Every scenario and first belief: the best candidates, and the answer."""
    within = f"; differences up to {margin:g} do not matter" if margin else ""
    facts = f"{outcome.name} ({outcome.unit}; {BETTER[outcome.direction]})"
    lines = [title, "", f"{facts}, at most {most} replicates each{within}"]
    for key, rows in table.groupby(list(STRATA), sort=False, dropna=False):
        lines += ["", *_stratum(", ".join(map(str, key)), rows)]
    return "\n".join(lines)


def _stratum(name: str, rows: pd.DataFrame) -> Iterator[str]:
    yield f"{name.removesuffix(', preset')}: {len(rows)} candidates, {_runs(rows)} runs"
    yield ""
    shown = [_row(row) for row in rows.head(MOST_ROWS).to_dict("records")]
    head = ["candidate", "replicates", "exists", "mean", "behind [95 % at every look]", ""]
    yield from aligned(head, shown)
    if len(rows) > MOST_ROWS:
        yield f"... and {len(rows) - MOST_ROWS} more"
    yield fill(LEGEND, WIDTH)
    yield ""
    yield fill(answer(rows), WIDTH)


def _runs(rows: pd.DataFrame) -> int:
    return int(rows["replicates"].sum())


def _row(row: Row) -> list[str]:
    behind = f"{row['behind']:.3g} [{row['low']:.3g}, {row['high']:.3g}]"
    return [
        row["candidate"],
        str(row["replicates"]),
        share_said(row["exists"]),
        f"{row['mean']:.3g}",
        behind if row["leader_is"] else "",
        said(row["leader_is"]),
    ]


def said(verdict: str) -> str:
    """How a candidate stands, by the verdict on the leader against it."""
    return SAID.get(verdict, WORSE)


def answer(rows: pd.DataFrame) -> str:
    """The best candidate, and those that it cannot be told apart from."""
    best = rows.iloc[0]
    groups = {
        found: list(rows["candidate"][1:][rows["leader_is"][1:].map(said) == found])
        for found in dict.fromkeys(rows["leader_is"][1:].map(said))
    }
    worse = len(groups.pop(WORSE, []))
    parts = [f"best is {best['candidate']}"]
    parts += [f"{APART.get(found, found)}: {_listed(names)}" for found, names in groups.items()]
    if worse:
        parts.append(f"{worse} are worse")
    parts += [f"{edge}, so that more may lie beyond" for edge in _edges(rows)]
    return f"Answer: {'; '.join(parts)}."


def _edges(rows: pd.DataFrame) -> Iterator[str]:
    """Levers whose best value is the largest of several tried."""
    between = list(rows.columns)
    for name in between[between.index("candidate") + 1 : between.index("replicates")]:
        values = pd.to_numeric(rows[name], errors="coerce")
        if values.nunique() > 2 and values.iloc[0] == values.max():
            yield f"{name} {values.iloc[0]:g} is the largest tried"


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - MOST_ROWS} more" if len(names) > MOST_ROWS else ""
    return "; ".join(f"({name})" for name in names[:MOST_ROWS]) + more
