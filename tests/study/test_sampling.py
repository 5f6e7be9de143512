"""Points of a sweep: samples, blocks, conditional levers, constraints, points from a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from poolsim.errors import ScenarioError
from poolsim.study.declared.read import load_study, with_settings
from poolsim.study.declared.sampling import addresses, points
from poolsim.study.declared.study import Study
from poolsim.study.stored.plan import resolved

HEAD = 'name = "drawn"\nscenarios = ["cn_tv"]\n'
RANGES = '[uncertainties]\n"alliance.dues" = [0.0, 0.1]\n"membership.intensity" = [1.0, 3.0]\n'


@pytest.fixture
def study(tmp_path: Path) -> Callable[..., Study]:
    def made(text: str, head: str = HEAD) -> Study:
        path = tmp_path / "drawn.toml"
        path.write_text(head + text, encoding="utf-8")
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
    assert drawn.size() == 16


def test_one_at_a_time_leaves_the_others_alone(study):
    drawn = study(RANGES + '[sampling]\nmethod = "one_at_a_time"\nlevels = 3\n')
    found = labels(drawn, "alliance.dues", "membership.intensity")
    assert found == [
        (None, None),
        (0.0, None),
        (0.05, None),
        (0.1, None),
        (None, 1.0),
        (None, 2.0),
        (None, 3.0),
    ]


def test_a_grid_crosses_levels_with_levers(study):
    drawn = study(
        "[levers]\nquarters = [4, 8]\n" + RANGES + '[sampling]\nmethod = "grid"\nlevels = 2\n'
    )
    found = labels(drawn, "quarters", "alliance.dues", "membership.intensity")
    assert len(set(found)) == len(found) == drawn.size() == 8
    assert addresses(drawn) == ["quarters", "alliance.dues", "membership.intensity"]


def test_blocks_are_joined_not_crossed(study):
    drawn = study(
        '[[blocks]]\nname = "free"\nvalues = {"alliance.dues" = 0.0}\n'
        '[[blocks]]\nname = "paying"\ngrid = {"alliance.dues" = [0.01, 0.02], quarters = [4, 8]}\n'
    )
    found = labels(drawn, "block", "alliance.dues", "quarters")
    assert found == [("free", 0.0, None), *(("paying", d, q) for d in (0.01, 0.02) for q in (4, 8))]
    assert drawn.size() == 5


def test_a_lever_that_does_nothing_is_not_varied(study):
    drawn = study(
        '[levers]\n"alliance.pool" = [0.0, 1.0]\n"alliance.royalty" = [1.0, 2.0]\n'
        '[[conditions]]\nlever = "alliance.royalty"\naddress = "alliance.pool"\nat_least = 1.0\n'
    )
    assert labels(drawn, "alliance.pool", "alliance.royalty") == [
        (0.0, None),
        (1.0, 1.0),
        (1.0, 2.0),
    ]


CHAIN = (
    '[levers]\n"alliance.pool" = [0.0, 1.0]\n"alliance.royalty" = [1.0, 5.0]\n'
    '"alliance.dues" = [0.0, 0.01]\n'
    '[[conditions]]\nlever = "alliance.royalty"\naddress = "alliance.pool"\nat_least = 1.0\n'
    '[[conditions]]\nlever = "alliance.dues"\naddress = "alliance.royalty"\nat_least = 5.0\n'
)
WITH_POOL = [(1.0, 1.0, None), (1.0, 5.0, 0.0), (1.0, 5.0, 0.01)]


@pytest.mark.parametrize(
    ("scenario", "without"),
    [("cn_tv", [(0.0, None, None)]), ("mpeg2", [(0.0, None, 0.0), (0.0, None, 0.01)])],
)
def test_a_condition_looks_at_levers_that_are_idle_themselves(study, scenario, without):
    """Without a pool the royalty is the scenario's own: 1 in cn_tv, where dues are idle too, 19 in
    mpeg2.
    """
    drawn = study(CHAIN, HEAD.replace("cn_tv", scenario))
    assert (
        labels(drawn, "alliance.pool", "alliance.royalty", "alliance.dues") == without + WITH_POOL
    )


def test_conditions_in_a_circle_reject_their_points(study):
    drawn = study(
        '[levers]\n"alliance.dues" = [0.0, 0.1]\n[designs.a]\n"alliance.grant" = 0.0\n'
        '[[conditions]]\nlever = "alliance.dues"\naddress = "alliance.dues"\nat_most = 0.05\n'
    )
    assert [point.reason for point in points(drawn)] == [
        "",
        "the conditions depend on each other in a circle",
    ]


def test_a_point_is_rejected_with_the_reason(study):
    drawn = study(
        '[levers]\n"alliance.dues" = [0.0, 0.3]\n'
        '[[constraints]]\naddress = "alliance.dues"\nat_most = "alliance.grant"\n'
        'reason = "dues above the grant"\n'
        '[designs.a]\n"alliance.grant" = 0.1\n'
    )
    first, second = points(drawn)
    assert (first.reason, second.scenario, second.reason) == ("", None, "dues above the grant")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[levers]\n"alliance.due" = [0.0]\n', "drawn.toml:4: alliance.due: unknown address"),
        ('[uncertainties]\n"alliance.dues" = [0.0, 99.0]\n', "99.0 is too high"),
        (
            "[levers]\nquarters = [4]\n[grid]\nquarters = [8]\n",
            "quarters: the study varies it twice",
        ),
        (
            '[[conditions]]\nlever = "quarters"\naddress = "alliance.pol"\n',
            "alliance.pol: unknown address",
        ),
        (
            '[[conditions]]\nlever = "quarters"\naddress = "alliance.pool"\n',
            "the study has no lever 'quarters'",
        ),
        ('[sampling]\nmethod = "sobol"\npoints = 10\n', "10 is no power of 2"),
        ('[sampling]\nmethod = "points"\n', "sampling.file: needed by the method points"),
        ("[levers]\nquarters = []\n", "drawn.toml:4: levers.quarters: no values"),
        ("[levers]\nquarters = [4, 4.0]\n", "drawn.toml:4: levers.quarters: 4.0 is given twice"),
        (
            '[[blocks]]\nname = "a"\ngrid = {quarters = [4, 4]}\n',
            "blocks.a.quarters: 4 is given twice",
        ),
        ('[[blocks]]\nname = "a"\ngrid = {quarters = []}\n', "blocks.a.quarters: no values"),
        (
            '[[blocks]]\nname = "a"\n[[blocks]]\nname = "a"\n',
            "drawn.toml:6: blocks.a: the name is used twice",
        ),
        (
            '[[blocks]]\nname = "a"\nvalues = {"alliance.pol" = 1.0}\n',
            "blocks.a.alliance.pol: unknown address",
        ),
        ("blocks = [1]\n", "blocks.1: 1 is not a table"),
        ('structures = ["entity", "entity"]\n', "structures: 'entity' is given twice"),
        (
            '[uncertainties]\n"alliance.dues" = [0.1, 0.1]\n',
            "the low end 0.1 is not below the high end 0.1",
        ),
        (
            '[uncertainties]\n"alliance.dues" = [0.2, 0.1]\n',
            "the low end 0.2 is not below the high end 0.1",
        ),
        ("[levers]\nseed = [1, 2]\n", "levers.seed: cells share the study's seed"),
        ("[designs.a]\nseed = 1\n", "designs.a.seed: cells share the study's seed"),
        (
            '[[blocks]]\nname = "a"\nvalues = {seed = 1}\n',
            "blocks.a.seed: cells share the study's seed",
        ),
        (
            "[uncertainties]\nseed = [1.0, 9.0]\n",
            "uncertainties.seed: cells share the study's seed",
        ),
        (
            "[designs.a]\nquarters = 4\n[levers]\nquarters = [8]\n",
            "quarters: design 'a' sets it already",
        ),
        (
            "[designs.a.cn_tv]\nquarters = 4\n[levers]\nquarters = [8]\n",
            "quarters: design 'a' sets it already",
        ),
        (
            '[levers]\n"alliance.dues" = [0.0]\n[grid]\n"alliances.ctu.dues" = [0.1]\n',
            "alliance.dues: the study varies it twice, as alliances.ctu.dues too",
        ),
        (
            '[grid]\n"alliance.dues" = [0.0]\n"alliances.ctu.dues" = [0.1]\n',
            "drawn.toml:5: alliances.ctu.dues: the study varies it twice",
        ),
        (
            '[designs.a]\n"alliance.dues" = 0.1\n"alliances.ctu.dues" = 0.2\n',
            "designs.a.alliances.ctu.dues: stands for what alliance.dues stands for",
        ),
        (
            '[designs.a]\n"alliance.dues" = 0.1\n'
            '[uncertainties]\n"alliances.ctu.dues" = [0.1, 0.2]\n',
            "alliances.ctu.dues: design 'a' sets it already",
        ),
        (
            '[[constraints]]\naddress = "alliance.dues"\nreason = "x"\n',
            "constraints.1: needs at_least or at_most",
        ),
        (
            'figures = ["sweep.lifetme"]\n',
            "unknown figure 'sweep.lifetme'; did you mean 'sweep.lifetime'?",
        ),
        (
            RANGES + '[sampling]\nmethod = "grid"\nlevels = 10000\n',
            "100000000 cells; at most 1000000 allowed",
        ),
        (
            RANGES + '[until]\nmargin = {lifetime = 1.0}\nby = "alliance.dues"\n',
            "until.by: 'alliance.dues' tells",
        ),
    ],
)
def test_refusals(study, text, expected):
    with pytest.raises(ScenarioError, match=".") as caught:
        study(text)
    assert expected in str(caught.value)


def test_what_a_scenario_has_of_its_own_in_a_design_concerns_no_other_number(study):
    text = (
        '[designs.a]\n"alliance.dues" = 0.1\n[designs.a.cn_tv]\n"alliance.dues" = 0.2\n'
        '[uncertainties]\n"market.gross_margin" = [0.1, 0.2]\n'
    )
    assert list(study(text).uncertainties) == ["market.gross_margin"]


def test_a_bound_that_is_no_number_is_refused_once(study):
    text = '[[constraints]]\naddress = "alliance.dues"\nat_most = nan\nreason = "x"\n'
    with pytest.raises(ScenarioError) as caught:
        study(text)
    assert [message.partition(": ")[2] for message in caught.value.messages] == [
        "constraints.1.at_most: nan is not a finite number"
    ]


def test_a_grid_stands_above_the_designs(study):
    drawn = with_settings(study("[designs.a]\nquarters = 4\n"), grid={"quarters": [8]})
    assert [point.scenario.quarters for point in points(drawn)] == [8]


def test_when_all_points_are_rejected_the_reasons_are_counted(study):
    drawn = study(
        '[levers]\n"alliance.dues" = [0.0, 0.3]\n'
        '[[constraints]]\naddress = "alliance.dues"\nat_least = 1.0\nreason = "too cheap"\n'
    )
    with pytest.raises(
        ScenarioError,
        match="no cell is left to run: 2 of 2 points are rejected; 2 of them: too cheap",
    ):
        resolved(drawn)


def test_unknown_outcomes_are_refused(study):
    with pytest.raises(ScenarioError, match="unknown outcome 'lifetim'; did you mean 'lifetime'"):
        study('outcomes = ["lifetim"]\n')
