"""Firms of the sector dispute with each other; an alliance mediates between its members
(LI-1, LI-6, LI-7, LI-8, DY-2, DY-3).
"""

from poolsim.economy.actions.disputes import (
    answering_reads,
    at_war,
    award_share,
    bear_dispute,
    fight_wars,
    forbears,
    judge,
    open_war,
    punish,
)
from poolsim.economy.agents import Firm
from poolsim.economy.draws import (
    BELIEF_DEFENDANT,
    BELIEF_PLAINTIFF,
    DISPUTE,
    OPPONENT,
    VERDICT,
    pair,
    stream,
    uniform,
)
from poolsim.economy.ledger import SUPPLIERS_AND_STAFF, transfer
from poolsim.economy.rules.disputes import (
    assertion_gain,
    believed_chance,
    mediated,
    settlement_amount,
    settlement_range,
    settles,
)
from poolsim.economy.world import World, draw_for_firms, firm_at
from poolsim.parameters.terms import Terms


def firms_dispute(world: World, terms: Terms, key: int, t: int) -> None:
    """Open disputes go on; some firms notice an infringement by a rival drawn by luck, and assert
    if that pays after the rival's counter-assertion.
    """
    if terms.switches.disputes > 0.0:
        fight_wars(world, terms, key, t)
        draw_for_firms(world, stream(key, t, DISPUTE))
        whom = stream(key, t, OPPONENT)
        for k in range(len(world.firms)):
            i = int(world.book.order[k])
            firm = world.firms[i]
            if firm.alive > 0.0 and world.book.luck[i] < terms.disputes.opportunity:
                rival = firm_at(world, uniform(whom, firm.id, 0.0))
                if rival.index != firm.index and would_assert(world, firm, rival, terms) > 0.0:
                    quarrel(world, firm, rival, terms, key, t)


def would_assert(world: World, firm: Firm, rival: Firm, terms: Terms) -> float:
    """Whether a firm asserts against a rival: it pays, they are not at war already, and no
    agreement of their alliance keeps it from it.
    """
    if (
        rival.alive == 0.0
        or attack_gain(world, firm, rival, terms) <= 0.0
        or at_war(world, firm, rival, terms) > 0.0
    ):
        return 0.0
    return 1.0 - forbears(world, firm, rival, terms)


def quarrel(world: World, firm: Firm, rival: Firm, terms: Terms, key: int, t: int) -> None:
    """A dispute and, if it is not settled, what the other side answers: a suit of its own where
    that pays (LI-8).
    """
    settled = dispute(world, firm, rival, terms, key, t, 0.0)
    if settled == 0.0 and terms.switches.counter_assertion > 0.0:
        reads = answering_reads(world, rival, firm)
        theirs = firm.sales_value(world.sector)
        gain = assertion_gain(reads, 0.0, award_share(terms), 0.0, theirs, terms.disputes.suit_cost)
        if gain > 0.0 and at_war(world, rival, firm, terms) == 0.0:
            dispute(world, rival, firm, terms, key, t, 1.0)
    punish(world, firm, rival)


def attack_gain(world: World, firm: Firm, rival: Firm, terms: Terms) -> float:
    """Expected gain of asserting, RMB m, net of the rival's counter-assertion and the cost of a
    case (LI-8).
    """
    return assertion_gain(
        firm.reads,
        answering_reads(world, rival, firm) * terms.switches.counter_assertion,
        award_share(terms),
        firm.sales_value(world.sector),
        rival.sales_value(world.sector),
        terms.disputes.suit_cost,
    )


def mediation_between(world: World, firm: Firm, rival: Firm, terms: Terms) -> float:
    """Contraction of the parties' optimism: mediation, mandate and service of the alliance they
    share; 0 if they share none.
    """
    if firm.is_allied(rival) == 0.0:
        return 0.0
    alliance = world.alliances[int(firm.alliance)]
    return alliance.mediates * terms.disputes.mediation * alliance.mandate * alliance.service


def dispute(
    world: World, plaintiff: Firm, defendant: Firm, terms: Terms, key: int, t: int, answer: float
) -> float:
    """One dispute, or the answer to one: mediated if it can be, settled if there is a range, else
    brought to court; whether it was settled.
    """
    rules = terms.disputes
    address = pair(plaintiff.id, defendant.id)
    contraction = mediation_between(world, plaintiff, defendant, terms)
    count_dispute(world, plaintiff, defendant)
    if contraction > 0.0:
        pay_mediator(world, plaintiff, defendant, rules.mediation_fee)
    reads = plaintiff.reads if answer == 0.0 else answering_reads(world, plaintiff, defendant)
    stake = award_share(terms) * defendant.sales_value(world.sector)
    bold = mediated(0.5 * plaintiff.optimism, contraction)
    wary = mediated(0.5 * defendant.optimism, contraction)
    noise = mediated(terms.litigation.noise, contraction)
    hope = believed_chance(
        reads, bold, noise, uniform(stream(key, t, BELIEF_PLAINTIFF), address, answer)
    )
    doubt = believed_chance(
        reads, -wary, noise, uniform(stream(key, t, BELIEF_DEFENDANT), address, answer)
    )
    low, high = settlement_range(hope, doubt, stake, stake, rules.suit_cost, rules.suit_cost)
    if settles(low, high) > 0.0:
        transfer(
            defendant,
            plaintiff,
            max(settlement_amount(low, high, terms.litigation.settlement_share), 0.0),
        )
        return 1.0
    count_trial(world, plaintiff, defendant)
    if open_war(world, plaintiff, defendant, stake, reads, terms) == 0.0:
        verdict = uniform(stream(key, t, VERDICT), address, answer)
        try_dispute(world, terms, plaintiff, defendant, stake, reads, verdict)
    return 0.0


def count_dispute(world: World, plaintiff: Firm, defendant: Firm) -> None:
    """A dispute is counted, and both firms meet what alliances are for."""
    world.sector.disputes += 1.0
    plaintiff.struck = 1.0
    defendant.struck = 1.0


def pay_mediator(world: World, plaintiff: Firm, defendant: Firm, fee: float) -> None:
    """Each side pays half of the mediator's fee."""
    transfer(plaintiff, world.outside[SUPPLIERS_AND_STAFF], 0.5 * fee)
    transfer(defendant, world.outside[SUPPLIERS_AND_STAFF], 0.5 * fee)
    plaintiff.member_cost += 0.5 * fee
    defendant.member_cost += 0.5 * fee


def count_trial(world: World, plaintiff: Firm, defendant: Firm) -> None:
    """A dispute that is not settled goes to court; one between members is counted with their
    alliance, one between firms invited in the sector.
    """
    world.sector.dispute_trials += 1.0
    world.sector.invited_suits += plaintiff.invited * defendant.invited
    if plaintiff.is_allied(defendant) > 0.0:
        world.alliances[int(plaintiff.alliance)].member_suits += 1.0


def try_dispute(
    world: World,
    terms: Terms,
    plaintiff: Firm,
    defendant: Firm,
    stake: float,
    reads: float,
    verdict: float,
) -> None:
    """Tried at once: both sides pay for the case; a plaintiff that wins is awarded the stake."""
    bear_dispute(world, plaintiff, defendant, terms.disputes.suit_cost)
    bear_dispute(world, defendant, plaintiff, terms.disputes.suit_cost)
    judge(plaintiff, defendant, reads, stake, verdict)
