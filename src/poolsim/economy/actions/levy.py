"""Members vote a levy when the treasury cannot bear the cost of full service (VT-3); and what they
have paid beside the dues of late.
"""

from poolsim.economy.actions.ballots import carried
from poolsim.economy.actions.weighing import believed_worth
from poolsim.economy.agents import Secretariat
from poolsim.economy.draws import VOTE, stream
from poolsim.economy.functions import exp
from poolsim.economy.items import LEVY
from poolsim.economy.ledger import TOLERANCE, transfer
from poolsim.economy.phases.membership import dismiss, taste_of
from poolsim.economy.rules.finance import annuity
from poolsim.economy.rules.votes import levy_each
from poolsim.economy.sources import other_income
from poolsim.economy.world import YEAR, World
from poolsim.parameters.terms import Terms


def ask_levy(world: World, alliance: Secretariat, terms: Terms, key: int, t: int) -> None:
    """A treasury short of this quarter's cost is filled for some quarters to come, if the members
    say so.
    """
    allowed = terms.switches.levy * alliance.may_charge_dues
    if allowed > 0.0 and alliance.cash < alliance.own_cost() - TOLERANCE:
        horizon = max(terms.governance.call_horizon, 1.0)
        each = amount_asked(alliance, horizon, terms, t)
        if each > 0.0:
            luck = stream(key, t, VOTE)
            weigh_levy(world, alliance, each, horizon, terms)
            if carried(world, alliance, LEVY, luck, terms) > 0.0:
                release_unwilling(world, alliance, each, horizon, terms, key, t)
                collect_levy(world, alliance, each)


def amount_asked(alliance: Secretariat, horizon: float, terms: Terms, t: int) -> float:
    """What is missing of the cost of some quarters, this one included, in equal parts, RMB m per
    member. All income of this quarter but that from licences is in the treasury already.
    """
    project = alliance.project_odds(terms) * terms.projects.value - alliance.project_income
    income = other_income(alliance) + alliance.dues_income - alliance.delivery
    income += project * (1.0 - terms.projects.cost)
    if alliance.founded == t:
        income -= alliance.start_up
    return levy_each(
        alliance.own_cost(),
        income + alliance.kept,
        alliance.cash - income,
        alliance.members,
        horizon,
    )


def weigh_levy(
    world: World, alliance: Secretariat, each: float, horizon: float, terms: Terms
) -> None:
    """A member weighs what full service over these quarters is worth to it against its part."""
    worth = annuity(exp(-0.25 * terms.membership.discount), horizon)
    for i, firm in enumerate(world.firms):
        world.book.gives[i] = believed_worth(firm, alliance) * worth
        world.book.takes[i] = each


def release_unwilling(
    world: World,
    alliance: Secretariat,
    each: float,
    horizon: float,
    terms: Terms,
    key: int,
    t: int,
) -> None:
    """Members without the cash leave, and those to whom it is not worth the levy and who would
    leave an alliance that costs them so much every year.
    """
    for k in range(len(world.firms)):  # by rising id: refunds come out of one treasury
        i = int(world.book.order[k])
        firm = world.firms[i]
        if firm.alliance == alliance.index:
            called, leaves = firm.called, 0.0
            if world.book.gives[i] < world.book.takes[i]:
                firm.called += each / horizon
                taste = taste_of(firm, alliance, terms, key, t)
                leaves = firm.would_leave(alliance, taste, terms)
                firm.called = called
            if leaves > 0.0 or firm.cash < each:
                dismiss(firm, alliance)


def collect_levy(world: World, alliance: Secretariat, each: float) -> None:
    """All members pay; where a structure has capital, as capital, which votes."""
    for firm in world.firms:
        if firm.alliance == alliance.index:
            transfer(firm, alliance, each)
            firm.calls += each
            if alliance.capital > 0.0:
                firm.capital += each
                alliance.capital_income += each
            else:
                alliance.levy_income += each


def remember_calls(world: World, t: int) -> None:
    """What every member paid beside its dues, RMB m per quarter in the mean of a year."""
    calls = world.book.calls
    for i, firm in enumerate(world.firms):
        calls[t % YEAR, i] = firm.calls
        total = 0.0
        for k in range(YEAR):
            calls[k, i] = calls[k, i] if firm.alliance > 0.0 else 0.0
            total += calls[k, i]
        firm.called = total / YEAR
