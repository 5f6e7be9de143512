"""How firms stand towards holders, and for how long: licences and clearances last a licence term
and end with the holder's patents (LX-1); settlements, and what an exclusion order does (XS-1).
"""

from poolsim.economy.agents import Firm, PatentHolder
from poolsim.economy.ledger import SUPPLIERS_AND_STAFF, transfer
from poolsim.economy.rules.disputes import settlement_amount
from poolsim.economy.world import CLEARED, DEMANDED, LICENSED, NO_DEMAND, World
from poolsim.parameters.terms import Terms


def end_terms(world: World, firm: Firm, holder: PatentHolder, terms: Terms, t: int) -> None:
    """A firm is free again of a licence or clearance whose term is over, and of every claim of a
    holder whose patents have all expired.
    """
    i, h = int(firm.index), int(holder.index)
    claim = world.book.claim[i, h]
    lasts = claim == CLEARED or (claim == LICENSED and terms.switches.expiry > 0.0)
    if (lasts and t >= world.book.clear_until[i, h]) or holder.in_force == 0.0:
        world.book.claim[i, h] = NO_DEMAND


def take_licence(world: World, firm: Firm, holder: PatentHolder, terms: Terms, t: int) -> None:
    """The firm pays this holder royalties for a product generation."""
    i, h = int(firm.index), int(holder.index)
    world.book.claim[i, h] = LICENSED
    world.book.clear_until[i, h] = t + terms.litigation.licence_term


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


def settle(
    world: World,
    firm: Firm,
    holder: PatentHolder,
    low: float,
    high: float,
    terms: Terms,
    t: int,
) -> None:
    """A firm pays a sum within a range, RMB m, and is cleared."""
    amount = max(settlement_amount(low, high, terms.litigation.settlement_share), 0.0)
    transfer(firm, holder, amount)
    firm.royalty_paid += amount
    volume = firm.export_base * terms.litigation.licence_term
    clear(world, firm, holder, amount / volume, terms, t)


def obey_order(world: World, firm: Firm, holder: PatentHolder, terms: Terms, t: int) -> None:
    """A firm under an exclusion order designs around the patents if that is cheaper than to wait,
    and it can pay; else it waits, and takes a licence.
    """
    rate = world.book.rate[int(firm.alliance), int(holder.index)]
    around = holder.cost_around(terms)
    remedy = around * firm.export_base * terms.litigation.licence_term
    waiting = firm.loss_by_waiting(rate, terms) if terms.litigation.exclusion > 0.0 else 0.0
    if waiting > around and firm.cash >= remedy:
        transfer(firm, world.outside[SUPPLIERS_AND_STAFF], remedy)
        firm.redesign_cost += remedy
        world.sector.redesigns += 1.0
        clear(world, firm, holder, around, terms, t)
    else:
        take_licence(world, firm, holder, terms, t)
        firm.excluded = max(firm.excluded, terms.litigation.exclusion)


def open_demands(world: World) -> float:
    """Demands that were not accepted."""
    count = 0.0
    for i in range(len(world.firms)):
        for h in range(len(world.holders)):
            count += 1.0 if world.book.claim[i, h] == DEMANDED else 0.0
    return count
