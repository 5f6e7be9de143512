"""How many replicates: until every goal is met, looking as often as one likes.

Every look uses a confidence sequence, which covers the true mean at all looks at once with the
stated confidence: the study may stop at any of them, go on afterwards, and be looked at again, and
a goal is still settled wrongly in at most 5 % of studies, over all goals together. Replicates are
added to those that are there; only running moments are kept.

Questions are put to groups of cells: a group is a stratum and a value of the factor that is
compared; it holds a cell for every world.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import ceil, inf, log, sqrt
from typing import NamedTuple

import numpy as np
import pandas as pd

from poolsim.block import BLOCK
from poolsim.economy.declarations import FLAG, Outcome
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.statistics.comparison import SAME, TOO_FEW, UNDECIDED, place, worded
from poolsim.statistics.intervals import CONFIDENCE, Floats
from poolsim.statistics.matching import Cells, Labels, is_idle, matches
from poolsim.statistics.paired import PAIRED

# Replicates before the first look: the interval rests on the central limit theorem.
FIRST_LOOK = BLOCK
SHARPEST = 512.0  # replicates at which the confidence sequence is made narrowest
LARGEST_STEP = 64 * BLOCK  # replicates between two looks at most, which bounds memory
PRECISE, NOT_YET = "precise enough", "not yet precise"
World = tuple[object, ...]


class Moments(NamedTuple):
    """Count, mean and sum of squared deviations."""

    n: float = 0.0
    mean: float = 0.0
    squares: float = 0.0


NOTHING = Moments()
SHARE_PRIOR = Moments(4.0, 0.5, 1.0)  # two runs of 0 and two of 1 (Agresti and Coull 1998)
DIFFERENCE_PRIOR = Moments(2.0, 0.0, 1.0)  # half a pair in each cell (Agresti and Min 2005)


def moments(values: Floats) -> Moments:
    """Moments of values."""
    if len(values) == 0:
        return NOTHING
    mean = float(values.mean())
    return Moments(float(len(values)), mean, float(((values - mean) ** 2).sum()))


def joined(first: Moments, second: Moments) -> Moments:
    """Moments of two samples together (Chan, Golub and LeVeque 1979)."""
    n = first.n + second.n
    if n == 0.0:
        return NOTHING
    step = second.mean - first.mean
    return Moments(
        n,
        first.mean + step * second.n / n,
        first.squares + second.squares + step * step * first.n * second.n / n,
    )


def half_width(seen: Moments, share: float) -> float:
    """Half width of a confidence sequence: sd sqrt(2 (n r + 1) / (n^2 r) log(sqrt(n r + 1) /
    share)).

    r = (1 + log(-2 log share) - 2 log share) / SHARPEST; share: how often the interval may miss the
    mean at any look, ever (Robbins 1970; Waudby-Smith et al. 2024, for means of any distribution as
    n grows). Wider than the interval for a single look, by about 1.4 at SHARPEST, and growing
    slowly beyond; infinite before FIRST_LOOK.
    """
    n = seen.n
    if n < FIRST_LOOK:
        return inf
    r = (1.0 + log(-2.0 * log(share)) - 2.0 * log(share)) / SHARPEST
    sd = sqrt(seen.squares / (n - 1.0))
    return sd * sqrt(2.0 * (n * r + 1.0) / (n * n * r) * log(sqrt(n * r + 1.0) / share))


@dataclass(frozen=True)
class Difference:
    """Goal: `second` minus `first` (names of cells) is separated from the margin `within`, or shown
    to lie inside.
    """

    first: str
    second: str
    outcome: str
    within: float = 0.0

    @property
    def cells(self) -> tuple[str, ...]:
        """Names of the cells: what is compared, and with what."""
        return self.second, self.first


@dataclass(frozen=True)
class Precision:
    """Goal: the mean of an outcome in a cell is known to `within` a half width, in its unit."""

    cell: str
    outcome: str
    within: float

    @property
    def cells(self) -> tuple[str, ...]:
        """Name of the cell."""
        return (self.cell,)


Goal = Difference | Precision


class Look(NamedTuple):
    """What is known of a goal: verdict, replicates (pairs) it rests on, estimate and interval."""

    verdict: str
    n: int
    mean: float
    low: float
    high: float


def settled(look: Look) -> bool:
    """Whether nothing more is asked of the goal."""
    return look.verdict not in (UNDECIDED, NOT_YET, TOO_FEW)


def look_at(goal: Goal, seen: Moments, share: float) -> Look:
    """The state of a goal, wrong at any look with a probability of at most `share`.

    A difference of 0 in every pair is called the same after FIRST_LOOK pairs: at most 5 % of worlds
    can differ then.
    """
    outcome = OUTCOMES[OUTCOME_INDEX[goal.outcome]]
    known = joined(_prior(goal, outcome), seen)
    half = half_width(known, share) if seen.n >= FIRST_LOOK else inf
    low, high = known.mean - half, known.mean + half
    return Look(
        _verdict(goal, outcome, seen, low, high),
        int(seen.n),
        seen.mean if seen.n else np.nan,
        low,
        high,
    )


def _prior(goal: Goal, outcome: Outcome) -> Moments:
    if outcome.unit != FLAG:
        return NOTHING
    return DIFFERENCE_PRIOR if isinstance(goal, Difference) else SHARE_PRIOR


def _verdict(goal: Goal, outcome: Outcome, seen: Moments, low: float, high: float) -> str:
    if isinstance(goal, Precision):
        return PRECISE if high - low <= 2.0 * goal.within else NOT_YET
    if seen.n < FIRST_LOOK:
        return TOO_FEW
    if seen.mean == 0.0 and seen.squares == 0.0:
        return SAME
    return worded(place(low, high, goal.within), outcome.direction)


class Sequential:
    """What is known of goals, look by look; a settled goal keeps its verdict."""

    def __init__(
        self, goals: Iterable[Goal], say: Callable[[str], None] = lambda text: None
    ) -> None:
        self.goals, self.say = list(goals), say
        self.share = (1.0 - CONFIDENCE) / max(len(self.goals), 1)
        self.replicates = 0
        self.seen = [NOTHING] * len(self.goals)
        self.looks = [look_at(goal, NOTHING, self.share) for goal in self.goals]

    @property
    def done(self) -> bool:
        """Whether every goal is settled."""
        return all(settled(look) for look in self.looks)

    def tell(self, stop: int) -> None:
        """Say how much is open before replicates are added up to `stop`."""
        still = sum(not settled(look) for look in self.looks)
        done = f"{self.replicates} replicates: {still} of {len(self.looks)} questions open"
        self.say(f"{done}; on to {stop}")

    @property
    def step(self) -> int:
        """A quarter of what is there, in whole blocks, so that looks grow rare as replicates grow
        many.
        """
        return min(max(BLOCK, ceil(self.replicates / (4 * BLOCK)) * BLOCK), LARGEST_STEP)

    def take(self, values: Callable[[Goal], Floats], replicates: int) -> None:
        """Take what the next replicates give for each open goal, and look at it."""
        for k, goal in enumerate(self.goals):
            if not settled(self.looks[k]):
                self.seen[k] = joined(self.seen[k], moments(values(goal)))
                self.looks[k] = look_at(goal, self.seen[k], self.share)
        self.replicates += replicates


class Question(NamedTuple):
    """What to compare: a factor, its baseline (every pair if None), outcomes, margins and half
    widths by outcome.
    """

    by: str = "design"
    baseline: str | None = None
    outcomes: tuple[str, ...] = PAIRED
    margins: Mapping[str, float] = {}
    precision: Mapping[str, float] = {}


class Groups:
    """Cells by stratum and value of the factor `by`. cells: group -> world -> place of the cell in
    the study.
    """

    def __init__(self, cells: Iterable[Labels], by: str, worlds: Iterable[str] = ()) -> None:
        self.by, worlds = by, list(worlds)
        self.labels: dict[str, dict[str, object]] = {}
        self.cells: dict[str, dict[World, int]] = {}
        # Labels of the pairs of the goals.
        self.shared: dict[tuple[str, str], dict[str, object]] = {}
        for position, cell in enumerate(cells):
            labels = {name: value for name, value in cell.items() if name not in worlds}
            group = repr(labels)
            self.labels[group] = labels
            self.cells.setdefault(group, {})[tuple(cell.get(name) for name in worlds)] = position

    def pairs(self, baseline: str | None) -> dict[tuple[str, str], dict[str, object]]:
        """Groups (first, second) to compare, stratum by stratum, with what they share: all with the
        baseline, or every two. Raises ScenarioError if there are none.
        """
        groups = list(self.labels)
        cells = Cells(list(self.labels.values()), [cells.keys() for cells in self.cells.values()])
        found = matches(cells, self.by, baseline)
        return {(groups[first], groups[second]): labels for first, second, labels in found}

    def goals(self, asked: Question) -> list[Goal]:
        """Every difference, then every mean. Raises ScenarioError if differences are asked for and
        there are none.
        """
        self.shared = self.pairs(asked.baseline) if asked.outcomes else {}
        return [
            *(
                Difference(first, second, name, asked.margins.get(name, 0.0))
                for first, second in self.shared
                for name in asked.outcomes
            ),
            *(
                Precision(group, name, half)
                for group in self.cells
                for name, half in asked.precision.items()
            ),
        ]

    def table(self, found: Sequential) -> pd.DataFrame:
        """A row per goal: labels, what was asked, verdict, replicates it rests on, estimate and
        interval.
        """
        rows = [
            {
                **self._labels_of(goal),
                "outcome": goal.outcome,
                "within": goal.within,
                **look._asdict(),
                "more": np.nan,
            }
            for goal, look in zip(found.goals, found.looks, strict=True)
        ]
        return pd.DataFrame(rows)

    def _labels_of(self, goal: Goal) -> dict[str, object]:
        """Labels of a goal: strata, the value of `by`, and what is subtracted."""
        here, *minus = goal.cells
        own = {name: value for name, value in self.labels[here].items() if name != self.by}
        labels = self.shared[minus[0], here] if minus else own
        return {
            **labels,
            self.by: self._named(here),
            "minus": self._named(minus[0]) if minus else "",
        }

    def _named(self, group: str) -> str:
        value = self.labels[group][self.by]
        return "-" if is_idle(value) else str(value)
