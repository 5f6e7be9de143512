"""What a run is reduced to: each outcome is a declaration above its function, in the order of its
column. Compiled with the model.

The definition of an outcome is the docstring of its function, where constants stand in braces.
"""

from poolsim.economy.arrays import Grid
from poolsim.economy.causes import NEVER_FORMED
from poolsim.economy.declarations import (
    ALL_RUNS,
    FLAG,
    FORMED_RUNS,
    LESS,
    MORE,
    NEITHER,
    Reducer,
)
from poolsim.economy.functions import ratio
from poolsim.economy.observe import (
    ADOPTION,
    ALIVE,
    CAPITAL,
    CAUSE,
    COST,
    CROWDED_DISPUTES,
    DISPUTE_QUARTERS,
    DISPUTES,
    ENDED_DISPUTES,
    EXCLUDED,
    EXITS,
    FIRMS,
    FORMED,
    GIVEN,
    GRANTS,
    INTERNAL_SUITS,
    LEGAL_COST,
    LICENCES,
    MARKET,
    MEMBER_MONEY,
    MEMBERS,
    OWN_AND_MEMBERS,
    PATENTS,
    POOL_INCOME,
    PRICE,
    PROFIT,
    PROJECTS,
    REVENUE,
    ROYALTY_MEMBERS,
    ROYALTY_OUTFLOW,
    ROYALTY_OUTSIDERS,
    SALES,
    SERVED,
    SERVICE,
    SUITS,
    SURPLUS,
    TREASURY,
    TRIALS,
)
from poolsim.economy.rules.finance import concentration, dependence
from poolsim.economy.spans import (
    RECENT,
    covered,
    covered_for_life,
    covered_of_late,
    first_quarter,
    granted,
    last_alive,
    quarters_left,
    recent_from,
    total,
    total_of,
    ungranted,
)

ACTIVE = 4  # quarters over which activity is judged
ACTIVE_SERVICE = 0.2
LONGEST = 400.0  # quarters of runway that stand for any more
LIFE, MONEY, SECTOR = "life", "money", "sector"  # topics

_reducer = Reducer()
_outcome = _reducer.outcome


@_outcome(LIFE, FLAG, MORE, ALL_RUNS)
def formed(series: Grid, quarters: int) -> float:
    """The alliance was founded within the horizon."""
    return series[quarters, FORMED]


@_outcome(LIFE, "quarter", NEITHER, FORMED_RUNS)
def founded(series: Grid, quarters: int) -> float:
    """First quarter after its founding; one past the horizon if never."""
    return first_quarter(series, FORMED, quarters)


@_outcome(LIFE, FLAG, MORE, FORMED_RUNS)
def alive(series: Grid, quarters: int) -> float:
    """It exists at the horizon."""
    return series[quarters, ALIVE]


@_outcome(LIFE, "quarters", MORE, FORMED_RUNS)
def lifetime(series: Grid, quarters: int) -> float:
    """Quarters it existed within the horizon."""
    return total(series, ALIVE, 1, quarters)


@_outcome(LIFE, FLAG, MORE, FORMED_RUNS)
def active(series: Grid, quarters: int) -> float:
    """Alive, and mean service level of the last {ACTIVE} quarters at least {ACTIVE_SERVICE}."""
    served = total(series, SERVICE, max(quarters - ACTIVE + 1, 1), quarters)
    is_active = served / min(ACTIVE, quarters) >= ACTIVE_SERVICE
    return 1.0 if is_active and series[quarters, ALIVE] > 0.0 else 0.0


@_outcome(LIFE, "code", NEITHER, FORMED_RUNS)
def cause(series: Grid, quarters: int) -> float:
    """Cause of end: place in the list of causes, from 0."""
    return series[quarters, CAUSE] if series[quarters, FORMED] > 0.0 else NEVER_FORMED


@_outcome(LIFE, "1", MORE, FORMED_RUNS)
def service(series: Grid, quarters: int) -> float:
    """Mean service level over its life."""
    return ratio(total(series, SERVICE, 1, quarters), lifetime(series, quarters))


@_outcome(LIFE, "firms", MORE, FORMED_RUNS)
def members_last(series: Grid, quarters: int) -> float:
    """Members at the horizon."""
    return series[quarters, MEMBERS]


@_outcome(LIFE, "firms", MORE, FORMED_RUNS)
def members(series: Grid, quarters: int) -> float:
    """Mean members over its life."""
    return ratio(total(series, MEMBERS, 1, quarters), lifetime(series, quarters))


@_outcome(LIFE, "per member and quarter", LESS, FORMED_RUNS)
def churn(series: Grid, quarters: int) -> float:
    """Exits over member quarters."""
    return ratio(series[quarters, EXITS], total(series, MEMBERS, 1, quarters))


@_outcome(MONEY, "1", MORE, FORMED_RUNS)
def ssr_narrow(series: Grid, quarters: int) -> float:
    """Market income (licensing administration, brokerage, databases, custody, services to
    outsiders, packages as they accrue) over the cost of the full programme, last {RECENT} quarters
    alive (the paper's notion).
    """
    return covered_of_late(series, MARKET, quarters)


