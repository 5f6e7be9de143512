"""Questions to the cells of a study: which are compared with which, and what is asked of their means.

A group is a stratum and a value of the factor that is compared; it holds a cell for every world.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from poolsim.study.comparison import answer, pairs_of
from poolsim.study.paired import PAIRED
from poolsim.study.sequential import PRECISE, Difference, Goal, Precision, Sequential

Labels = Mapping[str, Any]
World = tuple[Any, ...]


class Question(NamedTuple):
    """What to compare: a factor, its baseline (every pair if None), outcomes, margins and half widths by outcome."""

    by: str = "design"
    baseline: str | None = None
    outcomes: tuple[str, ...] = PAIRED
    margins: Mapping[str, float] = {}
    precision: Mapping[str, float] = {}


class Groups:
    """Cells by stratum and value of the factor `by`. cells: group -> world -> place of the cell in the study."""

    def __init__(self, cells: Iterable[Labels], by: str, worlds: Iterable[str] = ()) -> None:
        self.by, worlds = by, list(worlds)
        self.labels: dict[str, dict[str, Any]] = {}
        self.cells: dict[str, dict[World, int]] = {}
        for place, cell in enumerate(cells):
            labels = {name: value for name, value in cell.items() if name not in worlds}
            group = repr(labels)
            self.labels[group] = labels
            self.cells.setdefault(group, {})[tuple(cell.get(name) for name in worlds)] = place

    def pairs(self, baseline: str | None) -> Iterator[tuple[str, str]]:
        """Groups (first, second) to compare, stratum by stratum: all with the baseline, or every two."""
        strata: dict[str, dict[str, str]] = {}
        for group, labels in self.labels.items():
            stratum = repr({name: value for name, value in labels.items() if name != self.by})
            strata.setdefault(stratum, {})[str(labels[self.by])] = group
        for values in strata.values():
            for first, second in pairs_of(list(values), baseline):
                yield values[first], values[second]

    def goals(self, asked: Question) -> list[Goal]:
        """Every difference, then every mean."""
        return [
            *(
                Difference(first, second, name, asked.margins.get(name, 0.0))
                for first, second in self.pairs(asked.baseline)
                for name in asked.outcomes
            ),
            *(Precision(group, name, half) for group in self.cells for name, half in asked.precision.items()),
        ]

    def table(self, found: Sequential) -> pd.DataFrame:
        """A row per goal: labels, what was asked, verdict, replicates it rests on, estimate and interval."""
        rows = []
        for goal, look in zip(found.goals, found.looks, strict=True):
            here, *minus = (self.labels[group] for group in goal.cells)
            rows.append(
                {
                    **{name: value for name, value in here.items() if name != self.by},
                    self.by: str(here[self.by]),
                    "minus": str(minus[0][self.by]) if minus else "",
                    "outcome": goal.outcome,
                    "within": goal.within,
                    **look._asdict(),
                    "more": np.nan,
                }
            )
        return pd.DataFrame(rows)


def closing(table: pd.DataFrame, by: str) -> str:
    """The answer in one sentence, and how many means are known well enough."""
    pairs, means = table[table["minus"] != ""], table[table["minus"] == ""]
    precise = f"{int((means['verdict'] == PRECISE).sum())} of {len(means)} means are precise enough."
    parts = [answer(pairs, by)] if len(pairs) else []
    return " ".join([*parts, precise] if len(means) else parts)
