"""What the runs of finished results say of the facts of a calibration: a number a run and fact."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd

from poolsim.economy.existence import MADE_OF
from poolsim.economy.observe import FORMED, SERIES_INDEX
from poolsim.errors import ScenarioError
from poolsim.model import PoolModel
from poolsim.statistics.intervals import Floats
from poolsim.statistics.openings import OPENINGS
from poolsim.study.declared.targets import Target
from poolsim.study.results import Results
from poolsim.study.stored.manifest import read_manifest
from poolsim.study.stored.parts import Parts, laid_out
from poolsim.study.stored.planning import stored_plans


def measured(
    results: Results, runs: pd.DataFrame, targets: Sequence[Target], say: Callable[[str], None]
) -> Floats:
    """Numbers (runs, targets) of rows of the table of runs, in the unit of the facts; nan where a
    run has none.

    Raises ScenarioError for a fact about an outcome or a series that the results have not kept.
    """
    _refuse_unkept(results, targets)
    found = np.full((len(runs), len(targets)), np.nan)
    places = {kind: _places(targets, kind) for kind in ("outcome", "opening", "series")}
    for place in places["outcome"]:
        found[:, place] = runs[targets[place].outcome].to_numpy(dtype=float)
    if of_opening := places["opening"]:
        say(f"opening numbers of {len(runs)} runs ...")
        found[:, of_opening] = _openings(results, runs, [targets[k] for k in of_opening])
    if of_series := places["series"]:
        say(f"series of {len(runs)} runs ...")
        found[:, of_series] = _series(results, runs, [targets[k] for k in of_series])
    return found / np.array([target.per for target in targets])


def _places(targets: Sequence[Target], kind: str) -> list[int]:
    return [place for place, target in enumerate(targets) if getattr(target, kind)]


def _refuse_unkept(results: Results, targets: Sequence[Target]) -> None:
    curves = read_manifest(results.folder, any_model=True).curves
    messages = [text for target in targets if (text := _unkept(results, target, curves))]
    if messages:
        raise ScenarioError([f"{results.folder}: {text}" for text in messages])


def _unkept(results: Results, target: Target, curves: bool) -> str:
    """Why a fact cannot be measured in results; nothing if it can."""
    if target.outcome and not results.study.keeps(target.outcome):
        return f"the study did not keep '{target.outcome}', which '{target.fact}' is about"
    if target.series and not curves:
        return f"'{target.fact}' is about a series; run the study with --curves"
    if target.quarter is not None and target.quarter > _quarters(results):
        return f"'{target.fact}' is about quarter {target.quarter}; runs have {_quarters(results)}"
    return ""


def _quarters(results: Results) -> int:
    return min(base.quarters for base in results.study.bases())


def _openings(results: Results, runs: pd.DataFrame, targets: Sequence[Target]) -> Floats:
    """Numbers of the sectors of runs before quarter 1, which are made again."""
    found = np.empty((len(runs), len(targets)))
    for place, cell, replicates in _by_cell(runs):
        scenario = results.scenario(cell)
        lowered = scenario.lower()
        for row, replicate in zip(place, replicates, strict=True):
            world = PoolModel(lowered, int(replicate), seed=scenario.seed).world
            found[row] = [OPENINGS[target.opening](world) for target in targets]
    return found


def _series(results: Results, runs: pd.DataFrame, targets: Sequence[Target]) -> Floats:
    """Series of completed runs in the quarters that facts are about."""
    found = np.empty((len(runs), len(targets)))
    folder = results.folder
    parts = Parts(folder, read_manifest(folder, any_model=True).columns)
    with laid_out(parts, stored_plans(folder), list(MADE_OF)) as kept:
        for place, cell, _ in _by_cell(runs):
            series = np.concatenate(list(kept.series(cell)))
            found[place] = np.column_stack([at_quarter(series, target) for target in targets])
    return found


def _by_cell(runs: pd.DataFrame) -> Iterator[tuple[np.ndarray, int, np.ndarray]]:
    """Rows of each cell in the order of its replicates, its place, and the replicates."""
    ordered = runs.reset_index(drop=True).sort_values(["cell", "replicate"], kind="stable")
    for cell, table in ordered.groupby("cell", sort=False):
        yield table.index.to_numpy(), int(cell), table["replicate"].to_numpy()


def at_quarter(series: Floats, target: Target) -> Floats:
    """A series (runs, quarters + 1, series) in the quarter that a fact is about; nan of a run that
    was not founded early enough to have it.
    """
    assert target.quarter is not None
    column = series[:, :, SERIES_INDEX[target.series]]
    if not target.since_founding:
        return np.asarray(column[:, target.quarter])
    formed = series[:, :, FORMED] > 0.0
    at = np.argmax(formed, axis=1) + target.quarter
    there = formed[:, -1] & (at < formed.shape[1])
    rows = np.arange(len(series))
    return np.where(there, column[rows, np.minimum(at, formed.shape[1] - 1)], np.nan)
