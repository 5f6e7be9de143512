"""Tables of a complete sweep: its parts brought into the order of cells and replicates, and summed
up.

Runs are laid out in a file of their own, so memory does not grow with their number.
"""

import shutil
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.errors import StoreError
from poolsim.statistics.curves import FLAG
from poolsim.statistics.intervals import of_mean, quantiles, wilson
from poolsim.statistics.tables import FAILED, OK
from poolsim.study.stored.assembled import MARK, mark
from poolsim.study.stored.folder import PARTS, TABLES, commit, commit_json
from poolsim.study.stored.parts import read_part
from poolsim.study.stored.plan import OWN, Plan

WORKSHOP = ".tables-"
WINDOW = 65_536  # runs summed up at once
BOM = b"\xef\xbb\xbf"  # spreadsheets need it to see UTF-8
QUANTILES = {"median": 0.5, "q05": 0.05, "q95": 0.95}


def assemble(folder: Path, seed: int, plans: list[Plan], names: list[str]) -> None:
    """Write runs.parquet, summary.csv, summary.parquet and cells.parquet of the last plan."""
    plan, tables = plans[-1], folder / TABLES
    try:
        tables.mkdir(exist_ok=True)
        for left in folder.glob(f"{WORKSHOP}*"):  # of a sweep that was killed here
            shutil.rmtree(left, ignore_errors=True)
        place = tempfile.mkdtemp(prefix=WORKSHOP, dir=folder)
    except OSError as error:
        raise StoreError(f"{tables}: cannot be written into: {error.strerror or error}") from error
    forget(folder)
    try:
        laid_out = lay_out(folder, Path(place), plans, names)
        commit(tables / "cells.parquet", lambda file: pq.write_table(_labels(plan.table), file))
        commit(
            tables / "runs.parquet",
            lambda file: _write_runs(file, run_tables(laid_out, seed), names),
        )
        summary = pa.concat_tables(_summaries(laid_out)).combine_chunks()
        commit(tables / "summary.parquet", lambda file: pq.write_table(summary, file))
        commit(tables / "summary.csv", lambda file: write_csv(summary, file))
    finally:
        shutil.rmtree(place, ignore_errors=True)
    commit_json(tables / MARK, mark(folder, plan.number))


def forget(folder: Path) -> None:
    """Take back that the tables are those of all runs."""
    try:
        (folder / TABLES / MARK).unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            f"{folder / TABLES}: cannot be written into: {error.strerror or error}"
        ) from error


def lay_out(folder: Path, place: Path, plans: list[Plan], names: list[str]) -> "Runs":
    """The runs of the last plan, from the parts of all plans, in files in `place`."""
    runs = Runs(place, plans[-1], names)
    for plan in plans:
        runs.add(folder / PARTS, plan)
    return runs


def write_csv(table: pa.Table, file: IO[bytes]) -> None:
    """A table as CSV that spreadsheets read, Chinese letters too."""
    file.write(BOM)
    pa.csv.write_csv(table, file)


