"""Kinds of damage to a folder of results; `scripts/damages.py` tries all."""

import sys
from pathlib import Path

import pytest
from damage import DAMAGES
from made_up import MadeUp

from poolsim import run
from poolsim.errors import StoreError
from poolsim.study.declared.read import load_study

sys.path.append(str(Path(__file__).parents[1] / "scripts"))

from damages import damaged, used
from kill_and_resume import results

STUDY = """
name = "kept"
scenarios = ["cn_tv"]
replicates = 20
outcomes = ["lifetime", "members", "alive"]
figures = ["map_alive"]
[designs.free]
"alliance.dues" = 0.0
[designs.dues]
"alliance.dues" = 0.02
"""
FEW = (
    "a bit of a part",
    "parts swapped",
    "runs with other numbers",
    "another seed",
    "fewer replicates",
    "a figure is gone",
    "left by the killed",
)
HARMLESS = ("a figure is gone", "left by the killed")


def test_nothing_wrong_passes_as_whole_and_nothing_is_lost(
    simulation: MadeUp, tmp_path: Path
) -> None:
    (tmp_path / "kept.toml").write_text(STUDY, encoding="utf-8")
    whole = run(load_study(tmp_path / "kept.toml"), tmp_path / "whole", chunk=8).folder
    (tmp_path / "first").mkdir()
    expected = {name: use() for name, use in used(whole, tmp_path / "first").items()}
    for number, kind in enumerate(FEW):
        place = tmp_path / str(number)
        place.mkdir()
        seen = damaged(whole, place, DAMAGES[kind], expected)
        assert seen.startswith("results as before") == (kind in HARMLESS), (kind, seen)


def test_without_its_manifest_a_study_goes_on_from_its_parts(
    simulation: MadeUp, tmp_path: Path
) -> None:
    (tmp_path / "kept.toml").write_text(STUDY, encoding="utf-8")
    study = load_study(tmp_path / "kept.toml")
    folder = run(study, tmp_path / "out", chunk=8).folder
    before = results(folder)
    (folder / "manifest.json").write_text("{")
    with pytest.raises(StoreError, match="or delete it and run the study again"):
        run(study, folder)
    (folder / "manifest.json").unlink()
    simulation.ran.clear()
    assert run(study, folder, chunk=8).complete and simulation.ran == []
    assert results(folder) == before
