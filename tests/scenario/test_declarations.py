"""Every declared number refuses what it should, in a message that says file, line, address and
range.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from poolsim.parameters.terms import GROUPS
from poolsim.scenario.declarations import Declaration, declarations
from poolsim.scenario.scenario import Scenario, ScenarioError, json_schema, load

DECLARED = declarations()
PLACES = {
    "firms": ("firms.core", "[[firms]]"),
    "holders": ("holders.rivals", "[[holders]]"),
    "alliance": ("alliances.one", "[[alliances]]"),
    "structure": ("structures.mine", "[structures.mine]"),
}
MEMBERS = {
    "firms": 'name = "core"',
    "holders": 'name = "rivals"',
    "alliance": 'name = "one"\nstructure = "entity"',
}


def case(declared: Declaration, literal: str) -> tuple[str, int, str]:
    """A scenario with one number written as `literal`; the line of that number and its address in
    messages.
    """
    group, key = declared.address.split(".")
    shown, header = PLACES.get(group, (group, f"[{group}]"))
    text = f'name = "case"\n{header}\n{MEMBERS.get(group, "")}\n{key} = {literal}\n'
    if group != "firms":
        text += '[[firms]]\nname = "core"\n'
    return text, text.splitlines().index(f"{key} = {literal}") + 1, f"{shown}.{key}"


def outside(declared: Declaration, above: bool) -> str:
    value = declared.high * 2.0 + 1.0 if above else declared.low - 1.0
    return str(int(value)) if declared.address.endswith(".count") else repr(value)


@pytest.mark.parametrize("declared", DECLARED, ids=lambda declared: declared.address)
def test_declared_number_refuses_bad_values(
    declared: Declaration, write: Callable[..., Path]
) -> None:
    bad = {
        outside(declared, above=False): "too low",
        outside(declared, above=True): "too high",
        '"0.5"': "is not a",
        "true": "is not a",
        "[]": "is not a",
        "nan": " not a ",
        "-inf": " not a ",
    }
    for literal, reason in bad.items():
        text, line, shown = case(declared, literal)
        path = write(text)
        with pytest.raises(ScenarioError) as caught:
            load(path)
        (message,) = caught.value.messages
        assert message.startswith(f"{path}:{line}: {shown}: ")
        assert reason in message
        assert f"allowed range [{declared.low:g}, {declared.high:g}]" in message
        assert declared.unit in message or declared.unit == "1"


@pytest.mark.parametrize("declared", DECLARED, ids=lambda declared: declared.address)
def test_declared_number_accepts_its_bounds(
    declared: Declaration, write: Callable[..., Path]
) -> None:
    for value in (declared.low, declared.high, declared.value):
        load(write(case(declared, str(int(value)) if value == int(value) else repr(value))[0]))


@pytest.mark.parametrize("declared", DECLARED, ids=lambda declared: declared.address)
def test_declared_number_is_fully_described(declared: Declaration) -> None:
    assert declared.unit and declared.meaning and declared.source
    assert declared.kind in ("lever", "uncertainty", "constant")
    assert declared.low <= declared.value <= declared.high


def test_scenario_has_every_group_in_declared_order() -> None:
    assert [name for name in Scenario.model_fields if name in GROUPS] == list(GROUPS)


def test_addresses_are_unique() -> None:
    addresses = [declared.address for declared in DECLARED]
    assert len(set(addresses)) == len(addresses)


def test_schema_carries_unit_kind_and_source() -> None:
    schema = json_schema()["$defs"]
    for declared in DECLARED:
        if re.match("research|alliance", declared.address):
            table = "Research" if declared.address.startswith("research") else "Alliance"
            entry = schema[table]["properties"][declared.address.split(".")[1]]
            assert (entry["unit"], entry["kind"], entry["source"]) == (
                declared.unit,
                declared.kind,
                declared.source,
            )
