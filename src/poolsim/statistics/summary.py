"""The summary of runs: what is said of a sample of numbers, and of every outcome of a cell."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from poolsim.economy.causes import CODES
from poolsim.economy.declarations import FLAG, Outcome
from poolsim.economy.existence import MADE_OF, Runs, existing
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.statistics.comparison import crossed_spread, crossing
from poolsim.statistics.intervals import Floats, half_width, of_mean, wilson
from poolsim.statistics.matching import Labels, cells_of
from poolsim.statistics.tables import OK

MOMENTS = ("mean", "sd", "low", "high", "median", "q05", "q95")


class Summed(NamedTuple):
    """A row of the summary: an outcome, or one of what a code says, a share."""

    name: str
    unit: str
    column: int
    runs: Runs
    code: int | None


def moments(values: Floats, is_share: NDArray[np.bool_]) -> Floats:
    """Mean, sd, interval, quantiles (`MOMENTS`, ...) of samples along the last axis; nan of none.

    low and high: 95 % interval of the mean (Student), of a share (Wilson).
    """
    n = values.shape[-1]
    if n == 0:
        return np.full((len(MOMENTS), *values.shape[:-1]), np.nan)
    mean = values.mean(axis=-1)
    sd = values.std(axis=-1, ddof=1) if n > 1 else np.full_like(mean, np.nan)
    shares, means = wilson(values.sum(axis=-1), n), of_mean(mean, sd, n)
    ends = [np.where(is_share, *both) for both in zip(shares, means, strict=True)]
    return np.stack([mean, sd, *ends, *np.quantile(values, (0.5, 0.05, 0.95), axis=-1)])


def summary(
    outcomes: Floats, completed: NDArray[np.bool_], names: Sequence[str]
) -> dict[str, Floats]:
    """Columns of the summary, a row per cell and outcome over the completed runs in which it
    exists, and one for each that a code says.

    outcomes: (cells, runs, outcomes), `masked`; completed: (cells, runs); names: of the outcomes.
    """
    rows, cells = list(_rows(names)), len(outcomes)
    deciding = [outcomes[:, :, names.index(name)] for name in MADE_OF]
    exist = {kind: completed & existing(kind, *deciding) for kind in Runs}
    averaged = np.zeros((cells, len(rows)), dtype=int)
    found = np.empty((len(MOMENTS), cells, len(rows)))
    for kind in {row.runs: None for row in rows}:
        counted = exist[kind]
        mine = np.array([p for p, row in enumerate(rows) if row.runs is kind], dtype=int)
        values = np.stack([_values(outcomes, rows[place]) for place in mine], axis=-1)
        is_share = np.array([rows[place].unit == FLAG for place in mine])
        sizes = counted.sum(axis=1)
        for n in np.unique(sizes):
            here = np.flatnonzero(sizes == n)
            sample = values[here][counted[here]].reshape(len(here), n, len(mine))
            sample = np.ascontiguousarray(sample.swapaxes(1, 2))
            averaged[here[:, None], mine] = n
            found[:, here[:, None], mine] = moments(sample, is_share)
    return {
        "outcome": np.tile([row.name for row in rows], cells),
        "unit": np.tile([row.unit for row in rows], cells),
        "runs": np.repeat(completed.sum(axis=1), len(rows)),
        "formed": np.repeat(exist[Runs.FORMED].sum(axis=1), len(rows)),
        "averaged": averaged.ravel(),
        **{name: found[place].ravel() for place, name in enumerate(MOMENTS)},
    }


def _rows(names: Sequence[str]) -> Iterator[Summed]:
    for column, name in enumerate(names):
        declared = OUTCOMES[OUTCOME_INDEX[name]]
        if name not in CODES:
            yield Summed(name, declared.unit, column, declared.runs, None)
            continue
        for code, said in enumerate(CODES[name]):
            yield Summed(f"{name}: {said}", FLAG, column, declared.runs, code)


def _values(outcomes: Floats, row: Summed) -> Floats:
    values = outcomes[:, :, row.column]
    return values if row.code is None else (values == row.code).astype(float)


def pooled_summary(runs: pd.DataFrame, worlds: list[str]) -> pd.DataFrame:
    """A row per cell without its world, and outcome: mean over worlds and luck with its 95 %
    interval.

    Intervals are those of means that share worlds, and luck, with others (`crossed_spread`);
    without worlds those of independent runs.
    """
    kept = [one for one in OUTCOMES if one.name in runs.columns and one.name not in CODES]
    cells, tables = cells_of(runs, worlds)
    rows = [
        row
        for labels, table in zip(cells.labels, tables, strict=True)
        for row in _pooled_rows(labels, table, worlds, kept)
    ]
    return pd.DataFrame(rows)


def _pooled_rows(
    labels: Labels, cell: pd.DataFrame, worlds: list[str], kept: list[Outcome]
) -> Iterator[dict[str, object]]:
    done = cell[cell["status"] == OK]
    for outcome in kept:
        used = done[done[outcome.name].notna()]
        yield {
            **labels,
            "outcome": outcome.name,
            "unit": outcome.unit,
            "runs": len(done),
            "formed": int((done["formed"] > 0.0).sum()),
            **_mean_of(outcome, used, worlds),
        }


def _mean_of(outcome: Outcome, used: pd.DataFrame, worlds: list[str]) -> dict[str, float]:
    """Mean of an outcome and its 95 % interval."""
    values = used[outcome.name].to_numpy()
    if not worlds or len(values) == 0:
        found = pd.Series(moments(values, np.asarray(outcome.unit == FLAG)), MOMENTS)
        return dict(found[["mean", "low", "high"]])
    crossed = crossing(used[[*worlds, "replicate"]], worlds)
    centre, error, freedom = crossed_spread(values, crossed)
    half = float(half_width(error, freedom)) if crossed.fewest > 1 else np.nan
    return {"mean": centre, "low": centre - half, "high": centre + half}
