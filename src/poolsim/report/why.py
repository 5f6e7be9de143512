"""Why a cell or a run ends as it does, as plain text; and where two runs on the same luck part."""

from textwrap import fill
from typing import NamedTuple

import numpy as np
import pandas as pd

from poolsim.economy.declarations import FLAG
from poolsim.economy.observe import SERIES
from poolsim.events.event import Event
from poolsim.report.reasons import CAUSE_SAID, REASON_SAID, UNKNOWN
from poolsim.report.text import WIDTH, aligned, share_said
from poolsim.statistics.fates import ENDED, NEVER

MOST_APART = 12  # series that are named where two runs part


def because_of(reasons: pd.DataFrame) -> str:
    """The most frequent fate of a cell and its reason, in a sentence; then the next."""
    first, *rest = reasons.head(3).to_dict("records")
    said = f"{_fate(first)} in {share_said(first['share'])} of {reasons['runs'].sum()} runs"
    others = [f"{_fate(row)} in {share_said(row['share'])}" for row in rest]
    text = "; ".join([said, *others])
    return f"{text[0].upper()}{text[1:]}."


def _fate(row: dict[str, object]) -> str:
    """A fate, its reason and its median quarter."""
    fate, reason, quarter = str(row["fate"]), str(row["reason"]), row["quarter"]
    words = {NEVER: REASON_SAID, ENDED: CAUSE_SAID}.get(fate)
    if words is None:
        return "it stands at the horizon"
    when = "" if pd.isna(quarter) else f" (median quarter {quarter:.0f})"
    return f"{fate} because {words.get(reason, UNKNOWN)}{when}"


def why_text(
    title: str,
    answer: str,
    reasons: pd.DataFrame,
    log: list[str],
    money: pd.DataFrame,
    limits: list[str],
) -> str:
    """Answer first, then reasons or log, money, limits."""
    lines = [title, ""]
    for paragraph in answer.splitlines():
        lines += fill(paragraph, WIDTH).splitlines()
    if not reasons.empty:
        lines += ["", *_reasons(reasons)]
    if log:
        lines += ["", *(fill(line, WIDTH, subsequent_indent=" " * 13) for line in log)]
    if not money.empty:
        lines += ["", "Money of this run by year, RMB m.", *_money(money)]
    lines += ["", *(fill(f"Limits: {' '.join(limits)}", WIDTH).splitlines())]
    return "\n".join(lines)


def _reasons(reasons: pd.DataFrame) -> list[str]:
    rows = [
        [
            row["fate"],
            row["reason"] or "-",
            str(row["runs"]),
            f"{share_said(row['share'])} [{share_said(row['low'])}, {share_said(row['high'])}]",
            _quartiles(row),
        ]
        for row in reasons.to_dict("records")
    ]
    head = ["fate", "reason", "runs", "share [95 %]", "quarter of the end (quartiles)"]
    return aligned(head, rows)


def _quartiles(row: dict[str, float]) -> str:
    if pd.isna(row["quarter"]):
        return "-"
    return f"{row['quarter']:.0f} ({row['q25']:.0f} to {row['q75']:.0f})"


def _money(money: pd.DataFrame) -> list[str]:
    head = ["to quarter", *money.columns[1:]]
    rows = [
        [f"{row[0]:.0f}", f"{row[1]:.0f}", *(f"{round(value, 9) + 0.0:.3g}" for value in row[2:])]
        for row in money.itertuples(index=False)
    ]
    return aligned(head, rows)


class Side(NamedTuple):
    """One of two runs: its title, events, series, and the log in words."""

    title: str
    events: list[Event]
    series: np.ndarray
    lines: list[str]


def parted(one: Side, other: Side) -> list[str]:
    """The first quarter in which two runs on the same luck part, by number and by event."""
    quarters = min(len(one.series), len(other.series))
    mine, theirs = one.series[:quarters], other.series[:quarters]
    differ = (mine != theirs).any(axis=1)
    if not differ.any():
        return ["They do not part: the same numbers in every quarter."]
    t = int(differ.argmax())
    apart = [
        f"  {series.name}: {mine[t, k]:.4g} against {theirs[t, k]:.4g}{_unit(series.unit)}"
        for k, series in enumerate(SERIES)
        if mine[t, k] != theirs[t, k]
    ]
    left = len(apart) - MOST_APART
    more = [f"  and {left} more series"] if left > 0 else []
    return [f"They part in quarter {t}:", *apart[:MOST_APART], *more, *_first_event(one, other)]


def _unit(unit: str) -> str:
    return f" {unit}" if unit not in (FLAG, "1", "code") else ""


def _first_event(one: Side, other: Side) -> list[str]:
    """What happened in the first quarter in which not the same happened to both."""
    mine, theirs = (_by_quarter(side.events) for side in (one, other))
    for t in sorted({*mine, *theirs}):
        if mine.get(t) != theirs.get(t):
            return [
                f"The first events that differ, in quarter {t}:",
                *(f"  {side.title}: {_line(side, t)}" for side in (one, other)),
            ]
    return ["The same happens in both, by other amounts."]


def _by_quarter(events: list[Event]) -> dict[int, list[tuple[str, int, int]]]:
    """What happened in every quarter, and to whom, whatever the amounts."""
    found: dict[int, list[tuple[str, int, int]]] = {}
    for event in events:
        found.setdefault(event.quarter, []).append((event.name, event.alliance, event.who))
    return found


def _line(side: Side, t: int) -> str:
    start = f"quarter {t:3d}: "
    found = [line.removeprefix(start) for line in side.lines if line.startswith(start)]
    return found[0] if found else "nothing"