class Runs:
    """All runs of the last plan, cell by cell, in a file that is mapped into memory."""

    def __init__(self, place: Path, plan: Plan, names: list[str]) -> None:
        shape = (len(plan.table), plan.replicates)
        self.names = names
        self.outcomes = np.lib.format.open_memmap(
            place / "outcomes.npy", "w+", np.float64, (*shape, len(names))
        )
        self.codes = np.lib.format.open_memmap(place / "codes.npy", "w+", np.int32, shape)
        self.reasons = [""]
        self.codes[...] = -1
        self.plan = plan
        mine = plan.table["digest"].to_pylist()
        self.place_of = {digest: place for place, digest in reversed(list(enumerate(mine)))}

    def add(self, parts: Path, plan: Plan) -> None:
        """Lay out the runs of a plan, those that the last plan has too."""
        digests = plan.table["digest"].to_pylist()
        places = np.array([self.place_of.get(digest, -1) for digest in digests])
        for chunk in plan.chunks():
            table = read_part(parts / plan.part(chunk, self.names), chunk, self.names)
            cells, replicates = places[table["cell"].to_numpy()], table["replicate"].to_numpy()
            wanted = (cells >= 0) & (replicates < self.plan.replicates)
            numbers = np.column_stack([table[name].to_numpy() for name in self.names])
            self.outcomes[cells[wanted], replicates[wanted]] = numbers[wanted]
            self.codes[cells[wanted], replicates[wanted]] = self._codes(table["reason"])[wanted]

    def _codes(self, reasons: Any) -> np.ndarray:
        encoded = reasons.combine_chunks().dictionary_encode()
        for reason in encoded.dictionary.to_pylist():
            if reason not in self.reasons:
                self.reasons.append(reason)
        code = np.array(
            [self.reasons.index(reason) for reason in encoded.dictionary.to_pylist()],
            dtype=np.int32,
        )
        return code[encoded.indices.to_numpy()]

    def window(self, first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
        """Outcomes (cells, replicates, outcomes) and codes of the reasons of some cells."""
        stands_for = self.plan.same_as[first:last]
        codes = self.codes[stands_for]
        if np.any(codes < 0):
            raise StoreError("runs are missing from the parts; resume the sweep")
        return self.outcomes[stands_for], codes


def _windows(plan: Plan) -> Iterator[tuple[int, int]]:
    width = max(1, WINDOW // plan.replicates)
    cells = len(plan.table)
    yield from ((first, min(first + width, cells)) for first in range(0, cells, width))


def _labels(table: pa.Table) -> pa.Table:
    return table.drop_columns([name for name in OWN if name not in ("cell", "digest")])


def run_tables(runs: Runs, seed: int) -> Iterator[pa.Table]:
    """The table of runs, some cells at a time."""
    plan = runs.plan
    for first, last in _windows(plan):
        outcomes, codes = runs.window(first, last)
        cells = np.repeat(np.arange(first, last), plan.replicates)
        table = _labels(plan.table).drop_columns(["digest"]).take(pa.array(cells))
        columns: dict[str, Any] = {
            "replicate": np.tile(np.arange(plan.replicates, dtype=np.int32), last - first),
            "seed": np.full(len(cells), seed),
            "status": pa.array(np.where(codes.ravel() == 0, OK, FAILED)),
            "reason": pa.array(np.array(runs.reasons, dtype=object)[codes.ravel()], pa.string()),
        }
        columns |= {
            name: np.ascontiguousarray(outcomes[:, :, k]).ravel()
            for k, name in enumerate(runs.names)
        }
        for name, values in columns.items():
            table = table.append_column(
                name, values if isinstance(values, pa.Array) else pa.array(values)
            )
        yield table


def _write_runs(file: IO[bytes], tables: Iterator[pa.Table], numbers: list[str]) -> None:
    """Write the tables below each other, each as a group of rows."""
    first = next(tables)
    texts = [name for name in first.column_names if name not in numbers]
    options = {
        "use_byte_stream_split": numbers,
        "use_dictionary": texts,
        "write_page_checksum": True,
    }
    with pq.ParquetWriter(file, first.schema, compression="zstd", **options) as writer:
        for table in chain([first], tables):
            writer.write_table(table)


def _summaries(runs: Runs) -> Iterator[pa.Table]:
    """A row per cell and outcome, over completed runs (formed ones, where it is of formed
    alliances).

    low and high: 95 % interval of the mean (Student), of a 0/1 outcome's share (Wilson).
    """
    plan, names = runs.plan, runs.names
    formed_at = names.index("formed")
    for first, last in _windows(plan):
        outcomes, codes = runs.window(first, last)
        values = np.moveaxis(np.where((codes == 0)[:, :, None], outcomes, np.nan), 1, 0)
        formed = values[:, :, formed_at] > 0.0
        of_formed = np.array([OUTCOMES[OUTCOME_INDEX[name]].of_formed for name in names])
        values = np.where(of_formed & ~formed[:, :, None], np.nan, values)
        cells = np.repeat(np.arange(first, last), len(names))
        counts = {"runs": np.sum(codes == 0, axis=1), "formed": np.sum(formed, axis=0)}
        columns: dict[str, Any] = {
            "outcome": np.tile(names, last - first),
            "unit": np.tile([OUTCOMES[OUTCOME_INDEX[name]].unit for name in names], last - first),
            **{name: np.repeat(count, len(names)) for name, count in counts.items()},
            **{name: column.ravel() for name, column in _moments(values, names).items()},
        }
        table = _labels(plan.table).drop_columns(["digest"]).take(pa.array(cells))
        for name, column in columns.items():
            table = table.append_column(name, pa.array(column, from_pandas=True))
        yield table


def _moments(values: np.ndarray, names: list[str]) -> dict[str, np.ndarray]:
    flags = np.array([OUTCOMES[OUTCOME_INDEX[name]].unit == FLAG for name in names])
    n = np.sum(~np.isnan(values), axis=0)
    total = np.nansum(values, axis=0)
    mean = np.where(n > 0, total / np.maximum(n, 1), np.nan)
    squares = np.nansum((values - mean) ** 2, axis=0)
    sd = np.where(n > 1, np.sqrt(squares / np.maximum(n - 1, 1)), np.nan)
    shares, means = wilson(total, n), of_mean(mean, sd, n)
    low, high = (np.where(flags, share, other) for share, other in zip(shares, means, strict=True))
    bands = dict(zip(QUANTILES, quantiles(values, tuple(QUANTILES.values())), strict=True))
    return {"averaged": n, "mean": mean, "sd": sd, "low": low, "high": high, **bands}
