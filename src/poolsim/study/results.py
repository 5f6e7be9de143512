"""Results on disk, of a study or of a sweep, in one form: labels of every cell, and a table of runs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from poolsim.scenario import Scenario, load
from poolsim.strict import ScenarioError
from poolsim.study.folder import MANIFEST
from poolsim.study.plan import Cells
from poolsim.study.planning import stored_plans, stored_study
from poolsim.study.sampling import worlds_of
from poolsim.study.store import PROVENANCE
from poolsim.study.sweep import state
from poolsim.study.tables import causes_of


class Results(NamedTuple):
    """A folder of results. cells: labels and digest, in the order of the runs; worlds: labels that tell worlds apart
    rather than designs, beside seed and replicate; scenario: of a cell, by its place.
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
    """The results in a folder that `run` or `sweep` wrote. Raises ScenarioError for any other folder, StoreError for a
    sweep that is not complete.
    """
    if (folder / MANIFEST).exists():
        return _of_sweep(folder)
    try:
        made = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
        runs = pd.read_parquet(folder / "runs.parquet")
        title = made["study_file"]["title"] or made["study"]
        cells, version = made["cells"], made["poolsim"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ScenarioError([f"{folder}: not a folder of results of poolsim ({error})"]) from error
    return Results(
        folder, made["study"], title, version, runs, cells, [], lambda k: load(folder / cells[k]["scenario"]), False
    )


def _of_sweep(folder: Path) -> Results:
    runs = state(folder).table("runs").drop(columns="cell")
    made = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    study, plan = stored_study(folder), stored_plans(folder)[-1]
    rows = plan.table.select([*plan.labels, "digest"]).to_pylist()
    cells = [{"labels": {name: row[name] for name in plan.labels}, "digest": row["digest"]} for row in rows]
    title = study.title or study.name
    if "cause" in runs:
        runs["cause_of_end"] = causes_of(runs["cause"].to_numpy())
    scenario = Cells(study, plan).scenario
    return Results(folder, study.name, title, made["poolsim"], runs, cells, worlds_of(study), scenario, True)
