"""What a study needs of the machine, known from its shapes before anything runs."""

import math
import shutil
from pathlib import Path
from typing import NamedTuple

import numpy as np

from poolsim.economy.observe import SERIES
from poolsim.economy.outcomes import OUTCOMES
from poolsim.economy.world import book_shapes
from poolsim.errors import StoreError
from poolsim.scenario.scenario import Scenario
from poolsim.simulation import usable_memory
from poolsim.study.declared.study import Study
from poolsim.study.stored.plan import (
    FACTORS,
    CellScenarios,
    Plan,
    keeps_curves,
    kept_outcomes,
    runs_per_chunk,
)

NUMBER, CODE = 8, 4  # bytes of an outcome, and of the reason of a failure
COPIES = 2  # of the runs of a chunk: as they come, and as they are written
UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB", "EB")


class Sector(NamedTuple):
    """How many there are in a run."""

    firms: int
    alliances: int
    holders: int
    quarters: int

    @property
    def bytes(self) -> int:
        """Of the arrays of a run."""
        shapes = book_shapes(self.firms, self.alliances + 1, self.holders)
        numbers = sum(math.prod(shape) for shape in shapes.values())
        return NUMBER * (numbers + self.series)

    @property
    def series(self) -> int:
        """Numbers in the series of a run."""
        return len(SERIES) * (self.quarters + 1)


def refuse_too_large(folder: Path, study: Study, plan: Plan, workers: int) -> None:
    """Raise StoreError for a study that neither memory nor disk can hold."""
    refuse_memory(study, plan, workers)
    refuse_disk(folder, study, len(plan.table) * plan.replicates)


def refuse_at_once(folder: Path, study: Study) -> None:
    """Raise StoreError for a study that the disk cannot hold, where that is known before its cells
    are: no point is rejected.
    """
    if not (study.conditions or study.constraints or study.sampling.file):
        refuse_disk(folder, study, study.size() * study.replicates)


def refuse_disk(folder: Path, study: Study, runs: int) -> None:
    """Raise StoreError where the disk cannot hold so many runs while tables are made of them."""
    needed = runs * (NUMBER * len(kept_outcomes(study)) + CODE)
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    free = shutil.disk_usage(there).free
    if needed > free:
        raise StoreError(
            f"{folder}: while the tables of {runs} runs are made they take {size(needed)} of disk, "
            f"{size(free)} are free; keep fewer outcomes, make fewer runs, or choose a folder on "
            "another disk with --out"
        )


def refuse_memory(study: Study, plan: Plan, workers: int) -> None:
    """Raise StoreError for a study whose runs do not fit into memory."""
    largest = max(_sectors(study, plan), key=lambda sector: sector.bytes)
    per_run = NUMBER * (len(OUTCOMES) + largest.series * keeps_curves(study))
    chunk = min(plan.runs_per_chunk or runs_per_chunk(plan.runs), plan.runs)
    needed = workers * (largest.bytes + COPIES * chunk * per_run)
    there = usable_memory()
    if there and needed > there:
        what = f"{largest.firms} firms, {largest.holders} holders, {largest.alliances} alliances"
        raise StoreError(
            f"{study.name}: runs with {what} on {workers} threads take {size(needed)} of memory, "
            f"{size(there)} are there; use fewer --workers, a smaller sector or fewer runs"
        )


def _sectors(study: Study, plan: Plan) -> set[Sector]:
    """Of a cell of every scenario and design, and of those with the most of anything counted."""
    labels = plan.table.select(FACTORS[:2]).to_pandas()
    cells = set(labels.drop_duplicates().index.tolist())
    for name in plan.labels:
        if name.endswith(".count"):
            cells.add(int(np.nanargmax(plan.table[name].to_numpy().astype(float))))
    scenarios = CellScenarios(study, plan.table)
    return {_sector(scenarios.scenario(cell)) for cell in cells}


def _sector(scenario: Scenario) -> Sector:
    firms, holders = (
        sum(group.count for group in some) for some in (scenario.firms, scenario.holders)
    )
    return Sector(firms, len(scenario.alliances), holders, scenario.quarters)


def size(amount: float) -> str:
    """Bytes in words."""
    power = 0
    while amount >= 1000.0 and power < len(UNITS) - 1:
        amount, power = amount / 1000.0, power + 1
    return f"{amount:.3g} {UNITS[power]}"
