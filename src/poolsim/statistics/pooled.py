"""Summary of a sweep over its worlds: what its figures show."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from poolsim.economy.declarations import FLAG
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.statistics.comparison import Crossing, crossed_spread
from poolsim.statistics.intervals import CONFIDENCE, of_mean, wilson
from poolsim.statistics.tables import OK


def pooled_summary(runs: pd.DataFrame, worlds: list[str]) -> pd.DataFrame:
    """A row per cell without its world, and outcome: mean over worlds and luck with its 95 %
    interval.

    Intervals are those of means that share worlds, and luck, with others (`crossed_spread`);
    without worlds those of independent runs.
    """
    columns = list(runs.columns)
    labels = [name for name in columns[: columns.index("replicate")] if name not in worlds]
    kept = [
        outcome.name for outcome in OUTCOMES if outcome.name in columns and outcome.name != "cause"
    ]
    rows = [
        row
        for key, cell in runs.groupby(labels, sort=False, dropna=False)
        for row in _rows(dict(zip(labels, key, strict=True)), cell, worlds, kept)
    ]
    return pd.DataFrame(rows)


def _rows(
    labels: dict[str, Any], cell: pd.DataFrame, worlds: list[str], kept: list[str]
) -> Iterator[dict[str, Any]]:
    done = cell[cell["status"] == OK]
    formed = (done["formed"] > 0.0).to_numpy()
    for name in kept:
        outcome = OUTCOMES[OUTCOME_INDEX[name]]
        used = done[formed] if outcome.of_formed else done
        values = used[name].to_numpy()
        yield {
            **labels,
            "outcome": name,
            "unit": outcome.unit,
            "runs": len(done),
            "formed": int(formed.sum()),
            **(
                _over_worlds(values, used, worlds)
                if worlds
                else _over_luck(values, outcome.unit == FLAG)
            ),
        }


def _over_worlds(values: np.ndarray, used: pd.DataFrame, worlds: list[str]) -> dict[str, float]:
    if len(values) == 0:
        return dict.fromkeys(("mean", "low", "high"), np.nan)
    numbered = (
        used.groupby(names, sort=False, dropna=False).ngroup().to_numpy()
        for names in (worlds, "replicate")
    )
    crossed = Crossing(*numbered)
    found = crossed_spread(values, crossed)
    half = (
        stats.t.ppf(0.5 + CONFIDENCE / 2.0, found.freedom) * found.error
        if crossed.fewest > 1
        else np.nan
    )
    return {"mean": found.centre, "low": found.centre - half, "high": found.centre + half}


def _over_luck(values: np.ndarray, is_share: bool) -> dict[str, float]:
    n = len(values)
    if n == 0:
        return dict.fromkeys(("mean", "low", "high"), np.nan)
    mean, sd = float(values.mean()), float(values.std(ddof=1)) if n > 1 else np.nan
    low, high = wilson(values.sum(), n) if is_share else of_mean(mean, sd, n)
    return {"mean": mean, "low": float(low), "high": float(high)}
