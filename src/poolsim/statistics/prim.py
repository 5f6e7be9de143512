"""Boxes in which cases of interest gather: the patient rule induction method (Friedman and Fisher
1999), as scenario discovery uses it (Bryant and Lempert 2010).

A box is an interval for each number. Peeling cuts a thin slice off the side where that raises the
share of cases most; pasting gives slices back where that raises it again.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from poolsim.statistics.intervals import Floats

Bools = NDArray[np.bool_]

SLICE = 0.05  # of the points in the box that is peeled off or pasted on at a time
LEAST_MASS = 0.05  # of all points that a box must hold
SIGNIFICANT = 0.05  # a side with a larger quasi-p value is dropped
LOW, HIGH = 0, 1


class Box(NamedTuple):
    """Limits, (2, numbers), and what lies within: points and cases; of all points and cases."""

    limits: Floats
    points: int
    cases: int
    of_points: int
    of_cases: int

    @property
    def density(self) -> float:
        """Share of the points within that are cases; nan of none."""
        return self.cases / self.points if self.points else np.nan

    @property
    def coverage(self) -> float:
        """Share of the cases that lie within; nan where there are none."""
        return self.cases / self.of_cases if self.of_cases else np.nan

    @property
    def balance(self) -> float:
        """Harmonic mean of coverage and density: 2 cases / (points + all cases); nan of none."""
        both = self.points + self.of_cases
        return 2.0 * self.cases / both if both else np.nan


def peeled(x: Floats, case: Bools) -> list[Box]:
    """The trajectory of boxes: everything, then peel by peel, then paste by paste.

    x: (points, numbers), finite; case: of each point. Of two slices that raise the density by as
    much per point the one that restricts fewer numbers is taken (objective of Kwakkel and
    Jaxa-Rozen 2016). Limit: without a case, or with nothing but cases, everything is the only box.
    """
    everything = np.array([x.min(axis=0), x.max(axis=0)])
    found = [_box(x, case, everything)]
    for candidates, grows in ((_slices_off, False), (_slices_on, True)):
        while step := _best(x, case, found[-1], list(candidates(x, found[-1], everything)), grows):
            found.append(step)
    return found


def chosen(x: Floats, case: Bools) -> Box:
    """The box of the trajectory with the best balance of coverage and density, without the sides
    that chance would explain (quasi-p value above 5 %), the weakest of them dropped first.
    """
    trajectory = peeled(x, case)
    box = max(trajectory, key=lambda one: (one.balance, -len(sides(one, trajectory[0]))))
    while weak := _weakest(x, case, box, trajectory[0]):
        box = _box(x, case, _freed(box.limits, trajectory[0].limits, *weak))
    return box


def sides(box: Box, everything: Box) -> list[tuple[int, int]]:
    """Restricted sides: LOW or HIGH, and the place of the number."""
    return [(int(end), int(j)) for end, j in np.argwhere(box.limits != everything.limits)]


def quasi_p(x: Floats, case: Bools, box: Box, everything: Box) -> dict[tuple[int, int], float]:
    """Of each restricted side: probability of at least as many cases among the points of the box at
    the density that it has without this side (one-sided binomial; Bryant and Lempert 2010).
    """
    found = {}
    for side in sides(box, everything):
        wider = _box(x, case, _freed(box.limits, everything.limits, *side))
        found[side] = float(stats.binom.sf(box.cases - 1, box.points, wider.density))
    return found


def chance_level(x: Floats, case: Bools, shuffles: int, seed: int) -> float:
    """p value of the chosen box: share of shuffled cases whose best box has at least its balance,
    (1 + as good) / (1 + shuffles) (Phipson and Smyth 2010).
    """
    rng, balance = np.random.default_rng(seed), chosen(x, case).balance
    as_good = sum(
        max(one.balance for one in peeled(x, rng.permutation(case))) >= balance
        for _ in range(shuffles)
    )
    return (1.0 + as_good) / (1.0 + shuffles)


def _box(x: Floats, case: Bools, limits: Floats) -> Box:
    inside = _within(x, limits)
    return Box(limits, int(inside.sum()), int(case[inside].sum()), len(x), int(case.sum()))


def _within(x: Floats, limits: Floats) -> Bools:
    return np.asarray(((x >= limits[LOW]) & (x <= limits[HIGH])).all(axis=1))


def _freed(limits: Floats, everything: Floats, end: int, j: int) -> Floats:
    freed = limits.copy()
    freed[end, j] = everything[end, j]
    return freed


def _weakest(x: Floats, case: Bools, box: Box, everything: Box) -> tuple[int, int] | None:
    found = quasi_p(x, case, box, everything)
    weak = max(found, key=lambda side: found[side], default=None)
    return weak if weak is not None and found[weak] > SIGNIFICANT else None


def _slices_off(x: Floats, box: Box, everything: Floats) -> Iterator[Floats]:
    """Limits with a slice less, on each side of each number."""
    inside = x[_within(x, box.limits)]
    for j in range(x.shape[1]):
        for end, share in ((HIGH, 1.0 - SLICE), (LOW, SLICE)):
            limits = box.limits.copy()
            limits[end, j] = _cut(inside[:, j], share)
            yield limits


def _slices_on(x: Floats, box: Box, everything: Floats) -> Iterator[Floats]:
    """Limits with a slice more, on each side of each restricted number."""
    for j in np.flatnonzero((box.limits != everything).any(axis=0)):
        for end, share in ((LOW, 1.0 - SLICE), (HIGH, SLICE)):
            beside = box.limits.copy()
            beside[1 - end, j], beside[end, j] = box.limits[end, j], everything[end, j]
            there = x[_within(x, beside), j]
            limits = box.limits.copy()
            limits[end, j] = _cut(there, share) if len(there) else everything[end, j]
            yield limits


def _cut(values: Floats, share: float) -> float:
    """A limit between two of the sorted values that differ, at the share of them or, where those
    are equal, nearer to the end.
    """
    ordered = np.sort(values)
    place = (len(ordered) - 1) * share
    below, above = int(np.floor(place)), int(np.ceil(place))
    if share > 0.5:
        while ordered[below] == ordered[above] and below > 0:
            below -= 1
    else:
        while ordered[below] == ordered[above] and above < len(ordered) - 1:
            above += 1
    return float((ordered[below] + ordered[above]) / 2.0)


def _best(x: Floats, case: Bools, box: Box, candidates: list[Floats], grows: bool) -> Box | None:
    """The candidate that raises the density most per point lost or won; none if none is allowed."""
    boxes = [_box(x, case, limits) for limits in candidates]
    if not boxes:
        return None
    everything = np.array([x.min(axis=0), x.max(axis=0)])
    free = [int((one.limits == everything).all(axis=0).sum()) for one in boxes]
    gains = [_gain(box, one) for one in boxes]
    k = max(range(len(boxes)), key=lambda place: (gains[place], free[place]))
    size = boxes[k].points
    moved = size > box.points if grows else size < box.points
    enough = size / box.of_points >= LEAST_MASS
    return boxes[k] if moved and enough and gains[k] > 0.0 else None


def _gain(box: Box, other: Box) -> float:
    change = abs(box.points - other.points)
    if change == 0:
        return 0.0
    density = other.density if other.points else 0.0
    return (density - box.density) / change
