"""Points of a sweep: samples, blocks, conditional levers, constraints, points from a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from poolsim.strict import ScenarioError
from poolsim.study.sampling import addresses, count, points
from poolsim.study_file import Study, load_study

HEAD = 'name = "drawn"\nscenarios = ["cn_tv"]\n'
RANGES = '[uncertainties]\n"alliance.dues" = [0.0, 0.1]\n"membership.intensity" = [1.0, 3.0]\n'


@pytest.fixture
def study(tmp_path: Path) -> Callable[[str], Study]:
    def made(text: str) -> Study:
        path = tmp_path / "drawn.toml"
        path.write_text(HEAD + text, encoding="utf-8")
        return load_study(path)

    return made


def labels(study: Study, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(point.labels.get(name) for name in names) for point in points(study)]


@pytest.mark.parametrize("method", ["latin_hypercube", "sobol"])
def test_samples_fill_every_stratum_once(study, method):
    drawn = study(RANGES + f'[sampling]\nmethod = "{method}"\npoints = 16\n')
    for name, (low, high) in drawn.uncertainties.items():
        values = np.array([value for (value,) in labels(drawn, name)])
        strata = np.floor((values - low) / (high - low) * 16.0)
        assert sorted(strata) == list(range(16))
    assert list(points(drawn)) == list(points(drawn))
    assert count(drawn) == 16


def test_one_at_a_time_leaves_the_others_alone(study):
    drawn = study(RANGES + '[sampling]\nmethod = "one_at_a_time"\nlevels = 3\n')
    found = labels(drawn, "alliance.dues", "membership.intensity")
    assert found == [(None, None), (0.0, None), (0.05, None), (0.1, None), (None, 1.0), (None, 2.0), (None, 3.0)]


def test_a_grid_crosses_levels_with_levers(study):
    drawn = study('[levers]\nquarters = [4, 8]\n' + RANGES + '[sampling]\nmethod = "grid"\nlevels = 2\n')
    found = labels(drawn, "quarters", "alliance.dues", "membership.intensity")
    assert len(set(found)) == len(found) == count(drawn) == 8
    assert addresses(drawn) == ["quarters", "alliance.dues", "membership.intensity"]


def test_points_come_from_a_file(study, tmp_path):
    (tmp_path / "points.csv").write_text("alliance.dues,membership.intensity\n0.01,2\n0.02,\n", encoding="utf-8-sig")
    drawn = study('[sampling]\nmethod = "points"\nfile = "points.csv"\n')
    assert labels(drawn, "alliance.dues", "membership.intensity") == [(0.01, 2.0), (0.02, None)]
    (tmp_path / "points.csv").unlink()
    with pytest.raises(ScenarioError, match="points.csv: cannot be read"):
        list(points(drawn))


def test_blocks_are_joined_not_crossed(study):
    drawn = study(
        '[[blocks]]\nname = "free"\nvalues = {"alliance.dues" = 0.0}\n'
        '[[blocks]]\nname = "paying"\ngrid = {"alliance.dues" = [0.01, 0.02], quarters = [4, 8]}\n'
    )
    found = labels(drawn, "block", "alliance.dues", "quarters")
    assert found == [("free", 0.0, None), *(("paying", d, q) for d in (0.01, 0.02) for q in (4, 8))]
    assert count(drawn) == 5


def test_a_lever_that_does_nothing_is_not_varied(study):
    drawn = study(
        '[levers]\n"alliance.pool" = [0.0, 1.0]\n"alliance.royalty" = [1.0, 2.0]\n'
        '[[conditions]]\nlever = "alliance.royalty"\naddress = "alliance.pool"\nat_least = 1.0\n'
    )
    assert labels(drawn, "alliance.pool", "alliance.royalty") == [(0.0, None), (1.0, 1.0), (1.0, 2.0)]


def test_a_point_is_rejected_with_the_reason(study):
    drawn = study(
        '[levers]\n"alliance.dues" = [0.0, 0.3]\n'
        '[[constraints]]\naddress = "alliance.dues"\nat_most = "alliance.grant"\nreason = "dues above the grant"\n'
        '[designs.a]\n"alliance.grant" = 0.1\n'
    )
    first, second = points(drawn)
    assert (first.reason, second.scenario, second.reason) == ("", None, "dues above the grant")


def test_a_point_outside_the_bounds_is_rejected_by_the_scenario(study, tmp_path):
    (tmp_path / "points.csv").write_text("alliance.dues\n0.01\n-1\n", encoding="utf-8")
    drawn = study('[sampling]\nmethod = "points"\nfile = "points.csv"\n')
    assert ["too low" in point.reason for point in points(drawn)] == [False, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[levers]\n"alliance.due" = [0.0]\n', "drawn.toml:4: alliance.due: unknown address"),
        ('[uncertainties]\n"alliance.dues" = [0.0, 99.0]\n', "99.0 is too high"),
        ('[levers]\nquarters = [4]\n[grid]\nquarters = [8]\n', "quarters: the study varies it twice"),
        ('[[conditions]]\nlever = "quarters"\naddress = "alliance.pol"\n', "alliance.pol: unknown address"),
        ('[[conditions]]\nlever = "quarters"\naddress = "alliance.pool"\n', "the study has no lever 'quarters'"),
        ('[sampling]\nmethod = "sobol"\npoints = 10\n', "10 is no power of 2"),
        ('[sampling]\nmethod = "points"\n', "needed by the method points"),
    ],
)
def test_refusals(study, text, expected):
    with pytest.raises(ScenarioError, match=".") as caught:
        study(text)
    assert expected in str(caught.value)


def test_unknown_outcomes_are_refused(study):
    with pytest.raises(ScenarioError, match="unknown outcome 'lifetim'; did you mean 'lifetime'"):
        study('outcomes = ["lifetim"]\n')
