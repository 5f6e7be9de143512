"""One scenario under other numbers on the same luck: what a question about its outcome draws on."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from poolsim.economy.declarations import FLAG
from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.errors import ScenarioError
from poolsim.scenario.given import number
from poolsim.scenario.scenario import Scenario, Value, load
from poolsim.simulation import Run, runner_of
from poolsim.statistics.intervals import Floats
from poolsim.statistics.switching import SCREENED, Asked, Draw
from poolsim.statistics.tables import NAMES, masked
from poolsim.statistics.verdict import HALF
from poolsim.study.cell_names import cell_named
from poolsim.study.declared.read import what_is
from poolsim.study.declared.study import Study, replicates_of
from poolsim.study.outcome import outcome_named
from poolsim.study.results import results_in

FEWEST = 64  # runs at one value, below which no confidence sequence tells anything


def scenario_meant(target: str | Path | Scenario, cell: str | int | None = None) -> Scenario:
    """A scenario: itself, of a preset or file, or of a cell of a folder of results; cell: its
    number or its labels.

    Raises ScenarioError for a study that is not run, and for a cell that is missing or not one.
    """
    if isinstance(target, Scenario):
        return target
    if isinstance(target, str | Path) and Path(target).is_dir():
        results = results_in(target)
        return results.scenario(cell_named(results, cell))
    if cell is not None:
        raise ScenarioError([f"--cell: {target} is no folder of results"])
    found = what_is(str(target))
    if isinstance(found, Study):
        raise ScenarioError(
            [f"{target}: a study of {found.size()} cells; run it, and name its folder and a cell"]
        )
    return load(target)


def asked_of(of: str, at: float | None, replicates: int) -> Asked:
    """The question. Raises ScenarioError for an unknown outcome, a mean without a threshold, a
    share with an impossible one, and too few replicates.
    """
    outcome = outcome_named(of)
    if at is None and outcome.unit != FLAG:
        raise ScenarioError([f"--at: needed, the mean of {of} that counts, in {outcome.unit}"])
    at = HALF if at is None else number("--at", at)
    if outcome.unit == FLAG and not 0.0 < at < 1.0:
        raise ScenarioError([f"--at: {at:g} is no share between 0 and 1"])
    replicates = replicates_of(replicates)
    if replicates < FEWEST:
        raise ScenarioError([f"--replicates: {replicates} is too low; at least {FEWEST} needed"])
    return Asked(outcome, at, replicates)


class Cases:
    """Runs of a scenario under other numbers; any thread may ask."""

    def __init__(
        self, scenario: Scenario, asked: Asked, plain: bool, announce: Callable[[str], None]
    ) -> None:
        self.scenario, self.asked = scenario, asked
        self.column = OUTCOME_INDEX[asked.outcome.name]
        self.of_cell = runner_of(plain, announce=announce)
        self.digest = scenario.digest()
        self.screened = self.run({})(0, SCREENED).outcomes

    def run(self, values: Mapping[str, Value]) -> Run:
        """What runs replicates with these numbers."""
        scenario = self.scenario.with_values(values)
        return self.of_cell(scenario.lower(), scenario.seed)

    def counted(self, run: Run, first: int, size: int) -> Floats:
        """The outcome in the runs in which it exists."""
        values = masked(run(first, size).outcomes, NAMES)[:, self.column]
        return values[~np.isnan(values)]

    def draw(self, address: str) -> Draw:
        """Runs by the value of one number; those of the last value are kept ready."""
        ready: dict[float, Run] = {}

        def draw(value: float, first: int, size: int) -> Floats:
            if value not in ready:
                ready.clear()
                ready[value] = self.run({address: value})
            return self.counted(ready[value], first, size)

        return draw

    def moves(self, address: str, values: list[float]) -> bool:
        """Whether any of these values changes any outcome of the first runs by a single bit."""
        for value in values:
            if self.scenario.with_values({address: value}).digest() == self.digest:
                continue
            found = self.run({address: value})(0, SCREENED).outcomes
            if found.tobytes() != self.screened.tobytes():
                return True
        return False
