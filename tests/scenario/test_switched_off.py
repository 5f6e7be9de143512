"""A number that names a switch counts as nothing while the switch is off, and only that number."""

import pytest

from poolsim.parameters.alliance import Design, Structure
from poolsim.parameters.population import FirmGroup, HolderGroup
from poolsim.parameters.terms import GROUPS, PARTS, Switches
from poolsim.scenario.scenario import load
from poolsim.scenario.strict import declared_as

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
