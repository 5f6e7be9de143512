"""Money in presets: what members pay falls when government pays, in 200 paired runs; packages move
no verdict.
"""

import numpy as np
import pytest
from validate import CONTRIBUTING, VOTING

from poolsim.economy.observe import PACKAGE_FLOW
from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.scenario.scenario import load
from poolsim.simulation import stream
from poolsim.statistics.intervals import of_mean

pytest.importorskip("numba")


# Half of the firms found it, and not for the money that they foresee: the same with a grant as
# without.
FOUNDED = {"structure.founding_share": 0.5, "switches.foresight_money": 0.0}


def member_dependence(values: dict[str, float | str]) -> np.ndarray:
    scenario = load("cn_tv").with_values({**FOUNDED, **values})
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


@pytest.mark.parametrize("endowment", [0.0, 100.0])
def test_packages_move_no_verdict_of_led(endowment):
    """Fair packages accrue nothing, and what luck brings stays in the treasury: with none, one or
    five a quarter the ratio is the same, in 60 runs that share their luck. Members do not step in
    with levies, which follow that luck.
    """
    found = {}
    for packages in (0.0, 1.0, 5.0):
        values = {"alliance.packages": packages, "alliance.endowment": endowment}
        values |= {"switches.levy": 0.0}
        scenario = load("cn_led").with_values(values)
        blocks = list(stream(scenario.lower(), scenario.seed, 60, curves=True))
        found[packages] = np.concatenate([block.outcomes for block in blocks])
        flow = np.concatenate([block.series for block in blocks])[:, :, PACKAGE_FLOW]
        assert flow.any() or packages * endowment == 0.0
    for column, most in (("ssr_narrow", 1e-3), ("self_sufficient", 0.05)):
        means = [outcomes[:, OUTCOME_INDEX[column]].mean() for outcomes in found.values()]
        assert max(means) - min(means) <= most, (column, means)
