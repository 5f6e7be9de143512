"""What membership is worth to a firm: the terms of its benefit, per quarter, built so far."""

from poolsim.economy.actions.disputes import award_share
from poolsim.economy.actions.licensors import licensors_alone, stack_with, units_at
from poolsim.economy.actions.offers import (
    chance_of_award,
    count_clients,
    guidance_gain,
    provider_gain,
    warning_value,
)
from poolsim.economy.actions.participation import (
    alternative,
    gain_inside,
    look_outside,
    makers_units,
    promise_income,
    share_in,
)
from poolsim.economy.actions.pool import contracts_pooled, count_prospects
from poolsim.economy.actions.sales import custody_gain, gain_from_purchases
from poolsim.economy.actions.set_up import administration
from poolsim.economy.agents import Firm, Secretariat
from poolsim.economy.draws import PARTNER, stream, uniform
from poolsim.economy.phases.assertion import chance_of_assertion
from poolsim.economy.phases.disputes import attack_gain
from poolsim.economy.rules.disputes import expected_dispute_cost, mediated_trial_probability
from poolsim.economy.rules.licensing import administrator_income, licence_income
from poolsim.economy.world import NO_DEMAND, World, firm_at
from poolsim.parameters.terms import Terms


def appraise(world: World, terms: Terms, key: int, t: int) -> None:
    """What membership is worth per quarter to every firm, of its own alliance or of the one it has
    in view.
    """
    largest = largest_alliance(world)
    for alliance in world.alliances:
        look_at_pool(world, alliance, terms)
        count_clients(world, alliance)
        alliance.surplus = gain_from_purchases(alliance, terms)
    luck = stream(key, t, PARTNER)
    for firm in world.firms:
        if firm.alliance == 0.0:
            firm.prospect = largest
        alliance = world.alliances[int(firm.prospect)]
        firm.benefit = 0.0
        firm.common = 0.0
        if firm.alive > 0.0 and alliance.id > 0.0 and alliance.cause == 0.0:
            saved = royalty_saved(world, firm, alliance, terms)
            firm.benefit = (
                saved
                + disputes_saved(world, firm, alliance, luck, terms)
                + pool_gain(world, firm, alliance, terms)
                + custody_gain(firm, alliance, terms)
                + alliance.surplus
                + provider_gain(firm, alliance, terms)
                + warning_gain(world, firm, alliance, terms)
                + guidance_gain(firm, alliance, terms)
                + chance_of_award(alliance, terms) * terms.services.policy_award
            )
            firm.common = common_share(
                saved * (1.0 - terms.negotiation.discrimination), firm.benefit
            )


def common_share(common: float, benefit: float) -> float:
    """Share of the benefit that is also enjoyed outside: a royalty that holders have to grant to
    all.
    """
    if common <= 0.0:
        return 0.0
    return common / benefit if benefit > common else 1.0


def largest_alliance(world: World) -> float:
    """Index of the alliance with most members that lives or may still be founded (the first if
    equal); 0 if there is none.
    """
    best, most = 0.0, -1.0
    for alliance in world.alliances:
        if alliance.id > 0.0 and alliance.cause == 0.0 and alliance.members > most:
            best, most = alliance.index, alliance.members
    return best


def royalty_saved(world: World, firm: Firm, alliance: Secretariat, terms: Terms) -> float:
    """Royalty per quarter that a firm saves as a member, RMB m: q (R_out - R_in), on demands made
    and to be expected.
    """
    if firm.export_base <= 0.0 or alliance.negotiates == 0.0:
        return 0.0
    return (
        firm.export_base
        * exposure(world, firm, terms)
        * saved_per_unit(world, firm, alliance, terms)
    )


def saved_per_unit(world: World, firm: Firm, alliance: Secretariat, terms: Terms) -> float:
    """R_out - R_in, RMB per unit. For a founder before the founding, and under discrimination, the
    alternative is to bargain alone.

    Otherwise outsiders get the same rate, and a firm saves what its own exports add to the
    coalition (CN-7).
    """
    if max(alliance.formed, 1.0 - firm.invited) * (1.0 - terms.negotiation.discrimination) == 0.0:
        return world.sector.lone_stack - alliance.stack
    if alliance.export_volume <= 0.0:
        return 0.0
    own = firm.export_base / alliance.export_volume
    if firm.alliance == firm.prospect:
        return stack_of_part(world, alliance, 1.0 - own) - alliance.stack
    return alliance.stack - stack_of_part(world, alliance, 1.0 + own)


