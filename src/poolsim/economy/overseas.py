"""Outcomes of what patent holders do abroad and of what cases cost, declared behind those of
`outcomes`. Compiled with the model.
"""

from poolsim.economy.arrays import Grid
from poolsim.economy.declarations import LESS, NEITHER, SECTOR, Reducer
from poolsim.economy.existence import Runs
from poolsim.economy.functions import ratio
from poolsim.economy.observe import (
    DEMANDS,
    LEGAL_COST,
    LEGAL_COST_INVITED,
    REDESIGNS,
    RESPONDENTS,
    SUITS,
    SUITS_337,
)
from poolsim.economy.spans import total

overseas = Reducer()
_outcome = overseas.outcome


@_outcome(SECTOR, "demands", LESS, Runs.ALL)
def demands(series: Grid, quarters: int) -> float:
    """Demands made by patent holders, all quarters."""
    return total(series, DEMANDS, 1, quarters)


@_outcome(SECTOR, "share", LESS, Runs.ALL)
def demand_to_suit(series: Grid, quarters: int) -> float:
    """Demands refused that a court or a trade commission hears, over all demands."""
    sued = total(series, SUITS, 1, quarters) + total(series, RESPONDENTS, 1, quarters)
    return ratio(sued, total(series, DEMANDS, 1, quarters))


@_outcome(SECTOR, "complaints", LESS, Runs.ALL)
def suits_337(series: Grid, quarters: int) -> float:
    """Complaints of patent holders to a trade commission, all quarters."""
    return total(series, SUITS_337, 1, quarters)


@_outcome(SECTOR, "products", NEITHER, Runs.ALL)
def redesigns(series: Grid, quarters: int) -> float:
    """Products designed around patents, warned in time or under an order, all quarters."""
    return total(series, REDESIGNS, 1, quarters)


@_outcome(SECTOR, "RMB m", LESS, Runs.ALL)
def legal_cost_invited(series: Grid, quarters: int) -> float:
    """Costs of cases of the firms invited, in or out, all quarters."""
    return total(series, LEGAL_COST_INVITED, 1, quarters)


@_outcome(SECTOR, "RMB m", LESS, Runs.ALL)
def legal_cost_others(series: Grid, quarters: int) -> float:
    """Costs of cases of the other firms, all quarters; 0 without any."""
    everyone = total(series, LEGAL_COST, 1, quarters)
    return everyone - total(series, LEGAL_COST_INVITED, 1, quarters)
