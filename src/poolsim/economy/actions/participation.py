"""What a pool promises its contributors over a licence term, against licensing alone (RS-3, OU-3,
OU-4), and who leaves it or comes back.
"""

from poolsim.economy.actions.licensors import (
    contracts_alone,
    earned_alone,
    licensors_alone,
    lone_royalty,
    posted_royalty,
    royalties_alone,
    royalty_of_others,
    stack_with,
    units_at,
)
from poolsim.economy.actions.pool import contracts_pooled, count_pool
from poolsim.economy.actions.set_up import set_up_level
from poolsim.economy.agents import BY_VALUE, Firm, Secretariat
from poolsim.economy.ledger import TOLERANCE
from poolsim.economy.rules.licensing import (
    administrator_income,
    count_share,
    distributed_income,
    equal_share,
    licence_income,
    participates,
)
from poolsim.economy.world import YEAR, World
from poolsim.parameters.terms import Terms

ROUNDS = 8  # re-tests of participation within a quarter; what still unravels goes on in the next


def promise_income(world: World, alliance: Secretariat, licensors: float, terms: Terms) -> None:
    """What the pool would distribute a quarter, in the mean of a licence term, beside so many
    licensors; and what its set-up takes of each contributor.
    """
    sector = world.sector
    pooled = royalty_of_others(world, alliance) + alliance.charged
    stack = stack_with(world, alliance, pooled, licensors, terms)
    alliance.prospective = distributed_income(
        alliance.charged,
        units_at(sector, stack, 1.0, terms) + makers_units(world, alliance),
        alliance.mean_paid(sector, terms),
        contracts_pooled(sector.mean_adoption, alliance.contributors, terms),
        alliance.administrator,
    )
    alliance.set_up_each = set_up_level(alliance, terms) * equal_share(alliance.contributors)


def makers_units(world: World, alliance: Secretariat) -> float:
    """Units a quarter of all makers of the sector that owe, or would owe, the pool its royalty."""
    units = 0.0
    for firm in world.firms:
        exempt = alliance.own_use == 0.0 and would_contribute(firm, alliance) > 0.0
        units += 0.0 if exempt else firm.alive * (firm.home_sales + firm.export_sales)
    return units


def would_contribute(firm: Firm, alliance: Secretariat) -> float:
    """Whether a firm contributes to a pool, or would to one that does not license yet."""
    if alliance.licensing > 0.0:
        return firm.contributes_to(alliance)
    return 1.0 if firm.belongs_to(alliance) > 0.0 and firm.essential > 0.0 else 0.0


def look_outside(world: World, alliance: Secretariat, terms: Terms) -> None:
    """What a contributor would meet as one more licensor beside the pool, which goes on at its
    royalty or, if lower, at what it would answer with (RS-1, RS-3).
    """
    licensors = world.sector.independents + 1.0
    answer = min(alliance.charged, terms.standard.choke_royalty / (licensors + 2.0))
    pooled = royalty_of_others(world, alliance) + answer
    alliance.exit_royalty = posted_royalty(terms, pooled, licensors)
    alliance.exit_stack = pooled + royalties_alone(
        world, alliance, alliance.exit_royalty, world.sector.independents, terms
    )


def income_alone(
    world: World, firm: Firm, alliance: Secretariat, adoption: float, terms: Terms
) -> float:
    """What a contributor would collect as one more licensor beside the pool, RMB m per quarter.
    Nobody leaves a pool of one.
    """
    if firm.essential < 1.0 or alliance.contributors <= 1.0:
        return 0.0
    own = lone_royalty(world, firm, alliance.exit_royalty, terms)
    return earned_alone(world, firm, own, alliance.exit_stack + own, adoption, terms)


def alternative(world: World, firm: Firm, alliance: Secretariat, terms: Terms) -> float:
    """What a firm would earn by itself a quarter in the mean of a licence term, its contracts paid,
    RMB m: beside the pool if it contributes, else as it licenses now.
    """
    sector = world.sector
    if firm.contributes_to(alliance) > 0.0:
        income = income_alone(world, firm, alliance, sector.mean_adoption, terms)
    elif firm.licenses_alone() > 0.0:
        own = lone_royalty(world, firm, sector.independent_royalty, terms)
        income = earned_alone(world, firm, own, sector.licence_stack, sector.mean_adoption, terms)
    else:
        income = 0.0
    return max(income - contracts_alone(sector.mean_adoption, terms), 0.0)


def own_use(world: World, firm: Firm, alliance: Secretariat, paid: float) -> float:
    """What a contributor that does not pay the pool is spared on its own products, RMB m per
    quarter (RS-6), where a share of the units pays.
    """
    units = firm.home_sales + firm.export_sales
    return (1.0 - alliance.own_use) * alliance.charged * paid * units


