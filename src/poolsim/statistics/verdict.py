"""The verdict: whether a design feeds itself in a scenario, by the model's definition."""

from math import nan

import numpy as np

from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.statistics.fates import main_reasons
from poolsim.statistics.intervals import Floats, wilson
from poolsim.statistics.matching import Labels

HALF = 0.5
FEWEST_FORMED = 10  # formed runs, below which a matrix shows no share
AVERAGED = (
    "alive",
    "ssr_narrow",
    "ssr_service",
    "ssr_members",
    "ssr_narrow_spent",
    "ssr_narrow_ended",
    "member_money",
    "self_sufficient",
)
FEEDS_ITSELF, DOES_NOT = "feeds itself", "does not"
UNDECIDED, NEVER_FORMED, NO_RUNS = "undecided", "never formed", "no completed run"


def judge(low: float, high: float) -> str:
    """A design feeds itself when the low end of the share of self-sufficient runs among the formed
    is at least 0.5.

    It does not when the high end is below 0.5; in between the runs do not tell.
    """
    if low >= HALF:
        return FEEDS_ITSELF
    return DOES_NOT if high < HALF else UNDECIDED


def verdict_row(labels: Labels, outcomes: Floats) -> dict[str, object]:
    """The verdict on the completed runs of a cell, and the numbers it rests on; shares are of the
    formed runs. outcomes: all of them, `masked`, nan of those that are not kept.
    """
    formed = outcomes[outcomes[:, OUTCOME_INDEX["formed"]] > 0.0]
    runs, n = len(outcomes), len(formed)
    row = {**labels, "runs": runs, "formed": n, **_founding(outcomes)} | main_reasons(outcomes)
    means = {name: _mean(formed[:, OUTCOME_INDEX[name]]) for name in AVERAGED}
    if n == 0:
        ends = {"low": nan, "high": nan}
        return row | means | ends | {"verdict": NEVER_FORMED if runs else NO_RUNS}
    low, high = (float(end) for end in wilson(formed[:, OUTCOME_INDEX["self_sufficient"]].sum(), n))
    return row | means | {"low": low, "high": high, "verdict": judge(low, high)}


def _founding(outcomes: Floats) -> dict[str, float]:
    """Foundings over attempts of all runs, and the mean share of the invited who agree at the first
    attempt.
    """
    foundings, attempts, agreeing = (
        outcomes[:, OUTCOME_INDEX[name]] for name in ("spells", "attempts", "first_agreeing")
    )
    tried = float(attempts.sum())
    hazard = float(foundings.sum()) / tried if tried > 0.0 else nan
    return {"hazard": hazard, "first_agreeing": _mean(agreeing)}


def _mean(values: Floats) -> float:
    """Mean over the runs in which an outcome exists; nan where it does in none."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else nan
