"""A study: which scenarios are run under which designs, structures, beliefs and grids of values; read from TOML."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from poolsim.parameters import CONSTANT, number
from poolsim.scenario import Name, Scenario, Value, load
from poolsim.strict import (
    Document,
    Place,
    Problem,
    ScenarioError,
    find_toml,
    flattened,
    read_toml,
    refusal,
    validated,
)

__all__ = ["CellSpec", "Study", "json_schema", "load_study", "study_of"]

OWN = "preset"  # label of a factor that the study does not cross: the scenario's own setting
AS_IS = "as_is"
MOST_CELLS = 1_000_000
# No scenario has these keys.
STUDY_KEYS = ("scenarios", "replicates", "designs", "beliefs", "grid", "figures", "counterfactual")


class CellSpec(NamedTuple):
    """One cell of a study: the labels of its factors, and the scenario to run."""

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

    _loaded: dict[str, Scenario] = PrivateAttr(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _dotted_grid(cls, data: Any) -> Any:
        grid = data.get("grid") if isinstance(data, dict) else None
        return {**data, "grid": flattened(grid)} if isinstance(grid, dict) else data

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

    def cells(self) -> Iterator[CellSpec]:
        """Every cell, in the order scenario, design, structure, belief, grid; the last varies fastest.

        Values are set in the order structure, design, belief, grid: the numbers of a design hold under every structure.
        """
        bases = self.bases()
        names = [base.name for base in bases]
        designs = self.designs or {AS_IS: {}}
        points = list(product(*self.grid.values()))
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
            cell = _layered(base, layers)
            for point in points:
                values = dict(zip(self.grid, point, strict=True))
                yield CellSpec(labels | values, _layered(cell, [values]))

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
        return _checked(validated(Study, data), self._loaded)


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
    for address, values in study.grid.items():
        yield from (Layer(("grid",), {address: value}) for value in values)


def _refused(scenario: Scenario, layer: Layer) -> Iterator[Problem]:
    try:
        scenario.with_values(layer.values)
    except ScenarioError as error:
        for found in error.problems:
            place = (*layer.place, found.shown) if layer.place[0] in ("designs", "grid") else layer.place
            shown = found.shown if layer.place == ("grid",) else ".".join(str(part) for part in place)
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
    if problems:
        raise refusal(problems, document)
    study._loaded.update(loaded)
    return study


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
    return _checked(study, loaded, document)


def is_study(data: Mapping[str, Any]) -> bool:
    """Whether the data of a TOML file are meant as a study rather than as a scenario."""
    return "firms" not in data and any(key in data for key in STUDY_KEYS)


def json_schema() -> dict[str, Any]:
    """JSON Schema of a study file."""
    return Study.model_json_schema()
