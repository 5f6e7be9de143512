"""Sweeps on disk, on made-up runs: resume, shards, more replicates, and every way in which a folder
can go wrong.
"""

import errno
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from made_up import MadeUp
from scipy.io import netcdf_file

from poolsim import resume, run
from poolsim.errors import StoreError
from poolsim.study.declared.read import load_study, with_settings
from poolsim.study.declared.study import Study
from poolsim.study.results import Results, export
from poolsim.study.runner import reproduce
from poolsim.study.stored import folder
from poolsim.study.stored.folder import held
from poolsim.study.stored.plan import chunks_of

STUDY = """
name = "swept"
scenarios = ["cn_tv"]
replicates = 20
seed = 3
outcomes = ["lifetime", "members"]
[levers]
"alliance.dues" = [0.0, 0.02]
[uncertainties]
"membership.intensity" = [1.0, 3.0]
[sampling]
points = 7
"""
TABLES = (
    "tables/runs.parquet",
    "tables/summary.csv",
    "tables/summary.parquet",
    "tables/cells.parquet",
)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    path = tmp_path / "swept.toml"
    path.write_text(STUDY, encoding="utf-8")
    return load_study(path)


@pytest.fixture
def done(study: Study, simulation: MadeUp, tmp_path: Path) -> Results:
    found = run(study, tmp_path / "out", chunk=32)
    simulation.ran.clear()
    simulation.ran.append((0.0, 0.0, 0))
    return found


def contents(folder: Path, *names: str) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names or TABLES}


def parts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "parts").iterdir()}


@pytest.mark.parametrize("most", [1, 7, 64, 5000])
def test_chunks_hold_every_run_once_replicate_by_replicate(most):
    done = np.array([0, 40, 6, 100])
    found = [
        (int(cell), first + r)
        for chunk in chunks_of(done, 100, most)
        for cell, first, size in zip(chunk.cells, chunk.firsts, chunk.sizes, strict=True)
        for r in range(size)
    ]
    assert sorted(found) == [(cell, r) for cell in range(4) for r in range(done[cell], 100)]
    rounds = [r // 64 for _, r in found]
    assert most > 256 or rounds == sorted(rounds)


def test_tables_hold_every_run_in_order(done):
    runs, summary = done.table("runs"), done.table("summary")
    assert list(runs["cell"]) == [cell for cell in range(14) for _ in range(20)]
    assert list(runs["replicate"]) == list(range(20)) * 14
    assert list(runs.columns[-5:]) == ["reason", "formed", "alive", "lifetime", "members"]
    for row in summary.to_dict("records"):
        cell = runs[runs["cell"] == row["cell"]]
        assert (row["runs"], row["averaged"]) == (20, (cell["formed"] > 0.0).sum())
        values = cell[cell["formed"] > 0.0][row["outcome"]]
        expected = [values.mean(), values.std(), values.median(), values.quantile(0.95)]
        assert [row[key] for key in ("mean", "sd", "median", "q95")] == pytest.approx(expected)
    assert (done.folder / "tables" / "summary.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_designs_share_their_luck(done):
    runs = (
        done.table("runs")
        .set_index(["alliance.dues", "membership.intensity", "replicate"])["lifetime"]
        .sort_index()
    )
    (free, paying), intensity = runs.index.levels[0], runs.index.levels[1][0]
    assert np.allclose(
        (runs[free, intensity] - intensity) * 1.02, runs[paying, intensity] - intensity
    )


@pytest.mark.parametrize("workers", [1, 4])
def test_the_number_of_workers_does_not_matter(study, done, workers, tmp_path):
    other = run(study, tmp_path / "other", workers=workers, chunk=32)
    assert contents(other.folder) == contents(done.folder)
    assert parts(other.folder) == parts(done.folder)


def test_three_shards_make_the_local_run(study, done, simulation, tmp_path):
    place = tmp_path / "shards"
    simulation.ran.clear()
    found = [run(study, place, shard=(k, 3), chunk=32) for k in (2, 3, 1)]
    assert [one.complete for one in found] == [False, False, True]
    assert contents(place) == contents(done.folder)
    assert parts(place) == parts(done.folder)
    assert len(set(simulation.ran)) == len(simulation.ran) == 14 * 20


def test_more_replicates_run_only_what_is_new(study, done, simulation, tmp_path):
    simulation.ran.clear()
    found = resume(done.folder, replicates=100)
    assert sorted(run for _, _, run in simulation.ran) == sorted(list(range(20, 100)) * 14)
    direct = run(with_settings(study, replicates=100), tmp_path / "direct")
    assert contents(found.folder) == contents(direct.folder)
    simulation.ran.clear()
    assert run(with_settings(study, replicates=100), done.folder).complete
    assert simulation.ran == []
    simulation.ran.append((0.0, 0.0, 0))


def test_further_cells_run_alone(done, simulation, tmp_path):
    path = tmp_path / "swept.toml"
    path.write_text(STUDY.replace("[0.0, 0.02]", "[0.0, 0.01, 0.02]"), encoding="utf-8")
    simulation.ran.clear()
    found = run(load_study(path), done.folder)
    assert {dues for dues, _, _ in simulation.ran} == {0.01}
    assert len(found.table("runs")) == 21 * 20
    assert not found.table("runs")[["lifetime"]].isna().any().any()


def test_cells_of_the_same_numbers_run_once(simulation, tmp_path):
    path = tmp_path / "swept.toml"
    path.write_text(
        STUDY + '[designs.a]\n"alliance.grant" = 0.1\n[designs.b]\n"alliance.grant" = 0.1\n'
    )
    found = run(load_study(path), tmp_path / "out")
    assert len(simulation.ran) == found.runs == 14 * 20
    runs = found.table("runs")
    assert len(runs) == 28 * 20
    assert np.array_equal(
        runs[runs["design"] == "a"]["lifetime"], runs[runs["design"] == "b"]["lifetime"]
    )


def test_a_failing_run_is_a_row_with_its_reason(study, simulation, tmp_path):
    simulation.broken = 4
    runs = run(study, tmp_path / "out").table("runs")
    failed = runs[runs["status"] == "failed"]
    assert list(failed["replicate"]) == [4] * 14
    assert (
        set(failed["reason"]) == {"ZeroDivisionError: by zero"} and failed["lifetime"].isna().all()
    )


def test_a_full_disk_loses_nothing(study, simulation, tmp_path, monkeypatch):
    written = []

    def full(path: Path, write: Any) -> None:
        def half(file: Any) -> None:
            file.write(b"half of a part")
            raise OSError(errno.ENOSPC, "No space left on device")

        written.append(path) if path.name.startswith("part-") else None
        whole(path, half if len(written) > 5 else write)

    whole = folder.write_whole
    with monkeypatch.context() as patch:
        patch.setattr(folder, "write_whole", full)
        with pytest.raises(
            StoreError, match="cannot be written: No space left on device; what is complete is kept"
        ):
            run(study, tmp_path / "out", workers=1, chunk=32)
    kept = parts(tmp_path / "out")
    assert 3 <= len(kept) <= 5
    assert resume(tmp_path / "out").complete
    assert kept.items() <= parts(tmp_path / "out").items()


def test_a_folder_that_cannot_be_written_into(study, simulation, tmp_path):
    simulation.ran.append((0.0, 0.0, 0))
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreError, match="cannot be written into: Not a directory"):
        run(study, tmp_path / "file" / "out")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    with pytest.raises(StoreError, match="not empty, and no results of poolsim"):
        run(study, tmp_path / "mine")
    with pytest.raises(StoreError, match="holds no results of poolsim"):
        resume(tmp_path)


@pytest.mark.parametrize("place", [-9, 300])
def test_a_damaged_part_is_named_and_only_it_is_run_again(done, simulation, place):
    before = contents(done.folder)
    path = sorted((done.folder / "parts").iterdir())[2]
    data = bytearray(path.read_bytes())
    data[place:] = data[place : place + 1]
    path.write_bytes(data)
    with pytest.raises(StoreError, match=f"{path.name}: damaged; delete this file and resume"):
        resume(done.folder)
    path.unlink()
    simulation.ran.clear()
    assert resume(done.folder).complete
    assert 0 < len(simulation.ran) <= 48
    assert contents(done.folder) == before


def test_a_flipped_bit_is_found_when_tables_are_made(study, done):
    path = sorted((done.folder / "parts").iterdir())[2]
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 4
    path.write_bytes(data)
    with pytest.raises(StoreError, match="damaged"):
        resume(done.folder, replicates=30)


def test_an_extension_reads_every_byte_once_before_it_runs(done, monkeypatch):
    before, read = set(os.listdir(done.folder / "parts")), []
    monkeypatch.setattr(
        "poolsim.study.stored.parts._is_changed", lambda path, _: read.append(path.name)
    )
    assert resume(done.folder, replicates=30).complete
    seen = Counter(read)
    assert {seen[name] for name in before} == {2}  # and once for the tables


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("format", 99, "of format 99"),
        ("model", "0" * 64, "made by another version of the model"),
    ],
)
def test_a_manifest_of_another_version(done, key, value, expected):
    path = done.folder / "manifest.json"
    made = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(made | {key: value}), encoding="utf-8")
    with pytest.raises(StoreError, match=expected):
        resume(done.folder)


