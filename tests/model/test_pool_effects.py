"""What terms of a pool do to a preset, replicate by replicate; switches against their placebos:
tests/validation.
"""

import math

import numpy as np
import pytest

from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.scenario.scenario import load
from poolsim.simulation import stream

pytest.importorskip("numba")
REPLICATES = 200


def results(values: dict[str, float], outcome: str) -> np.ndarray:
    scenario = load("mpeg2").with_values(values)
    blocks = stream(scenario.lower(), scenario.seed, REPLICATES)
    return np.concatenate([block.outcomes[:, OUTCOME_INDEX[outcome]] for block in blocks])


def test_sharing_by_value_earns_more_than_by_count_where_only_income_keeps_contributors():
    """Without own use and contracts spared, owners of valuable patents leave a pool that counts
    patents (SH-5).
    """
    count, value = (
        {"switches.pool_stability": 0.0, "alliance.sharing": rule} for rule in (1.0, 2.0)
    )
    gaps = results(value, "ssr_narrow_life") - results(count, "ssr_narrow_life")
    assert gaps.mean() > 1.96 * gaps.std(ddof=1) / math.sqrt(REPLICATES)


def test_a_cleared_pool_does_not_meet_the_authority():
    off, on = ({"switches.antitrust": state} for state in (0.0, 1.0))
    assert (results(off, "lifetime") == results(on, "lifetime")).all()
