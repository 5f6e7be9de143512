"""Sweeps that run until their questions are settled, on made-up runs: looks, extensions, what is
refused.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from made_up import MadeUp
from scipy import stats

from poolsim import compare, resume, run
from poolsim.cli.main import main
from poolsim.errors import ScenarioError
from poolsim.statistics.comparison import Crossing, crossed_spread
from poolsim.statistics.summary import pooled_summary
from poolsim.study.declared.read import load_study
from poolsim.study.declared.study import Study
from poolsim.study.results import Results
from poolsim.study.stored.planning import stored_plans

STUDY = """
name = "asked"
scenarios = ["cn_tv"]
replicates = 20
seed = 3
outcomes = ["lifetime", "members", "service"]
[designs.free]
"alliance.dues" = 0.0
[designs.dues]
"alliance.dues" = 0.02
[uncertainties]
"membership.intensity" = [1.0, 3.0]
[sampling]
points = 12
"""
ASKED = """
[until]
most = 600
[until.margin]
lifetime = 0.001
service = 0.5
[until.precision]
members = 0.05
"""


def study_of(place: Path, text: str = STUDY + ASKED) -> Study:
    path = place / "asked.toml"
    path.write_text(text, encoding="utf-8")
    return load_study(path)


@pytest.fixture
def settled(simulation: MadeUp, tmp_path: Path) -> Results:
    return run(study_of(tmp_path), tmp_path / "out")


def test_adds_replicates_until_all_is_settled(settled: Results) -> None:
    table = settled.table("until").set_index(["outcome", "minus"])
    assert table.loc[("lifetime", "free"), "verdict"] == "better"
    assert table.loc[("service", "free"), "verdict"] == "equivalent"
    assert list(table.loc["members", "verdict"]) == ["precise enough"] * 2
    plans = [plan.replicates for plan in stored_plans(settled.folder)]
    assert plans == sorted(plans) and plans[0] == 20 and 20 < plans[-1] < 600
    assert len(settled.table("runs")) == 24 * plans[-1]
    assert "dues against free: lifetime better, service equivalent. 2 of 2 means" in settled.answer


def test_again_nothing_runs_and_the_looks_are_the_same(
    settled: Results, simulation: MadeUp, tmp_path: Path
) -> None:
    before, ran = settled.table("until"), len(simulation.ran)
    again = run(study_of(tmp_path), settled.folder)
    assert again.answer == settled.answer == resume(settled.folder).answer
    assert again.table("until").equals(before) and len(simulation.ran) == ran


def test_no_run_is_repeated(settled: Results, simulation: MadeUp) -> None:
    assert len(set(simulation.ran)) == len(simulation.ran)


def test_another_question_starts_from_what_is_there(
    settled: Results, simulation: MadeUp, tmp_path: Path
) -> None:
    ran = len(simulation.ran)
    finer = run(study_of(tmp_path, STUDY + ASKED.replace("0.05", "0.02")), settled.folder)
    assert len(simulation.ran) > ran and len(set(simulation.ran)) == len(simulation.ran)
    assert finer.runs > settled.runs


def test_one_that_is_killed_and_resumed_takes_the_same_looks(
    settled: Results, simulation: MadeUp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = simulation.block
    left = 700  # of the 2,400 and more that the study asks for

    def dying(cell: Any, seed: int, first: int, size: int) -> Any:
        nonlocal left
        left -= size
        if left < 0:
            raise KeyboardInterrupt
        return whole(cell, seed, first, size)

    monkeypatch.setattr(simulation, "block", dying)
    with pytest.raises(KeyboardInterrupt):
        run(study_of(tmp_path), tmp_path / "killed", workers=1)
    monkeypatch.setattr(simulation, "block", whole)
    found = resume(tmp_path / "killed")
    assert found.table("until").equals(settled.table("until"))
    assert found.table("runs").equals(settled.table("runs"))


def test_compare_extends_a_sweep(
    simulation: MadeUp, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = run(study_of(tmp_path, STUDY), tmp_path / "out")
    asked = [
        "--margin",
        "lifetime=0.001",
        "--outcomes",
        "lifetime",
        "--out",
        str(tmp_path / "said"),
    ]
    assert main(["compare", str(found.folder), *asked, "--most", "300"]) == 0
    assert "dues against free: lifetime better" in capsys.readouterr().out
    assert stored_plans(found.folder)[-1].replicates > 20
    assert (
        main(
            ["compare", str(found.folder), "--outcomes", "profit", "--out", str(tmp_path / "said")]
        )
        == 2
    )
    assert "the study did not keep 'profit'; it kept formed" in capsys.readouterr().err


def test_compare_pools_worlds(simulation: MadeUp, tmp_path: Path) -> None:
    found = run(study_of(tmp_path, STUDY), tmp_path / "out")
    table = compare(found, outcomes=["lifetime"], baseline="free")
    (row,) = table.to_dict("records")
    assert row["pairs"] == 12 * 20 and "membership.intensity" not in table.columns
    runs = found.table("runs")
    means = runs.groupby("design")["lifetime"].mean()
    assert row["difference"] == pytest.approx(means["dues"] - means["free"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("most = 600", "most = 0"), "until.most: 0 is too low"),
        (
            ("lifetime = 0.001", "lifetme = 0.001"),
            "until.margin.lifetme: unknown outcome; did you mean 'lifetime'?",
        ),
        (("lifetime = 0.001", "profit = 0.001"), "the study does not keep 'profit'"),
        (("service = 0.5", "service = -1.0"), "until.margin.service: -1"),
        (("members = 0.05", "members = 0.0"), "until.precision.members: 0"),
        (
            ("most = 600", 'most = 600\nby = "desing"'),
            "the study has no factor 'desing'; did you mean 'design'?",
        ),
        (("most = 600", 'most = 600\nby = "structure"'), "the study has one structure only"),
        (("most = 600", 'most = 600\nbaseline = "fre"'), "no design 'fre'; did you mean 'free'?"),
        (
            ("lifetime = 0.001\nservice = 0.5\n[until.precision]\nmembers = 0.05\n", ""),
            "asks for nothing",
        ),
    ],
)
def test_questions_that_make_no_sense_are_refused(
    change: tuple[str, str], message: str, tmp_path: Path
) -> None:
    with pytest.raises(ScenarioError) as refused:
        study_of(tmp_path, STUDY + ASKED.replace(*change))
    assert message in str(refused.value)


def test_what_a_sweep_cannot_do_is_refused_before_the_first_run(
    simulation: MadeUp, tmp_path: Path
) -> None:
    figures = 'figures = ["survival"]\n' + STUDY
    for text, shard, message in (
        (STUDY + ASKED, (1, 2), "until: shards do not know of each other"),
        (figures, (1, 1), "figures: 'survival' is none of a sweep"),
        (figures.replace("survival", "sweep"), (1, 1), "an address in [grid] or [levers]"),
        (figures.replace("survival", "sweep.profit"), (1, 1), "which the study does not keep"),
    ):
        with pytest.raises(ScenarioError) as refused:
            run(study_of(tmp_path, text), tmp_path / "out", shard=shard)
        assert message in str(refused.value)
    assert simulation.ran == [] and not (tmp_path / "out").exists()


def test_figures_show_means_over_worlds(simulation: MadeUp, tmp_path: Path) -> None:
    text = (
        'figures = ["sweep", "sweep.members"]\n'
        + STUDY
        + '[levers]\n"alliance.administrator" = [0.05, 0.1, 0.2]\n'
    )
    folder = run(study_of(tmp_path, text), tmp_path / "out").folder
    names = sorted(path.name for path in (folder / "figures").glob("*.png"))
    assert names == ["sweep_life.png", "sweep_members.png"]


def test_figures_without_worlds_show_the_intervals_of_the_summary(
    simulation: MadeUp, tmp_path: Path
) -> None:
    text = 'name = "one"\nscenarios = ["cn_tv"]\nreplicates = 20\noutcomes = ["members", "alive"]\n'
    text += 'figures = ["sweep"]\n[grid]\n"alliance.dues" = [0.0, 0.01, 0.02]\n'
    found = run(study_of(tmp_path, text), tmp_path / "out")
    assert (found.folder / "figures" / "sweep_life.png").exists()
    pooled = pooled_summary(found.table("runs").drop(columns="cell"), []).set_index(
        ["alliance.dues", "outcome"]
    )
    summary = found.table("summary").set_index(["alliance.dues", "outcome"])
    pd.testing.assert_frame_equal(
        pooled[["mean", "low", "high"]], summary.loc[pooled.index, ["mean", "low", "high"]]
    )


def test_intervals_over_worlds_cover() -> None:
    """400 studies of 20 worlds and 30 lucks: intervals that took pairs as independent would cover
    in about a third.

    An interval that covers in 95 % is seen below 90 % in less than one of 10,000 tries.
    """
    rng, covered = np.random.default_rng(11), 0
    world, luck = np.divmod(np.arange(20 * 30), 30)
    for _ in range(400):
        worlds, lucks, rest = (
            rng.normal(size=(20, 1)),
            rng.normal(size=30),
            rng.normal(size=(20, 30)),
        )
        found = crossed_spread((worlds + lucks + rest).ravel(), Crossing(world, luck))
        covered += abs(found.centre) <= stats.t.ppf(0.975, found.freedom) * found.error
    assert 360 <= covered <= 398
