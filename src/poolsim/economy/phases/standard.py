"""The standard spreads among outside licensees' users (BA-2); whose patents it needs."""

from poolsim.economy.actions.offers import promote_standard
from poolsim.economy.agents import PATENT_LIFE, Sector
from poolsim.economy.functions import exp
from poolsim.economy.rules.innovation import share_in_force
from poolsim.economy.rules.market import adoption_step
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def standard_spreads(world: World, terms: Terms, key: int, t: int) -> None:
    """Adoption makes one Bass step; the firms also look a product generation ahead."""
    sector = world.sector
    promote_standard(world, terms)
    if terms.switches.adoption > 0.0 and t >= terms.standard.start:
        sector.adoption = adoption_step(sector.adoption, sector.innovation, sector.imitation)
    look_ahead(sector, terms, t)
    count_essential(world, terms, t)


def look_ahead(sector: Sector, terms: Terms, t: int) -> None:
    """Adoption one licence term from now, and its discounted means over that term (OU-2): plain,
    and weighted by what a pool's enforcement has yet to do.
    """
    patience = exp(-0.25 * terms.membership.discount)
    delay = patience * (1.0 - terms.pool.compliance_effort)
    ahead, weight, early = sector.adoption, 1.0, 1.0
    weights, mean, mean_early = 0.0, 0.0, 0.0
    for k in range(int(terms.litigation.licence_term)):
        weights += weight
        mean += weight * ahead
        mean_early += early * ahead
        weight *= patience
        early *= delay
        if terms.switches.adoption > 0.0 and t + k + 1 >= terms.standard.start:
            ahead = adoption_step(ahead, sector.innovation, sector.imitation)
    sector.adoption_ahead = ahead
    sector.mean_adoption = mean / weights
    sector.early_adoption = mean_early / weights


def count_essential(world: World, terms: Terms, t: int) -> None:
    """Essential patents in force: of all living firms, and of owners outside the sector."""
    sector = world.sector
    life = PATENT_LIFE * 1.0
    in_force = share_in_force(t * 1.0, 0.0, life, 0.0, life)
    sector.outside_essential = terms.standard.outside_essential * in_force
    sector.essential = sector.outside_essential
    for firm in world.firms:
        sector.essential += firm.alive * firm.essential
