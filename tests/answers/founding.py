"""What the formulas answer to the vectors: founders, who foresee the treasury and have tastes."""

import pytest
from strategies import alike, sector

from poolsim import theory
from poolsim.economy.phases.membership import prospect
from poolsim.economy.rules import finance
from poolsim.model import PoolModel


def candidate(count, on, membership, **design):
    """Identical firms that look at an alliance which all of them must found, in quarter 1."""
    structure = {
        "founding_share": 1.0,
        "capital": 0.0,
        "member_cost": 0.0,
        "host_share": 0.0,
        "legal_person": 0.0,
        **design.pop("structure", {}),
    }
    scenario = sector(
        on=("foresight_money", "threshold", *on),
        firms=[alike(count=count, invited=1.0)],
        alliances=[{"structure": structure, "minimum": 1.0, **design}],
        membership={"first_willing": 1.0, **membership},
    )
    return PoolModel(scenario)


def weigh(model, benefit):
    """Worth of founding and stake of a firm that believes in a benefit, beside others alike."""
    world, terms, alliance = model.world, model.cell.terms, model.world.alliances[1]
    for firm in world.firms:
        firm.belief, firm.common = benefit, 0.0
    prospect(world, alliance, terms, 1)
    return world.firms[0].weigh_founding(alliance, terms)


def founding(T0, y, cost, m, b, part, legal, levy, discount, capital, effort):
    terms = {"participation_cost": part, "founding_effort": effort, "discount": discount}
    structure = {"fixed_cost": cost, "legal_person": float(legal), "capital": capital}
    levies = ["levy"] if levy else []
    model = candidate(
        m, ["fund", *levies], terms, structure=structure, endowment=T0, fund=y, fund_quarters=400.0
    )
    worth, stake = weigh(model, b)
    assert -1.0 <= worth / stake <= 1.0
    return {"worth": worth, "full_quarters": quarters_borne(T0 + m * capital, y, cost, legal)}


def quarters_borne(treasury, income, cost, legal_person):
    """Quarters in which a treasury makes up what income lacks of full service."""
    served = 0.0
    while income < cost:
        service, _, treasury = finance.imagined_quarter(
            treasury + income, 0.0, cost, cost, 0.0, float(legal_person), 0.0
        )
        if service < 1.0:
            break
        served += 1.0
    return served


def agreeing(worth_over_stake, intensity, fickleness, tries):
    chance = theory.membership.agreement_probability
    logit = theory.membership.join_probability(worth_over_stake, intensity)
    assert chance(worth_over_stake, intensity, 0.01, 1.0) == pytest.approx(logit, abs=1e-4)
    return {
        "agrees": chance(worth_over_stake, intensity, fickleness, float(tries)),
        "logit_one_draw": logit,
        "redrawn_each_quarter": 1.0 - (1.0 - logit) ** tries,
    }


ANSWERS = {"FD-1": founding, "FD-2": agreeing}
