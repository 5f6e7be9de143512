"""Addresses of the numbers of a scenario, and the errors between its parts; both work on plain
data, valid or not.

`group.key`, `quarters`, `seed`; `firms.key`, `holders.key`, `alliance.key` and `structure.key` for
all members; `firms.NAME.key`, `holders.NAME.key`, `alliances.NAME.key` and
`alliances.NAME.structure.key` for one.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from poolsim.errors import Place, Problem
from poolsim.parameters.alliance import STRUCTURES, Design, Structure
from poolsim.parameters.number import Group
from poolsim.parameters.population import FirmGroup, HolderGroup
from poolsim.parameters.terms import GROUPS
from poolsim.scenario.toml import address_of, flattened, nearest, shown_value

MEMBERS: dict[str, type[Group]] = {"firms": FirmGroup, "holders": HolderGroup, "alliances": Design}
ALL_MEMBERS = {
    "firms": "firms",
    "holders": "holders",
    "alliances": "alliance",
}  # first word of an address for all


def address_table(data: dict[str, Any]) -> dict[str, list[Place]]:
    """Every address of a scenario, with the places it stands for."""
    places: dict[str, list[Place]] = {"quarters": [("quarters",)], "seed": [("seed",)]}
    places |= {
        f"{name}.{key}": [(name, key)]
        for name, group in GROUPS.items()
        for key in group.model_fields
    }
    for kind, table in MEMBERS.items():
        for key in table.model_fields:
            _add_members(places, data, kind, (key,), f"{ALL_MEMBERS[kind]}.{key}")
    _add_members(places, data, "alliances", ("structure",), "alliance.structure")
    for key in Structure.model_fields:
        _add_members(places, data, "alliances", ("structure", key), f"structure.{key}")
    return places


def _add_members(
    places: dict[str, list[Place]], data: dict[str, Any], kind: str, rest: Place, every: str
) -> None:
    members: list[Place] = [(kind, position, *rest) for position in range(len(data[kind]))]
    places[every] = members
    places.update({address_of(data, place): [place] for place in members})


def unknown_address(
    data: dict[str, Any], address: str, table: Mapping[str, list[Place]]
) -> Problem:
    """Why an address means nothing in a scenario."""
    if address in table:
        missing = "holders" if address.startswith("holders") else "alliances"
        return Problem((address,), address, f"the scenario '{data['name']}' has no {missing}")
    return Problem((address,), address, f"unknown address{nearest(address, table)}")


def contradictions(data: Any) -> list[Problem]:
    """Errors between the parts of a scenario: names used twice, unknown structures, sources of
    unknown numbers.
    """
    data = data if isinstance(data, dict) else {}
    named = {kind: _named(data, kind) for kind in MEMBERS}
    return [
        *_repeated(named),
        *_bad_structures(data, named["alliances"]),
        *_bad_sources(data, named),
    ]


def _named(data: dict[str, Any], kind: str) -> dict[int, dict[str, Any]]:
    """Members that have a name, by position; what is not even a table is reported elsewhere."""
    items = data.get(kind)
    return {
        i: item
        for i, item in enumerate(items if isinstance(items, list) else [])
        if isinstance(item, dict) and isinstance(item.get("name"), str)
    }


def _repeated(named: dict[str, dict[int, dict[str, Any]]]) -> Iterator[Problem]:
    for kind, items in named.items():
        seen: set[str] = set()
        for i, item in items.items():
            if item["name"] in seen:
                yield Problem((kind, i, "name"), f"{kind}.{item['name']}", "the name is used twice")
            seen.add(item["name"])


def _bad_structures(
    data: dict[str, Any], alliances: dict[int, dict[str, Any]]
) -> Iterator[Problem]:
    own = data.get("structures")
    own = own if isinstance(own, dict) else {}
    for name in own:
        if name in STRUCTURES:
            yield Problem(
                ("structures", name),
                f"structures.{name}",
                "the name belongs to a shipped structure",
            )
        if "." in name:
            yield Problem(("structures", name), f"structures.{name}", "a name holds no dot")
    for i, item in alliances.items():
        name = item.get("structure")
        if isinstance(name, str) and name not in STRUCTURES and name not in own:
            yield Problem(
                ("alliances", i, "structure"),
                f"alliances.{item['name']}.structure",
                f"unknown structure {shown_value(name)}{nearest(name, [*STRUCTURES, *own])}",
            )


def _bad_sources(
    data: dict[str, Any], named: dict[str, dict[int, dict[str, Any]]]
) -> Iterator[Problem]:
    sources = data.get("sources")
    if not isinstance(sources, dict) or not sources:
        return
    known = set(_sourced(data, named))
    for address, source in flattened(sources).items():
        if address not in known:
            yield Problem(
                ("sources", address),
                f"sources.{address}",
                f"no such number{nearest(address, known)}",
            )
        elif isinstance(source, str) and not source.strip():
            yield Problem(("sources", address), f"sources.{address}", "the source is empty")


def _sourced(data: dict[str, Any], named: dict[str, dict[int, dict[str, Any]]]) -> Iterator[str]:
    """Addresses that may have a source: one per number."""
    own = data.get("structures")
    own = own if isinstance(own, dict) else {}
    tables: dict[str, type[Group]] = {**GROUPS, **{f"structures.{name}": Structure for name in own}}
    for kind, items in named.items():
        tables |= {f"{kind}.{item['name']}": MEMBERS[kind] for item in items.values()}
    tables |= {
        f"alliances.{item['name']}.structure": Structure for item in named["alliances"].values()
    }
    yield from (f"{name}.{key}" for name, table in tables.items() for key in table.model_fields)
