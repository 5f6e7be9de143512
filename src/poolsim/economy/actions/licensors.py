"""Whoever licenses essential patents outside a pool: what each posts (RS-1, RS-2, CV-1), the stack
that outside licensees then pay, and what they sell (LR-4).
"""

from poolsim.economy.agents import Firm, Secretariat, Sector
from poolsim.economy.rules.disputes import reading_probability
from poolsim.economy.rules.licensing import (
    capped_royalty,
    covered_share,
    licence_contracts,
    licence_income,
)
from poolsim.economy.rules.market import licence_potential
from poolsim.economy.rules.royalties import best_response_royalty
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def post_royalties(world: World, terms: Terms) -> None:
    """All pools and everybody who licenses alone post their royalties; outside licensees sell what
    the stack lets them.
    """
    sector = world.sector
    nobody = world.alliances[0]
    sector.pooled_royalty = royalty_of_others(world, nobody)
    sector.independents = licensors_alone(world, nobody, terms)
    sector.independent_royalty = posted_royalty(terms, sector.pooled_royalty, sector.independents)
    sector.licence_stack = sector.pooled_royalty + royalties_alone(
        world, nobody, sector.independent_royalty, sector.independents, terms
    )
    sector.outside_units = units_at(sector, sector.licence_stack, sector.adoption, terms)


def royalty_of_others(world: World, alliance: Secretariat) -> float:
    """Sum of the royalties of all other pools, RMB per unit."""
    total = 0.0
    for other in world.alliances:
        total += other.licensing * other.charged if other.index != alliance.index else 0.0
    return total


def posted_royalty(terms: Terms, pooled_royalty: float, licensors: float) -> float:
    """Royalty of each licensor outside a pool, who answers the pools and each other, RMB per unit
    (RS-1, RS-2).
    """
    spare = 2.0 * best_response_royalty(terms.standard.choke_royalty, pooled_royalty)
    return spare / (licensors + 1.0)


def lone_royalty(world: World, firm: Firm, posted: float, terms: Terms) -> float:
    """What licensees pay a firm that licenses alone, RMB per unit: at most its share of what the
    standard is worth (CV-1).
    """
    if terms.switches.coverage == 0.0:
        return posted
    share = covered_share(firm.essential, world.sector.essential)
    return capped_royalty(posted, terms.standard.choke_royalty, share)


def stands_alone(firm: Firm, alliance: Secretariat) -> float:
    """Whether a firm licenses alone, and would beside a pool of the alliance: those who are to
    contribute to one that does not license yet would not.
    """
    if firm.licenses_alone() == 0.0:
        return 0.0
    return 0.0 if alliance.licensing == 0.0 and firm.belongs_to(alliance) > 0.0 else 1.0


def licensors_alone(world: World, alliance: Secretariat, terms: Terms) -> float:
    """Licensors beside a pool of the alliance, owners outside the sector included."""
    count = 0.0
    for firm in world.firms:
        count += stands_alone(firm, alliance)
    return count + (terms.standard.outside_owners if world.sector.outside_essential > 0.0 else 0.0)


def royalties_alone(
    world: World, alliance: Secretariat, posted: float, licensors: float, terms: Terms
) -> float:
    """Sum of the royalties of these licensors when each posts as much, RMB per unit."""
    if terms.switches.coverage == 0.0:
        return licensors * posted
    sector = world.sector
    share = covered_share(sector.outside_essential, sector.essential)
    total = capped_royalty(
        terms.standard.outside_owners * posted, terms.standard.choke_royalty, share
    )
    for firm in world.firms:
        if stands_alone(firm, alliance) > 0.0:
            total += lone_royalty(world, firm, posted, terms)
    return total


def stack_with(
    world: World, alliance: Secretariat, pooled_royalty: float, licensors: float, terms: Terms
) -> float:
    """Royalty stack of the pools and of these licensors, RMB per unit."""
    posted = posted_royalty(terms, pooled_royalty, licensors)
    return pooled_royalty + royalties_alone(world, alliance, posted, licensors, terms)


def units_at(sector: Sector, stack: float, adoption: float, terms: Terms) -> float:
    """Units a quarter that outside licensees sell at a royalty stack and an adoption (LR-4)."""
    base = licence_potential(sector.potential, stack, terms.standard.choke_royalty)
    return base / terms.standard.replacement * adoption


def earned_alone(
    world: World, firm: Firm, royalty: float, stack: float, adoption: float, terms: Terms
) -> float:
    """What a firm that licenses alone collects at a stack and an adoption, RMB m per quarter, from
    licensees whom it cannot audit.
    """
    units = units_at(world.sector, stack, adoption, terms)
    strength = reading_probability(terms.pool.validity, firm.essential)
    return licence_income(royalty, units, terms.pool.compliance_start * strength)


def contracts_alone(adoption: float, terms: Terms) -> float:
    """Cost of a lone licensor's contracts per quarter, RMB m: one with every licensee and licence
    term (TC-1).
    """
    separate, _ = licence_contracts(1.0, terms.pool.licensees * adoption)
    return separate * terms.pool.contract_cost / terms.litigation.licence_term
