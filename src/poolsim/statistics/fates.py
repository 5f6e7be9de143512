"""What became of the alliance in each run of a cell: never founded, ended or standing, why, and
when.
"""

from collections import Counter
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from poolsim.economy.causes import CAUSES, REASONS
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.statistics.intervals import Floats, wilson
from poolsim.statistics.tables import OK

NEVER, ENDED, STANDS = "never founded", "ended", "stands"
MADE_OF = ("formed", "alive", "cause", "refusal", "founded", "lifetime", "spells")
Words = NDArray[np.object_]


class Fates(NamedTuple):
    """Of each run: its fate; why, empty where it stands or the study did not keep it; the quarter
    in which it ended, nan where it did not or was founded more than once.
    """

    fate: Words
    reason: Words
    quarter: Floats


def fates(outcomes: Floats) -> Fates:
    """Fates of completed runs. outcomes: all of them, `masked`, nan of those that are not kept."""
    columns = {name: outcomes[:, OUTCOME_INDEX[name]] for name in MADE_OF}
    never = columns["formed"] == 0.0
    ended = ~never & (columns["alive"] == 0.0)
    fate = np.where(never, NEVER, np.where(ended, ENDED, STANDS)).astype(object)
    reason = np.where(ended, _said(CAUSES, columns["cause"]), "")
    reason = np.where(never, _said(REASONS, columns["refusal"]), reason)
    known = ended & (columns["spells"] == 1.0)
    quarter = np.where(known, columns["founded"] + columns["lifetime"], np.nan)
    return Fates(fate, reason, quarter)


def fates_of(runs: pd.DataFrame) -> Fates:
    """The same of a table of runs, of which those that failed are left out."""
    good = runs[runs["status"] == OK]
    outcomes = np.full((len(good), len(OUTCOMES)), np.nan)
    for name in MADE_OF:
        if name in good.columns:
            outcomes[:, OUTCOME_INDEX[name]] = good[name]
    return fates(outcomes)


def _said(words: tuple[str, ...], codes: Floats) -> Words:
    said = np.array([*words, ""], dtype=object)
    return np.take(said, np.nan_to_num(codes, nan=len(words)).astype(int))


def tally(found: Fates) -> pd.DataFrame:
    """A row per fate and reason, the most frequent first: runs, their share of all with its 95 %
    interval, and quartiles of the quarter of the end.
    """
    table = pd.DataFrame(found._asdict())
    rows = []
    for (fate, reason), some in table.groupby(["fate", "reason"], sort=False):
        low, high = (float(end) for end in wilson(len(some), len(table)))
        quarters = some["quarter"].quantile([0.25, 0.5, 0.75]).to_list()
        share = len(some) / len(table)
        rows.append((fate, reason, len(some), share, low, high, *quarters))
    columns = ["fate", "reason", "runs", "share", "low", "high", "q25", "quarter", "q75"]
    found_rows = pd.DataFrame(rows, columns=columns)
    return found_rows.sort_values("runs", ascending=False, kind="stable", ignore_index=True)


def main_reasons(outcomes: Floats) -> dict[str, object]:
    """Of a cell: the most frequent reason for which it was never founded, that of its end, and the
    median quarter of ends for that; empty and nan where there is none.
    """
    found = fates(outcomes)
    never, ended = (_most_frequent(found.reason[found.fate == fate]) for fate in (NEVER, ENDED))
    quarters = found.quarter[(found.fate == ENDED) & (found.reason == ended)]
    known = quarters[~np.isnan(quarters)]
    median = float(np.median(known)) if len(known) else np.nan
    return {"why_never": never, "why_ended": ended, "end_quarter": median}


def _most_frequent(reasons: Words) -> str:
    """The first of those that are most frequent; empty of none."""
    return next((str(reason) for reason, _ in Counter(reasons).most_common(1)), "")


def typical(runs: pd.DataFrame) -> int:
    """The replicate that stands for a cell: of the most frequent fate and reason the run with the
    median quarter of the end, the first of those that have it.
    """
    good = runs[runs["status"] == OK]
    table = pd.DataFrame(fates_of(good)._asdict(), index=good["replicate"])
    (fate, reason), *_ = table.groupby(["fate", "reason"]).size().nlargest(1).index
    some = table[(table["fate"] == fate) & (table["reason"] == reason)]
    quarters = some["quarter"].dropna().sort_values(kind="stable")
    return int(quarters.index[(len(quarters) - 1) // 2] if len(quarters) else some.index[0])
