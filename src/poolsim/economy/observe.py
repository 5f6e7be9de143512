"""What is recorded: a row of series per quarter, and the outcomes of a run reduced from them.
Compiled with the model.

The order of `observe` is that of `outcomes.SERIES`, the order of `reduce` that of
`outcomes.OUTCOMES`; the alliance recorded is the first of the scenario.
"""

from typing import Any

from poolsim.economy.rules.finance import concentration, dependence, runway

(
    FORMED,
    ALIVE,
    SERVICE,
    MEMBERS,
    TREASURY,
    LICENCE,
    PROJECTS,
    DUES,
    GRANTS,
    CAPITAL,
    COST,
    ROYALTY_MEMBERS,
    ROYALTY_OUTSIDERS,
    ROYALTY_OUTFLOW,
    LEGAL_COST,
    SUITS,
    TRIALS,
    INTERNAL_SUITS,
    DISPUTES,
    EXCLUDED,
    PATENTS,
    ADOPTION,
    PRICE,
    SURPLUS,
    PROFIT,
    LICENSED_UNITS,
    POOL_INCOME,
    FIRMS,
    JOINS,
    EXITS,
    CAUSE,
    BROKERAGE,
    DATABASE,
    CUSTODY,
    SERVICES,
    FUND,
    CONTRIBUTIONS,
    HOST,
    OPEN_DISPUTES,
    ENDED_DISPUTES,
    DISPUTE_QUARTERS,
    CROWDED_DISPUTES,
) = range(42)
NEVER_FORMED = 5.0  # as in agents.secretariat.CAUSES
RECENT = 8  # quarters over which self-sufficiency is judged
ACTIVE = 4  # quarters over which activity is judged
ACTIVE_SERVICE = 0.2
LONGEST = 400.0  # quarters of runway that stand for any more


def observe(world: Any, terms: Any, series: Any, t: int) -> None:
    """Write the series of quarter `t`."""
    for k in range(42):
        series[t, k] = 0.0
    if len(world.alliances) > 1:
        observe_alliance(world.alliances[1], series, t)
    observe_firms(world, series, t)
    sector = world.sector
    series[t, SUITS] = sector.suits
    series[t, TRIALS] = sector.trials
    series[t, DISPUTES] = sector.disputes
    series[t, ADOPTION] = sector.adoption
    series[t, PRICE] = sector.export_price
    series[t, SURPLUS] = sector.consumer_surplus
    series[t, OPEN_DISPUTES] = sector.open_disputes
    series[t, ENDED_DISPUTES] = sector.ended_disputes
    series[t, DISPUTE_QUARTERS] = sector.dispute_quarters
    series[t, CROWDED_DISPUTES] = sector.crowded_disputes


def observe_alliance(alliance: Any, series: Any, t: int) -> None:
    """What is recorded of the alliance."""
    series[t, FORMED] = alliance.formed
    series[t, ALIVE] = alliance.alive
    series[t, SERVICE] = alliance.service
    series[t, MEMBERS] = alliance.members
    series[t, TREASURY] = alliance.treasury
    series[t, LICENCE] = alliance.licence_income
    series[t, PROJECTS] = alliance.project_income
    series[t, DUES] = alliance.dues_income
    series[t, GRANTS] = alliance.grant_income
    series[t, CAPITAL] = alliance.capital_income
    series[t, COST] = alliance.cost
    series[t, INTERNAL_SUITS] = alliance.internal_suits
    series[t, LICENSED_UNITS] = alliance.licensed_units
    series[t, POOL_INCOME] = alliance.distributable
    series[t, JOINS] = alliance.joins
    series[t, EXITS] = alliance.exits
    series[t, CAUSE] = alliance.cause
    series[t, BROKERAGE] = alliance.brokerage_income
    series[t, DATABASE] = alliance.database_income
    series[t, CUSTODY] = alliance.custody_income
    series[t, SERVICES] = alliance.service_income
    series[t, FUND] = alliance.fund_income
    series[t, CONTRIBUTIONS] = alliance.contribution_income
    series[t, HOST] = alliance.hosted


