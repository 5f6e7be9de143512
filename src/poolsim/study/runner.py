"""Runs chunks and commits their parts."""

import threading
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa

from poolsim.block import Block
from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.errors import StoreError
from poolsim.simulation import runner_of
from poolsim.statistics.tables import completed, last_line
from poolsim.study.declared.study import Study
from poolsim.study.stored.chunks import STEP, Chunk
from poolsim.study.stored.folder import PARTS
from poolsim.study.stored.parts import part_table, write_part
from poolsim.study.stored.plan import DIGITS, Cells, Plan, kept_outcomes

KEPT_FIRMS = 8192  # firms of the prepared cells that are kept for later chunks, some 40 MB


class Runner:
    """Runs chunks, on any thread, and commits their parts; without a folder it only runs them."""

    def __init__(
        self,
        folder: Path | None,
        study: Study,
        plan: Plan,
        plain: bool,
        announce: Callable[[str], None],
    ) -> None:
        self.folder, self.plan, self.names = folder, plan, kept_outcomes(study)
        self.columns = [OUTCOME_INDEX[name] for name in self.names]
        self.cells = Cells(study, plan)
        self.of_cell = runner_of(plain, announce=announce)
        self.step = 1 if plain else STEP
        self.stop = threading.Event()
        firms = max(
            sum(group.count for group in scenario.firms) for scenario in self.cells.frames.values()
        )
        self.prepared = lru_cache(max(KEPT_FIRMS // int(firms), 1))(self._prepared)

    def _prepared(self, cell: int) -> Callable[[int, int], Block]:
        scenario = self.cells.scenario(cell)
        if scenario.digest()[:DIGITS] != self.plan.table["digest"][cell].as_py():
            raise StoreError(
                f"{self.folder or 'plan'}: the numbers of cell {cell} are not those that were planned: its scenario or "
                "the model has changed since; restore them, or choose another folder with --out"
            )
        return self.of_cell(scenario.lower(), scenario.seed)

    def run(self, chunk: Chunk) -> int:
        """Run a chunk and commit its part; returns the number of runs."""
        table = self.table(chunk)
        assert self.folder is not None
        write_part(self.folder / PARTS / self.plan.part(chunk, self.names), table)
        return chunk.runs

    def table(self, chunk: Chunk) -> pa.Table:
        """The runs of a chunk."""
        units = zip(chunk.cells, chunk.firsts, chunk.sizes, strict=True)
        blocks = [block for unit in units for block in self._of(*unit)]
        outcomes = np.concatenate([block.outcomes for block in blocks])
        reasons = [reason for block in blocks for reason in reasons_of(block)]
        return part_table(chunk, self.names, outcomes[:, self.columns], reasons)

    def _of(self, cell: int, first: int, size: int) -> Iterator[Block]:
        run = self.prepared(int(cell))
        for start in range(int(first), int(first + size), self.step):
            if self.stop.is_set():
                raise StoreError("stopped")
            yield run(start, min(self.step, int(first + size) - start))


def reasons_of(block: Block) -> list[str]:
    """Why each run of a block failed; empty for one that did not."""
    good = completed(block.outcomes, block.failures, block.first)
    return [
        "" if fine else last_line(block.failures.get(block.first + r, ""))
        for r, fine in enumerate(good.tolist())
    ]
