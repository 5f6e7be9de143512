"""A study: which scenarios are run under which designs, structures, beliefs and grids of values;
read from TOML.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from poolsim.parameters.number import CONSTANT, number
from poolsim.scenario.scenario import Name, Scenario, Value, load
from poolsim.scenario.toml import (
    refusal,
    with_flat,
)
from poolsim.study.declared.design import (
    AS_IS,
    OWN,
    VARIED,
    Block,
    Condition,
    Constraint,
    Sampling,
    Until,
    design_layers,
    too_many_cells,
)

# No scenario has these keys.
STUDY_KEYS = (
    "scenarios",
    "replicates",
    "designs",
    "beliefs",
    "grid",
    "figures",
    "curves",
    "counterfactual",
    "levers",
    "uncertainties",
    "sampling",
    "blocks",
    "conditions",
    "constraints",
    "until",
    "outcomes",
)


class Frame(NamedTuple):
    """A scenario under one design, structure and first belief, before any grid."""

    labels: dict[str, Value]
    scenario: Scenario


class Study(BaseModel):
    """Scenarios crossed with designs, structures, first beliefs and a grid, each cell run
    `replicates` times.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)

    name: Name
    title: str = Field(default="", description="one line for tables and figures")
    scenarios: list[str] = Field(
        min_length=1, description="names of presets, or paths relative to this file"
    )
    replicates: int = number(
        200, "runs per cell", 1, 1_000_000, CONSTANT, "assumption", "runs of each cell"
    )
    seed: int = number(
        1, "1", 0, 2**63 - 1, CONSTANT, "assumption", "seed of every cell: cells share their draws"
    )
    designs: dict[Name, dict[str, Any]] = Field(
        default={},
        description="design -> address -> value; a table named as a scenario holds for it only",
    )
    structures: list[str] = Field(
        default=[], description="structures given to all alliances in turn"
    )
    beliefs: dict[Name, float] = Field(default={}, description="name -> learning.first_belief")
    grid: dict[str, list[Any]] = Field(
        default={}, description="address -> values, every combination of which is run"
    )
    figures: list[str] = Field(default=[], description="names of the figures to draw")
    curves: bool = Field(
        default=False, description="keep the series of every run; so does a figure that needs them"
    )
    counterfactual: bool = Field(
        default=False, description="run every cell again without its alliances, on the same draws"
    )
    outcomes: list[str] = Field(default=[], description="outcomes that are kept; all if empty")
    levers: dict[str, list[Any]] = Field(
        default={}, description="address -> values that a decision may choose among"
    )
    uncertainties: dict[str, Annotated[list[float], Field(min_length=2, max_length=2)]] = Field(
        default={}, description="address -> [low, high] of what nobody chooses"
    )
    sampling: Sampling = Sampling()
    blocks: list[Block] = Field(
        default=[], description="parts of a sweep that together are no product"
    )
    conditions: list[Condition] = Field(
        default=[], description="levers that vary only where a limit holds"
    )
    constraints: list[Constraint] = Field(
        default=[], description="limits that reject a point, with the reason"
    )
    until: Until | None = Field(
        default=None, description="when a sweep has enough replicates; `replicates` if missing"
    )

    _loaded: dict[str, Scenario] = PrivateAttr(default_factory=dict)
    _points: list[dict[str, Value]] = PrivateAttr(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _dotted_grid(cls, data: object) -> object:
        return with_flat(data, VARIED)

    @model_validator(mode="after")
    def _not_too_large(self) -> "Study":
        if problems := too_many_cells(self.size()):
            raise refusal(problems)
        return self

    def bases(self) -> list[Scenario]:
        """The scenarios as their files have them, but for the seed, which is the study's."""
        return [
            (self._loaded.get(name) or load(name)).with_values({"seed": self.seed})
            for name in self.scenarios
        ]

    def size(self) -> int:
        """Number of cells, before conditions and constraints."""
        factors = [self.scenarios, self.designs, self.structures, self.beliefs]
        crossed = [*factors, *self.grid.values(), *self.levers.values()]
        blocks = sum(
            math.prod(len(values) for values in block.grid.values()) for block in self.blocks
        )
        drawn = len(self._points) or self.sampling.count(len(self.uncertainties))
        return math.prod(max(1, len(factor)) for factor in crossed) * max(1, blocks) * drawn

    def points(self) -> list[dict[str, Value]]:
        """The points that its file gives, address -> value; none where it samples them."""
        return self._points

    def columns(self) -> list[str]:
        """Addresses that the points of its file set."""
        return list(dict.fromkeys(address for point in self._points for address in point))

    def worlds(self) -> list[str]:
        """Addresses whose values nobody chooses: each of their combinations is a world."""
        return [*self.uncertainties, *self.columns()]

    def frames(self) -> Iterator[Frame]:
        """Scenarios crossed with designs, structures and beliefs, in this order; the last varies
        fastest. The numbers of a design hold under every structure.
        """
        bases = self.bases()
        names = [base.name for base in bases]
        designs = self.designs or {AS_IS: {}}
        for base, design, structure, belief in product(
            bases, designs, self.structures or [OWN], self.beliefs or [OWN]
        ):
            labels: dict[str, Value] = {
                "scenario": base.name,
                "design": design,
                "structure": structure,
                "belief": belief,
            }
            layers = [
                {} if structure == OWN else {"alliance.structure": structure},
                *(
                    values
                    for scenario, values in design_layers(designs[design], names)
                    if scenario in ("", base.name)
                ),
                {} if belief == OWN else {"learning.first_belief": self.beliefs[belief]},
            ]
            yield Frame(labels, _layered(base, layers))


def _layered(scenario: Scenario, layers: Iterable[Mapping[str, Value]]) -> Scenario:
    for values in layers:
        scenario = scenario.with_values(values) if values else scenario
    return scenario


def json_schema() -> dict[str, object]:
    """JSON Schema of a study file."""
    return Study.model_json_schema()
