"""Questions to the cells of a study: which are compared with which, and what is asked of their
means.

A group is a stratum and a value of the factor that is compared; it holds a cell for every world.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from poolsim.statistics.matching import Cells, Labels, is_idle, matches
from poolsim.statistics.paired import PAIRED
from poolsim.statistics.sequential import Difference, Goal, Precision, Sequential

World = tuple[object, ...]


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
        for place, cell in enumerate(cells):
            labels = {name: value for name, value in cell.items() if name not in worlds}
            group = repr(labels)
            self.labels[group] = labels
            self.cells.setdefault(group, {})[tuple(cell.get(name) for name in worlds)] = place

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
