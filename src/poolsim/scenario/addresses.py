"""Addresses of the numbers of a scenario, and the errors between its parts; both work on plain
data, valid or not.

`group.key`, `quarters`, `seed`; `firms.key`, `holders.key`, `alliance.key` and `structure.key` for
all members; `firms.NAME.key`, `holders.NAME.key`, `alliances.NAME.key` and
`alliances.NAME.structure.key` for one.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from pydantic.fields import FieldInfo

from poolsim.errors import Place, Problem, ScenarioError
from poolsim.parameters.alliance import STRUCTURES, Design, Structure
from poolsim.parameters.number import Group
from poolsim.parameters.population import FirmGroup, HolderGroup
from poolsim.parameters.terms import GROUPS
from poolsim.scenario.former import for_all, known_as
from poolsim.scenario.strict import address_of, allowed, bounds, declared_as, shown_value
from poolsim.scenario.toml import flattened, nearest

MEMBERS: dict[str, type[Group]] = {"firms": FirmGroup, "holders": HolderGroup, "alliances": Design}
# Every table of numbers, by the first word of the addresses that stand for all who have one.
TABLES: dict[str, type[Group]] = {
    **GROUPS,
    "firms": FirmGroup,
    "holders": HolderGroup,
    "alliance": Design,
    "structure": Structure,
}
STRUCTURE = "structure"
SLACK = 1e-9  # a product within it of 1 is 1
BARE = ("quarters", "seed", STRUCTURE)  # what stands in no table of numbers
Table = Mapping[str, object]


class Declaration(NamedTuple):
    """A declared number as tables show it."""

    address: str
    value: float
    unit: str
    low: float
    high: float
    kind: str
    source: str
    meaning: str


class Addresses(NamedTuple):
    """Places that every address stands for, and of every place the address of it alone."""

    places: Mapping[str, tuple[Place, ...]]
    alone: Mapping[Place, str]


def declarations() -> list[Declaration]:
    """Every declared number, in order: groups, firms, holders, alliances, structures."""
    return list(declared_numbers().values())


@lru_cache(maxsize=1)
def declared_numbers() -> dict[str, Declaration]:
    """Every declared number by its address."""
    return {
        address: declaration(address, declared)
        for name, table in TABLES.items()
        for key, declared in table.model_fields.items()
        for address in (f"{name}.{key}",)
    }


def declaration(address: str, declared: FieldInfo) -> Declaration:
    """What a field declares, under an address."""
    said, (low, high) = declared_as(declared), bounds(declared)
    return Declaration(
        address,
        declared.default,
        said["unit"],
        low or 0.0,
        high or 0.0,
        said["kind"],
        said["source"],
        declared.description or "",
    )


def range_at(address: str) -> str:
    """`; allowed range [low, high] unit` of the number at an address; nothing of no known one."""
    table, _, key = for_all(address).rpartition(".")
    declared = TABLES[table].model_fields.get(key) if table in TABLES else None
    return allowed(declared) if declared else ""


@lru_cache(maxsize=64)
def addresses_of(names: tuple[tuple[str, ...], ...]) -> Addresses:
    """The addresses of a scenario whose members, kind by kind of `MEMBERS`, have these names."""
    members = {
        kind: [{"name": name} for name in some] for kind, some in zip(MEMBERS, names, strict=True)
    }
    places: dict[str, tuple[Place, ...]] = {}
    alone: dict[Place, str] = {("quarters",): "quarters", ("seed",): "seed"}
    alone |= {(name, key): f"{name}.{key}" for name in GROUPS for key in GROUPS[name].model_fields}
    for every, kind, rest in _of_members():
        places[every] = tuple((kind, position, *rest) for position in range(len(members[kind])))
        alone |= {place: address_of(members, place) for place in places[every]}
    return Addresses({address: (place,) for place, address in alone.items()} | places, alone)


def _of_members() -> Iterator[tuple[str, str, Place]]:
    """Address for all members, their kind, and the place within each."""
    for kind, every in {"firms": "firms", "holders": "holders", "alliances": "alliance"}.items():
        yield from ((f"{every}.{key}", kind, (key,)) for key in MEMBERS[kind].model_fields)
    yield f"alliance.{STRUCTURE}", "alliances", (STRUCTURE,)
    for key in Structure.model_fields:
        yield f"{STRUCTURE}.{key}", "alliances", (STRUCTURE, key)


def unknown_address(scenario: str, address: str, known: Addresses) -> Problem:
    """Why an address means nothing in the scenario of this name."""
    if address in known.places:
        missing = "holders" if address.startswith("holders") else "alliances"
        return Problem((address,), address, f"the scenario '{scenario}' has no {missing}")
    return Problem((address,), address, f"unknown address{known_as(address, known.places)}")


def overlaps(addresses: Iterable[str], known: Addresses) -> Iterator[tuple[int, str]]:
    """Positions of addresses that stand for the numbers of an earlier one, however it is spelt, or
    for those of all members where every member has its own; and that other one.
    """
    given = [(address, set(known.places.get(address, ()))) for address in addresses]
    for position, (_, places) in enumerate(given):
        alike = [other for other, of in given[:position] if of == places]
        parts = [(other, of) for other, of in given if of < places]
        if places and alike:
            yield position, alike[0]
        elif parts and set().union(*(of for _, of in parts)) == places:
            yield position, parts[0][0]


def set_twice(addresses: Iterable[str], known: Addresses) -> Iterator[Problem]:
    """What is wrong with addresses that are given together."""
    given = list(addresses)
    for position, earlier in overlaps(given, known):
        address, text = given[position], f"stands for what {earlier} stands for; give one of them"
        yield Problem((address,), address, text)


def unknown_structure(name: str, own: Mapping[str, object]) -> str:
    """What is wrong with the name of a structure, where a scenario has these beside the shipped;
    nothing if it is one of them.
    """
    known = [*STRUCTURES, *own]
    if name in known:
        return ""
    near = nearest(name, known) or f"; there are {', '.join(known)}"
    return f"unknown structure {shown_value(name)}{near}"


def contradictions(data: object) -> list[Problem]:
    """Errors between the parts of a scenario: names used twice, unknown structures, sources of
    unknown numbers.
    """
    tables = _table(data)
    own = _table(tables.get("structures"))
    named = {kind: _named(tables, kind) for kind in MEMBERS}
    return [
        *_repeated(named),
        *_bad_structures(own, named["alliances"]),
        *_bad_sources(_table(tables.get("sources")), own, named),
    ]


def impossible_margins(market: Mapping[str, float]) -> Iterator[Problem]:
    """Elasticities said beside a margin that not even a monopolist would have, 1/elasticity."""
    margin, conduct = market.get("gross_margin", 0.0), market.get("conduct", -1.0)
    for key in ("home_elasticity", "export_elasticity"):
        elasticity = market.get(key, 0.0)
        if conduct < 0.0 and margin * elasticity > 1.0 + SLACK:
            text = (
                f"{shown_value(elasticity)} contradicts market.gross_margin = {margin:g}: "
                f"a monopolist would have {1.0 / elasticity:g}"
            )
            yield Problem(("market", key), f"market.{key}", text)


def _table(data: object) -> Table:
    return data if isinstance(data, dict) else {}


def _named(data: Table, kind: str) -> dict[int, Table]:
    """Members that have a name, by position; what is not even a table is reported elsewhere."""
    items = data.get(kind)
    return {
        i: item
        for i, item in enumerate(items if isinstance(items, list) else [])
        if isinstance(item, dict) and isinstance(item.get("name"), str)
    }


def _repeated(named: Mapping[str, Mapping[int, Table]]) -> Iterator[Problem]:
    for kind, items in named.items():
        names = [str(item["name"]) for item in items.values()]
        for place, text in alike(names):
            yield Problem((kind, [*items][place], "name"), f"{kind}.{names[place]}", text)


def alike(names: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Positions of names that were used before, or that some disks and readers take for one used
    before, and what is wrong with them.
    """
    known: dict[str, str] = {}
    for place, name in enumerate(names):
        first = known.get(name.casefold())
        if first is None:
            known[name.casefold()] = name
        elif first == name:
            yield place, "the name is used twice"
        else:
            yield place, f"differs from '{first}' in capitals only"


