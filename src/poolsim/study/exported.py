"""Which files are earlier exports, and may be replaced by another one."""

from collections.abc import Callable
from pathlib import Path
from zipfile import BadZipFile

import pyarrow as pa
import pyarrow.parquet as pq
from scipy.io import netcdf_file

MARK = {"replicate", "seed", "status", "reason"}  # columns of every table of runs
MOST_OF_HEAD = 100_000  # bytes of the first line of a text


def columns_of(path: Path) -> list[str]:
    """The names at the head of a CSV file."""
    with path.open("rb") as file:
        head = file.readline(MOST_OF_HEAD).decode("utf-8-sig", errors="replace").strip()
    return head.replace('"', "").split(",")


def _csv(path: Path) -> bool:
    return set(columns_of(path)) >= MARK


def _parquet(path: Path) -> bool:
    return set(pq.read_schema(path).names) >= MARK


def _netcdf(path: Path) -> bool:
    with netcdf_file(path, mmap=True) as file:
        return hasattr(file, "poolsim_study")


def _xlsx(path: Path) -> bool:
    from openpyxl import load_workbook

    with path.open("rb") as file:  # whatever its name ends in
        names = load_workbook(file, read_only=True).sheetnames
    return {"about", "runs", "parameters"} <= set(names)


UNREADABLE = (OSError, ValueError, TypeError, KeyError, pa.ArrowException, BadZipFile)


def _or_not(is_one: Callable[[Path], bool]) -> Callable[[Path], bool]:
    """The same, and no for a file that cannot be read as one of its kind."""

    def found(path: Path) -> bool:
        try:
            return is_one(path)
        except UNREADABLE:
            return False

    return found


EARLIER = {
    "csv": _or_not(_csv),
    "parquet": _or_not(_parquet),
    "netcdf": _or_not(_netcdf),
    "xlsx": _or_not(_xlsx),
}
