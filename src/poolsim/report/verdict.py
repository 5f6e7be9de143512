"""The verdict as plain text: a table for a terminal, and the answer in one sentence."""

from textwrap import fill

import pandas as pd

from poolsim.economy.spans import RECENT
from poolsim.statistics.matching import Row
from poolsim.statistics.verdict import (
    DOES_NOT,
    FEEDS_ITSELF,
    FEWEST_FORMED,
    NEVER_FORMED,
    NO_RUNS,
    UNDECIDED,
)

MOST_ROWS = 60
MOST_LISTED = 24  # more cells are shown as matrices
CROSSED = ("scenario", "design", "structure", "belief")
WIDTH = 120
OPEN = (NEVER_FORMED, UNDECIDED, NO_RUNS)  # verdicts that answer neither yes nor no
SHORT = {FEEDS_ITSELF: "yes", DOES_NOT: "no", UNDECIDED: "?"}
KEY = (
    "yes feeds itself, no does not, ? undecided; share self-sufficient (share alive) "
    "of the formed runs;",
    f"where fewer than {FEWEST_FORMED} runs formed, their number.",
)
SAME = "="  # before the cell whose runs are the same
LEGEND = (
    "Of the formed runs: alive at the horizon; ssr, market income over the cost of the full "
    f"programme, last {RECENT} quarters,",
    "of those alive at the horizon (ssr_narrow) and of those that ended (ssr_narrow_ended);",
    "self-sufficient: alive and active, ssr_narrow at least 1 and no grant in those quarters.",
)


def verdict_text(title: str, verdict: pd.DataFrame, factors: list[str], failed: int) -> str:
    """Title, table and answer; `factors` are the label columns, `failed` the number of runs without
    a result.
    """
    if len(verdict) > MOST_LISTED and set(factors) == set(CROSSED):
        lines = [title, *_matrices(verdict)]
    else:
        lines = _listed(title, verdict, factors)
    lines += ["", *LEGEND, *_repeated(verdict)]
    if failed:
        lines.append(f"{failed} runs failed: see runs.csv and failures.txt.")
    return "\n".join([*lines, "", fill(answer(verdict), WIDTH)])


def _listed(title: str, verdict: pd.DataFrame, factors: list[str]) -> list[str]:
    """A row per cell."""
    shown = [factor for factor in factors if verdict[factor].nunique() > 1] or factors[:1]
    head = [
        *shown,
        "formed",
        "alive",
        "ssr alive",
        "ssr ended",
        "self-sufficient [95 %]",
        "verdict",
    ]
    rows = [_row(row, shown) for row in verdict.head(MOST_ROWS).to_dict("records")]
    lines = [title, "", *_aligned(head, rows)]
    if len(verdict) > MOST_ROWS:
        lines.append(f"... and {len(verdict) - MOST_ROWS} more rows in verdict.csv")
    return lines


def _matrices(verdict: pd.DataFrame) -> list[str]:
    """A table per scenario: a row per design, a column per structure and belief."""
    lines: list[str] = []
    columns = list(verdict.groupby(["belief", "structure"], sort=False).groups)
    beliefs = list(verdict["belief"].unique())
    columns.sort(key=lambda column: beliefs.index(column[0]))
    above = [
        "" if place and column[0] == columns[place - 1][0] else column[0]
        for place, column in enumerate(columns)
    ]
    for scenario, cells in verdict.groupby("scenario", sort=False):
        found = {
            (row["design"], row["belief"], row["structure"]): row
            for row in cells.to_dict("records")
        }
        rows = [
            [design, *(_cell(found.get((design, *column))) for column in columns)]
            for design in cells["design"].unique()
        ]
        head, rule, below, *rest = _aligned(
            [str(scenario), *above], [["", *(column[1] for column in columns)], *rows]
        )
        lines += ["", head, below, rule, *rest]
    return [*lines, "", *KEY]


def _cell(row: Row | None) -> str:
    """Verdict of a cell in short, the share of self-sufficient and that of the living among the
    formed.
    """
    if row is None:
        return ""
    if row["same_as"]:
        return f"{SAME} {row['same_as']}"
    if row["verdict"] not in SHORT:
        return str(row["verdict"])
    if row["formed"] < FEWEST_FORMED:
        return f"{row['formed']} formed"
    return f"{SHORT[row['verdict']]} {_share(row['self_sufficient'])} ({_share(row['alive'])})"


def _repeated(verdict: pd.DataFrame) -> list[str]:
    """Why cells are the same runs as others, and where."""
    same = verdict[verdict["same_as"] != ""]
    why = [
        f"{note} ({', '.join(cells['scenario'].unique())})"
        for note, cells in same.groupby("note", sort=False)
    ]
    text = f"{SAME} NAME: the same runs as NAME, since {'; '.join(why)}."
    return fill(text, WIDTH).splitlines() if why else []


def changes_text(changes: pd.DataFrame) -> str:
    """What the alliance changed in one cell: means without and with it, paired difference."""
    head = ["what the alliance changed", "unit", "without", "with", "difference [95 %]"]
    rows = [
        [
            row["outcome"],
            row["unit"],
            f"{row['without']:.4g}",
            f"{row['with']:.4g}",
            f"{row['difference']:+.4g} [{row['low']:+.3g}, {row['high']:+.3g}]",
        ]
        for row in changes.to_dict("records")
    ]
    return "\n".join(_aligned(head, rows))


def _row(row: Row, shown: list[str]) -> list[str]:
    labels = [str(row[factor]) for factor in shown]
    if row["same_as"]:
        return [*labels, *[""] * 5, f"{SAME} {row['same_as']}"]
    interval = f"{_share(row['self_sufficient'])} [{_share(row['low'])}, {_share(row['high'])}]"
    return [
        *labels,
        f"{row['formed']} of {row['runs']}",
        _share(row["alive"]),
        _ratio(row["ssr_narrow"]),
        _ratio(row["ssr_narrow_ended"]),
        "-" if row["formed"] == 0 else interval,
        row["verdict"],
    ]


def _ratio(value: float) -> str:
    return "-" if pd.isna(value) else f"{value:.3g}"


def _share(value: float) -> str:
    return "-" if pd.isna(value) else f"{value:.2f}"


def _aligned(head: list[str], rows: list[list[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [head, ["-" * width for width in widths], *rows]
    ]
    return [line if len(line) <= WIDTH else f"{line[: WIDTH - 3]}..." for line in lines]


def answer(verdict: pd.DataFrame) -> str:
    """One sentence: in how many cells each design feeds itself, where, and in how many the runs do
    not tell.
    """
    parts = [_design(str(design), table) for design, table in verdict.groupby("design", sort=False)]
    return "Answer: " + "; ".join(parts) + "."


def _design(design: str, table: pd.DataFrame) -> str:
    feeds = table["verdict"] == FEEDS_ITSELF
    where = [
        f"{scenario} {many} of {len(cells)}"
        for scenario, cells in table.groupby("scenario", sort=False)
        if (many := int(feeds[cells.index].sum()))
    ]
    open_ones = [
        f"{many} {verdict}"
        for verdict in OPEN
        if (many := int((table["verdict"] == verdict).sum()))
    ]
    same = [
        f"{len(cells)} the same runs as {other}"
        for other, cells in table[table["same_as"] != ""].groupby("same_as", sort=False)
    ]
    details = [", ".join(part) for part in (where, open_ones, same) if part]
    count = f"{int(feeds.sum()) or 'none'} of {len(table)} {'cell' if len(table) == 1 else 'cells'}"
    return f"{design} feeds itself in {count}" + (f" ({'; '.join(details)})" if details else "")
