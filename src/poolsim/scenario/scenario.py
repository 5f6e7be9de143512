"""A scenario: a sector, its alliances and its policy, in numbers; from TOML and written to it."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from poolsim.errors import Place, Problem, ScenarioError
from poolsim.files import writing_to
from poolsim.parameters.alliance import STRUCTURES, Design, Structure
from poolsim.parameters.number import Group, constant
from poolsim.parameters.population import FirmGroup, HolderGroup
from poolsim.parameters.switches import Mechanisms, Switches
from poolsim.parameters.terms import (
    GROUPS,
    TUPLES,
    Assertion,
    Brokerage,
    Custody,
    Disputes,
    Governance,
    Learning,
    Litigation,
    Market,
    Membership,
    Negotiation,
    Policy,
    Pool,
    Projects,
    Research,
    Services,
    Standard,
    Terms,
)
from poolsim.scenario.addresses import (
    MEMBERS,
    STRUCTURE,
    Addresses,
    addresses_of,
    contradictions,
    impossible_margins,
    set_twice,
    unknown_address,
    unknown_structure,
)
from poolsim.scenario.given import MOST_SEED, table_of
from poolsim.scenario.numbers import (
    LICENSING,
    idle_levers,
    in_force,
    in_force_json,
    json_object,
    switched_off,
    working,
)
from poolsim.scenario.strict import (
    STRUCTURE_NAME,
    STRUCTURE_TABLE,
    Name,
    NotEmpty,
    Text,
    Whole,
    checked_value,
    declared_as,
    source_of,
    validated,
)
from poolsim.scenario.toml import Document, find_toml, flattened, read_toml, refusal, toml_of

__all__ = [
    "Alliance",
    "Cell",
    "Firms",
    "Holders",
    "Name",
    "Scenario",
    "ScenarioError",
    "load",
]

# Ids keep clear of each other and below 2^20, so that two of them still make an exact float.
FIRM_GROUP_STRIDE, HOLDERS_FROM, HOLDER_GROUP_STRIDE = 10000, 100000, 1000
MOST_FIRM_GROUPS, MOST_HOLDER_GROUPS, MOST_ALLIANCES = 10, 100, 100

Value = float | str
Numbers = TypeVar("Numbers", bound=Group)


def _structure_tag(value: object) -> str:
    return STRUCTURE_TABLE if isinstance(value, dict | Structure) else STRUCTURE_NAME


class Firms(FirmGroup):
    """A named group of firms."""

    name: Name


class Holders(HolderGroup):
    """A named group of patent holders."""

    name: Name


class Alliance(Design):
    """A named alliance: its structure, by name or as a table of numbers, and its design."""

    name: Name
    structure: Annotated[
        Annotated[str, Tag(STRUCTURE_NAME)] | Annotated[Structure, NotEmpty, Tag(STRUCTURE_TABLE)],
        Discriminator(_structure_tag),
    ] = Field(description="name of a structure, or its numbers")


@dataclass(frozen=True)
class Cell:
    """A scenario lowered to plain numbers, one dictionary per agent; `alliances[0]` stands for no
    alliance.
    """

    terms: Terms
    quarters: int
    firms: list[dict[str, float]]
    alliances: list[dict[str, float]]
    holders: list[dict[str, float]]


class Scenario(Whole):
    """A sector, its firms and patent holders, its alliances and its policy."""

    name: Name
    title: Text = Field(default="", description="one line for tables and figures")
    known: Text = Field(default="", description="what is known of its alliance, in a sentence")
    quarters: int = constant("quarters", 1, 400)(80, "length of a run")
    seed: int = constant("1", 0, MOST_SEED)(1, "first part of the address of every random number")
    research: Research = Research()
    standard: Standard = Standard()
    market: Market = Market()
    assertion: Assertion = Assertion()
    negotiation: Negotiation = Negotiation()
    litigation: Litigation = Litigation()
    disputes: Disputes = Disputes()
    pool: Pool = Pool()
    membership: Membership = Membership()
    learning: Learning = Learning()
    governance: Governance = Governance()
    projects: Projects = Projects()
    brokerage: Brokerage = Brokerage()
    custody: Custody = Custody()
    policy: Policy = Policy()
    services: Services = Services()
    switches: Switches = Switches()
    mechanisms: Mechanisms = Mechanisms()
    structures: dict[Name, Annotated[Structure, NotEmpty]] = Field(
        default={}, description="further structures by name"
    )
    firms: list[Firms] = Field(min_length=1, max_length=MOST_FIRM_GROUPS)
    holders: list[Holders] = Field(default=[], max_length=MOST_HOLDER_GROUPS)
    alliances: list[Alliance] = Field(default=[], max_length=MOST_ALLIANCES)
    sources: dict[str, Text] = Field(
        default={}, description="address of a number -> key of its source"
    )

    @field_validator("sources", mode="before")
    @classmethod
    def _dotted(cls, value: object) -> object:
        return flattened(value, ("sources",)) if isinstance(value, dict) else value

    @model_validator(mode="after")
    def _consistent(self) -> "Scenario":
        problems = contradictions(self.model_dump())
        if problems:
            raise refusal(problems)
        return self

    def structure_of(self, alliance: Alliance) -> Structure:
        """The structure of an alliance, looked up where it is a name."""
        if isinstance(alliance.structure, Structure):
            return alliance.structure
        return {**STRUCTURES, **self.structures}[alliance.structure]

    def by_name(self) -> list[Alliance]:
        """Its alliances by name, wherever they stand in a file."""
        return sorted(self.alliances, key=lambda one: one.name)

    def addresses(self) -> Addresses:
        """The addresses of its numbers."""
        members = (getattr(self, kind) for kind in MEMBERS)
        return addresses_of(tuple(tuple(member.name for member in some) for some in members))

    def with_values(self, values: Mapping[str, Value]) -> "Scenario":
        """This scenario with other numbers at some addresses.

        Names of structures are set first, then addresses of all members, then those of one; a
        number that changes gets the source `assumption`. Raises ScenarioError for two addresses
        that stand for the same numbers.
        """
        known = self.addresses()
        changes: dict[Place, dict[str, object]] = {}
        for address, value in self._values(values, known).items():
            for place in known.places[address]:
                changes.setdefault(place[:-1], {})[str(place[-1])] = value
        return self._changed(changes, known)

    def refuse(self, values: Mapping[str, Value]) -> None:
        """Raise the ScenarioError, if any, that `with_values` raises."""
        self._values(values, self.addresses())

    def _values(self, values: Mapping[str, Value], known: Addresses) -> dict[str, object]:
        """Values that may stand at their addresses, those for all members first."""
        given = table_of("values", values)
        problems = list(set_twice(given, known))
        found: dict[str, object] = {}
        for address in sorted(given, key=lambda address: address.count(".")):
            try:
                found[address] = self._checked(address, known, given[address])
            except ScenarioError as error:
                problems += error.problems
        if problems:
            raise refusal(problems)
        return found

    def _checked(self, address: str, known: Addresses, value: object) -> object:
        """A value that may stand at an address."""
        places = known.places.get(address, ())
        if not places:
            raise refusal([unknown_address(self.name, address, known)])
        if places[0][-1] == STRUCTURE and isinstance(value, str):
            if text := unknown_structure(value, self.structures):
                raise refusal([Problem(places[0], address, text)])
        return checked_value(Scenario, places[0], address, value)

    def _changed(
        self, changes: Mapping[Place, Mapping[str, object]], known: Addresses
    ) -> "Scenario":
        """A copy with other numbers in the tables at some places."""
        sources = dict(self.sources)
        changed: dict[str, Any] = {}

        def copy(table: Numbers, place: Place) -> Numbers:
            for key, value in changes[place].items():
                if key != STRUCTURE and value != getattr(table, key):
                    sources[known.alone[*place, key]] = "assumption"
            return table.model_copy(update=changes[place])

        for place in sorted(changes, key=len):  # the name of a structure before its numbers
            match place:
                case ():
                    changed |= changes[place]
                case (str(group),):
                    changed[group] = copy(getattr(self, group), place)
                case (str(kind), int(position), *within):
                    members = changed.setdefault(kind, list(getattr(self, kind)))
                    member = members[position]
                    if within:
                        structure = copy(self.structure_of(member), place)
                        members[position] = member.model_copy(update={STRUCTURE: structure})
                    else:
                        members[position] = copy(member, place)
        return self.model_copy(update=changed | {"sources": sources})

    def lower(self) -> Cell:
        """The plain numbers that a run starts from, 0 of what cannot act; the id of a firm or
        holder hangs on its place in its own group only, that of an alliance on the order of names.
        """
        groups, tuples = self._terms(), dict[str, Any](TUPLES)
        numbers = partial(in_force, self._off())
        terms = Terms(*(tuples[name](**numbers(group)) for name, group in groups.items()))
        firms = [
            {**alike, "id": group * FIRM_GROUP_STRIDE + place + 1.0}
            for group, alike, place in _each(map(numbers, self.firms))
        ]
        holders = [
            {**alike, "id": HOLDERS_FROM + group * HOLDER_GROUP_STRIDE + place + 1.0}
            for group, alike, place in _each(map(numbers, self.holders))
        ]
        alliances = [{"id": 0.0}] + [
            {**numbers(self.structure_of(alliance), alliance), "id": place + 1.0}
            for place, alliance in enumerate(self.by_name())
        ]
        return Cell(terms, self.quarters, firms, alliances, holders)

    def _terms(self) -> dict[str, Group]:
        """The groups that rules read; a switch is off where its mechanism is."""
        groups = {name: getattr(self, name) for name in TUPLES}
        return groups | {"switches": working(self.switches, self.mechanisms)}

    def _off(self) -> frozenset[str]:
        """Switches that are off, or that nothing in the sector can make use of."""
        off = switched_off(working(self.switches, self.mechanisms))
        return off if self.has_essential_patents() else off | {LICENSING}

    def has_essential_patents(self) -> bool:
        """Whether a firm has, or may get, patents that are essential to the standard."""
        is_open = self.standard.essential_until >= 1.0
        return any(
            group.essential_patents > 0.0 or (is_open and group.essential_share > 0.0)
            for group in self.firms
        )

    def idle(self) -> dict[str, str]:
        """Levers that are set and cannot act, and why: address -> reason."""
        licensing = self.has_essential_patents()
        found: dict[str, str] = {}
        for one in self.alliances:
            own = isinstance(one.structure, Structure)
            structure = f"the structure of {one.name}" if own else str(one.structure)
            levers = idle_levers(structure, licensing, self.structure_of(one), one)
            found |= {f"alliances.{one.name}.{key}": why for key, why in levers}
        return found

    def digest(self) -> str:
        """SHA-256 of the resolved numbers that can act: the same for scenarios that give the same
        runs; names do not count, but for the order of alliances.
        """
        numbers = partial(in_force_json, self._off())
        terms = {name: numbers(group) for name, group in self._terms().items()}
        alliances = [numbers(self.structure_of(one), one) for one in self.by_name()]
        parts = {
            "quarters": str(self.quarters),
            "seed": str(self.seed),
            "terms": json_object(terms),
            "firms": f"[{','.join(map(numbers, self.firms))}]",
            "holders": f"[{','.join(map(numbers, self.holders))}]",
            "alliances": f"[{','.join(alliances)}]",
        }
        return hashlib.sha256(json_object(parts).encode()).hexdigest()

    def to_toml(self) -> str:
        """The resolved scenario as TOML, each number with its unit and source; `load` gives the
        same scenario back.
        """
        return "\n\n".join("\n".join(part) for part in self._parts()) + "\n"

    def dump(self, path: str | Path) -> None:
        """Write `to_toml` to a file. Raises StoreError where it cannot be written."""
        writing_to(Path(path), lambda file: file.write(self.to_toml().encode()))

    def _parts(self) -> Iterator[list[str]]:
        """The lines of every table."""
        yield [
            f"{key} = {toml_of(getattr(self, key))}"
            for key in ("name", "title", "known", "quarters", "seed")
        ]
        for name in GROUPS:
            yield [f"[{name}]", *self._lines(name, getattr(self, name))]
        for name, structure in self.structures.items():
            yield [f"[structures.{toml_of(name)}]", *self._lines(f"structures.{name}", structure)]
        for kind, table in MEMBERS.items():
            for member in getattr(self, kind):
                texts = [(key, value) for key, value in member if isinstance(value, str)]
                head = [f"{key} = {toml_of(text)}" for key, text in texts]
                address = f"{kind}.{member.name}"
                yield [f"[[{kind}]]", *head, *self._lines(address, member, table)]
                if isinstance(getattr(member, STRUCTURE, None), Structure):
                    numbers = self._lines(f"{address}.{STRUCTURE}", member.structure)
                    yield [f"[{kind}.{STRUCTURE}]", *numbers]
        if self.sources:
            known = self.sources.items()
            yield ["[sources]", *(f"{toml_of(key)} = {toml_of(source)}" for key, source in known)]

    def _lines(self, address: str, group: Group, table: type[Group] | None = None) -> list[str]:
        lines = []
        for key, declared in (table or type(group)).model_fields.items():
            value, unit = getattr(group, key), declared_as(declared)["unit"]
            source = source_of(self.sources, f"{address}.{key}", declared, value)
            lines.append(f"{key} = {toml_of(value)}  # {unit}; {source}")
        return lines


def _each(
    groups: Iterable[Mapping[str, float]],
) -> Iterator[tuple[int, dict[str, float], int]]:
    """Position of the group, numbers, and place in the group, of every agent."""
    for position, group in enumerate(groups):
        numbers = dict(group)
        for place in range(int(numbers.pop("count"))):
            yield position, numbers, place


def load(path_or_name: str | Path, beside: Path | None = None, drawn: bool = False) -> Scenario:
    """Read a scenario: a TOML file (relative to the folder `beside`), or the name of a shipped
    preset. Margins above a monopolist's are refused, but for numbers `drawn` one by one.
    """
    return scenario_in(read_toml(find_toml(path_or_name, "configs", beside)), drawn)


def scenario_in(document: Document, drawn: bool = False) -> Scenario:
    """The scenario that a file holds."""
    if "scenarios" in document.data and "firms" not in document.data:
        raise ScenarioError([f"{document.name}: a study, and no scenario"])
    scenario = validated(Scenario, document.data, document, contradictions)
    said = document.data.get("market") if not drawn else None
    if isinstance(said, dict) and (problems := list(impossible_margins(said))):
        raise refusal(problems, document)
    return scenario
