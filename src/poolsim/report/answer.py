"""The answer on one page: of each scenario what is known of its alliance, what the model says of it
as it is, the smallest change with which it would feed itself, and whether first beliefs matter.
"""

from collections.abc import Mapping
from textwrap import fill, wrap

import pandas as pd

from poolsim.report.reasons import why_line
from poolsim.report.text import WIDTH, aligned, label_said, share_said
from poolsim.statistics.matching import Row
from poolsim.statistics.verdict import FEEDS_ITSELF, NEVER_FORMED, NO_RUNS

HEAD = (
    "alliance",
    "what is known",
    "the model, as it is",
    "smallest change found",
    "how firm over beliefs",
)
WIDTHS = (10, 24, 34, 21, 21)
KEY = (
    "Smallest change: fewest of the designs, structures and numbers that were run with it, under "
    "the same first belief. How firm beyond first beliefs: poolsim switch tells which numbers "
    "would turn an answer."
)
AS_IT_IS = "as_it_is"  # column: whether a cell is an alliance as it is
MOST_VALUES = 6  # of a number that are told one by one
FACTORS = ("design", "structure")  # that a cell can differ in, besides numbers


def page_text(title: str, verdict: pd.DataFrame, known: Mapping[str, str]) -> str:
    """Title and table, a row per scenario that a study also runs as it is; "" if there is none.

    verdict: with a column `AS_IT_IS`; known: what is known of each scenario.
    """
    rows: list[list[str]] = []
    for name, cells in verdict.groupby("scenario", sort=False):
        if cells[AS_IT_IS].any():
            rows += [*_row(str(name), cells, known[str(name)]), [""] * len(HEAD)]
    if not rows:
        return ""
    head = [title, *_settings(verdict), ""]
    notes = [KEY, *filter(None, [missing_text(verdict)])]
    return "\n".join(
        [*head, *aligned(list(HEAD), rows[:-1]), "", *(fill(one, WIDTH) for one in notes)]
    )


def missing_text(verdict: pd.DataFrame) -> str:
    """Which scenarios have no row on the page, and why; "" if none."""
    there = verdict.groupby("scenario", sort=False)[AS_IT_IS].any()
    left = ", ".join(map(str, there[~there].index))
    why = "no cell has one alliance and all numbers of the scenario"
    return f"Not answered on one page: {left}; {why}." if left else ""


def _settings(verdict: pd.DataFrame) -> list[str]:
    """The numbers that are set in all cells, and those that vary, by address."""
    columns = {str(name): verdict[name] for name in verdict.columns if "." in str(name)}
    same = {name for name, column in columns.items() if column.nunique(dropna=False) == 1}
    said = {name: f"{name} = {_values(column)}" for name, column in columns.items()}
    shared, varied = (
        ", ".join(text for name, text in said.items() if (name in same) == wanted)
        for wanted in (True, False)
    )
    lines = [f"as it is but for {shared}" if shared else "", f"varied: {varied}" if varied else ""]
    return [line for one in lines for line in wrap(one, WIDTH)]


def _values(column: pd.Series) -> str:
    found = column.dropna().unique()
    if len(found) > MOST_VALUES:
        return f"{label_said(found[0])} to {label_said(found[-1])} ({len(found)} values)"
    return ", ".join(map(label_said, found))


def _row(name: str, cells: pd.DataFrame, known: str) -> list[list[str]]:
    """The lines of a scenario."""
    first, *others = cells[cells[AS_IT_IS]].drop_duplicates("belief").to_dict("records")
    alike = cells[cells["belief"] == first["belief"]].to_dict("records")
    texts = (name, known, _said(first), _remedy(first, alike), _firm(first, others))
    columns = [wrap(text, width) for text, width in zip(texts, WIDTHS, strict=True)]
    height = max(map(len, columns))
    padded = [column + [""] * (height - len(column)) for column in columns]
    return [list(line) for line in zip(*padded, strict=True)]


def _said(row: Row) -> str:
    """What became of a cell."""
    if row["verdict"] in (NEVER_FORMED, NO_RUNS):
        return str(row["verdict"])
    founded, share = share_said(row["formed"] / row["runs"]), share_said(row["self_sufficient"])
    why = why_line(row)
    said = f"founded in {founded} of runs; of these {share} {_interval(row)} feed themselves"
    return f"{said}: {why}" if why else said


def _interval(row: Row) -> str:
    return f"[{share_said(row['low'])}, {share_said(row['high'])}]"


def _remedy(own: Row, cells: list[Row]) -> str:
    """The smallest change that was tried with which it feeds itself; of equal ones the surest."""
    if own["verdict"] == FEEDS_ITSELF:
        return "none is needed"
    tried = [cell for cell in cells if cell["same_as"] == ""]
    feeding = [cell for cell in tried if cell["verdict"] == FEEDS_ITSELF]
    if feeding:
        best = min(feeding, key=lambda cell: (len(_changed(own, cell)), -cell["low"]))
        share = share_said(best["self_sufficient"])
        return f"with {' and '.join(_changed(own, best))}: {share} {_interval(best)}"
    if len(tried) < 2:
        return "nothing else was tried"
    formed = [cell for cell in tried if cell["formed"] > 0]
    most = max((cell["self_sufficient"] for cell in formed), default=0.0)
    return f"with none of the {len(tried)} that were tried; the best {share_said(most)}"


def _changed(own: Row, cell: Row) -> list[str]:
    """In what a cell differs from the alliance as it is: labels, and numbers that it sets."""
    labels = [f"{key} {cell[key]}" for key in FACTORS if cell[key] != own[key]]
    numbers = [
        f"{key} = {label_said(cell[key])}"
        for key in map(str, cell)
        if "." in key and not pd.isna(cell[key]) and cell[key] != own[key]
    ]
    return labels + numbers


def _firm(own: Row, others: list[Row]) -> str:
    """Whether the verdict is the same under other first beliefs."""
    differing = [row for row in others if row["verdict"] != own["verdict"]]
    if not others:
        return f"{own['runs']} runs of one first belief"
    if differing:
        said = ", ".join(f"{row['belief']}: {row['verdict']}" for row in differing)
        return f"hangs on the first belief; {said}"
    return "the same at all first beliefs"
