"""The secretariat raises money (FN-5, FN-6), serves its members as far as the money and their votes
go (GO-1, HO-1), and closes its books, some for good (FN-11, IT-1).
"""

import math

from poolsim.economy.actions.income import contribute, earn_income, vote_dues
from poolsim.economy.actions.offers import (
    build_platform,
    clients_pay_providers,
    inform_members,
    programme,
    train_firms,
)
from poolsim.economy.actions.sales import deliver
from poolsim.economy.agents import Secretariat
from poolsim.economy.causes import PATENTS_EXPIRED, STANDING, UNRAVELLED
from poolsim.economy.draws import PROJECT, VOTE, stream, uniform
from poolsim.economy.ledger import CLIENTS, FIRST_FUND, GOVERNMENT, SUPPLIERS_AND_STAFF, transfer
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def secretariat_raises_money(world: World, terms: Terms, key: int, t: int) -> None:
    """Each living alliance collects what its design and structure allow; members come last."""
    luck = stream(key, t, PROJECT)
    hosts_lend_staff(world)
    for alliance in world.alliances:
        if alliance.alive > 0.0:
            alliance.organise(terms)
            alliance.programme = programme(alliance, alliance.members, terms)
            take_grant(world, alliance, t)
            charge_dues(world, alliance)
            take_project(world, alliance, uniform(luck, alliance.id, 0.0), terms)
            earn_income(world, alliance, terms, key, t)
            contribute(world, alliance, terms)
            call_capital(world, alliance, terms)


def take_grant(world: World, alliance: Secretariat, t: int) -> None:
    """The government pays the grant of the quarter (FN-5)."""
    if alliance.is_granted(t - alliance.founded) > 0.0:
        grant = alliance.grant_due()
        transfer(world.outside[GOVERNMENT], alliance, grant)
        alliance.grant_income += grant


def charge_dues(world: World, alliance: Secretariat) -> None:
    """Every member pays its dues."""
    if alliance.may_charge_dues > 0.0 and alliance.dues > 0.0:
        for firm in world.firms:
            if firm.alliance == alliance.index:
                transfer(firm, alliance, alliance.dues)
                alliance.dues_income += alliance.dues


def take_project(world: World, alliance: Secretariat, luck: float, terms: Terms) -> None:
    """A client commissions a project, the likelier the stronger the alliance's mandate and its
    liaison.
    """
    odds = terms.projects.win_rate * alliance.mandate * alliance.reach
    if alliance.projects > 0.0 and luck < odds:
        transfer(world.outside[CLIENTS], alliance, terms.projects.value)
        alliance.project_income += terms.projects.value
        deliver(world, alliance, terms.projects.cost * terms.projects.value)


def call_capital(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Members that answer a call put in more capital."""
    amount = alliance.capital_call(terms)
    if amount > 0.0:
        for firm in world.firms:
            if firm.alliance == alliance.index and firm.would_answer_call(amount, terms) > 0.0:
                transfer(firm, alliance, amount)
                firm.capital += amount
                alliance.capital_income += amount


def secretariat_serves(world: World, terms: Terms, key: int, t: int) -> None:
    """Costs are paid; the service level is what the budget affords times the share of the programme
    that passes the vote.
    """
    for alliance in world.alliances:
        if alliance.alive > 0.0:
            alliance.votes = votes_in_effect(world, alliance)
            level = alliance.affordable_service()
            spent = alliance.spending(level)
            build_platform(alliance, alliance.carried(level), terms)
            transfer(alliance, world.outside[SUPPLIERS_AND_STAFF], spent)
            alliance.cost = spent + alliance.host_income + alliance.delivery
            alliance.service = level * alliance.approved_share(terms)
            clients_pay_providers(world, alliance, terms)
    train_firms(world, terms)
    inform_members(world, terms, key, t)


def votes_in_effect(world: World, alliance: Secretariat) -> float:
    """Votes of equal weight that the members' votes amount to, (sum K)^2 / sum K^2 where capital
    votes (Laakso and Taagepera 1979), rounded; the number of members where heads do.
    """
    paid, squares = 0.0, 0.0
    for firm in world.firms:
        if firm.alliance == alliance.index:
            paid += firm.capital
            squares += firm.capital * firm.capital
    if alliance.vote_weight <= 0.0 or squares <= 0.0:
        return alliance.members
    return math.floor(paid * paid / squares + 0.5) * 1.0


def hosts_lend_staff(world: World) -> None:
    """The member that believes in the largest benefit hosts, if that benefit is worth the staff it
    lends (HO-1).
    """
    for alliance in world.alliances:
        if alliance.alive > 0.0 and alliance.host_share > 0.0:
            alliance.unhosted += alliance.had_host
            lend_staff(world, alliance, host_of(world, alliance))


def host_of(world: World, alliance: Secretariat) -> int:
    """Position of the member with the highest believed benefit (the lowest id if equal); -1 if
    there is none.
    """
    best = -1
    for k in range(len(world.firms)):
        i = int(world.book.order[k])
        firm = world.firms[i]
        may_host = firm.alliance == alliance.index and firm.alive > 0.0
        if may_host and (best < 0 or firm.belief > world.firms[best].belief):
            best = i
    return best


def lend_staff(world: World, alliance: Secretariat, host: int) -> None:
    """The host pays its share of the fixed cost while membership is worth that much to it."""
    share = alliance.host_share * alliance.fixed_cost
    if host >= 0:
        firm = world.firms[host]
        if firm.belief >= share:
            transfer(firm, world.outside[SUPPLIERS_AND_STAFF], share)
            alliance.host_income = share
            alliance.had_host = 1.0
            alliance.unhosted = 0.0


def secretariat_closes_books(world: World, terms: Terms, key: int, t: int) -> None:
    """Every living alliance checks whether it can go on; one that ends pays out what is left and
    releases its members. In one that goes on, members may vote on next year's dues.
    """
    luck = stream(key, t, VOTE)
    for alliance in world.alliances:
        if alliance.alive > 0.0:
            whole = alliance.full_cost() + alliance.delivery + alliance.pool_cost
            alliance.programme_cost = whole
            alliance.count_sleep(terms)
            cause = alliance.cause_of_end(terms)
            if cause == PATENTS_EXPIRED and essential_patents(world, alliance) >= 0.5:
                cause = UNRAVELLED
            if cause != STANDING:
                wind_up(world, alliance)
                alliance.end(t * 1.0, cause)
            else:
                vote_dues(world, alliance, uniform(luck, alliance.id, 0.0), terms, t)


def essential_patents(world: World, alliance: Secretariat) -> float:
    """Essential patents of the members that are in force."""
    patents = 0.0
    for firm in world.firms:
        if firm.alliance == alliance.index:
            patents += firm.essential
    return patents


def wind_up(world: World, alliance: Secretariat) -> None:
    """Members share what is left in the treasury and the fighting fund and are free."""
    fund = world.outside[FIRST_FUND + int(alliance.index)]
    chest = fund.cash / alliance.members if alliance.members > 0.0 else 0.0
    part = max(alliance.cash, 0.0) / alliance.members if alliance.members > 0.0 else 0.0
    for firm in world.firms:
        if firm.alliance == alliance.index:
            transfer(alliance, firm, part)
            alliance.capital_income -= min(part, firm.capital)
            if chest > 0.0:
                transfer(fund, firm, chest)
            firm.leave(alliance)
