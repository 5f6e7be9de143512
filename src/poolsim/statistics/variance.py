"""Where the spread of an outcome comes from: worlds, luck, or both together."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from poolsim.statistics.intervals import CONFIDENCE, Floats
from poolsim.statistics.worlds import FEWEST_WORLDS, Worlds

DRAWS = 1000  # of the bootstrap over worlds
SEED = 1958


class Components(NamedTuple):
    """Variances of a number that worlds and luck decide, each part 0 or more."""

    worlds: float
    luck: float
    both: float

    @property
    def shares(self) -> Floats:
        """Of their sum; nan where nothing varies."""
        parts = np.array(self)
        return parts / parts.sum() if parts.sum() > 0.0 else np.full(3, np.nan)


def components(values: Floats) -> Components:
    """Variance components of a two-way table without repetition, (worlds, replicates): MS_both;
    (MS_worlds - MS_both) / replicates; (MS_luck - MS_both) / worlds; a negative one is 0.

    Two-way random effects (Searle, Casella and McCulloch 1992). A run is decided by its world and
    its luck, so that what neither alone explains is the interplay of both, not an error.
    """
    worlds, replicates = values.shape
    mean = values.mean()
    rows, columns = values.mean(axis=1), values.mean(axis=0)
    rest = values - rows[:, None] - columns[None] + mean
    both = float((rest**2).sum()) / ((worlds - 1) * (replicates - 1))
    of_worlds = float(((rows - mean) ** 2).sum()) * replicates / (worlds - 1)
    of_luck = float(((columns - mean) ** 2).sum()) * worlds / (replicates - 1)
    return Components(
        max((of_worlds - both) / replicates, 0.0), max((of_luck - both) / worlds, 0.0), both
    )


def variance_table(worlds: Worlds) -> pd.DataFrame:
    """A row per alternative: shares of the variance of a run due to worlds, luck and both, with
    95 % intervals by bootstrap over worlds, over the worlds and replicates in which every run has
    the outcome; nan where these are too few.
    """
    rows = []
    for name, values in zip(worlds.names, worlds.values, strict=True):
        whole = _complete(values)
        enough = whole.shape[0] >= FEWEST_WORLDS and whole.shape[1] >= 2
        rows.append(
            {
                "alternative": name,
                "worlds_used": whole.shape[0],
                "replicates_used": whole.shape[1],
                **(_shares(whole) if enough else {}),
            }
        )
    return pd.DataFrame(rows).reindex(columns=COLUMNS)


def _complete(values: Floats) -> Floats:
    """Worlds in which most runs have the outcome, and the replicates in which all of these have."""
    there = np.isfinite(values)
    kept = values[there.mean(axis=1) >= 0.5]
    return np.asarray(kept[:, np.isfinite(kept).all(axis=0)])


def _shares(values: Floats) -> dict[str, float]:
    rng, n = np.random.default_rng(SEED), len(values)
    drawn = [components(values[rng.integers(n, size=n)]).shares for _ in range(DRAWS)]
    outside = (1.0 - CONFIDENCE) / 2.0
    drawn = [shares for shares in drawn if np.isfinite(shares).all()]
    ends = (
        np.quantile(drawn, (outside, 1.0 - outside), axis=0) if drawn else np.full((2, 3), np.nan)
    )
    found = components(values).shares
    return {
        f"{part}{suffix}": float(column[k])
        for k, part in enumerate(Components._fields)
        for suffix, column in (("", found), ("_low", ends[0]), ("_high", ends[1]))
    }


COLUMNS = [
    "alternative",
    "worlds_used",
    "replicates_used",
    *(f"{part}{suffix}" for part in Components._fields for suffix in ("", "_low", "_high")),
]