def test_another_study_is_refused(study, done):
    with pytest.raises(
        StoreError, match="holds the results of study 'swept' with seed 3, not of 'swept' with 4"
    ):
        run(with_settings(study, seed=4), done.folder)


def test_other_cells_wait_for_the_end_of_a_sweep(study, done):
    sorted((done.folder / "parts").iterdir())[0].unlink()
    with pytest.raises(StoreError, match="finish it"):
        resume(done.folder, replicates=40)


def test_two_sweeps_in_one_folder(study, done):
    with (
        held(done.folder, "run"),
        pytest.raises(StoreError, match="another run is at work in this folder"),
    ):
        resume(done.folder)
    with held(done.folder, "run", shared=True):
        assert resume(done.folder, shard=(1, 2)).complete


def test_reproduce_names_the_first_column_that_differs(done, simulation):
    assert reproduce(done.folder) is None
    simulation.shift = 1.0
    assert "column 'formed' differs first in replicate 0" in str(reproduce(done.folder))


def test_exports_hold_the_runs(done, tmp_path):
    runs = done.table("runs")
    for kind in ("csv", "parquet", "netcdf"):
        export(done.folder, kind, tmp_path / kind)
    assert (tmp_path / "csv").read_text(encoding="utf-8-sig").count("\n") == len(runs) + 1
    assert pq.read_table(tmp_path / "parquet").to_pandas().equals(runs)
    with netcdf_file(tmp_path / "netcdf", mmap=False) as made:
        assert np.array_equal(made.variables["lifetime"].data.ravel(), runs["lifetime"])
        assert made.variables["scenario"].data[3].tobytes() == b"cn_tv"
        assert made.variables["lifetime"].units == b"quarters"
        assert int(made.seed) == done.study.seed


def test_an_incomplete_sweep_is_not_exported(study, simulation, tmp_path):
    found = run(study, tmp_path / "out", shard=(1, 2), chunk=32)
    with pytest.raises(StoreError, match="runs done; resume it first"):
        export(found.folder, "csv", tmp_path / "csv")
    with pytest.raises(StoreError, match="runs done; resume it first"):
        found.table()
