"""Boxes of failures: the peeling and pasting of EMA Workbench, step by step, and words for them."""

import json
import warnings
from pathlib import Path

import numpy as np
import pytest

from poolsim.statistics import prim
from poolsim.statistics.failures import where

RECORDED = json.loads((Path(__file__).parents[1] / "data" / "prim.json").read_text())
NAMES = ["a", "b", "c"]


def planted(seed: int, points: int) -> tuple[np.ndarray, np.ndarray]:
    """Cases below 0.4 of the first and above 0.55 of the second number, one in ten wrong."""
    rng = np.random.default_rng(seed)
    x = rng.random((points, 4))
    return x, ((x[:, 0] < 0.4) & (x[:, 1] > 0.55)) ^ (rng.random(points) < 0.1)


def test_the_trajectory_is_that_recorded_of_ema_workbench() -> None:
    x, case = np.array(RECORDED["points"]), np.array(RECORDED["cases"], dtype=bool)
    mine = prim.peeled(x, case)
    assert [box.limits.tolist() for box in mine] == RECORDED["limits"]
    for name in ("coverage", "density"):
        assert [getattr(box, name) for box in mine] == pytest.approx(RECORDED[name])
    found = prim.quasi_p(x, case, mine[-1], mine[0])
    named = {f"{end} {NAMES[j]}": value for (end, j), value in found.items()}
    assert named == pytest.approx(RECORDED["quasi_p"])


def test_the_trajectory_is_that_of_ema_workbench() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs_of = pytest.importorskip("ema_workbench.analysis.prim").Prim
        import pandas as pd

        x, case = planted(1, 300)
        theirs = theirs_of(pd.DataFrame(x, columns=list("abcd")), case, threshold=0.5).find_box()
    mine = prim.peeled(x, case)
    assert [box.limits.tolist() for box in mine] == [box.values.tolist() for box in theirs.box_lims]
    assert [box.coverage for box in mine] == pytest.approx(list(theirs.peeling_trajectory.coverage))


def test_the_chosen_box_is_the_planted_one() -> None:
    x, case = planted(4, 400)
    everything, box = prim.peeled(x, case)[0], prim.chosen(x, case)
    assert set(prim.sides(box, everything)) == {(prim.HIGH, 0), (prim.LOW, 1)}
    assert box.limits[prim.HIGH, 0] == pytest.approx(0.4, abs=0.05)
    assert box.limits[prim.LOW, 1] == pytest.approx(0.55, abs=0.05)
    assert box.density > 0.8 and box.coverage > 0.6
    assert prim.chance_level(x, case, 19, 1) == 0.05


def test_chance_finds_no_box() -> None:
    """With 19 shuffles a p value of 0.05 has a probability of 0.05 each: 4 or more of 20 once in 60
    tries.
    """
    rng = np.random.default_rng(5)
    levels = [
        prim.chance_level(rng.random((40, 3)), rng.random(40) < 0.3, 19, seed) for seed in range(20)
    ]
    assert sum(level <= 0.05 for level in levels) < 4


def test_nothing_to_find_leaves_everything() -> None:
    x = np.random.default_rng(1).random((30, 2))
    for case in (np.zeros(30, dtype=bool), np.ones(30, dtype=bool)):
        assert len(prim.peeled(x, case)) == 1


def test_a_box_in_words() -> None:
    everything = prim.Box(np.array([[0.0, 0.0, 0.0], [1.0, 2.0, 3.0]]), 9, 3, 9, 3)
    box = everything._replace(limits=np.array([[0.0, 0.5, 1.0], [0.25, 1.5, 3.0]]))
    assert (
        where(box, everything, ["x.fee", "x.years", "x.firms"])
        == "x.fee below 0.25 and x.years between 0.5 and 1.5 and x.firms above 1"
    )
