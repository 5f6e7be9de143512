"""Summary of a sweep over its worlds: what its figures show."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from poolsim.economy.declarations import FLAG, Outcome
from poolsim.economy.outcomes import OUTCOMES
from poolsim.statistics.comparison import crossed_spread, crossing
from poolsim.statistics.intervals import Floats, half_width
from poolsim.statistics.matching import factors_of
from poolsim.statistics.summary import mean_of
from poolsim.statistics.tables import OK


def pooled_summary(runs: pd.DataFrame, worlds: list[str]) -> pd.DataFrame:
    """A row per cell without its world, and outcome: mean over worlds and luck with its 95 %
    interval.

    Intervals are those of means that share worlds, and luck, with others (`crossed_spread`);
    without worlds those of independent runs.
    """
    labels = [name for name in factors_of(runs) if name not in worlds]
    kept = [one for one in OUTCOMES if one.name in runs.columns and one.name != "cause"]
    rows = [
        row
        for key, cell in runs.groupby(labels, sort=False, dropna=False)
        for row in _rows(dict(zip(labels, key, strict=True)), cell, worlds, kept)
    ]
    return pd.DataFrame(rows)


def _rows(
    labels: dict[str, object], cell: pd.DataFrame, worlds: list[str], kept: list[Outcome]
) -> Iterator[dict[str, object]]:
    done = cell[cell["status"] == OK]
    formed = done[done["formed"] > 0.0]
    for outcome in kept:
        used = formed if outcome.of_formed else done
        values = used[outcome.name].to_numpy()
        over = _over_worlds(values, used, worlds) if worlds else None
        yield {
            **labels,
            "outcome": outcome.name,
            "unit": outcome.unit,
            "runs": len(done),
            "formed": len(formed),
            **(over or mean_of(values, outcome.unit == FLAG)),
        }


def _over_worlds(values: Floats, used: pd.DataFrame, worlds: list[str]) -> dict[str, float]:
    crossed = crossing(pd.MultiIndex.from_frame(used[[*worlds, "replicate"]]), worlds)
    if crossed is None or len(values) == 0:
        return {}
    found = crossed_spread(values, crossed)
    half = float(half_width(found.error, found.freedom)) if crossed.fewest > 1 else np.nan
    return {"mean": found.centre, "low": found.centre - half, "high": found.centre + half}
