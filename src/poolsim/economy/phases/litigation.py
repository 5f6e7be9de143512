"""Holders sue hold-outs: settle if both gain, else try the case and exclude the loser
(LI-1, LI-2, LI-9).
"""

from poolsim.economy.actions.defence import prepare_defence, spend_chest
from poolsim.economy.actions.disputes import bear_cost
from poolsim.economy.agents import Firm, PatentHolder
from poolsim.economy.draws import BELIEF_HOLDER, BELIEF_LICENSEE, JUDGE, pair, stream, uniform
from poolsim.economy.ledger import LAWYERS_AND_COURTS, transfer
from poolsim.economy.rules.disputes import (
    believed_chance,
    credible_suit,
    settlement_amount,
    settlement_range,
    settles,
)
from poolsim.economy.world import CLEARED, DEMANDED, LICENSED, NO_DEMAND, World
from poolsim.parameters.terms import Terms


def holders_sue_hold_outs(world: World, terms: Terms, key: int, t: int) -> None:
    """Every demand that was not accepted is sued upon if that is credible, and lapses if not."""
    if terms.switches.litigation > 0.0 and open_demands(world) > 0.0:
        prepare_defence(world, terms)
        for i, firm in enumerate(world.firms):
            if firm.alive > 0.0:
                for h, holder in enumerate(world.holders):
                    if world.book.claim[i, h] == DEMANDED:
                        sue(world, firm, holder, terms, key, t)


def open_demands(world: World) -> float:
    """Demands that were not accepted."""
    count = 0.0
    for i in range(len(world.firms)):
        for h in range(len(world.holders)):
            count += 1.0 if world.book.claim[i, h] == DEMANDED else 0.0
    return count


def sue(world: World, firm: Firm, holder: PatentHolder, terms: Terms, key: int, t: int) -> None:
    """One suit: credible or dropped; settled or tried. The stake is the court's royalty over a
    product generation.
    """
    rules, book = terms.litigation, world.book
    i, h = int(firm.index), int(holder.index)
    volume = firm.export_base * rules.licence_term
    strength, bill = book.strength[i, h], book.bill[i, h]
    credible = credible_suit(strength, holder.court_royalty, volume, rules.holder_cost)
    if credible == 0.0 or holder.cash < rules.holder_cost:
        book.claim[i, h] = NO_DEMAND
    else:
        holder.suits += 1.0
        world.sector.suits += 1.0
        address = pair(firm.id, holder.id)
        stake = holder.court_royalty * volume
        doubt = uniform(stream(key, t, BELIEF_LICENSEE), address, 0.0)
        hope = uniform(stream(key, t, BELIEF_HOLDER), address, 0.0)
        low, high = settlement_bounds(firm, strength, bill, stake, doubt, hope, terms)
        if settles(low, high) > 0.0:
            amount = max(settlement_amount(low, high, rules.settlement_share), 0.0)
            transfer(firm, holder, amount)
            firm.royalty_paid += amount
            clear(world, firm, holder, amount / volume, terms, t)
        else:
            verdict = uniform(stream(key, t, JUDGE), address, 0.0)
            try_case(world, firm, holder, verdict, terms, t)


def settlement_bounds(
    firm: Firm, strength: float, bill: float, stake: float, doubt: float, hope: float, terms: Terms
) -> tuple[float, float]:
    """Least the holder takes and most the firm pays, RMB m, as each estimates the case (LI-1,
    LI-2).
    """
    rules = terms.litigation
    holders_view = believed_chance(strength, 0.5 * rules.optimism, rules.noise, hope)
    firms_view = believed_chance(strength, -0.5 * firm.optimism, rules.noise, doubt)
    return settlement_range(holders_view, firms_view, stake, rules.holder_cost, bill)


def clear(
    world: World, firm: Firm, holder: PatentHolder, rate: float, terms: Terms, t: int
) -> None:
    """The firm owes this holder nothing for a product generation, of which a unit has cost it a
    rate, RMB.
    """
    i, h = int(firm.index), int(holder.index)
    world.book.cleared_rate[i, h] = rate
    world.book.claim[i, h] = CLEARED
    world.book.clear_until[i, h] = t + terms.litigation.licence_term


def try_case(
    world: World,
    firm: Firm,
    holder: PatentHolder,
    verdict: float,
    terms: Terms,
    t: int,
) -> None:
    """Both sides pay; if the holder wins the firm is excluded and takes a licence, else it is
    cleared.
    """
    i, h = int(firm.index), int(holder.index)
    world.sector.trials += 1.0
    spend_chest(world, firm, holder)
    bear_cost(world, firm, world.book.bill[i, h])
    transfer(holder, world.outside[LAWYERS_AND_COURTS], terms.litigation.holder_cost)
    if verdict < world.book.strength[i, h]:
        world.book.claim[i, h] = LICENSED
        firm.excluded = max(firm.excluded, terms.litigation.exclusion)
    else:
        clear(world, firm, holder, 0.0, terms, t)
