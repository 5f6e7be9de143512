"""The verdict: whether a design feeds itself in a scenario, by the model's definition."""

from math import nan

from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.statistics.intervals import Floats, wilson
from poolsim.statistics.matching import Labels

HALF = 0.5
FEWEST_FORMED = 10  # formed runs, below which a matrix shows no share
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
    formed runs.
    """
    formed = outcomes[outcomes[:, OUTCOME_INDEX["formed"]] > 0.0]
    runs, n = len(outcomes), len(formed)
    row = {**labels, "runs": runs, "formed": n}
    if n == 0:
        nothing = dict.fromkeys(("alive", "ssr_narrow", "self_sufficient", "low", "high"), nan)
        return row | nothing | {"verdict": NEVER_FORMED if runs else NO_RUNS}
    means = {
        name: float(formed[:, OUTCOME_INDEX[name]].mean())
        for name in ("alive", "ssr_narrow", "self_sufficient")
    }
    low, high = (float(end) for end in wilson(formed[:, OUTCOME_INDEX["self_sufficient"]].sum(), n))
    return row | means | {"low": low, "high": high, "verdict": judge(low, high)}
