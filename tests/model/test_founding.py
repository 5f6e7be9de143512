"""Founding against theory: the threshold game, the hurdle of capital that can wait, the subsidy
(TP-1, CO-3, GV-1).
"""

import math
from typing import Any

import pytest
from strategies import WILLING, alike, sector

from poolsim.economy.agents import Agents, Firm
from poolsim.economy.draws import FOUND, stream
from poolsim.economy.functions import normal_quantile
from poolsim.economy.ledger import GOVERNMENT
from poolsim.economy.phases.membership import agreement, founders_found, prospect
from poolsim.economy.rules.membership import at_least, hurdle, join_probability
from poolsim.model import PoolModel

PATIENCE = 0.08 / 4.0  # 1 - delta of a quarter
SHARP = {"intensity": 100.0, "benefit_sd": 1e-6, "participation_cost": 1e-6}
FREE = {
    "capital": 0.0,
    "founding_share": 0.5,
    "fixed_cost": 0.0,
    "legal_person": 0.0,
    "host_share": 0.0,
}
TRIALS = 4000


def founders(
    on, membership, structure=None, count=10, design=None, policy=None, agents=None, **groups
):
    """Identical firms invited to found an alliance, all of them believing in a benefit worth RMB 1
    m for ever.
    """
    scenario = sector(
        on=on,
        firms=[alike(count=count, invited=1.0)],
        alliances=[{"structure": {**FREE, **(structure or {})}, "minimum": 1.0, **(design or {})}],
        membership=membership,
        policy=policy or {},
        **groups,
    )
    model = PoolModel(scenario) if agents is None else PoolModel(scenario, agents=agents)
    for firm in model.world.firms:
        firm.belief, firm.common = PATIENCE, 1.0
    return model


def founded(model: PoolModel) -> float:
    founders_found(model.world, model.cell.terms, model.key, 1)
    return model.world.alliances[1].formed


def share_of_attempts(model: PoolModel, members: float) -> float:
    """Share of independent first attempts in which enough agree."""
    world, terms, alliance = model.world, model.cell.terms, model.world.alliances[1]
    successes = 0
    for t in range(1, TRIALS + 1):
        alliance.tried = 0.0
        prospect(world, alliance, terms, 1)
        successes += agreement(world, terms, stream(model.key, t, FOUND), alliance) >= members
    return successes / TRIALS


def close(found: float, expected: float) -> bool:
    return abs(found - expected) <= 4.5 * math.sqrt(expected * (1.0 - expected) / TRIALS)


@pytest.mark.parametrize(
    ("refund", "willing", "formed"),
    [
        (1.0, 0.0, 1.0),
        (1.0, 0.587, 1.0),
        (1.0, 0.592, 0.0),  # the symmetric equilibrium with refund lies at 0.589225
        (0.0, 0.0, 0.0),
        (0.0, 0.325, 0.0),  # without refund at 0.328154 and 0.56499
        (0.0, 0.331, 1.0),
        (0.0, 0.562, 1.0),
        (0.0, 0.568, 0.0),
    ],
)
def test_founders_agree_on_the_side_of_the_equilibrium_that_theory_says(refund, willing, formed):
    terms = {
        **SHARP,
        "founding_effort": 0.2 - 1e-6 / PATIENCE,
        "refund": refund,
        "first_willing": willing,
    }
    assert founded(founders(["threshold"], terms)) == formed


def test_what_outsiders_cannot_enjoy_leaves_nothing_to_stand_back_for():
    model = founders(["threshold"], {**SHARP, "founding_effort": 0.2, "first_willing": 1.0})
    for firm in model.world.firms:
        firm.common = 0.0
    assert founded(model) == 1.0


def test_under_unanimity_every_founder_is_pivotal():
    terms = {**SHARP, "founding_effort": 0.2, "first_willing": 0.9}
    assert founded(founders(["threshold"], terms, {"founding_share": 1.0})) == 1.0


@pytest.mark.parametrize("willing", [0.3, 0.5, 0.7])
def test_share_of_attempts_that_succeed(willing):
    """Identical firms that agree with one chance each: binomial (CO-5, TP-1)."""
    sd, cost = 0.02, 1e-6
    terms = {
        "intensity": 1.0,
        "benefit_sd": sd,
        "participation_cost": cost,
        "first_willing": willing,
        "founding_effort": 0.2,
    }
    pivotal = math.comb(9, 4) * willing**4 * (1.0 - willing) ** 5
    enough = sum(math.comb(9, j) * willing**j * (1.0 - willing) ** (9 - j) for j in range(4, 10))
    gain = pivotal / enough - 0.2 - cost / PATIENCE
    expected = at_least(join_probability(gain * PATIENCE / sd, 1.0), 10.0, 5.0)
    assert close(share_of_attempts(founders(["threshold"], terms), 5.0), expected)


