"""The model under Mesa's own tools: collection, agent sets, copies and batches."""

import copy
import math
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

SMALL = {"quarters": 6, "firms.core.count": 3, "firms.fringe.count": 2}


def alliance_of(model: PoolModel) -> Secretariat:
    return model.world.alliances[1]


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


def test_before_the_first_quarter_no_outcome_exists():
    found = PoolModel("cn_tv", values=SMALL).outcomes()
    assert list(found) == [outcome.name for outcome in OUTCOMES]
    assert all(math.isnan(value) for value in found.values())


def test_agent_sets_know_the_agents():
    model = stepped(4)
    assert {kind: len(agents) for kind, agents in model.agents_by_type.items()} == {
        Firm: 30,
        PatentHolder: 10,
        Secretariat: 1,
    }
    assert set(model.agents) == {*model.world.firms, *model.world.holders, alliance_of(model)}
    firms = model.agents_by_type[Firm]
    members = firms.select(lambda firm: firm.alliance == 1.0)
    assert len(members) == alliance_of(model).members > 0
    assert firms.agg("cash", sum) == pytest.approx(sum(firm.cash for firm in model.world.firms))
    assert sorted(firms.get("id")) == sorted(firm.id for firm in model.world.firms)
    members.do("leave", alliance_of(model))
    assert alliance_of(model).members == 0.0


def test_agent_reporters_read_fields_and_functions():
    fields = {"cash": "cash", "members": "members", "twice": twice_the_cash}
    model = PoolModel("cn_tv", values=SMALL, agent_reporters=fields)
    model = pickle.loads(pickle.dumps(model))
    model.run()
    frame = model.datacollector.get_agent_vars_dataframe()
    assert list(frame.columns) == list(fields)
    assert len(frame) == (SMALL["quarters"] + 1) * len(model.agents)
    last = frame.xs(SMALL["quarters"], level="Step")
    assert last["cash"].to_dict() == {one.unique_id: one.cash for one in model.agents}
    assert (last["twice"] == 2.0 * last["cash"]).all()
    assert last["members"].dropna().to_dict() == {
        alliance_of(model).unique_id: alliance_of(model).members
    }


def twice_the_cash(agent):
    return 2.0 * agent.cash


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
    with pytest.raises(RuntimeError, match="all 3 quarters are over"):
        model.step()


@pytest.mark.skipif(not hasattr(mesa, "batch_run"), reason="Mesa 4 has no batch_run")
@pytest.mark.filterwarnings("ignore")
def test_batches_of_mesa():
    """Before Mesa 3.5 the rows are of the last quarter but one."""
    changes = [SMALL, SMALL | {"alliance.dues": 0.5}]
    asked = {"scenario": "cn_tv", "replicate": range(2), "values": changes}
    asked["agent_reporters"] = [{"cash": "cash"}]
    rows = mesa.batch_run(PoolModel, asked, number_processes=1, display_progress=False)
    agents = len(PoolModel("cn_tv", values=SMALL).agents)
    assert len(rows) == 4 * agents
    for first in rows[::agents]:
        model = PoolModel("cn_tv", first["replicate"], values=first["values"])
        model.run()
        assert {series.name: first[series.name] for series in SERIES} == {
            series.name: model.series[int(first["Step"]), k] for k, series in enumerate(SERIES)
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


def test_rng_is_another_word_for_the_seed():
    made = [PoolModel("cn_tv", 1, values=SMALL, **luck) for luck in ({"seed": 7}, {"rng": 7})]
    assert made[0].key == made[1].key != PoolModel("cn_tv", 1, values=SMALL, rng=8).key


@pytest.mark.parametrize("source", [np.random.default_rng, np.random.SeedSequence, np.random.PCG64])
def test_any_source_of_luck_gives_a_seed(source):
    first, again, other = (PoolModel("cn_tv", values=SMALL, rng=source(k)).key for k in (1, 1, 2))
    assert first == again != other


WRONG = {
    "replicate: 1.7 is not a whole number": {"replicate": 1.7},
    "replicate: -1 is too low": {"replicate": -1},
    "rng: 1.5 is not a whole number": {"rng": 1.5},
    "rng: 'x'": {"rng": "x"},
    "rng: is another word for the seed": {"seed": 1, "rng": 1},
    "values: 'alliance.dues' is not a table": {"values": "alliance.dues"},
    "values: a cell has no addresses": {
        "scenario": load("cn_tv").lower(),
        "values": {"alliance.dues": 0.02},
    },
    "int: neither a path nor a name in configs": {"scenario": 5},
    "log: true is no EventLog": {"log": True},
    "agent_reporters: c: 3 is neither a field nor a function": {"agent_reporters": {"c": 3}},
    "seed: is given among the values too": {"values": {"seed": 4}, "rng": 5},
    "agents: <class .*Firm'> is not Agents": {"agents": Firm},
    "agent_reporters: no agent has 'cahs'; did you mean 'cash'": {
        "agent_reporters": {"cash": "cahs"}
    },
}


@pytest.mark.parametrize("message", WRONG)
def test_bad_arguments_are_refused_in_words(message):
    with pytest.raises(ScenarioError, match=f"^{message}"):
        PoolModel(**WRONG[message])


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
