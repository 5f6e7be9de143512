"""Points of a sweep from a CSV: what is read, what is refused, and that a sweep keeps them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from made_up import MadeUp

from poolsim import resume, run
from poolsim.errors import ScenarioError
from poolsim.study.declared.points import points_text, read_points
from poolsim.study.declared.read import load_study, with_settings
from poolsim.study.declared.sampling import points
from poolsim.study.declared.study import Study
from poolsim.study.stored.planning import stored_study

TEXT = (
    'name = "points"\nscenarios = ["cn_tv"]\nreplicates = 12\noutcomes = ["lifetime"]\n'
    '[designs.free]\n"alliance.dues" = 0.0\n[designs.dues]\n"alliance.dues" = 0.02\n'
    '[sampling]\nmethod = "points"\nfile = "points.csv"\n'
)
GOOD = "alliance.structure,membership.intensity\nentity,2\ncooperative, \n"


@pytest.fixture
def study(tmp_path: Path) -> Callable[..., Study]:
    def made(rows: str = GOOD, more: str = "") -> Study:
        (tmp_path / "points.csv").write_text(rows, encoding="utf-8-sig")
        (tmp_path / "points.toml").write_text(TEXT + more, encoding="utf-8")
        return load_study(tmp_path / "points.toml")

    return made


def test_rows_are_points_and_empty_fields_leave_the_number(
    study: Callable[..., Study], tmp_path: Path
) -> None:
    drawn = study()
    assert drawn.points() == [
        {"alliance.structure": "entity", "membership.intensity": 2.0},
        {"alliance.structure": "cooperative"},
    ]
    assert drawn.size() == len(list(points(drawn))) == 4
    assert with_settings(drawn, replicates=3).worlds() == [
        "alliance.structure",
        "membership.intensity",
    ]
    (tmp_path / "again.csv").write_text(points_text(drawn.points()), encoding="utf-8")
    assert read_points(tmp_path / "again.csv").rows == drawn.points()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "membership.intensty\n1\n",
            "sampling.file: points.csv: membership.intensty: unknown address; did you mean",
        ),
        ("quarters,\n8,\n", "points.csv:1: column 2 has no address; a comma too many?"),
        ("quarters,quarters\n8,9\n", "points.csv:1: quarters: two columns have this address"),
        ("quarters\n8\nentity\n", "points.csv:3: quarters: 'entity' is not a number"),
        ("quarters\nnan\n", "points.csv:2: quarters: 'nan' is not a finite number"),
        ("quarters\n8\n9\n8.0\n", "points.csv:4: the same point as in line 2"),
        ("quarters,membership.intensity\n8\n", "points.csv:2: 1 values for 2 addresses"),
        ("quarters\n8,9\n", "points.csv:2: 2 values for 1 addresses"),
        ("quarters\n", "points.csv:1: no points below the addresses"),
        ("", "points.csv:1: the file is empty"),
        ("\nquarters\n8\n", "points.csv:1: an empty line; the addresses belong there"),
        ("# quarters\n8\n", "points.csv:1: '# qu' is no address; the addresses belong there"),
        ("sep=,\nquarters\n8\n", "points.csv:1: 'sep=' is no address; the addresses belong there"),
        ('"quarters";"market.tariff"\n8;"0,1"\n', "points.csv:1: semicolons between the addr"),
        ("quarters" + ",quarters" * 99 + "\n8\n", "quarters: two columns have this address"),
        ("quarters\n" + "8\n" * 1_000_002, "points.csv: more than 1000000 points, the most cells"),
        (
            "membership.intensity\n2\n-1\n",
            "points.csv:3: membership.intensity: -1.0 is too low; allowed range [0, 100]",
        ),
        ("quarters;market.tariff\n8;0,1\n", "points.csv:1: semicolons between the addresses"),
        ("quarters\tmarket.tariff\n8\t0.1\n", "points.csv:1: tabs between the addresses"),
        ("quarters,market.tariff\n8,0.1\n,\n", "points.csv:3: an empty row"),
        ("quarters,market.tariff\n8,0,1\n", "points.csv:2: 3 values for 2 addresses"),
        ("quarters\n1_0\n", "points.csv:2: quarters: '1_0' is not a number; write 10"),
        ('quarters\n"0,05"\n', "'0,05' is not a number; a decimal comma? write 0.05"),
        ("quarters\n\u0663\n", "points.csv:2: quarters: '\u0663' is not a number; write 3"),
        ("seed\n1\n", "cells share the study's seed"),
        ("alliance.dues\n0.1\n", "alliance.dues: design 'free' sets it already"),
    ],
)
def test_what_is_no_point_is_refused(rows: str, expected: str, study: Callable[..., Study]) -> None:
    with pytest.raises(ScenarioError) as refused:
        study(rows)
    assert expected in str(refused.value)
    assert sum("points.csv" in message for message in refused.value.messages) <= 1


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (
            '[levers]\n"membership.intensity" = [1.0]\n',
            "membership.intensity: the study varies it twice",
        ),
        (
            '[uncertainties]\n"membership.fickleness" = [0.01, 0.02]\n',
            "uncertainties: not used by the method points",
        ),
    ],
)
def test_what_the_file_excludes_is_refused(
    more: str, expected: str, study: Callable[..., Study]
) -> None:
    with pytest.raises(ScenarioError) as refused:
        study(more=more)
    assert expected in str(refused.value)


def test_a_sweep_keeps_its_points(
    study: Callable[..., Study], simulation: MadeUp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = study()
    done = run(made, tmp_path / "out")
    (tmp_path / "points.csv").unlink()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert stored_study(done.folder).points() == made.points()
    assert resume(done.folder, replicates=20).complete
