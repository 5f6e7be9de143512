"""A study: which scenarios are run under which designs, structures, beliefs and grids of values; read from TOML."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from poolsim.addresses import address_table, unknown_address
from poolsim.outcomes import OUTCOMES
from poolsim.parameters import CONSTANT, number
from poolsim.scenario import Name, Scenario, Value, load
from poolsim.strict import (
    Document,
    Place,
    Problem,
    ScenarioError,
    find_toml,
    flattened,
    nearest,
    read_toml,
    refusal,
    validated,
)
from poolsim.study_design import Block, Condition, Constraint, Sampling, Until, meant

__all__ = ["CellSpec", "Study", "json_schema", "load_study", "study_of"]

OWN = "preset"  # label of a factor that the study does not cross: the scenario's own setting
AS_IS = "as_is"
MOST_CELLS = 1_000_000
VARIED = ("grid", "levers", "uncertainties")
SWEPT_KEYS = ("levers", "uncertainties", "sampling", "blocks", "conditions", "constraints", "until", "outcomes")
# No scenario has these keys.
STUDY_KEYS = ("scenarios", "replicates", "designs", "beliefs", "grid", "figures", "counterfactual", *SWEPT_KEYS)


class CellSpec(NamedTuple):
    """One cell of a study: the labels of its factors, and the scenario to run."""

    labels: dict[str, Value]
    scenario: Scenario


class Frame(NamedTuple):
    """A scenario under one design, structure and first belief, before any grid."""

    labels: dict[str, Value]
    scenario: Scenario


class Layer(NamedTuple):
    """Values that a study sets at once, and where in the study they stand."""

    place: Place
    values: dict[str, Any]
    scenario: str = ""  # the only scenario it applies to; empty for all


class Study(BaseModel):
    """Scenarios crossed with designs, structures, first beliefs and a grid, each cell run `replicates` times."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)

    name: Name
    title: str = Field(default="", description="one line for tables and figures")
    scenarios: list[str] = Field(min_length=1, description="names of presets, or paths relative to this file")
    replicates: int = number(200, "runs per cell", 1, 1_000_000, CONSTANT, "assumption", "runs of each cell")
    seed: int = number(1, "1", 0, 2**63 - 1, CONSTANT, "assumption", "seed of every cell: cells share their draws")
    designs: dict[Name, dict[str, Any]] = Field(
        default={}, description="design -> address -> value; a table named as a scenario holds for that one only"
    )
    structures: list[str] = Field(default=[], description="structures given to all alliances in turn")
    beliefs: dict[Name, float] = Field(default={}, description="name -> learning.first_belief")
    grid: dict[str, list[Any]] = Field(default={}, description="address -> values, every combination of which is run")
    figures: list[str] = Field(default=[], description="names of the figures to draw")
    counterfactual: bool = Field(
        default=False, description="run every cell again without its alliances, on the same draws"
    )
    outcomes: list[str] = Field(default=[], description="outcomes that a sweep keeps; all if empty")
    levers: dict[str, list[Any]] = Field(default={}, description="address -> values that a decision may choose among")
    uncertainties: dict[str, Annotated[list[float], Field(min_length=2, max_length=2)]] = Field(
        default={}, description="address -> [low, high] of what nobody chooses"
    )
    sampling: Sampling = Sampling()
    blocks: list[Block] = Field(default=[], description="parts of a sweep that together are no product")
    conditions: list[Condition] = Field(default=[], description="levers that vary only where a limit holds")
    constraints: list[Constraint] = Field(default=[], description="limits that reject a point, with the reason")
    until: Until | None = Field(default=None, description="when a sweep has enough replicates; `replicates` if missing")

    _loaded: dict[str, Scenario] = PrivateAttr(default_factory=dict)
    _folder: Path = PrivateAttr(default=Path("."))

    @model_validator(mode="before")
    @classmethod
    def _dotted_grid(cls, data: Any) -> Any:
        found = [key for key in VARIED if isinstance(data, dict) and isinstance(data.get(key), dict)]
        return {**data, **{key: flattened(data[key]) for key in found}} if found else data

    @model_validator(mode="after")
    def _not_too_large(self) -> "Study":
        problems = [
            Problem(("grid", address), f"grid.{address}", "no values")
            for address, values in self.grid.items()
            if not values
        ]
        if self.size() > MOST_CELLS:
            problems.append(Problem(("grid",), "", f"{self.size()} cells; at most {MOST_CELLS} allowed"))
        if problems:
            raise refusal(problems)
        return self

    def bases(self) -> list[Scenario]:
        """The scenarios as their files have them, but for the seed, which is the study's."""
        return [(self._loaded.get(name) or load(name)).with_values({"seed": self.seed}) for name in self.scenarios]

    def size(self) -> int:
        """Number of cells."""
        factors = [self.scenarios, self.designs, self.structures, self.beliefs, *self.grid.values()]
        return math.prod(max(1, len(factor)) for factor in factors)

    def points_file(self) -> Path:
        """The CSV of the points, beside the study."""
        return self._folder / self.sampling.file

    def swept_only(self) -> list[str]:
        """What the study declares that only a sweep understands."""
        return [key for key in SWEPT_KEYS[:-1] if getattr(self, key) != Study.model_fields[key].get_default()]

    def cells(self) -> Iterator[CellSpec]:
        """Every cell, in the order scenario, design, structure, belief, grid; the last varies fastest.

        Values are set in the order structure, design, belief, grid: the numbers of a design hold under every structure.
        """
        points = list(product(*self.grid.values()))
        for labels, scenario in self.frames():
            for point in points:
                values = dict(zip(self.grid, point, strict=True))
                yield CellSpec(labels | values, _layered(scenario, [values]))

    def frames(self) -> Iterator[Frame]:
        """Scenarios crossed with designs, structures and beliefs."""
        bases = self.bases()
        names = [base.name for base in bases]
        designs = self.designs or {AS_IS: {}}
        for base, design, structure, belief in product(bases, designs, self.structures or [OWN], self.beliefs or [OWN]):
            labels: dict[str, Value] = {
                "scenario": base.name,
                "design": design,
                "structure": structure,
                "belief": belief,
            }
            layers = [
                {} if structure == OWN else {"alliance.structure": structure},
                *(
                    layer.values
                    for layer in _design_layers(design, designs[design], names)
                    if layer.scenario in ("", base.name)
                ),
                {} if belief == OWN else {"learning.first_belief": self.beliefs[belief]},
            ]
            yield Frame(labels, _layered(base, layers))

    def with_settings(
        self,
        *,
        replicates: int | None = None,
        seed: int | None = None,
        grid: Mapping[str, Sequence[Value]] | None = None,
        counterfactual: bool | None = None,
    ) -> "Study":
        """This study with other replicates or seed, with further addresses in its grid, or with its counterfactual;
        checked like a file.
        """
        changes: dict[str, Any] = {"replicates": replicates, "seed": seed, "counterfactual": counterfactual}
        data = self.model_dump() | {key: value for key, value in changes.items() if value is not None}
        data["grid"] = data["grid"] | {address: list(values) for address, values in (grid or {}).items()}
        changed = _checked(validated(Study, data), self._loaded)
        changed._folder = self._folder
        return changed


