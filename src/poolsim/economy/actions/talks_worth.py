"""What lower royalties are worth to a firm once the market has reacted (WM-3, CN-7), and what it
learns from those it pays (WM-4).
"""

from poolsim.economy.actions.expected_royalties import goes_by, same_outside
from poolsim.economy.agents import ABROAD, Firm, Secretariat
from poolsim.economy.functions import ratio
from poolsim.economy.rules.market import supply
from poolsim.economy.rules.worth import (
    cost_shift,
    incidence,
    profit_of_brand,
    quantity_after,
    running_mean,
)
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def royalty_saved(world: World, firm: Firm, alliance: Secretariat, terms: Terms) -> float:
    """What membership is worth by the royalties that a firm must expect, RMB m per quarter. A
    founder's alternative is that nobody bargains for anyone.

    Where everyone gets the same royalties, a firm that weighs a standing alliance counts what its
    own exports add to the coalition (CN-7); where holders discriminate, its own royalties alone.
    """
    if is_exposed(firm) == 0.0:
        return 0.0
    if same_outside(firm, alliance, terms) > 0.0:
        return added_to_coalition(world, firm, alliance, terms)
    if alliance.formed == 0.0 and firm.invited > 0.0:
        return saved_together(world, firm, alliance, terms)
    others = mean_of_others(world, firm, world.sector.royalties_ahead, goes_by(firm, alliance))
    return gain_between(world, firm, firm.alone, others, firm.inside, others, terms)


def is_exposed(firm: Firm) -> float:
    """Whether any holder can ask a firm for royalties."""
    return 1.0 if firm.alone + firm.outside + firm.inside > 0.0 else 0.0


def saved_together(world: World, firm: Firm, alliance: Secretariat, terms: Terms) -> float:
    """What a member gains by the alliance as against none, RMB m per quarter."""
    if is_exposed(firm) == 0.0:
        return 0.0
    total = world.sector.royalties_ahead
    before = mean_of_others(world, firm, total + alliance.spared, firm.alone)
    after = mean_of_others(world, firm, total, goes_by(firm, alliance))
    return gain_between(world, firm, firm.alone, before, firm.inside, after, terms)


def added_to_coalition(world: World, firm: Firm, alliance: Secretariat, terms: Terms) -> float:
    """What a firm gains by what its exports add to a coalition, RMB m per quarter: royalties move
    for everyone alike.
    """
    sector = world.sector
    own = ratio(firm.export_base, alliance.export_volume)
    total = mean_of_others(world, firm, sector.royalties_ahead, goes_by(firm, alliance))
    moving = mean_of_others(world, firm, sector.royalties_moving, firm.moving)
    if firm.alliance == alliance.index:
        rise = ratio(stack_of_part(world, alliance, 1.0 - own), alliance.stack) - 1.0
        without = firm.outside + rise * firm.moving
        others = total + rise * moving
        return gain_between(world, firm, without, others, firm.inside, total, terms)
    fall = ratio(stack_of_part(world, alliance, 1.0 + own), alliance.stack) - 1.0
    joined = firm.inside + fall * firm.moving
    others = total + fall * moving
    return gain_between(world, firm, firm.outside, total, joined, others, terms)


def gain_by_fall(world: World, firm: Firm, fall: float, terms: Terms) -> float:
    """What a member gains by talks without which royalties would be higher by a share, RMB m per
    quarter: everyone's or, where holders discriminate, its own.
    """
    if is_exposed(firm) == 0.0:
        return 0.0
    alliance = world.alliances[int(firm.alliance)]
    total = mean_of_others(world, firm, world.sector.royalties_ahead, goes_by(firm, alliance))
    moving = mean_of_others(world, firm, world.sector.royalties_moving, firm.moving)
    before = firm.inside + fall * firm.moving
    others = total + alliance.wins_for_all(terms) * fall * moving
    return gain_between(world, firm, before, others, firm.inside, total, terms)


def stack_of_part(world: World, alliance: Secretariat, part: float) -> float:
    """Royalty stack if the coalition spoke for a part of its exports, R_0 / (1 + part (R_0 / R_1 -
    1)): through the stacks solved without it and with it, in the shape that CN-8 gives, exact where
    no threat of a suit binds.
    """
    alone, together = world.sector.lone_stack, alliance.stack
    if together <= 0.0:
        return alone * max(1.0 - part, 0.0)
    return alone / (1.0 + part * (alone / together - 1.0))


