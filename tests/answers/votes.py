"""What the formulas answer to the vectors: votes and levies."""

import itertools
import math

import pytest
from formulas import rules


def passes(p, quorum, weights=None):
    """Chance that a proposal carries, over all ballots that there can be."""
    weights = weights or [1.0] * len(p)
    total = 0.0
    for ballots in itertools.product((0.0, 1.0), repeat=len(p)):
        yes = sum(weight * vote for weight, vote in zip(weights, ballots, strict=True))
        chance = math.prod(c if vote else 1.0 - c for c, vote in zip(p, ballots, strict=True))
        total += rules.votes.carries(yes, sum(weights), quorum) * chance
    return {"passes": total}


def own_gain(benefit, cost, intensity):
    approve, stake = rules.votes.approval_chance, rules.votes.stake_in(benefit, cost)
    gain = stake * math.log(4.0) / intensity
    assert approve((stake + gain) / 2, (stake - gain) / 2, intensity) == pytest.approx(0.8)
    return {"stake": stake, "yes": approve(benefit, cost, intensity), "gain_for_p_.8": gain}


def levy(cost, other_income, treasury, members, horizon, discount, benefit):
    each = rules.votes.levy_each(cost, other_income, treasury, members, horizon)
    worth = benefit * rules.finance.annuity(math.exp(-discount / 4.0), horizon)
    return {"levy_each": each, "worth_of_service": worth, "gain": worth - each}


ANSWERS = {"VT-1": passes, "VT-2": own_gain, "VT-3": levy}
