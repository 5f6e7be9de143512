"""A number that names a switch counts as nothing while the switch is off, and so does one that
needs what is 0; no other number changes, and no run.
"""

import numpy as np
import pytest

from poolsim.parameters.alliance import Design, Structure
from poolsim.parameters.population import FirmGroup, HolderGroup
from poolsim.parameters.switches import PARTS, Switches
from poolsim.parameters.terms import GROUPS
from poolsim.scenario.numbers import numbers_of
from poolsim.scenario.scenario import load
from poolsim.scenario.strict import declared_as
from poolsim.simulation import stream

AGENTS = (
    ("firm", FirmGroup),
    ("holder", HolderGroup),
    ("alliance", Design),
    ("alliance", Structure),
)
SWITCHED = [
    (name, key, said["switch"])
    for name, table in (*GROUPS.items(), *AGENTS)
    for key, field in table.model_fields.items()
    if "switch" in (said := declared_as(field))
]
DECLARED = {**Structure.model_fields, **Design.model_fields}
NEEDED = {
    key: said["needs"] for key, field in DECLARED.items() if "needs" in (said := declared_as(field))
}
PRESETS = ("cn_tv", "cn_medical", "cn_avs", "cn_robot", "cn_led", "mpeg2")


def numbers(values: dict[str, float]) -> dict[str, float]:
    """Every number that a run of the preset starts from, by name."""
    cell = load("cn_avs").with_values(values).lower()
    agents = {"firm": cell.firms, "holder": cell.holders, "alliance": cell.alliances[1:]}
    found = {
        f"{kind}.{key}": value
        for kind, people in agents.items()
        for row in people
        for key, value in row.items()
    }
    terms = {name: group._asdict() for name, group in cell.terms._asdict().items()}
    return found | {f"{name}.{k}": v for name, group in terms.items() for k, v in group.items()}


def test_every_switch_that_a_number_names_exists():
    assert SWITCHED and {switch for _, _, switch in SWITCHED} <= set(Switches.model_fields)


@pytest.mark.parametrize("switch", sorted({switch for _, _, switch in SWITCHED}))
def test_off_is_zero(switch):
    mine = {f"{name}.{key}" for name, key, named in SWITCHED if named == switch}
    mine |= {f"alliance.{key}" for key, need in NEEDED.items() if f"alliance.{need}" in mine}
    levers = [key for _, key, _ in SWITCHED if key in Design.model_fields]
    ones = {f"alliance.{key}": 1.0 for key in levers} | {"alliance.admission": 2.0}
    on, off = numbers(ones), numbers(ones | {f"switches.{switch}": 0.0})
    changed = {name for name in on if on[name] != off[name]}
    assert {off[name] for name in mine} == {0.0}
    assert changed - {f"switches.{switch}"} == {name for name in mine if on[name] != 0.0}


@pytest.mark.parametrize("mechanism", PARTS)
def test_a_mechanism_turns_off_what_its_switches_do(mechanism):
    parts = numbers({f"switches.{switch}": 0.0 for switch in PARTS[mechanism]})
    assert numbers({f"mechanisms.{mechanism}": 0.0}) == parts


def test_what_a_number_needs_is_declared_before_it():
    places = list(DECLARED)
    assert NEEDED and all(places.index(need) < places.index(key) for key, need in NEEDED.items())


@pytest.mark.parametrize(("key", "need"), NEEDED.items())
def test_what_lacks_what_it_needs_is_zero(key, need):
    table = "structure" if need in Structure.model_fields else "alliance"
    with_it = numbers({f"alliance.{key}": 1.0, f"{table}.{need}": 1.0})
    without = numbers({f"alliance.{key}": 1.0, f"{table}.{need}": 0.0})
    assert (with_it[f"alliance.{key}"], without[f"alliance.{key}"]) == (1.0, 0.0)


@pytest.mark.parametrize("structure", ["entity", "cooperative"])
@pytest.mark.parametrize("preset", PRESETS)
def test_numbers_that_cannot_act_change_no_bit(preset, structure):
    scenario = load(preset).with_values({"alliance.structure": structure, "alliance.pool": 1.0})
    alliance = scenario.alliances[0]
    raw = numbers_of(scenario.structure_of(alliance), alliance)
    runs = []
    for further in ({}, {key: raw[key] for key in ("pool", *NEEDED)}):
        cell = scenario.lower()
        cell.alliances[1] |= further
        (block,) = stream(cell, 1, 4, curves=True)
        runs.append(block)
    np.testing.assert_array_equal(runs[0].outcomes, runs[1].outcomes)
    np.testing.assert_array_equal(runs[0].series, runs[1].series)


def test_levers_that_cannot_act_are_told_with_the_reason():
    def idle(preset, **values):
        return load(preset).with_values({"alliance.pool": 1.0} | values).idle()

    assert idle("mpeg2") == {}
    assert idle("cn_led") == {"alliances.led.pool": "no essential patents"}
    loose = {"alliance.structure": "cooperative"}
    assert idle("mpeg2", **loose) == {"alliances.pool.pool": "cooperative may not license"}
    own = {"structure.may_charge_dues": 0.0, "alliance.dues": 0.01}
    why = "the structure of ctu may not charge dues"
    assert idle("cn_tv", **own) == {"alliances.ctu.dues": why}
    assert idle("cn_tv", **{"switches.licensing": 0.0}) == {}


def test_scenarios_that_differ_in_what_cannot_act_have_one_digest():
    def digest(preset, **values):
        return load(preset).with_values(values).digest()

    assert digest("cn_led", **{"alliance.pool": 1.0}) == digest("cn_led")
    assert digest("mpeg2", **{"alliance.pool": 0.0}) != digest("mpeg2")
    no_pool = {"alliance.pool": 0.0, "alliance.royalty": 5.0}
    assert digest("mpeg2", **no_pool) == digest("mpeg2", **{"alliance.pool": 0.0})
