"""An export replaces an earlier export, and nothing else."""

import os
from pathlib import Path

import pytest
from made_up import MadeUp

from poolsim import run
from poolsim.cli.main import main
from poolsim.errors import ScenarioError
from poolsim.study.declared.read import load_study
from poolsim.study.results import WRITERS, export

STUDY = 'name = "kept"\nscenarios = ["cn_tv"]\nreplicates = 2\noutcomes = ["members"]\n'


@pytest.fixture
def folder(simulation: MadeUp, tmp_path: Path) -> Path:
    (tmp_path / "kept.toml").write_text(
        f'{STUDY}[designs.free]\n"alliance.dues" = 0.0\n', encoding="utf-8"
    )
    return run(load_study(tmp_path / "kept.toml"), tmp_path / "out").folder


def test_what_no_export_wrote_stays(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "kept.toml"
    text = path.read_bytes()
    for kind in WRITERS:
        assert main(["export", str(folder), "--format", kind, "--out", str(path)]) == 2
        told = capsys.readouterr().err
        assert told.startswith(f"{path}: is there already, and was not written by this command")
        assert "--force" in told and len(told.splitlines()) == 1 and path.read_bytes() == text
    assert main(["export", str(folder), "--out", str(path), "--force"]) == 0
    assert path.read_bytes().startswith(b'\xef\xbb\xbf"cell"')


def test_a_file_is_what_its_name_ends_as(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "runs.XLSX"
    assert main(["export", str(folder), "--out", str(path)]) == 0
    assert path.read_bytes().startswith(b"PK")
    for words, told in (
        (["--format", "csv", "--out", str(path)], "ends as a file of xlsx; name it runs.csv, or"),
        (["--format", "xlsx", "--out", "a.csv"], "a.csv: ends as a file of csv; name it a.xlsx"),
    ):
        assert main(["export", str(folder), *words]) == 2
        assert told in capsys.readouterr().err
    with pytest.raises(ScenarioError, match="no format 'parqet'; did you mean 'parquet'"):
        export(folder, "parqet", tmp_path / "runs")


@pytest.mark.parametrize("kind", WRITERS)
def test_an_earlier_export_is_replaced(folder: Path, tmp_path: Path, kind: str) -> None:
    path, link = tmp_path / "runs", tmp_path / "link"
    link.symlink_to(path)
    export(folder, kind, path)
    inode = path.stat().st_ino
    (tmp_path / ".runs.1.2.tmp").write_text("left by a killed export")
    export(folder, kind, link)
    assert path.stat().st_ino != inode and link.is_symlink()
    assert not list(tmp_path.glob(".runs*"))


def test_devices_pipes_and_folders_are_no_files(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "there").mkdir()
    for path, what in (
        (tmp_path / "pipe", "is no regular file"),
        (tmp_path / "there", "is a folder"),
        (Path("/dev/null"), "is no regular file"),
    ):
        before = path.stat()
        assert main(["export", str(folder), "--out", str(path), "--force"]) == 2
        assert capsys.readouterr().err == f"{path}: {what}; choose another file with --out\n"
        assert path.stat()[:3] == before[:3]
