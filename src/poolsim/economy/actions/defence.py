"""Members of an alliance that defend themselves together: fighting fund and shared costs (CN-3,
SH-3).
"""

from poolsim.economy.agents import Firm, PatentHolder, Secretariat
from poolsim.economy.ledger import FIRST_FUND, LAWYERS_AND_COURTS, transfer
from poolsim.economy.rules.licensing import airport_share
from poolsim.economy.rules.royalties import fighting_fund, strength_after
from poolsim.economy.world import DEMANDED, World
from poolsim.parameters.terms import Terms

AIRPORT = 2.0


def joint_defence(
    alliance: Secretariat, holder: PatentHolder, volume: float, terms: Terms
) -> tuple[float, float]:
    """Chance that a holder wins against members who together sell `volume`, and the fund they
    raise, RMB m; they raise one only where the royalty it saves is worth more (CN-3).
    """
    effort = terms.litigation.holder_cost
    fund = alliance.fighting_fund * fighting_fund(
        holder.strength, effort, holder.court_royalty, volume
    )
    after = strength_after(holder.strength, effort, fund)
    if fund > 0.0 and (holder.strength - after) * holder.court_royalty * volume > fund:
        return after, fund
    return holder.strength, 0.0


def prepare_defence(world: World, terms: Terms) -> None:
    """Strength, cost and fund of every case that may be tried in this quarter: each firm on its
    own, then alliances for those of their members that one holder sues.
    """
    for i in range(len(world.firms)):
        for h, holder in enumerate(world.holders):
            world.book.strength[i, h] = holder.strength
            world.book.bill[i, h] = terms.litigation.licensee_cost
            world.book.chest[i, h] = 0.0
    for alliance in world.alliances:
        if alliance.alive > 0.0:
            spare = world.outside[FIRST_FUND + int(alliance.index)].cash
            for holder in world.holders:
                spare -= defend_together(world, alliance, holder, spare, terms)


def stands_accused(
    world: World, firm: Firm, holder: PatentHolder, alliance: Secretariat, terms: Terms
) -> float:
    """Whether a member has refused a demand that its holder can sue upon."""
    claim = world.book.claim[int(firm.index), int(holder.index)]
    if firm.alliance != alliance.index or firm.alive == 0.0 or claim != DEMANDED:
        return 0.0
    return holder.could_sue(firm, terms) if holder.cash >= terms.litigation.holder_cost else 0.0


def defend_together(
    world: World, alliance: Secretariat, holder: PatentHolder, spare: float, terms: Terms
) -> float:
    """Set strength, bills and chests of the members that a holder sues; how much of the spare fund
    this takes up.
    """
    sued, volume, largest, used = 0.0, 0.0, 0.0, 0.0
    for firm in world.firms:
        if stands_accused(world, firm, holder, alliance, terms) > 0.0:
            stake = firm.export_base * terms.litigation.licence_term
            world.book.stake[int(sued)] = stake
            sued += 1.0
            volume += stake
            largest = max(largest, stake)
    if sued > 0.0:
        needed = joint_defence(alliance, holder, volume, terms)[1]
        used = min(max(spare, 0.0), needed)
        raised = used + share_defence(world, alliance, holder, sued, largest, needed - used, terms)
        after = holder.strength
        if raised > 0.0:
            after = min(strength_after(after, terms.litigation.holder_cost, raised), after)
        h = int(holder.index)
        for i, firm in enumerate(world.firms):
            if stands_accused(world, firm, holder, alliance, terms) > 0.0:
                world.book.strength[i, h] = after
                world.book.chest[i, h] = raised / sued
    return used


def share_defence(
    world: World,
    alliance: Secretariat,
    holder: PatentHolder,
    sued: float,
    largest: float,
    call: float,
    terms: Terms,
) -> float:
    """Split the cost of a joint defence and a call for the fund among those sued; what they pay
    into the fund.
    """
    place, paid = 0.0, 0.0
    rule = terms.litigation.cost_sharing
    for i, firm in enumerate(world.firms):
        if stands_accused(world, firm, holder, alliance, terms) > 0.0:
            part = 1.0 / sued
            if rule >= AIRPORT and largest > 0.0:
                part = airport_share(world.book.stake, place, sued) / largest
            if rule > 0.0:
                world.book.bill[i, int(holder.index)] = part * terms.litigation.licensee_cost
            if call > 0.0:
                paid += contribute(world, firm, part * call)
            place += 1.0
    return paid


def contribute(world: World, firm: Firm, amount: float) -> float:
    """A firm pays its part into the fighting fund, as far as its cash goes."""
    given = min(amount, max(firm.cash, 0.0))
    transfer(firm, world.outside[FIRST_FUND + int(firm.alliance)], given)
    firm.legal_cost += given
    return given


def spend_chest(world: World, firm: Firm, holder: PatentHolder) -> None:
    """The fund pays for its part in a case that is tried."""
    chest = world.book.chest[int(firm.index), int(holder.index)]
    if chest > 0.0:
        transfer(
            world.outside[FIRST_FUND + int(firm.alliance)],
            world.outside[LAWYERS_AND_COURTS],
            chest,
        )
