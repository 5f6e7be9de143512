"""A dry run: what it expects, what it says, and that it writes nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made_up import MadeUp

from poolsim import run
from poolsim.cli.main import main
from poolsim.study.declared.read import load_study
from poolsim.study.runner import cost

STUDY = """
name = "tried"
scenarios = ["cn_tv"]
replicates = {replicates}
outcomes = ["lifetime", "members", "profit", "suits"]
[levers]
"alliance.dues" = [0.0, 0.02]
[uncertainties]
"membership.intensity" = [1.0, 3.0]
[sampling]
points = {points}
"""
UNTIL = '[until]\nmost = 300\nby = "alliance.dues"\nmargin = { lifetime = 0.1 }\n'


def write(place: Path, replicates: int, points: int, more: str = "") -> Path:
    path = place / "tried.toml"
    path.write_text(STUDY.format(replicates=replicates, points=points) + more, encoding="utf-8")
    return path


@pytest.mark.parametrize(("replicates", "points"), [(1000, 4), (4, 500)])
def test_bytes_are_about_those_on_disk(
    replicates: int, points: int, simulation: MadeUp, tmp_path: Path
) -> None:
    study = load_study(write(tmp_path, replicates, points))
    expected = cost(study).bytes
    folder = run(study, tmp_path / "out").folder
    on_disk = sum(
        path.stat().st_size for name in ("parts", "tables") for path in (folder / name).iterdir()
    )
    assert expected == pytest.approx(on_disk, rel=0.35)


@pytest.mark.parametrize(("replicates", "points"), [(1, 4), (200, 4)])
def test_every_study_tells_its_runs_and_time_and_tries_few_of_them(
    replicates: int,
    points: int,
    simulation: MadeUp,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = run(load_study(write(tmp_path, replicates, points)), tmp_path / "out", quiet=False)
    assert f"{found.runs} runs of {2 * points} cells, about 1 s" in capsys.readouterr().err
    tried = len(simulation.ran) - found.runs
    assert 1 <= tried <= max(1, 0.02 * found.runs)


def test_says_how_far_it_may_go(
    simulation: MadeUp,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def compiled(plain: bool, curves: bool, announce: Callable[[str], None]) -> Any:
        announce("compiling the model")
        return simulation.runner_of()

    monkeypatch.setattr("poolsim.study.runner.runner_of", compiled)
    monkeypatch.chdir(tmp_path)
    assert main(["run", str(write(tmp_path, 20, 4, UNTIL)), "--dry-run"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[:3] == ["cells 8", "rejected points 0", "runs 160"]
    assert said.out.endswith("these are 20 replicates; [until] may go on to 300\n")
    assert said.err == "compiling the model\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tried.toml"]
    assert main(["run", str(write(tmp_path, 20, 4)), "--dry-run", "--quiet"]) == 0
    said = capsys.readouterr()
    assert "until" not in said.out and said.err == ""
