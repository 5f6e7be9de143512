"""Secretariats close their books, and some of them for good (FN-11, IT-1)."""

from poolsim.economy.actions.income import vote_dues
from poolsim.economy.agents import Secretariat
from poolsim.economy.causes import PATENTS_EXPIRED, STANDING, UNRAVELLED
from poolsim.economy.draws import VOTE, stream, uniform
from poolsim.economy.ledger import FIRST_FUND, transfer
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def secretariat_closes_books(world: World, terms: Terms, key: int, t: int) -> None:
    """Every living alliance checks whether it can go on; one that ends pays out what is left and
    releases its members. In one that goes on, members may vote on next year's dues.
    """
    luck = stream(key, t, VOTE)
    for alliance in world.alliances:
        if alliance.alive > 0.0:
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
            if chest > 0.0:
                transfer(fund, firm, chest)
            firm.leave(alliance)
