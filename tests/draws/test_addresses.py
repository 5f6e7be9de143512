"""Uniform and independent draws along every coordinate of the address.

Seeds are fixed, so the outcome is the same in every run. Each of the statistical tests in this file
is made at the level ALARM / TESTS: another generator of truly random numbers would fail the whole
suite with a probability of at most ALARM.
"""

import itertools

import numpy as np
import pytest
from scipy import stats

from poolsim.economy import draws, functions

ALARM, TESTS, LENGTH = 1e-3, 81, 16384
LEVEL = ALARM / TESTS


def draw(seed=1, replicate=0, quarter=5, decision=7, agent=3.0, index=0.0):
    stream = draws.stream(draws.replicate_key(seed, replicate), quarter, decision)
    return draws.uniform(stream, agent, index)


ALONG = {
    "seed": lambda i: draw(seed=i),
    "replicate": lambda i: draw(replicate=i),
    "quarter": lambda i: draw(quarter=i),
    "decision": lambda i: draw(decision=i),
    "agent": lambda i: draw(agent=float(i)),
    "index": lambda i: draw(index=float(i)),
    "first of a pair": lambda i: draw(agent=draws.pair(float(i), 4.0)),
    "second of a pair": lambda i: draw(agent=draws.pair(4.0, float(i))),
}


@pytest.fixture(scope="module", params=ALONG)
def sequence(request):
    return np.array([ALONG[request.param](i) for i in range(LENGTH)])


def independent(x, y, cells=16):
    """p-value of a chi-square test that pairs (x, y) fill the cells of the unit square evenly."""
    counts = np.histogram2d(x, y, bins=cells, range=[[0, 1], [0, 1]])[0]
    return stats.chisquare(counts.ravel()).pvalue


def test_uniform_along_each_coordinate(sequence):
    assert stats.kstest(sequence, "uniform").pvalue > LEVEL


@pytest.mark.parametrize("lag", (1, 2, 3, 16))
def test_neighbours_are_independent(sequence, lag):
    assert independent(sequence[:-lag:2], sequence[lag::2]) > LEVEL


def test_lowest_bits_are_even(sequence):
    low = (np.floor(sequence * 2.0**52) % 256).astype(int)
    assert stats.chisquare(np.bincount(low, minlength=256)).pvalue > LEVEL


BASES = {"seed": 1, "replicate": 0, "quarter": 5, "decision": 7, "agent": 3.0, "index": 0.0}


@pytest.mark.parametrize("across, along", list(itertools.permutations(BASES, 2)))
def test_neighbouring_sequences_are_independent(across, along):
    """Draws along one coordinate tell nothing about the draws at the next value of another
    coordinate.
    """
    step = type(BASES[along])
    x, y = (
        [draw(**BASES | {across: BASES[across] + offset, along: step(i)}) for i in range(2048)]
        for offset in (0, 1)
    )
    assert independent(x, y, cells=8) > LEVEL


PHILOX = np.random.Generator(np.random.Philox(20180301))
SAMPLES = {
    "uniform": (lambda u: u, lambda n: PHILOX.random(n)),
    "normal": (functions.normal_quantile, lambda n: PHILOX.standard_normal(n)),
    "poisson": (
        lambda u: functions.poisson(u, 3.5, functions.chance_of_none(3.5)),
        lambda n: PHILOX.poisson(3.5, n),
    ),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_same_distribution_as_philox(name):
    transform, reference = SAMPLES[name]
    stream = draws.stream(draws.replicate_key(11, 3), 2, draws.FILINGS)
    ours = [transform(draws.uniform(stream, float(i % 64), float(i // 64))) for i in range(LENGTH)]
    assert stats.ks_2samp(ours, reference(LENGTH)).pvalue > LEVEL


def test_the_level_counts_the_tests():
    assert len(ALONG) * (1 + 4 + 1) + len(BASES) * (len(BASES) - 1) + len(SAMPLES) == TESTS


KEY, STREAM = 0x33FE8BD4F9C57863, 0xDA77DD7ADFB9480B
UNIFORM, UNIFORM_OF_PAIR = 0.7915783902065346, 0.8242172110954923


def test_golden_values():
    assert draws.mix(1) == 0x5692161D100B05E5
    assert draws.replicate_key(0, 0) == KEY
    assert draws.stream(KEY, 3, draws.VALUE) == STREAM
    assert draws.uniform(STREAM, 2.0, 5.0) == UNIFORM
    assert draws.uniform(STREAM, draws.pair(2.0, 9.0), 0.0) == UNIFORM_OF_PAIR


def test_uniform_stays_inside_the_interval(monkeypatch):
    for bits in (0, draws.MASK):
        monkeypatch.setattr(draws, "mix", lambda x, bits=bits: bits)
        assert 0.0 < draws.uniform(0, 0.0, 0.0) < 1.0


def test_pairs_are_ordered_and_distinct():
    pairs = {draws.pair(float(a), float(b)) for a in range(50) for b in range(50)}
    assert len(pairs) == 2500


def test_no_address_is_used_twice():
    keys = [draws.replicate_key(seed, replicate) for seed in range(20) for replicate in range(20)]
    streams = {
        draws.stream(key, quarter, decision)
        for key in keys
        for quarter in range(8)
        for decision in range(8)
    }
    assert len(streams) == 400 * 64


def test_decisions_have_their_own_numbers():
    constants = {name: value for name, value in vars(draws).items() if name.isupper()}
    numbers = [value for name, value in constants.items() if name not in {"GOLDEN", "MASK"}]
    assert len(numbers) == len(set(numbers)) >= 26
