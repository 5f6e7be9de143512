"""The secretariat serves its members, as far as the money and their votes go (GO-1, HO-1)."""

import math

from poolsim.economy.actions.offers import (
    build_platform,
    clients_pay_providers,
    inform_members,
    train_firms,
)
from poolsim.economy.agents import Secretariat
from poolsim.economy.ledger import SUPPLIERS_AND_STAFF, transfer
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


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
            alliance.cost = spent + alliance.host_income
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


def hosts_lend_staff(world: World, terms: Terms) -> None:
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
        if firm.alliance == alliance.index and firm.alive > 0.0:
            if best < 0 or firm.belief > world.firms[best].belief:
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
