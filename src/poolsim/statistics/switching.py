"""At which value of a number the mean of an outcome crosses a threshold: the switch value, and its
interval.

The same luck is met at every value. A few runs at the ends of the range and at points inside tell
which stretches cannot matter; the others are searched by bisection. At each value tested runs are
added until a confidence sequence of the mean lies on one side of the threshold, or there are as
many as allowed; the interval of the switch value reaches from the last value that is surely on the
present side to the first that is surely on the other. It misses a single crossing only where one of
these few decisions is wrong, which together happens in at most 5 % of searches.
"""

from collections.abc import Callable, Iterator
from math import inf, nan, sqrt
from typing import NamedTuple

import numpy as np
from scipy import stats

from poolsim.block import BLOCK
from poolsim.economy.declarations import FLAG, Outcome
from poolsim.statistics.intervals import CONFIDENCE, Floats
from poolsim.statistics.intervals import half_width as student_half
from poolsim.statistics.sequential import (
    FIRST_LOOK,
    NOTHING,
    SHARE_PRIOR,
    Moments,
    half_width,
    joined,
    moments,
)

SCREENED = 16  # runs at each point of the screen
SCREEN_ERROR = 0.0025  # chance that a value on the other side looks to be on the present one
HALVINGS = 8  # of the stretch in which the crossing lies
CLOSING = 3  # of the stretches on both sides of a value that cannot be decided
DECISIONS = HALVINGS + 2 * CLOSING + 4
SHARE = (1.0 - CONFIDENCE) / DECISIONS  # how often one decision of a search may be wrong
CLOSE = 0.02  # of the larger end: a stretch as short is not halved any more
FAR = 4.0  # ratio of the ends from which a stretch is halved on a logarithmic scale
INNER = 3  # points of the screen between the present value and an end
FROM_ZERO = (0.01, 0.1, 0.5)  # where they lie from a value of zero on
SEARCH = [SCREENED, SCREEN_ERROR, HALVINGS, CLOSING, SHARE, CLOSE, FAR, *FROM_ZERO]  # the method
ABOVE, BELOW, OPEN = 1, -1, 0  # sides of the threshold
Draw = Callable[[float, int, int], Floats]  # value, first run, runs -> outcome where it exists


class Asked(NamedTuple):
    """An outcome, the threshold of its mean, and runs at one value at most."""

    outcome: Outcome
    at: float
    most: int


class Known(NamedTuple):
    """What is known at a value: runs, mean over those in which the outcome exists, and side."""

    value: float
    runs: int
    mean: float
    side: int


class Crossing(NamedTuple):
    """A switch value on one side of the present value: estimate, interval, runs that it took, and
    the first value tested beyond it that is on the present side again, nan if none is.
    """

    value: float
    low: float
    high: float
    runs: int
    back: float


class Span(NamedTuple):
    """The range in which a number may move; step: the distance of its values, 0 for any."""

    low: float
    high: float
    step: float = 0.0

    def snapped(self, value: float) -> float:
        """The nearest value that the number may have."""
        if self.step > 0.0:
            value = self.low + round((value - self.low) / self.step) * self.step
        return min(max(value, self.low), self.high)

    def points(self, now: float) -> Iterator[list[float]]:
        """Values to screen on either side of the present one, the nearest first."""
        for end in (self.low, self.high):
            values = [self.snapped(value) for value in _towards(now, end)]
            yield [value for value in dict.fromkeys(values) if value != now]

    def close(self, one: float, other: float) -> bool:
        """Whether nothing is worth testing between two values."""
        return abs(other - one) <= max(self.step, CLOSE * max(abs(one), abs(other)))

    def middle(self, one: float, other: float) -> float:
        """A value between two, on a logarithmic scale where they lie far apart."""
        low, high = sorted((one, other))
        far = low > 0.0 and high > FAR * low
        return self.snapped(sqrt(low * high) if far else 0.5 * (low + high))


def _towards(now: float, end: float) -> list[float]:
    """Points from a value to an end of its range, which is the last."""
    steps = [(k + 1.0) / (INNER + 1.0) for k in range(INNER)]
    if now > 0.0 and end > FAR * now:
        return [*(now * (end / now) ** step for step in steps), end]
    if now > 0.0 and end < now / FAR:
        scale = max(end, now / 100.0)
        return [*(now * (scale / now) ** step for step in steps), end]
    if abs(end) > FAR * abs(now):  # from zero, or across it
        steps = list(FROM_ZERO)
    return [*(now + (end - now) * step for step in steps), end]


class Trial:
    """Runs at one value, added as they are needed."""

    def __init__(self, draw: Draw, asked: Asked, value: float) -> None:
        self.draw, self.asked, self.value = draw, asked, value
        self.seen, self.runs = NOTHING, 0

    def screened(self) -> Known:
        """The side that few runs tell, by an exact test."""
        self._add(SCREENED)
        return self._tested(_plain_side(self.asked, self.seen, SCREEN_ERROR))

    def decided(self) -> Known:
        """The side that a confidence sequence tells; that of `BELOW` where it exists in no run."""
        most = self.asked.most
        while self.runs < most:
            self._add(min(2 * self.runs if self.runs >= BLOCK else BLOCK, most))
            if side := _sure_side(self.asked, self.seen):
                return self._tested(side)
        if self.seen.n < FIRST_LOOK:
            return self._tested(_plain_side(self.asked, self.seen, SHARE))
        return self._tested(OPEN)

    def _add(self, runs: int) -> None:
        if runs > self.runs:
            values = self.draw(self.value, self.runs, runs - self.runs)
            self.seen, self.runs = joined(self.seen, moments(values)), runs

    def _tested(self, side: int) -> Known:
        mean = self.seen.mean if self.seen.n else nan
        return Known(self.value, self.runs, mean, side)


