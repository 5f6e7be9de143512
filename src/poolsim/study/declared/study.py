"""A study: which scenarios are run under which designs, structures, beliefs and grids of values,
and what else it varies: uncertainties and their sampling, blocks, conditions, constraints.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import product
from typing import Annotated, Any, Literal, NamedTuple, cast

from pydantic import Discriminator, Field, PrivateAttr, Tag, model_validator

from poolsim.economy.causes import CODES
from poolsim.economy.existence import MADE_OF
from poolsim.economy.outcomes import OUTCOMES
from poolsim.errors import Problem
from poolsim.parameters.number import Strict, constant
from poolsim.scenario.former import known_as
from poolsim.scenario.given import MOST_SEED
from poolsim.scenario.scenario import Name, Scenario, Value, load
from poolsim.scenario.strict import BOUND_ADDRESS, BOUND_NUMBER, Text, Whole, checked_value
from poolsim.scenario.toml import flattened, refusal, with_flat

OWN = "preset"  # label of a factor that the study does not cross: the scenario's own setting
AS_IS = "as_is"
CURVE_FIGURES = (
    "survival",
    "self_sufficiency",
    "members",
    "royalty",
    "ratios",
    "revenue",
    "payers",
)
MAPPED = {"map_self_sufficient": "self_sufficient", "map_alive": "alive"}  # figure -> outcome
FIGURES = (*CURVE_FIGURES, *MAPPED)  # of designs, structures, beliefs
DRAWN = ("latin_hypercube", "sobol")  # methods whose points lie anywhere in the ranges
SWEEP = "sweep"  # figure of all outcomes against a swept number; SWEEP.OUTCOME is one of them


def _bound_tag(value: object) -> str:
    return BOUND_ADDRESS if isinstance(value, str) else BOUND_NUMBER


Bound = Annotated[
    Annotated[float, Tag(BOUND_NUMBER)] | Annotated[str, Tag(BOUND_ADDRESS)],
    Discriminator(_bound_tag),
]


class Sampling(Strict):
    """How points are drawn from the ranges of the uncertainties."""

    method: Literal["grid", "one_at_a_time", "latin_hypercube", "sobol", "points"] = Field(
        default="latin_hypercube",
        description="grid and one_at_a_time: evenly spaced; points: the rows of `file`",
    )
    points: int = constant("points", 1, 1_000_000)(64, "points of latin_hypercube and sobol")
    levels: int = constant("values", 2, 10_000)(5, "values of each range, both ends included")
    seed: int = constant("1", 0, MOST_SEED)(1, "seed of the points, not of the runs")
    file: str = Field(
        default="", description="CSV beside the study: a column per address, a row per point"
    )

    @model_validator(mode="after")
    def _possible(self) -> "Sampling":
        if self.method == "sobol" and self.points & (self.points - 1):
            text = f"{self.points} is no power of 2, which sobol needs"
            raise refusal([Problem(("sampling", "points"), "sampling.points", text)])
        if (self.method == "points") != bool(self.file):
            text = "needed by the method points, and by no other"
            raise refusal([Problem(("sampling", "file"), "sampling.file", text)])
        return self

    def count(self, uncertainties: int) -> int:
        """Number of points of a sample of so many uncertainties; a sample of none is one point."""
        if not uncertainties:
            return 1
        counts = {
            "grid": self.levels**uncertainties,
            "one_at_a_time": 1 + self.levels * uncertainties,
            "points": 1,
        }
        return counts.get(self.method, self.points)


class Block(Strict):
    """One of several parts of a sweep that together are no product."""

    name: Name
    values: dict[str, Any] = Field(default={}, description="address -> value, in the whole block")
    grid: dict[str, list[Any]] = Field(
        default={}, description="address -> values, crossed within the block"
    )

    @model_validator(mode="before")
    @classmethod
    def _dotted(cls, data: object) -> object:
        return with_flat(data, ("values", "grid"))


class Limit(Strict):
    """The number at an address must lie within limits, which are numbers or other addresses."""

    address: str
    at_least: Bound | None = None
    at_most: Bound | None = None

    def addresses(self) -> list[str]:
        """Every address named."""
        return [
            self.address,
            *(bound for bound in (self.at_least, self.at_most) if isinstance(bound, str)),
        ]


class Condition(Limit):
    """A lever varies only where the limit holds; elsewhere it keeps the value it has without it."""

    lever: str


class Constraint(Limit):
    """A point that breaks the limit is rejected, with this reason."""

    reason: Annotated[Text, Field(min_length=1)]


class Until(Strict):
    """How many replicates: those of the study, then more until every question is settled, or there
    are `most`.
    """

    most: int = constant("runs per cell", 1, 1_000_000)(10_000, "replicates to go to")
    by: str = Field(
        default="design", description="factor or address whose values are compared with each other"
    )
    baseline: str | None = Field(
        default=None, description="value that the others are compared with; else every pair"
    )
    margin: dict[str, Annotated[float, Field(ge=0.0)]] = Field(
        default={},
        description="outcome -> difference too small to matter: each is beyond it or within",
    )
    precision: dict[str, Annotated[float, Field(gt=0.0)]] = Field(
        default={}, description="outcome -> half width that the interval of every mean must have"
    )

    @model_validator(mode="after")
    def _asks(self) -> "Until":
        known = [outcome.name for outcome in OUTCOMES if outcome.name not in CODES]
        problems = [
            Problem(
                ("until", table, name),
                f"until.{table}.{name}",
                f"unknown outcome{known_as(name, known)}",
            )
            for table in ("margin", "precision")
            for name in getattr(self, table)
            if name not in known
        ]
        if not (self.margin or self.precision):
            problems.append(
                Problem(("until",), "until", "asks for nothing: give a margin or a precision")
            )
        if problems:
            raise refusal(problems)
        return self


def design_layers(
    table: Mapping[str, Any], scenarios: Collection[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a design sets in all scenarios (under an empty name), then in each alone."""
    alone = {
        key: value for key, value in table.items() if key in scenarios and isinstance(value, dict)
    }
    yield "", flattened({key: value for key, value in table.items() if key not in alone})
    yield from ((name, flattened(values)) for name, values in alone.items())


