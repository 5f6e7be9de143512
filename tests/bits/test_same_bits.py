"""Mesa and the compiled engine agree bit for bit in every declared field of every agent and array,
in every quarter.
"""

import pytest

from poolsim.parameters.alliance import STRUCTURES
from poolsim.scenario.scenario import load
from poolsim.scenario.toml import shipped

pytest.importorskip("numba")
PRESETS = sorted(shipped("configs"))


@pytest.mark.parametrize("replicate", range(2))
@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("preset", PRESETS)
def test_presets(preset, structure, replicate, differing_values):
    scenario = load(preset).with_values(
        {"alliance.structure": structure, "alliance.pool": 1.0, "seed": 100 + replicate}
    )
    assert differing_values(scenario, replicate) == []


@pytest.mark.parametrize("sharing", [1.0, 2.0])
def test_services_and_joint_defence(sharing, differing_values):
    offered = ("training", "warning", "navigation", "promotion", "fighting_fund")
    scenario = load("cn_tv").with_values(
        {
            **{f"alliance.{service}": 1.0 for service in offered},
            "alliance.endowment": 50.0,
            "quarters": 40,
            "litigation.cost_sharing": sharing,
        }
    )
    assert differing_values(scenario, 3) == []


@pytest.mark.parametrize("seed", range(200))
def test_random_scenarios(seed, random_scenario, differing_values):
    assert differing_values(random_scenario(seed), seed) == []


def test_a_difference_would_be_seen(random_scenario, differing_values, monkeypatch):
    scenario = load("cn_tv").with_values({"quarters": 4.0})
    assert differing_values(scenario, 0) == []
    monkeypatch.setattr("poolsim.economy.phases.research.few_events", lambda luck, mean, none: 1.0)
    places = differing_values(scenario, 0)
    assert places and places[0][0] == 1
