"""Parts: one parquet file per chunk, written whole or not at all; and the runs of all parts, laid
out in the order of cells and replicates.

The list of parts is the record of what is done, and the name of each ends in the digest of its
bytes. What is laid out stands in a file of its own: memory does not grow with the number of runs.
"""

import hashlib
import io
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import IO, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from poolsim.block import BLOCK
from poolsim.economy.observe import SERIES
from poolsim.errors import StoreError
from poolsim.statistics.tables import masked
from poolsim.study.stored.folder import PARTS, WORKSHOP, commit, writing
from poolsim.study.stored.manifest import CURVES
from poolsim.study.stored.plan import Chunk, Plan

ADDRESS = ("cell", "replicate", "reason")  # columns of a part before what was observed
DIGITS = 16  # of the digest in a name
NAME = re.compile(rf"part-\d+-\d+-[0-9a-f]+-[0-9a-f]{{{DIGITS}}}\.parquet")  # no copy beside it


def part_table(
    chunk: Chunk,
    names: list[str],
    outcomes: np.ndarray,
    reasons: list[str],
    series: list[np.ndarray],
) -> pa.Table:
    """A row per run: cell, replicate, why it failed (empty if it did not), outcomes, series.

    series: (runs, quarters + 1, series) block by block; none where they are not kept.
    """
    cells, replicates = (column.astype(np.int32) for column in places(chunk))
    columns = dict(zip(ADDRESS, (cells, replicates, pa.array(reasons, pa.string())), strict=True))
    columns |= {name: np.ascontiguousarray(outcomes[:, k]) for k, name in enumerate(names)}
    if series:
        texts = [run.T.tobytes() for block in series for run in block]
        columns[CURVES] = pa.array(texts, pa.binary())
    return pa.table(columns)


def places(chunk: Chunk) -> tuple[np.ndarray, np.ndarray]:
    """Cell and replicate of every run of a chunk."""
    within = np.arange(chunk.runs) - np.repeat(np.cumsum(chunk.sizes) - chunk.sizes, chunk.sizes)
    return np.repeat(chunk.cells, chunk.sizes), np.repeat(chunk.firsts, chunk.sizes) + within


def encode_part(file: IO[bytes], table: pa.Table) -> None:
    """Write the bytes of a part; the same runs give the same bytes."""
    numbers = [field.name for field in table.schema if pa.types.is_floating(field.type)]
    pq.write_table(
        table,
        file,
        compression="zstd",
        use_dictionary=list(ADDRESS),
        use_byte_stream_split=numbers,
        write_page_checksum=True,
        row_group_size=BLOCK if CURVES in table.column_names else None,
    )


class Parts:
    """The parts of a folder. columns: what was observed of each run, beside its address."""

    def __init__(self, folder: Path, columns: list[str]) -> None:
        self.folder, self.columns = folder / PARTS, columns
        names = os.listdir(self.folder) if self.folder.is_dir() else []
        self.names = {name.rpartition("-")[0]: name for name in names if NAME.fullmatch(name)}

    def path(self, plan: Plan, chunk: Chunk) -> Path:
        """Where the part of a chunk is."""
        key = plan.part(chunk, self.columns)
        return self.folder / self.names.get(key, f"{key}-missing")

    def write(self, plan: Plan, chunk: Chunk, table: pa.Table) -> None:
        """Commit a part."""
        file = io.BytesIO()
        encode_part(file, table)
        key = plan.part(chunk, self.columns)
        path = self.folder / f"{key}-{_digest(file.getvalue())}.parquet"
        commit(path, lambda to: to.write(file.getvalue()))

    def missing(self, plan: Plan, chunk: Chunk, thorough: bool = False) -> bool:
        """Whether a chunk is not committed; one that is gets a quick look at its end, or a thorough
        one at every byte. Raises StoreError if it is damaged.
        """
        if plan.part(chunk, self.columns) not in self.names:
            return True
        path = self.path(plan, chunk)
        try:
            rows = pq.read_metadata(path).num_rows
            changed = thorough and _is_changed(path, path.read_bytes())
        except (OSError, pa.ArrowException) as error:
            raise _damaged(path, chunk) from error
        if rows != chunk.runs or changed:
            raise _damaged(path, chunk)
        return False

    def read(self, plan: Plan, chunk: Chunk, columns: list[str]) -> pa.Table:
        """Address and some columns of a committed part. Raises StoreError if it is damaged or not
        the one of this chunk.
        """
        path = self.path(plan, chunk)
        try:
            data = path.read_bytes()
            if _is_changed(path, data):
                raise _damaged(path, chunk)
            table = table_of(data, [*ADDRESS, *columns])
        except (OSError, pa.ArrowException) as error:
            raise _damaged(path, chunk) from error
        cells, replicates = places(chunk)
        fits = (
            table.column_names == [*ADDRESS, *columns]
            and np.array_equal(table["cell"].to_numpy(), cells)
            and np.array_equal(table["replicate"].to_numpy(), replicates)
        )
        if not fits:
            raise _damaged(path, chunk)
        return table


def table_of(data: bytes, columns: list[str] | None = None) -> pa.Table:
    """Some or all columns of a Parquet file in memory."""
    # Arrow's other threads may hold Python's bytes when the interpreter ends, and then abort it.
    return pq.ParquetFile(pa.BufferReader(data)).read(columns, use_threads=False)


def series_of(part: pq.ParquetFile, first: int, size: int) -> np.ndarray:
    """The series (runs, quarters + 1, series) of some consecutive rows of a part."""
    groups = range(first // BLOCK, (first + size - 1) // BLOCK + 1)
    column = part.read_row_groups(groups, columns=[CURVES])[CURVES]
    runs = column.slice(first - groups[0] * BLOCK, size).to_pylist()
    flat = np.frombuffer(b"".join(runs))
    return np.ascontiguousarray(flat.reshape(size, len(SERIES), -1).transpose(0, 2, 1))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:DIGITS]


