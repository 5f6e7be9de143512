"""The runs of a plan, brought from the parts of all plans into the order of cells and replicates.

They stand in a file of their own, so memory does not grow with their number.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from poolsim.block import BLOCK
from poolsim.errors import StoreError
from poolsim.study.stored.folder import WORKSHOP, writing
from poolsim.study.stored.parts import Parts, series_of
from poolsim.study.stored.plan import Plan

WINDOW = 65_536  # runs looked at together
WINDOW_CELLS = 2048  # at most: a cell has a row of the summary per outcome, however few its runs
OPEN_PARTS = 64


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
        width, cells = WINDOW // self.plan.replicates, len(self.plan.shown)
        width = min(max(1, width), WINDOW_CELLS)
        yield from ((first, min(first + width, cells)) for first in range(0, cells, width))

    def window(self, first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
        """Outcomes (cells, replicates, outcomes) and codes of the reasons of some cells."""
        stands_for = self.plan.same_as[first:last]
        codes = self.codes[stands_for]
        if np.any(codes < 0):
            raise StoreError("runs are missing from the parts; resume the study")
        return self.outcomes[stands_for], codes

    def series(self, cell: int) -> Iterator[np.ndarray]:
        """Series (runs, quarters + 1, series) of the completed runs of a cell, block by block."""
        place = int(self.plan.same_as[cell])
        good, first = self.codes[place] == 0, 0
        pieces = (
            series_of(self.opened(rows.path), rows.row, rows.size)
            for rows in sorted(self.rows[place])
        )
        for block in _in_blocks(pieces):
            yield block[good[first : first + len(block)]]
            first += len(block)


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
        writing(inside or parts.folder),
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
            file.truncate(size)
    return np.memmap(path, kind, "r+", shape=shape)
