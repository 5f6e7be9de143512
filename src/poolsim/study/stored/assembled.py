"""Tables of a complete sweep, as they are read: refused where they are not those of all its runs."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from poolsim.errors import StoreError
from poolsim.study.stored.folder import TABLES
from poolsim.study.stored.manifest import read_manifest

MARK = "tables.json"  # written last


def is_assembled(folder: Path, plan: int) -> bool:
    """Whether the tables of this plan are there."""
    tables = folder / TABLES
    try:
        said = json.loads((tables / MARK).read_text(encoding="utf-8"))
        for name in ("summary", "cells"):
            pq.read_metadata(tables / f"{name}.parquet")
        return bool(said == mark(folder, plan)) and (tables / "summary.csv").exists()
    except (OSError, ValueError, pa.ArrowException):
        return False


def mark(folder: Path, plan: int) -> dict[str, Any]:
    """What is said of complete tables: their plan, and what its table of runs holds."""
    runs = pq.read_metadata(folder / TABLES / "runs.parquet")
    return {"plan": plan, "runs": runs.num_rows, "columns": runs.schema.names}


def refuse_unassembled(folder: Path) -> None:
    """Raise StoreError if the tables are not those of the last plan."""
    if not is_assembled(folder, len(read_manifest(folder, any_model=True).plans) - 1):
        raise StoreError(
            f"{folder / TABLES}: missing, damaged or older than the runs; resume it first"
        )


def read_table(folder: Path, name: str, columns: list[str] | None = None) -> pa.Table:
    """A table of a complete sweep. Raises StoreError if it is not there, or not of all runs."""
    refuse_unassembled(folder)
    with _reading(folder / TABLES / f"{name}.parquet") as path:
        return pq.read_table(path, columns=columns, page_checksum_verification=True)


def batches_of_runs(folder: Path, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    """The table of runs in order, a piece at a time."""
    with _reading(folder / TABLES / "runs.parquet") as path:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            yield from file.iter_batches(columns=columns)


@contextmanager
def _reading(path: Path) -> Iterator[Path]:
    try:
        yield path
    except FileNotFoundError:
        raise StoreError(f"{path}: no such table") from None
    except (OSError, pa.ArrowException) as error:
        raise StoreError(
            f"{path}: cannot be read: {error}; delete this file and resume: it is made again"
        ) from error
