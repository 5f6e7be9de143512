"""Runs chunks and commits their parts."""

import threading
from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa

from poolsim.block import BLOCK, Block
from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.errors import StoreError
from poolsim.scenario.scenario import Scenario
from poolsim.simulation import Run, runner_of
from poolsim.statistics.tables import reasons_of
from poolsim.study.declared.study import Study
from poolsim.study.stored.chunks import Chunk
from poolsim.study.stored.parts import part_table
from poolsim.study.stored.plan import DIGITS, CellScenarios, Plan, kept_outcomes

KEPT_AGENTS = 32_768  # of the prepared cells that are kept for later chunks, some 80 MB


class Runner:
    """Runs chunks, on any thread. curves: whether to keep the series of every run."""

    def __init__(
        self,
        study: Study,
        plan: Plan,
        *,
        curves: bool,
        plain: bool,
        announce: Callable[[str], None],
    ) -> None:
        self.study, self.plan, self.curves = study.name, plan, curves
        self.names = kept_outcomes(study)
        self.columns = [OUTCOME_INDEX[name] for name in self.names]
        self.cells = CellScenarios(study, plan.table)
        self.of_cell = runner_of(plain, curves=curves, announce=announce)
        self.step = 1 if plain else BLOCK
        self.stop = threading.Event()
        self.kept: dict[int, Run] = {}
        self.room = KEPT_AGENTS

    def prepared(self, cell: int) -> Run:
        """What runs replicates of a cell. Chunks go round all cells, so the first that fit stay."""
        if cell in self.kept:
            return self.kept[cell]
        scenario = self._scenario(cell)
        lowered = scenario.lower()
        run = self.of_cell(lowered, scenario.seed)
        agents = len(lowered.firms) + len(lowered.alliances) + len(lowered.holders)
        if agents <= self.room:
            self.room -= agents
            self.kept[cell] = run
        return run

    def _scenario(self, cell: int) -> Scenario:
        scenario = self.cells.scenario(cell)
        if scenario.digest()[:DIGITS] != self.plan.digests[cell]:
            raise StoreError(
                f"{self.study}: the numbers of cell {cell} are not those that were planned: its "
                "scenario or the model has changed since; restore them, or choose another folder "
                "with --out"
            )
        return scenario

    def table(self, chunk: Chunk) -> pa.Table:
        """The runs of a chunk."""
        spans = zip(*(column.tolist() for column in chunk[1:]), strict=True)
        blocks = [block for span in spans for block in self._of(*span)]
        outcomes = np.concatenate([block.outcomes for block in blocks])
        series = [block.series for block in blocks if block.series is not None]
        return part_table(chunk, self.names, outcomes[:, self.columns], reasons_of(blocks), series)

    def _of(self, cell: int, first: int, size: int) -> Iterator[Block]:
        run = self.prepared(cell)
        for start in range(first, first + size, self.step):
            if self.stop.is_set():
                raise StoreError("stopped")
            yield run(start, min(self.step, first + size - start))
