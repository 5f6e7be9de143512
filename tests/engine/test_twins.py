"""What compiled code draws: the same bits as plain Python at every address."""

import math
import random

import pytest

numba = pytest.importorskip("numba")

import numpy as np  # noqa: E402

from poolsim.economy import draws, functions  # noqa: E402
from poolsim.engine.reached import reached_from  # noqa: E402
from poolsim.engine.rows import compilable, has_twin  # noqa: E402
from poolsim.engine.twins import TWINS  # noqa: E402

ONE = [functions.exp, functions.log, functions.logistic, functions.normal_cdf]
CHANCES = [functions.normal_quantile]
has_twin(*TWINS)
compilable(
    *reached_from(
        [
            draws.uniform,
            draws.stream,
            functions.power,
            *ONE,
            *CHANCES,
            functions.poisson,
        ]
    )
)
CHANCE = random.Random(20240229)


@numba.njit
def mixed(x):
    return draws.mix(x)


@numba.njit
def streamed(key, quarter, decision):
    return draws.stream(key, quarter, decision)


@numba.njit
def drawn(stream, agent, index):
    return draws.uniform(stream, agent, index)


def test_mix_and_stream_have_the_same_bits():
    for _ in range(5000):
        key, quarter, decision = CHANCE.getrandbits(64), CHANCE.randrange(200), CHANCE.randrange(64)
        assert int(mixed(np.uint64(key))) == draws.mix(key)
        assert int(streamed(np.uint64(key), quarter, decision)) == draws.stream(
            key, quarter, decision
        )


def test_uniform_has_the_same_bits_for_agents_and_pairs():
    for _ in range(5000):
        stream, index = CHANCE.getrandbits(64), float(CHANCE.randrange(1000))
        first, second = float(CHANCE.randrange(2**20)), float(CHANCE.randrange(2**20))
        for agent in (first, draws.pair(first, second)):
            assert (
                float(drawn(np.uint64(stream), agent, index)).hex()
                == draws.uniform(stream, agent, index).hex()
            )


@pytest.mark.parametrize("edge", [0, 1, 2**63 - 1, 2**63, 2**64 - 1])
def test_the_ends_of_the_integer_range(edge):
    assert int(mixed(np.uint64(edge))) == draws.mix(edge)
    assert float(drawn(np.uint64(edge), 0.0, 0.0)) == draws.uniform(edge, 0.0, 0.0)


EDGES = [0.0, 1.0, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, math.inf]
EDGES += [708.3, 708.4, 709.7, 709.8, 745.1, 745.13, 745.2, 745.3]


def reals():
    small = [CHANCE.uniform(-8.0, 8.0) for _ in range(1000)]
    wide = [CHANCE.choice((-1.0, 1.0)) * 10.0 ** CHANCE.uniform(-300.0, 300.0) for _ in range(1000)]
    tiny = [CHANCE.getrandbits(52) * 5e-324 for _ in range(500)]
    ends = [CHANCE.uniform(-746.0, -700.0) for _ in range(500)]
    return [*small, *wide, *tiny, *ends, *EDGES, *[-edge for edge in EDGES]]


@pytest.mark.parametrize("function", ONE + CHANCES, ids=lambda function: function.__name__)
def test_portable_functions_of_one_number(function):
    compiled = numba.njit(error_model="numpy")(lambda x: function(x))
    arguments = reals() if function in ONE else [CHANCE.random() for _ in range(2000)]
    assert not [x for x in arguments if float(compiled(x)).hex() != function(x).hex()]


def test_counts():
    compiled = numba.njit(error_model="numpy")(functions.poisson)
    for _ in range(1000):
        u, mean = CHANCE.random(), math.exp(CHANCE.uniform(-5.0, 7.0))
        none = functions.chance_of_none(mean)
        assert float(compiled(u, mean, none)) == functions.poisson(u, mean, none)


def test_power():
    compiled = numba.njit(error_model="numpy")(lambda x, y: functions.power(x, y))
    for _ in range(2000):
        base, exponent = CHANCE.uniform(-1.0, 20.0), CHANCE.uniform(-10.0, 10.0)
        assert float(compiled(base, exponent)).hex() == functions.power(base, exponent).hex()
