"""The numbers of groups as floats and as text; kept, since scenarios share most of their groups."""

import json
from collections.abc import Mapping
from functools import cache, lru_cache

from poolsim.parameters.number import Group
from poolsim.parameters.terms import PARTS, Mechanisms, Switches
from poolsim.scenario.strict import declared_as


@lru_cache(maxsize=1024)
def numbers_of(*groups: Group) -> Mapping[str, float]:
    """The numbers of some groups as floats, in declared order."""
    found = [(key, getattr(group, key)) for group in groups for key in _keys(type(group))]
    return {key: float(value) + 0.0 for key, value in found}


@cache
def _keys(table: type[Group]) -> list[str]:
    fields = table.model_fields.items()
    return [key for key, declared in fields if declared.annotation in (int, float)]


@lru_cache(maxsize=1024)
def numbers_json(*groups: Group) -> str:
    """`numbers_of` as JSON, their names in order."""
    return json.dumps(numbers_of(*groups), sort_keys=True, separators=(",", ":"), allow_nan=False)


def json_object(parts: Mapping[str, str]) -> str:
    """The JSON object, its keys in order, of values that are JSON already."""
    return "{" + ",".join(f'"{key}":{value}' for key, value in sorted(parts.items())) + "}"


@lru_cache(maxsize=64)
def working(switches: Switches, mechanisms: Mechanisms) -> Switches:
    """The switches, each off where its mechanism is."""
    on = {
        switch: getattr(switches, switch) * getattr(mechanisms, mechanism)
        for mechanism, parts in PARTS.items()
        for switch in parts
    }
    return switches.model_copy(update=on)


@lru_cache(maxsize=64)
def switched_off(switches: Switches) -> frozenset[str]:
    """The switches that are off."""
    return frozenset(name for name, on in switches if on == 0.0)


@lru_cache(maxsize=1024)
def in_force(off: frozenset[str], *groups: Group) -> Mapping[str, float]:
    """`numbers_of`, 0 of what has its switch off."""
    silent = {key for group in groups for key, switch in _switches(type(group)) if switch in off}
    return {key: 0.0 if key in silent else value for key, value in numbers_of(*groups).items()}


@cache
def _switches(table: type[Group]) -> list[tuple[str, str]]:
    """Numbers that count only while a switch is on, and their switches."""
    declared = {key: declared_as(field) for key, field in table.model_fields.items()}
    return [(key, said["switch"]) for key, said in declared.items() if "switch" in said]
