"""A scenario: a sector, its alliances and its policy, in numbers; read from TOML and written to it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    field_validator,
    model_validator,
)
from pydantic.fields import FieldInfo

from poolsim.errors import Place, Problem, ScenarioError
from poolsim.parameters.alliance import STRUCTURES, Design, Structure
from poolsim.parameters.number import CONSTANT, Group, number
from poolsim.parameters.population import FirmGroup, HolderGroup
from poolsim.parameters.terms import (
    GROUPS,
    PARTS,
    TUPLES,
    Assertion,
    Brokerage,
    Custody,
    Disputes,
    Governance,
    Learning,
    Litigation,
    Market,
    Mechanisms,
    Membership,
    Negotiation,
    Policy,
    Pool,
    Projects,
    Research,
    Services,
    Standard,
    Switches,
    Terms,
    Ventures,
)
from poolsim.scenario.addresses import MEMBERS, address_table, contradictions, unknown_address
from poolsim.scenario.toml import (
    STRUCTURE_NAME,
    STRUCTURE_TABLE,
    Document,
    address_of,
    bounds,
    field_at,
    find_toml,
    flattened,
    read_toml,
    refusal,
    validated,
)

__all__ = [
    "Alliance",
    "Cell",
    "Declaration",
    "Firms",
    "Holders",
    "Name",
    "Scenario",
    "ScenarioError",
    "declarations",
    "json_schema",
    "load",
]

# Ids keep clear of each other and below 2^20, so that two of them still make an exact float.
FIRM_GROUP_STRIDE, HOLDERS_FROM, HOLDER_GROUP_STRIDE = 10000, 100000, 1000
MOST_FIRM_GROUPS, MOST_HOLDER_GROUPS, MOST_ALLIANCES = 10, 100, 100

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=60)]
Value = float | str


def _structure_tag(value: Any) -> str:
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
        Annotated[str, Tag(STRUCTURE_NAME)] | Annotated[Structure, Tag(STRUCTURE_TABLE)],
        Discriminator(_structure_tag),
    ] = Field(description="name of a structure, or its numbers")


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


@dataclass(frozen=True)
class Cell:
    """A scenario lowered to plain numbers, one dictionary per agent; `alliances[0]` stands for no
    alliance.
    """

    terms: Any
    quarters: int
    firms: list[dict[str, float]]
    alliances: list[dict[str, float]]
    holders: list[dict[str, float]]


class Scenario(BaseModel):
    """A sector, its firms and patent holders, its alliances and its policy."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)

    name: Name
    title: str = Field(default="", description="one line for tables and figures")
    quarters: int = number(80, "quarters", 1, 400, CONSTANT, "assumption", "length of a run")
    seed: int = number(
        1,
        "1",
        0,
        2**63 - 1,
        CONSTANT,
        "assumption",
        "first part of the address of every random number",
    )
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
    ventures: Ventures = Ventures()
    policy: Policy = Policy()
    services: Services = Services()
    switches: Switches = Switches()
    mechanisms: Mechanisms = Mechanisms()
    structures: dict[str, Structure] = Field(default={}, description="further structures by name")
    firms: list[Firms] = Field(min_length=1, max_length=MOST_FIRM_GROUPS)
    holders: list[Holders] = Field(default=[], max_length=MOST_HOLDER_GROUPS)
    alliances: list[Alliance] = Field(default=[], max_length=MOST_ALLIANCES)
    sources: dict[str, str] = Field(
        default={}, description="address of a number -> key of its source"
    )

    @field_validator("sources", mode="before")
    @classmethod
    def _dotted(cls, value: Any) -> Any:
        return flattened(value) if isinstance(value, dict) else value

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

    def with_values(self, values: Mapping[str, Value]) -> "Scenario":
        """This scenario with other numbers at some addresses.

        Names of structures are set first, then addresses of all members, then those of one; a
        number that changes gets the source `assumption`.
        """
        data = self.model_dump()
        table = address_table(data)
        unknown = [
            unknown_address(data, address, table) for address in values if not table.get(address)
        ]
        shown_as: dict[Place, str] = {}
        for address in sorted(
            values, key=lambda address: (not address.endswith(".structure"), address.count("."))
        ):
            for place in table.get(address, ()):
                shown_as[place] = address
                self._put(data, place, values[address])
        return _scenario(data, shown_as=shown_as, known=unknown)

    def _put(self, data: dict[str, Any], place: Place, value: Value) -> None:
        holder: Any = data
        for part in place[:-1]:
            if part == "structure" and isinstance(holder[part], str):
                named = {**STRUCTURES, **self.structures}.get(holder[part])
                if named is None:  # reported with the contradictions of the scenario
                    return
                holder[part] = named.model_dump()
            holder = holder[part]
        declared = field_at(Scenario, place)[1]
        if (
            declared is not None
            and declared.annotation is int
            and isinstance(value, float)
            and value.is_integer()
        ):
            value = int(value)
        if place[-1] != "structure" and len(place) > 1 and value != holder.get(place[-1]):
            data["sources"][address_of(data, place)] = "assumption"
        holder[place[-1]] = value

    def lower(self) -> Cell:
        """The plain numbers that a run starts from; the id of an agent hangs on its place in its
        own group only.
        """
        tuples: dict[str, Any] = dict(TUPLES)
        terms = Terms(*(tuples[name](**numbers) for name, numbers in self._terms().items()))
        firms = [
            numbers | {"id": group * FIRM_GROUP_STRIDE + place + 1.0}
            for group, numbers, place in _each(self.firms, FirmGroup)
        ]
        holders = [
            numbers | {"id": HOLDERS_FROM + group * HOLDER_GROUP_STRIDE + place + 1.0}
            for group, numbers, place in _each(self.holders, HolderGroup)
        ]
        alliances = [{"id": 0.0}] + [
            self._numbers_of(alliance) | {"id": place + 1.0}
            for place, alliance in enumerate(self.alliances)
        ]
        return Cell(terms, self.quarters, firms, alliances, holders)

    def _terms(self) -> dict[str, dict[str, float]]:
        """The numbers of every group that rules read; a switch is off where its mechanism is."""
        terms = {name: numbers_of(getattr(self, name)) for name in TUPLES}
        for mechanism, switches in PARTS.items():
            for switch in switches:
                terms["switches"][switch] *= getattr(self.mechanisms, mechanism)
        return terms

    def _numbers_of(self, alliance: Alliance) -> dict[str, float]:
        return numbers_of(self.structure_of(alliance)) | numbers_of(alliance, Design)

    def digest(self) -> str:
        """SHA-256 of the resolved numbers: the same for scenarios that give the same runs; names do
        not count.
        """
        numbers = {
            "quarters": self.quarters,
            "seed": self.seed,
            "terms": self._terms(),
            "firms": [numbers_of(group, FirmGroup) for group in self.firms],
            "holders": [numbers_of(group, HolderGroup) for group in self.holders],
            "alliances": [self._numbers_of(alliance) for alliance in self.alliances],
        }
        canonical = json.dumps(numbers, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def to_toml(self) -> str:
        """The resolved scenario as TOML, each number with its unit and source; `load` gives the
        same scenario back.
        """
        lines = [
            f"{key} = {_toml(getattr(self, key))}" for key in ("name", "title", "quarters", "seed")
        ]
        for name in GROUPS:
            lines += ["", f"[{name}]", *self._lines(name, getattr(self, name))]
        for name, structure in self.structures.items():
            lines += [
                "",
                f"[structures.{_toml(name)}]",
                *self._lines(f"structures.{name}", structure),
            ]
        for kind in MEMBERS:
            for member in getattr(self, kind):
                lines += [
                    "",
                    f"[[{kind}]]",
                    f"name = {_toml(member.name)}",
                    *self._member_lines(kind, member),
                ]
        if self.sources:
            lines += [
                "",
                "[sources]",
                *(f"{_toml(key)} = {_toml(source)}" for key, source in self.sources.items()),
            ]
        return "\n".join(lines) + "\n"

    def dump(self, path: str | Path) -> None:
        """Write `to_toml` to a file."""
        Path(path).write_text(self.to_toml(), encoding="utf-8", newline="\n")

    def _member_lines(self, kind: str, member: Any) -> list[str]:
        structure = getattr(member, "structure", None)
        address = f"{kind}.{member.name}"
        lines = [f"structure = {_toml(structure)}"] if isinstance(structure, str) else []
        lines += self._lines(address, member, MEMBERS[kind])
        if isinstance(structure, Structure):
            lines += ["", "[alliances.structure]", *self._lines(f"{address}.structure", structure)]
        return lines

    def _lines(self, address: str, group: Group, table: type[Group] | None = None) -> list[str]:
        lines = []
        for key, declared in (table or type(group)).model_fields.items():
            value, extra = getattr(group, key), _extra(declared)
            default = extra["source"] if value == declared.default else "assumption"
            source = self.sources.get(f"{address}.{key}", default)
            lines.append(f"{key} = {_toml(value)}  # {extra['unit']}; {source}")
        return lines


def numbers_of(group: Group, table: type[Group] | None = None) -> dict[str, float]:
    """The numbers of a group as floats, in declared order (of `table`, where the group has further
    fields).
    """
    return {key: float(getattr(group, key)) + 0.0 for key in (table or type(group)).model_fields}


def _each(groups: list[Any], table: type[Group]) -> Iterator[tuple[int, dict[str, float], int]]:
    """Position of the group, numbers, and place in the group, of every agent."""
    for position, group in enumerate(groups):
        numbers = numbers_of(group, table)
        del numbers["count"]
        for place in range(group.count):
            yield position, numbers, place


def _toml(value: Value) -> str:
    # JSON's strings are TOML's but for the delete character, which TOML wants escaped.
    return (
        json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        if isinstance(value, str)
        else repr(value)
    )


def _extra(declared: FieldInfo) -> dict[str, Any]:
    return declared.json_schema_extra if isinstance(declared.json_schema_extra, dict) else {}


def _scenario(
    data: Any,
    document: Document | None = None,
    shown_as: Mapping[Place, str] | None = None,
    known: list[Problem] | None = None,
) -> Scenario:
    """`data` as a scenario; otherwise all errors at once, with those already `known`."""
    try:
        made = validated(Scenario, data, document, contradictions, shown_as)
    except ScenarioError as error:
        raise refusal([*(known or []), *error.problems], document) from None
    if known:
        raise refusal(known, document)
    return made


def load(path_or_name: str | Path, beside: Path | None = None) -> Scenario:
    """Read a scenario: a TOML file (relative to the folder `beside`), or the name of a shipped
    preset.
    """
    document = read_toml(find_toml(path_or_name, "configs", beside))
    return _scenario(document.data, document)


def json_schema() -> dict[str, Any]:
    """JSON Schema of a scenario file; every number with its unit, kind and source."""
    return Scenario.model_json_schema()


def declarations() -> list[Declaration]:
    """Every declared number of the model, in order: groups, firms, holders, alliances, structures."""
    tables: dict[str, type[Group]] = {
        **GROUPS,
        "firms": FirmGroup,
        "holders": HolderGroup,
        "alliance": Design,
        "structure": Structure,
    }
    return [
        _declaration(f"{name}.{key}", declared)
        for name, table in tables.items()
        for key, declared in table.model_fields.items()
    ]


def _declaration(address: str, declared: FieldInfo) -> Declaration:
    low, high = bounds(declared)
    extra = _extra(declared)
    return Declaration(
        address,
        declared.default,
        extra["unit"],
        low or 0.0,
        high or 0.0,
        extra["kind"],
        extra["source"],
        declared.description or "",
    )
