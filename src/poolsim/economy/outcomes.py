"""What a run is reduced to: each outcome is a declaration above its function, in the order of its
column, those of `lives` first. Compiled with the model.

The definition of an outcome is the docstring of its function, where constants stand in braces.
"""

from poolsim.economy.arrays import Grid
from poolsim.economy.declarations import FLAG, LESS, MONEY, MORE, NEITHER, SECTOR, Reducer
from poolsim.economy.existence import Runs
from poolsim.economy.functions import ratio
from poolsim.economy.lives import active, lifetime, lives
from poolsim.economy.observe import (
    ADOPTION,
    CAPITAL,
    CONTRACT_WORK,
    COST,
    CROWDED_DISPUTES,
    DISPUTE_QUARTERS,
    DISPUTES,
    ENDED_DISPUTES,
    EXCLUDED,
    FIRMS,
    GIVEN,
    GRANTS,
    INVITED_SUITS,
    LEGAL_COST,
    LICENCES,
    MARKET,
    MEMBER_MONEY,
    MEMBER_SUITS,
    MEMBERS,
    OWN_AND_MEMBERS,
    PATENTS,
    POOL_INCOME,
    PRICE,
    PROFIT,
    PROJECTS,
    REVENUE,
    ROYALTY_INVITED,
    ROYALTY_OTHERS,
    ROYALTY_OUTFLOW,
    SALES,
    SERVED,
    SUITS,
    SURPLUS,
    TREASURY,
    TRIALS,
)
from poolsim.economy.overseas import overseas
from poolsim.economy.pooled import pooled
from poolsim.economy.rules.finance import concentration, dependence
from poolsim.economy.spans import (
    RECENT,
    covered,
    covered_for_life,
    covered_of_late,
    granted,
    last_alive,
    pairs_of,
    quarters_left,
    recent_from,
    total,
    total_of,
    ungranted,
)
from poolsim.economy.welfare import welfare

LONGEST = 400.0  # quarters of runway that stand for any more

_reducer = Reducer(lives.outcomes)
_outcome = _reducer.outcome


@_outcome(MONEY, "1", MORE, Runs.ALIVE)
def ssr_narrow(series: Grid, quarters: int) -> float:
    """Market income (licensing administration, brokerage, databases, custody, services to
    outsiders, packages as they accrue) over the cost of the full programme, last {RECENT} quarters
    (the paper's notion).
    """
    return covered_of_late(series, MARKET, quarters)


@_outcome(MONEY, "1", MORE, Runs.ALIVE)
def ssr_narrow_spent(series: Grid, quarters: int) -> float:
    """Market income over what was spent, last {RECENT} quarters: high too where it starves."""
    last = last_alive(series, quarters)
    return covered(series, MARKET, COST, recent_from(last), last)


@_outcome(MONEY, "1", MORE, Runs.ALIVE)
def ssr_service(series: Grid, quarters: int) -> float:
    """ssr_narrow with commissioned projects."""
    return covered_of_late(series, SERVED, quarters)


@_outcome(MONEY, "1", MORE, Runs.ALIVE)
def ssr_members(series: Grid, quarters: int) -> float:
    """ssr_narrow with commissioned projects and all member money."""
    return covered_of_late(series, OWN_AND_MEMBERS, quarters)


@_outcome(MONEY, "1", MORE, Runs.ENDED)
def ssr_narrow_ended(series: Grid, quarters: int) -> float:
    """ssr_narrow of the last {RECENT} quarters before the end."""
    return covered_of_late(series, MARKET, quarters)


@_outcome(MONEY, "1", MORE, Runs.FORMED)
def ssr_narrow_life(series: Grid, quarters: int) -> float:
    """Market income over the cost of the full programme, over life."""
    return covered_for_life(series, MARKET, quarters)


@_outcome(MONEY, "1", MORE, Runs.FORMED)
def ssr_service_life(series: Grid, quarters: int) -> float:
    """ssr_narrow_life with commissioned projects."""
    return covered_for_life(series, SERVED, quarters)


@_outcome(MONEY, "1", MORE, Runs.FORMED)
def ssr_members_life(series: Grid, quarters: int) -> float:
    """ssr_narrow_life with commissioned projects and all member money."""
    return covered_for_life(series, OWN_AND_MEMBERS, quarters)