def stack_of_part(world: World, alliance: Secretariat, part: float) -> float:
    """Royalty stack if the coalition spoke for a part of its exports, R_0 / (1 + part (R_0 / R_1 -
    1)): through the stacks solved without it and with it, in the shape that CN-8 gives, exact where
    no threat of a suit binds.
    """
    alone, together = world.sector.lone_stack, alliance.stack
    if together <= 0.0:
        return alone * max(1.0 - part, 0.0)
    return alone / (1.0 + part * (alone / together - 1.0))


def exposure(world: World, firm: Firm, terms: Terms) -> float:
    """Share of the royalty stack that a firm pays or must expect to pay within a product generation
    to holders that have not asserted yet (EX-1).
    """
    full = world.alliances[int(firm.alliance)].going_stack
    expected = 0.0
    if terms.switches.assertion > 0.0 and terms.negotiation.posted == 0.0:
        expected = max(full - firm.royalty, 0.0) * firm.pursued
    return (firm.royalty + expected) / full if full > 0.0 else 0.0


def disputes_saved(
    world: World, firm: Firm, alliance: Secretariat, luck: int, terms: Terms
) -> float:
    """Cost of disputes per quarter that mediation or peace spares a member, RMB m, estimated over a
    few addressed partners (DY-2, DY-3, DY-4, LI-8).
    """
    strength = terms.switches.disputes * alliance.mediates * terms.disputes.mediation
    contraction = strength * alliance.mandate * alliance.expected_service(terms)
    peace = 1.0 if kept_peace(alliance, terms) > 0.0 else 0.0
    if contraction + peace <= 0.0:
        return 0.0
    saved = 0.0
    for k in range(find_partners(world, firm, alliance, luck, terms)):
        rival = world.firms[int(world.book.partner[k])]
        saved = (
            saved
            + case_saved(world, firm, rival, contraction, peace, terms)
            + case_saved(world, rival, firm, contraction, peace, terms)
            + peace * (won_by(world, rival, firm, terms) - won_by(world, firm, rival, terms))
        )
    n = len(world.firms)
    return terms.disputes.opportunity / n * saved * n / int(terms.membership.partners)


def find_partners(world: World, firm: Firm, alliance: Secretariat, luck: int, terms: Terms) -> int:
    """Rivals among the addressed partners that are members with a firm, or invited with it before
    the founding, into `book.partner`; their number.
    """
    found = 0
    for k in range(int(terms.membership.partners)):
        world.book.partner[k] = uniform(luck, firm.id, k * 1.0)
    for k in range(int(terms.membership.partners)):
        rival = firm_at(world, world.book.partner[k])
        # Counted without a branch, which could not be foreseen.
        invited = rival.alliance == firm.prospect if alliance.formed > 0.0 else rival.invited > 0.0
        meets = (rival.alive > 0.0) & (rival.index != firm.index) & invited
        world.book.partner[found] = rival.index
        found += int(meets)
    return found


def kept_peace(alliance: Secretariat, terms: Terms) -> float:
    """Whether members do not assert against each other at all: covenant (LI-8) or norm (DY-2)."""
    return (alliance.covenant + alliance.non_assertion) * terms.switches.disputes


def won_by(world: World, plaintiff: Firm, defendant: Firm, terms: Terms) -> float:
    """What a plaintiff wins of a rival by asserting, before the cost of the case, RMB m; nothing
    where that does not pay. Under peace the one forgoes it and the other is spared it.
    """
    gain = attack_gain(world, plaintiff, defendant, terms)
    return gain + terms.disputes.suit_cost if gain > 0.0 else 0.0


def case_saved(
    world: World, plaintiff: Firm, defendant: Firm, contraction: float, peace: float, terms: Terms
) -> float:
    """Expected cost that mediation, or peace altogether, spares each side if this dispute arises,
    RMB m; nothing if it would not pay to assert.
    """
    if attack_gain(world, plaintiff, defendant, terms) <= 0.0:
        return 0.0
    stake = award_share(terms) * defendant.sales_value(world.sector)
    ratio = 2.0 * terms.disputes.suit_cost / stake
    lean = 0.5 * (plaintiff.optimism + defendant.optimism)
    noise = terms.litigation.noise
    alone = mediated_trial_probability(lean, noise, ratio, 0.0)
    cost = terms.disputes.suit_cost
    fee = 0.5 * terms.disputes.mediation_fee
    left = 0.0
    if peace <= 0.0:
        together = mediated_trial_probability(lean, noise, ratio, contraction)
        left = expected_dispute_cost(1.0, together, cost, 0.0, fee)
    return expected_dispute_cost(1.0, alone, cost, 0.0, 0.0) - left


