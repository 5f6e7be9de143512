"""Every declared number refuses what it should, in a message that says file, line, address and
range.
"""

import re
from collections.abc import Callable
from pathlib import Path

from poolsim.parameters.terms import GROUPS
from poolsim.scenario.addresses import Declaration, declarations
from poolsim.scenario.scenario import Scenario, ScenarioError, load

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
    value = declared.high * 2.0 + 2.0 if above else declared.low - 2.0
    return str(int(value)) if declared.address.endswith(".count") else repr(value)


BAD = {  # a value -> why it is refused; the first two are replaced by values outside the bounds
    "below": "too low",
    "above": "too high",
    '"0.5"': "is not a",
    "true": "is not a",
    "[]": "is not a",
    "nan": " not a ",
    "-inf": " not a ",
}


def unclear(declared: Declaration, value: str, reason: str, write: Callable[..., Path]) -> bool:
    """Whether a bad value passes, or its refusal does not say what it should."""
    literal = outside(declared, value == "above") if value in ("below", "above") else value
    text, line, shown = case(declared, literal)
    path = write(text)
    try:
        load(path)
    except ScenarioError as error:
        (message,) = error.messages
        return not (
            message.startswith(f"{path}:{line}: {shown}: ")
            and reason in message
            and f"allowed range [{declared.low:g}, {declared.high:g}]" in message
            and (declared.unit in message or declared.unit == "1")
        )
    return True


def test_declared_numbers_refuse_bad_values(write: Callable[..., Path]) -> None:
    assert [
        (declared.address, value)
        for declared in DECLARED
        for value, reason in BAD.items()
        if unclear(declared, value, reason, write)
    ] == []


def test_declared_numbers_accept_their_bounds(write: Callable[..., Path]) -> None:
    refused: list[str] = []
    for declared in DECLARED:
        for value in (declared.low, declared.high, declared.value):
            literal = str(int(value)) if value == int(value) else repr(value)
            try:
                load(write(case(declared, literal)[0]))
            except ScenarioError as error:
                refused += error.messages
    assert refused == []


def test_declared_numbers_are_fully_described() -> None:
    assert [
        declared.address
        for declared in DECLARED
        if not (
            declared.unit
            and declared.meaning
            and declared.source
            and declared.kind in ("lever", "uncertainty", "constant")
            and declared.low <= declared.value <= declared.high
        )
    ] == []


def test_scenario_has_every_group_in_declared_order() -> None:
    assert [name for name in Scenario.model_fields if name in GROUPS] == list(GROUPS)


def test_addresses_are_unique() -> None:
    addresses = [declared.address for declared in DECLARED]
    assert len(set(addresses)) == len(addresses)


def test_schema_carries_unit_kind_and_source() -> None:
    schema = Scenario.model_json_schema()["$defs"]
    for declared in DECLARED:
        if re.match("research|alliance", declared.address):
            table = "Research" if declared.address.startswith("research") else "Alliance"
            entry = schema[table]["properties"][declared.address.split(".")[1]]
            assert (entry["unit"], entry["kind"], entry["source"]) == (
                declared.unit,
                declared.kind,
                declared.source,
            )
