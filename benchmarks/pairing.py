"""What the same luck is worth: the variance of a difference between designs, independent over
paired.
"""

from typing import Any

import numpy as np
from common import arguments, report
from models import compile_first, final_outcomes
from scipy import stats

from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.scenario.scenario import Scenario, load

MAIN = ("members", "ssr_narrow", "lifetime", "treasury", "cost", "royalty_invited")
MOST = 1e6  # of a variance ratio, so that percentiles of a bootstrap are numbers


def designs() -> dict[str, tuple[Scenario, Scenario]]:
    """Pairs of scenarios that differ in a structure, or in one lever of the design."""
    tv, mpeg = load("cn_tv"), load("mpeg2")
    return {
        "entity_cooperative": (tv, tv.with_values({"alliance.structure": "cooperative"})),
        "dues": (tv, tv.with_values({"alliance.dues": 0.02})),
        "pool_royalty": (mpeg, mpeg.with_values({"alliance.royalty": 10.0})),
        "pool_sharing": (mpeg, mpeg.with_values({"alliance.sharing": 0.0})),
    }


def variance_ratio(first: np.ndarray, second: np.ndarray, axis: int = -1) -> Any:
    """(Var first + Var second) / Var(first - second), along an axis; at most `MOST`."""
    alone = first.var(axis=axis, ddof=1) + second.var(axis=axis, ddof=1)
    with np.errstate(all="ignore"):  # a resample may hold no difference at all
        return np.fmin(alone / (first - second).var(axis=axis, ddof=1), MOST)


def compare(name: str, pair: tuple[Scenario, Scenario], replicates: int, resamples: int) -> None:
    """One ratio for each main outcome that varies, over replicates in which both have formed."""
    before, after = (np.array(list(final_outcomes(scenario, replicates))) for scenario in pair)
    formed = (before[:, 0] > 0.0) & (after[:, 0] > 0.0)
    for outcome in MAIN:
        k = OUTCOME_INDEX[outcome]
        first, second = before[formed, k], after[formed, k]
        if len(first) > 2 and np.ptp(first) * np.ptp(second) * np.ptp(first - second) > 0.0:
            low, high = interval(first, second, resamples)
            report(
                f"pairing_{name}_{outcome}",
                float(variance_ratio(first, second)),
                None,
                (low, high),
                1,
                "variance of the difference, independent luck over paired; 95 % bootstrap; "
                f"formed under both in {len(first)} of {replicates} pairs",
            )


def interval(first: np.ndarray, second: np.ndarray, resamples: int) -> tuple[float, float]:
    """95 % percentile interval of the variance ratio, pairs resampled (Efron 1979)."""
    found = stats.bootstrap(
        (first, second),
        variance_ratio,
        paired=True,
        vectorized=True,
        n_resamples=resamples,
        method="percentile",
        batch=100,
        rng=np.random.default_rng(1),
    )
    return float(found.confidence_interval.low), float(found.confidence_interval.high)


def main() -> None:
    """All pairs of designs."""
    replicates, resamples = (64, 20) if arguments(__doc__).quick else (4000, 1000)
    compile_first()
    for name, pair in designs().items():
        compare(name, pair, replicates, resamples)


if __name__ == "__main__":
    main()
