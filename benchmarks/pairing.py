"""What meeting the same luck is worth: the variance of a difference between designs, independent over paired."""
from typing import Any

import numpy as np
from scipy import stats

from common import arguments, report
from models import compile_first, final_outcomes
from poolsim.outcomes import OUTCOME_INDEX
from poolsim.scenario import Scenario, load

MAIN = ("members", "ssr_narrow", "lifetime", "treasury", "cost")


def designs() -> dict[str, tuple[Scenario, Scenario]]:
    """Pairs of scenarios that differ in a structure, or in one lever of the design."""
    tv, mpeg = load("cn_tv"), load("mpeg2")
    return {
        "entity_cooperative": (tv, tv.with_values({"alliance.structure": "cooperative"})),
        "dues": (tv, tv.with_values({"alliance.dues": 0.02})),
        "pool_royalty": (mpeg, mpeg.with_values({"alliance.royalty": 10.0})),
    }


def variance_ratio(first: np.ndarray, second: np.ndarray, axis: int = -1) -> Any:
    """(Var first + Var second) / Var(first - second), along an axis."""
    alone = first.var(axis=axis, ddof=1) + second.var(axis=axis, ddof=1)
    return alone / (first - second).var(axis=axis, ddof=1)


def compare(name: str, pair: tuple[Scenario, Scenario], replicates: int, resamples: int) -> None:
    """One ratio for each main outcome, over the replicates in which the alliance formed under both designs."""
    before, after = (np.array(list(final_outcomes(scenario, replicates))) for scenario in pair)
    formed = (before[:, 0] > 0.0) & (after[:, 0] > 0.0)
    for outcome in MAIN:
        k = OUTCOME_INDEX[outcome]
        first, second = before[formed, k], after[formed, k]
        note = f"variance of the difference with independent luck over paired, {formed.sum()} of {replicates} pairs formed"
        if formed.sum() < 3 or np.ptp(first - second) == 0.0 or min(np.ptp(first), np.ptp(second)) == 0.0:
            report(f"pairing_{name}_{outcome}", None, None, (None, None), 1, f"{note}; not both designs vary")
            continue
        found = stats.bootstrap((first, second), variance_ratio, paired=True, vectorized=True, n_resamples=resamples,
                                method="percentile", batch=100, rng=np.random.default_rng(1)).confidence_interval
        report(f"pairing_{name}_{outcome}", float(variance_ratio(first, second)), None,
               (float(found.low), float(found.high)), 1, f"{note}; 95 % bootstrap interval")


def main() -> None:
    """All pairs of designs."""
    replicates, resamples = (64, 20) if arguments(__doc__).quick else (4000, 1000)
    compile_first()
    for name, pair in designs().items():
        compare(name, pair, replicates, resamples)


if __name__ == "__main__":
    main()
