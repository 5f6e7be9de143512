"""Paired differences between designs: the same luck under two designs, run by run."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.statistics.intervals import of_mean
from poolsim.statistics.tables import OK

ROUNDING = (
    1e-20  # of the variances: below it a difference is the same in every run but for rounding
)
PAIRED = ("ssr_narrow", "lifetime", "members", "service")


def paired_table(runs: pd.DataFrame, factors: list[str]) -> pd.DataFrame:
    """Every design minus the first, cell by cell, over the replicates completed under both.

    Outcomes of formed alliances: over replicates in which the alliance formed under both designs.
    low, high: 95 % interval of the mean difference (Student). variance_ratio: variance of the
    difference if the designs had met independent luck, over that of the paired difference; above 1
    where the common luck pays.
    """
    others = [factor for factor in factors if factor != "design"]
    done = runs[runs["status"] == OK]
    rows = [
        row
        for key, cell in done.groupby(others, sort=False, dropna=False)
        for row in _differences(dict(zip(others, key, strict=True)), cell)
    ]
    return pd.DataFrame(rows)


def _differences(labels: dict[str, Any], cell: pd.DataFrame) -> Iterator[dict[str, Any]]:
    designs = {
        name: table.set_index("replicate") for name, table in cell.groupby("design", sort=False)
    }
    first, *later = designs
    for design in later:
        common = designs[first].index.intersection(designs[design].index)
        before, after = designs[first].loc[common], designs[design].loc[common]
        both = ((before["formed"] > 0.0) & (after["formed"] > 0.0)).to_numpy()
        for name in (name for name in PAIRED if name in cell):
            outcome = OUTCOMES[OUTCOME_INDEX[name]]
            pairs = both if outcome.of_formed else np.ones(len(common), dtype=bool)
            yield {
                **labels,
                "design": design,
                "minus": first,
                "outcome": name,
                "unit": outcome.unit,
                **difference_of(after[name].to_numpy()[pairs], before[name].to_numpy()[pairs]),
            }


def difference_of(after: np.ndarray, before: np.ndarray) -> dict[str, float]:
    """Mean of after - before with its interval, and the variance ratio."""
    n = len(after)
    if n < 2:
        mean = float((after - before).mean()) if n else np.nan
        return {"pairs": n, "mean": mean, "low": np.nan, "high": np.nan, "variance_ratio": np.nan}
    gain = after - before
    mean, variance = float(gain.mean()), float(gain.var(ddof=1))
    low, high = of_mean(mean, np.sqrt(variance), n)
    alone = float(after.var(ddof=1) + before.var(ddof=1))
    return {
        "pairs": n,
        "mean": mean,
        "low": float(low),
        "high": float(high),
        "variance_ratio": alone / variance if variance > ROUNDING * alone else np.nan,
    }
