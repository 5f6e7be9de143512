"""Each source of income, on against off in a preset: the sign that theory predicts, in 200 paired runs."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from poolsim.outcomes import OUTCOME_INDEX
from poolsim.scenario import load
from poolsim.simulation import stream
from poolsim.study.intervals import of_mean

pytest.importorskip("numba")
SOCIAL = {"alliance.structure": "social_group", "alliance.endowment": 2.0}
LOOSE = {"alliance.structure": "cooperative", "structure.host_share": 0.0, "alliance.projects": 0.0}
# mechanism: preset, levers, outcome, sign of on less off
EFFECTS: dict[str, tuple[str, dict[str, Any], str, float]] = {
    "voluntary": ("cn_tv", {**LOOSE, "alliance.voluntary": 1.0}, "service", 1.0),
    "databases": ("cn_tv", {"alliance.database_fee": 0.005}, "ssr_narrow", 1.0),
    "brokerage": ("cn_tv", {"alliance.brokerage": 0.1}, "ssr_narrow", 1.0),
    "custody": ("cn_tv", {"alliance.custody": 1.0}, "ssr_narrow", 1.0),
    "paid_services": ("cn_tv", {"alliance.paid_services": 0.2}, "ssr_narrow", 1.0),
    "fund": ("cn_tv", {**SOCIAL, "alliance.fund": 0.3, "alliance.fund_quarters": 20.0}, "lifetime", 1.0),
    "dues_vote": ("cn_tv", {**SOCIAL, "alliance.votes_dues": 1.0}, "lifetime", 1.0),
}


@cache
def outcomes(preset: str, values: tuple[tuple[str, Any], ...]) -> np.ndarray:
    scenario = load(preset).with_values(dict(values))
    blocks = stream(scenario.lower(), scenario.seed, 200, announce=lambda text: None)
    return np.concatenate([block.outcomes for block in blocks])


def difference(preset: str, one: dict[str, Any], other: dict[str, Any], outcome: str) -> tuple[float, float]:
    """95 % interval of the paired difference, over pairs in which both alliances formed."""
    first, second = outcomes(preset, tuple(one.items())), outcomes(preset, tuple(other.items()))
    both = (first[:, OUTCOME_INDEX["formed"]] > 0.0) & (second[:, OUTCOME_INDEX["formed"]] > 0.0)
    assert both.sum() >= 100
    k = OUTCOME_INDEX[outcome]
    gap = first[both, k] - second[both, k]
    low, high = of_mean(gap.mean(), gap.std(ddof=1), len(gap))
    return float(low), float(high)


@pytest.mark.parametrize("switch", EFFECTS)
def test_on_changes_what_theory_says(switch):
    preset, levers, outcome, sign = EFFECTS[switch]
    low, high = difference(preset, levers, {**levers, f"switches.{switch}": 0.0}, outcome)
    assert low * high > 0.0 and low * sign > 0.0, (low, high)


def test_grants_displace_contributions():
    """Crowding out in the preset: what members give falls when government pays (OL-3)."""
    preset, levers, _, _ = EFFECTS["voluntary"]
    low, high = difference(preset, {**levers, "alliance.grant": 0.1}, levers, "member_dependence")
    assert high < 0.0


def test_grants_lower_the_dues_that_members_vote():
    preset, levers, _, _ = EFFECTS["dues_vote"]
    low, high = difference(preset, {**levers, "alliance.grant": 0.3}, levers, "member_dependence")
    assert high < 0.0
