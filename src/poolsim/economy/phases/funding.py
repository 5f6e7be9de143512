"""The secretariat raises money: grants, dues, projects, other income, capital calls (FN-5,
FN-6).
"""

from poolsim.economy.actions.income import contribute, earn_income
from poolsim.economy.actions.offers import programme
from poolsim.economy.agents import Secretariat
from poolsim.economy.draws import PROJECT, stream, uniform
from poolsim.economy.ledger import CLIENTS, GOVERNMENT, transfer
from poolsim.economy.phases.serving import hosts_lend_staff
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def secretariat_raises_money(world: World, terms: Terms, key: int, t: int) -> None:
    """Each living alliance collects what its design and structure allow; members come last."""
    luck = stream(key, t, PROJECT)
    hosts_lend_staff(world, terms)
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


def call_capital(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Members that answer a call put in more capital."""
    amount = alliance.capital_call(terms)
    if amount > 0.0:
        for firm in world.firms:
            if firm.alliance == alliance.index and firm.would_answer_call(amount, terms) > 0.0:
                transfer(firm, alliance, amount)
                firm.capital += amount
                alliance.capital_income += amount
