"""Run again what a folder says was run, and compare number by number."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from poolsim.outcomes import OUTCOMES
from poolsim.progress import Progress
from poolsim.scenario import load
from poolsim.simulation import runner_of
from poolsim.strict import StoreError
from poolsim.study.chunks import ROUND
from poolsim.study.folder import MANIFEST, PARTS
from poolsim.study.parts import read_part
from poolsim.study.plan import kept_outcomes
from poolsim.study.planning import stored_plans, stored_study
from poolsim.study.runner import Runner, reasons_of
from poolsim.study.store import PROVENANCE, provenance_of

Difference = str | None


def reproduce(folder: Path, *, plain: bool = False, quiet: bool = True) -> Difference:
    """Run every run of a folder of `run` or of a sweep again; the first column that differs, or None.

    Nothing is written. Parts that a sweep has not committed yet are left out.
    """
    if (folder / MANIFEST).exists():
        return _of_sweep(folder, plain, quiet)
    if (folder / PROVENANCE).exists():
        return _of_study(folder, plain, quiet)
    raise StoreError(f"{folder}: holds no results of poolsim (neither {MANIFEST} nor {PROVENANCE})")


def _of_sweep(folder: Path, plain: bool, quiet: bool) -> Difference:
    study = stored_study(folder)
    names = kept_outcomes(study)
    for plan in stored_plans(folder):
        runner = Runner(folder, study, plan, plain, print)
        with Progress(plan.runs, quiet) as shown:
            for chunk in plan.chunks():
                path = folder / PARTS / plan.part(chunk, names)
                if path.exists():
                    found = difference(read_part(path, chunk), runner.table(chunk))
                    if found is not None:
                        return f"{path.name}: {found}"
                shown.advance(chunk.runs, "")
    return None


def _of_study(folder: Path, plain: bool, quiet: bool) -> Difference:
    made = provenance_of(folder)
    kept = pq.read_table(folder / "runs.parquet")
    replicates, of_cell = made["replicates"], runner_of(plain)
    with Progress(len(kept), quiet) as shown:
        for place, cell in enumerate(made["cells"]):
            scenario = load(folder / cell["scenario"])
            run = of_cell(scenario.lower(), scenario.seed)
            blocks = [run(first, min(ROUND, replicates - first)) for first in range(0, replicates, ROUND)]
            columns: dict[str, Any] = {
                "replicate": np.arange(replicates),
                "reason": [reason for block in blocks for reason in reasons_of(block)],
            }
            outcomes = np.concatenate([block.outcomes for block in blocks])
            columns |= {one.name: np.ascontiguousarray(outcomes[:, k]) for k, one in enumerate(OUTCOMES)}
            there = kept.slice(place * replicates, replicates).select(list(columns))
            found = difference(there, pa.table(columns))
            if found is not None:
                return f"{cell['scenario']}: {found}"
            shown.advance(replicates, "")
    return None


def difference(kept: pa.Table, again: pa.Table) -> Difference:
    """The first column in which two tables differ, and where; bits count, and nan equals nan."""
    for name in again.column_names:
        was, now = kept[name].to_pylist(), again[name].to_pylist()
        for row, (one, other) in enumerate(zip(was, now, strict=True)):
            if one != other and not (one != one and other != other):
                replicate = again["replicate"][row].as_py()
                return f"column '{name}' differs first in replicate {replicate}: {one!r} was kept, now {other!r}"
    return None
