"""Founders found an alliance when enough of those invited agree (FD-1, FD-2, CO-3, TP-1, GV-1);
then firms join, stay and leave on the benefit they believe in, with entry and exit bands (CO-4).
"""

import math

from poolsim.economy.actions.foresight import foresee
from poolsim.economy.actions.participation import come_back
from poolsim.economy.actions.ranks import ranked
from poolsim.economy.agents import Firm, Secretariat
from poolsim.economy.causes import FINANCE, NEVER_FORMED, NO_CASH, UNWILLING
from poolsim.economy.draws import REVIEW, TASTE, TASTE_QUARTER, stream, uniform
from poolsim.economy.ledger import GOVERNMENT, INVESTORS, SUPPLIERS_AND_STAFF, TOLERANCE, transfer
from poolsim.economy.rules.membership import founding_odds, taste
from poolsim.economy.world import World, draw_for_firms
from poolsim.parameters.terms import Terms

CLOSED = 2.0  # admission of newcomers, as `admission` of a design


def founders_found(world: World, terms: Terms, key: int, t: int) -> None:
    """Every alliance still to be founded, or to be founded again, is tried while its window is
    open; after that it counts as never formed.
    """
    for alliance in world.alliances:
        if alliance.id > 0.0:
            if alliance.formed * alliance.refound > 0.0 and alliance.cause > 0.0:
                reopen(world, alliance, t)
            if alliance.formed == 0.0 and alliance.cause == 0.0 and t >= alliance.start:
                if t >= alliance.start + alliance.window:
                    ever = alliance.ever_formed > 0.0
                    alliance.end(t * 1.0, alliance.past_cause if ever else NEVER_FORMED)
                else:
                    attempt(world, terms, key, alliance, t)


def reopen(world: World, alliance: Secretariat, t: int) -> None:
    """After its pause an alliance that has ended is a candidate again; its creditors have lost what
    it owed.
    """
    if t >= alliance.ended + alliance.refound:
        transfer(world.outside[SUPPLIERS_AND_STAFF], alliance, max(-alliance.cash, 0.0))
        alliance.found_again(t * 1.0)


def attempt(world: World, terms: Terms, key: int, alliance: Secretariat, t: int) -> None:
    """The invited are asked once; enough found it, else the effort of those who agreed is lost but
    for its refund.
    """
    prospect(world, alliance, terms, t)
    agreed = agreement(world, terms, key, alliance, t)
    if agreed >= alliance.needed:
        spend_effort(world, terms.membership.founding_effort)
        found(world, alliance, t)
    else:
        alliance.refusal = reason_of_failure(world, terms, key, alliance, t)
        spend_effort(world, (1.0 - terms.membership.refund) * terms.membership.founding_effort)


def prospect(world: World, alliance: Secretariat, terms: Terms, t: int) -> None:
    """What the founders look at: how many are invited, how many must agree and are expected to, the
    subsidy, the capital, and what the treasury will pay for.
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
        alliance.start_up = terms.policy.subsidy
    alliance.weighed_capital = alliance.perceived_capital(terms)
    foresee(world, alliance, terms, t)


def agreement(world: World, terms: Terms, key: int, alliance: Secretariat, t: int) -> float:
    """Ask every invited firm; how many agree. The share that agrees is what founders expect next
    time.
    """
    agreed = 0.0
    for firm in world.firms:
        firm.agrees = 0.0
        if firm.may_found() > 0.0:
            firm.agrees = firm.would_found(alliance, taste_of(firm, alliance, terms, key, t), terms)
            agreed += firm.agrees
    alliance.willing = agreed / alliance.founders if alliance.founders > 0.0 else 0.0
    alliance.attempts += 1.0
    if alliance.attempts == 1.0:
        alliance.first_agreeing = alliance.willing
    alliance.founding_margin = margin_of_last(world, terms, key, alliance, t, 0.0)
    return agreed


def taste_of(firm: Firm, alliance: Secretariat, terms: Terms, key: int, t: int) -> float:
    """A firm's taste for an alliance in a quarter (FD-2)."""
    return taste(
        uniform(stream(key, 0, TASTE), firm.id, alliance.id),
        uniform(stream(key, t, TASTE_QUARTER), firm.id, alliance.id),
        terms.membership.fickleness,
    )


def margin_of_last(
    world: World, terms: Terms, key: int, alliance: Secretariat, t: int, free: float
) -> float:
    """Worth and taste, in stakes, of the last founder whose assent it takes, the most willing
    first, whatever its cash; -1 where too few are invited. Service is free for ever if `free` is 1.
    """
    intensity, count = terms.membership.intensity, 0
    for firm in world.firms:
        if firm.may_found() > 0.0:
            if free > 0.0:
                worth, stake = firm.weigh_free_service(alliance, terms)
            else:
                worth, stake = firm.weigh_founding(alliance, terms)
            liking = taste_of(firm, alliance, terms, key, t)
            if intensity > 0.0:
                liking = worth / stake + liking / intensity
            world.book.ranked[count] = liking
            count += 1
    if count == 0 or alliance.needed > count:
        return -1.0
    return ranked(world.book.ranked, count, int(max(alliance.needed, 1.0)))


def reason_of_failure(world: World, terms: Terms, key: int, alliance: Secretariat, t: int) -> float:
    """Why too few agreed: they lack the cash, they would only if service were free, or not even
    then.
    """
    if alliance.founding_margin > 0.0:
        return NO_CASH
    return FINANCE if margin_of_last(world, terms, key, alliance, t, 1.0) > 0.0 else UNWILLING


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
    alliance.ever_formed = 1.0
    alliance.spells += 1.0
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
        for k in range(len(world.firms)):  # by rising id: refunds come out of one treasury
            i = int(world.book.order[k])
            if world.firms[i].alive > 0.0 and world.book.luck[i] < terms.membership.review:
                review(world, world.firms[i], key, terms, t)


def review(world: World, firm: Firm, key: int, terms: Terms, t: int) -> None:
    """A member may leave; any other firm may join the alliance it has in view. Founders of this
    quarter have just chosen.
    """
    alliance = world.alliances[int(firm.prospect)]
    if alliance.alive > 0.0 and alliance.founded < t:
        luck = taste_of(firm, alliance, terms, key, t)
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