@_outcome(MONEY, FLAG, MORE, Runs.FORMED)
def self_sufficient(series: Grid, quarters: int) -> float:
    """Formed, alive and active at the horizon; ssr_narrow at least 1 over the last {RECENT}
    quarters, none granted.
    """
    last = last_alive(series, quarters)
    grants = total_of(series, GRANTS, recent_from(last), last)
    feeds_itself = grants == 0.0 and ssr_narrow(series, quarters) >= 1.0
    is_old = lifetime(series, quarters) >= RECENT
    return 1.0 if feeds_itself and is_old and active(series, quarters) > 0.0 else 0.0


@_outcome(MONEY, "share", LESS, Runs.FORMED)
def grant_dependence(series: Grid, quarters: int) -> float:
    """Grants over revenue from all sources, over life."""
    return dependence(total_of(series, GRANTS, 1, quarters), total_of(series, REVENUE, 1, quarters))


@_outcome(MONEY, "share", LESS, Runs.FORMED)
def member_dependence(series: Grid, quarters: int) -> float:
    """Member money over revenue from all sources, over life."""
    return dependence(member_money(series, quarters), total_of(series, REVENUE, 1, quarters))


@_outcome(MONEY, "RMB m", LESS, Runs.FORMED)
def member_money(series: Grid, quarters: int) -> float:
    """Dues, levies and calls, contributions, staff lent and capital less what was paid back, over
    life.
    """
    return total_of(series, MEMBER_MONEY, 1, quarters)


@_outcome(MONEY, "RMB m", MORE, Runs.FORMED)
def treasury(series: Grid, quarters: int) -> float:
    """Treasury at the horizon."""
    return series[quarters, TREASURY]


@_outcome(MONEY, "RMB m", NEITHER, Runs.FORMED)
def capital(series: Grid, quarters: int) -> float:
    """Capital its members ever paid in, less what was paid back."""
    return total_of(series, CAPITAL, 1, quarters)


@_outcome(MONEY, "RMB m", NEITHER, Runs.FORMED)
def cost(series: Grid, quarters: int) -> float:
    """What it spent over life, what a host bore included."""
    return total(series, COST, 1, quarters)


@_outcome(SECTOR, "RMB per unit", LESS, Runs.ALL)
def royalty_invited(series: Grid, quarters: int) -> float:
    """Mean royalties and settlements per exported unit of the firms invited, in or out."""
    return total(series, ROYALTY_INVITED, 1, quarters) / quarters


@_outcome(SECTOR, "RMB per unit", LESS, Runs.ALL)
def royalty_others(series: Grid, quarters: int) -> float:
    """Mean royalties and settlements per exported unit of the other firms; 0 without any."""
    return total(series, ROYALTY_OTHERS, 1, quarters) / quarters


@_outcome(SECTOR, "RMB m", LESS, Runs.ALL)
def royalty_outflow(series: Grid, quarters: int) -> float:
    """Royalties and settlements paid to patent holders, all quarters."""
    return total(series, ROYALTY_OUTFLOW, 1, quarters)


@_outcome(SECTOR, "RMB m", LESS, Runs.ALL)
def legal_cost(series: Grid, quarters: int) -> float:
    """Firms' costs of cases, all quarters."""
    return total(series, LEGAL_COST, 1, quarters)


@_outcome(SECTOR, "suits", LESS, Runs.ALL)
def suits(series: Grid, quarters: int) -> float:
    """Suits filed in court by patent holders, all quarters."""
    return total(series, SUITS, 1, quarters)


@_outcome(SECTOR, "trials", LESS, Runs.ALL)
def trials(series: Grid, quarters: int) -> float:
    """Suits of patent holders that were tried, all quarters."""
    return total(series, TRIALS, 1, quarters)


@_outcome(SECTOR, "suits", LESS, Runs.ALL)
def invited_suits(series: Grid, quarters: int) -> float:
    """Unsettled suits between the firms invited: the same firms under every design."""
    return total(series, INVITED_SUITS, 1, quarters)


@_outcome(SECTOR, "suits per pair and quarter", LESS, Runs.FORMED)
def suits_per_pair(series: Grid, quarters: int) -> float:
    """Suits between members that were not settled, over pairs of members and quarters."""
    return ratio(total(series, MEMBER_SUITS, 1, quarters), pairs_of(series, MEMBERS, quarters))


