"""Search for the best of many candidates on the same luck: successive halving, then a race.

Halving (Karnin, Koren and Somekh 2013) decides only who is run further: in each round the better
half gets twice the replicates. Whether a candidate is worse is decided by confidence sequences of
paired differences alone, which hold at all looks and for all pairs together: with at most 5 % a
candidate is called worse than another and is not. Candidates that halving left behind without that
are run again against the leader, until all are settled or the replicates are used up.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from typing import NamedTuple

import numpy as np

from poolsim.economy.declarations import Outcome
from poolsim.statistics.comparison import BETTER, HIGHER, TOO_FEW, UNDECIDED
from poolsim.statistics.intervals import CONFIDENCE, Floats
from poolsim.statistics.paired import SAME_TO, gains
from poolsim.statistics.sequential import FIRST_LOOK, Difference, Look, look_at, moments

OPEN = (UNDECIDED, TOO_FEW)


class Standing(NamedTuple):
    """A candidate beside the leader, over the replicates that both have: `look` is at leader minus
    candidate.
    """

    candidate: int
    replicates: int
    mean: float
    exists: float  # share of its runs
    look: Look | None  # none of the leader itself


@dataclass
class Search:
    """Candidates, what is known of each, and how they are run. most: replicates of each at most;
    within: difference too small to matter; do_all: runs candidates from a replicate on, in any
    order.
    """

    candidates: int
    outcome: Outcome
    do_all: Callable[[list[int], int, int], list[Floats]]
    most: int
    within: float = 0.0
    seen: list[Floats] = field(default_factory=list)

    def run(self) -> list[Standing]:
        """Every candidate, the best first. Limit: a single candidate is run to `most`."""
        self.seen = [np.empty(0)] * self.candidates
        alive = list(range(self.candidates))
        stop = min(FIRST_LOOK, self.most)
        self._extend(alive, stop)
        while len(alive) > 1 and stop < self.most:
            alive = self._not_worse(self._ranked(alive))[: ceil(len(alive) / 2)]
            stop = min(2 * stop, self.most)
            self._extend(alive, stop)
        self._race()
        return self._standings()

    def _race(self) -> None:
        """Run the leader and whatever is not settled against it, until that is or has `most`."""
        while open_ones := self._open():
            shorter = [
                place for place in [self._leader(), *open_ones] if len(self.seen[place]) < self.most
            ]
            if not shorter:
                return
            stop = min(2 * min(len(self.seen[place]) for place in shorter), self.most)
            self._extend([place for place in shorter if len(self.seen[place]) < stop], stop)

    def _extend(self, places: list[int], stop: int) -> None:
        for first in sorted({len(self.seen[place]) for place in places}):
            group = [place for place in places if len(self.seen[place]) == first]
            if stop > first:
                for place, more in zip(group, self.do_all(group, first, stop - first), strict=True):
                    self.seen[place] = np.concatenate([self.seen[place], more])

    def mean(self, place: int) -> float:
        """Mean of a candidate where its outcome exists; nan if it does nowhere."""
        values = self.seen[place][np.isfinite(self.seen[place])]
        return float(values.mean()) if len(values) else np.nan

    def _ranked(self, places: list[int]) -> list[int]:
        sign = self.outcome.direction or 1
        worth = {place: sign * self.mean(place) for place in places}
        return sorted(places, key=lambda place: -np.nan_to_num(worth[place], nan=-np.inf))

    def _leader(self) -> int:
        """The best mean among those with the most replicates."""
        longest = max(len(values) for values in self.seen)
        return self._ranked([k for k, seen in enumerate(self.seen) if len(seen) == longest])[0]

    def _not_worse(self, ranked: list[int]) -> list[int]:
        first, *others = ranked
        worse = (BETTER, HIGHER)  # the leader is
        return [first, *(one for one in others if self.look(first, one).verdict not in worse)]

    def _open(self) -> list[int]:
        leader = self._leader()
        rest = [place for place in range(self.candidates) if place != leader]
        return [place for place in rest if self.look(leader, place).verdict in OPEN]

    def look(self, first: int, second: int) -> Look:
        """What is known of the difference `first` - `second`, run by run."""
        n = min(len(self.seen[first]), len(self.seen[second]))
        gain = gains(self.seen[first][:n], self.seen[second][:n], SAME_TO)
        share = (1.0 - CONFIDENCE) / max(self.candidates * (self.candidates - 1) / 2, 1)
        goal = Difference(str(second), str(first), self.outcome.name, self.within)
        return look_at(goal, moments(gain[np.isfinite(gain)]), share)

    def _standings(self) -> list[Standing]:
        leader = self._leader()
        ranked = self._ranked([place for place in range(self.candidates) if place != leader])
        return [
            Standing(
                place,
                len(self.seen[place]),
                self.mean(place),
                float(np.isfinite(self.seen[place]).mean()),
                None if place == leader else self.look(leader, place),
            )
            for place in [leader, *ranked]
        ]
