"""The commands of studies: exit codes, messages, what a pipe gets."""

from collections.abc import Callable
from pathlib import Path

import pytest

from poolsim.cli.main import main

Write = Callable[..., Path]
SWEPT = (
    'name = "swept"\nscenarios = ["small.toml"]\nreplicates = 3\n'
    '[levers]\n"alliance.dues" = [0.0, 0.5]\n'
)


@pytest.fixture
def study(small_text: str, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A study of two cells, in the current folder."""
    monkeypatch.chdir(tmp_path)
    write(
        "quarters = 3\n" + small_text.replace('name = "all"', 'name = "all"\ncount = 3'),
        "small.toml",
    )
    return write(SWEPT, "swept.toml").name


def test_a_study_from_its_file_to_its_export(
    study: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", study, "--plain", "--quiet"]) == 0
    assert main(["resume", "results/swept", "--replicates", "4", "--plain", "--quiet"]) == 0
    assert main(["export", "results/swept", "--format", "netcdf"]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "")  # not a terminal
    assert Path("results/swept.nc").stat().st_size > 0
    assert Path("results/swept/tables/summary.csv").exists()
    assert main(["reproduce", "results/swept", "--plain", "--quiet"]) == 0
    assert capsys.readouterr().out == "identical\n"


def test_a_dry_run_writes_nothing(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    constraint = '[[constraints]]\naddress = "alliance.dues"\nat_most = 0.1\nreason = "too dear"\n'
    Path(study).write_text(SWEPT + constraint, encoding="utf-8")
    assert main(["run", study, "--plain", "--dry-run"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == ["cells 1", "rejected points 1", "  1: too dear", "runs 3"]
    assert lines[4].startswith("seconds about ") and int(lines[5].removeprefix("bytes about ")) > 0
    assert not Path("results").exists()


def test_exit_codes(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resume", "nowhere"]) == 4
    assert "nowhere: holds no results of poolsim" in capsys.readouterr().err
    assert main(["export", study]) == 4
    assert capsys.readouterr().err == f"{study}: a file, and no folder of results\n"
    with pytest.raises(SystemExit) as left:
        main(["run", study, "--shard", "4/3"])
    assert left.value.code == 2


def test_results_of_run_are_reproduced(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["run", "small.toml", "--replicates", "2", "--plain", "--quiet", "--out", "results"])
        == 0
    )
    assert main(["reproduce", "results", "--plain", "--quiet"]) == 0
    table = Path("results/tables/runs.parquet")
    import pyarrow.parquet as pq

    runs = pq.read_table(table)
    place = runs.column_names.index("profit")
    pq.write_table(runs.set_column(place, "profit", [[0.0, 0.0]]), table)
    assert main(["reproduce", "results", "--plain", "--quiet"]) == 3
    assert "column 'profit' differs first in replicate 0" in capsys.readouterr().out
