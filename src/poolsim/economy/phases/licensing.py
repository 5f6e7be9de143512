"""Pools, and firms by themselves, license essential patents (AT-1, LR-1..4, RS-1, RS-2,
SH).
"""

from poolsim.economy.actions.disputes import bear_cost
from poolsim.economy.actions.pool import (
    authority_proceeds,
    contracts_alone,
    contracts_pooled,
    side_benefit,
    stays,
    value_patents,
)
from poolsim.economy.agents import Firm, Secretariat, Sector
from poolsim.economy.ledger import LAWYERS_AND_COURTS, OUTSIDE_LICENSEES, transfer
from poolsim.economy.rules.disputes import reading_probability
from poolsim.economy.rules.licensing import (
    administrator_income,
    compliance_step,
    licence_income,
)
from poolsim.economy.rules.market import licence_potential
from poolsim.economy.rules.royalties import best_response_royalty
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms

ROUNDS = 8  # re-tests of participation within a quarter; what still unravels goes on in the next


def pool_licenses(world: World, terms: Terms, key: int, t: int) -> None:
    """Pools are assembled, priced and licensed; whoever holds essential patents outside a pool
    licenses alone.
    """
    sector = world.sector
    value_patents(world, terms, key, t)
    sector.pooled_royalty = 0.0
    for alliance in world.alliances:
        open_pool(world, alliance, terms)
        sector.pooled_royalty += alliance.licensing * alliance.royalty
    sector.independents = count_independents(world)
    sector.independent_royalty = independent_royalty(
        terms, sector.pooled_royalty, sector.independents
    )
    sector.outside_units = outside_units(
        sector, terms, sector.adoption, sector.pooled_royalty, sector.independents
    )
    for alliance in world.alliances:
        if alliance.licensing > 0.0:
            if alliance.commitment == 0.0:
                retest_participation(world, alliance, terms)
            collect_outside(world, alliance, terms)
    license_alone(world, terms)
    authority_proceeds(world, terms, key, t)
    for firm in world.firms:
        firm.pool_rate = pool_rate(world, firm)


def independent_royalty(terms: Terms, pooled_royalty: float, independents: float) -> float:
    """Royalty of each licensor outside a pool, who answers the pools and each other, RMB per unit
    (RS-1, RS-2).
    """
    spare = 2.0 * best_response_royalty(terms.standard.choke_royalty, pooled_royalty)
    return spare / (independents + 1.0)


def outside_units(
    sector: Sector, terms: Terms, adoption: float, pooled_royalty: float, independents: float
) -> float:
    """Units a quarter that outside licensees sell at an adoption and the royalty stack of these
    licensors (LR-4).
    """
    stack = pooled_royalty + independents * independent_royalty(terms, pooled_royalty, independents)
    base = licence_potential(sector.potential, stack, terms.standard.choke_royalty)
    return base / terms.standard.replacement * adoption


def count_independents(world: World) -> float:
    """Licensors outside a pool."""
    count = 0.0
    for firm in world.firms:
        count += firm.licenses_alone()
    return count


