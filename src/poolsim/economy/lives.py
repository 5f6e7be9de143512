"""Outcomes of an alliance's founding and life, declared as all `outcomes` are. Compiled with the
model.
"""

from poolsim.economy.arrays import Grid
from poolsim.economy.causes import NEVER_FORMED, STANDING
from poolsim.economy.declarations import FLAG, LESS, LIFE, MORE, NEITHER, Reducer
from poolsim.economy.existence import Runs
from poolsim.economy.functions import ratio
from poolsim.economy.observe import (
    ALIVE,
    ATTEMPTS,
    CAUSE,
    EXITS,
    FIRST_AGREEING,
    FORMED,
    FOUNDING_MARGIN,
    MARGIN_EXIT_MEDIAN,
    MARGIN_EXIT_MIN,
    MEMBERS,
    REFUSAL,
    SERVICE,
    SPELLS,
)
from poolsim.economy.spans import first_quarter, total

ACTIVE = 4  # quarters over which activity is judged
ACTIVE_SERVICE = 0.2

lives = Reducer()
_outcome = lives.outcome


@_outcome(LIFE, FLAG, MORE, Runs.ALL)
def formed(series: Grid, quarters: int) -> float:
    """The alliance was founded within the horizon."""
    return series[quarters, FORMED]


@_outcome(LIFE, "quarter", NEITHER, Runs.FORMED)
def founded(series: Grid, quarters: int) -> float:
    """First quarter after its founding."""
    return first_quarter(series, FORMED, quarters)


@_outcome(LIFE, FLAG, MORE, Runs.FORMED)
def alive(series: Grid, quarters: int) -> float:
    """It exists at the horizon."""
    return series[quarters, ALIVE]


@_outcome(LIFE, "quarters", MORE, Runs.FORMED)
def lifetime(series: Grid, quarters: int) -> float:
    """Quarters it existed within the horizon."""
    return total(series, ALIVE, 1, quarters)


@_outcome(LIFE, FLAG, MORE, Runs.FORMED)
def active(series: Grid, quarters: int) -> float:
    """Alive, and mean service level of the last {ACTIVE} quarters at least {ACTIVE_SERVICE}."""
    served = total(series, SERVICE, max(quarters - ACTIVE + 1, 1), quarters)
    is_active = served / min(ACTIVE, quarters) >= ACTIVE_SERVICE
    return 1.0 if is_active and series[quarters, ALIVE] > 0.0 else 0.0


@_outcome(LIFE, "code", NEITHER, Runs.FORMED)
def cause(series: Grid, quarters: int) -> float:
    """Cause of end, the last: place in the list of causes, from 0."""
    if series[quarters, FORMED] == 0.0:
        return NEVER_FORMED
    if series[quarters, ALIVE] > 0.0:
        return STANDING
    last = STANDING
    for t in range(1, quarters + 1):
        last = series[t, CAUSE] if series[t, CAUSE] > 0.0 else last
    return last


@_outcome(LIFE, "1", MORE, Runs.FORMED)
def service(series: Grid, quarters: int) -> float:
    """Mean service level over its life."""
    return ratio(total(series, SERVICE, 1, quarters), lifetime(series, quarters))


@_outcome(LIFE, "firms", MORE, Runs.FORMED)
def members_last(series: Grid, quarters: int) -> float:
    """Members at the horizon."""
    return series[quarters, MEMBERS]


@_outcome(LIFE, "firms", MORE, Runs.FORMED)
def members(series: Grid, quarters: int) -> float:
    """Mean members over its life."""
    return ratio(total(series, MEMBERS, 1, quarters), lifetime(series, quarters))


@_outcome(LIFE, "per member and quarter", LESS, Runs.FORMED)
def churn(series: Grid, quarters: int) -> float:
    """Exits over member quarters."""
    return ratio(series[quarters, EXITS], total(series, MEMBERS, 1, quarters))


@_outcome(LIFE, "attempts", NEITHER, Runs.ALL)
def attempts(series: Grid, quarters: int) -> float:
    """Attempts to found it, those that succeeded included."""
    return series[quarters, ATTEMPTS]


@_outcome(LIFE, "share", MORE, Runs.ALL)
def first_agreeing(series: Grid, quarters: int) -> float:
    """Share of those invited who agreed at the first attempt."""
    return series[quarters, FIRST_AGREEING]


@_outcome(LIFE, "code", NEITHER, Runs.ALL)
def refusal(series: Grid, quarters: int) -> float:
    """Why the last attempt that failed did: place in the list of reasons, from 0."""
    return series[quarters, REFUSAL]


@_outcome(LIFE, "foundings", NEITHER, Runs.ALL)
def spells(series: Grid, quarters: int) -> float:
    """Times it was founded."""
    return series[quarters, SPELLS]


@_outcome(LIFE, "stakes", MORE, Runs.ALL)
def founding_margin(series: Grid, quarters: int) -> float:
    """Worth and taste, over what was at stake, of the last founder whose assent it took, at the
    last attempt; above 0 enough would have agreed.
    """
    return series[quarters, FOUNDING_MARGIN]


@_outcome(LIFE, "stakes", MORE, Runs.ALIVE)
def margin_exit_min(series: Grid, quarters: int) -> float:
    """Lowest believed benefit of a member over the exit threshold, in stakes, at the horizon."""
    return series[quarters, MARGIN_EXIT_MIN]


@_outcome(LIFE, "stakes", MORE, Runs.ALIVE)
def margin_exit_median(series: Grid, quarters: int) -> float:
    """Median of the same."""
    return series[quarters, MARGIN_EXIT_MEDIAN]
