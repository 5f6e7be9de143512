"""How sure an answer is, from a folder of results, over made-up runs."""

from pathlib import Path

import pandas as pd
import pytest
from made_up import MadeUp

from poolsim import robust, run, sensitivity
from poolsim.cli.main import main
from poolsim.errors import ScenarioError
from poolsim.study.declared.read import load_study

STUDY = """
name = "worlds"
title = "Dues in unknown worlds"
scenarios = ["cn_tv"]
replicates = 6
seed = 3
outcomes = ["profit", "members"]
[designs.free]
"alliance.dues" = 0.0
[designs.dues]
"alliance.dues" = 0.5
"""
WORLDS = """
[uncertainties]
"membership.intensity" = [1.0, 4.0]
"membership.fickleness" = [0.0, 0.3]
[sampling]
points = 40
"""


@pytest.fixture
def folder(simulation: MadeUp, tmp_path: Path) -> Path:
    """Results over 40 worlds: profit is luck x (1 + dues) + intensity."""
    path = tmp_path / "worlds.toml"
    path.write_text(STUDY + WORLDS, encoding="utf-8")
    return run(load_study(path), tmp_path / "out").folder


def test_the_answer_and_its_tables(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["robust", str(folder), "--of", "profit", "--threshold", "2.5"]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "Answer: best is dues by mean, worst world, worst regret, share that passes." in told
    assert "dues is better than every other" in told
    assert "free fails where membership.intensity below 1." in told
    assert "free hangs on: intensity" not in told and "free hangs on: membership.intens" in told
    place = folder / "robust" / "profit"
    assert f"tables in {place}" in told
    assert (place / "answer.txt").read_text(encoding="utf-8").strip() in told
    names = {path.name for path in place.glob("*.csv")}
    assert names == {
        f"{n}.csv" for n in ("alternatives", "boxes", "importance", "pairs", "variance")
    }
    table = pd.read_csv(place / "alternatives.csv", encoding="utf-8-sig").set_index("alternative")
    assert table.loc["dues", "regret_max"] == 0.0 and table.loc["free", "regret_mean"] > 0.3
    assert (table["worlds"] == 40).all()


def test_worlds_carry_the_spread_that_they_have(folder: Path) -> None:
    """Variance of the intensity is 0.75, of luck 0.09: some nine tenths are of worlds."""
    table = robust(folder, "profit", threshold=2.0).variance.set_index("alternative")
    assert 0.8 < table.loc["free", "worlds"] < 0.97
    assert table.loc["free", "both"] == pytest.approx(0.0, abs=1e-9)
    assert table.loc["free", "worlds_low"] < table.loc["free", "worlds"]


@pytest.mark.parametrize(
    ("options", "message"),
    (
        (["--of", "profits", "--threshold", "1"], "did you mean 'profit'"),
        (["--of", "suits", "--threshold", "1"], "did not keep 'suits'; it kept"),
        (["--of", "profit"], "--threshold: 'profit' has none of its own"),
        (["--of", "profit", "--threshold", "1", "--alpha", "2"], "--alpha: 2 is not in [0, 1]"),
    ),
)
def test_bad_questions_write_nothing(
    folder: Path, options: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["robust", str(folder), *options]) == 2
    assert message in capsys.readouterr().err and not (folder / "robust").exists()


def test_a_question_is_made_of_finite_numbers(folder: Path) -> None:
    for asked, message in (
        ({"threshold": float("nan")}, "--threshold: nan is not a finite number"),
        ({"threshold": "0,5"}, "'0,5' is not a finite number; a decimal comma"),
        ({"threshold": 1.0, "optimism": "1"}, "--alpha: '1' is not a finite number"),
    ):
        with pytest.raises(ScenarioError, match=message):
            robust(folder, "profit", **asked)  # type: ignore[arg-type]
    assert not (folder / "robust").exists()


def test_a_study_without_a_sample_is_refused(simulation: MadeUp, tmp_path: Path) -> None:
    path = tmp_path / "worlds.toml"
    path.write_text(STUDY, encoding="utf-8")
    folder = run(load_study(path), tmp_path / "out").folder
    with pytest.raises(ScenarioError, match="samples no worlds"):
        robust(folder, "profit", threshold=1.0)
    with pytest.raises(ScenarioError, match="fewer than two uncertainties"):
        sensitivity(load_study(path), "profit")
    for ends, message in (
        ((0.3, 0.1), "the low end 0.3 is not below the high end 0.1"),
        ((0.1, True), "true is not a number"),
        ((0.1, 0.2, 0.3), "at most 2 allowed"),
        ((0.1, 200.0), "200.0 is too high"),
    ):
        ranges = {"membership.intensity": (1.0, 4.0), "membership.fickleness": ends}
        with pytest.raises(ScenarioError, match=message):
            sensitivity(load_study(path), "profit", ranges=ranges)  # type: ignore[arg-type]


def test_sensitivity_of_a_made_up_model(
    simulation: MadeUp, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only the intensity counts: it explains all, and its effect is its range."""
    path, out = tmp_path / "worlds.toml", tmp_path / "out"
    path.write_text(STUDY + WORLDS, encoding="utf-8")
    words = ["sensitivity", str(path), "--of", "profit", "--samples", "16", "--replicates", "2"]
    assert main([*words, "--out", str(out)]) == 0
    ran = len(simulation.ran)
    assert main([*words, "--out", str(out)]) == 0 and len(simulation.ran) == ran
    told = capsys.readouterr().out.splitlines()
    first = told[told.index(next(line for line in told if line.startswith("cn_tv, free"))) + 2]
    assert first.split()[0] == "membership.intensity" and float(first.split()[-3]) > 0.8  # ST
    found = sensitivity(
        str(path), "profit", method="morris", samples=4.0, replicates=2, out=tmp_path / "morris"
    ).table
    slopes = found.set_index(["alternative", "address"])["mu"]
    assert slopes["free", "membership.intensity"] == pytest.approx(3.0)
    assert slopes["dues", "membership.fickleness"] == pytest.approx(0.0)