def open_pool(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Evaluate the members' patents; the pool licenses while it holds any that may be essential,
    and compliance builds up.
    """
    alliance.licensing = 0.0
    if alliance.alive * alliance.pool * alliance.may_license > 0.0:
        for firm in world.firms:
            if firm.alliance == alliance.index:
                pay_evaluation(world, firm, alliance, terms)
                firm.certified = firm.certifiable_patents(terms)
                firm.in_pool = 1.0 if firm.certified > 0.0 and firm.walked_out == 0.0 else 0.0
        count_pool(world, alliance, terms)
        if alliance.contributors > 0.0:
            alliance.licensing = 1.0
            start = (
                alliance.compliance if alliance.had_pool > 0.0 else alliance.first_compliance(terms)
            )
            effort = terms.pool.compliance_effort
            alliance.compliance = compliance_step(start, alliance.highest_compliance(terms), effort)
            alliance.had_pool = 1.0


def pay_evaluation(world: World, firm: Firm, alliance: Secretariat, terms: Terms) -> None:
    """An owner pays the external evaluator for patents declared beyond those evaluated."""
    if alliance.external_evaluator > 0.0 and firm.walked_out == 0.0:
        declared = firm.essential / terms.pool.true_share
        bear_cost(world, firm, max(declared - firm.evaluated, 0.0) * terms.pool.evaluation_cost)
        firm.evaluated = declared


def count_pool(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Contributors, certified and truly essential patents, and the chance that one of these
    survives a challenge (LI-7).
    """
    alliance.contributors = 0.0
    alliance.certified = 0.0
    alliance.pooled = 0.0
    alliance.appraised = 0.0
    for firm in world.firms:
        if firm.alliance == alliance.index and firm.in_pool > 0.0:
            alliance.contributors += 1.0
            alliance.certified += firm.certified
            alliance.appraised += firm.appraised
            alliance.pooled += terms.pool.sensitivity * firm.essential
    alliance.strength = reading_probability(terms.pool.validity, alliance.pooled)


def retest_participation(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Contributors that would earn more outside walk out; after every exit the rest are asked again
    (SH-5).
    """
    for _ in range(ROUNDS):
        if walk_out(world, alliance, terms) == 0.0:
            break
        count_pool(world, alliance, terms)


def walk_out(world: World, alliance: Secretariat, terms: Terms) -> float:
    """One round: how many contributors leave the pool, each against what it would earn outside."""
    total, walked = 0.0, 0.0
    for firm in world.firms:
        if firm.alliance == alliance.index and firm.in_pool > 0.0:
            total += firm.essential_value()
    full = licence_income(alliance.royalty, world.sector.outside_units, 1.0)
    full -= administrator_income(full, alliance.administrator)
    income = full * alliance.compliance * alliance.strength
    promise = full * alliance.long_run_compliance(terms)
    for firm in world.firms:
        if firm.alliance == alliance.index and firm.in_pool > 0.0 and total > 0.0:
            part = firm.share_of_pool(alliance)
            worth = firm.essential_value() / total * income
            side = side_benefit(world, firm, alliance, terms)
            alone = income_alone(world, firm, alliance, terms)
            if stays(part * income, worth, side, part * promise, alone, terms) == 0.0:
                firm.in_pool = 0.0
                firm.walked_out = 1.0
                walked += 1.0
    return walked


def income_alone(world: World, firm: Firm, alliance: Secretariat, terms: Terms) -> float:
    """What a contributor would earn as one more licensor beside the pool, RMB m per quarter; the
    pool goes on at its royalty or, if lower, at what it would answer with (RS-1, RS-3). Nobody
    leaves a pool of one.
    """
    if firm.essential < 1.0 or alliance.contributors <= 1.0:
        return 0.0
    others = world.sector.independents + 1.0
    answer = min(alliance.royalty, terms.standard.choke_royalty / (others + 2.0))
    pooled = max(world.sector.pooled_royalty - alliance.royalty, 0.0) + answer
    units = outside_units(world.sector, terms, world.sector.adoption, pooled, others)
    paying = terms.pool.compliance_start * reading_probability(terms.pool.validity, firm.essential)
    return licence_income(independent_royalty(terms, pooled, others), units, paying)


def collect_outside(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Outside licensees pay for the units they report (LR-3); contracts are paid for first."""
    alliance.licensed_units = world.sector.outside_units * alliance.compliance * alliance.strength
    income = licence_income(alliance.royalty, alliance.licensed_units, 1.0)
    transfer(world.outside[OUTSIDE_LICENSEES], alliance, income)
    contracts = min(contracts_pooled(world, alliance.contributors, terms), income)
    transfer(alliance, world.outside[LAWYERS_AND_COURTS], contracts)
    alliance.licence_outside += distribute(world, alliance, income - contracts)


def distribute(world: World, alliance: Secretariat, income: float) -> float:
    """The administrator keeps its share of royalties, all without contributors; these get the
    rest. What is kept, RMB m.
    """
    fee = administrator_income(income, alliance.administrator)
    kept = fee if alliance.contributors > 0.0 else income
    alliance.distributable += income - kept
    for firm in world.firms:
        if firm.alliance == alliance.index and firm.in_pool > 0.0:
            part = firm.share_of_pool(alliance) * (income - kept)
            transfer(alliance, firm, part)
            firm.pool_income += part
    return kept


def license_alone(world: World, terms: Terms) -> None:
    """Owners of essential patents outside a pool collect by themselves, without a compliance
    programme, and pay for their contracts.
    """
    contracts = contracts_alone(world, terms)
    for firm in world.firms:
        if firm.licenses_alone() > 0.0:
            strength = reading_probability(terms.pool.validity, firm.essential)
            income = licence_income(
                world.sector.independent_royalty,
                world.sector.outside_units,
                terms.pool.compliance_start * strength,
            )
            transfer(world.outside[OUTSIDE_LICENSEES], firm, income)
            transfer(firm, world.outside[LAWYERS_AND_COURTS], min(contracts, income))
            firm.own_licence_income = income - min(contracts, income)


def pool_charge(world: World, alliance: Secretariat) -> float:
    """What a maker of the sector pays a pool per unit, on the share of its products that use the
    standard.
    """
    return (
        alliance.licensing
        * alliance.royalty
        * alliance.compliance
        * alliance.strength
        * world.sector.adoption
    )


def pool_rate(world: World, firm: Firm) -> float:
    """What a firm pays to all pools, RMB per unit."""
    owed = 0.0
    for alliance in world.alliances:
        if firm.is_exempt(alliance) == 0.0:
            owed += pool_charge(world, alliance)
    return owed
