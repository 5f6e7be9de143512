"""The verdict as plain text: a table for a terminal of 120 columns, and the answer in one sentence."""
from typing import Any

import pandas as pd

MOST_ROWS = 60
WIDTH = 120
FEEDS_ITSELF = "feeds itself"


def verdict_text(title: str, verdict: pd.DataFrame, factors: list[str], failed: int) -> str:
    """Title, table and answer; `factors` are the label columns, `failed` the number of runs without a result."""
    shown = [factor for factor in factors if verdict[factor].nunique() > 1] or factors[:1]
    head = [*shown, "formed", "alive", "ssr_narrow", "self-sufficient [95 %]", "verdict"]
    rows = [_row(row, shown) for row in verdict.head(MOST_ROWS).to_dict("records")]
    lines = [title, "", *_aligned(head, rows)]
    if len(verdict) > MOST_ROWS:
        lines.append(f"... and {len(verdict) - MOST_ROWS} more rows in verdict.csv")
    lines += ["", "formed: of all completed runs; alive at the horizon, licensing income over cost in the last 8 quarters"
              " (ssr_narrow)", "and self-sufficient: of the formed runs."]
    if failed:
        lines.append(f"{failed} runs failed: see runs.csv and failures.txt.")
    return "\n".join([*lines, "", answer(verdict)])


def _row(row: dict[Any, Any], shown: list[str]) -> list[str]:
    interval = f"{_share(row['self_sufficient'])} [{_share(row['low'])}, {_share(row['high'])}]"
    return [*(str(row[factor]) for factor in shown), f"{row['formed']} of {row['runs']}", _share(row["alive"]),
            "-" if pd.isna(row["ssr_narrow"]) else f"{row['ssr_narrow']:.3g}",
            "-" if row["formed"] == 0 else interval, row["verdict"]]


def _share(value: float) -> str:
    return "-" if pd.isna(value) else f"{value:.2f}"


def _aligned(head: list[str], rows: list[list[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
             for row in [head, ["-" * width for width in widths], *rows]]
    return [line if len(line) <= WIDTH else f"{line[:WIDTH - 3]}..." for line in lines]


def answer(verdict: pd.DataFrame) -> str:
    """One sentence: in how many cells each design feeds itself, and in which scenarios."""
    parts = [_design(str(design), table) for design, table in verdict.groupby("design", sort=False)]
    return "Answer: " + "; ".join(parts) + "."


def _design(design: str, table: pd.DataFrame) -> str:
    feeds = table["verdict"] == FEEDS_ITSELF
    if not feeds.any():
        return f"{design} feeds itself nowhere ({len(table)} cells)"
    counts = [f"{scenario} {int(feeds[cells.index].sum())} of {len(cells)}"
              for scenario, cells in table.groupby("scenario", sort=False)]
    return f"{design} feeds itself in {int(feeds.sum())} of {len(table)} cells ({', '.join(counts)})"
