"""The answer on one page: of each scenario what is known of its alliance, what the model says of it
as it is, with what it would feed itself, and how firm that is.
"""

from collections.abc import Mapping
from textwrap import wrap

import pandas as pd

from poolsim.report.reasons import why_line
from poolsim.report.text import aligned, share_said
from poolsim.statistics.matching import Row
from poolsim.statistics.verdict import FEEDS_ITSELF, NEVER_FORMED, NO_RUNS

HEAD = ("alliance", "what is known", "the model, as it is", "would feed itself", "how firm")
WIDTHS = (10, 24, 34, 20, 20)


def page_text(title: str, verdict: pd.DataFrame, own: Mapping[str, Mapping[str, str]]) -> str:
    """Title and table, a row per scenario that a study also runs as it is; "" if there is none.

    own: of each scenario what is `known` of it, its own `design` and `structure`.
    """
    rows: list[list[str]] = []
    for name, cells in verdict.groupby("scenario", sort=False):
        if name in own:
            lines = _row(str(name), cells, own[str(name)])
            if lines:
                rows += [*lines, [""] * len(HEAD)]
    return "\n".join([title, "", *aligned(list(HEAD), rows[:-1])]) if rows else ""


def _row(name: str, cells: pd.DataFrame, own: Mapping[str, str]) -> list[list[str]]:
    """The lines of a scenario; none where it was not run as it is."""
    same = cells[(cells["design"] == own["design"]) & (cells["structure"] == own["structure"])]
    if same.empty:
        return []
    first, *others = same.to_dict("records")
    alike = cells[cells["belief"] == first["belief"]].to_dict("records")
    texts = (name, own["known"], _said(first), _remedy(first, alike), _firm(first, others))
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
    """The smallest change, of design or structure or both, with which it feeds itself."""
    if own["verdict"] == FEEDS_ITSELF:
        return "as it is"
    tried = [cell for cell in cells if cell["same_as"] == ""]
    feeding = [cell for cell in tried if cell["verdict"] == FEEDS_ITSELF]
    if feeding:
        best = min(feeding, key=lambda cell: len(_changed(own, cell)))
        share = share_said(best["self_sufficient"])
        return f"with {' and '.join(_changed(own, best))}: {share} {_interval(best)}"
    if len(tried) < 2:
        return "nothing else was tried"
    formed = [cell for cell in tried if cell["formed"] > 0]
    most = max((cell["self_sufficient"] for cell in formed), default=0.0)
    return f"with none of the {len(tried)} that were tried; the best {share_said(most)}"


def _changed(own: Row, cell: Row) -> list[str]:
    """The labels in which a cell differs from the alliance as it is."""
    return [f"{key} {cell[key]}" for key in ("design", "structure") if cell[key] != own[key]]


def _firm(own: Row, others: list[Row]) -> str:
    """Whether the verdict is the same under other first beliefs."""
    differing = [row for row in others if row["verdict"] != own["verdict"]]
    if not others:
        return f"{own['runs']} runs of one first belief"
    if differing:
        said = ", ".join(f"{row['belief']}: {row['verdict']}" for row in differing)
        return f"hangs on the first belief; {said}"
    return "the same at all first beliefs"
