"""What exporters must expect to pay patent holders, from the decisions that they will take: alone,
outside the alliance in view, and as its members (WM-1, WM-2).
"""

from poolsim.economy.actions.campaigns import (
    chance_of_campaign,
    could_be_named,
    defence_beside,
    gain_of_order,
    loss_by_order,
    would_pay,
)
from poolsim.economy.actions.defence import joint_defence
from poolsim.economy.actions.offers import optimism_within
from poolsim.economy.actions.threats import settling_a_suit, settling_first
from poolsim.economy.agents import ABROAD, Firm, PatentHolder, Secretariat
from poolsim.economy.functions import ratio
from poolsim.economy.phases.assertion import chance_of_assertion
from poolsim.economy.rules.suits import (
    acceptance_chance,
    expected_payment,
    fighting_cost,
)
from poolsim.economy.rules.worth import covered_share
from poolsim.economy.world import CLEARED, LICENSED, NO_DEMAND, YEAR, World
from poolsim.parameters.terms import Terms


def expect_royalties(world: World, terms: Terms, t: int) -> None:
    """What exporters must expect to pay per unit, and what all that sell must, added up. A firm
    looks at its holders once a year, and when its place towards alliance or market changes.

    Posted royalties are the same inside and out.
    """
    asserted = terms.switches.assertion * (1.0 - terms.negotiation.posted)
    if asserted * chance_of_campaign(terms) > 0.0:
        for holder in world.holders:
            if t == 0 or (t + int(holder.id)) % YEAR == 0:
                expect_campaign(world, holder, terms)
    for alliance in world.alliances:
        alliance.optimism = optimism_within(alliance, terms)
    for firm in world.firms:
        alliance = world.alliances[int(firm.prospect)]
        place = asserted * place_of(firm, alliance)
        if place == 0.0 or place != firm.place or (t + int(firm.id)) % YEAR == 0:
            firm.alone = 0.0
            firm.outside = 0.0
            firm.inside = 0.0
            firm.moving = 0.0
            firm.foreseen = 0.0
            firm.owed = 0.0
            firm.place = place
            if place > 0.0:
                look_at_holders(world, firm, alliance, terms, t)
    add_up(world)


def place_of(firm: Firm, alliance: Secretariat) -> float:
    """How an exporter stands: to which alliance, whether that is founded, the firm a member of it,
    and in the market under its own brand; 0 where nobody bargains over royalties.
    """
    if firm.alive == 0.0 or firm.export_base <= 0.0 or has_talks(alliance) == 0.0:
        return 0.0
    place = 2.0 * alliance.index + alliance.formed
    place = 2.0 * place + (1.0 if firm.alliance > 0.0 else 0.0)
    return 2.0 * place + firm.contract_work


def has_talks(alliance: Secretariat) -> float:
    """Whether an alliance that lives or may still be founded changes what its members pay."""
    if alliance.id == 0.0 or alliance.cause > 0.0:
        return 0.0
    return alliance.negotiates + alliance.fighting_fund + alliance.training + alliance.warning


def defended(
    firm: Firm, alliance: Secretariat, holder: PatentHolder, terms: Terms
) -> tuple[float, float]:
    """How strong a holder is against a member that refuses, and what the fund that this firm raises
    then takes of a unit.
    """
    if alliance.fighting_fund <= 0.0:
        return holder.strength, 0.0
    volume = firm.export_base * terms.litigation.licence_term
    strength, fund = joint_defence(alliance, holder, volume, terms)
    return strength, fund / volume


def same_outside(firm: Firm, alliance: Secretariat, terms: Terms) -> float:
    """Whether a firm would meet the demands made inside an alliance outside it as well: one that
    stands or, for a firm not invited, will, and wins nothing by talks or what all get.
    """
    stands = max(alliance.formed, 1.0 - firm.invited)
    return stands * max(1.0 - alliance.negotiates, alliance.wins_for_all(terms))


