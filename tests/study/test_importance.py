"""Indices of sensitivity agree with published ones; SALib draws the samples and analyses them."""

import sys

import numpy as np
import pytest
from SALib.analyze import pawn
from SALib.test_functions import Ishigami

from poolsim.errors import ScenarioError
from poolsim.statistics.importance import analysed, pawn_table, sampled

THREE = {name: (-np.pi, np.pi) for name in ("x1", "x2", "x3")}


def test_ishigami_has_its_published_indices() -> None:
    """S1 .3139, .4424, 0; ST .5576, .4424, .2437 at a = 7, b = 0.1 (Ishigami and Homma 1990)."""
    points = sampled(THREE, "sobol", 2048)
    assert points.shape == (2048 * 5, 3)
    found = analysed(THREE, "sobol", points, Ishigami.evaluate(points))
    assert found["S1"].tolist() == pytest.approx([0.3139, 0.4424, 0.0], abs=0.02)
    assert found["ST"].tolist() == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)
    assert (found["ST_conf"] > 0.0).all()


def test_morris_finds_the_slopes_of_a_plane() -> None:
    """Effects of a linear function are its slopes over ranges of one, without spread."""
    ranges = {"x": (0.0, 2.0), "y": (0.0, 1.0), "z": (1.0, 2.0)}
    points = sampled(ranges, "morris", 8)
    found = analysed(ranges, "morris", points, points @ np.array([3.0, -2.0, 0.0]))
    assert found["mu"].tolist() == pytest.approx([6.0, -2.0, 0.0])
    assert found["mu_star"].tolist() == pytest.approx([6.0, 2.0, 0.0])
    assert found["sigma"].tolist() == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)


def test_pawn_of_given_data_is_that_of_salib_and_tells_what_chance_gives() -> None:
    points = np.random.default_rng(1).uniform(-np.pi, np.pi, (320, 4))
    values = Ishigami.evaluate(points[:, :3])
    table = pawn_table(["x1", "x2", "x3", "dummy"], points, values).set_index("address")
    problem = {"num_vars": 4, "names": list(table.index), "bounds": [[-np.pi, np.pi]] * 4}
    theirs = pawn.analyze(problem, points, values, S=10)["median"]
    assert table["pawn"].tolist() == pytest.approx(list(theirs))
    chance = table["chance"].iloc[0]
    assert table.loc["x2", "pawn"] > chance and table.loc["dummy", "pawn"] < 1.2 * chance


def test_what_cannot_be_sampled_or_analysed() -> None:
    for method, size, text in (("sobol", 12, "no power of 2"), ("morris", 1, "at least 2")):
        with pytest.raises(ScenarioError, match=text):
            sampled(THREE, method, size)
    points = sampled(THREE, "sobol", 2)
    assert analysed(THREE, "sobol", points, np.ones(len(points)))["S1"].isna().all()
    assert pawn_table(["x"], np.ones((8, 1)), np.arange(8.0)).empty


def test_without_salib_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib.sample.sobol", None)
    with pytest.raises(ScenarioError, match=r"pip install 'poolsim\[sensitivity\]'"):
        sampled(THREE, "sobol", 4)
