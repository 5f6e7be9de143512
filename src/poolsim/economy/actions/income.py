"""Income beside grants, dues and projects: databases, brokerage, custody,
services to outsiders, an investor's fund, members' contributions; and the vote on the dues (CU-1,
FN-7, FN-8, FN-12, OL-1..3).
"""

import math

from poolsim.economy.agents import PATENT_LIFE, Firm, Secretariat
from poolsim.economy.draws import CUSTODY, DEAL, stream, uniform
from poolsim.economy.functions import chance_of_none, poisson
from poolsim.economy.ledger import CLIENTS, INVESTORS, OUTSIDE_LICENSEES, Account, transfer
from poolsim.economy.rules.finance import (
    contribution,
    grant_needed,
    private_contribution,
    revenue_maximising_dues,
    self_generated_income,
)
from poolsim.economy.sources import other_income
from poolsim.economy.world import World, firm_at
from poolsim.parameters.terms import Terms


def earn_income(world: World, alliance: Secretariat, terms: Terms, key: int, t: int) -> None:
    """What an alliance earns in markets, and what its investor pays, as far as its design goes."""
    if alliance.database_fee > 0.0:
        sell_databases(world, alliance)
    if alliance.brokerage > 0.0:
        broker_deals(world, alliance, stream(key, t, DEAL), terms)
    if alliance.custody > 0.0:
        operate_patents(world, alliance, terms)
    if alliance.packages > 0.0:
        invest(world, alliance, stream(key, t, CUSTODY), terms, t)
    if alliance.paid_services > 0.0:
        serve_outsiders(world, alliance)
    if alliance.fund > 0.0 and t - alliance.founded < alliance.fund_quarters:
        transfer(world.outside[INVESTORS], alliance, alliance.fund)
        alliance.fund_income += alliance.fund


def sell_databases(world: World, alliance: Secretariat) -> None:
    """Members and outside users pay for access."""
    for firm in world.firms:
        if firm.alliance == alliance.index:
            transfer(firm, alliance, alliance.database_fee)
    transfer(world.outside[CLIENTS], alliance, alliance.database_users * alliance.database_fee)
    users = alliance.members + alliance.database_users
    alliance.database_income = self_generated_income(
        0.0, 0.0, 0.0, users, alliance.database_fee, 0.0
    )


def broker_deals(world: World, alliance: Secretariat, luck: int, terms: Terms) -> None:
    """Every member has patent deals brokered, all of a quarter on one side and with one partner:
    another member if the firm drawn is one, else an outside client.
    """
    mean = terms.brokerage.deals_per_member * alliance.reach
    none = chance_of_none(mean)
    for firm in world.firms:
        if firm.alliance == alliance.index:
            deals = poisson(uniform(luck, firm.id, 0.0), mean, none)
            if deals > 0.0:
                partner = firm_at(world, uniform(luck, firm.id, 1.0))
                selling = 1.0 if uniform(luck, firm.id, 2.0) < 0.5 else 0.0
                value = deals * terms.brokerage.deal_value
                fee = self_generated_income(
                    deals, terms.brokerage.deal_value, alliance.brokerage, 0.0, 0.0, 0.0
                )
                done = close_deals(world, alliance, firm, partner, selling, value, fee)
                alliance.brokerage_income += done * fee


def close_deals(
    world: World,
    alliance: Secretariat,
    firm: Firm,
    partner: Firm,
    selling: float,
    value: float,
    fee: float,
) -> float:
    """The buyer pays the seller, and the seller the broker; 0 if the buyer has not the cash."""
    clients = world.outside[CLIENTS]
    inside = partner.index != firm.index and partner.alliance == alliance.index
    purse = firm.cash
    if selling > 0.0:
        purse = partner.cash if inside else value
    if purse < value:
        return 0.0
    if selling > 0.0 and inside:
        pay_deals(partner, firm, alliance, value, fee)
    elif selling > 0.0:
        pay_deals(clients, firm, alliance, value, fee)
    elif inside:
        pay_deals(firm, partner, alliance, value, fee)
    else:
        pay_deals(firm, clients, alliance, value, fee)
    return 1.0


def pay_deals(buyer: Account, seller: Account, broker: Account, value: float, fee: float) -> None:
    """The price, and the broker's share of it out of the seller's pocket, RMB m."""
    transfer(buyer, seller, value)
    transfer(seller, broker, fee)


def custody_gain(firm: Firm, alliance: Secretariat, terms: Terms) -> float:
    """What custody leaves a member per quarter, RMB m."""
    if alliance.custody == 0.0:
        return 0.0
    return (1.0 - terms.custody.operation_share) * firm.returns_in_custody(terms)


def operate_patents(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Members' patents are licensed outside the sector; the alliance takes its share of the returns
    (CU-1).
    """
    for firm in world.firms:
        if firm.alliance == alliance.index:
            returns = firm.returns_in_custody(terms)
            part = terms.custody.operation_share * returns
            transfer(world.outside[OUTSIDE_LICENSEES], firm, returns)
            transfer(firm, alliance, part)
            alliance.custody_income += part


def invest(world: World, alliance: Secretariat, luck: int, terms: Terms, t: int) -> None:
    """Packages of patents bought some quarters ago win or are lost; new ones are bought out of what
    this quarter's cost leaves (CU-1). Income is net of what they cost.
    """
    rules, bought = terms.custody, world.book.packages
    a = int(alliance.index)
    ripe = t - int(rules.delay)
    if ripe > 0:
        for k in range(int(bought[ripe % PATENT_LIFE, a])):
            if uniform(luck, alliance.id, k * 1.0) < rules.win_chance:
                transfer(world.outside[OUTSIDE_LICENSEES], alliance, rules.proceeds)
                alliance.custody_income += rules.proceeds
    spare = max(alliance.cash - alliance.own_cost(), 0.0)
    wanted = math.floor(min(alliance.packages, spare / rules.price)) * 1.0
    bought[t % PATENT_LIFE, a] = wanted
    transfer(alliance, world.outside[CLIENTS], wanted * rules.price)
    alliance.custody_income -= wanted * rules.price


def serve_outsiders(world: World, alliance: Secretariat) -> None:
    """Outside clients pay for services as far as the last quarter's service level, the mandate and
    liaison carry.
    """
    amount = alliance.paid_services * alliance.service * alliance.mandate * alliance.reach
    transfer(world.outside[CLIENTS], alliance, amount)
    alliance.service_income += amount


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


def vote_dues(world: World, alliance: Secretariat, luck: float, terms: Terms, t: int) -> None:
    """In the quarter of the founding and every fourth after it the secretariat proposes the dues of
    the next year; they change if the members' vote carries (GO-1).
    """
    asked = alliance.votes_dues > 0.0 and alliance.may_charge_dues > 0.0
    if asked and (t - alliance.founded) % 4.0 == 0.0:
        if luck < alliance.approved_share(terms):
            alliance.dues = min(proposed_dues(world, alliance, terms), alliance.dues_cap)
            alliance.set_thresholds(terms)


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
        access = alliance.database_fee
        keen = terms.membership.intensity / terms.membership.benefit_sd
        return revenue_maximising_dues(
            keen, value / members - terms.membership.participation_cost - access
        )
    cost = alliance.own_cost()
    return grant_needed(cost, other_income(alliance)) / members if value >= cost else 0.0
