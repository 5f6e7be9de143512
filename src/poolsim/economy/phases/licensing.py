"""Pools, and firms by themselves, license essential patents (AT-1, LR-1..4, RS-1, RS-2, SH, CV-1,
CV-2).
"""

from poolsim.economy.actions.disputes import bear_cost
from poolsim.economy.actions.licensors import (
    contracts_alone,
    earned_alone,
    lone_royalty,
    post_royalties,
)
from poolsim.economy.actions.participation import retest_participation
from poolsim.economy.actions.pool import (
    authority_proceeds,
    contracts_pooled,
    fill_pool,
    value_patents,
)
from poolsim.economy.actions.set_up import begin_set_up
from poolsim.economy.agents import Firm, Secretariat
from poolsim.economy.ledger import LAWYERS_AND_COURTS, OUTSIDE_LICENSEES, transfer
from poolsim.economy.rules.licensing import (
    administrator_income,
    compliance_step,
    licence_income,
)
from poolsim.economy.rules.market import worth_of_licences
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def pool_licenses(world: World, terms: Terms, key: int, t: int) -> None:
    """Pools are assembled, priced and licensed; whoever holds essential patents outside a pool
    licenses alone.
    """
    value_patents(world, terms, key, t)
    for alliance in world.alliances:
        open_pool(world, alliance, terms)
    post_royalties(world, terms)
    for alliance in world.alliances:
        if alliance.licensing > 0.0:
            if alliance.commitment == 0.0:
                retest_participation(world, alliance, terms, t)
            collect_outside(world, alliance, terms)
    license_alone(world, terms)
    authority_proceeds(world, terms, key, t)
    for firm in world.firms:
        firm.pool_rate = pool_rate(world, firm)
    sector = world.sector
    worth = worth_of_licences(
        sector.outside_units, sector.licence_stack, terms.standard.choke_royalty
    )
    sector.surplus_licensees = worth - sector.licences_paid


def open_pool(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Evaluate the members' patents; the pool licenses while it holds any that may be essential,
    and compliance builds up.
    """
    alliance.licensing = 0.0
    if alliance.alive * alliance.pool * alliance.may_license > 0.0:
        for firm in world.firms:
            if firm.alliance == alliance.index:
                pay_evaluation(world, firm, alliance, terms)
        fill_pool(world, alliance, terms)
        if alliance.licensing > 0.0:
            start = (
                alliance.compliance if alliance.had_pool > 0.0 else alliance.first_compliance(terms)
            )
            effort = terms.pool.compliance_effort
            alliance.compliance = compliance_step(start, alliance.highest_compliance(terms), effort)
            if alliance.had_pool == 0.0:
                begin_set_up(alliance, terms)
            alliance.had_pool = 1.0
            alliance.set_up_due = min(alliance.set_up_part, alliance.set_up_left)


def pay_evaluation(world: World, firm: Firm, alliance: Secretariat, terms: Terms) -> None:
    """An owner pays the external evaluator for patents declared beyond those evaluated."""
    if alliance.external_evaluator > 0.0 and firm.walked_out == 0.0:
        declared = firm.essential / terms.pool.true_share
        cost = max(declared - firm.evaluated, 0.0) * terms.pool.evaluation_cost
        bear_cost(world, firm, cost)
        firm.evaluation_cost += cost
        firm.evaluated = declared


def collect_outside(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Outside licensees pay for the units they report (LR-3); contracts are paid for first."""
    alliance.licensed_units = world.sector.outside_units * alliance.compliance * alliance.strength
    income = licence_income(alliance.charged, alliance.licensed_units, 1.0)
    transfer(world.outside[OUTSIDE_LICENSEES], alliance, income)
    world.sector.licences_paid += income
    owed = contracts_pooled(world.sector.adoption, alliance.contributors, terms)
    contracts = min(owed, income)
    transfer(alliance, world.outside[LAWYERS_AND_COURTS], contracts)
    alliance.licence_outside += distribute(world, alliance, income - contracts)


def distribute(world: World, alliance: Secretariat, income: float) -> float:
    """The administrator keeps its share, all without contributors; what is due of the set-up comes
    out of the rest, and contributors get what is left. What is kept for both, RMB m.
    """
    fee = administrator_income(income, alliance.administrator)
    kept = fee if alliance.contributors > 0.0 else income
    rest = income - kept
    set_up = min(rest, alliance.set_up_due)
    alliance.set_up_due -= set_up
    rest -= set_up
    alliance.distributable += rest
    for firm in world.firms:
        if firm.contributes_to(alliance) > 0.0:
            part = firm.share_of_pool(alliance) * rest
            transfer(alliance, firm, part)
            firm.pool_income += part
    return kept + set_up


def license_alone(world: World, terms: Terms) -> None:
    """Owners of essential patents outside a pool collect by themselves, without a compliance
    programme, and pay for their contracts.
    """
    sector = world.sector
    contracts = contracts_alone(sector.adoption, terms)
    for firm in world.firms:
        if firm.licenses_alone() > 0.0:
            royalty = lone_royalty(world, firm, sector.independent_royalty, terms)
            income = earned_alone(
                world, firm, royalty, sector.licence_stack, sector.adoption, terms
            )
            transfer(world.outside[OUTSIDE_LICENSEES], firm, income)
            sector.licences_paid += income
            transfer(firm, world.outside[LAWYERS_AND_COURTS], min(contracts, income))
            firm.own_licence_income = income - min(contracts, income)


def pool_charge(world: World, alliance: Secretariat) -> float:
    """What a maker of the sector pays a pool per unit, on the share of its products that use the
    standard.
    """
    return (
        alliance.licensing
        * alliance.charged
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
