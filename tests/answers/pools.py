"""What the formulas answer to the vectors: pools, who pays them, what they promise and cost."""

import pytest
from strategies import alike, sector

from poolsim import theory
from poolsim.economy.actions.licensors import (
    contracts_alone,
    lone_royalty,
    posted_royalty,
    stack_with,
    units_at,
)
from poolsim.economy.actions.pool import appraise_pool
from poolsim.economy.agents import Sector
from poolsim.economy.phases.licensing import distribute
from poolsim.economy.phases.market import collect_from_sector
from poolsim.economy.phases.standard import look_ahead
from poolsim.economy.rules import innovation, licensing
from poolsim.model import PoolModel


def pool(makers, on=(), **groups):
    """A world in which nothing has happened: makers of a sector, and one alliance with a pool."""
    structure = {"may_license": 1.0, "legal_person": 1.0}
    design = {"pool": 1.0, "structure": structure, **groups.pop("design", {})}
    owner = alike(count=1, invited=1.0, essential_patents=1.0)
    firms = [{**owner, **maker} for maker in makers]
    switches = ["adoption", "licensing", *on]
    return PoolModel(sector(on=switches, firms=firms, alliances=[design], **groups))


def payments(contributors, others, outside_income, administrator, own_use, charge):
    """What is kept, and what each contributor gets net of what it pays."""
    model = pool([{}] * (len(contributors) + len(others)), design={"administrator": administrator})
    world, alliance = model.world, model.world.alliances[1]
    alliance.own_use, alliance.licensing, alliance.sharing = own_use, 1.0, 0.0
    alliance.charged, alliance.compliance, alliance.strength = charge, 1.0, 1.0
    alliance.contributors, world.sector.adoption = float(len(contributors)), 1.0
    for firm, sold in zip(world.firms, contributors + others, strict=True):
        firm.home_sales, firm.export_sales, firm.cash = sold, 0.0, 0.0
    for firm in world.firms[: len(contributors)]:
        firm.alliance, firm.in_pool = 1.0, 1.0
    alliance.licence_outside = distribute(world, alliance, outside_income)
    collect_from_sector(world, model.cell.terms)
    kept = alliance.licence_outside + alliance.licence_sector + alliance.licence_own
    return kept, [firm.cash for firm in world.firms[: len(contributors)]]


def one_licence(royalty, compliance, strength, adoption, **inputs):
    charge = royalty * compliance * strength * adoption
    exempt, pay = (payments(**inputs, own_use=own, charge=charge) for own in (0.0, 1.0))
    return {
        "charge": charge,
        "kept_exempt": exempt[0],
        "kept_pay": pay[0],
        "difference": pay[0] - exempt[0],
        "net_exempt": pytest.approx(exempt[1], abs=1e-6),
        "net_pay": pytest.approx(pay[1], abs=1e-6),
    }


def money_comes_back(charge, **inputs):
    exempt, pay = (payments(**inputs, own_use=own, charge=charge) for own in (0.0, 1.0))
    assert (
        len({round(net, 12) for net in pay[1]}) == len({round(net, 12) for net in exempt[1]}) == 1
    )
    return {"net_exempt": exempt[1][0], "net_pay": pay[1][0]}


def mean_adoption(adoption, p, q, start, quarter, term, discount):
    model = pool(
        [{}],
        standard={"start": float(start)},
        litigation={"licence_term": float(term)},
        membership={"discount": discount},
    )
    users = Sector()
    users.adoption, users.innovation, users.imitation = adoption, p, q
    look_ahead(users, model.cell.terms, quarter)
    return {"mean_adoption": users.mean_adoption}


