"""The secretariat raises money (FN-5, FN-6), serves its members as far as the money goes (HO-1),
and closes its books, some for good (FN-11, IT-1); in those that go on members meet (VT-1).
"""

from poolsim.economy.actions.ballots import hold_meeting, keenest, offer_again
from poolsim.economy.actions.income import contribute, earn_income
from poolsim.economy.actions.levy import ask_levy, remember_calls
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
from poolsim.economy.draws import PROJECT, stream, uniform
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
            ask_levy(world, alliance, terms, key, t)
            contribute(world, alliance, terms)


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
    """A client commissions a project now and then."""
    if luck < alliance.project_odds(terms):
        transfer(world.outside[CLIENTS], alliance, terms.projects.value)
        alliance.project_income += terms.projects.value
        deliver(world, alliance, terms.projects.cost * terms.projects.value)


def secretariat_serves(world: World, terms: Terms, key: int, t: int) -> None:
    """Costs are paid; the service level is what the budget affords of the programme that members
    have approved.
    """
    for alliance in world.alliances:
        if alliance.alive > 0.0:
            level = alliance.affordable_service()
            spent = alliance.spending(level)
            build_platform(alliance, alliance.carried(level), terms)
            transfer(alliance, world.outside[SUPPLIERS_AND_STAFF], spent)
            alliance.cost = spent + alliance.host_income + alliance.delivery
            alliance.service = level
            clients_pay_providers(world, alliance, terms)
    train_firms(world, terms)
    inform_members(world, terms, key, t)


def hosts_lend_staff(world: World) -> None:
    """The member that believes in the largest benefit hosts, if that benefit is worth the staff it
    lends (HO-1).
    """
    for alliance in world.alliances:
        if alliance.alive > 0.0 and alliance.host_share > 0.0:
            alliance.unhosted += alliance.had_host
            lend_staff(world, alliance, keenest(world, alliance))


def lend_staff(world: World, alliance: Secretariat, host: int) -> None:
    """The host pays its share of the fixed cost while membership is worth that much to it."""
    share = alliance.host_share * alliance.fixed_cost
    if host >= 0:
        firm = world.firms[host]
        if firm.belief >= share:
            transfer(firm, world.outside[SUPPLIERS_AND_STAFF], share)
            firm.calls += share
            alliance.host_income = share
            alliance.had_host = 1.0
            alliance.unhosted = 0.0


def secretariat_closes_books(world: World, terms: Terms, key: int, t: int) -> None:
    """Every living alliance checks whether it can go on; one that ends pays out what is left and
    releases its members. In one that goes on, they meet once a year.
    """
    for alliance in world.alliances:
        if alliance.alive > 0.0:
            whole = alliance.full_cost() + alliance.delivery + alliance.pool_cost
            alliance.programme_cost = whole
            licences = alliance.licence_outside + alliance.licence_sector + alliance.licence_own
            alliance.kept = licences + alliance.set_up_income - alliance.pool_cost
            if terms.switches.learning > 0.0:
                lag = alliance.service - alliance.recent_service
                alliance.recent_service += terms.learning.rate * lag
            alliance.count_sleep(terms)
            cause = alliance.cause_of_end(terms)
            if cause == PATENTS_EXPIRED and essential_patents(world, alliance) >= 0.5:
                cause = UNRAVELLED
            if cause != STANDING:
                wind_up(world, alliance)
                alliance.end(t * 1.0, cause)
                offer_again(world, alliance)
            else:
                hold_meeting(world, alliance, terms, key, t)
    remember_calls(world, t)


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