def _layered(scenario: Scenario, layers: Iterable[Mapping[str, Value]]) -> Scenario:
    for values in layers:
        scenario = scenario.with_values(values) if values else scenario
    return scenario


def _design_layers(design: str, table: Mapping[str, Any], scenarios: Iterable[str]) -> list[Layer]:
    """What a design sets in all scenarios, then what it sets in each alone."""
    alone = {key: value for key, value in table.items() if key in scenarios and isinstance(value, dict)}
    shared = flattened({key: value for key, value in table.items() if key not in alone})
    return [
        Layer(("designs", design), shared),
        *(Layer(("designs", design, name), flattened(values), name) for name, values in alone.items()),
    ]


def _layers(study: Study, scenarios: Iterable[str]) -> Iterator[Layer]:
    """Everything that a study sets, one address and one value at a time where it crosses them."""
    names = list(scenarios)
    for structure in study.structures:
        yield Layer(("structures",), {"alliance.structure": structure})
    for design, table in study.designs.items():
        yield from _design_layers(design, table, names)
    for belief, value in study.beliefs.items():
        yield Layer(("beliefs", belief), {"learning.first_belief": value})
    for key in VARIED:
        for address, values in getattr(study, key).items():
            yield from (Layer((key,), {address: value}) for value in values)
    for place, block in enumerate(study.blocks):
        for address, values in [(address, [value]) for address, value in block.values.items()] + [*block.grid.items()]:
            yield from (Layer(("blocks", place), {address: value}) for value in values)


def _refused(scenario: Scenario, layer: Layer) -> Iterator[Problem]:
    try:
        scenario.with_values(layer.values)
    except ScenarioError as error:
        for found in error.problems:
            place = layer.place if layer.place[0] in ("structures", "beliefs") else (*layer.place, found.shown)
            shown = found.shown if layer.place[0] in VARIED else ".".join(str(part) for part in place)
            yield Problem(place, shown, found.text)


def _mislabelled(study: Study, names: Iterable[str]) -> Iterator[Problem]:
    """A factor that a later one would overwrite: its labels would lie."""
    for layer in _layers(study, names):
        for address in layer.values:
            structure = address.endswith(".structure") and bool(study.structures) and layer.place[0] != "structures"
            belief = address == "learning.first_belief" and bool(study.beliefs) and layer.place[0] != "beliefs"
            if structure or belief:
                crossed = "structures" if structure else "beliefs"
                yield Problem(
                    (*layer.place, address),
                    ".".join(map(str, (*layer.place, address))),
                    f"the study crosses {crossed} already",
                )


