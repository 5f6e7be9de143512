"""What an item of the annual meeting gives every member, and what it costs it, RMB m per quarter at
full service (GO-2, RS-3, TR-1, VT-2).
"""

from poolsim.economy.actions.benefit import look_at_pool, warning_gain
from poolsim.economy.actions.licensors import (
    contracts_alone,
    earned_alone,
    licensors_alone,
    lone_royalty,
    posted_royalty,
    royalties_alone,
    royalty_of_others,
)
from poolsim.economy.actions.offers import (
    chance_of_award,
    guidance_gain,
    promote_standard,
)
from poolsim.economy.actions.participation import share_in
from poolsim.economy.actions.pool import fill_pool
from poolsim.economy.actions.royalty_stack import stack
from poolsim.economy.actions.talks_worth import gain_by_fall
from poolsim.economy.agents import Firm, Secretariat
from poolsim.economy.functions import exp, ratio
from poolsim.economy.items import (
    CHAIN,
    GROUPS,
    NAVIGATION,
    POOL,
    PROMOTION,
    TRAINING,
    WARNING,
    cost_of_item,
    do_approved,
)
from poolsim.economy.phases.negotiation import bargain
from poolsim.economy.phases.standard import look_ahead
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def weigh(world: World, alliance: Secretariat, item: int, terms: Terms, t: int) -> float:
    """Write down what an item gives and takes; whether there is anything to decide."""
    if item == POOL:
        return weigh_pool(world, alliance, terms)
    share_cost(world, alliance, item, terms)
    if item == TRAINING:
        weigh_training(world, alliance, terms)
    elif item == PROMOTION or item == GROUPS or item == CHAIN:
        weigh_standard(world, alliance, item, terms, t)
    else:
        for i, firm in enumerate(world.firms):
            if firm.alliance == alliance.index:
                world.book.gives[i] = worth_of_service(world, firm, alliance, item, terms)
    return 1.0


def believed_worth(firm: Firm, alliance: Secretariat) -> float:
    """What a member believes a quarter at full service is worth, RMB m: beliefs have followed the
    service of late.
    """
    served = alliance.recent_service
    return firm.belief / served if served > 0.0 else firm.belief


def share_cost(world: World, alliance: Secretariat, item: int, terms: Terms) -> None:
    """Every member bears an equal part of what a service costs."""
    cost = cost_of_item(item, alliance.members, terms)
    if item == WARNING:
        built = share_of_time_built(alliance, terms)
        cost = built * terms.services.warning_running + (1.0 - built) * even_outlay(terms)
    for i in range(len(world.firms)):
        world.book.gives[i] = 0.0
        world.book.takes[i] = cost / alliance.efficiency / max(alliance.members, 1.0)


def even_outlay(terms: Terms) -> float:
    """What building a warning platform costs in a quarter, RMB m."""
    return terms.services.warning_outlay / terms.services.warning_quarters


def share_of_time_built(alliance: Secretariat, terms: Terms) -> float:
    """Share of discounted time for which a warning platform will be finished, exp(-rho n), with n
    quarters of building left.
    """
    left = max(terms.services.warning_outlay - alliance.platform - alliance.outlay, 0.0)
    quarters = ratio(left, even_outlay(terms))
    return exp(-0.25 * terms.membership.discount * quarters)


def worth_of_service(
    world: World, firm: Firm, alliance: Secretariat, item: int, terms: Terms
) -> float:
    """What warning, navigation or policy information is worth to a member, RMB m per quarter."""
    if item == WARNING:
        built = share_of_time_built(alliance, terms)
        return built * warning_gain(world, firm, alliance, terms)
    if item == NAVIGATION:
        return guidance_gain(firm, alliance, terms)
    return chance_of_award(alliance, terms) * terms.services.policy_award


