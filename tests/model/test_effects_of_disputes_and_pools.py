"""What disputes between firms and the terms of pools do to a preset: the sign that theory predicts, replicate by
replicate.
"""

import math

import numpy as np
import pytest

from poolsim.outcomes import OUTCOME_INDEX
from poolsim.scenario import load
from poolsim.simulation import stream

pytest.importorskip("numba")
REPLICATES = 200
NORM = {"alliance.non_assertion": 1.0, "alliance.assertion_fine": 1.0, "alliance.expulsion": 1.0}


def results(preset: str, values: dict[str, float], outcome: str) -> np.ndarray:
    scenario = load(preset).with_values(values)
    blocks = stream(scenario.lower(), scenario.seed, REPLICATES)
    return np.concatenate([block.outcomes[:, OUTCOME_INDEX[outcome]] for block in blocks])


def sign(preset: str, before: dict[str, float], after: dict[str, float], outcome: str) -> int:
    """Sign of the paired difference; 0 where its 95 % interval includes zero."""
    gaps = results(preset, after, outcome) - results(preset, before, outcome)
    error = gaps.std(ddof=1) / math.sqrt(REPLICATES)
    return int(np.sign(gaps.mean())) if abs(gaps.mean()) > 1.96 * error else 0


@pytest.mark.parametrize(
    ("switch", "preset", "design", "outcome", "expected"),
    [
        ("attrition", "cn_tv", {}, "legal_cost", -1),  # who gives in before judgment spares the rest of the cost
        ("counter_assertion", "cn_tv", {}, "disputes", 1),
        ("covenant", "cn_tv", {"alliance.covenant": 1.0}, "disputes", -1),
        ("covenant", "cn_tv", {"alliance.covenant": 1.0}, "legal_cost", -1),
        ("non_assertion", "cn_tv", NORM, "internal_suits", -1),
        ("pool_stability", "mpeg2", {}, "ssr_narrow_life", 1),  # own use keeps licensors that also produce in the pool
        ("evaluation", "mpeg2", {}, "legal_cost", 1),
        ("antitrust", "mpeg2", {"alliance.external_evaluator": 0.0}, "lifetime", -1),
    ],
)
def test_a_mechanism_moves_its_outcome_as_theory_says(switch, preset, design, outcome, expected):
    off, on = ({**design, f"switches.{switch}": state} for state in (0.0, 1.0))
    assert sign(preset, off, on, outcome) == expected


def test_sharing_by_value_earns_more_than_by_count_where_only_income_keeps_contributors():
    """Without own use and contracts spared, owners of valuable patents leave a pool that counts patents (SH-5)."""
    count, value = ({"switches.pool_stability": 0.0, "alliance.sharing": rule} for rule in (1.0, 2.0))
    assert sign("mpeg2", count, value, "ssr_narrow_life") == 1


def test_a_cleared_pool_does_not_meet_the_authority():
    off, on = ({"switches.antitrust": state} for state in (0.0, 1.0))
    assert (results("mpeg2", off, "lifetime") == results("mpeg2", on, "lifetime")).all()
