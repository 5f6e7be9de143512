"""The event log changes nothing, and says what happened."""

import pytest
from hypothesis import given, settings
from strategies import scenarios

from poolsim.economy.actions import ballots, levy
from poolsim.events.event import EVENTS
from poolsim.events.log import EventLog
from poolsim.model import PoolModel
from poolsim.scenario.toml import shipped


def run(scenario, replicate=0, quarters=None, log=None, **values):
    model = PoolModel(scenario, replicate, values=values, log=log)
    for _ in range(quarters or model.quarters):
        model.step()
    return model


def state(model):
    """Every number of a run: series, agents, accounts, arrays."""
    world = model.world
    people = [*world.firms, *world.alliances, *world.holders, world.sector, *world.outside]
    numbers = [
        {name: value for name, value in vars(one).items() if isinstance(value, float)}
        for one in people
    ]
    return bytes(model.series), numbers, [bytes(array) for array in world.book]


@pytest.mark.parametrize("preset", sorted(shipped("configs")))
def test_a_run_with_a_log_is_the_run_without_one(preset):
    log = EventLog()
    assert state(run(preset, 1, 6)) == state(run(preset, 1, 6, log))
    assert log.events


@settings(max_examples=15)
@given(scenario=scenarios(quarters=5))
def test_no_scenario_tells_a_run_with_a_log_from_one_without(scenario):
    assert state(run(scenario)) == state(run(scenario, log=EventLog()))


@pytest.mark.parametrize("preset", ["cn_robot", "cn_tv", "mpeg2"])
def test_events_add_up_to_what_the_alliance_counts(preset):
    """Joins and exits one by one, attempts and foundings, and an end in its quarter."""
    log = EventLog()
    model = run(preset, 1, 24, log)
    alliance = model.world.alliances[1]
    by_name = {name: [one for one in log.events if one.name == name] for name in EVENTS}
    assert {one.name for one in log.events} <= set(EVENTS)
    assert len(by_name["asked"]) == alliance.attempts
    assert len(by_name["founded"]) == alliance.spells
    founders = sum(one.amount for one in by_name["founded"])
    assert founders + len(by_name["joined"]) == alliance.joins
    gone = len(by_name["left"]) + len(by_name["left over levy"])
    assert gone == alliance.exits
    ends = [(one.quarter, one.amount) for one in by_name["ended"]]
    assert ends == ([(alliance.ended, alliance.cause)] if alliance.ended > 0.0 else [])


def test_votes_on_levies_are_counted_as_members_cast_them(monkeypatch):
    cast, asked = [], []
    carries, carried = ballots.carries, levy.carried

    def counting(yes, weight, quorum):
        cast.append((yes, weight - yes))
        return carries(yes, weight, quorum)

    def noting(*vote):
        found = carried(*vote)
        asked.append((cast[-1], found))
        return found

    monkeypatch.setattr(ballots, "carries", counting)
    monkeypatch.setattr(levy, "carried", noting)
    log = EventLog()
    for replicate in range(4):
        run("cn_robot", replicate, 40, log)
    refused = [(one.amount, one.of) for one in log.events if one.name == "levy refused"]
    paid = [one for one in log.events if one.name == "levied"]
    assert refused == [votes for votes, found in asked if found == 0.0]
    assert len(paid) == sum(found > 0.0 for _, found in asked)
    assert refused and paid
