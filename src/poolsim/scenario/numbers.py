"""The numbers of groups as floats and as text; kept, since scenarios share most of their groups."""

import json
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from poolsim.parameters.number import Group
from poolsim.parameters.switches import PARTS, Mechanisms, Switches
from poolsim.scenario.strict import declared_as

LICENSING = "licensing"  # the switch that is as good as off in a sector without essential patents
RIGHT = "may_"  # what a structure may do begins so


@lru_cache(maxsize=1024)
def numbers_of(*groups: Group) -> Mapping[str, float]:
    """The numbers of some groups as floats, in declared order."""
    found = [(key, getattr(group, key)) for group in groups for key in _keys(type(group))]
    return {key: float(value) + 0.0 for key, value in found}


@cache
def _keys(table: type[Group]) -> list[str]:
    fields = table.model_fields.items()
    return [key for key, declared in fields if declared.annotation in (int, float)]


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
    """`numbers_of`, 0 of what has its switch off or lacks what it needs."""
    found = dict(numbers_of(*groups))
    for key, switch, needed in (row for group in groups for row in _conditions(type(group))):
        if switch in off or found.get(needed) == 0.0:
            found[key] = 0.0
    return found


@lru_cache(maxsize=1024)
def in_force_json(off: frozenset[str], *groups: Group) -> str:
    """`in_force` as JSON, names in order."""
    numbers = in_force(off, *groups)
    return json.dumps(numbers, sort_keys=True, separators=(",", ":"), allow_nan=False)


@cache
def _conditions(table: type[Group]) -> list[tuple[str, str, str]]:
    """Numbers that count only while a switch is on or another number is not 0, and these; what a
    number needs is declared before it.
    """
    declared = {key: declared_as(field) for key, field in table.model_fields.items()}
    return [
        (key, said.get("switch", ""), said.get("needs", ""))
        for key, said in declared.items()
        if "switch" in said or "needs" in said
    ]


def idle_levers(structure: str, licensing: bool, *groups: Group) -> Iterator[tuple[str, str]]:
    """Levers of an alliance that are set and cannot act, each with the reason: the sector has no
    patents to license, or the structure may not do it. What a switch turns off is not among them.
    """
    numbers = numbers_of(*groups)
    for key, switch, needed in (row for group in groups for row in _conditions(type(group))):
        if numbers[key] == 0.0:
            continue
        if switch == LICENSING and not licensing:
            yield key, "no essential patents"
        elif needed.startswith(RIGHT) and numbers[needed] == 0.0:
            yield key, f"{structure} may not {needed.removeprefix(RIGHT)}".replace("_", " ")