def test_the_next_attempt_reckons_with_the_last():
    model = founders(["threshold"], {**SHARP, "founding_effort": 0.2, "first_willing": 1.0})
    founded(model)
    assert (model.world.alliances[1].formed, model.world.alliances[1].willing) == (0.0, 0.0)
    assert founded(model) == 1.0


@pytest.mark.parametrize(("refund", "spent"), [(1.0, 0.0), (0.25, 0.3), (0.0, 0.4)])
def test_effort_is_spent_on_a_failure_as_far_as_it_is_not_refunded(refund, spent):
    terms = {**SHARP, "founding_effort": 0.4, "refund": refund}
    model = founders(["threshold"], terms, {"legal_person": 1.0, "fixed_cost": 1.0}, agents=WILLING)
    before = [firm.cash for firm in model.world.firms]
    assert founded(model) == 0.0
    assert [
        b - firm.cash for b, firm in zip(before, model.world.firms, strict=True)
    ] == pytest.approx([spent] * 10)


@pytest.mark.parametrize("volatility", [0.05, 0.2, 0.4])
def test_capital_that_can_wait_must_be_worth_the_hurdle(volatility):
    """V >= V* = beta / (beta - 1) K (McDonald and Siegel 1986); without waiting V >= K."""
    _, multiple = hurdle(0.0, volatility, 0.08)
    worth = 1.0 - 1e-6 / PATIENCE
    terms = {**SHARP, "volatility": volatility}
    for factor, formed in ((0.999, 1.0), (1.001, 0.0)):
        dear = {"capital": factor * worth / multiple}
        assert founded(founders(["waiting"], terms, dear)) == formed
        assert founded(founders([], terms, {"capital": factor * worth})) == formed


class Uncertain(Firm):
    """A founder to whom membership is worth a normal amount, of mean -1 and deviation 2."""

    def would_found(self, alliance: Any, luck: float, terms: Any) -> float:
        return 1.0 if 2.0 * normal_quantile(luck) - 1.0 + alliance.start_up_share() > 0.0 else 0.0


@pytest.mark.parametrize(("subsidy", "share"), [(0.0, 0.308538), (1.5, 0.598706)])
def test_share_of_normal_candidates_that_a_subsidy_founds(subsidy, share):
    model = founders(
        ["subsidy"], SHARP, count=1, policy={"subsidy": subsidy}, agents=Agents(firm=Uncertain)
    )
    assert close(share_of_attempts(model, 1.0), share)


@pytest.mark.parametrize("subsidy", [0.0, 0.5, 1.5, 6.0])
def test_share_that_a_subsidy_founds(subsidy):
    """One founder whose net present value has the model's logistic error: P = 1 / (1 + e^(-(NPV +
    g) / sd)).
    """
    sd, capital = 0.02, 2.0
    terms = {"intensity": 1.0, "benefit_sd": sd, "participation_cost": 1e-6}
    model = founders(["subsidy"], terms, {"capital": capital}, count=1, policy={"subsidy": subsidy})
    model.world.firms[0].cash = 100.0
    expected = join_probability((1.0 - 1e-6 / PATIENCE - capital + subsidy) * PATIENCE / sd, 1.0)
    assert close(share_of_attempts(model, 1.0), expected)


def test_the_government_pays_and_only_while_the_programme_runs():
    def subsidised(**policy):
        model = founders(
            ["subsidy"],
            SHARP,
            {"legal_person": 1.0, "fixed_cost": 1.0, "member_cost": 0.0},
            policy={"subsidy": 1.5, **policy},
        )
        founded(model)
        alliance = model.world.alliances[1]
        return (
            alliance.formed,
            alliance.cash,
            alliance.grant_income,
            model.world.outside[GOVERNMENT].cash,
        )

    assert subsidised() == (1.0, 1.5, 1.5, -1.5)
    assert subsidised(subsidy_from=2.0) == (0.0, 0.0, 0.0, 0.0)
    assert subsidised(subsidy_from=1.0, subsidy_until=1.0) == (1.0, 1.5, 1.5, -1.5)
