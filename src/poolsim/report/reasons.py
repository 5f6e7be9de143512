"""Why alliances are not founded and why they end, in words, and a line on each cell that fails."""

from collections.abc import Sequence
from math import nan

import pandas as pd

from poolsim.report.text import share_said
from poolsim.statistics.matching import Row
from poolsim.statistics.verdict import FEEDS_ITSELF, HALF, NO_RUNS

REASON_SAID = {
    "none failed": "it was not asked for within the horizon",
    "unwilling": "too few would agree even if service were free",
    "finance": "too few would agree at the money foreseen, though they would if service were free",
    "no cash": "enough would agree, but lack the cash",
}
CAUSE_SAID = {
    "insolvent": "it could not pay what it owed",
    "below quorum": "members left and too few remained",
    "dormant": "it had no money to serve its members",
    "patents expired": "the patents of its pool expired",
    "antitrust": "an authority prohibited its pool",
    "host left": "nobody hosted it any more",
    "core member left": "its core member left",
    "pool unravelled": "contributors left its pool, which had nothing else",
}
UNKNOWN = "something that the study did not keep"
LIVES = "lives, but not on the market"
SELDOM = 0.05  # share of runs below which a fate is not told


def why_line(row: Row) -> str:
    """Why a cell does not feed itself, from its row of the verdict; nothing where it does."""
    if row["verdict"] in (FEEDS_ITSELF, NO_RUNS):
        return ""
    parts, formed = [], int(row["formed"])
    never = 1.0 - formed / row["runs"]
    if never >= SELDOM:
        reason = REASON_SAID.get(row["why_never"], UNKNOWN)
        parts.append(f"never founded in {share_said(never)} of runs, mostly because {reason}")
    if formed and 1.0 - row["alive"] >= SELDOM:
        parts.append(_end(row))
    if formed and row["alive"] >= SELDOM:
        parts.append(_life(row))
    return "; ".join(parts)


def fate_line(row: Row) -> str:
    """The same, or that it feeds itself, or whose runs it shares."""
    if row["same_as"]:
        return f"the same runs as {row['same_as']}"
    return why_line(row) or str(row["verdict"])


def _end(row: Row) -> str:
    quarter = row["end_quarter"]
    when = "" if pd.isna(quarter) else f" (median quarter {quarter:.0f})"
    reason = CAUSE_SAID.get(row["why_ended"], UNKNOWN)
    return (
        f"ended in {share_said(1.0 - row['alive'])} of those founded, mostly because {reason}{when}"
    )


def _life(row: Row) -> str:
    lives = f"lives in {share_said(row['alive'])} of those founded"
    return f"{lives}, where the market pays {share_said(row['ssr_narrow'])} of its programme"


def main_reason(row: Row) -> tuple[str, float, float]:
    """What above all keeps a cell from feeding itself, in words; in which share of its runs, or of
    those founded; and the median quarter of its end or how much of its programme the market pays,
    nan where there is neither. No words where it feeds itself.
    """
    if row["verdict"] in (FEEDS_ITSELF, NO_RUNS):
        return "", nan, nan
    never = 1.0 - int(row["formed"]) / row["runs"]
    if never >= HALF:
        return f"never founded, {REASON_SAID.get(row['why_never'], UNKNOWN)}", never, nan
    ended = 1.0 - row["alive"]
    if ended >= HALF:
        cause = CAUSE_SAID.get(row["why_ended"], UNKNOWN)
        return f"ended, {cause}", ended, row["end_quarter"]
    return LIVES, row["alive"], row["ssr_narrow"]


def shared_lines(rows: list[Row], shown: list[str]) -> list[str]:
    """Why the cells of a scenario fail: a line for those in which the same weighs most."""
    said: dict[str, list[tuple[str, float, float]]] = {}
    for row in rows:
        words, share, number = main_reason(row)
        if words:
            cell = " ".join(str(row[factor]) for factor in shown)
            said.setdefault(words, []).append((cell, share, number))
    return [_shared(words, cells) for words, cells in said.items()]


def _shared(words: str, cells: list[tuple[str, float, float]]) -> str:
    names, shares, numbers = zip(*cells, strict=True)
    known = [number for number in numbers if not pd.isna(number)]
    text = f"{words} (in {_range(shares, '.2f')})"
    if known and words == LIVES:
        text += f", which pays {_range(known, '.2f')} of the programme"
    elif known:
        text += f", median quarter {_range(known, '.0f')}"
    return f"{text}: {', '.join(names)}"


def _range(values: Sequence[float], form: str) -> str:
    low, high = (format(end, form) for end in (min(values), max(values)))
    return low if low == high else f"{low} to {high}"
