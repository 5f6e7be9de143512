"""Results on disk, read: how much of a study is done, its tables, the scenarios of its cells."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from poolsim.errors import StoreError
from poolsim.scenario.scenario import Scenario
from poolsim.study.declared.study import Study
from poolsim.study.stored.manifest import read_manifest
from poolsim.study.stored.parts import Parts
from poolsim.study.stored.plan import CellScenarios, Plan
from poolsim.study.stored.planning import missing, stored_plans, stored_study
from poolsim.study.stored.tables import VERDICT, read_table


@dataclass(frozen=True)
class Results:
    """A folder of results: how much of it is done, and its tables once all is. answer: to what the
    study asks of its replicates; warnings: figures that could not be drawn.
    """

    folder: Path
    runs: int
    done: int
    answer: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every run is committed."""
        return self.done == self.runs

    @cached_property
    def study(self) -> Study:
        """The study of the last plan."""
        return stored_study(self.folder)

    @cached_property
    def plan(self) -> Plan:
        """The last plan."""
        return stored_plans(self.folder)[-1]

    @property
    def title(self) -> str:
        """One line for tables and figures."""
        return self.study.title or self.study.name

    @property
    def verdict(self) -> str:
        """The verdict in words; empty where the outcomes that it rests on are not kept."""
        path = self.folder / VERDICT
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def table(self, name: str = "summary") -> pd.DataFrame:
        """The table `runs`, `summary` or `cells`, and where the study gives them `verdict`,
        `paired`, `counterfactual`, `curves`, `until`.

        Raises StoreError if it is not there, or not of all runs.
        """
        self.refuse_incomplete()
        return read_table(self.folder, name).to_pandas()

    def refuse_incomplete(self) -> None:
        """Raise StoreError if runs are missing."""
        if not self.complete:
            raise StoreError(
                f"{self.folder}: {self.done} of {self.runs} runs done; resume it first"
            )

    def scenario(self, cell: int) -> Scenario:
        """The scenario of a cell, by its place in the table of cells."""
        return CellScenarios(self.study, self.plan.table).scenario(cell)


def results_in(folder: str | Path) -> Results:
    """The results in a folder. Raises StoreError where there are none."""
    folder = Path(folder)
    plans = stored_plans(folder)
    parts = Parts(folder, read_manifest(folder, any_model=True).columns)
    left = sum(chunk.runs for plan in plans for chunk in missing(parts, plan))
    runs = sum(plan.runs for plan in plans)
    return Results(folder, runs, runs - left)