def expect_campaign(world: World, holder: PatentHolder, terms: Terms) -> None:
    """Whether a case against all exporters would pay for itself now; what the members of each
    alliance, or those invited, would stand to lose in it, into `book.at_stake`.
    """
    h = int(holder.index)
    holder.threat = 0.0
    for a in range(len(world.alliances)):
        world.book.at_stake[a, h] = 0.0
    if would_pay(world, holder, terms) > 0.0:
        holder.threat = chance_of_campaign(terms)
        for firm in world.firms:
            alliance = world.alliances[int(firm.prospect)]
            if could_be_named(world, firm, holder) * firm.belongs_to(alliance) > 0.0:
                loss = loss_by_order(world, firm, holder, terms)
                world.book.at_stake[int(alliance.index), h] += loss


def look_at_holders(world: World, firm: Firm, alliance: Secretariat, terms: Terms, t: int) -> None:
    """Add up over the holders whose licence a firm has, or who could sue or name it: for which
    share of time it is licensed, and for which it will have been met.
    """
    book = world.book
    i = int(firm.index)
    for h, holder in enumerate(world.holders):
        claim = book.claim[i, h]
        named = holder.threat * (1.0 - firm.contract_work)
        chance = named
        if holder.could_sue(firm, terms) > 0.0:
            sued = chance_of_assertion(world, firm, holder, terms)
            chance = named + (1.0 - named) * sued
        if chance > 0.0 or claim != NO_DEMAND:
            free = 1.0
            if claim == CLEARED or (claim == LICENSED and terms.switches.expiry > 0.0):
                free = book.patience[int(max(book.clear_until[i, h] - t - 1.0, 0.0))]
            elif claim == LICENSED:
                free = 0.0
            kept = book.patience[int(terms.litigation.licence_term)]
            later = free * covered_share(chance, book.patience[1], kept)
            covered = 1.0 - free if claim == LICENSED else 0.0
            in_case = ratio(named, chance)
            reckon_with(world, firm, alliance, holder, covered, later, in_case, terms)
            record(world, firm, holder)


def reckon_with(
    world: World,
    firm: Firm,
    alliance: Secretariat,
    holder: PatentHolder,
    covered: float,
    later: float,
    in_case: float,
    terms: Terms,
) -> None:
    """What one holder costs a firm per unit, its royalty while licensed and its demand once met, in
    a share of cases before a trade commission: alone, outside the alliance and inside.
    """
    book = world.book
    i, h, a = int(firm.index), int(holder.index), int(alliance.index)
    own, theirs = terms.litigation.optimism, alliance.optimism
    strength, levy = defended(firm, alliance, holder, terms)
    lone = book.bargained[0, h]
    rate = book.rate[a, h] if alliance.formed > 0.0 else book.bargained[a, h]
    outer = rate if same_outside(firm, alliance, terms) > 0.0 else lone
    suit = (holder.strength, 0.0, 0.0, own)
    case = suit
    if in_case < 1.0:
        suit = in_court(firm, holder, holder.strength, own, 0.0, terms)
    if in_case > 0.0:
        case = before_commission(world, firm, holder, 0.0, 0.0, own, terms)
    paid, accepts = demand_on(suit, case, in_case, lone, terms)
    firm.alone += covered * lone + later * paid
    if outer != lone:
        paid, accepts = demand_on(suit, case, in_case, outer, terms)
    firm.outside += covered * outer + later * paid
    firm.moving += (covered + later * accepts) * outer
    if book.claim[i, h] != CLEARED:
        book.foreseen[i, h] = paid
    joint = alliance.force * book.at_stake[a, h]
    if strength != holder.strength or own != theirs or in_case * joint > 0.0:
        if in_case < 1.0:
            suit = in_court(firm, holder, strength, theirs, levy, terms)
        if in_case > 0.0:
            case = before_commission(
                world, firm, holder, book.at_stake[a, h], alliance.force, theirs, terms
            )
        paid, _ = demand_on(suit, case, in_case, rate, terms)
    elif rate != outer:
        paid, _ = demand_on(suit, case, in_case, rate, terms)
    firm.inside += covered * rate + later * paid
    book.demand_inside[i, h] = paid
    if firm.alliance > 0.0 and book.claim[i, h] != CLEARED:
        book.foreseen[i, h] = paid


