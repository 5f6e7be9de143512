"""Cases between firms: what they cost and move, wars of attrition over quarters (LI-6), and the
peace that an alliance keeps among its members, by covenant (LI-8) or by a norm with fine and
expulsion (DY-2).
"""

from poolsim.economy.agents import Firm, Secretariat
from poolsim.economy.draws import CONCEDE, VERDICT, pair, stream, uniform
from poolsim.economy.functions import exp
from poolsim.economy.ledger import LAWYERS_AND_COURTS, transfer
from poolsim.economy.phases.membership import dismiss
from poolsim.economy.rules.disputes import (
    assertion_gain,
    concession_probability,
    cooperation_discount,
    reading_probability,
)
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms

COURT = 2.0  # index of the court's draw, beside those of cases that are tried at once


def award_share(terms: Terms) -> float:
    """What a plaintiff that wins is awarded, of the rival's sales in a quarter."""
    return terms.disputes.damages_share * terms.disputes.award_share


def bear_cost(world: World, firm: Firm, cost: float) -> None:
    """A firm pays for its side of a case."""
    transfer(firm, world.outside[LAWYERS_AND_COURTS], cost)
    firm.legal_cost += cost


def bear_dispute(world: World, firm: Firm, rival: Firm, cost: float) -> None:
    """A firm pays for its side of a case with another firm of the sector."""
    bear_cost(world, firm, cost)
    firm.dispute_cost += cost
    firm.member_cost += firm.is_allied(rival) * cost


def judge(plaintiff: Firm, defendant: Firm, reads: float, award: float, verdict: float) -> None:
    """A plaintiff that wins, with the chance that its patents read, is paid the award."""
    if verdict < reads:
        transfer(defendant, plaintiff, award)


def at_war(world: World, plaintiff: Firm, defendant: Firm, terms: Terms) -> float:
    """Whether a dispute of one firm against another is open."""
    book = world.book
    if world.sector.open_disputes > 0.0:
        for k in range(int(terms.disputes.capacity)):
            if (
                book.open_stake[k] > 0.0
                and book.open_plaintiff[k] == plaintiff.index
                and book.open_defendant[k] == defendant.index
            ):
                return 1.0
    return 0.0


def open_war(
    world: World, plaintiff: Firm, defendant: Firm, stake: float, reads: float, terms: Terms
) -> float:
    """Enter a dispute into the list; 0 if it is full, which is counted, or if nothing goes on over
    quarters or is at stake.
    """
    if terms.switches.attrition == 0.0 or stake <= 0.0:
        return 0.0
    book = world.book
    free = 0
    while free < int(terms.disputes.capacity) and book.open_stake[free] > 0.0:
        free += 1
    if free == int(terms.disputes.capacity):
        world.sector.crowded_disputes += 1.0
        return 0.0
    book.open_plaintiff[free] = plaintiff.index
    book.open_defendant[free] = defendant.index
    book.open_quarters[free] = 0.0
    book.open_stake[free] = stake
    book.open_reads[free] = reads
    world.sector.open_disputes += 1.0
    return 1.0


def fight_wars(world: World, terms: Terms, key: int, t: int) -> None:
    """Every open dispute goes through one more quarter."""
    if terms.switches.attrition > 0.0:
        patience, verdicts = stream(key, t, CONCEDE), stream(key, t, VERDICT)
        for k in range(int(terms.disputes.capacity)):
            if world.book.open_stake[k] > 0.0:
                fight(world, terms, k, patience, verdicts)