def stays(
    mean_adoption,
    m,
    R,
    K,
    choke,
    M0,
    life,
    rho,
    strength,
    lone_pay,
    lone_strength,
    lone_coverage,
    a,
    licensees,
    contract,
    T,
):
    """A pool of m, beside K licensors, against licensing alone."""
    model = pool(
        [{}],
        on=("pool_stability", "coverage"),
        standard={"potential": M0, "choke_royalty": choke, "replacement": life},
        pool={"licensees": licensees, "contract_cost": contract},
        litigation={"licence_term": float(T)},
    )
    world, terms = model.world, model.cell.terms
    firm, users = world.firms[0], world.sector
    firm.essential, users.essential = lone_coverage, 1.0
    contracts = contracts_alone(mean_adoption, terms)
    stack = R + K * posted_royalty(terms, R, K)
    units = units_at(users, stack, 1.0, terms)
    paid = mean_adoption * rho * strength
    inside = licensing.distributed_income(R, units, paid, contracts, a) / m
    answer = min(R, choke / (K + 3.0))
    own = lone_royalty(world, firm, posted_royalty(terms, answer, K + 1.0), terms)
    units = units_at(users, answer + (K + 1.0) * own, mean_adoption, terms)
    alone = max(licensing.licence_income(own, units, lone_pay * lone_strength) - contracts, 0.0)
    return {
        "inside": inside,
        "alone": alone,
        "stays": 1.0 if inside + 1e-9 >= alone else 0.0,
        "lone_royalty": own,
    }


def makers_pay(share, administrator, royalty, outside_units, maker_units, mean_paid, contracts):
    incomes = [
        share * licensing.distributed_income(royalty, units, mean_paid, contracts, administrator)
        for units in (outside_units + maker_units, outside_units)
    ]
    return dict(zip(("inside", "inside_without_makers"), incomes, strict=True))


def coverage(
    pooled,
    sector,
    outside,
    owners,
    readiness,
    choke,
    royalty,
    audit,
    penalty,
    potential,
    life,
    strength,
    adoption,
):
    model = pool(
        [{"essential_patents": sector}],
        on=("coverage", "compliance"),
        standard={
            "potential": potential,
            "choke_royalty": choke,
            "replacement": life,
            "outside_essential": outside,
            "outside_owners": float(owners),
        },
        pool={"readiness": readiness, "audit": audit, "penalty": penalty},
        design={"royalty": royalty},
    )
    world, terms, alliance = model.world, model.cell.terms, model.world.alliances[1]
    alliance.licensing, alliance.pooled = 1.0, pooled
    world.firms[0].in_pool = 1.0
    appraise_pool(world.sector, alliance, terms)
    licensors = float(owners) if outside > 0.0 else 0.0
    stack = stack_with(world, alliance, alliance.charged, licensors, terms)
    units = units_at(world.sector, stack, adoption, terms)
    compliance = alliance.highest_compliance(terms)
    others = stack - alliance.charged
    posted = posted_royalty(terms, alliance.charged, licensors)
    return {
        "coverage": alliance.coverage,
        "royalty_charged": alliance.charged,
        "compliance": compliance,
        "outside_royalty": others / licensors if licensors else 0.0,
        "units": units,
        "income": licensing.licence_income(alliance.charged, units, compliance * strength),
        "best_royalty": theory.licensing.best_pool_royalty(
            choke - others * (others < licensors * posted - 1e-9),
            (1.0 - audit * (1.0 + penalty)) / (readiness * choke * alliance.coverage or 1.0),
            choke * alliance.coverage,
        ),
    }


def set_up(
    set_up,
    quarters,
    income_first,
    contributors,
    licensees,
    adoption,
    compliance,
    licensee_cost,
    contract,
):
    due = licensing.set_up_part(set_up, 0.0, quarters)
    return {
        "due": due,
        "called_each": licensing.called_share(due, income_first, contributors),
        "administration": licensing.administration_cost(
            licensees * adoption * compliance, licensee_cost
        ),
        "licensor_contracts_once": quarters
        * licensing.set_up_part(0.0, contributors * contract, quarters),
    }


ANSWERS = {
    "OU-1": one_licence,
    "OU-1/identical, administrator 0": money_comes_back,
    "OU-2": mean_adoption,
    "OU-3": stays,
    "OU-4": makers_pay,
    "CV-1": coverage,
    "CV-2": set_up,
    "LX-1": lambda quarter, youngest, oldest, renewed: {
        "in_force": innovation.share_in_force(quarter, youngest, oldest, renewed, 80.0)
    },
}