def observe_firms(world: Any, series: Any, t: int) -> None:
    """Sums over firms; members' royalty per unit is that of the founders when there are no members."""
    inside, outside, paid_inside, paid_outside = 0.0, 0.0, 0.0, 0.0
    members = series[t, MEMBERS]
    for firm in world.firms:
        is_inside = firm.alliance == 1.0 if members > 0.0 else firm.invited > 0.0
        inside = inside + (firm.export_sales if is_inside else 0.0)
        outside = outside + (0.0 if is_inside else firm.export_sales)
        paid_inside = paid_inside + (firm.royalty_paid if is_inside else 0.0)
        paid_outside = paid_outside + (0.0 if is_inside else firm.royalty_paid)
        series[t, LEGAL_COST] = series[t, LEGAL_COST] + firm.legal_cost
        series[t, EXCLUDED] = series[t, EXCLUDED] + (1.0 if firm.excluded > 0.0 else 0.0)
        series[t, PATENTS] = series[t, PATENTS] + firm.essential + firm.other
        settled = firm.royalty_paid - firm.export_sales * firm.royalty
        series[t, PROFIT] = (
            series[t, PROFIT] + firm.gross_profit - settled - firm.legal_cost - firm.redesign_cost
        )
        series[t, FIRMS] = series[t, FIRMS] + firm.alive
    series[t, ROYALTY_OUTFLOW] = paid_inside + paid_outside
    series[t, ROYALTY_MEMBERS] = ratio(paid_inside, inside)
    series[t, ROYALTY_OUTSIDERS] = ratio(paid_outside, outside)


def total(series: Any, k: int, first: int, last: int) -> float:
    """Sum of a series from one quarter to another, both included."""
    added = 0.0
    for t in range(first, last + 1):
        added = added + series[t, k]
    return added


def ratio(part: float, whole: float) -> float:
    """Quotient; 0 of nothing is 0."""
    return part / whole if whole != 0.0 else 0.0


def first_quarter(series: Any, k: int, quarters: int) -> float:
    """First quarter in which a series is positive; one past the horizon if never."""
    found = quarters + 1.0
    for back in range(quarters + 1):
        t = quarters - back
        found = t * 1.0 if series[t, k] > 0.0 else found
    return found


def last_alive(series: Any, quarters: int) -> int:
    """Last quarter in which the alliance did business (that of its end included); 0 if none."""
    last = 0
    for t in range(1, quarters + 1):
        last = t if series[t, COST] > 0.0 or series[t, ALIVE] > 0.0 else last
    return last


def sold(series: Any, first: int, last: int) -> float:
    """Income from brokerage, databases, custody and services to outsiders, RMB m."""
    traded = total(series, BROKERAGE, first, last) + total(series, CUSTODY, first, last)
    return traded + total(series, DATABASE, first, last) + total(series, SERVICES, first, last)


def given(series: Any, first: int, last: int) -> float:
    """Members' contributions and an investor's fund, RMB m."""
    return total(series, CONTRIBUTIONS, first, last) + total(series, FUND, first, last)


def earned(series: Any, first: int, last: int, notion: float) -> float:
    """Revenue that counts as an alliance's own, RMB m: what it earns in markets (licensing
    administration, brokerage, databases, custody, services to outsiders); with commissioned
    projects (1); with dues too (2).
    """
    money = total(series, LICENCE, first, last) + sold(series, first, last)
    if notion >= 1.0:
        money = money + total(series, PROJECTS, first, last)
    if notion >= 2.0:
        money = money + total(series, DUES, first, last)
    return money


def self_sufficiency(series: Any, first: int, last: int, notion: float) -> float:
    """Own revenue over operating cost, sums over a span of quarters (FN-11)."""
    return ratio(earned(series, first, last, notion), total(series, COST, first, last))


def reduce(series: Any, quarters: int, out: Any, r: int) -> None:
    """Write the outcomes of a run into row `r`."""
    reduce_life(series, quarters, out, r)
    reduce_money(series, quarters, out, r)
    reduce_sector(series, quarters, out, r)
    reduce_revenue(series, quarters, out, r)
    reduce_disputes(series, quarters, out, r)


def reduce_life(series: Any, quarters: int, out: Any, r: int) -> None:
    """Outcomes 0-9: formed, when, how long, how it ended, members."""
    age = total(series, ALIVE, 1, quarters)
    presence = total(series, MEMBERS, 1, quarters)
    active = (
        total(series, SERVICE, max(quarters - ACTIVE + 1, 1), quarters) / min(ACTIVE, quarters)
        >= ACTIVE_SERVICE
    )
    out[r, 0] = series[quarters, FORMED]
    out[r, 1] = first_quarter(series, FORMED, quarters)
    out[r, 2] = series[quarters, ALIVE]
    out[r, 3] = age
    out[r, 4] = 1.0 if active and series[quarters, ALIVE] > 0.0 else 0.0
    out[r, 5] = series[quarters, CAUSE] if out[r, 0] > 0.0 else NEVER_FORMED
    out[r, 6] = ratio(total(series, SERVICE, 1, quarters), age)
    out[r, 7] = series[quarters, MEMBERS]
    out[r, 8] = ratio(presence, age)
    out[r, 9] = ratio(series[quarters, EXITS], presence)