def _limits_astray(study: Study, scenario: Scenario) -> Iterator[Problem]:
    """Conditions and constraints that name what the scenario or the study does not have."""
    data = scenario.model_dump()
    table = {address: places for address, places in address_table(data).items() if not address.endswith(".structure")}
    varied = [*study.grid, *study.levers, *(address for block in study.blocks for address in block.grid)]
    for key in ("conditions", "constraints"):
        for place, limit in enumerate(getattr(study, key)):
            for address in limit.addresses():
                if not table.get(address):
                    problem = unknown_address(data, address, table)
                    yield Problem((key, place), f"{key}.{place}.{address}", problem.text)
            if isinstance(limit, Condition) and limit.lever not in varied:
                yield Problem((key, place), f"{key}.{place}.lever", f"the study has no lever '{limit.lever}'")


def _varied_twice(study: Study) -> Iterator[Problem]:
    for block in study.blocks or [Block(name="all")]:
        addresses = [*study.grid, *study.levers, *study.uncertainties, *block.values, *block.grid]
        for address in dict.fromkeys(addresses):
            if addresses.count(address) > 1:
                yield Problem((address,), address, "the study varies it twice")


def _checked(study: Study, loaded: Mapping[str, Scenario], document: Document | None = None) -> Study:
    """`study` over its scenarios, if every value that it sets is one that each of them may have."""
    scenarios = [loaded[name] for name in study.scenarios]
    names = [scenario.name for scenario in scenarios]
    problems = [
        Problem(("scenarios",), "scenarios", f"two scenarios are named '{name}'")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    problems += [
        problem
        for scenario in scenarios
        for layer in _layers(study, names)
        if layer.scenario in ("", scenario.name)
        for problem in _refused(scenario, layer)
    ]
    problems += _mislabelled(study, names)
    problems += _varied_twice(study)
    problems += [problem for scenario in scenarios for problem in _limits_astray(study, scenario)]
    problems += _asked_astray(study, names)
    names_known = [outcome.name for outcome in OUTCOMES]
    problems += [
        Problem(("outcomes",), "outcomes", f"unknown outcome '{name}'{nearest(name, names_known)}")
        for name in study.outcomes
        if name not in names_known
    ]
    if problems:
        raise refusal(problems, document)
    study._loaded.update(loaded)
    return study


def _asked_astray(study: Study, names: list[str]) -> Iterator[Problem]:
    """What `until` asks of factors, values and outcomes that the study does not have."""
    asked = study.until
    if asked is None:
        return
    factors: dict[str, list[str]] = {
        "scenario": names,
        "design": list(study.designs or [AS_IS]),
        "structure": list(study.structures or [OWN]),
        "belief": list(study.beliefs or [OWN]),
        "block": [block.name for block in study.blocks],
        **{address: [str(value) for value in values] for address, values in (study.grid | study.levers).items()},
    }
    if asked.by not in factors:
        yield Problem(("until", "by"), "until.by", f"the study has no factor '{asked.by}'{nearest(asked.by, factors)}")
    elif asked.baseline is not None and meant(asked.baseline, factors[asked.by]) is None:
        known = factors[asked.by]
        text = f"no {asked.by} '{asked.baseline}'{nearest(asked.baseline, known)}"
        yield Problem(("until", "baseline"), "until.baseline", text)
    elif asked.margin and len(factors[asked.by]) < 2:
        yield Problem(("until", "by"), "until.by", f"the study has one {asked.by} only: nothing to compare")
    for table in ("margin", "precision"):
        for name in getattr(asked, table):
            if study.outcomes and name not in (*study.outcomes, "formed"):
                text = f"the sweep does not keep '{name}'; add it to outcomes"
                yield Problem(("until", table, name), f"until.{table}.{name}", text)


def study_of(scenario: Scenario, *, replicates: int = 200) -> Study:
    """A study of one cell: a scenario as it is, with its own seed."""
    study = Study(
        name=scenario.name, title=scenario.title, scenarios=[scenario.name], replicates=replicates, seed=scenario.seed
    )
    return _checked(study, {scenario.name: scenario})


def load_study(path_or_name: str | Path) -> Study:
    """Read a study, a TOML file or the name of a shipped one, with its scenarios; check all that it sets."""
    path = find_toml(path_or_name, "experiments")
    document = read_toml(path)
    study = validated(Study, document.data, document)
    loaded: dict[str, Scenario] = {}
    messages: list[str] = []
    for name in study.scenarios:
        try:
            loaded[name] = load(name, path.parent)
        except ScenarioError as error:
            messages += error.messages
    if messages:
        raise ScenarioError(messages)
    study._folder = path.parent
    return _checked(study, loaded, document)


def restored(data: Mapping[str, Any], loaded: Mapping[str, Scenario]) -> Study:
    """A study from its own `model_dump`, over scenarios read elsewhere."""
    return _checked(validated(Study, dict(data)), loaded)


def is_study(data: Mapping[str, Any]) -> bool:
    """Whether the data of a TOML file are meant as a study rather than as a scenario."""
    return "firms" not in data and any(key in data for key in STUDY_KEYS)


def json_schema() -> dict[str, Any]:
    """JSON Schema of a study file."""
    return Study.model_json_schema()
