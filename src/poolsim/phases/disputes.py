"""Phase 11: firms of the sector dispute with each other; an alliance mediates between its members (LI-1, LI-7, LI-8,
DY-3).
"""

from typing import Any

from poolsim.draws import BELIEF_DEFENDANT, BELIEF_PLAINTIFF, DISPUTE, OPPONENT, VERDICT, pair, stream, uniform
from poolsim.ledger import LAWYERS_AND_COURTS, SUPPLIERS_AND_STAFF, transfer
from poolsim.rules.beliefs import believed_chance
from poolsim.rules.disputes import assertion_gain
from poolsim.rules.litigation import mediated, settlement_amount, settlement_range, settles


def firms_dispute(world: Any, terms: Any, key: int, t: int) -> None:
    """Some firms notice an infringement by a rival drawn by luck, and assert if that pays after the rival's counter-
    assertion.
    """
    for firm in world.firms:
        firm.memory = firm.memory * (1.0 - terms.disputes.memory)
    if terms.switches.disputes > 0.0:
        chance, whom = stream(key, t, DISPUTE), stream(key, t, OPPONENT)
        for i, firm in enumerate(world.firms):
            if firm.alive > 0.0 and uniform(chance, firm.id, 0.0) < terms.disputes.opportunity:
                j = int(world.book.order[int(uniform(whom, firm.id, 0.0) * len(world.firms))])
                if j != i and world.firms[j].alive > 0.0 and attack_gain(world, firm, world.firms[j], terms) > 0.0:
                    dispute(world, terms, key, t, i, j)


def attack_gain(world: Any, firm: Any, rival: Any, terms: Any) -> float:
    """Expected gain of asserting, RMB m, net of the rival's counter-assertion and the cost of a case (LI-8)."""
    return assertion_gain(
        firm.reads,
        rival.reads,
        terms.disputes.damages_share,
        firm.sales_value(world.sector),
        rival.sales_value(world.sector),
        terms.disputes.suit_cost,
    )


def mediation_between(world: Any, firm: Any, rival: Any, terms: Any) -> float:
    """Contraction of the parties' optimism: mediation, mandate and service of the alliance they share; 0 if they share
    none.
    """
    if firm.alliance == 0.0 or firm.alliance != rival.alliance:
        return 0.0
    alliance = world.alliances[int(firm.alliance)]
    return terms.switches.mediation * alliance.mediates * terms.disputes.mediation * alliance.mandate * alliance.service


def dispute(world: Any, terms: Any, key: int, t: int, i: int, j: int) -> None:
    """One dispute: mediated if it can be, settled if there is a range, else tried."""
    plaintiff, defendant, rules = world.firms[i], world.firms[j], terms.disputes
    address = pair(plaintiff.id, defendant.id)
    contraction = mediation_between(world, plaintiff, defendant, terms)
    count_dispute(world, plaintiff, defendant, terms)
    if contraction > 0.0:
        pay_mediator(world, plaintiff, defendant, rules.mediation_fee)
    stake = rules.damages_share * defendant.sales_value(world.sector)
    bold, wary = mediated(0.5 * plaintiff.optimism, contraction), mediated(0.5 * defendant.optimism, contraction)
    noise = mediated(terms.litigation.noise, contraction)
    hope = believed_chance(plaintiff.reads, bold, noise, uniform(stream(key, t, BELIEF_PLAINTIFF), address, 0.0))
    doubt = believed_chance(plaintiff.reads, -wary, noise, uniform(stream(key, t, BELIEF_DEFENDANT), address, 0.0))
    low, high = settlement_range(hope, doubt, stake, rules.suit_cost, rules.suit_cost, terms.litigation.english_rule)
    if settles(low, high) > 0.0:
        transfer(defendant, plaintiff, max(settlement_amount(low, high, terms.litigation.settlement_share), 0.0))
    else:
        try_dispute(world, terms, plaintiff, defendant, stake, uniform(stream(key, t, VERDICT), address, 0.0))


def count_dispute(world: Any, plaintiff: Any, defendant: Any, terms: Any) -> None:
    """Both sides remember; a dispute between members is counted with their alliance."""
    world.sector.disputes = world.sector.disputes + 1.0
    plaintiff.memory = plaintiff.memory + terms.disputes.memory
    defendant.memory = defendant.memory + terms.disputes.memory
    if plaintiff.alliance > 0.0 and plaintiff.alliance == defendant.alliance:
        alliance = world.alliances[int(plaintiff.alliance)]
        alliance.internal_disputes = alliance.internal_disputes + 1.0


def pay_mediator(world: Any, plaintiff: Any, defendant: Any, fee: float) -> None:
    """Each side pays half of the mediator's fee."""
    transfer(plaintiff, world.outside[SUPPLIERS_AND_STAFF], 0.5 * fee)
    transfer(defendant, world.outside[SUPPLIERS_AND_STAFF], 0.5 * fee)


def try_dispute(world: Any, terms: Any, plaintiff: Any, defendant: Any, stake: float, verdict: float) -> None:
    """Both sides pay for the case; a plaintiff that wins is awarded a share of its claim."""
    rules = terms.disputes
    world.sector.dispute_trials = world.sector.dispute_trials + 1.0
    if plaintiff.alliance > 0.0 and plaintiff.alliance == defendant.alliance:
        alliance = world.alliances[int(plaintiff.alliance)]
        alliance.internal_suits = alliance.internal_suits + 1.0
    bear_cost(world, plaintiff, rules.suit_cost)
    bear_cost(world, defendant, rules.suit_cost)
    if verdict < plaintiff.reads:
        transfer(defendant, plaintiff, rules.award_share * stake)


def bear_cost(world: Any, firm: Any, cost: float) -> None:
    """A firm pays for its side of a case."""
    transfer(firm, world.outside[LAWYERS_AND_COURTS], cost)
    firm.legal_cost = firm.legal_cost + cost
