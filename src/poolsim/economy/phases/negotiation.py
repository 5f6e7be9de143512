"""Parties negotiate: firm by firm, or an alliance for its members (CN-1, CN-1b, CN-6,
CN-8, CN-9, CS-1, CS-3, RS-1, RS-2, RS-11, WM-2).
"""

from poolsim.economy.actions.campaigns import cost_of_campaign
from poolsim.economy.actions.claims import take_licence
from poolsim.economy.actions.defence import joint_defence
from poolsim.economy.actions.offers import share_against
from poolsim.economy.actions.royalty_stack import capped, solve_stack, stack
from poolsim.economy.actions.threats import cost_of_refusal
from poolsim.economy.agents import Firm, PatentHolder, Secretariat
from poolsim.economy.draws import BELIEF_LICENSEE, pair, stream, uniform
from poolsim.economy.functions import ratio
from poolsim.economy.rules.royalties import (
    committed_volume,
    decision_makers,
    effective_coalition,
    joint_crossing,
    joint_volume,
    licensing_ceiling,
    litigation_floor,
    nash_stack,
    separate_crossing,
)
from poolsim.economy.world import DEMANDED, World
from poolsim.parameters.terms import Terms


def parties_negotiate(world: World, terms: Terms, key: int, t: int) -> None:
    """Royalties are set for every coalition and for outsiders; a firm that was asserted against
    takes them or holds out.
    """
    set_rates(world, terms)
    if terms.negotiation.posted == 0.0 and world.sector.demands > 0.0:
        luck = stream(key, t, BELIEF_LICENSEE)
        for i, firm in enumerate(world.firms):
            for h, holder in enumerate(world.holders):
                if firm.alive > 0.0 and world.book.claim[i, h] == DEMANDED:
                    doubt = uniform(luck, pair(firm.id, holder.id), 0.0)
                    if would_accept(world, firm, holder, doubt, terms) > 0.0:
                        take_licence(world, firm, holder, terms, t)


def would_accept(
    world: World, firm: Firm, holder: PatentHolder, luck: float, terms: Terms
) -> float:
    """Whether the royalty is at most what the firm expects refusing it to cost, per unit of a
    product generation.
    """
    if terms.switches.litigation == 0.0:
        return 1.0
    if holder.campaign > 0.0:
        fight = cost_of_campaign(world, firm, holder, luck, terms)
    else:
        fight = cost_of_refusal(world, firm, holder, luck, terms)
    rate = world.book.rate[int(firm.alliance), int(holder.index)]
    return 1.0 if rate <= fight else 0.0


def set_rates(world: World, terms: Terms) -> None:
    """Royalty per unit of every holder towards each alliance's members and towards outsiders."""
    count_exports(world)
    if terms.negotiation.posted > 0.0:
        post_rates(world, terms)
    else:
        bargain_rates(world, terms)


def count_exports(world: World) -> None:
    """Members' exports and share of the sector's (before the founding: of the firms invited)."""
    total = 0.0
    for firm in world.firms:
        if firm.alive > 0.0:
            total += firm.export_base
    for alliance in world.alliances:
        volume = 0.0
        for firm in world.firms:
            if firm.alive > 0.0 and firm.belongs_to(alliance) > 0.0:
                volume += firm.export_base
        alliance.export_volume = volume
        alliance.export_share = ratio(volume, total)


def post_rates(world: World, terms: Terms) -> None:
    """Independent licensors post Nash royalties; holders with a pool of their own decide as one and
    share alike (RS-1, RS-2). Without talks members who are sued reckon with all of them.
    """
    pooled, cost, active, licensors = 0.0, 0.0, 0.0, 0.0
    for holder in world.holders:
        if holder.in_force > 0.0:
            pooled += holder.in_pool
            licensors += 1.0
    for firm in world.firms:
        if firm.export_base > 0.0 and firm.alive > 0.0:
            cost += firm.export_cost
            active += 1.0
    sector = world.sector
    potential = (
        (sector.export_intercept - cost / active) / sector.export_slope if active > 0.0 else 0.0
    )
    makers = decision_makers(licensors, pooled)
    each = (
        nash_stack(max(potential, 0.0), 1.0 / sector.export_slope, makers) / makers
        if makers > 0.0
        else 0.0
    )
    for h, holder in enumerate(world.holders):
        for a, alliance in enumerate(world.alliances):
            rate = each / pooled if holder.in_pool > 0.0 and pooled > 0.0 else each
            world.book.rate[a, h] = rate if holder.in_force > 0.0 else 0.0
            world.book.joint[a, h] = alliance.export_volume * terms.litigation.licence_term


