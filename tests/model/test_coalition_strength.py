"""What an alliance's mandate is worth in talks: strength from nought (CS-1, CS-3)."""

import numpy as np
import pytest

from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.economy.phases.negotiation import set_rates
from poolsim.model import PoolModel
from poolsim.scenario.scenario import load
from poolsim.simulation import stream

PRESETS = ("cn_tv", "cn_medical", "cn_avs", "cn_robot", "cn_led", "mpeg2")
MANDATES = (0.0, 0.0001, 0.01, 0.1, 0.35, 0.6, 0.9, 1.0)
TALKS = {
    "negotiation.posted": 0.0,
    "switches.negotiation": 1.0,
    "switches.litigation": 1.0,
    "switches.shadow": 1.0,
    "alliance.negotiates": 1.0,
}


def stacks(preset, quarters, **values):
    """The stack bargained alone and at rising mandates, all else held."""
    model = PoolModel(preset, values={**TALKS, **values})
    for _ in range(quarters):
        model.step()
    alliance, terms, found = model.world.alliances[1], model.cell.terms, []
    alliance.cause = 0.0
    for mandate in MANDATES:
        alliance.mandate = mandate
        set_rates(model.world, terms)
        found.append(alliance.stack)
    return model.world.sector.lone_stack, found


@pytest.mark.parametrize("discrimination", [0.0, 1.0])
@pytest.mark.parametrize("preset", PRESETS)
def test_the_strength_of_talks_begins_at_nought_and_grows_with_the_mandate(preset, discrimination):
    lone, found = stacks(preset, 0, **{"negotiation.discrimination": discrimination})
    assert found[0] == lone > 0.0
    assert found[1] == pytest.approx(lone, rel=0.001)
    assert found[2] == pytest.approx(lone, rel=0.1)
    assert found == pytest.approx(sorted(found, reverse=True), abs=1e-9)


@pytest.mark.parametrize("preset", ["cn_medical", "cn_led"])
def test_where_nobody_talks_for_members_discrimination_changes_no_bit(preset):
    """Not of demands inside and out, nor of what membership is worth, in a running alliance."""
    models = [
        PoolModel(preset, values={"alliance.negotiates": 0.0, "negotiation.discrimination": apart})
        for apart in (0.0, 1.0)
    ]
    for _ in range(16):
        for model in models:
            model.step()
    for name in ("rate", "demand_inside", "foreseen"):
        first, second = (getattr(model.world.book, name) for model in models)
        np.testing.assert_array_equal(first, second)
    first, second = ([(f.benefit, f.common) for f in model.world.firms] for model in models)
    assert first == second
    assert any(benefit > 0.0 for benefit, _ in first)


@pytest.mark.parametrize("fund", [0.0, 1.0])
@pytest.mark.parametrize("preset", PRESETS)
def test_a_stronger_mandate_never_raises_the_rate_in_a_running_alliance(preset, fund):
    changes = {"alliance.fighting_fund": fund, "switches.fighting_fund": 1.0}
    for holder_cost in (1.0, 20.0, 40.0):
        found = stacks(preset, 4, **changes, **{"litigation.holder_cost": holder_cost})[1]
        assert found == pytest.approx(sorted(found, reverse=True), abs=1e-9)


def test_where_a_joint_suit_would_be_worth_bringing_members_do_not_threaten_with_it():
    """Demands lie below what a suit costs: one by one nobody is worth suing, all at once are."""
    model = PoolModel("cn_led", values={**TALKS, "structure.mandate": 1.0})
    world, terms = model.world, model.cell.terms
    set_rates(world, terms)
    lone = world.sector.mean_exports * terms.litigation.licence_term
    assert world.alliances[1].force > 0.0
    assert lone in [world.book.joint[1, h] for h in range(len(world.holders))]
    assert world.alliances[1].export_volume * terms.litigation.licence_term > 10.0 * lone


def test_where_royalties_are_posted_members_who_are_sued_reckon_with_all_of_them():
    model = PoolModel("cn_tv", values={**TALKS, "negotiation.posted": 1.0})
    volume = model.world.alliances[1].export_volume * model.cell.terms.litigation.licence_term
    assert {model.world.book.joint[1, h] for h in range(len(model.world.holders))} == {volume}
    assert volume > 0.0


@pytest.mark.parametrize("preset", PRESETS)
def test_without_a_mandate_talks_change_no_bit(preset):
    pytest.importorskip("numba")
    scenario = load(preset).with_values({"structure.mandate": 0.0, "alliance.negotiates": 1.0})
    on, off = (
        next(
            stream(
                scenario.with_values({"switches.negotiation": talks}).lower(), 1, 10, curves=True
            )
        )
        for talks in (1.0, 0.0)
    )
    np.testing.assert_array_equal(on.outcomes, off.outcomes)
    np.testing.assert_array_equal(on.series, off.series)
    assert on.outcomes[:, OUTCOME_INDEX["formed"]].any()
