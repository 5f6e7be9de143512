"""Whether alliances are founded, in whole runs: nothing comes from nothing, and a lasting taste is
not worn down by asking again.
"""

import numpy as np
import pytest

from poolsim.economy.causes import FINANCE
from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.scenario.scenario import load
from poolsim.simulation import stream

# No money at the founding, none from outside, none from members. Half of those invited suffice, so
# that with a service that is free they would found it.
NOTHING = {
    "alliance.endowment": 0.0,
    "alliance.grant": 0.0,
    "alliance.fund": 0.0,
    "alliance.dues": 0.0,
    "alliance.projects": 0.0,
    "alliance.paid_services": 0.0,
    "alliance.database_fee": 0.0,
    "alliance.brokerage": 0.0,
    "alliance.custody": 0.0,
    "alliance.pool": 0.0,
    "structure.host_share": 0.0,
    "structure.capital": 0.0,
    "structure.founding_share": 0.5,
    "switches.levy": 0.0,
    "switches.subsidy": 0.0,
}


def outcomes(preset, runs, values):
    """Outcomes of every run by name."""
    pytest.importorskip("numba")
    cell = load(preset).with_values(values).lower()
    rows = np.vstack([b.outcomes for b in stream(cell, 7, runs, announce=lambda text: None)])
    return {name: rows[:, k] for name, k in OUTCOME_INDEX.items()}


@pytest.mark.parametrize("structure", ["entity", "social_group", "cooperative"])
def test_nothing_comes_from_nothing(structure):
    """Founders lose their effort, nothing else is at stake: each agrees with a chance of .0003, two
    of ten in a run with one of 5e-6.
    """
    found = outcomes("cn_tv", 200, {**NOTHING, "alliance.structure": structure, "quarters": 24})
    assert not found["formed"].any()
    assert (found["refusal"] == FINANCE).mean() > 0.9
    assert set(found["attempts"]) == {24.0}
    assert found["founding_margin"].max() < 0.0


def test_a_levy_that_members_would_vote_is_money():
    for structure in ("entity", "social_group", "cooperative"):
        values = {**NOTHING, "switches.levy": 1.0, "alliance.structure": structure, "quarters": 4}
        assert outcomes("cn_tv", 60, values)["formed"].mean() >= 0.95


# Where a programme founds, the window opens with it.
WINDOWED = {
    "cn_tv": {},
    "cn_medical": {"alliance.start": 1.0},
    "cn_avs": {},
    "cn_robot": {"alliance.start": 12.0},
    "cn_led": {},
    "mpeg2": {},
}


@pytest.mark.parametrize("preset", WINDOWED)
def test_eighty_attempts_found_hardly_more_often_than_one(preset):
    """Within ten points; runs share their luck, and tastes."""
    shares = []
    for window in (1.0, 8.0, 80.0):
        quarters = WINDOWED[preset].get("alliance.start", 1.0) + window - 1.0
        values = {**WINDOWED[preset], "alliance.window": window, "quarters": min(quarters, 80.0)}
        shares.append(outcomes(preset, 100, values)["formed"].mean())
    assert max(shares) - min(shares) < 0.1, shares


def test_the_hazard_of_founding_has_no_step_in_the_hazard_of_demands():
    """Foundings over attempts, on 20 steps over the range of `assertion.hazard`. The largest true
    one is .034, from nobody to three in four who ever found; .15 takes 57 of 60: false alarm 3e-5.
    """
    hazards = []
    for demands in np.linspace(0.0, 2.0, 21):
        found = outcomes("cn_tv", 60, {"assertion.hazard": float(demands)})
        hazards.append(found["spells"].sum() / found["attempts"].sum())
    assert 0.01 < np.abs(np.diff(hazards)).max() < 0.15, hazards