@_outcome(SECTOR, "firm quarters", LESS, Runs.ALL)
def exclusion(series: Grid, quarters: int) -> float:
    """Quarters of exclusion from the export market, all firms."""
    return total(series, EXCLUDED, 1, quarters)


@_outcome(SECTOR, "firm quarters", NEITHER, Runs.ALL)
def contract_work(series: Grid, quarters: int) -> float:
    """Quarters in which exporters make for others' brands, all firms."""
    return total(series, CONTRACT_WORK, 1, quarters)


@_outcome(SECTOR, "patents", MORE, Runs.ALL)
def patents(series: Grid, quarters: int) -> float:
    """Patents in force at the horizon."""
    return series[quarters, PATENTS]


@_outcome(SECTOR, "share", MORE, Runs.ALL)
def adoption(series: Grid, quarters: int) -> float:
    """Adoption of the standard at the horizon."""
    return series[quarters, ADOPTION]


@_outcome(SECTOR, "RMB per unit", NEITHER, Runs.ALL)
def export_price(series: Grid, quarters: int) -> float:
    """Mean price abroad."""
    return total(series, PRICE, 1, quarters) / quarters


@_outcome(SECTOR, "RMB m per quarter", MORE, Runs.ALL)
def consumer_surplus(series: Grid, quarters: int) -> float:
    """Mean consumer surplus at home."""
    return total(series, SURPLUS, 1, quarters) / quarters


@_outcome(SECTOR, "RMB m per quarter", MORE, Runs.ALL)
def profit(series: Grid, quarters: int) -> float:
    """Mean gross profit of all firms after royalties, settlements, cases and redesigns."""
    return total(series, PROFIT, 1, quarters) / quarters


@_outcome(SECTOR, "firms", MORE, Runs.ALL)
def firms(series: Grid, quarters: int) -> float:
    """Firms in the sector at the horizon."""
    return series[quarters, FIRMS]


@_outcome(MONEY, "1", LESS, Runs.FORMED)
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


@_outcome(MONEY, "quarters", MORE, Runs.ALIVE)
def runway(series: Grid, quarters: int) -> float:
    """Quarters that the treasury lasts at the cost borne and the regular money (no levies, calls or
    capital) of the last {RECENT} quarters, at most {LONGEST:g}.
    """
    last = last_alive(series, quarters)
    left = quarters_left(series, quarters, granted(series, recent_from(last), last))
    return min(left, LONGEST)


@_outcome(MONEY, "quarters", MORE, Runs.ALIVE)
def runway_without_grants(series: Grid, quarters: int) -> float:
    """The same without grants."""
    last = last_alive(series, quarters)
    left = quarters_left(series, quarters, ungranted(series, recent_from(last), last))
    return min(left, LONGEST)


@_outcome(SECTOR, "disputes", LESS, Runs.ALL)
def disputes(series: Grid, quarters: int) -> float:
    """Disputes between firms of the sector, all quarters."""
    return total(series, DISPUTES, 1, quarters)


@_outcome(SECTOR, "quarters", LESS, Runs.ALL)
def suit_duration(series: Grid, quarters: int) -> float:
    """Mean number of quarters for which open disputes that ended were fought."""
    ended = total(series, ENDED_DISPUTES, 1, quarters)
    return ratio(total(series, DISPUTE_QUARTERS, 1, quarters), ended)


@_outcome(SECTOR, "disputes", NEITHER, Runs.ALL)
def crowded_disputes(series: Grid, quarters: int) -> float:
    """Disputes tried at once as the list of open ones was full."""
    return total(series, CROWDED_DISPUTES, 1, quarters)


@_outcome(SECTOR, "RMB m", MORE, Runs.FORMED)
def pool_income(series: Grid, quarters: int) -> float:
    """Royalties that the pool distributed to its contributors, over life."""
    return total(series, POOL_INCOME, 1, quarters)


_reducer.outcomes += overseas.outcomes + pooled.outcomes + welfare.outcomes
OUTCOMES = tuple(_reducer.outcomes)
OUTCOME_INDEX = {outcome.name: k for k, outcome in enumerate(OUTCOMES)}
reduce = _reducer.reducer(__name__)
