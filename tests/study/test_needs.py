"""What memory or disk cannot hold is refused before anything runs or is written."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from made_up import MadeUp

from poolsim import resume, run
from poolsim.cli.main import main
from poolsim.economy.world import book_shapes
from poolsim.engine.cell import CompiledCell
from poolsim.errors import StoreError
from poolsim.study.declared.read import load_study
from poolsim.study.needs import Sector, size

STUDY = """
name = "large"
scenarios = ["cn_tv"]
replicates = 2
outcomes = ["members"]
[designs.free]
"alliance.dues" = 0.0
[grid]
"firms.fringe.count" = [1.0, 5000.0]
"""


@pytest.fixture
def path(simulation: MadeUp, tmp_path: Path) -> Path:
    path = tmp_path / "large.toml"
    path.write_text(STUDY, encoding="utf-8")
    return path


def test_worlds_larger_than_memory(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = path.parent / "out"
    monkeypatch.setattr("poolsim.study.needs.usable_memory", lambda: 1_000_000)
    for words in (["--out", str(out)], ["--dry-run"]):
        assert main(["run", str(path), "--workers", "3", *words]) == 4
        told = capsys.readouterr().err.splitlines()
        assert len(told) == 1 and "large: runs with 50" in told[0] and "on 3 threads" in told[0]
        assert "1 MB are there" in told[0] and not out.exists()


def test_tables_larger_than_the_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, study = path.parent / "out", load_study(path)
    run(study, folder)
    before = {one: one.stat().st_mtime_ns for one in folder.rglob("*.parquet")}
    free = SimpleNamespace(free=100_000)
    monkeypatch.setattr("poolsim.study.needs.shutil.disk_usage", lambda _: free)
    more = "while the tables of 20000 runs are made they take 560 kB of disk, 100 kB are free"
    with pytest.raises(StoreError, match=f"{folder.name}: {more}"):
        resume(folder, replicates=10_000)
    assert {one: one.stat().st_mtime_ns for one in folder.rglob("*.parquet")} == before
    assert resume(folder, replicates=4).complete
    endless = study.model_copy(update={"replicates": 1_000_000})
    with pytest.raises(StoreError, match="of disk"):
        run(endless, path.parent / "other")
    assert not (path.parent / "other").exists()


def test_the_size_of_a_world_is_that_of_its_arrays() -> None:
    shapes = book_shapes(30, 3, 4)
    cell = SimpleNamespace(quarters=8, firms=[0] * 30, alliances=[0] * 3, holders=[0] * 4)
    made = CompiledCell.__new__(CompiledCell)
    made.cell, made.templates = cell, []
    _, book, series = made.scratch()
    assert set(book._fields) == set(shapes)
    expected = sum(array.nbytes for array in book) + series.nbytes
    assert Sector(firms=30, alliances=2, holders=4, quarters=8).bytes == expected


def test_bytes_in_words() -> None:
    assert [size(one) for one in (1, 999, 1.5e6, 2e21)] == [
        "1 bytes",
        "999 bytes",
        "1.5 MB",
        "2e+03 EB",
    ]