@_outcome(MONEY, "1", MORE, FORMED_RUNS)
def ssr_narrow_spent(series: Grid, quarters: int) -> float:
    """Market income over what was spent, last {RECENT} quarters alive: near 1 too where an alliance
    spends no more than it has.
    """
    last = last_alive(series, quarters)
    return covered(series, MARKET, COST, recent_from(last), last)


@_outcome(MONEY, "1", MORE, FORMED_RUNS)
def ssr_service(series: Grid, quarters: int) -> float:
    """ssr_narrow with commissioned projects."""
    return covered_of_late(series, SERVED, quarters)


@_outcome(MONEY, "1", MORE, FORMED_RUNS)
def ssr_members(series: Grid, quarters: int) -> float:
    """ssr_narrow with commissioned projects and all member money."""
    return covered_of_late(series, OWN_AND_MEMBERS, quarters)


@_outcome(MONEY, "1", MORE, FORMED_RUNS)
def ssr_narrow_life(series: Grid, quarters: int) -> float:
    """Market income over the cost of the full programme, over life."""
    return covered_for_life(series, MARKET, quarters)


@_outcome(MONEY, "1", MORE, FORMED_RUNS)
def ssr_service_life(series: Grid, quarters: int) -> float:
    """ssr_narrow_life with commissioned projects."""
    return covered_for_life(series, SERVED, quarters)


@_outcome(MONEY, "1", MORE, FORMED_RUNS)
def ssr_members_life(series: Grid, quarters: int) -> float:
    """ssr_narrow_life with commissioned projects and all member money."""
    return covered_for_life(series, OWN_AND_MEMBERS, quarters)


@_outcome(MONEY, FLAG, MORE, FORMED_RUNS)
def self_sufficient(series: Grid, quarters: int) -> float:
    """Formed, alive and active at the horizon; ssr_narrow at least 1 over the last {RECENT}
    quarters, none granted.
    """
    last = last_alive(series, quarters)
    grants = total_of(series, GRANTS, recent_from(last), last)
    feeds_itself = grants == 0.0 and ssr_narrow(series, quarters) >= 1.0
    is_old = lifetime(series, quarters) >= RECENT
    return 1.0 if feeds_itself and is_old and active(series, quarters) > 0.0 else 0.0


@_outcome(MONEY, "share", LESS, FORMED_RUNS)
def grant_dependence(series: Grid, quarters: int) -> float:
    """Grants over revenue from all sources, over life."""
    return dependence(total_of(series, GRANTS, 1, quarters), total_of(series, REVENUE, 1, quarters))


@_outcome(MONEY, "share", LESS, FORMED_RUNS)
def member_dependence(series: Grid, quarters: int) -> float:
    """Member money over revenue from all sources, over life."""
    return dependence(member_money(series, quarters), total_of(series, REVENUE, 1, quarters))


@_outcome(MONEY, "RMB m", LESS, FORMED_RUNS)
def member_money(series: Grid, quarters: int) -> float:
    """Dues, levies and calls, contributions, staff lent and capital less what was paid back, over
    life.
    """
    return total_of(series, MEMBER_MONEY, 1, quarters)


@_outcome(MONEY, "RMB m", MORE, FORMED_RUNS)
def treasury(series: Grid, quarters: int) -> float:
    """Treasury at the horizon."""
    return series[quarters, TREASURY]


@_outcome(MONEY, "RMB m", NEITHER, FORMED_RUNS)
def capital(series: Grid, quarters: int) -> float:
    """Capital its members ever paid in, less what was paid back."""
    return total_of(series, CAPITAL, 1, quarters)


@_outcome(MONEY, "RMB m", NEITHER, FORMED_RUNS)
def cost(series: Grid, quarters: int) -> float:
    """What it spent over life, what a host bore included."""
    return total(series, COST, 1, quarters)


@_outcome(SECTOR, "RMB per unit", LESS, ALL_RUNS)
def royalty_members(series: Grid, quarters: int) -> float:
    """Mean over quarters of royalties and settlements per exported unit of members."""
    return total(series, ROYALTY_MEMBERS, 1, quarters) / quarters


@_outcome(SECTOR, "RMB per unit", LESS, ALL_RUNS)
def royalty_outsiders(series: Grid, quarters: int) -> float:
    """Mean over quarters of royalties and settlements per exported unit of other firms."""
    return total(series, ROYALTY_OUTSIDERS, 1, quarters) / quarters


@_outcome(SECTOR, "RMB m", LESS, ALL_RUNS)
def royalty_outflow(series: Grid, quarters: int) -> float:
    """Royalties and settlements paid to patent holders, all quarters."""
    return total(series, ROYALTY_OUTFLOW, 1, quarters)


@_outcome(SECTOR, "RMB m", LESS, ALL_RUNS)
def legal_cost(series: Grid, quarters: int) -> float:
    """Firms' costs of cases, all quarters."""
    return total(series, LEGAL_COST, 1, quarters)


