"""A dry run: what a sweep will cost, from a few of its runs timed in memory."""

import io
import time
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from poolsim.progress import teller
from poolsim.study.declared.study import Study
from poolsim.study.runner import Runner
from poolsim.study.stored.chunks import ROUND, Chunk, runs_per_chunk
from poolsim.study.stored.parts import encode_part
from poolsim.study.stored.plan import Plan, kept_outcomes, planned
from poolsim.study.sweep import refuse_unsweepable

TRIED = 16  # cells of the pilot, evenly spread
AGAIN = 0.5  # the table of runs repeats the parts, better compressed as it is in larger pieces
SUMMED_UP = 10  # columns of the summary beside the labels
BYTES_OF_FIELD = 12  # of the summary, which is text


class Cost(NamedTuple):
    """What a sweep will run and take; `reasons` are those of rejected points, with their number;
    `most`: replicates that it may go on to, 0 if their number is fixed.
    """

    cells: int
    rejected: int
    reasons: dict[str, int]
    runs: int
    seconds: float
    bytes: int
    replicates: int
    most: int


def cost(study: Study, *, workers: int = 1, plain: bool = False, quiet: bool = False) -> Cost:
    """Resolve every cell, time a pilot of at most 16 of them, and scale up; nothing is written.

    Raises ScenarioError for what a sweep cannot give.
    """
    refuse_unsweepable(study, (1, 1))
    table, rejected = planned(study)
    plan = Plan(0, table, study.replicates, runs_per_chunk(len(table) * study.replicates))
    reasons = {
        one["values"]: one["counts"] for one in rejected["reason"].value_counts().to_pylist()
    }
    runner = Runner(None, study, plan, plain, teller(quiet))
    cells = np.unique(np.linspace(0, len(table) - 1, TRIED).astype(int))
    sizes = np.full(len(cells), min(ROUND, study.replicates) if not plain else 1)
    chunk = Chunk(0, cells, np.zeros(len(cells), dtype=int), sizes)
    started = time.perf_counter()
    tried = runner.table(chunk)
    seconds = (time.perf_counter() - started) / chunk.runs
    return Cost(
        cells=len(table),
        rejected=len(rejected),
        reasons=reasons,
        runs=plan.runs,
        seconds=seconds * plan.runs / workers,
        bytes=int(_bytes_of_runs(tried, plan) + _bytes_of_summary(study, plan)),
        replicates=study.replicates,
        most=0 if study.until is None else max(study.until.most, study.replicates),
    )


def _bytes_of_runs(tried: pa.Table, plan: Plan) -> float:
    """Bytes of the parts, each with the end that says what it holds, and of the table of runs."""
    file = io.BytesIO()
    encode_part(file, tried)
    end = pq.read_metadata(file).serialized_size
    parts = -(-plan.runs // plan.runs_per_chunk)
    return (1.0 + AGAIN) * (len(file.getvalue()) - end) / len(tried) * plan.runs + end * parts


def _bytes_of_summary(study: Study, plan: Plan) -> float:
    """Bytes of the summary as text: a row per cell and outcome."""
    return (
        BYTES_OF_FIELD
        * (SUMMED_UP + len(plan.labels))
        * len(plan.table)
        * len(kept_outcomes(study))
    )