def share_in(firm: Firm, alliance: Secretariat, terms: Terms) -> float:
    """Share of what the pool distributes that is, or would be, a firm's."""
    if firm.contributes_to(alliance) > 0.0:
        return firm.share_of_pool(alliance)
    newcomer = 1.0 if alliance.formed > 0.0 else 0.0
    if alliance.sharing >= BY_VALUE:
        return count_share(firm.appraised, alliance.appraised + newcomer * firm.appraised)
    certifiable = firm.certifiable_patents(terms)
    if alliance.sharing > 0.0:
        return count_share(certifiable, alliance.certified + newcomer * certifiable)
    return equal_share(alliance.contributors + newcomer)


def gain_inside(world: World, firm: Firm, alliance: Secretariat, terms: Terms) -> float:
    """What the pool gives a firm, RMB m per quarter in the mean of a licence term: its share of the
    income less its part of the set-up, and the royalties that it is spared.
    """
    spared = 0.0
    if terms.switches.pool_stability > 0.0:
        spared = own_use(world, firm, alliance, alliance.mean_paid(world.sector, terms))
    return share_in(firm, alliance, terms) * alliance.prospective - alliance.set_up_each + spared


def stays_in(world: World, firm: Firm, alliance: Secretariat, worth: float, terms: Terms) -> float:
    """Whether a firm is better off in the pool: against licensing alone (OU-3), and against part of
    what its share of the pool's value would bring (SH-5).
    """
    inside = gain_inside(world, firm, alliance, terms)
    shared = alliance.prospective - alliance.contributors * alliance.set_up_each
    entitled = participates(inside, terms.pool.outside_share, worth * shared)
    if terms.switches.pool_stability == 0.0:
        return entitled
    outside = alternative(world, firm, alliance, terms)
    return 1.0 if inside + TOLERANCE >= outside else 0.0


def retest_participation(world: World, alliance: Secretariat, terms: Terms, t: int) -> None:
    """Contributors that would earn more outside walk out; after every exit the rest are asked again
    (SH-5).
    """
    for _ in range(ROUNDS):
        if walk_out(world, alliance, terms, t) == 0.0:
            break
        count_pool(world, alliance, terms)


def walk_out(world: World, alliance: Secretariat, terms: Terms, t: int) -> float:
    """One round: how many contributors leave the pool."""
    if terms.switches.promise > 0.0:
        promise_income(world, alliance, licensors_alone(world, alliance, terms), terms)
    look_outside(world, alliance, terms)
    total, walked = value_in_pool(world, alliance), 0.0
    for firm in world.firms:
        if firm.contributes_to(alliance) > 0.0 and total > 0.0:
            worth = firm.essential_value() / total
            if terms.switches.promise > 0.0:
                stays = stays_in(world, firm, alliance, worth, terms)
            else:
                stays = stays_now(world, firm, alliance, worth, terms)
            if stays == 0.0:
                firm.in_pool = 0.0
                firm.walked_out = t * 1.0
                walked += 1.0
    return walked


def value_in_pool(world: World, alliance: Secretariat) -> float:
    """Value of the essential patents in the pool, RMB m."""
    total = 0.0
    for firm in world.firms:
        if firm.contributes_to(alliance) > 0.0:
            total += firm.essential_value()
    return total


def stays_now(world: World, firm: Firm, alliance: Secretariat, worth: float, terms: Terms) -> float:
    """Whether a contributor stays on the adoption of this quarter: its part of the pool's income
    against its share of the value (SH-5), and at the compliance of the long run against licensing
    alone (RS-3).
    """
    sector = world.sector
    full = licence_income(alliance.charged, sector.outside_units, 1.0)
    full -= administrator_income(full, alliance.administrator)
    income = full * alliance.compliance * alliance.strength
    part, side = firm.share_of_pool(alliance), side_benefit(world, firm, alliance, terms)
    if participates(part * income + side, terms.pool.outside_share, worth * income) == 0.0:
        return 0.0
    promised = part * (full * alliance.long_run_compliance(terms))
    alone = income_alone(world, firm, alliance, sector.adoption, terms)
    return 1.0 if terms.switches.pool_stability == 0.0 or promised + side >= alone else 0.0


def side_benefit(world: World, firm: Firm, alliance: Secretariat, terms: Terms) -> float:
    """What the pool gives a contributor in this quarter beside income, RMB m: contracts spared
    (TC-1) and royalties that it does not pay (RS-6).
    """
    if terms.switches.pool_stability == 0.0:
        return 0.0
    adoption = world.sector.adoption
    shared = contracts_pooled(adoption, alliance.contributors, terms) / alliance.contributors
    spared = own_use(world, firm, alliance, alliance.long_run_compliance(terms) * adoption)
    return contracts_alone(adoption, terms) - shared + spared


def come_back(world: World, firm: Firm, alliance: Secretariat, terms: Terms, t: int) -> None:
    """A member that walked out of the pool comes back after a year, if it would stay now."""
    if terms.switches.promise > 0.0 and firm.walked_out > 0.0 and t >= firm.walked_out + YEAR:
        own = firm.essential_value()
        total = value_in_pool(world, alliance) + own
        if total > 0.0 and stays_in(world, firm, alliance, own / total, terms) > 0.0:
            firm.walked_out = 0.0
