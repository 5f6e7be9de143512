"""What `run` wrote into a folder, read again: its record, its table of runs, its scenarios."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, Field, ValidationError

from poolsim.errors import ScenarioError, StoreError
from poolsim.scenario.scenario import Scenario, load
from poolsim.study.stored.folder import MANIFEST
from poolsim.study.stored.store import PROVENANCE, provenance_of

RUN_COLUMNS = ("replicate", "seed", "status", "reason", "formed")  # beside the labels


class CellRecord(BaseModel):
    """What the record says of a cell: its labels, its scenario and the digest of its numbers."""

    labels: dict[str, Any]
    scenario: str
    digest: str


class RunRecord(BaseModel):
    """What the record of a study that was run must hold."""

    poolsim: str
    study: str
    study_file: dict[str, Any]
    replicates: int = Field(ge=1)
    cells: list[CellRecord] = Field(min_length=1)


def read_run(folder: Path) -> tuple[RunRecord, pa.Table]:
    """Record and runs of a folder that `run` wrote. Raises StoreError for any other, and for one
    that is damaged.
    """
    if not (folder / PROVENANCE).exists():
        raise StoreError(
            f"{folder}: holds no results of poolsim (neither {MANIFEST} nor {PROVENANCE})"
        )
    try:
        made = RunRecord.model_validate(provenance_of(folder))
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise StoreError(
            f"{folder / PROVENANCE}: no record of runs: {place}: {error.errors()[0]['msg']}"
        ) from None
    return made, _runs_of(folder / "runs.parquet", made)


def _runs_of(path: Path, made: RunRecord) -> pa.Table:
    try:
        runs = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise StoreError(f"{path}: cannot be read: {error}; run the study again") from None
    expected = made.replicates * len(made.cells)
    if len(runs) != expected:
        raise StoreError(
            f"{path}: holds {len(runs)} runs, not the {expected} of its study; run the study again"
        )
    for name in (*made.cells[0].labels, *RUN_COLUMNS):
        if name not in runs.column_names:
            raise StoreError(f"{path}: lacks the column '{name}'; run the study again")
    return runs


def scenario_of(folder: Path, cell: CellRecord) -> Scenario:
    """The scenario of a cell. Raises StoreError if it is gone, or has other numbers than those that
    were run.
    """
    try:
        found = load(folder / cell.scenario)
    except ScenarioError as error:
        raise StoreError(
            f"{error.messages[0]}; changed, or of another version: run the study again"
        ) from None
    if found.digest() != cell.digest:
        raise StoreError(
            f"{folder / cell.scenario}: its numbers are not those that were run: it, or the model, has changed since"
        )
    return found
