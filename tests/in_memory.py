"""Goals of cells that are run in memory until all is settled: what `until` does with a folder."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from poolsim.economy.declarations import Outcome
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.scenario.scenario import Scenario
from poolsim.simulation import stream
from poolsim.statistics.paired import gains
from poolsim.statistics.sequential import Goal, Look, Sequential, settled
from poolsim.statistics.tables import NAMES, masked


class InMemory(Sequential):
    """Cells run side by side until every goal is settled."""

    def __init__(
        self, cells: Mapping[str, Scenario], goals: Iterable[Goal], plain: bool = False
    ) -> None:
        super().__init__(goals)
        self.cells, self.plain = dict(cells), plain

    def run(self, most: int) -> bool:
        """Add replicates until every goal is settled or there are `most`; a later call with more
        goes on from there.
        """
        while not self.done and self.replicates < most:
            stop = min(self.replicates + self.step, most)
            self.tell(stop)
            self.extend(stop - self.replicates)
        return self.done

    def extend(self, replicates: int) -> None:
        """Run the next replicates of the cells that open goals need, and look."""
        self.add({name: self._outcomes(name, replicates) for name in self._needed()}, replicates)

    def _needed(self) -> list[str]:
        wanted = {
            name
            for goal, look in zip(self.goals, self.looks, strict=True)
            if not settled(look)
            for name in goal.cells
        }
        return [name for name in self.cells if name in wanted]

    def _outcomes(self, name: str, replicates: int) -> np.ndarray:
        scenario = self.cells[name]
        blocks = stream(
            scenario.lower(),
            scenario.seed,
            replicates,
            first=self.replicates,
            plain=self.plain,
            announce=self.say,
        )
        return np.concatenate([block.outcomes for block in blocks])

    def add(self, outcomes: Mapping[str, np.ndarray], replicates: int) -> None:
        """Take the outcomes (runs x outcomes) of the next replicates; look at every open goal."""
        self.take(lambda goal: _values(goal, outcomes), replicates)

    def table(self) -> pd.DataFrame:
        """A row per goal: what was asked, what is known, with how many replicates."""
        return pd.DataFrame(
            [_row(goal, look) for goal, look in zip(self.goals, self.looks, strict=True)]
        )


def _row(goal: Goal, look: Look) -> dict[str, object]:
    cell, *minus = goal.cells
    return {
        "cell": cell,
        "minus": minus[0] if minus else "",
        "outcome": goal.outcome,
        "unit": outcome_of(goal).unit,
        "within": goal.within,
        **look._asdict(),
    }


def _values(goal: Goal, outcomes: Mapping[str, np.ndarray]) -> np.ndarray:
    """Differences, or values, of the completed runs in which the outcome exists."""
    k = OUTCOME_INDEX[goal.outcome]
    runs = [masked(outcomes[name], NAMES)[:, k] for name in goal.cells]
    use = ~np.isnan(runs).any(axis=0)
    values = [column[use] for column in runs]
    return gains(values[0], values[1]) if len(values) == 2 else values[0]


def outcome_of(goal: Goal) -> Outcome:
    return OUTCOMES[OUTCOME_INDEX[goal.outcome]]


def until(
    cells: Mapping[str, Scenario], goals: Iterable[Goal], most: int, plain: bool = False
) -> InMemory:
    """Run cells until every goal is settled or there are `most` replicates; the result can be run
    on.
    """
    study = InMemory(cells, goals, plain)
    study.run(most)
    return study