def fight(world: World, terms: Terms, k: int, patience: int, verdicts: int) -> None:
    """A side gives in, with the chance that keeps the other indifferent, or both pay; the court
    ends it in its time.

    Where both give in at once the claim is withdrawn and nobody wins it. Where a firm is gone the
    dispute is over.
    """
    rules = terms.disputes
    book = world.book
    plaintiff = world.firms[int(book.open_plaintiff[k])]
    defendant = world.firms[int(book.open_defendant[k])]
    address = pair(plaintiff.id, defendant.id)
    award = book.open_stake[k]
    cost = rules.attrition_cost * rules.suit_cost / rules.court_time
    concedes = concession_probability(award, cost)
    withdraws = uniform(patience, address, 0.0) < concedes
    pays = uniform(patience, address, 1.0) < concedes
    if withdraws or plaintiff.alive == 0.0 or defendant.alive == 0.0:
        close_war(world, k)
    elif pays:
        transfer(defendant, plaintiff, award)
        close_war(world, k)
    else:
        bear_dispute(world, plaintiff, defendant, cost)
        bear_dispute(world, defendant, plaintiff, cost)
        book.open_quarters[k] += 1.0
        if book.open_quarters[k] >= rules.court_time:
            judge(
                plaintiff, defendant, book.open_reads[k], award, uniform(verdicts, address, COURT)
            )
            close_war(world, k)


def close_war(world: World, k: int) -> None:
    """Free the place of a dispute, and record how long it was fought."""
    sector, book = world.sector, world.book
    sector.open_disputes -= 1.0
    sector.ended_disputes += 1.0
    sector.dispute_quarters += book.open_quarters[k]
    book.open_stake[k] = 0.0


def pool_defence(world: World, terms: Terms) -> None:
    """What the patents of all members can answer to an outsider, where the alliance has a covenant
    (LI-7, LI-8).
    """
    for alliance in world.alliances:
        alliance.shield = 0.0
        if alliance.alive > 0.0 and alliance.covenant > 0.0:
            patents = 0.0
            for firm in world.firms:
                if firm.alliance == alliance.index:
                    patents = patents + firm.essential + firm.other
            alliance.shield = reading_probability(terms.disputes.per_patent, patents)


def shielded_reads(world: World, firm: Firm) -> float:
    """Chance that the patents which answer for a firm read on an outsider's product: its own, or
    all members'.
    """
    return max(firm.reads, world.alliances[int(firm.alliance)].shield)


def answering_reads(world: World, firm: Firm, rival: Firm) -> float:
    """Chance that what answers for a firm reads on this rival's product; among members each has its
    own patents.
    """
    return firm.reads if firm.is_allied(rival) > 0.0 else shielded_reads(world, firm)


def forbears(world: World, firm: Firm, rival: Firm, terms: Terms) -> float:
    """Whether covenant or norm keeps a firm from asserting against a member of its own alliance."""
    if firm.is_allied(rival) == 0.0:
        return 0.0
    alliance = world.alliances[int(firm.alliance)]
    if alliance.covenant > 0.0:
        return 1.0
    if alliance.non_assertion == 0.0:
        return 0.0
    patience = exp(-0.25 * terms.membership.discount)
    return 1.0 if patience >= patience_needed(world, firm, rival, alliance, terms) else 0.0


def patience_needed(
    world: World, firm: Firm, rival: Firm, alliance: Secretariat, terms: Terms
) -> float:
    """Discount factor from which restraint pays: attacking alone is the temptation, attacking and
    defending the punishment, the believed benefit of membership the loss if expelled (DY-2).
    """
    share = award_share(terms)
    cost = terms.disputes.suit_cost
    own, theirs = firm.sales_value(world.sector), rival.sales_value(world.sector)
    alone = assertion_gain(firm.reads, 0.0, share, own, theirs, cost)
    mutual = assertion_gain(firm.reads, rival.reads, share, own, theirs, 2.0 * cost)
    lost = alliance.expulsion * max(firm.belief, 0.0)
    return cooperation_discount(0.0, alone, mutual, alliance.assertion_fine, lost)


def punish(world: World, firm: Firm, rival: Firm) -> None:
    """A member that asserted against another in spite of the norm pays the fine and, where it says
    so, has to go.
    """
    alliance = world.alliances[int(firm.alliance)]
    if firm.is_allied(rival) > 0.0 and alliance.non_assertion > 0.0:
        transfer(firm, alliance, alliance.assertion_fine)
        if alliance.expulsion > 0.0:
            firm.expelled = firm.alliance
            dismiss(firm, alliance)