def _bad_structures(own: Table, alliances: Mapping[int, Table]) -> Iterator[Problem]:
    for place, text in alike([*STRUCTURES, *own]):
        name = [*STRUCTURES, *own][place]
        text = "the name belongs to a shipped structure" if name in STRUCTURES else text
        yield Problem(("structures", name), f"structures.{name}", text)
    for i, item in alliances.items():
        chosen = item.get(STRUCTURE)
        if isinstance(chosen, str) and (text := unknown_structure(chosen, own)):
            shown = f"alliances.{item['name']}.{STRUCTURE}"
            yield Problem(("alliances", i, STRUCTURE), shown, text)


def _bad_sources(
    sources: Table, own: Table, named: Mapping[str, Mapping[int, Table]]
) -> Iterator[Problem]:
    known = _sourced(own, named) if sources else set()
    members = {address.rpartition(".")[0] for address in known}
    unknown: set[str] = set()
    try:
        flat = flattened(sources)
    except ScenarioError:
        return  # a source given twice is told where sources are read
    for address, source in flat.items():
        table, dot, _ = address.rpartition(".")
        if dot and table not in members and table not in unknown:
            unknown.add(table)  # told once, not for each of its numbers
            text = f"nothing of this name has numbers{known_as(table, members)}"
            yield Problem(("sources", address), f"sources.{table}", text)
        place, shown = ("sources", address), f"sources.{address}"
        if table in unknown:
            continue
        if address not in known:
            yield Problem(place, shown, f"no such number{known_as(address, known)}")
        elif isinstance(source, str) and not source.strip():
            yield Problem(place, shown, "the source is empty")


def _sourced(own: Table, named: Mapping[str, Mapping[int, Table]]) -> set[str]:
    """Addresses that may have a source: one per number of a table."""
    names = (tuple(str(item["name"]) for item in items.values()) for items in named.values())
    alone = addresses_of(tuple(names)).alone.values()
    structures = {f"structures.{name}.{key}" for name in own for key in Structure.model_fields}
    return structures | {address for address in alone if address.rpartition(".")[2] not in BARE}
