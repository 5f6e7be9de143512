"""Open disputes: a war of attrition over quarters, until a side gives in or the court decides
(LI-6).
"""

from poolsim.economy.actions.courts import bear_cost, judge
from poolsim.economy.agents.firm import Firm
from poolsim.economy.draws import CONCEDE, VERDICT, pair, stream, uniform
from poolsim.economy.ledger import transfer
from poolsim.economy.rules.disputes import concession_probability
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms

COURT = 2.0  # index of the court's draw, beside those of cases that are tried at once


def at_war(world: World, plaintiff: Firm, defendant: Firm, terms: Terms) -> float:
    """Whether a dispute of one firm against another is open."""
    book = world.book
    found = 0.0
    if terms.switches.attrition > 0.0:
        for k in range(int(terms.disputes.capacity)):
            if (
                book.open_stake[k] > 0.0
                and book.open_plaintiff[k] == plaintiff.index
                and book.open_defendant[k] == defendant.index
            ):
                found = 1.0
    return found


def open_war(
    world: World, plaintiff: Firm, defendant: Firm, stake: float, reads: float, terms: Terms
) -> float:
    """Enter a dispute into the list; 0 if it is full, which is counted, or if nothing goes on over
    quarters.
    """
    if terms.switches.attrition == 0.0:
        return 0.0
    book = world.book
    free = -1
    for k in range(int(terms.disputes.capacity)):
        if free < 0 and book.open_stake[k] == 0.0:
            free = k
    if free < 0:
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
        bear_cost(world, plaintiff, cost)
        bear_cost(world, defendant, cost)
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
