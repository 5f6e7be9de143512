"""Outcomes of pools and of licences for the standard, declared behind those of `overseas`. Compiled
with the model.
"""

from poolsim.economy.arrays import Grid
from poolsim.economy.declarations import LESS, LIFE, MORE, NEITHER, SECTOR, Reducer
from poolsim.economy.existence import Runs
from poolsim.economy.observe import (
    CONTRIBUTORS,
    COVERAGE,
    ELIGIBLE,
    LICENCE_STACK,
    POOL_ROYALTY,
)

pooled = Reducer()
_outcome = pooled.outcome


@_outcome(LIFE, "firms", MORE, Runs.FORMED)
def contributors(series: Grid, quarters: int) -> float:
    """Firms in the pool at the horizon; 0 without a pool."""
    return series[quarters, CONTRIBUTORS]


@_outcome(SECTOR, "firms", NEITHER, Runs.ALL)
def eligible(series: Grid, quarters: int) -> float:
    """Firms with essential patents at the horizon, which a pool could take in."""
    return series[quarters, ELIGIBLE]


@_outcome(LIFE, "share", MORE, Runs.FORMED)
def coverage(series: Grid, quarters: int) -> float:
    """The pool's share of the standard's essential patents at the horizon; 0 without a pool."""
    return series[quarters, COVERAGE]


@_outcome(LIFE, "RMB per unit", NEITHER, Runs.FORMED)
def pool_royalty(series: Grid, quarters: int) -> float:
    """What licensees pay of the pool's royalty at the horizon; 0 without a pool."""
    return series[quarters, POOL_ROYALTY]


@_outcome(SECTOR, "RMB per unit", LESS, Runs.ALL)
def licence_stack(series: Grid, quarters: int) -> float:
    """Royalties of the pools and of the licensors outside them at the horizon."""
    return series[quarters, LICENCE_STACK]
