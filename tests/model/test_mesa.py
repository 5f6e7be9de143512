"""The model under Mesa's own tools: collection, agent sets, copies and batches."""

import copy
import pickle
import random

import mesa
import numpy as np
import pytest

from poolsim.economy.agents import Firm, PatentHolder, Secretariat
from poolsim.economy.observe import SERIES
from poolsim.economy.outcomes import OUTCOMES
from poolsim.model import PoolModel
from poolsim.scenario.scenario import ScenarioError, load


def stepped(quarters: int) -> PoolModel:
    model = PoolModel("cn_tv", values={"alliance.structure": "cooperative"})
    for _ in range(quarters):
        model.step()
    return model


def test_the_collector_holds_the_declared_series():
    model = stepped(5)
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == [series.name for series in SERIES]
    assert frame.shape == (6, len(SERIES))
    assert frame.to_numpy().tolist() == [
        [model.series[t, k] for k in range(len(SERIES))] for t in range(6)
    ]
    assert frame["members"].iloc[-1] == model.world.alliances[1].members


def test_outcomes_are_those_declared():
    assert list(stepped(3).outcomes()) == [outcome.name for outcome in OUTCOMES]


def test_agent_sets_know_the_agents():
    model = stepped(4)
    assert {kind: len(agents) for kind, agents in model.agents_by_type.items()} == {
        Firm: 30,
        PatentHolder: 10,
        Secretariat: 2,
    }
    firms = model.agents_by_type[Firm]
    members = firms.select(lambda firm: firm.alliance == 1.0)
    assert len(members) == model.world.alliances[1].members > 0
    assert firms.agg("cash", sum) == pytest.approx(sum(firm.cash for firm in model.world.firms))
    assert sorted(firms.get("id")) == sorted(firm.id for firm in model.world.firms)
    members.do("leave", model.world.alliances[1])
    assert model.world.alliances[1].members == 0.0


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_a_copy_goes_on_with_the_same_bits(copied):
    model = stepped(6)
    twin = copied(model)
    assert twin.world.firms[0] is not model.world.firms[0]
    twin.run()
    assert stepped(6).series.tobytes() == model.series.tobytes()
    model.run()
    assert twin.series.tobytes() == model.series.tobytes()
    assert twin.reduced() == model.reduced()
    assert [firm.cash for firm in twin.world.firms] == [firm.cash for firm in model.world.firms]


def test_the_model_stops_at_its_horizon():
    model = PoolModel("mpeg2", values={"quarters": 3})
    for quarter in range(1, 4):
        model.step()
        assert (model.quarter, model.running) == (quarter, quarter < 3)
    model.run()
    assert model.quarter == 3


@pytest.mark.skipif(not hasattr(mesa, "batch_run"), reason="Mesa 4 has no batch_run")
@pytest.mark.filterwarnings("ignore")
def test_batches_of_mesa():
    rows = mesa.batch_run(
        PoolModel,
        {"scenario": "cn_tv", "replicate": range(2)},
        number_processes=1,
        max_steps=80,
        data_collection_period=-1,
        display_progress=False,
    )
    assert [row["replicate"] for row in rows] == [0, 1]
    for row in rows:  # Mesa counts what was collected from 0, the opening included
        model = PoolModel("cn_tv", row["replicate"])
        model.run()
        assert {series.name: row[series.name] for series in SERIES} == {
            series.name: model.series[int(row["Step"]), k] for k, series in enumerate(SERIES)
        }


def test_no_global_luck_is_used_or_set():
    random.seed(5)
    np.random.seed(5)
    before = random.getstate(), np.random.get_state()[1].tolist(), np.random.get_state()[2]
    first = stepped(8)
    assert (
        random.getstate(),
        np.random.get_state()[1].tolist(),
        np.random.get_state()[2],
    ) == before
    random.seed(6)
    own = first.random.getstate()
    second = stepped(8)
    assert first.series.tobytes() == second.series.tobytes()
    assert first.random.getstate() == own


def test_mesas_generator_does_not_reach_the_model():
    assert (
        PoolModel("cn_tv", rng=1).world.firms[0].cash
        == PoolModel("cn_tv", rng=2).world.firms[0].cash
    )


def test_scenarios_by_name_value_and_table():
    preset = load("cn_tv")
    assert (
        PoolModel("cn_tv").key
        == PoolModel(preset).key
        == PoolModel(preset.lower(), seed=preset.seed).key
    )
    assert PoolModel("cn_tv", values={"alliance.dues": 0.02}).world.alliances[1].dues == 0.02
    with pytest.raises(ScenarioError):
        PoolModel("cn_tv", values={"alliance.due": 0.02})
    with pytest.raises(ScenarioError):
        PoolModel("cn_tw")
