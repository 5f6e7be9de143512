"""A dry run: what a sweep will cost, from a few of its runs timed in memory."""

import io
import time
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from poolsim.study.chunks import MOST_RUNS, ROUND, Chunk
from poolsim.study.plan import Plan, planned
from poolsim.study.runner import Runner
from poolsim.study.sweep import refuse_unsweepable
from poolsim.study_file import Study

TRIED = 16  # cells of the pilot, evenly spread


class Cost(NamedTuple):
    """What a sweep will run and take; `reasons` are those of rejected points, with their number."""

    cells: int
    rejected: int
    reasons: dict[str, int]
    runs: int
    seconds: float
    bytes: int


def cost(study: Study, *, workers: int = 1, plain: bool = False) -> Cost:
    """Resolve every cell, time a pilot of at most 16 of them, and scale up; nothing is written.

    Raises ScenarioError for what a sweep cannot give.
    """
    refuse_unsweepable(study, (1, 1))
    table, rejected = planned(study, {})
    plan = Plan(0, table, study.replicates, MOST_RUNS)
    reasons = {one["values"]: one["counts"] for one in rejected["reason"].value_counts().to_pylist()}
    runner = Runner(None, study, plan, plain, print)
    cells = np.unique(np.linspace(0, len(table) - 1, TRIED).astype(int))
    sizes = np.full(len(cells), min(ROUND, study.replicates) if not plain else 1)
    chunk = Chunk(0, cells, np.zeros(len(cells), dtype=int), sizes)
    started = time.perf_counter()
    tried = runner.table(chunk)
    seconds = (time.perf_counter() - started) / chunk.runs
    return Cost(
        len(table),
        len(rejected),
        reasons,
        plan.runs,
        seconds * plan.runs / workers,
        int(_bytes(tried) * plan.runs),
    )


def _bytes(table: pa.Table) -> float:
    """Bytes per run on disk, in the parts and again in the table of runs."""
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd")
    return 2.0 * len(file.getvalue()) / len(table)
