"""The summary of runs: what is said of a sample of numbers, and of every outcome of a cell."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from poolsim.economy.causes import CAUSES
from poolsim.economy.declarations import FLAG
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.statistics.intervals import Floats, of_mean, wilson

MOMENTS = ("mean", "sd", "low", "high", "median", "q05", "q95")


class Summed(NamedTuple):
    """A row of the summary: an outcome, or one of the causes of end, which is a share."""

    name: str
    unit: str
    column: int
    of_formed: bool
    cause: int | None


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


def mean_of(values: Floats, is_share: bool) -> dict[str, float]:
    """Mean of a sample and its 95 % interval."""
    found = dict(zip(MOMENTS, moments(values, np.asarray(is_share)), strict=True))
    return {name: float(found[name]) for name in ("mean", "low", "high")}


def summary(
    outcomes: Floats, completed: NDArray[np.bool_], names: Sequence[str]
) -> dict[str, Floats]:
    """Columns of the summary, a row per cell and outcome over completed runs (formed ones, where it
    is of formed alliances), and one per cause of end.

    outcomes: (cells, runs, outcomes); completed: (cells, runs); names: of the outcomes.
    """
    rows, cells = _rows(names), len(outcomes)
    formed = completed & (outcomes[:, :, names.index("formed")] > 0.0)
    averaged = np.zeros((cells, len(rows)), dtype=int)
    found = np.empty((len(MOMENTS), cells, len(rows)))
    for of_formed, counted in ((False, completed), (True, formed)):
        mine = np.array([p for p, row in enumerate(rows) if row.of_formed == of_formed], dtype=int)
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
        "formed": np.repeat(formed.sum(axis=1), len(rows)),
        "averaged": averaged.ravel(),
        **{name: found[place].ravel() for place, name in enumerate(MOMENTS)},
    }


def _rows(names: Sequence[str]) -> list[Summed]:
    rows = []
    for column, name in enumerate(names):
        declared = OUTCOMES[OUTCOME_INDEX[name]]
        if name == "cause":
            rows += [
                Summed(f"cause: {cause}", FLAG, column, declared.of_formed, code)
                for code, cause in enumerate(CAUSES)
            ]
        else:
            rows.append(Summed(name, declared.unit, column, declared.of_formed, None))
    return rows


def _values(outcomes: Floats, row: Summed) -> Floats:
    values = outcomes[:, :, row.column]
    return values if row.cause is None else (values == row.cause).astype(float)