@_outcome(SECTOR, "suits", LESS, ALL_RUNS)
def suits(series: Grid, quarters: int) -> float:
    """Suits filed by patent holders, all quarters."""
    return total(series, SUITS, 1, quarters)


@_outcome(SECTOR, "trials", LESS, ALL_RUNS)
def trials(series: Grid, quarters: int) -> float:
    """Suits of patent holders that were tried, all quarters."""
    return total(series, TRIALS, 1, quarters)


@_outcome(SECTOR, "suits", LESS, FORMED_RUNS)
def internal_suits(series: Grid, quarters: int) -> float:
    """Suits between members that were not settled, all quarters."""
    return total(series, INTERNAL_SUITS, 1, quarters)


@_outcome(SECTOR, "firm quarters", LESS, ALL_RUNS)
def exclusion(series: Grid, quarters: int) -> float:
    """Quarters of exclusion from the export market, all firms."""
    return total(series, EXCLUDED, 1, quarters)


@_outcome(SECTOR, "patents", MORE, ALL_RUNS)
def patents(series: Grid, quarters: int) -> float:
    """Patents in force at the horizon."""
    return series[quarters, PATENTS]


@_outcome(SECTOR, "share", MORE, ALL_RUNS)
def adoption(series: Grid, quarters: int) -> float:
    """Adoption of the standard at the horizon."""
    return series[quarters, ADOPTION]


@_outcome(SECTOR, "RMB per unit", NEITHER, ALL_RUNS)
def export_price(series: Grid, quarters: int) -> float:
    """Mean price abroad."""
    return total(series, PRICE, 1, quarters) / quarters


@_outcome(SECTOR, "RMB m per quarter", MORE, ALL_RUNS)
def consumer_surplus(series: Grid, quarters: int) -> float:
    """Mean consumer surplus at home."""
    return total(series, SURPLUS, 1, quarters) / quarters


@_outcome(SECTOR, "RMB m per quarter", MORE, ALL_RUNS)
def profit(series: Grid, quarters: int) -> float:
    """Mean gross profit of all firms, after royalties, settlements, costs of cases and
    redesigns.
    """
    return total(series, PROFIT, 1, quarters) / quarters


@_outcome(SECTOR, "firms", MORE, ALL_RUNS)
def firms(series: Grid, quarters: int) -> float:
    """Firms in the sector at the horizon."""
    return series[quarters, FIRMS]


@_outcome(MONEY, "1", LESS, FORMED_RUNS)
def revenue_concentration(series: Grid, quarters: int) -> float:
    """Herfindahl index of revenue over licensing, other market income, projects, member money, and
    grants and funds, over life.
    """
    return concentration(
        total_of(series, LICENCES, 1, quarters),
        max(total_of(series, SALES, 1, quarters), 0.0),
        total_of(series, PROJECTS, 1, quarters),
        max(member_money(series, quarters), 0.0),
        max(total_of(series, GIVEN, 1, quarters), 0.0),
    )


@_outcome(MONEY, "quarters", MORE, FORMED_RUNS)
def runway(series: Grid, quarters: int) -> float:
    """Quarters that the treasury lasts at the cost borne and the regular money (no levies, calls or
    capital) of the last {RECENT} quarters, at most {LONGEST:g}; 0 for an alliance that has ended.
    """
    last = last_alive(series, quarters)
    left = quarters_left(series, quarters, granted(series, recent_from(last), last))
    return min(left, LONGEST)


@_outcome(MONEY, "quarters", MORE, FORMED_RUNS)
def runway_without_grants(series: Grid, quarters: int) -> float:
    """The same without grants."""
    last = last_alive(series, quarters)
    left = quarters_left(series, quarters, ungranted(series, recent_from(last), last))
    return min(left, LONGEST)


@_outcome(SECTOR, "disputes", LESS, ALL_RUNS)
def disputes(series: Grid, quarters: int) -> float:
    """Disputes between firms of the sector, all quarters."""
    return total(series, DISPUTES, 1, quarters)


@_outcome(SECTOR, "quarters", LESS, ALL_RUNS)
def suit_duration(series: Grid, quarters: int) -> float:
    """Mean number of quarters for which open disputes that ended were fought."""
    ended = total(series, ENDED_DISPUTES, 1, quarters)
    return ratio(total(series, DISPUTE_QUARTERS, 1, quarters), ended)


@_outcome(SECTOR, "disputes", NEITHER, ALL_RUNS)
def crowded_disputes(series: Grid, quarters: int) -> float:
    """Disputes tried at once as the list of open ones was full."""
    return total(series, CROWDED_DISPUTES, 1, quarters)


@_outcome(SECTOR, "RMB m", MORE, FORMED_RUNS)
def pool_income(series: Grid, quarters: int) -> float:
    """Royalties that the pool distributed to its contributors, over life."""
    return total(series, POOL_INCOME, 1, quarters)


OUTCOMES = tuple(_reducer.outcomes)
OUTCOME_INDEX = {outcome.name: k for k, outcome in enumerate(OUTCOMES)}
reduce = _reducer.reducer(__name__)
