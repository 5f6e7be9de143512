"""Targets of a calibration: facts with their sources and tolerances, and what of the model each is
held against.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from poolsim.economy.observe import SERIES_INDEX
from poolsim.errors import Problem
from poolsim.parameters.number import Strict
from poolsim.scenario.addresses import unknown_address
from poolsim.scenario.former import known_as
from poolsim.scenario.scenario import Scenario
from poolsim.scenario.strict import Text, Whole, validated
from poolsim.scenario.toml import find_toml, read_toml, refusal
from poolsim.statistics.openings import OPENINGS
from poolsim.study.outcome import COMPARABLE

KINDS = {"outcome": COMPARABLE, "series": list(SERIES_INDEX), "opening": list(OPENINGS)}
BY_HAND = "measure"  # named, but measured by a script and not from results
USED = "targets"
MOST_QUARTER = 10_000


class Target(Strict):
    """A fact: what it says, how near a run must come, where it is from, and what of a run it is
    held against.
    """

    fact: Text = Field(description="the fact in words, with its unit")
    value: float
    tolerance: Annotated[float, Field(ge=0.0)] = Field(
        description="largest distance from the value that still agrees, in its unit"
    )
    source: Text = Field(description="where the fact is from")
    firmness: Text = ""
    outcome: str = Field(default="", description="an outcome")
    series: str = Field(default="", description="a series, in one quarter")
    opening: str = Field(default="", description="a number of the sector before quarter 1")
    measure: Text = Field(default="", description="what only a script measures")
    quarter: Annotated[int, Field(ge=0, le=MOST_QUARTER)] | None = None
    since_founding: bool = Field(
        default=False, description="count quarters from the founding, of runs founded in time"
    )
    per: Annotated[float, Field(gt=0.0)] = Field(
        default=1.0, description="what the number of the model is divided by, e.g. RMB a dollar"
    )
    average: bool = Field(
        default=False,
        description="an average over many cases: the mean of a world is held against it, not "
        "every run by itself",
    )
    moved: list[str] = Field(default=[], description="addresses that were set to meet it")

    @property
    def low(self) -> float:
        """Lowest value that agrees."""
        return self.value - self.tolerance

    @property
    def high(self) -> float:
        """Highest value that agrees."""
        return self.value + self.tolerance

    def kinds(self) -> list[str]:
        """What of the model it names; good ones name one thing."""
        return [kind for kind in (*KINDS, BY_HAND) if getattr(self, kind)]

    def wrong(self) -> Iterator[tuple[str, str]]:
        """Key and text of what is wrong between its parts."""
        for key in ("fact", "source"):
            if not getattr(self, key).strip():
                yield key, "is blank"
        if len(self.kinds()) != 1:
            yield "", f"needs one of {', '.join((*KINDS, BY_HAND))}; it has {len(self.kinds())}"
        for kind, known in KINDS.items():
            said = getattr(self, kind)
            if said and said not in known:
                yield kind, f"no {kind} '{said}'{known_as(said, known)}"
        if bool(self.series) != (self.quarter is not None):
            yield "quarter", "needed by a series, and by nothing else"
        if self.since_founding and not self.series:
            yield "since_founding", "means something of a series only"


class Targets(Whole):
    """Facts about an alliance or its sector. targets: numbers may be set to meet them; compared:
    what the model says of them is told, and nothing is set.
    """

    scenario: str = Field(
        default="", description="the scenario that they are about; empty: that of the results"
    )
    targets: list[Target] = []
    compared: list[Target] = []

    @model_validator(mode="after")
    def _possible(self) -> "Targets":
        problems = [
            Problem((room, place, key), f"{room}.{place + 1}{'.' if key else ''}{key}", text)
            for room in (USED, "compared")
            for place, target in enumerate(getattr(self, room))
            for key, text in (*target.wrong(), *_exact(room, target))
        ]
        if not self.targets and not self.compared:
            problems.append(Problem((), USED, "at least 1 needed"))
        if problems:
            raise refusal(problems)
        return self


def _exact(room: str, target: Target) -> Iterator[tuple[str, str]]:
    if room == USED and target.tolerance == 0.0:
        yield "tolerance", "0 is too low: no run of a model meets a number exactly"


def refuse_unmovable(targets: Targets, scenario: Scenario) -> None:
    """Raise ScenarioError for addresses said to be moved that the scenario does not have."""
    known = scenario.addresses()
    problems = [
        Problem((), f"{room}.{place}.moved: {found.shown}", found.text)
        for room in (USED, "compared")
        for place, target in enumerate(getattr(targets, room), start=1)
        for address in target.moved
        if not known.places.get(address)
        for found in (unknown_address(scenario.name, address, known),)
    ]
    if problems:
        raise refusal(problems)


def load_targets(path_or_name: str | Path) -> Targets:
    """Read targets from a TOML file, or those of a preset by its name. Raises ScenarioError."""
    document = read_toml(find_toml(path_or_name, "targets"))
    return validated(Targets, document.data, document)
