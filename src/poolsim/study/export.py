"""The runs of a complete sweep in one file: CSV, parquet or netCDF."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
from scipy.io import netcdf_file

from poolsim.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.strict import StoreError
from poolsim.study.assemble import BOM
from poolsim.study.folder import TABLES, commit
from poolsim.study.plan import kept_outcomes
from poolsim.study.planning import stored_plans, stored_study
from poolsim.study.sweep import state

CLASSIC_64 = 2  # netCDF version: classic with 64-bit offsets


def export(folder: Path, kind: str, path: Path) -> None:
    """Write the runs of a complete sweep to `path`; kind: csv, parquet or netcdf."""
    found = state(folder)
    if not found.complete:
        raise StoreError(f"{folder}: {found.done} of {found.runs} runs done; resume it first")
    WRITERS[kind](folder, path)


def _csv(folder: Path, path: Path) -> None:
    def write(file: IO[bytes]) -> None:
        file.write(BOM)
        with pq.ParquetFile(folder / TABLES / "runs.parquet") as runs:
            with pa.csv.CSVWriter(file, runs.schema_arrow) as writer:
                for batch in runs.iter_batches():
                    writer.write_batch(batch)

    commit(path, write)


def _parquet(folder: Path, path: Path) -> None:
    def write(file: IO[bytes]) -> None:
        with (folder / TABLES / "runs.parquet").open("rb") as runs:
            shutil.copyfileobj(runs, file)

    commit(path, write)


def _netcdf(folder: Path, path: Path) -> None:
    """Dimensions cell and replicate; a variable per outcome, nan where a run failed, and one per label."""
    study, plan = stored_study(folder), stored_plans(folder)[-1]
    names = kept_outcomes(study)
    runs = pq.read_table(folder / TABLES / "runs.parquet", columns=names)
    shape = (len(plan.table), plan.replicates)

    def write(file: IO[bytes]) -> None:
        buffer = io.BytesIO()
        made: Any = netcdf_file(buffer, "w", version=CLASSIC_64)
        made.title, made.seed, made.poolsim_study = study.title or study.name, float(study.seed), study.name
        for name, size in zip(("cell", "replicate"), shape, strict=True):
            made.createDimension(name, size)
            made.createVariable(name, "i4", (name,))[:] = np.arange(size)
        for name in plan.labels:
            _label(made, name, plan.table[name])
        for name in names:
            variable = made.createVariable(name, "f8", ("cell", "replicate"))
            variable[:] = runs[name].to_numpy().reshape(shape)
            variable.units, variable.long_name = _described(name)
        made.flush()
        file.write(buffer.getvalue())
        made.close()

    commit(path, write)


def _described(name: str) -> tuple[str, str]:
    declared = OUTCOMES[OUTCOME_INDEX[name]]
    return declared.unit, declared.definition


def _label(made: Any, name: str, column: pa.ChunkedArray) -> None:
    """A label of the cells: a number, or letters along a dimension of their own."""
    if pa.types.is_floating(column.type):
        made.createVariable(name, "f8", ("cell",))[:] = column.to_numpy()
        return
    texts = [(text or "").encode() for text in column.to_pylist()]
    width = max(1, *map(len, texts))
    made.createDimension(f"{name}_letters", width)
    letters = np.array([list(text.ljust(width)) for text in texts], dtype=np.uint8).view("S1")
    made.createVariable(name, "c", ("cell", f"{name}_letters"))[:] = letters


WRITERS: dict[str, Callable[[Path, Path], None]] = {"csv": _csv, "parquet": _parquet, "netcdf": _netcdf}
