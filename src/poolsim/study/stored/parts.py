"""Parts: one parquet file per chunk, written whole or not at all. The list of parts is the record
of what is done.
"""

from pathlib import Path
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from poolsim.errors import StoreError
from poolsim.study.stored.chunks import Chunk
from poolsim.study.stored.folder import commit

ADDRESS = ("cell", "replicate", "reason")  # columns of a part before its outcomes


def part_table(
    chunk: Chunk, names: list[str], outcomes: np.ndarray, reasons: list[str]
) -> pa.Table:
    """A row per run: cell, replicate, why it failed (empty if it did not), outcomes."""
    cells, replicates = (column.astype(np.int32) for column in places(chunk))
    columns = dict(zip(ADDRESS, (cells, replicates, pa.array(reasons, pa.string())), strict=True))
    return pa.table(
        columns | {name: np.ascontiguousarray(outcomes[:, k]) for k, name in enumerate(names)}
    )


def places(chunk: Chunk) -> tuple[np.ndarray, np.ndarray]:
    """Cell and replicate of every run of a chunk."""
    within = np.arange(chunk.runs) - np.repeat(np.cumsum(chunk.sizes) - chunk.sizes, chunk.sizes)
    return np.repeat(chunk.cells, chunk.sizes), np.repeat(chunk.firsts, chunk.sizes) + within


def write_part(path: Path, table: pa.Table) -> None:
    """Commit a part; the same runs give the same bytes."""
    commit(path, lambda file: encode_part(file, table))


def encode_part(file: IO[bytes], table: pa.Table) -> None:
    """Write the bytes of a part."""
    numbers = [field.name for field in table.schema if pa.types.is_floating(field.type)]
    pq.write_table(
        table,
        file,
        compression="zstd",
        use_dictionary=list(ADDRESS),
        use_byte_stream_split=numbers,
        write_page_checksum=True,
    )


def read_part(path: Path, chunk: Chunk, names: list[str]) -> pa.Table:
    """A committed part. Raises StoreError if it is damaged or not the one of this chunk."""
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            table = file.read()
    except (OSError, pa.ArrowException) as error:
        raise _damaged(path, chunk) from error
    cells, replicates = places(chunk)
    fits = (
        table.column_names == [*ADDRESS, *names]
        and np.array_equal(table["cell"].to_numpy(), cells)
        and np.array_equal(table["replicate"].to_numpy(), replicates)
    )
    if not fits:
        raise _damaged(path, chunk)
    return table


def check_part(path: Path, chunk: Chunk) -> None:
    """A quick look at the end of a part. Raises StoreError if it is damaged."""
    try:
        rows = pq.read_metadata(path).num_rows
    except (OSError, pa.ArrowException) as error:
        raise _damaged(path, chunk) from error
    if rows != chunk.runs:
        raise _damaged(path, chunk)


def _damaged(path: Path, chunk: Chunk) -> StoreError:
    return StoreError(
        f"{path}: damaged; delete this file and resume: only its {chunk.runs} runs are run again"
    )
