"""Outcomes for a ministry: what a country, and all concerned, gain in money and surplus; declared
behind those of `pooled`. Compiled with the model.

Payments within the country cancel out; royalties paid to patent holders, lawyers and staff are its
costs.
"""

from poolsim.economy.arrays import Grid
from poolsim.economy.declarations import MORE, SECTOR, Reducer
from poolsim.economy.existence import Runs
from poolsim.economy.observe import (
    EARNED_INVITED,
    HOLDERS_MONEY,
    NATIONAL_MONEY,
    SURPLUS,
    SURPLUS_ABROAD,
    SURPLUS_LICENSEES,
    WORTH_SOLD,
)
from poolsim.economy.spans import total

welfare = Reducer()
_outcome = welfare.outcome


@_outcome(SECTOR, "RMB m per quarter", MORE, Runs.ALL)
def welfare_national(series: Grid, quarters: int) -> float:
    """Consumer surplus at home, what alliances' sales are worth to clients beyond their price and
    to members, and what firms, their owners, alliances, investors and the government gain in money,
    in the mean of all quarters.
    """
    surplus = total(series, SURPLUS, 1, quarters) + total(series, WORTH_SOLD, 1, quarters)
    return surplus / quarters + gained(series, NATIONAL_MONEY, quarters)


@_outcome(SECTOR, "RMB m per quarter", MORE, Runs.ALL)
def welfare_global(series: Grid, quarters: int) -> float:
    """welfare_national, consumer surplus abroad, surplus of outside licensees of the standard and
    of owners there, and what patent holders gain in money, in the mean of all quarters.
    """
    surplus = total(series, SURPLUS_ABROAD, 1, quarters)
    surplus += total(series, SURPLUS_LICENSEES, 1, quarters)
    abroad = surplus / quarters + gained(series, HOLDERS_MONEY, quarters)
    return welfare_national(series, quarters) + abroad


@_outcome(SECTOR, "RMB m per quarter", MORE, Runs.ALL)
def cash_flow_invited(series: Grid, quarters: int) -> float:
    """What a firm invited, in or out, earns after all that it pays but to its owners, in the mean
    of these firms and all quarters: the same firms under every design.
    """
    return gained(series, EARNED_INVITED, quarters)


def gained(series: Grid, column: int, quarters: int) -> float:
    """Rise of a level from the start to the horizon, RMB m per quarter."""
    return (series[quarters, column] - series[0, column]) / quarters
