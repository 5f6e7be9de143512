"""Chunks: what a worker runs and writes at once, fixed by the cells and replicates alone.

Replicate-major: a round of `BLOCK` replicates of every cell before the next round, so that a study
cut short holds an even sample of all cells.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from poolsim.block import BLOCK

MOST_RUNS = 1024  # of a chunk, about: what a kill may cost each worker
MOST_PARTS = 4096  # larger studies get larger chunks rather than more files


class Chunk(NamedTuple):
    """Consecutive replicates of some cells: those of cell `cells[i]` from `firsts[i]` on,
    `sizes[i]` of them.
    """

    number: int
    cells: np.ndarray
    firsts: np.ndarray
    sizes: np.ndarray

    @property
    def runs(self) -> int:
        """Number of runs."""
        return int(self.sizes.sum())


def runs_per_chunk(runs: int) -> int:
    """Size of the chunks of a study of so many runs."""
    return max(MOST_RUNS, -(-runs // MOST_PARTS))


def chunks_of(done: np.ndarray, replicates: int, most: int) -> Iterator[Chunk]:
    """Chunks of about `most` runs that bring every cell from done[cell] to `replicates`."""
    number = 0
    width = BLOCK * max(1, -(-most // (BLOCK * max(1, len(done)))))
    for start in range(0, replicates, width):
        firsts = np.maximum(done, start)
        sizes = np.minimum(start + width, replicates) - firsts
        cells = np.flatnonzero(sizes > 0)
        before = np.cumsum(sizes[cells]) - sizes[cells]
        for some in np.split(cells, np.flatnonzero(np.diff(before // most)) + 1):
            if len(some):
                yield Chunk(number, some, firsts[some], sizes[some])
                number += 1
