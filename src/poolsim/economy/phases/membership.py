"""Founders found an alliance when enough of those invited agree (CO-5, CO-3, TP-1, GV-1); then
firms join, stay and leave on the benefit they believe in, with entry and exit bands (CO-4, CO-6).
"""

import math

from poolsim.economy.actions.participation import come_back
from poolsim.economy.agents import Firm, Secretariat
from poolsim.economy.causes import NEVER_FORMED
from poolsim.economy.draws import CHOOSE, FOUND, REVIEW, stream, uniform
from poolsim.economy.ledger import GOVERNMENT, INVESTORS, SUPPLIERS_AND_STAFF, TOLERANCE, transfer
from poolsim.economy.rules.membership import founding_odds
from poolsim.economy.world import World, draw_for_firms
from poolsim.parameters.terms import Terms

CLOSED = 2.0  # admission of newcomers, as `admission` of a design


def founders_found(world: World, terms: Terms, key: int, t: int) -> None:
    """Every alliance still to be founded is tried while its window is open; after that it counts as
    never formed.
    """
    luck = stream(key, t, FOUND)
    for alliance in world.alliances:
        if (
            alliance.id > 0.0
            and alliance.formed == 0.0
            and alliance.cause == 0.0
            and t >= alliance.start
        ):
            if t >= alliance.start + alliance.window:
                alliance.end(t * 1.0, NEVER_FORMED)
            else:
                prospect(world, alliance, terms, t)
                agreed = agreement(world, terms, luck, alliance)
                if agreed > 0.0 and alliance.can_start(agreed, terms) > 0.0:
                    spend_effort(world, terms.membership.founding_effort)
                    found(world, alliance, t)
                else:
                    spend_effort(
                        world, (1.0 - terms.membership.refund) * terms.membership.founding_effort
                    )


def prospect(world: World, alliance: Secretariat, terms: Terms, t: int) -> None:
    """What the founders look at: how many are invited, how many must agree and are expected to, and
    the subsidy.
    """
    invited = 0.0
    for firm in world.firms:
        invited += firm.may_found()
    alliance.founders = invited
    alliance.needed = max(
        math.ceil(alliance.founding_share * invited - TOLERANCE) * 1.0, alliance.minimum
    )
    if alliance.tried == 0.0:
        alliance.willing = terms.membership.first_willing
    alliance.tried = 1.0
    if terms.switches.threshold > 0.0:
        alliance.pivotal, alliance.failures = founding_odds(
            alliance.willing, alliance.founders - 1.0, alliance.needed
        )
    alliance.start_up = 0.0
    if terms.policy.subsidy_from <= t and t <= terms.policy.subsidy_until:
        alliance.start_up = alliance.may_take_grants * terms.policy.subsidy


def agreement(world: World, terms: Terms, luck: int, alliance: Secretariat) -> float:
    """Ask every invited firm; how many agree if they reach the structure's founding share, else 0.
    The share that agrees is what founders expect next time.
    """
    agreed = 0.0
    for firm in world.firms:
        firm.agrees = 0.0
        if firm.may_found() > 0.0:
            firm.agrees = firm.would_found(alliance, uniform(luck, firm.id, alliance.id), terms)
            agreed += firm.agrees
    alliance.willing = agreed / alliance.founders if alliance.founders > 0.0 else 0.0
    return agreed if agreed >= alliance.needed else 0.0


def spend_effort(world: World, amount: float) -> None:
    """Those who agreed have spent staff time and legal advice on the attempt."""
    for firm in world.firms:
        if firm.agrees > 0.0:
            transfer(firm, world.outside[SUPPLIERS_AND_STAFF], amount)


def found(world: World, alliance: Secretariat, t: int) -> None:
    """Those who agreed become members and pay in their capital; the government pays its subsidy.
    The one that expects most of it (the lowest id if equal) is the core member.
    """
    alliance.formed = 1.0
    alliance.alive = 1.0
    alliance.founded = t * 1.0
    transfer(world.outside[INVESTORS], alliance, alliance.endowment)
    alliance.endowment_income += alliance.endowment
    transfer(world.outside[GOVERNMENT], alliance, alliance.start_up)
    alliance.grant_income += alliance.start_up
    most = 0.0
    for k in range(len(world.firms)):
        firm = world.firms[int(world.book.order[k])]
        if firm.agrees > 0.0:
            firm.agrees = 0.0
            admit(firm, alliance)
            if alliance.lead == 0.0 or firm.belief > most:
                most = firm.belief
                alliance.lead = firm.id


def admit(firm: Firm, alliance: Secretariat) -> None:
    """A firm joins and pays in its capital."""
    firm.join(alliance)
    transfer(firm, alliance, alliance.capital)
    alliance.capital_income += alliance.capital


def dismiss(firm: Firm, alliance: Secretariat) -> None:
    """A member leaves and gets back what the structure lets it, as far as its part of the treasury
    goes.
    """
    refund = min(
        (1.0 - alliance.exit_cost) * firm.capital, max(alliance.cash, 0.0) / alliance.members
    )
    transfer(alliance, firm, refund)
    alliance.capital_income -= refund
    alliance.exits += 1.0
    firm.leave(alliance)


def firms_choose_membership(world: World, terms: Terms, key: int, t: int) -> None:
    """The firms whose turn it is review their membership, on what they knew at the end of the last
    quarter.
    """
    if terms.switches.membership > 0.0:
        draw_for_firms(world, stream(key, t, REVIEW))
        choice = stream(key, t, CHOOSE)
        for i, firm in enumerate(world.firms):
            if firm.alive > 0.0 and world.book.luck[i] < terms.membership.review:
                review(world, firm, uniform(choice, firm.id, 0.0), terms, t)


def review(world: World, firm: Firm, luck: float, terms: Terms, t: int) -> None:
    """A member may leave; any other firm may join the alliance it has in view. Founders of this
    quarter have just chosen.
    """
    alliance = world.alliances[int(firm.prospect)]
    if alliance.alive > 0.0 and alliance.founded < t:
        if firm.alliance > 0.0:
            if firm.would_leave(alliance, luck, terms) > 0.0:
                dismiss(firm, alliance)
            else:
                come_back(world, firm, alliance, terms, t)
        elif (
            firm.expelled != firm.prospect
            and alliance.admission < CLOSED
            and firm.would_join(alliance, luck, terms) > 0.0
        ):
            admit(firm, alliance)