def reduce_money(series: Any, quarters: int, out: Any, r: int) -> None:
    """Outcomes 10-21: what it lived on, and whether it fed itself."""
    last = last_alive(series, quarters)
    recent = max(last - RECENT + 1, 1)
    for notion in range(3):
        out[r, 10 + notion] = self_sufficiency(series, recent, last, notion * 1.0)
        out[r, 13 + notion] = self_sufficiency(series, 1, last, notion * 1.0)
    granted = total(series, GRANTS, recent, last)
    feeds_itself = out[r, 10] >= 1.0 and granted == 0.0 and out[r, 3] >= RECENT
    out[r, 16] = 1.0 if feeds_itself and out[r, 4] > 0.0 else 0.0
    revenue = earned(series, 1, last, 2.0) + given(series, 1, last) + total(series, GRANTS, 1, last)
    out[r, 17] = dependence(total(series, GRANTS, 1, last), revenue)
    out[r, 18] = dependence(
        total(series, DUES, 1, last) + total(series, CONTRIBUTIONS, 1, last), revenue
    )
    out[r, 19] = series[quarters, TREASURY]
    out[r, 20] = total(series, CAPITAL, 1, quarters)
    out[r, 21] = total(series, COST, 1, quarters)


def reduce_sector(series: Any, quarters: int, out: Any, r: int) -> None:
    """Outcomes 22-35: royalties, law, innovation, welfare."""
    out[r, 22] = total(series, ROYALTY_MEMBERS, 1, quarters) / quarters
    out[r, 23] = total(series, ROYALTY_OUTSIDERS, 1, quarters) / quarters
    out[r, 24] = total(series, ROYALTY_OUTFLOW, 1, quarters)
    out[r, 25] = total(series, LEGAL_COST, 1, quarters)
    out[r, 26] = total(series, SUITS, 1, quarters)
    out[r, 27] = total(series, TRIALS, 1, quarters)
    out[r, 28] = total(series, INTERNAL_SUITS, 1, quarters)
    out[r, 29] = total(series, EXCLUDED, 1, quarters)
    out[r, 30] = series[quarters, PATENTS]
    out[r, 31] = series[quarters, ADOPTION]
    out[r, 32] = total(series, PRICE, 1, quarters) / quarters
    out[r, 33] = total(series, SURPLUS, 1, quarters) / quarters
    out[r, 34] = total(series, PROFIT, 1, quarters) / quarters
    out[r, 35] = series[quarters, FIRMS]


def reduce_revenue(series: Any, quarters: int, out: Any, r: int) -> None:
    """Outcomes 36-38 and 42: over how many sources revenue spreads, how long the treasury lasts,
    what the pool distributed.
    """
    last = last_alive(series, quarters)
    first = max(last - RECENT + 1, 1)
    out[r, 36] = concentration(
        total(series, LICENCE, 1, last),
        max(sold(series, 1, last), 0.0),
        total(series, PROJECTS, 1, last),
        total(series, DUES, 1, last) + total(series, CONTRIBUTIONS, 1, last),
        max(total(series, GRANTS, 1, last), 0.0) + total(series, FUND, 1, last),
    )
    own = earned(series, first, last, 2.0) + given(series, first, last)
    out[r, 37] = quarters_left(series, quarters, own + total(series, GRANTS, first, last))
    out[r, 38] = quarters_left(series, quarters, own)
    out[r, 42] = total(series, POOL_INCOME, 1, quarters)


def quarters_left(series: Any, quarters: int, revenue: float) -> float:
    """Quarters that the treasury at the horizon lasts at the cost it bears and the revenue of the
    last quarters (FN-11); 0 for an alliance that has ended.
    """
    if series[quarters, ALIVE] == 0.0:
        return 0.0
    first = max(quarters - RECENT + 1, 1)
    span = quarters - first + 1.0
    borne = total(series, COST, first, quarters) - total(series, HOST, first, quarters)
    return min(runway(series[quarters, TREASURY], borne / span, revenue / span), LONGEST)


def reduce_disputes(series: Any, quarters: int, out: Any, r: int) -> None:
    """Outcomes 39-41: disputes between firms of the sector."""
    ended = total(series, ENDED_DISPUTES, 1, quarters)
    out[r, 39] = total(series, DISPUTES, 1, quarters)
    out[r, 40] = ratio(total(series, DISPUTE_QUARTERS, 1, quarters), ended)
    out[r, 41] = total(series, CROWDED_DISPUTES, 1, quarters)
