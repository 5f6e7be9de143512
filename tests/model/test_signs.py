"""A mechanism that is on moves a named outcome of a preset the way theory says, against the same luck with it off."""

from typing import Any

import numpy as np
import pytest

from poolsim.outcomes import OUTCOME_INDEX
from poolsim.scenario import load
from poolsim.simulation import stream

pytest.importorskip("numba")
RUNS = 200
RICH = {"alliance.endowment": 200.0}
SIGNS: list[tuple[str, str, dict[str, Any], str, int]] = [
    ("training", "cn_tv", {**RICH, "alliance.training": 1.0}, "royalty_members", -1),
    ("warning", "cn_tv", {**RICH, "alliance.warning": 1.0}, "royalty_members", -1),
    ("navigation", "cn_tv", {**RICH, "alliance.navigation": 1.0}, "patents", 1),
    ("promotion", "mpeg2", {**RICH, "alliance.promotion": 1.0, "quarters": 24}, "adoption", 1),
    ("fighting_fund", "cn_tv", {**RICH, "alliance.fighting_fund": 1.0}, "royalty_members", -1),
    ("shadow", "cn_tv", RICH, "royalty_members", -1),
    ("cost_sharing", "cn_tv", {**RICH, "litigation.cost_sharing": 1.0}, "legal_cost", -1),
    ("screening", "cn_tv", {**RICH, "litigation.screening": 1.0}, "trials", 1),
]


def outcome(preset: str, values: dict[str, Any], name: str) -> np.ndarray:
    scenario = load(preset).with_values(values)
    blocks = stream(scenario.lower(), scenario.seed, RUNS, workers=2)
    return np.concatenate([block.outcomes[:, OUTCOME_INDEX[name]] for block in blocks])


@pytest.mark.parametrize(("switch", "preset", "values", "name", "sign"), SIGNS, ids=[sign[0] for sign in SIGNS])
def test_sign(switch, preset, values, name, sign):
    """The 95 % interval of the paired difference lies on the side of the sign."""
    on, off = (outcome(preset, {**values, f"switches.{switch}": state}, name) for state in (1.0, 0.0))
    effect = sign * (on - off)
    assert effect.mean() > 1.96 * effect.std(ddof=1) / RUNS**0.5