def mean_of_others(world: World, firm: Firm, total: float, own: float) -> float:
    """Mean over the other firms that sell abroad, of a sum over all that do; 0 without others."""
    selling = firm.may_sell(ABROAD)
    return ratio(total - selling * own, world.sector.brands - selling)


def gain_between(
    world: World,
    firm: Firm,
    before: float,
    others_before: float,
    after: float,
    others_after: float,
    terms: Terms,
) -> float:
    """What a firm gains if its royalties go from one level to another, and those of the others in
    the mean, RMB m per quarter: on what it exported at first if nobody reacts.
    """
    sector = world.sector
    if terms.switches.reaction == 0.0:
        return (1.0 - firm.contract_work) * firm.export_base * (before - after)
    if sector.export_conduct * sector.export_slope <= 0.0:
        return firm.export_sales * ((before - others_before) - (after - others_after))
    return profit_at(world, firm, after, others_after) - profit_at(
        world, firm, before, others_before
    )


def competitors(world: World, firm: Firm) -> float:
    """Firms that sell abroad under their own brands, a firm in view counted in."""
    return world.sector.brands + 1.0 - firm.may_sell(ABROAD)


def profit_at(world: World, firm: Firm, own: float, others: float) -> float:
    """Profit abroad at royalties of its own and a mean of the others', RMB m per quarter: of its
    own brand, or of contract work where that pays more (WM-3, PM-2).
    """
    sector = world.sector
    steepness = sector.export_conduct * sector.export_slope
    due = firm.royalty + firm.settled
    rivals_due = mean_of_others(world, firm, sector.royalties_due, due)
    shift = cost_shift(
        competitors(world, firm), sector.export_conduct, own - due, others - rivals_due
    )
    sold = supply(
        sector.export_price, firm.unit_cost(ABROAD), sector.export_slope, sector.export_conduct
    )
    brand = profit_of_brand(quantity_after(sold, shift, steepness), steepness)
    return max(brand, firm.contract_profit * firm.export_base)


def share_borne(world: World, firm: Firm, terms: Terms) -> float:
    """Share of a change of royalties that a member bears after the market's reaction: everyone's
    where its alliance wins the same for all, else that of the members (WM-3).
    """
    conduct = world.sector.export_conduct
    if terms.switches.reaction == 0.0 or conduct <= 0.0:
        return 1.0
    alliance = world.alliances[int(firm.alliance)]
    affected = max(alliance.wins_for_all(terms), alliance.export_share)
    return incidence(competitors(world, firm), conduct, affected)


def keep_record(world: World, terms: Terms) -> None:
    """What royalties, settlements and suits have cost in the sector, of what was foreseen
    (WM-4).
    """
    sector = world.sector
    owed, foreseen = 0.0, 0.0
    for firm in world.firms:
        owed += paid_to_holders(firm)
        foreseen += firm.foreseen
    if foreseen > 0.0:
        term = terms.litigation.licence_term
        sector.paid_lately = running_mean(sector.paid_lately, owed, term)
        sector.foreseen_lately = running_mean(sector.foreseen_lately, foreseen, term)
        sector.accuracy = sector.paid_lately / sector.foreseen_lately


def begin_record(world: World) -> None:
    """Before quarter 1 nothing but what is foreseen is known, RMB m per quarter."""
    expected = 0.0
    for firm in world.firms:
        expected += firm.export_sales * firm.alone
    world.sector.paid_lately = expected
    world.sector.foreseen_lately = expected


def paid_to_holders(firm: Firm) -> float:
    """What holders' patents cost a firm in this quarter, RMB m: royalties, settlements over their
    terms, and its own cost of suits.
    """
    return firm.owed + firm.legal_cost - firm.dispute_cost - firm.evaluation_cost


def surprise(world: World, firm: Firm, terms: Terms) -> float:
    """By how much membership brought more than was foreseen by what holders got, RMB m in this
    quarter: they got less of a member, or others paid more alone.
    """
    unforeseen = (world.sector.accuracy - 1.0) * firm.alone * firm.export_sales
    unforeseen -= paid_to_holders(firm) - firm.foreseen
    return share_borne(world, firm, terms) * unforeseen
