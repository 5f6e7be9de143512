"""The portable functions of poolsim.economy.draws against the platform's and scipy's."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from poolsim.economy import draws

UNIT = st.floats(2.0**-53, 1.0 - 2.0**-53)


def ulps(found, exact):
    return abs(found - exact) / math.ulp(exact)


@given(st.floats(-708.0, 709.7))
def test_exp(x):
    assert ulps(draws.exp(x), math.exp(x)) <= 2.0


def test_exp_at_the_ends():
    assert draws.exp(0.0) == 1.0
    assert draws.exp(-745.3) == draws.exp(-1e308) == 0.0
    assert draws.exp(1e308) == draws.exp(709.7) < math.inf
    assert draws.exp(-745.1) == math.exp(-745.1)


@given(st.floats(5e-324, 1.7e308))
def test_log(x):
    assert draws.log(x) == 0.0 if x == 1.0 else ulps(draws.log(x), math.log(x)) <= 2.0


@given(st.floats(0.5, 2.0).filter(lambda x: x != 1.0))
def test_log_near_one(x):
    assert ulps(draws.log(x), math.log(x)) <= 2.0


def test_log_without_a_value():
    assert draws.log(0.0) == draws.log(-3.0) == -745.2


@given(st.floats(1e-6, 1e6), st.floats(-20.0, 20.0))
def test_power(base, exponent):
    assert draws.power(base, exponent) == pytest.approx(base**exponent, rel=1e-13)


def test_power_at_zero():
    assert draws.power(0.0, 0.0) == draws.power(-2.0, 0.0) == 1.0
    assert draws.power(0.0, 0.5) == draws.power(-1.0, 2.0) == 0.0
    assert math.isfinite(draws.power(0.0, -2.0))


@given(st.floats(-800.0, 800.0))
def test_logistic(x):
    assert draws.logistic(x) == pytest.approx(special.expit(x), rel=1e-14, abs=1e-300)


@given(st.floats(-40.0, 40.0))
def test_normal_cdf(x):
    assert draws.normal_cdf(x) == pytest.approx(special.ndtr(x), rel=0.0, abs=1e-15)


@given(UNIT)
def test_normal_quantile(u):
    assert draws.normal_quantile(u) == pytest.approx(special.ndtri(u), rel=4e-15, abs=1e-15)


@pytest.mark.parametrize("mean", (0.01, 0.7, 3.0, 40.0, 650.0))
@pytest.mark.parametrize("dispersion", (0.2, 2.0, 1e3, 1e12, 1e300))
def test_counts_match_the_quantiles_of_scipy(mean, dispersion):
    for u in np.linspace(0.0005, 0.9995, 200):
        assert draws.poisson(u, mean) == stats.poisson.ppf(u, mean)
        exact = (
            stats.nbinom(dispersion, dispersion / (dispersion + mean))
            if dispersion < 1e9
            else stats.poisson(mean)
        )
        assert draws.negative_binomial(u, mean, dispersion) == exact.ppf(u)


def test_counts_at_the_ends():
    assert draws.poisson(0.9, 0.0) == draws.negative_binomial(0.9, 0.0, 2.0) == 0.0
    assert draws.negative_binomial(0.9, 5.0, 0.0) == 0.0
    assert draws.poisson(0.5, 1e6) == draws.poisson(0.5, 700.0) == 700.0
    assert draws.poisson(1.0 - 2.0**-53, 3.0) < 40.0


@given(UNIT, UNIT, st.floats(0.01, 60.0), st.floats(0.1, 50.0))
def test_inversion_rises_with_u(u, v, mean, dispersion):
    low, high = min(u, v), max(u, v)
    assert draws.normal_quantile(low) <= draws.normal_quantile(high)
    assert draws.poisson(low, mean) <= draws.poisson(high, mean)
    assert draws.negative_binomial(low, mean, dispersion) <= draws.negative_binomial(
        high, mean, dispersion
    )
