"""Founding against theory: what founders foresee (FD-1), their tastes (FD-2), the threshold game
(TP-1), the hurdle of capital that can wait (CO-3), the subsidy (GV-1).
"""

import math

import pytest
from founding import PATIENCE, SHARP, close, founded, founders, share_of_attempts, worth
from strategies import WILLING

from poolsim.economy.agents import Agents, Firm
from poolsim.economy.causes import FINANCE, INSOLVENT, NO_CASH, UNWILLING
from poolsim.economy.phases.membership import taste_of
from poolsim.economy.rules.membership import at_least, hurdle
from poolsim.theory.membership import agreement_probability, join_probability


@pytest.mark.parametrize(
    ("refund", "willing", "agrees"),
    [
        (1.0, 0.0, True),
        (1.0, 0.587, True),
        (1.0, 0.592, False),  # the symmetric equilibrium with refund lies at 0.589225
        (0.0, 0.0, False),
        (0.0, 0.325, False),  # without refund at 0.328154 and 0.56499
        (0.0, 0.331, True),
        (0.0, 0.562, True),
        (0.0, 0.568, False),
    ],
)
def test_founders_agree_on_the_side_of_the_equilibrium_that_theory_says(refund, willing, agrees):
    terms = {
        **SHARP,
        "founding_effort": 0.2 - 1e-6 / PATIENCE,
        "refund": refund,
        "first_willing": willing,
    }
    value, _ = worth(founders(["threshold"], terms))
    assert (value > 0.0) == agrees


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
    """Identical firms that agree with one chance each: binomial (FD-2, TP-1)."""
    cost = 1e-6
    terms = {
        "intensity": 2.0,
        "fickleness": 0.0,
        "participation_cost": cost,
        "first_willing": willing,
        "founding_effort": 0.2,
    }
    pivotal = math.comb(9, 4) * willing**4 * (1.0 - willing) ** 5
    enough = sum(math.comb(9, j) * willing**j * (1.0 - willing) ** (9 - j) for j in range(4, 10))
    against = 1.0 - pivotal / enough + 0.2 + cost / PATIENCE
    chance = join_probability((1.0 - against) / (1.0 + against), 2.0)
    model = founders(["threshold"], terms)
    assert close(share_of_attempts(model, 5.0), at_least(chance, 10.0, 5.0))


def test_the_next_attempt_reckons_with_the_last():
    model = founders(["threshold"], {**SHARP, "founding_effort": 0.2, "first_willing": 1.0})
    founded(model)
    assert (model.world.alliances[1].formed, model.world.alliances[1].willing) == (0.0, 0.0)
    assert founded(model) == 1.0


class AllButOne(Firm):
    """A firm that agrees to every founding, but for the first."""

    def would_found(self, alliance, taste, terms):
        return 1.0 if self.index > 0.0 else 0.0


@pytest.mark.parametrize(("refund", "spent"), [(1.0, 0.0), (0.25, 0.3), (0.0, 0.4)])
def test_effort_is_spent_on_a_failure_as_far_as_it_is_not_refunded(refund, spent):
    terms = {**SHARP, "founding_effort": 0.4, "refund": refund}
    model = founders(["threshold"], terms, {"founding_share": 1.0}, agents=Agents(firm=AllButOne))
    before = [firm.cash for firm in model.world.firms]
    assert founded(model) == 0.0
    assert [
        b - firm.cash for b, firm in zip(before, model.world.firms, strict=True)
    ] == pytest.approx([0.0] + [spent] * 9)


@pytest.mark.parametrize("volatility", [0.05, 0.2, 0.4])
def test_capital_that_can_wait_must_be_worth_the_hurdle(volatility):
    """V >= V* = beta / (beta - 1) K (McDonald and Siegel 1986); without waiting V >= K."""
    _, multiple = hurdle(0.0, volatility, 0.08)
    value = 1.0 - 1e-6 / PATIENCE
    terms = {**SHARP, "volatility": volatility}
    for factor, sign in ((0.999, 1.0), (1.001, -1.0)):
        dear, plain = {"capital": factor * value / multiple}, {"capital": factor * value}
        assert math.copysign(1.0, worth(founders(["waiting"], terms, dear))[0]) == sign
        assert math.copysign(1.0, worth(founders([], terms, plain))[0]) == sign


