"""Results on disk: how much of a study is done, its tables, the scenarios of its cells; and its
runs in one file: CSV, parquet, netCDF or a workbook.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
from scipy.io import netcdf_file, netcdf_variable

import poolsim
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.errors import ScenarioError, StoreError
from poolsim.files import clear_temporaries, refuse_to_replace, writing_to
from poolsim.scenario.scenario import Scenario
from poolsim.statistics.summary import pooled_summary
from poolsim.statistics.tables import FAILED, OK
from poolsim.study.declared.study import Study
from poolsim.study.exported import EARLIER
from poolsim.study.formats import format_of
from poolsim.study.shown import drawn_page, html_of
from poolsim.study.stored.folder import ANSWER, VERDICT, WORKSHOP
from poolsim.study.stored.manifest import read_manifest
from poolsim.study.stored.parts import Parts, reserved
from poolsim.study.stored.plan import CellScenarios, Plan
from poolsim.study.stored.planning import missing, stored_plans, stored_study
from poolsim.study.stored.tables import (
    BOM,
    batches_of_runs,
    read_table,
    refuse_changed,
    table_path,
)

if TYPE_CHECKING:
    from poolsim.plots import Figure

MOST_SHOWN = 40  # rows in a notebook


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

    @property
    def page(self) -> str:
        """The answer on one page; empty where no scenario was run as it is, or that alone."""
        path = self.folder / ANSWER
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def table(self, name: str = "summary") -> pd.DataFrame:
        """The table `runs`, `summary` or `cells`, and where the study gives them `verdict`,
        `paired`, `counterfactual`, `curves`, `payers`, `until`.

        Raises StoreError if it is not there, or not of all runs.
        """
        self.refuse_incomplete()
        return read_table(self.folder, name).to_pandas()

    def to_frame(self, name: str = "runs") -> pd.DataFrame:
        """The same, the runs unless another table is named."""
        return self.table(name)

    @property
    def summary(self) -> pd.DataFrame:
        """A row per cell and outcome over the runs in which it exists."""
        return self.table("summary")

    def curves(self) -> pd.DataFrame:
        """Every series by quarter, of a study that keeps them. Raises StoreError for another."""
        return self.table("curves")

    def plot(self, name: str = "", page: int = 0) -> "Figure":
        """A page of a figure, the first that the study asks for unless one is named; a page shows a
        scenario, but for maps.

        Raises StoreError where runs are missing or series are not kept, ScenarioError for a figure
        or page that is not there.
        """
        self.refuse_incomplete()
        study, figures = self.study, [*self.study.figures, "map_self_sufficient"]
        summary = drawn_summary(self.folder, study)
        return drawn_page(name or figures[0], self.title, self.curves, summary, study.swept(), page)

    def why(self, cell: int | str | None = None, replicate: int | None = None) -> Any:
        """Why the alliance of a cell, or of one of its runs, is not founded, ends or lives: what
        `poolsim.why` gives.
        """
        return poolsim.why(self.folder, cell, replicate=replicate)

    def _repr_html_(self) -> str:
        if not self.complete:
            return html_of(f"{self.title}: {self.done} of {self.runs} runs", pd.DataFrame())
        name = "verdict" if table_path(self.folder, "verdict").exists() else "summary"
        table = self.table(name).drop(columns=["cell", "same_as", "note"], errors="ignore")
        note = f"{name} of {len(table)} rows; results in {self.folder}"
        return html_of(f"{self.title}: {self.runs} runs", table.head(MOST_SHOWN), note)

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


def drawn_summary(folder: Path, study: Study) -> pd.DataFrame:
    """The summary that figures show: of every cell, with the design whose runs it repeats; over
    all worlds where there are some.
    """
    if worlds := study.worlds():
        runs = read_table(folder, "runs").to_pandas().drop(columns="cell")
        return pooled_summary(runs, worlds).assign(same_as="", note="")
    cells = read_table(folder, "cells", ["cell", "same_as", "note"]).to_pandas()
    table = read_table(folder, "summary").to_pandas()
    return table.merge(cells, on="cell", sort=False).drop(columns="cell")


CLASSIC_64 = 2  # netCDF version: classic with 64-bit offsets
STATUS = (OK, FAILED)


def export(folder: str | Path, kind: str | None, path: str | Path, *, force: bool = False) -> None:
    """Write the runs of complete results to `path`; kind: csv, parquet, netcdf, or xlsx, a workbook
    that also has the summary, and the numbers with units and sources; None: what the path ends as,
    else csv. An earlier export is replaced, any other file only with `force`.

    Raises ScenarioError for a path inside the folder, of something else, or that ends as another
    kind; StoreError for results whose tables are not those of all its runs, and for a file that
    cannot be written.
    """
    kind = format_of(Path(path), kind)
    folder, path = Path(folder), Path(os.path.realpath(path))
    if path.is_relative_to(os.path.realpath(folder)):
        raise ScenarioError(
            [f"{path}: lies in the folder of the results; choose another file with --out"]
        )
    results_in(folder).refuse_incomplete()
    refuse_changed(folder)
    refuse_to_replace(path, EARLIER[kind], force)
    clear_temporaries(path.parent, of=path.name)
    writing_to(path, lambda file: WRITERS[kind](folder, file))


def _csv(folder: Path, file: IO[bytes]) -> None:
    file.write(BOM)
    batches = batches_of_runs(folder)
    first = next(batches)
    with pa.csv.CSVWriter(file, first.schema) as writer:
        for batch in chain([first], batches):
            writer.write_batch(batch)


def _parquet(folder: Path, file: IO[bytes]) -> None:
    with table_path(folder, "runs").open("rb") as runs:
        shutil.copyfileobj(runs, file)


def _xlsx(folder: Path, file: IO[bytes]) -> None:
    from poolsim.study.workbook import write_workbook

    write_workbook(folder, file)


def _netcdf(folder: Path, file: IO[bytes]) -> None:
    """Dimensions cell and replicate; a variable per outcome, nan where a run failed, one per label,
    and the status.
    """
    made, plan = read_manifest(folder, any_model=True), stored_plans(folder)[-1]
    shape = (len(plan.shown), plan.replicates)
    mine = os.fdopen(os.dup(file.fileno()), "wb")  # which the writer closes
    with _workshop(Path(file.name)) as place:
        columns = _laid_out(folder, place, made.outcomes, shape)
        with netcdf_file(mine, "w", version=CLASSIC_64) as to:
            to.title, to.seed = (
                results_in(folder).title,
                str(made.seed),
            )  # no number of 64 bits here
            to.poolsim_study = made.study
            for name, size in zip(("cell", "replicate"), shape, strict=True):
                to.createDimension(name, size)
                to.createVariable(name, "i4", (name,))[:] = np.arange(size)
            for name in plan.labels:
                _label(to, name, plan.shown[name])
            for name, data in columns.items():
                to.variables[name] = netcdf_variable(
                    data, data.dtype.char, data.itemsize, shape, ("cell", "replicate")
                )
                _describe(to.variables[name], name)
                to.variables[name].coordinates = " ".join(plan.labels)


@contextmanager
def _workshop(file: Path) -> Iterator[Path]:
    """A folder beside a file, for as long as it is written; one that a killed export left goes."""
    place = file.with_name(f"{WORKSHOP}{file.name.split('.')[1]}")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _laid_out(
    folder: Path, place: Path, names: list[str], shape: tuple[int, int]
) -> dict[str, np.ndarray]:
    """Status and outcomes in files that are mapped into memory, so that it does not grow with the
    number of runs.
    """
    kinds = {"status": "i1", **dict.fromkeys(names, ">f8")}
    columns = {name: reserved(place / name, kind, shape) for name, kind in kinds.items()}
    start = 0
    for batch in batches_of_runs(folder, list(kinds)):
        span = slice(start, start := start + len(batch))
        columns["status"].reshape(-1)[span] = np.asarray(
            batch["status"].to_numpy(zero_copy_only=False) != OK
        )
        for name in names:
            columns[name].reshape(-1)[span] = batch[name].to_numpy(zero_copy_only=False)
    return columns


def _describe(variable: Any, name: str) -> None:
    if name == "status":
        variable.flag_values, variable.flag_meanings = (
            np.arange(len(STATUS), dtype=np.int8),
            " ".join(STATUS),
        )
    elif name in OUTCOME_INDEX:
        declared = OUTCOMES[OUTCOME_INDEX[name]]
        variable.units, variable.long_name = declared.unit, declared.definition


def _label(made: Any, name: str, column: pa.ChunkedArray) -> None:
    """A label of the cells: a number, or letters along a dimension of their own, which netCDF
    fills up with zeros.
    """
    if pa.types.is_floating(column.type):
        made.createVariable(name, "f8", ("cell",))[:] = column.to_numpy()
        return
    texts = [(text or "").encode() for text in column.to_pylist()]
    width = max(1, *map(len, texts))
    made.createDimension(f"{name}_letters", width)
    filled = [list(text.ljust(width, b"\0")) for text in texts]
    variable = made.createVariable(name, "c", ("cell", f"{name}_letters"))
    variable[:] = np.array(filled, dtype=np.uint8).view("S1")
    variable._Encoding = "utf-8"


WRITERS: dict[str, Callable[[Path, IO[bytes]], None]] = {
    "csv": _csv,
    "parquet": _parquet,
    "netcdf": _netcdf,
    "xlsx": _xlsx,
}
