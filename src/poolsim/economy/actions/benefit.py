"""What membership is worth to a firm: the terms of its benefit, per quarter, built so far."""

from poolsim.economy.actions.disputes import award_share
from poolsim.economy.actions.expected_royalties import expect_royalties
from poolsim.economy.actions.licensors import (
    licensors_alone,
    royalty_of_others,
    stack_with,
    units_at,
)
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
from poolsim.economy.actions.talks_worth import royalty_saved, saved_together, surprise
from poolsim.economy.agents import Firm, Secretariat
from poolsim.economy.draws import PARTNER, stream, uniform
from poolsim.economy.phases.assertion import chance_of_assertion
from poolsim.economy.phases.disputes import attack_gain
from poolsim.economy.rules.disputes import expected_dispute_cost, mediated_trial_probability
from poolsim.economy.rules.licensing import administrator_income, licence_income
from poolsim.economy.world import NO_DEMAND, World, firm_at
from poolsim.parameters.terms import Terms


def look_at_alliances(world: World, terms: Terms, t: int) -> None:
    """What firms see of the alliances: the one that each has in view, what royalties it must expect
    inside and out, what the pools promise and what there is to buy.
    """
    largest = largest_alliance(world)
    for firm in world.firms:
        if firm.alliance == 0.0:
            firm.prospect = largest
    expect_royalties(world, terms, t)
    for alliance in world.alliances:
        look_at_pool(world, alliance, terms)
        count_clients(world, alliance)
        alliance.surplus = gain_from_purchases(alliance, terms)


def appraise(world: World, terms: Terms, key: int, t: int) -> None:
    """What membership is worth per quarter to every firm, of its own alliance or of the one it has
    in view; of a member also what it promised as against no alliance, and brought beyond that.
    """
    luck = stream(key, t, PARTNER)
    for firm in world.firms:
        alliance = world.alliances[int(firm.prospect)]
        firm.benefit = 0.0
        firm.common = 0.0
        firm.promised = 0.0
        firm.unforeseen = 0.0
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
            firm.common = common_share(saved * alliance.wins_for_all(terms), firm.benefit)
            if firm.alliance > 0.0:
                together = saved_together(world, firm, alliance, terms)
                firm.promised = firm.benefit - saved + together
                firm.unforeseen += surprise(world, firm, terms)


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
    saved, left = 0.0, 0.0
    for k in range(find_partners(world, firm, alliance, luck, terms)):
        rival = world.firms[int(world.book.partner[k])]
        before, after = case_costs(world, firm, rival, contraction, peace, terms)
        answer, mediated = case_costs(world, rival, firm, contraction, peace, terms)
        saved = (
            saved
            + (before - after)
            + (answer - mediated)
            + peace * (won_by(world, rival, firm, terms) - won_by(world, firm, rival, terms))
        )
        left = left + after + mediated
    n = len(world.firms)
    weight = terms.disputes.opportunity / n
    partners = int(terms.membership.partners)
    if firm.alliance > 0.0:
        firm.unforeseen = weight * left * n / partners - firm.member_cost
    return weight * saved * n / partners


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


def case_costs(
    world: World, plaintiff: Firm, defendant: Firm, contraction: float, peace: float, terms: Terms
) -> tuple[float, float]:
    """What a dispute costs each side in the mean if it arises, RMB m: without mediation, and with
    it or under peace altogether; nothing if it would not pay to assert.
    """
    if attack_gain(world, plaintiff, defendant, terms) <= 0.0:
        return 0.0, 0.0
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
    return expected_dispute_cost(1.0, alone, cost, 0.0, 0.0), left


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
                world, firm, holder, chance_of_assertion(world, firm, holder, terms), terms
            )
    return watched * alliance.expected_service(terms) * gain


def look_at_pool(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Income per quarter that a working pool of the members (before the founding: of the invited)
    would distribute, RMB m; for an alliance to be founded also the units that would owe it.
    """
    alliance.prospective = 0.0
    alliance.set_up_each = 0.0
    alliance.full_units = 0.0
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
            alliance.full_units = units_ahead(world, alliance, licensors, terms)


def expect_income(world: World, alliance: Secretariat, licensors: float, terms: Terms) -> None:
    """What the pool would distribute at the adoption a licence term from now."""
    sector = world.sector
    stack = stack_with(world, alliance, alliance.charged, licensors, terms)
    units = units_at(sector, stack, sector.adoption_ahead, terms)
    income = licence_income(alliance.charged, units, alliance.long_run_compliance(terms))
    contracts = contracts_pooled(sector.adoption, alliance.contributors, terms)
    income = max(income - contracts, 0.0)
    alliance.prospective = income - administrator_income(income, alliance.administrator)


def units_ahead(world: World, alliance: Secretariat, licensors: float, terms: Terms) -> float:
    """Units a quarter that would owe a pool its royalty at full adoption, beside so many
    licensors.
    """
    pooled = royalty_of_others(world, alliance) + alliance.charged
    stack = stack_with(world, alliance, pooled, licensors, terms)
    units = units_at(world.sector, stack, 1.0, terms)
    return units + (makers_units(world, alliance) if terms.switches.promise > 0.0 else 0.0)


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