# Tastes


def test_a_lasting_taste_is_not_redrawn():
    """2,000 firms, forty attempts at a worth of -1/4 of the stake: FD-2, not 1 - (1 - p)^40."""
    cost = 0.01
    terms = {"intensity": 8.0, "fickleness": 0.1, "participation_cost": cost}
    model = founders([], terms, {"founding_share": 1.0}, count=2000)
    world, alliance = model.world, model.world.alliances[1]
    for firm in world.firms:
        firm.belief = 0.6 * cost
    value, stake = worth(model)
    assert value / stake == pytest.approx(-0.25)
    agreed = [0.0] * 2000
    for t in range(1, 41):
        for i, firm in enumerate(world.firms):
            liking = taste_of(firm, alliance, model.cell.terms, model.key, t)
            agreed[i] = max(agreed[i], firm.would_found(alliance, liking, model.cell.terms))
    expected = agreement_probability(-0.25, 8.0, 0.1, 40.0)
    assert close(sum(agreed) / 2000, expected)
    assert 0.12 < expected < 0.2 < 1.0 - (1.0 - join_probability(-0.25, 8.0)) ** 40


# Why an attempt fails, and what is recorded


@pytest.mark.parametrize(
    ("belief", "cash", "income", "why"),
    [(1.0, 0.0, 1.0, NO_CASH), (1.0, 9.0, 0.0, FINANCE), (1e-9, 9.0, 1.0, UNWILLING)],
)
def test_why_an_attempt_fails(belief, cash, income, why):
    model = founders(
        ["threshold", "foresight_money", "fund"],
        {**SHARP, "founding_effort": 0.1, "first_willing": 0.0},
        {"fixed_cost": 0.5, "member_cost": 0.0},
        design={"fund": income, "fund_quarters": 400.0},
    )
    for firm in model.world.firms:
        firm.belief, firm.cash, firm.common = belief, cash, 0.0
    alliance = model.world.alliances[1]
    assert founded(model) == 0.0
    assert (alliance.refusal, alliance.attempts, alliance.first_agreeing) == (why, 1.0, 0.0)
    assert (alliance.founding_margin > 0.0) == (why == NO_CASH)


def test_the_margin_is_that_of_the_last_founder_needed():
    model = founders([], {**SHARP, "fickleness": 0.0}, {"founding_share": 0.3})
    world, terms, alliance = model.world, model.cell.terms, model.world.alliances[1]
    for firm in world.firms:
        firm.belief = 1e-6 * (0.2 + 0.2 * firm.index)
    founded(model)
    margins = []
    for firm in world.firms:
        value, stake = firm.weigh_founding(alliance, terms)
        margins.append(value / stake + taste_of(firm, alliance, terms, model.key, 1) / 100.0)
    assert alliance.founding_margin == pytest.approx(sorted(margins)[-3])


@pytest.mark.parametrize(("pause", "spells"), [(0.0, 1.0), (3.0, 2.0), (1.0, 4.0)])
def test_an_alliance_that_ended_is_founded_again_after_its_pause(pause, spells):
    """Without money a legal person is insolvent at once; its creditors bear what it owed."""
    model = founders(
        [],
        SHARP,
        {"legal_person": 1.0, "fixed_cost": 1.0},
        design={"refound": pause},
        agents=WILLING,
        quarters=4,
    )
    model.run()
    alliance = model.world.alliances[1]
    assert (alliance.cause, alliance.spells, alliance.ever_formed) == (INSOLVENT, spells, 1.0)
    assert alliance.cash == -1.0 - alliance.member_cost * 0.0
    outcomes = model.outcomes()
    assert (outcomes["formed"], outcomes["spells"], outcomes["attempts"]) == (1.0, spells, spells)
    assert outcomes["founded"] == 1.0