def _is_changed(path: Path, data: bytes) -> bool:
    return _digest(data) != path.stem.rpartition("-")[2]


def _damaged(path: Path, chunk: Chunk) -> StoreError:
    return StoreError(
        f"{path}: damaged; delete this file and resume: only its {chunk.runs} runs are run again"
    )


WINDOW = 65_536  # runs looked at together
WINDOW_CELLS = 2048  # at most: a cell has a row of the summary per outcome, however few its runs
OPEN_PARTS = 64
ZEROS = bytes(1 << 20)


class Rows(NamedTuple):
    """Consecutive replicates of a cell, and the rows of a part that hold them."""

    first: int
    size: int
    path: Path
    row: int


class Runs:
    """All runs of a plan, cell by cell. names: the outcomes kept."""

    def __init__(self, place: Path, plan: Plan, names: list[str]) -> None:
        shape = (len(plan.table), plan.replicates)
        self.plan, self.names, self.reasons = plan, names, [""]
        self.outcomes = reserved(place / "outcomes", np.float64, (*shape, len(names)))
        self.codes = reserved(place / "codes", np.int32, shape)
        self.codes[...] = -1
        self.place_of = {digest: place for place, digest in reversed([*enumerate(plan.digests)])}
        self.rows: dict[int, list[Rows]] = {}
        self.opened = lru_cache(OPEN_PARTS)(pq.ParquetFile)
        self.reading = Lock()  # an open part is for one thread at a time

    def add(self, parts: Parts, plan: Plan) -> None:
        """Lay out the runs of a plan, those that the last plan has too."""
        places = np.array([self.place_of.get(digest, -1) for digest in plan.digests])
        for chunk in plan.chunks():
            table = parts.read(plan, chunk, self.names)
            cells, replicates = places[table["cell"].to_numpy()], table["replicate"].to_numpy()
            wanted = (cells >= 0) & (replicates < self.plan.replicates)
            numbers = np.column_stack([table[name].to_numpy() for name in self.names])
            self.outcomes[cells[wanted], replicates[wanted]] = numbers[wanted]
            self.codes[cells[wanted], replicates[wanted]] = self._codes(table["reason"])[wanted]
            row, path = 0, parts.path(plan, chunk)
            for cell, first, size in zip(chunk.cells, chunk.firsts, chunk.sizes, strict=True):
                rows = Rows(int(first), int(size), path, row)
                self.rows.setdefault(int(places[cell]), []).append(rows)
                row += int(size)

    def _codes(self, reasons: pa.ChunkedArray) -> np.ndarray:
        encoded = reasons.combine_chunks().dictionary_encode()
        found = encoded.dictionary.to_pylist()
        self.reasons += [reason for reason in found if reason not in self.reasons]
        code = np.array([self.reasons.index(reason) for reason in found], dtype=np.int32)
        return code[encoded.indices.to_numpy()]

    def windows(self) -> Iterator[tuple[int, int]]:
        """First and last of the cells that are looked at together."""
        cells = len(self.plan.shown)
        width = min(max(1, WINDOW // self.plan.replicates), WINDOW_CELLS)
        yield from ((first, min(first + width, cells)) for first in range(0, cells, width))

    def window(self, first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
        """Outcomes (cells, replicates, outcomes) of some cells, `masked`, and codes of the
        reasons.
        """
        stands_for = self.plan.same_as[first:last]
        codes = self.codes[stands_for]
        if np.any(codes < 0):
            raise StoreError("runs are missing from the parts; resume the study")
        return masked(self.outcomes[stands_for], self.names), codes

    def series(self, cell: int) -> Iterator[np.ndarray]:
        """Series (runs, quarters + 1, series) of the completed runs of a cell, block by block."""
        place = int(self.plan.same_as[cell])
        good, first = self.codes[place] == 0, 0
        for block in _in_blocks(map(self._series, sorted(self.rows[place]))):
            yield block[good[first : first + len(block)]]
            first += len(block)

    def _series(self, rows: Rows) -> np.ndarray:
        with self.reading:
            return series_of(self.opened(rows.path), rows.row, rows.size)


def _in_blocks(pieces: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
    """The same rows, `BLOCK` of them at a time: sums are formed block by block."""
    held = next(pieces)
    for piece in pieces:
        while len(held) >= BLOCK:
            yield held[:BLOCK]
            held = held[BLOCK:]
        held = np.concatenate([held, piece])
    yield from (held[first : first + BLOCK] for first in range(0, len(held), BLOCK))


@contextmanager
def laid_out(
    parts: Parts, plans: list[Plan], names: list[str], inside: Path | None = None
) -> Iterator[Runs]:
    """The runs of the last plan, from the parts of all plans, in files in the folder `inside`."""
    with (
        writing(inside or Path(tempfile.gettempdir())),
        tempfile.TemporaryDirectory(prefix=WORKSHOP, dir=inside) as place,
    ):
        runs = Runs(Path(place), plans[-1], names)
        for plan in plans:
            runs.add(parts, plan)
        yield runs


def reserved(path: Path, kind: type | str, shape: tuple[int, ...]) -> np.ndarray:
    """An array in a file for which the disk has room: writing into a mapped file on a full disk
    would end the process.
    """
    with path.open("wb") as file:
        size = int(np.prod(shape, dtype=np.int64)) * np.dtype(kind).itemsize
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file.fileno(), 0, max(size, 1))
        else:
            for first in range(0, size, len(ZEROS)):
                file.write(ZEROS[: size - first])
    return np.memmap(path, kind, "r+", shape=shape)
