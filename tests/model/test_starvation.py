"""The dearer the programme of an alliance, the smaller the share of it that its market income
covers, however little it can afford to spend.
"""

from functools import cache

import numpy as np
import pytest

from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.parameters.alliance import STRUCTURES
from poolsim.scenario.scenario import load
from poolsim.simulation import stream

pytest.importorskip("numba")
PRESETS = ("cn_tv", "cn_medical", "cn_avs", "cn_robot", "cn_led", "mpeg2")
TIMES = (0.5, 1.0, 2.0, 4.0)  # the fixed cost of the structure
REPLICATES = 60
STARVING = ("cn_led",)  # where members do not step in with levies
SHARES = ("ssr_narrow", "ssr_narrow_spent")


@cache
def shares(preset: str, structure: str) -> np.ndarray:
    """Means of `SHARES` along the fixed cost, over runs alive at the horizon at each, and their
    number.
    """
    scenario = load(preset)
    outcomes = []
    for times in TIMES:
        cost = times * STRUCTURES[structure].fixed_cost
        values = {
            "alliance.structure": structure,
            "structure.fixed_cost": cost,
            "governance.dormant_after": 80.0,
            "switches.ageing": 0.0,  # a reason to live to the horizon
            "switches.levy": float(preset not in STARVING),
        }
        cell = scenario.with_values(values).lower()
        blocks = list(stream(cell, scenario.seed, REPLICATES))
        outcomes.append(np.concatenate([block.outcomes for block in blocks]))
    found = np.array(outcomes)
    lives = (found[:, :, OUTCOME_INDEX["alive"]] > 0.0).all(axis=0)
    return found[:, lives][:, :, [OUTCOME_INDEX[name] for name in SHARES]]


def test_a_dearer_alliance_covers_less_of_its_programme():
    """In every preset and structure with market income in which ten runs or more live at every
    cost, where no alliance falls asleep. One that starves covers more of what it spent.
    """
    fed = {
        (preset, structure): found.mean(axis=1)
        for preset in PRESETS
        for structure in STRUCTURES
        if (found := shares(preset, structure)).shape[1] >= 10 and found[:, :, 0].mean() > 0.0
    }
    assert len({preset for preset, _ in fed}) >= 3 and len({kind for _, kind in fed}) >= 2
    for cell, (of_programme, of_spent) in ((cell, mean.T) for cell, mean in fed.items()):
        assert (np.diff(of_programme) < 0.0).all(), cell
        assert (of_spent >= of_programme - 1e-12).all(), cell
    starving = [mean for (preset, _), mean in fed.items() if preset in STARVING]
    assert any((mean[:, 1] > 1.2 * mean[:, 0]).all() for mean in starving)