def in_court(
    firm: Firm,
    holder: PatentHolder,
    strength: float,
    optimism: float,
    levy: float,
    terms: Terms,
) -> tuple[float, float, float, float]:
    """Of a firm that refuses a demand and is sued, per unit of a licence term: the chance that the
    holder wins; what it pays for each point of it, and whatever it is; its optimism.
    """
    trial, stake, cost = settling_a_suit(firm, holder, strength, optimism, terms)
    return strength, stake, cost + trial * levy, optimism


def before_commission(
    world: World,
    firm: Firm,
    holder: PatentHolder,
    accused: float,
    force: float,
    optimism: float,
    terms: Terms,
) -> tuple[float, float, float, float]:
    """The same of a firm that a holder names before a trade commission with all others, beside
    members who could lose so much together, RMB m, as far as their alliance speaks for them.
    """
    rules = terms.litigation
    volume = firm.export_base * rules.licence_term
    loss, cost = defence_beside(world, firm, holder, accused, force, terms)
    _, stake, fixed = settling_first(
        rules.exclusion_win,
        gain_of_order(world, firm, holder, terms) / volume,
        loss / volume,
        rules.exclusion_cost / max(holder.named, 1.0) / volume,
        cost / volume,
        optimism,
        terms,
    )
    return rules.exclusion_win, stake, fixed, optimism


def demand_on(
    suit: tuple[float, float, float, float],
    case: tuple[float, float, float, float],
    in_case: float,
    rate: float,
    terms: Terms,
) -> tuple[float, float]:
    """What a demand costs a firm, RMB per unit of a licence term, and the chance that it takes the
    licence; where nobody sues it takes it. With a chance it comes in a case against all.
    """
    if terms.switches.litigation == 0.0:
        return rate, 1.0
    noise = terms.litigation.noise
    if in_case >= 1.0:
        return answered(case, rate, noise)
    paid, accepts = answered(suit, rate, noise)
    if in_case > 0.0:
        named, agrees = answered(case, rate, noise)
        paid += in_case * (named - paid)
        accepts += in_case * (agrees - accepts)
    return paid, accepts


def answered(
    threat: tuple[float, float, float, float], rate: float, noise: float
) -> tuple[float, float]:
    """The same of one kind of demand: the firm takes the licence where that is the cheaper."""
    strength, stake, cost, optimism = threat
    fight = max(fighting_cost(strength, stake, cost, 1.0), 0.0)
    accepts = acceptance_chance(rate, strength, stake, cost, 1.0, optimism, noise)
    return expected_payment(accepts, rate, fight), accepts


def record(world: World, firm: Firm, holder: PatentHolder) -> None:
    """What a licence or clearance costs a firm per quarter, a settlement spread over its term, and
    what it was expected to before it came to that, RMB m.
    """
    book = world.book
    i, h = int(firm.index), int(holder.index)
    if book.claim[i, h] == LICENSED:
        firm.owed += firm.export_sales * book.rate[int(firm.alliance), h]
        firm.foreseen += firm.export_sales * book.foreseen[i, h]
    elif book.claim[i, h] == CLEARED:
        firm.owed += firm.export_base * book.cleared_rate[i, h]
        firm.foreseen += firm.export_base * book.foreseen[i, h]


def goes_by(firm: Firm, alliance: Secretariat) -> float:
    """What a firm must expect to pay per unit where the alliance in view stands, as a member or
    not.
    """
    return firm.inside if firm.belongs_to(alliance) > 0.0 else firm.outside


def add_up(world: World) -> None:
    """Sums over the firms that sell abroad under their own brands, RMB per unit."""
    sector = world.sector
    sector.brands = 0.0
    sector.royalties_due = 0.0
    sector.royalties_ahead = 0.0
    sector.royalties_moving = 0.0
    for alliance in world.alliances:
        alliance.spared = 0.0
    for firm in world.firms:
        if firm.may_sell(ABROAD) > 0.0:
            alliance = world.alliances[int(firm.prospect)]
            ahead = goes_by(firm, alliance)
            sector.brands += 1.0
            sector.royalties_due += firm.royalty + firm.settled
            sector.royalties_ahead += ahead
            sector.royalties_moving += firm.moving
            alliance.spared += firm.alone - ahead
