"""The verdict as plain text: a table for a terminal, and the answer in one sentence."""

from textwrap import fill

import pandas as pd

from poolsim.economy.spans import RECENT
from poolsim.report.payers import MONEY, payers_lines
from poolsim.report.reasons import shared_lines, why_line
from poolsim.report.text import WIDTH, aligned, label_said, share_said
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
OPEN = (NEVER_FORMED, UNDECIDED, NO_RUNS)  # verdicts that answer neither yes nor no
SHORT = {FEEDS_ITSELF: "yes", DOES_NOT: "no", UNDECIDED: "?"}
SAID = {
    FEEDS_ITSELF: "feeds itself",
    DOES_NOT: "does not feed itself",
    UNDECIDED: "is undecided",
    NEVER_FORMED: "is never founded",
    NO_RUNS: "has no completed run",
}
KEY = (
    "yes feeds itself, no does not, ? undecided; share self-sufficient (share alive) "
    "of the formed runs;",
    f"where fewer than {FEWEST_FORMED} runs formed, their number.",
)
WHY_THEY_FAIL = "Why they fail (poolsim why FOLDER CELL tells more of each)."
SAME = "="  # before the cell whose runs are the same
LEGEND = (
    "Hazard: foundings over attempts, of all runs; agree: share of the invited that does at first.",
    "Of the formed runs: alive at the horizon; self-sufficient: alive and active, market income at "
    "least the cost of the full",
    f"programme and no grant in the last {RECENT} quarters. ssr: market income over that cost of "
    "those alive; +projects: the",
    "same with commissions; +dues: with all that members pay as well. Member money: RMB m over "
    "life. Intervals are 95 %.",
)


def verdict_text(
    title: str,
    verdict: pd.DataFrame,
    factors: list[str],
    failed: int,
    paid: pd.DataFrame | None = None,
) -> str:
    """Title, table, who pays and answer; `factors` are the label columns, `failed` the number of
    runs without a result, `paid` the table of payers where there is one.
    """
    same = _set_everywhere(verdict, factors)
    said = ", ".join(f"{name} = {label_said(verdict[name].iloc[0])}" for name in same)
    title = f"{title}\nwith {said}" if said else title
    if _is_matrix(verdict, factors):
        lines = [title, *_matrices(verdict)]
    else:
        lines = _listed(title, verdict, factors)
    lines += ["", *LEGEND, *_repeated(verdict), *_reasons(verdict, factors)]
    if paid is not None:
        lines += payers_lines(verdict, factors, paid)
    if failed:
        lines.append(f"{failed} runs failed: see runs.csv and failures.txt.")
    return "\n".join([*lines, "", fill(answer(verdict), WIDTH)])


def _set_everywhere(verdict: pd.DataFrame, factors: list[str]) -> list[str]:
    """The factors that are addresses with one value in every cell."""
    return [name for name in factors if "." in name and verdict[name].nunique(dropna=False) == 1]


def _listed(title: str, verdict: pd.DataFrame, factors: list[str]) -> list[str]:
    """A row per cell."""
    shown = _told(verdict, factors)
    head = [
        *shown,
        "formed",
        "hazard",
        "agree",
        "alive",
        *MONEY,
        "self-sufficient",
        "verdict",
    ]
    rows = [_row(row, shown) for row in verdict.head(MOST_ROWS).to_dict("records")]
    lines = [title, "", *aligned(head, rows)]
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
        head, rule, below, *rest = aligned(
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
    return (
        f"{SHORT[row['verdict']]} {share_said(row['self_sufficient'])} ({share_said(row['alive'])})"
    )


def _repeated(verdict: pd.DataFrame) -> list[str]:
    """Why cells are the same runs as others, and where."""
    same = verdict[verdict["same_as"] != ""]
    why = [
        f"{note} ({', '.join(cells['scenario'].unique())})"
        for note, cells in same.groupby("note", sort=False)
    ]
    text = f"{SAME} NAME: the same runs as NAME, since {'; '.join(why)}."
    return fill(text, WIDTH).splitlines() if why else []


def _reasons(verdict: pd.DataFrame, factors: list[str]) -> list[str]:
    """Why cells fail: a line per cell; of a matrix a line for all in which the same weighs most."""
    own = verdict[verdict["same_as"] == ""]
    lines = []
    if _is_matrix(verdict, factors):
        for scenario, cells in own.groupby("scenario", sort=False):
            rows = cells.to_dict("records")
            lines += [f"{scenario}: {line}" for line in shared_lines(rows, [*CROSSED[1:]])]
    else:
        for row in own.head(MOST_ROWS).to_dict("records"):
            if line := why_line(row):
                cell = " ".join(str(row[factor]) for factor in _told(verdict, factors))
                lines.append(f"{cell}: {line}")
    folded = [fill(f"{line}.", WIDTH, subsequent_indent="  ") for line in lines]
    return ["", WHY_THEY_FAIL, *folded] if folded else []


def _is_matrix(verdict: pd.DataFrame, factors: list[str]) -> bool:
    crossed = {*CROSSED, *_set_everywhere(verdict, factors)}
    return len(verdict) > MOST_LISTED and set(factors) == crossed


def _told(verdict: pd.DataFrame, factors: list[str]) -> list[str]:
    """The labels that tell the cells apart."""
    return [factor for factor in factors if verdict[factor].nunique() > 1] or factors[:1]


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
    return "\n".join(aligned(head, rows))


def _row(row: Row, shown: list[str]) -> list[str]:
    labels = [label_said(row[factor]) for factor in shown]
    if row["same_as"]:
        return [*labels, *[""] * (5 + len(MONEY)), f"{SAME} {row['same_as']}"]
    share, low, high = (share_said(row[name]) for name in ("self_sufficient", "low", "high"))
    return [
        *labels,
        f"{row['formed']} of {row['runs']}",
        share_said(row["hazard"]),
        share_said(row["first_agreeing"]),
        share_said(row["alive"]),
        *(share_said(row[name]) for name in MONEY.values()),
        "-" if row["formed"] == 0 else f"{share} [{low}, {high}]",
        row["verdict"],
    ]


def answer(verdict: pd.DataFrame) -> str:
    """One sentence: whether the only cell feeds itself; else in how many cells each design does, or
    the only one, where, and in how many the runs do not tell.
    """
    if len(verdict) == 1:
        row = verdict.iloc[0]
        return f"Answer: {row['scenario']} {SAID[row['verdict']]}."
    designs = verdict.groupby("design", sort=False)
    parts = [_design(str(name) if len(designs) > 1 else "it", table) for name, table in designs]
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