VARIED = ("grid", "levers", "uncertainties")
MOST_CELLS = 1_000_000


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


class Study(Whole):
    """Scenarios crossed with designs, structures, first beliefs and a grid, each cell run
    `replicates` times.
    """

    name: Name
    title: Text = Field(default="", description="one line for tables and figures")
    scenarios: list[str] = Field(
        min_length=1, description="names of presets, or paths relative to this file"
    )
    replicates: int = constant("runs per cell", 1, 1_000_000)(200, "runs of each cell")
    seed: int = constant("1", 0, MOST_SEED)(1, "seed of every cell: cells share their draws")
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
        designs = data.get("designs") if isinstance(data, dict) else None
        for name, table in designs.items() if isinstance(designs, dict) else ():
            with_flat({name: table}, [name], ("designs",))
        return with_flat(data, VARIED)

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

    def keeps(self, outcome: str) -> bool:
        """Whether it keeps an outcome; those that decide on the existence of others always."""
        return not self.outcomes or outcome in (*self.outcomes, *MADE_OF)

    def swept(self) -> list[str]:
        """Addresses of grid and levers that vary over numbers; figures have the first on their
        axis.
        """
        return [
            name
            for name, values in (self.grid | self.levers).items()
            if len(values) > 1 and not isinstance(values[0], str)
        ]

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


def replicates_of(given: object) -> int:
    """A number of replicates that a study may have. Raises ScenarioError for any other."""
    return cast(int, checked_value(Study, ("replicates",), "replicates", given))


def _layered(scenario: Scenario, layers: Iterable[Mapping[str, Value]]) -> Scenario:
    for values in layers:
        scenario = scenario.with_values(values) if values else scenario
    return scenario
