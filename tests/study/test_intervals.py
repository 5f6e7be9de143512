"""Intervals and quantiles against scipy and numpy."""

import numpy as np
import pytest
from scipy import stats

from poolsim.statistics.intervals import of_mean, quantiles, wilson


@pytest.mark.parametrize(
    ("successes", "trials"), [(0, 1), (1, 1), (0, 13), (10, 13), (7, 20), (200, 200), (99, 200)]
)
def test_wilson_is_scipys(successes: int, trials: int) -> None:
    theirs = stats.binomtest(successes, trials).proportion_ci(method="wilson")
    assert np.allclose(wilson(successes, trials), (theirs.low, theirs.high), rtol=0.0, atol=1e-12)


def test_no_trials_have_no_interval() -> None:
    assert np.isnan(wilson([0.0], [0.0])).all()
    assert np.isnan(of_mean([1.0], [0.0], [1.0])).all()


def test_interval_of_a_mean_is_students() -> None:
    values = np.array([1.0, 2.0, 4.0, 8.0])
    theirs = stats.t.interval(0.95, 3, loc=values.mean(), scale=stats.sem(values))
    assert np.allclose(of_mean(values.mean(), values.std(ddof=1), 4), theirs, rtol=1e-12)


def test_quantiles_are_numpys_without_nan() -> None:
    values = np.random.default_rng(1).normal(size=(37, 5))
    values[:20, 1], values[:36, 2], values[:, 3] = np.nan, np.nan, np.nan
    q10, q90 = quantiles(values, (0.1, 0.9))
    for column in (0, 1, 2, 4):
        known = values[~np.isnan(values[:, column]), column]
        assert np.allclose((q10[column], q90[column]), np.quantile(known, (0.1, 0.9)), rtol=1e-12)
    assert np.isnan(q10[3])
    assert np.isnan(quantiles(values[:0], (0.5,))[0]).all()
