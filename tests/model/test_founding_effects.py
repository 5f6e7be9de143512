"""What levers of founding and policy do in the presets, as theory has it: paired over
200 replicates.
"""

from typing import Any

import numpy as np
import pytest

from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.scenario.scenario import load
from poolsim.simulation import stream
from poolsim.statistics.intervals import of_mean

RUNS = 200
# A pool that makes capital hardly worth putting in.
THIN = {"quarters": 20, "standard.potential": 3.0, "alliance.royalty": 0.7}
# preset, what both runs share, what the second changes, outcome, sign
EFFECTS = {
    "without share subscription founders risk their effort (TP-1)": (
        "mpeg2",
        THIN,
        {"membership.refund": 0.0},
        "formed",
        -1,
    ),
    "uncertainty delays capital (CO-3)": (
        "mpeg2",
        THIN,
        {"membership.volatility": 0.4},
        "formed",
        -1,
    ),
    "a programme induces alliances only while it runs (GV-2)": (
        "cn_robot",
        {"quarters": 12, "alliance.fund": 0.0, "policy.subsidy_from": 13.0},
        {"policy.subsidy_from": 9.0},
        "formed",
        1,
    ),
}


def outcomes(preset: str, values: dict[str, Any], name: str) -> np.ndarray:
    cell = load(preset).with_values(values).lower()
    rows = np.vstack(
        [block.outcomes for block in stream(cell, 7, RUNS, announce=lambda text: None)]
    )
    return rows[:, OUTCOME_INDEX[name]]


@pytest.mark.parametrize("effect", EFFECTS)
def test_effect(effect):
    preset, shared, added, name, sign = EFFECTS[effect]
    difference = outcomes(preset, {**shared, **added}, name) - outcomes(preset, shared, name)
    low, high = of_mean(difference.mean(), difference.std(ddof=1), RUNS)
    assert (low > 0.0) if sign > 0 else (high < 0.0), (float(low), float(high))