def warning_gain(world: World, firm: Firm, alliance: Secretariat, terms: Terms) -> float:
    """What early warning is worth to a firm per quarter, RMB m: over the holders that might assert
    now (GO-2).
    """
    watched = alliance.warning * terms.switches.assertion * (1.0 - terms.negotiation.posted)
    if watched <= 0.0 or firm.export_base <= 0.0:
        return 0.0
    gain = 0.0
    i = int(firm.index)
    for h, holder in enumerate(world.holders):
        if world.book.claim[i, h] == NO_DEMAND and holder.could_sue(firm, terms) > 0.0:
            gain += warning_value(
                world,
                firm,
                alliance,
                holder,
                chance_of_assertion(world, firm, holder, terms),
                terms,
            )
    return watched * alliance.expected_service(terms) * gain


def look_at_pool(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Income per quarter that a working pool of the members (before the founding: of the invited)
    would distribute, RMB m; for an alliance to be founded also what it would keep in its first
    quarter.
    """
    alliance.prospective = 0.0
    alliance.set_up_each = 0.0
    alliance.first_licence_income = 0.0
    if alliance.pool > 0.0 and alliance.may_license > 0.0 and alliance.cause == 0.0:
        if alliance.licensing == 0.0:
            count_prospects(world, alliance, terms)
        licensors = licensors_alone(world, alliance, terms)
        if terms.switches.promise > 0.0:
            promise_income(world, alliance, licensors, terms)
            look_outside(world, alliance, terms)
        else:
            expect_income(world, alliance, licensors, terms)
        if alliance.formed == 0.0 and alliance.contributors > 0.0:
            expect_first_income(world, alliance, licensors, terms)


def expect_income(world: World, alliance: Secretariat, licensors: float, terms: Terms) -> None:
    """What the pool would distribute at the adoption a licence term from now."""
    sector = world.sector
    stack = stack_with(world, alliance, alliance.charged, licensors, terms)
    units = units_at(sector, stack, sector.adoption_ahead, terms)
    income = licence_income(alliance.charged, units, alliance.long_run_compliance(terms))
    contracts = contracts_pooled(sector.adoption, alliance.contributors, terms)
    income = max(income - contracts, 0.0)
    alliance.prospective = income - administrator_income(income, alliance.administrator)


def expect_first_income(
    world: World, alliance: Secretariat, licensors: float, terms: Terms
) -> None:
    """What the alliance would keep of its pool's income in its first quarter, its administration
    paid.
    """
    sector = world.sector
    stack = stack_with(world, alliance, alliance.charged, licensors, terms)
    units = units_at(sector, stack, sector.adoption, terms)
    if terms.switches.promise > 0.0:
        units += makers_units(world, alliance) * sector.adoption
    compliance = alliance.first_compliance(terms)
    income = licence_income(alliance.charged, units, compliance * alliance.strength)
    contracts = contracts_pooled(sector.adoption, alliance.contributors, terms)
    kept = administrator_income(max(income - contracts, 0.0), alliance.administrator)
    alliance.first_licence_income = kept - administration(sector, alliance, compliance, terms)


def pool_gain(world: World, firm: Firm, alliance: Secretariat, terms: Terms) -> float:
    """What a pool gives a firm beyond what its essential patents earn it alone, RMB m per quarter:
    nothing to a member that rather walks out, unless it is bound.
    """
    if terms.switches.promise == 0.0 and firm.in_pool > 0.0:
        return firm.pool_income
    if firm.essential <= 0.0 or firm.walked_out > 0.0 or alliance.contributors <= 0.0:
        return 0.0
    if terms.switches.promise > 0.0:
        gain = gain_inside(world, firm, alliance, terms)
        gain -= alternative(world, firm, alliance, terms)
        return gain if alliance.commitment > 0.0 else max(gain, 0.0)
    if alliance.prospective <= 0.0:
        return 0.0
    return share_in(firm, alliance, terms) * alliance.prospective - firm.own_licence_income
