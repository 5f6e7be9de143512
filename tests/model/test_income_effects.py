"""Crowding out in a preset: what members pay falls when government pays, in 200 paired runs."""

import numpy as np
import pytest
from validate import CONTRIBUTING, VOTING

from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.scenario.scenario import load
from poolsim.simulation import stream
from poolsim.statistics.intervals import of_mean

pytest.importorskip("numba")


def member_dependence(values: dict[str, float | str]) -> np.ndarray:
    scenario = load("cn_tv").with_values(values)
    blocks = list(stream(scenario.lower(), scenario.seed, 200))
    found = np.concatenate([block.outcomes for block in blocks])
    assert (found[:, OUTCOME_INDEX["formed"]] == 1.0).all()
    return found[:, OUTCOME_INDEX["member_dependence"]]


@pytest.mark.parametrize(("values", "grant"), [(CONTRIBUTING, 0.1), (VOTING, 0.3)])
def test_grants_displace_contributions_and_voted_dues(values, grant):
    """The share of revenue that members pay falls (OL-3)."""
    gap = member_dependence({**values, "alliance.grant": grant}) - member_dependence(values)
    _, high = of_mean(gap.mean(), gap.std(ddof=1), len(gap))
    assert high < 0.0
