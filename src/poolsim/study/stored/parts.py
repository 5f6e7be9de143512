"""Parts: one parquet file per chunk, written whole or not at all. The list of parts is the record
of what is done, and the name of each ends in the digest of its bytes.
"""

import hashlib
import io
import os
from pathlib import Path
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from poolsim.block import BLOCK
from poolsim.economy.observe import SERIES
from poolsim.errors import StoreError
from poolsim.study.stored.chunks import Chunk
from poolsim.study.stored.folder import PARTS, commit
from poolsim.study.stored.manifest import CURVES
from poolsim.study.stored.plan import Plan

ADDRESS = ("cell", "replicate", "reason")  # columns of a part before what was observed
DIGITS = 16  # of the digest in a name


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
        self.names = {name.rpartition("-")[0]: name for name in names if name.startswith("part-")}

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

    def missing(self, plan: Plan, chunk: Chunk) -> bool:
        """Whether a chunk is not committed; one that is gets a quick look at its end. Raises
        StoreError if it is damaged.
        """
        if plan.part(chunk, self.columns) not in self.names:
            return True
        path = self.path(plan, chunk)
        try:
            rows = pq.read_metadata(path).num_rows
        except (OSError, pa.ArrowException) as error:
            raise _damaged(path, chunk) from error
        if rows != chunk.runs:
            raise _damaged(path, chunk)
        return False

    def read(self, plan: Plan, chunk: Chunk, columns: list[str]) -> pa.Table:
        """Address and some columns of a committed part. Raises StoreError if it is damaged or not
        the one of this chunk.
        """
        path = self.path(plan, chunk)
        try:
            data = path.read_bytes()
            if _digest(data) != path.stem.rpartition("-")[2]:
                raise _damaged(path, chunk)
            part = pq.ParquetFile(pa.BufferReader(data))
            table = part.read([*ADDRESS, *columns], use_threads=False)  # too little to share
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


def series_of(part: pq.ParquetFile, first: int, size: int) -> np.ndarray:
    """The series (runs, quarters + 1, series) of some consecutive rows of a part."""
    groups = range(first // BLOCK, (first + size - 1) // BLOCK + 1)
    column = part.read_row_groups(groups, columns=[CURVES])[CURVES]
    runs = column.slice(first - groups[0] * BLOCK, size).to_pylist()
    flat = np.frombuffer(b"".join(runs))
    return np.ascontiguousarray(flat.reshape(size, len(SERIES), -1).transpose(0, 2, 1))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:DIGITS]


def _damaged(path: Path, chunk: Chunk) -> StoreError:
    return StoreError(
        f"{path}: damaged; delete this file and resume: only its {chunk.runs} runs are run again"
    )
