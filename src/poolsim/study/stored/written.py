"""Tables of a complete study as they were written: their digests, and how they are read."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from poolsim.errors import StoreError
from poolsim.study.stored.folder import TABLES
from poolsim.study.stored.manifest import Manifest, Written, read_manifest


def written(path: Path) -> Written:
    """Size and digest of a file."""
    with path.open("rb") as file:
        return Written(
            bytes=path.stat().st_size, sha256=hashlib.file_digest(file, "sha256").hexdigest()
        )


def changed(folder: Path, made: Manifest) -> list[str]:
    """Files that are not as they were written; the folder of tables if they are not those of the
    last plan.
    """
    if not made.written:
        return [TABLES]
    return [name for name, was in made.written.items() if not _is(folder / name, was)]


def _is(path: Path, was: Written) -> bool:
    try:
        return path.stat().st_size == was.bytes and written(path) == was
    except OSError:
        return False


def refuse_changed(folder: Path) -> None:
    """Raise StoreError if the tables are not those of the last plan, as they were written."""
    for name in changed(folder, read_manifest(folder, any_model=True)):
        what = "" if name == TABLES else "cannot be read: "
        raise StoreError(
            f"{folder / name}: {what}missing, damaged or older than the runs; resume it first"
        )


def table_path(folder: Path, name: str) -> Path:
    """The file of a table."""
    return folder / TABLES / f"{name}.parquet"


def read_table(folder: Path, name: str, columns: list[str] | None = None) -> pa.Table:
    """A table of a complete study. Raises StoreError if it is not there, or not of all runs."""
    refuse_changed(folder)
    with _reading(table_path(folder, name)) as path:
        return pq.read_table(path, columns=columns, page_checksum_verification=True)


def batches_of_runs(folder: Path, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    """The table of runs in order, a piece at a time."""
    with _reading(table_path(folder, "runs")) as path:
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
