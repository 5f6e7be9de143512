"""Results on disk, of a study or of a sweep, in one form: labels of every cell, and a table of
runs.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from poolsim.scenario.scenario import Scenario
from poolsim.statistics.tables import causes_of
from poolsim.study.declared.sampling import worlds_of
from poolsim.study.stored.folder import MANIFEST
from poolsim.study.stored.manifest import read_manifest
from poolsim.study.stored.plan import Cells
from poolsim.study.stored.read import stored_plans, stored_study
from poolsim.study.stored.record import read_run, scenario_of
from poolsim.study.sweep import state


class Results(NamedTuple):
    """A folder of results. cells: labels and digest, in the order of the runs; worlds: labels that
    tell worlds apart rather than designs, beside seed and replicate; scenario: of a cell, by its
    place.
    """

    folder: Path
    study: str
    title: str
    version: str
    runs: pd.DataFrame
    cells: list[dict[str, Any]]
    worlds: list[str]
    scenario: Callable[[int], Scenario]
    is_sweep: bool

    def labels(self, cell: int) -> dict[str, Any]:
        """Labels of a cell."""
        return dict(self.cells[cell]["labels"])


def read_results(folder: Path) -> Results:
    """The results in a folder that `run` or `sweep` wrote. Raises StoreError for any other folder,
    and for one that is damaged or not complete.
    """
    return _of_sweep(folder) if (folder / MANIFEST).exists() else _of_run(folder)


def _of_run(folder: Path) -> Results:
    made, runs = read_run(folder)
    title = str(made.study_file.get("title") or made.study)
    cells = [cell.model_dump() for cell in made.cells]

    def scenario(cell: int) -> Scenario:
        return scenario_of(folder, made.cells[cell])

    return Results(
        folder, made.study, title, made.poolsim, runs.to_pandas(), cells, [], scenario, False
    )


def _of_sweep(folder: Path) -> Results:
    runs = state(folder).table("runs").drop(columns="cell")
    study, plan = stored_study(folder), stored_plans(folder)[-1]
    rows = plan.table.select([*plan.labels, "digest"]).to_pylist()
    cells = [
        {"labels": {name: row[name] for name in plan.labels}, "digest": row["digest"]}
        for row in rows
    ]
    title, version = study.title or study.name, read_manifest(folder, any_model=True).poolsim
    if "cause" in runs:
        runs["cause_of_end"] = causes_of(runs["cause"].to_numpy())
    scenario = Cells(study, plan).scenario
    return Results(
        folder, study.name, title, version, runs, cells, worlds_of(study), scenario, True
    )
