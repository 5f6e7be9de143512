"""Holders sue hold-outs, in court or all at once before a trade commission: settle if both gain,
else try the case and exclude the loser (LI-1, LI-2, LI-9, XS-1, XS-2).
"""

from poolsim.economy.actions.campaigns import hear_campaigns
from poolsim.economy.actions.claims import (
    clear,
    obey_order,
    open_demands,
    settle,
    take_licence,
)
from poolsim.economy.actions.defence import prepare_defence, spend_chest
from poolsim.economy.actions.disputes import bear_cost
from poolsim.economy.actions.threats import settlement_bounds
from poolsim.economy.agents import Firm, PatentHolder
from poolsim.economy.draws import BELIEF_HOLDER, BELIEF_LICENSEE, JUDGE, pair, stream, uniform
from poolsim.economy.ledger import LAWYERS_AND_COURTS, transfer
from poolsim.economy.rules.disputes import credible_suit, settles
from poolsim.economy.world import DEMANDED, NO_DEMAND, World
from poolsim.parameters.terms import Terms

INJUNCTION = 1.0  # index of the draw of an injunction, beside that of the verdict


def holders_sue_hold_outs(world: World, terms: Terms, key: int, t: int) -> None:
    """Every demand that was not accepted is sued upon if that is credible, and lapses if not."""
    if terms.switches.litigation > 0.0 and open_demands(world) > 0.0:
        hear_campaigns(world, terms, key, t)
        prepare_defence(world, terms)
        for i, firm in enumerate(world.firms):
            if firm.alive > 0.0:
                for h, holder in enumerate(world.holders):
                    if world.book.claim[i, h] == DEMANDED:
                        sue(world, firm, holder, terms, key, t)


def sue(world: World, firm: Firm, holder: PatentHolder, terms: Terms, key: int, t: int) -> None:
    """One suit: credible or dropped; settled or tried. The stakes are the court's royalty over a
    product generation, and an injunction.
    """
    rules, book = terms.litigation, world.book
    i, h = int(firm.index), int(holder.index)
    volume = firm.export_base * rules.licence_term
    strength, bill = book.strength[i, h], book.bill[i, h]
    gain = holder.gain_in_court(firm, terms)
    credible = credible_suit(strength, gain, volume, rules.holder_cost)
    if credible == 0.0 or holder.cash < rules.holder_cost:
        book.claim[i, h] = NO_DEMAND
    else:
        holder.suits += 1.0
        world.sector.suits += 1.0
        address = pair(firm.id, holder.id)
        loss = firm.loss_in_court(holder.court_royalty, holder.cost_around(terms), terms)
        # What the firm thought when it refused is not what it thinks once it is sued.
        again = terms.switches.foresight
        doubt = uniform(stream(key, t, BELIEF_LICENSEE), address, again)
        hope = uniform(stream(key, t, BELIEF_HOLDER), address, again)
        low, high = settlement_bounds(
            firm,
            strength,
            gain * volume,
            loss * volume,
            rules.holder_cost,
            bill,
            doubt,
            hope,
            terms,
        )
        if settles(low, high) > 0.0:
            settle(world, firm, holder, low, high, terms, t)
        else:
            judges = stream(key, t, JUDGE)
            verdict = uniform(judges, address, 0.0)
            injunction = uniform(judges, address, INJUNCTION)
            try_case(world, firm, holder, verdict, injunction, terms, t)


def try_case(
    world: World,
    firm: Firm,
    holder: PatentHolder,
    verdict: float,
    injunction: float,
    terms: Terms,
    t: int,
) -> None:
    """Both sides pay; if the holder wins the firm takes a licence and may be excluded, else it is
    cleared.
    """
    i, h = int(firm.index), int(holder.index)
    world.sector.trials += 1.0
    spend_chest(world, firm, holder)
    bear_cost(world, firm, world.book.bill[i, h])
    transfer(holder, world.outside[LAWYERS_AND_COURTS], terms.litigation.holder_cost)
    if verdict >= world.book.strength[i, h]:
        clear(world, firm, holder, 0.0, terms, t)
    elif terms.switches.stake == 0.0:
        take_licence(world, firm, holder, terms, t)
        firm.excluded = max(firm.excluded, terms.litigation.exclusion)
    elif injunction < terms.litigation.injunction:
        obey_order(world, firm, holder, terms, t)
    else:
        take_licence(world, firm, holder, terms, t)
