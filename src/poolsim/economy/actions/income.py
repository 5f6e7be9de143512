"""Income beside grants, dues, projects and sales: packages of patents, an investor's fund, members'
contributions; and the dues that are proposed to them (CU-1, FN-7, OL-1..3).
"""

import math

from poolsim.economy.actions.sales import sell
from poolsim.economy.agents import PATENT_LIFE, Secretariat
from poolsim.economy.draws import CUSTODY, stream, uniform
from poolsim.economy.functions import exp
from poolsim.economy.ledger import CLIENTS, INVESTORS, OUTSIDE_LICENSEES, transfer
from poolsim.economy.rules.finance import (
    accrual,
    contribution,
    grant_needed,
    private_contribution,
    revenue_maximising_dues,
)
from poolsim.economy.sources import other_income
from poolsim.economy.world import YEAR, World
from poolsim.parameters.terms import Terms


def earn_income(world: World, alliance: Secretariat, terms: Terms, key: int, t: int) -> None:
    """What an alliance earns in markets, and what its investor pays, as far as its design goes."""
    sell(world, alliance, terms, key, t)
    if alliance.packages > 0.0:
        invest(world, alliance, stream(key, t, CUSTODY), terms, t)
    if alliance.fund > 0.0 and t - alliance.founded < alliance.fund_quarters:
        transfer(world.outside[INVESTORS], alliance, alliance.fund)
        alliance.fund_income += alliance.fund


def invest(world: World, alliance: Secretariat, luck: int, terms: Terms, t: int) -> None:
    """Packages of patents bought some quarters ago win or are lost; new ones are bought out of what
    this quarter's cost leaves (CU-1). Luck moves the treasury alone: what those held are expected
    to bring beyond the cost of capital accrues (SF-1).
    """
    rules, bought = terms.custody, world.book.packages
    a = int(alliance.index)
    ripe = t - int(rules.delay)
    if ripe > 0:
        alliance.held -= bought[ripe % PATENT_LIFE, a]
        for k in range(int(bought[ripe % PATENT_LIFE, a])):
            if uniform(luck, alliance.id, k * 1.0) < rules.win_chance:
                transfer(world.outside[OUTSIDE_LICENSEES], alliance, rules.proceeds)
                alliance.package_flow += rules.proceeds
    spare = max(alliance.cash - alliance.own_cost(), 0.0)
    wanted = math.floor(min(alliance.packages, spare / rules.price)) * 1.0
    bought[t % PATENT_LIFE, a] = wanted
    transfer(alliance, world.outside[CLIENTS], wanted * rules.price)
    alliance.package_flow -= wanted * rules.price
    alliance.held += wanted
    alliance.accrued = alliance.held * accrual(
        rules.price,
        rules.win_chance,
        rules.proceeds,
        rules.delay,
        exp(-0.25 * terms.membership.discount),
    )


def contribute(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Members that value the service most pay, in equal parts, what is missing of the service they
    would pay for themselves: their value, at most the cost of full service, less the money that is
    there (OL-1..3).
    """
    if alliance.voluntary > 0.0:
        largest, leaders = largest_value(world, alliance)
        there = max(alliance.cash, 0.0) + alliance.host_income
        missing = private_contribution(min(largest, alliance.full_cost()), there)
        if missing > 0.0:
            for firm in world.firms:
                if firm.alliance == alliance.index:
                    wanted = contribution(firm.belief, largest, leaders) * missing / largest
                    paid = min(wanted, max(firm.cash, 0.0))
                    transfer(firm, alliance, paid)
                    firm.calls += paid
                    alliance.contribution_income += paid


def largest_value(world: World, alliance: Secretariat) -> tuple[float, float]:
    """Highest value that a member believes the service has, RMB m per quarter, and how many members
    have it.
    """
    largest, leaders = 0.0, 0.0
    for firm in world.firms:
        if firm.alliance == alliance.index:
            if firm.belief > largest:
                largest = firm.belief
                leaders = 1.0
            elif firm.belief == largest:
                leaders += 1.0
    return largest, leaders


def proposed_dues(world: World, alliance: Secretariat, terms: Terms) -> float:
    """Dues with the highest revenue at the members' mean belief (FN-7), or those that members
    prefer: what full service lacks, if it is worth its cost to them together (FN-6, OL-1), else
    none. RMB m per member and quarter.
    """
    value = 0.0
    for firm in world.firms:
        if firm.alliance == alliance.index:
            value += firm.belief
    members = max(alliance.members, 1.0)
    if alliance.dues_aim > 0.0:
        other = terms.membership.participation_cost + alliance.access(terms)
        keen = terms.membership.intensity / (abs(value / members) + other)
        return revenue_maximising_dues(keen, value / members - other)
    cost = alliance.own_cost() + alliance.delivery
    return grant_needed(cost, other_income(alliance)) / members if value >= cost else 0.0


def service_at(alliance: Secretariat, dues: float) -> float:
    """Service level of the next year that the treasury, this quarter's other income and dues, RMB m
    per member and quarter, pay for.
    """
    cost = alliance.own_cost() + alliance.delivery
    if cost <= 0.0:
        return 1.0
    earned: float = other_income(alliance)
    earned += dues * alliance.members + alliance.cash / YEAR
    return min(1.0, max(earned, 0.0) / cost)