def _sure_side(asked: Asked, seen: Moments) -> int:
    """The side on which the confidence sequence lies."""
    known = joined(SHARE_PRIOR, seen) if asked.outcome.unit == FLAG else seen
    half = half_width(known, SHARE) if seen.n >= FIRST_LOOK else inf
    return _side(known.mean - half, known.mean + half, asked.at)


def _plain_side(asked: Asked, seen: Moments, share: float) -> int:
    """The side that runs tell once, wrong with a probability of at most `share`: binomial for
    shares, Student's for means; below the threshold where the outcome exists in no run.
    """
    n = int(seen.n)
    if n == 0:
        return BELOW
    if asked.outcome.unit == FLAG:
        many = round(seen.mean * n)
        above = float(stats.binom.sf(many - 1, n, asked.at)) <= share
        below = float(stats.binom.cdf(many, n, asked.at)) <= share
        return ABOVE if above else BELOW if below else OPEN
    if n < 2:
        return OPEN
    error = sqrt(seen.squares / (n - 1.0) / n)
    half = float(student_half(error, n - 1.0, 2.0 * share))
    return _side(seen.mean - half, seen.mean + half, asked.at)


def _side(low: float, high: float, at: float) -> int:
    return ABOVE if low >= at else BELOW if high < at else OPEN


class Search:
    """The search for the switch values of one number, from what is known at its present value."""

    def __init__(self, draw: Draw, asked: Asked, span: Span, here: Known) -> None:
        self.draw, self.asked, self.span = draw, asked, span
        self.now, self.side = here.value, here.side
        self.tested = {here.value: here}
        self.undecided = False
        self.runs = 0

    def crossings(self) -> list[Crossing]:
        """The nearest switch value on each side of the present value, where there is one;
        `undecided` says whether runs do not tell of some stretch.
        """
        found = (self._beside(points) for points in self.span.points(self.now))
        return [crossing for crossing in found if crossing is not None]

    def _beside(self, points: list[float]) -> Crossing | None:
        """The nearest crossing among points that lead away from the present value."""
        before, began = self.now, self.runs
        for place, value in enumerate(points):
            found = self._side_at(value)
            if found.side == -self.side:
                return self._between(before, value, points[place + 1 :], began)
            if found.side == self.side:
                before = value
            else:
                self.undecided = True
        return None

    def _side_at(self, value: float) -> Known:
        """What a screen tells of a value, or more runs where it may be on the other side."""
        trial = Trial(self.draw, self.asked, value)
        found = trial.screened()
        if found.side != self.side:
            found = trial.decided()
        return self._noted(found)

    def _at(self, value: float) -> Known:
        return self.tested.get(value) or self._noted(Trial(self.draw, self.asked, value).decided())

    def _noted(self, found: Known) -> Known:
        self.tested[found.value] = found
        self.runs += found.runs
        return found

    def _between(self, here: float, there: float, beyond: list[float], began: int) -> Crossing:
        """Halve a stretch whose far end is on the other side."""
        for _ in range(HALVINGS):
            if self.span.close(here, there):
                break
            middle = self.span.middle(here, there)
            found = self._at(middle)
            if found.side == OPEN:
                here, there = self._closed(here, middle, True), self._closed(there, middle, False)
                break
            here, there = (middle, there) if found.side == self.side else (here, middle)
        if self.span.step > 0.0 and abs(there - here) <= self.span.step:
            here = there  # no value lies between
        low, high = sorted((here, there))
        estimate = there if self.span.step > 0.0 else self._estimate(low, high)
        back = next((one for one in beyond if self._side_at(one).side == self.side), nan)
        return Crossing(estimate, low, high, self.runs - began, back)

    def _closed(self, end: float, open_at: float, is_here: bool) -> float:
        """Move an end of a stretch towards a value that cannot be decided, as far as it can be."""
        wanted = self.side if is_here else -self.side
        for _ in range(CLOSING):
            if self.span.close(end, open_at):
                break
            middle = self.span.middle(end, open_at)
            if self._at(middle).side == wanted:
                end = middle
            else:
                open_at = middle
        return end

    def _estimate(self, low: float, high: float) -> float:
        """Where means of the values tested cross the threshold, joined by straight lines."""
        points = sorted(one for one in self.tested.values() if low <= one.value <= high)
        for one, other in zip(points, points[1:], strict=False):
            first, second = one.mean - self.asked.at, other.mean - self.asked.at
            if np.isfinite(first + second) and (first >= 0.0) != (second >= 0.0):
                return one.value + (other.value - one.value) * first / (first - second)
        return 0.5 * (low + high)
