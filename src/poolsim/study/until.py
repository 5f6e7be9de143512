"""How many replicates a study needs: looks at what is stored, and asks for more until every
question is settled.

Levers and factors are compared, uncertainties averaged over its worlds. What one
replicate gives is the mean over the points, so that replicates are independent and a look is as
honest as in `sequential`. Looks are taken where the plans of the folder stopped, so that a study
which is resumed takes the same.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.statistics.paired import gains
from poolsim.statistics.questions import Groups, Question
from poolsim.statistics.sequential import Goal, Sequential
from poolsim.statistics.tables import OK
from poolsim.study.stored.plan import Plan
from poolsim.study.stored.written import read_table


class Stored:
    """Runs of a complete study, as far as the questions need them."""

    def __init__(self, folder: Path, outcomes: list[str], replicates: int) -> None:
        names = list(dict.fromkeys(["formed", *outcomes]))
        table = read_table(folder, "runs", ["status", *names])
        done = np.asarray(table["status"].to_pandas() == OK).reshape(-1, replicates)
        self.of = {
            name: np.where(done, table[name].to_numpy().reshape(-1, replicates), np.nan)
            for name in names
        }

    def values(self, outcome: str, cells: list[int], span: slice) -> np.ndarray:
        """Outcome (cells, replicates) in a span of replicates; nan where a run does not count."""
        found = self.of[outcome][cells, span]
        if OUTCOMES[OUTCOME_INDEX[outcome]].of_formed:
            found = np.where(self.of["formed"][cells, span] > 0.0, found, np.nan)
        return found


def values_of(goal: Goal, groups: Groups, stored: Stored, span: slice) -> np.ndarray:
    """What each replicate of a span gives for a goal: the mean over worlds; nothing where no run
    counts.
    """
    here, *minus = (groups.cells[group] for group in goal.cells)
    shared = [world for world in here if all(world in other for other in minus)]
    found = stored.values(goal.outcome, [here[world] for world in shared], span)
    if minus:
        found = gains(
            found, stored.values(goal.outcome, [minus[0][world] for world in shared], span)
        )
    counted = ~np.isnan(found)
    sums, n = np.where(counted, found, 0.0).sum(axis=0), counted.sum(axis=0)
    return sums[n > 0] / n[n > 0]


def settle(
    folder: Path,
    plans: list[Plan],
    groups: Groups,
    asked: Question,
    most: int,
    extend: Callable[[int], object],
    say: Callable[[str], None],
) -> Sequential:
    """Look at complete results, and let `extend` bring it to more replicates until all is settled
    or it has `most`.

    plans: those of the folder, oldest first.
    """
    stops = [plan.replicates for plan in plans]
    found = Sequential(groups.goals(asked), say)
    outcomes = [*asked.outcomes, *asked.precision]
    stored = Stored(folder, outcomes, stops[-1])
    for stop in sorted({stop for stop in stops if stop <= stops[-1]}):
        _look(found, groups, stored, stop)
    while not found.done and found.replicates < most:
        stop = min(found.replicates + found.step, most)
        found.tell(stop)
        extend(stop)
        _look(found, groups, Stored(folder, outcomes, stop), stop)
    return found


def _look(found: Sequential, groups: Groups, stored: Stored, stop: int) -> None:
    span = slice(found.replicates, stop)
    found.take(lambda goal: values_of(goal, groups, stored, span), stop - found.replicates)
