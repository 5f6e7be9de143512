"""Curves: every recorded series by quarter, reduced over the runs of a cell.

Means and their intervals are over all completed runs. Quantiles are exact over at most the first
`MOST_KEPT` replicates of a cell, so that memory does not grow with the number of runs.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from poolsim.economy.declarations import FLAG, Series
from poolsim.economy.observe import (
    ALIVE,
    COST,
    FORMED,
    MARKET,
    MEMBERS,
    OWN_AND_MEMBERS,
    PROGRAMME_COST,
    SERIES,
    SERVED,
)
from poolsim.economy.spans import RECENT
from poolsim.errors import ScenarioError
from poolsim.scenario.former import known_as
from poolsim.statistics.intervals import Floats, of_mean, quantiles, wilson
from poolsim.statistics.matching import Labels

MOST_KEPT = 2000
QUANTILES = {"q10": 0.1, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q90": 0.9}

DERIVED = (
    Series("survival", FLAG, "the alliance exists, of runs in which it is ever founded"),
    Series(
        "self_sufficiency",
        "1",
        f"market income over the cost of the full programme, last {RECENT} quarters, of runs in "
        "which it exists",
    ),
    Series("self_sufficiency_spent", "1", "the same over what was spent"),
    Series("self_sufficiency_service", "1", "self_sufficiency with commissioned projects"),
    Series(
        "self_sufficiency_members",
        "1",
        "self_sufficiency with commissioned projects and all member money",
    ),
    Series(
        "members_formed",
        "firms",
        "members (0 before and after its life), of runs in which it is ever founded",
    ),
)
CURVES = SERIES + DERIVED
CURVE_INDEX = {curve.name: k for k, curve in enumerate(CURVES)}
FLAGS = np.array([curve.unit == FLAG for curve in CURVES])


def refuse_unknown_curves(names: Iterable[str]) -> None:
    """Raise ScenarioError, with the nearest spelling, for names that no curve has."""
    unknown = [name for name in names if name not in CURVE_INDEX]
    if unknown:
        raise ScenarioError(
            f"curves: no curve '{name}'{known_as(name, CURVE_INDEX)}" for name in unknown
        )


def mean_of_runs(values: Floats) -> Floats:
    """Mean over the first axis of the numbers that exist; nan where none does."""
    n = np.sum(~np.isnan(values), axis=0)
    return np.where(n > 0, np.nansum(values, axis=0) / np.maximum(n, 1), np.nan)


def with_derived(series: Floats) -> Floats:
    """Recorded and derived series, runs x quarters x `CURVES`; nan where a derived one is not
    defined.
    """
    formed, alive = series[:, -1:, FORMED] > 0.0, series[:, :, ALIVE] > 0.0
    programme, spent = _recent(series[:, :, PROGRAMME_COST]), _recent(series[:, :, COST])
    ratios = [
        np.where(alive, _covered(series, income, cost), np.nan)
        for income, cost in (
            (MARKET, programme),
            (MARKET, spent),
            (SERVED, programme),
            (OWN_AND_MEMBERS, programme),
        )
    ]
    derived = [
        np.where(formed, series[:, :, ALIVE], np.nan),
        *ratios,
        np.where(formed, series[:, :, MEMBERS], np.nan),
    ]
    return np.concatenate([series, np.stack(derived, axis=2)], axis=2)


def _covered(series: Floats, income: tuple[int, ...], cost: Floats) -> Floats:
    """Share of a cost that some income covers over the last `RECENT` quarters; 0 without a cost."""
    paid = _recent(series[:, :, sorted(income)].sum(axis=2))
    return np.divide(paid, cost, out=np.zeros_like(cost), where=cost != 0.0)


def _recent(values: Floats) -> Floats:
    """Sum over the last `RECENT` quarters, of each quarter, in the order of `spans.total`."""
    padded = np.pad(values, ((0, 0), (RECENT - 1, 0)))
    quarters = values.shape[1]
    return np.asarray(sum(padded[:, k : k + quarters] for k in range(RECENT)))


class CurveTally:
    """Running count, mean and squared deviation of each curve, and the first runs in full.

    Blocks are joined in replicate order (Chan, Golub and LeVeque 1979), so a result does not depend
    on the number of workers.
    """

    def __init__(self, quarters: int) -> None:
        shape = (quarters + 1, len(CURVES))
        self.n, self.mean, self.squares = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        self.kept: list[Floats] = []
        self.room = MOST_KEPT

    def add(self, series: Floats) -> None:
        """Count the completed runs of a block."""
        values = with_derived(series)
        if self.room > 0:
            self.kept.append(values[: self.room])
            self.room -= len(self.kept[-1])
        n = np.sum(~np.isnan(values), axis=0)
        mean = np.nansum(values, axis=0) / np.maximum(n, 1)
        squares = np.nansum((values - mean) ** 2, axis=0)
        total = self.n + n
        step = mean - self.mean
        self.squares += squares + step * step * self.n * n / np.maximum(total, 1.0)
        self.mean += step * n / np.maximum(total, 1.0)
        self.n = total

    def table(self, labels: Labels) -> pd.DataFrame:
        """Tidy table: a row per quarter and series."""
        columns = self._columns()
        quarters, curves = self.n.shape
        rows: dict[str, object] = {
            key: [value] * (quarters * curves) for key, value in labels.items()
        }
        rows["quarter"] = np.tile(np.arange(quarters), curves)
        rows["series"] = np.repeat([curve.name for curve in CURVES], quarters)
        rows["unit"] = np.repeat([curve.unit for curve in CURVES], quarters)
        return pd.DataFrame(rows | {name: values.T.ravel() for name, values in columns.items()})

    def _columns(self) -> dict[str, Floats]:
        mean = np.where(self.n > 0.0, self.mean, np.nan)
        sd = np.sqrt(self.squares / np.maximum(self.n - 1.0, 1.0))
        shares, means = wilson(self.mean * self.n, self.n), of_mean(mean, sd, self.n)
        low, high = (
            np.where(FLAGS, share, other) for share, other in zip(shares, means, strict=True)
        )
        kept = np.concatenate(self.kept) if self.kept else np.empty((0, *self.n.shape))
        bands = quantiles(kept, tuple(QUANTILES.values()))
        return {
            "runs": self.n.astype(int),
            "mean": mean,
            "low": low,
            "high": high,
            **dict(zip(QUANTILES, bands, strict=True)),
        }