def weigh_training(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Trained members save what training takes off the royalty stack of their talks, as the market
    lets them.
    """
    if alliance.negotiates * (1.0 - terms.negotiation.posted) > 0.0:
        fall = ratio(saved_by_training(world, alliance, terms), alliance.stack)
        for i, firm in enumerate(world.firms):
            if firm.alliance == alliance.index:
                world.book.gives[i] = gain_by_fall(world, firm, fall, terms)


def saved_by_training(world: World, alliance: Secretariat, terms: Terms) -> float:
    """Royalty stack without training less that with it, RMB per unit: the talks are solved both
    ways, and then stand as they stood.
    """
    a, book = int(alliance.index), world.book
    share, trained = alliance.holder_share, alliance.training
    for h in range(len(world.holders)):
        book.talks[0, h], book.talks[1, h] = book.rate[a, h], book.joint[a, h]
    alliance.training = 0.0
    bargain(world, alliance, terms.negotiation.discrimination, terms)
    saved = stack(world, a)
    alliance.training = trained
    bargain(world, alliance, terms.negotiation.discrimination, terms)
    saved -= stack(world, a)
    for h in range(len(world.holders)):
        book.rate[a, h], book.joint[a, h] = book.talks[0, h], book.talks[1, h]
    alliance.holder_share = share
    return saved


def weigh_standard(world: World, alliance: Secretariat, item: int, terms: Terms, t: int) -> None:
    """What spreads the standard raises what a pool collects: contributors share in it, and makers
    pay it.
    """
    if alliance.licensing > 0.0:
        a, approved, sector = int(alliance.index), world.book.approved, world.sector
        innovation, imitation = sector.innovation, sector.imitation
        potential = sector.potential
        income, paid = promised(world, alliance, terms, t)
        approved[a, item] = 0.0
        do_approved(alliance, a, world.book.offered, approved)
        income_without, paid_without = promised(world, alliance, terms, t)
        approved[a, item] = 1.0
        do_approved(alliance, a, world.book.offered, approved)
        sector.innovation, sector.imitation = innovation, imitation
        sector.potential = potential
        look_ahead(sector, terms, t)
        for i, firm in enumerate(world.firms):
            if firm.alliance == alliance.index:
                world.book.takes[i] += units_owed(firm, alliance) * (paid - paid_without)
                if firm.contributes_to(alliance) > 0.0:
                    part = share_in(firm, alliance, terms)
                    world.book.gives[i] = part * (income - income_without)


def promised(world: World, alliance: Secretariat, terms: Terms, t: int) -> tuple[float, float]:
    """What the pool distributes a quarter, RMB m, and a maker pays it per unit, in the mean of a
    licence term, as alliances now promote the standard.
    """
    promote_standard(world, terms)
    look_ahead(world.sector, terms, t)
    look_at_pool(world, alliance, terms)
    return alliance.prospective, alliance.charged * alliance.mean_paid(world.sector, terms)


def units_owed(firm: Firm, alliance: Secretariat) -> float:
    """Units a quarter on which a firm owes the pool its royalty."""
    if firm.is_exempt(alliance) > 0.0:
        return 0.0
    return firm.home_sales + firm.export_sales


def weigh_pool(world: World, alliance: Secretariat, terms: Terms) -> float:
    """A pool gives contributors its income, and takes their part of its set-up, the royalties of
    makers, and what contributors would license if there were none; nothing to decide where nobody
    has anything to license.
    """
    if alliance.may_license > 0.0 and alliance.licensing == 0.0:
        fill_pool(world, alliance, terms)
    if alliance.licensing == 0.0:
        return 0.0
    look_at_pool(world, alliance, terms)
    paid = alliance.charged * alliance.mean_paid(world.sector, terms)
    posted, apart = royalties_apart(world, alliance, terms)
    for i, firm in enumerate(world.firms):
        if firm.alliance == alliance.index:
            world.book.gives[i] = 0.0
            world.book.takes[i] = units_owed(firm, alliance) * paid
            if firm.contributes_to(alliance) > 0.0:
                world.book.gives[i] = share_in(firm, alliance, terms) * alliance.prospective
                world.book.takes[i] += alliance.set_up_each
                world.book.takes[i] += income_apart(world, firm, posted, apart, terms)
    return 1.0


def royalties_apart(world: World, alliance: Secretariat, terms: Terms) -> tuple[float, float]:
    """What each licensor would post if all contributors licensed by themselves, and the stack, RMB
    per unit (RS-1, CV-1).
    """
    nobody = world.alliances[0]
    others = licensors_alone(world, nobody, terms)
    licensors = others
    for firm in world.firms:
        licensors += firm.contributes_to(alliance) if firm.essential >= 1.0 else 0.0
    pooled = royalty_of_others(world, alliance)
    posted = posted_royalty(terms, pooled, licensors)
    total = pooled + royalties_alone(world, nobody, posted, others, terms)
    for firm in world.firms:
        if firm.contributes_to(alliance) > 0.0 and firm.essential >= 1.0:
            total += lone_royalty(world, firm, posted, terms)
    return posted, total


def income_apart(world: World, firm: Firm, posted: float, apart: float, terms: Terms) -> float:
    """What a contributor would then license a quarter in the mean of a licence term, its contracts
    paid, RMB m.
    """
    adoption = world.sector.mean_adoption
    if firm.essential < 1.0:
        return 0.0
    own = lone_royalty(world, firm, posted, terms)
    income = earned_alone(world, firm, own, apart, adoption, terms)
    return max(income - contracts_alone(adoption, terms), 0.0)