def bargain_rates(world: World, terms: Terms) -> None:
    """Outsiders bargain alone, each alliance for its members; without discrimination all get the
    best coalition's rate (CN-1, CN-1b).

    For an alliance still to be founded the talks are solved as they would go, so that founders know
    what they could win.
    """
    best = 0
    bargain(world, world.alliances[0], 0.0, terms)
    world.sector.lone_stack = stack(world, 0)
    for a, alliance in enumerate(world.alliances):
        if a > 0:
            speak(alliance, terms)
            bargain(world, alliance, terms.negotiation.discrimination, terms)
            alliance.stack = stack(world, a)
            if alliance.alive > 0.0 and alliance.stack < stack(world, best):
                best = a
    for h in range(len(world.holders)):
        for a in range(len(world.alliances)):
            world.book.bargained[a, h] = world.book.rate[a, h]
    if terms.negotiation.discrimination == 0.0:
        for h in range(len(world.holders)):
            for a in range(len(world.alliances)):
                world.book.rate[a, h] = world.book.bargained[best, h]


def speak(alliance: Secretariat, terms: Terms) -> None:
    """How far an alliance speaks for its members, and for which effective share of exports, as it
    is or as its founders expect it; 0 if it does not negotiate (CN-9).
    """
    alliance.force = 0.0
    if alliance.cause == 0.0 and alliance.negotiates > 0.0:
        alliance.force = effective_coalition(
            alliance.mandate, alliance.expected_service(terms), 1.0
        )
    alliance.coalition = alliance.force * alliance.export_share


def bargain(world: World, alliance: Secretariat, discrimination: float, terms: Terms) -> None:
    """Solve the royalties of all holders towards one party jointly: threats of both sides, then the
    common stack (CN-6, CN-8). Where nobody sues, there are no threats but the hold-up demand; whom
    nobody speaks for bargains as everyone does alone.
    """
    apart = discrimination if alliance.coalition > 0.0 else 0.0
    alliance.holder_share = share_against(alliance, terms)
    for holder in world.holders:
        holder.ceiling = holder.demand
        holder.floor = 0.0
        if terms.switches.litigation > 0.0:
            threaten(world, alliance, holder, apart, terms)
    solve_stack(world, alliance, terms, alliance.coalition, apart)


def threaten(
    world: World,
    alliance: Secretariat,
    holder: PatentHolder,
    discrimination: float,
    terms: Terms,
) -> None:
    """Both sides' threats at the volume that the licensees choose to stand behind: a joint suit
    only where it lowers the rate, since a larger one may be worth suing over.
    """
    a, h = int(alliance.index), int(holder.index)
    share, coalition = alliance.holder_share, alliance.coalition
    hold_out = (1.0 - coalition) * world.book.rate[0, h]
    lone = world.sector.mean_exports * terms.litigation.licence_term
    volume = lone
    if terms.switches.shadow > 0.0:
        volume = volume_at_stake(alliance, holder, lone, discrimination, hold_out, terms)
    set_threats(alliance, holder, terms, lone)
    if volume > lone:
        separate = capped(holder, coalition, discrimination, hold_out, share)
        set_threats(alliance, holder, terms, volume)
        if capped(holder, coalition, discrimination, hold_out, share) > separate:
            volume = lone
            set_threats(alliance, holder, terms, lone)
    world.book.joint[a, h] = volume


def volume_at_stake(
    alliance: Secretariat,
    holder: PatentHolder,
    lone: float,
    discrimination: float,
    hold_out: float,
    terms: Terms,
) -> float:
    """Volume of a joint suit, m units in a licence term, at which its threat is best for the
    licensees, as far as they can commit it (CS-1, CS-3).
    """
    rules = terms.litigation
    most = committed_volume(lone, alliance.export_volume * rules.licence_term, alliance.force)
    share = alliance.holder_share
    strength, fund = joint_defence(alliance, holder, most, terms)
    defence, award = rules.licensee_cost + fund, strength * holder.court_royalty
    crossing = joint_crossing(share, alliance.coalition, award, defence, rules.holder_cost, most)
    if discrimination > 0.0:
        crossing = separate_crossing(award, hold_out, rules.holder_cost, most)
    return joint_volume(lone, most, share, award, defence, rules.holder_cost, crossing)


def set_threats(alliance: Secretariat, holder: PatentHolder, terms: Terms, volume: float) -> None:
    """What licensees would rather pay than fight a joint suit, and what it is worth to the holder,
    RMB per unit (CN-2, CN-3, CN-6).
    """
    rules = terms.litigation
    strength, fund = joint_defence(alliance, holder, volume, terms)
    defence = rules.licensee_cost + fund
    holder.ceiling = licensing_ceiling(
        holder.demand, strength, holder.court_royalty, defence, volume
    )
    holder.floor = min(
        litigation_floor(strength, holder.court_royalty, rules.holder_cost, volume), holder.ceiling
    )
