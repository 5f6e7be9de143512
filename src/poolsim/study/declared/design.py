"""What a sweep varies beyond crossed factors: uncertainties and their sampling, blocks, conditions,
constraints.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from poolsim.economy.outcomes import OUTCOMES
from poolsim.errors import Problem
from poolsim.parameters.number import CONSTANT, number
from poolsim.scenario.scenario import Name
from poolsim.scenario.strict import BOUND_ADDRESS, BOUND_NUMBER
from poolsim.scenario.toml import flattened, nearest, refusal, with_flat

OWN = "preset"  # label of a factor that the study does not cross: the scenario's own setting
AS_IS = "as_is"
CURVE_FIGURES = ("survival", "self_sufficiency", "members", "royalty", "ratios", "revenue")
MAPPED = {"map_self_sufficient": "self_sufficient", "map_alive": "alive"}  # figure -> outcome
FIGURES = (*CURVE_FIGURES, *MAPPED)  # of designs, structures, beliefs
SWEEP = "sweep"  # figure of all outcomes against a swept number; SWEEP.OUTCOME is one of them


def _bound_tag(value: object) -> str:
    return BOUND_ADDRESS if isinstance(value, str) else BOUND_NUMBER


Bound = Annotated[
    Annotated[float, Tag(BOUND_NUMBER)] | Annotated[str, Tag(BOUND_ADDRESS)],
    Discriminator(_bound_tag),
]


class Part(BaseModel):
    """A table of a study file."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)


class Sampling(Part):
    """How points are drawn from the ranges of the uncertainties."""

    method: Literal["grid", "one_at_a_time", "latin_hypercube", "sobol", "points"] = Field(
        default="latin_hypercube",
        description="grid and one_at_a_time: evenly spaced; points: the rows of `file`",
    )
    points: int = number(
        64, "points", 1, 1_000_000, CONSTANT, "assumption", "points of latin_hypercube and sobol"
    )
    levels: int = number(
        5, "values", 2, 10_000, CONSTANT, "assumption", "values of each range, both ends included"
    )
    seed: int = number(
        1, "1", 0, 2**63 - 1, CONSTANT, "assumption", "seed of the points, not of the runs"
    )
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


class Block(Part):
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


class Limit(Part):
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

    reason: str = Field(min_length=1)


class Until(Part):
    """How many replicates: those of the study, then more until every question is settled, or there
    are `most`.
    """

    most: int = number(
        10_000, "runs per cell", 1, 1_000_000, CONSTANT, "assumption", "replicates to go to"
    )
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
        known = [outcome.name for outcome in OUTCOMES if outcome.name != "cause"]
        problems = [
            Problem(
                ("until", table, name),
                f"until.{table}.{name}",
                f"unknown outcome{nearest(name, known)}",
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


MOST_CELLS = 1_000_000


VARIED = ("grid", "levers", "uncertainties")


def too_many_cells(size: int) -> list[Problem]:
    """That a study has more cells than any may have."""
    return (
        [Problem(("grid",), "", f"{size} cells; at most {MOST_CELLS} allowed")]
        if size > MOST_CELLS
        else []
    )
