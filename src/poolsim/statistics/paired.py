"""Paired differences: the same luck under two designs, run by run."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from poolsim.economy.declarations import LIFE
from poolsim.economy.existence import Runs
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.statistics.intervals import Floats, of_mean
from poolsim.statistics.tables import NAMES, OK

SAME_TO = 1e-12  # of the larger number: below it two runs differ by rounding only
ROUNDING = 1e-20  # of the variances: below it runs all differ by the same but for rounding
PAIRED = ("ssr_narrow", "lifetime", "members", "service")
# What the alliance changed is asked of outcomes that are defined without one; its own life is not.
COMPARED = [outcome for outcome in OUTCOMES if outcome.runs is Runs.ALL and outcome.topic != LIFE]


class PairedDifference(NamedTuple):
    """Runs under two designs, pair by pair: mean after, mean before, mean of after - before.

    low, high: 95 % interval of the mean difference (Student). variance: of the differences; alone:
    what it would be if the designs had met independent luck. nan where there are too few pairs.
    """

    pairs: int
    after: float
    before: float
    mean: float
    low: float
    high: float
    variance: float
    alone: float

    @property
    def sd(self) -> float:
        """Standard deviation of the differences."""
        return float(np.sqrt(self.variance))

    @property
    def effect(self) -> float:
        """The difference over the root mean variance of the runs; nan where no run differs."""
        return self.mean / float(np.sqrt(self.alone / 2.0)) if self.alone > 0.0 else np.nan

    @property
    def variance_ratio(self) -> float:
        """Gain of pairing, above 1 where the common luck pays; nan where all differ by the same."""
        return self.alone / self.variance if self.variance > ROUNDING * self.alone else np.nan


def gains(after: Floats, before: Floats, same_to: float = SAME_TO) -> Floats:
    """Differences run by run; what differs by up to `same_to` of the larger number is 0."""
    gain = after - before
    return np.where(np.abs(gain) <= same_to * np.maximum(np.abs(after), np.abs(before)), 0.0, gain)


def difference_of(after: Floats, before: Floats, same_to: float = 0.0) -> PairedDifference:
    """The paired difference of runs that stand in the same order; same_to: as in `gains`."""
    n, gain = len(after), gains(after, before, same_to)
    if n == 0:
        return PairedDifference(0, *[np.nan] * 7)
    variance, alone = np.nan, np.nan
    if n > 1:
        variance = float(gain.var(ddof=1))
        alone = float(after.var(ddof=1) + before.var(ddof=1))
    mean = float(gain.mean())
    low, high = of_mean(mean, np.sqrt(variance), n)
    means = float(after.mean()), float(before.mean()), mean
    return PairedDifference(n, *means, float(low), float(high), variance, alone)


def paired_table(runs: pd.DataFrame, factors: list[str]) -> pd.DataFrame:
    """Every design minus the first, cell by cell, over the replicates completed under both.

    Pairs are of replicates in which the outcome exists under both.
    low, high, variance_ratio: those of `PairedDifference`.
    """
    others = [factor for factor in factors if factor != "design"]
    done = runs[runs["status"] == OK]
    rows = [
        row
        for key, cell in done.groupby(others, sort=False, dropna=False)
        for row in _rows(dict(zip(others, key, strict=True)), cell)
    ]
    return pd.DataFrame(rows)


def _rows(labels: dict[str, object], cell: pd.DataFrame) -> Iterator[dict[str, object]]:
    designs = {
        name: table.set_index("replicate") for name, table in cell.groupby("design", sort=False)
    }
    first, *later = designs
    for design in later:
        common = designs[first].index.intersection(designs[design].index)
        before, after = designs[first].loc[common], designs[design].loc[common]
        for name in (name for name in PAIRED if name in cell):
            outcome = OUTCOMES[OUTCOME_INDEX[name]]
            pairs = (before[name].notna() & after[name].notna()).to_numpy()
            found = difference_of(after[name].to_numpy()[pairs], before[name].to_numpy()[pairs])
            yield {
                **labels,
                "design": design,
                "minus": first,
                "outcome": name,
                "unit": outcome.unit,
                "pairs": found.pairs,
                "mean": found.mean,
                "low": found.low,
                "high": found.high,
                "variance_ratio": found.variance_ratio,
            }


def counterfactual_table(
    with_it: Floats, without: Floats, names: Sequence[str] = NAMES
) -> pd.DataFrame:
    """A row per outcome that is defined without an alliance: means over the runs completed under
    both, and the mean difference with its 95 % interval (Student). names: of the columns.

    Runs in which the alliance was never founded count, with what the attempts changed. Limit:
    exactly 0 where a scenario has no alliance.
    """
    k = names.index("formed")
    both = np.isfinite(with_it[:, k]) & np.isfinite(without[:, k])
    formed = int((with_it[both, k] > 0.0).sum())
    rows = []
    for outcome in (one for one in COMPARED if one.name in names):
        k = names.index(outcome.name)
        found = difference_of(with_it[both, k], without[both, k])
        rows.append(
            {
                "outcome": outcome.name,
                "unit": outcome.unit,
                "runs": found.pairs,
                "formed": formed,
                "with": found.after,
                "without": found.before,
                "difference": found.mean,
                "low": found.low,
                "high": found.high,
            }
        )
    return pd.DataFrame(rows)
