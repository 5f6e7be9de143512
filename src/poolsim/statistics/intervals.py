"""95 % intervals and quantiles over runs."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]

CONFIDENCE = 0.95
Z = float(special.ndtri(0.5 + CONFIDENCE / 2.0))


def wilson(successes: ArrayLike, trials: ArrayLike) -> tuple[Floats, Floats]:
    """95 % interval of a share: (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n); nan of
    no trials.

    p = successes / trials, n = trials, z = 1.96 (Wilson 1927). Limits: 0 of n gives a low of 0, n
    of n a high of 1.
    """
    n = np.asarray(trials, dtype=float)
    none = n == 0.0
    n = np.where(none, 1.0, n)
    p = np.asarray(successes, dtype=float) / n
    middle = p + Z * Z / (2.0 * n)
    half = Z * np.sqrt(np.maximum(p * (1.0 - p), 0.0) / n + Z * Z / (4.0 * n * n))
    scale = 1.0 + Z * Z / n
    low = np.where(p == 0.0, 0.0, (middle - half) / scale)
    high = np.where(p == 1.0, 1.0, (middle + half) / scale)
    return np.where(none, np.nan, low), np.where(none, np.nan, high)


def of_mean(mean: ArrayLike, sd: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """95 % interval of a mean: mean -+ t(n-1) sd / sqrt(n) (Student 1908); nan of fewer than two
    runs.
    """
    runs, centre = np.asarray(n, dtype=float), np.asarray(mean, dtype=float)
    few = runs < 2.0
    runs = np.where(few, 2.0, runs)
    spread = np.asarray(sd, dtype=float)
    half = special.stdtrit(runs - 1.0, 0.5 + CONFIDENCE / 2.0) * spread / np.sqrt(runs)
    return np.where(few, np.nan, centre - half), np.where(few, np.nan, centre + half)


def half_width(error: ArrayLike, freedom: ArrayLike, share: float = 1.0 - CONFIDENCE) -> Floats:
    """Half width of an interval that misses in `share` of cases: t(freedom) times the standard
    error.
    """
    quantile = special.stdtrit(np.asarray(freedom, dtype=float), 1.0 - share / 2.0)
    return np.asarray(quantile * np.asarray(error, dtype=float))


def quantiles(values: Floats, shares: tuple[float, ...]) -> list[Floats]:
    """Quantiles along the first axis, linear between order statistics, leaving nan out; nan where
    nothing is left.
    """
    if len(values) == 0:
        return [np.full(values.shape[1:], np.nan) for _ in shares]
    ordered = np.sort(values, axis=0)
    last = np.maximum(np.sum(~np.isnan(values), axis=0) - 1, 0)
    return [_between(ordered, share * last) for share in shares]


def _between(ordered: Floats, place: Floats) -> Floats:
    below = np.floor(place).astype(int)
    above = np.ceil(place).astype(int)
    low, high = (np.take_along_axis(ordered, at[None], axis=0)[0] for at in (below, above))
    return np.asarray(low + (high - low) * (place - below))
