"""The portable functions of poolsim.economy.functions against the platform's and scipy's."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from poolsim.economy import functions

UNIT = st.floats(2.0**-53, 1.0 - 2.0**-53)


def ulps(found, exact):
    return abs(found - exact) / math.ulp(exact)


@given(st.floats(-708.0, 709.7))
def test_exp(x):
    assert ulps(functions.exp(x), math.exp(x)) <= 2.0


def test_exp_at_the_ends():
    assert functions.exp(0.0) == 1.0
    assert functions.exp(-745.3) == functions.exp(-1e308) == 0.0
    assert functions.exp(1e308) == functions.exp(709.7) < math.inf
    assert functions.exp(-745.1) == math.exp(-745.1)


@given(st.floats(5e-324, 1.7e308))
def test_log(x):
    assert functions.log(x) == 0.0 if x == 1.0 else ulps(functions.log(x), math.log(x)) <= 2.0


@given(st.floats(0.5, 2.0).filter(lambda x: x != 1.0))
def test_log_near_one(x):
    assert ulps(functions.log(x), math.log(x)) <= 2.0


def test_log_without_a_value():
    assert functions.log(0.0) == functions.log(-3.0) == -745.2


@given(st.floats(1e-6, 1e6), st.floats(-20.0, 20.0))
def test_power(base, exponent):
    assert functions.power(base, exponent) == pytest.approx(base**exponent, rel=1e-13)


def test_power_at_zero():
    assert functions.power(0.0, 0.0) == functions.power(-2.0, 0.0) == 1.0
    assert functions.power(0.0, 0.5) == functions.power(-1.0, 2.0) == 0.0
    assert math.isfinite(functions.power(0.0, -2.0))


@given(st.floats(-800.0, 800.0))
def test_logistic(x):
    assert functions.logistic(x) == pytest.approx(special.expit(x), rel=1e-14, abs=1e-300)


@given(st.floats(-40.0, 40.0))
def test_normal_cdf(x):
    assert functions.normal_cdf(x) == pytest.approx(special.ndtr(x), rel=0.0, abs=1e-15)


@given(UNIT)
def test_normal_quantile(u):
    assert functions.normal_quantile(u) == pytest.approx(special.ndtri(u), rel=4e-15, abs=1e-15)


def poisson(u, mean):
    return functions.poisson(u, mean, functions.chance_of_none(mean))


@pytest.mark.parametrize("mean", (0.01, 0.7, 3.0, 40.0, 650.0))
def test_counts_match_the_quantiles_of_scipy(mean):
    for u in np.linspace(0.0005, 0.9995, 200):
        assert poisson(u, mean) == stats.poisson.ppf(u, mean)


@given(UNIT, st.one_of(st.floats(0.0, 6.0), st.floats(1e-25, 1e-12), st.floats(0.0, 800.0)))
def test_few_events_are_counted_as_by_the_search(u, mean):
    none = functions.chance_of_none(mean)
    assert functions.few_events(u, mean, none) == min(functions.poisson(u, mean, none), 4.0)


def test_counts_at_the_ends():
    assert poisson(0.9, 0.0) == 0.0
    assert poisson(0.5, 1e6) == poisson(0.5, 700.0) == 700.0
    assert poisson(1.0 - 2.0**-53, 3.0) < 40.0


@given(UNIT, UNIT, st.floats(0.01, 60.0))
def test_inversion_rises_with_u(u, v, mean):
    low, high = min(u, v), max(u, v)
    assert functions.normal_quantile(low) <= functions.normal_quantile(high)
    assert poisson(low, mean) <= poisson(high, mean)
