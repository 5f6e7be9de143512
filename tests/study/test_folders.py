"""Folders of results that were damaged, changed or cut short: each is refused in a sentence, or
made whole again.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from made_up import MadeUp
from scipy.io import netcdf_file

from poolsim import compare, resume, run
from poolsim.cli.main import main
from poolsim.engine.cell import model_digest
from poolsim.errors import ScenarioError, StoreError
from poolsim.scenario.files import MIB
from poolsim.study.declared.read import load_study, with_settings
from poolsim.study.declared.study import Study
from poolsim.study.results import Results, export
from poolsim.study.runner import reproduce
from poolsim.study.stored.manifest import digest_of_all
from poolsim.study.stored.planning import stored_plans

STUDY = """
name = "kept"
scenarios = ["cn_tv"]
replicates = 20
seed = 3
outcomes = ["lifetime", "members"]
[designs.free]
"alliance.dues" = 0.0
[designs.dues]
"alliance.dues" = 0.02
[uncertainties]
"membership.intensity" = [1.0, 3.0]
[sampling]
points = 4
"""


def study_of(place: Path, *changes: tuple[str, str], more: str = "") -> Study:
    text = STUDY + more
    for old, new in changes:
        text = text.replace(old, new)
    (place / "kept.toml").write_text(text, encoding="utf-8")
    return load_study(place / "kept.toml")


@pytest.fixture
def done(simulation: MadeUp, tmp_path: Path) -> Results:
    return run(study_of(tmp_path), tmp_path / "out", chunk=32)


def tables(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "tables").iterdir()}


def manifest(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "manifest.json").read_text(encoding="utf-8")))


def write_manifest(folder: Path, made: Any) -> None:
    """Write it as if it had always said so."""
    if isinstance(made, dict):
        made = made | {"sha256": digest_of_all(made)}
    (folder / "manifest.json").write_text(json.dumps(made), encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def scenario_file(folder: Path) -> Path:
    return next((folder / "scenarios").glob("*.toml"))


# Parts of every plan.


@pytest.mark.parametrize("plan", ["000", "001"])
def test_a_part_of_any_plan_is_run_again(done: Results, simulation: MadeUp, plan: str) -> None:
    resume(done.folder, replicates=40)
    before = tables(done.folder)
    lost = next((done.folder / "parts").glob(f"part-{plan}-*"))
    runs = pq.read_metadata(lost).num_rows
    lost.unlink()
    simulation.ran.clear()
    with pytest.raises(StoreError, match=f"{320 - runs} of 320 runs done; resume it first"):
        export(done.folder, "csv", done.folder.with_name("csv"))
    assert resume(done.folder).complete
    assert len(simulation.ran) == runs
    assert tables(done.folder) == before
    assert resume(done.folder, replicates=60).complete


def test_parts_of_cells_that_the_study_has_no_more_are_run_again(
    done: Results, tmp_path: Path
) -> None:
    other = study_of(tmp_path, ("[designs.free]", "[designs.other]"), ("= 0.0\n", "= 0.01\n"))
    assert run(other, done.folder).complete
    names = {path.name for path in (done.folder / "parts").iterdir()}
    for part in (done.folder / "parts").glob("part-000-*"):
        part.unlink()
    assert resume(done.folder).complete
    assert {path.name for path in (done.folder / "parts").iterdir()} == names
    assert reproduce(done.folder) is None


def test_tables_are_made_again_when_a_part_was(done: Results, simulation: MadeUp) -> None:
    for part in (done.folder / "parts").iterdir():
        part.unlink()
    simulation.shift = 1.0
    before = tables(done.folder)["runs.parquet"]
    resume(done.folder)
    assert tables(done.folder)["runs.parquet"] != before


def test_a_part_without_a_column_is_damaged(done: Results) -> None:
    path = next((done.folder / "parts").iterdir())
    pq.write_table(pq.read_table(path).drop_columns(["members"]), path)
    write_manifest(done.folder, manifest(done.folder) | {"written": {}})
    for use in (resume, lambda folder: resume(folder, replicates=40)):
        with pytest.raises(StoreError, match=f"{path.name}: damaged; delete this file and resume"):
            use(done.folder)
    shutil.rmtree(done.folder / "tables")
    with pytest.raises(StoreError, match=f"{path.name}: damaged; delete this file and resume"):
        reproduce(done.folder)


# The same command again, and others.


def test_the_same_command_keeps_what_was_added(
    done: Results, simulation: MadeUp, tmp_path: Path
) -> None:
    resume(done.folder, replicates=40)
    simulation.ran.clear()
    for again in (run(study_of(tmp_path), done.folder), resume(done.folder, replicates=10)):
        assert again.complete and again.table("runs")["replicate"].max() == 39
    assert simulation.ran == [] and len(stored_plans(done.folder)) == 2


@pytest.mark.parametrize("replicates", [20, 40])
def test_other_outcomes_are_refused(done: Results, tmp_path: Path, replicates: int) -> None:
    before = manifest(done.folder)
    other = study_of(tmp_path, ('"members"', '"members", "service"'), ("= 20", f"= {replicates}"))
    with pytest.raises(StoreError, match="keeps the outcomes .*lifetime, members, not .*service"):
        run(other, done.folder)
    assert manifest(done.folder) == before and resume(done.folder).complete


def test_a_scenario_that_was_changed_is_run_as_it_is_now(
    simulation: MadeUp, tmp_path: Path
) -> None:
    text = (
        'name = "mine"\n[[firms]]\nname = "all"\n'
        '[[alliances]]\nname = "one"\nstructure = "cooperative"\n'
    )
    own = ('"cn_tv"', '"mine.toml"')
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    folder = run(study_of(tmp_path, own), tmp_path / "out").folder
    (tmp_path / "mine.toml").write_text(text.replace('"cooperative"', '"entity"'), encoding="utf-8")
    simulation.ran.clear()
    assert run(study_of(tmp_path, own), folder).complete
    assert len(simulation.ran) == 8 * 20
    assert len(list((folder / "scenarios").iterdir())) == 2
    assert reproduce(folder) is None


def test_shards_of_a_study_that_asks_are_refused(simulation: MadeUp, tmp_path: Path) -> None:
    asked = study_of(tmp_path, more="[until]\nmost = 600\nprecision = { members = 0.05 }\n")
    folder = run(asked, tmp_path / "out").folder
    with pytest.raises(ScenarioError, match="until: shards do not know of each other"):
        resume(folder, shard=(1, 2))


def test_names_and_folders_may_be_texts(
    simulation: MadeUp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(with_settings(study_of(tmp_path), replicates=2), "out").complete
    assert resume("out").complete and reproduce("out") is None
    export("out", "csv", "out.csv")
    assert run("cn_tv", "preset").runs == 200


# A folder has a plan or is none.


def test_a_sweep_that_is_cut_short_while_planning(
    simulation: MadeUp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("poolsim.study.stored.planning.write_plan", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run(study_of(tmp_path), tmp_path / "out")
    with pytest.raises(StoreError, match="holds no results of poolsim"):
        resume(tmp_path / "out")
    assert run(study_of(tmp_path), tmp_path / "out").complete


# Tables.


def test_old_tables_are_refused(done: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("poolsim.study.stored.tables.run_tables", killed)
        with pytest.raises(KeyboardInterrupt):
            resume(done.folder, replicates=40)
    (done.folder / ".runs-left").mkdir()
    refused = "tables: missing, damaged or older than the runs; resume it first"
    for use in (
        lambda: compare(done),
        lambda: export(done.folder, "csv", done.folder.with_name("csv")),
        done.table,
        lambda: reproduce(done.folder),
    ):
        with pytest.raises(StoreError, match=refused):
            use()
    assert not done.folder.with_name("csv").exists()
    assert len(resume(done.folder).table("runs")) == 320
    assert not list(done.folder.glob(".runs-*"))


@pytest.mark.parametrize(
    "name", ["runs.parquet", "summary.parquet", "cells.parquet", "summary.csv"]
)
@pytest.mark.parametrize("junk", [True, False])
def test_tables_are_made_again(done: Results, simulation: MadeUp, name: str, junk: bool) -> None:
    before, path = tables(done.folder), done.folder / "tables" / name
    if junk and name != "summary.csv":
        path.write_text("junk")
    else:
        path.unlink()
    for kind in ("csv", "parquet", "netcdf"):
        with pytest.raises(StoreError, match="resume it first"):
            export(done.folder, kind, done.folder.with_name(kind))
        assert not done.folder.with_name(kind).exists()
    with pytest.raises(StoreError, match="resume it first"):
        compare(done.folder)
    simulation.ran.clear()
    resume(done.folder)
    assert simulation.ran == [] and tables(done.folder) == before


def test_a_flipped_bit_of_a_table_is_found(done: Results) -> None:
    path = done.folder / "tables" / "runs.parquet"
    data, last = bytearray(path.read_bytes()), pq.read_metadata(path).row_group(0).column(9)
    data[last.data_page_offset + last.total_compressed_size // 2] ^= 4
    path.write_bytes(data)
    for use in (
        lambda: compare(done),
        lambda: export(done.folder, "csv", done.folder.with_name("csv")),
    ):
        with pytest.raises(StoreError, match="runs.parquet: cannot be read"):
            use()
    assert not done.folder.with_name("csv").exists()


# Reproducing.


def test_what_is_not_there_is_not_identical(done: Results) -> None:
    for part in sorted((done.folder / "parts").iterdir())[1:]:
        part.unlink()
    with pytest.raises(StoreError, match="lacks 120 of 160 runs; resume it first"):
        reproduce(done.folder)
    shutil.rmtree(done.folder / "parts")
    with pytest.raises(StoreError, match="lacks 160 of 160 runs; resume it first"):
        reproduce(done.folder)


def test_tables_are_compared_too(done: Results) -> None:
    path = done.folder / "tables" / "runs.parquet"
    runs = pq.read_table(path)
    place = runs.column_names.index("members")
    pq.write_table(runs.set_column(place, "members", [np.zeros(len(runs))]), path)
    assert "tables/runs.parquet: column 'members' differs first in replicate 0" in str(
        reproduce(done.folder)
    )
    for damage in (
        lambda: pq.write_table(runs.drop_columns(["members"]), path),
        lambda: path.write_text("junk"),
    ):
        damage()
        with pytest.raises(StoreError, match="resume it first"):
            reproduce(done.folder)
    shutil.rmtree(done.folder / "tables")
    assert reproduce(done.folder) is None


def test_failed_runs_are_reproduced(simulation: MadeUp, tmp_path: Path) -> None:
    simulation.broken = 4
    assert reproduce(run(study_of(tmp_path), tmp_path / "out").folder) is None


# Damage.


def without(key: str) -> Callable[[dict[str, Any]], Any]:
    return lambda made: {name: value for name, value in made.items() if name != key}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (without("model"), "manifest.json: damaged: model: Field required"),
        (without("outcomes"), "manifest.json: damaged: outcomes: Field required"),
        (
            lambda made: made | {"plans": 3},
            "manifest.json: damaged: plans: Input should be a valid list",
        ),
        (
            lambda made: made | {"plans": []},
            "manifest.json: damaged: plans: List should have at least 1 item",
        ),
        (
            lambda made: made | {"plans": [{}]},
            "manifest.json: damaged: plans.0.file: Field required",
        ),
        (
            lambda made: made | {"plans": [made["plans"][0] | {"scenarios": {}}]},
            "not those of the study",
        ),
        (
            lambda made: made | {"plans": [made["plans"][0] | {"sha256": "0"}]},
            "plan-000.parquet: damaged",
        ),
        (lambda made: [made], "manifest.json: of format None"),
    ],
)
def test_damaged_manifests(done: Results, change: Callable[[Any], Any], expected: str) -> None:
    write_manifest(done.folder, change(manifest(done.folder)))
    for use in (
        resume,
        reproduce,
        compare,
        lambda folder: export(folder, "csv", folder.with_name("csv")),
    ):
        with pytest.raises(StoreError) as refused:
            use(done.folder)
        assert expected in str(refused.value)


def test_a_manifest_is_not_read_beyond_a_bound(
    done: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = done.folder / "manifest.json"
    monkeypatch.setattr("poolsim.study.stored.folder.MOST_BYTES", MIB)
    for text, said in (
        (" " * MIB + path.read_text(), "larger than 1 MiB, the most that is read; the parts are"),
        ("[" * 100_000, "cannot be read: .*; the parts are untouched"),
    ):
        path.write_text(text)
        for use in (resume, compare):
            with pytest.raises(StoreError, match=f"manifest.json: {said}"):
                use(done.folder)


def drop_a_column(path: Path) -> None:
    pq.write_table(pq.read_table(path).drop_columns(["digest"]), path)


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (Path.unlink, "cannot be read: No such file"),
        (lambda path: path.write_text("junk"), "damaged"),
        (drop_a_column, "damaged"),
    ],
)
def test_damaged_plans(done: Results, damage: Callable[[Path], Any], expected: str) -> None:
    damage(done.folder / "plans" / "plan-000.parquet")
    for use in (
        resume,
        reproduce,
        compare,
        lambda folder: export(folder, "csv", folder.with_name("csv")),
    ):
        with pytest.raises(
            StoreError, match=f"plan-000.parquet: {expected}.*restore this file from a copy"
        ):
            use(done.folder)


@pytest.mark.parametrize("replicates", [None, 40])
def test_a_stored_scenario_that_was_changed(
    done: Results, simulation: MadeUp, replicates: int | None
) -> None:
    next((done.folder / "parts").iterdir()).unlink()
    before, path = manifest(done.folder), scenario_file(done.folder)
    edit(path, "quarters = ", "quarters = 1")
    simulation.ran.clear()
    for use in (lambda: resume(done.folder, replicates=replicates), lambda: compare(done.folder)):
        with pytest.raises(StoreError):
            use()
    with pytest.raises(
        StoreError, match=f"{path.name}: changed since the study was planned; .* restore this file"
    ):
        resume(done.folder)
    path.unlink()
    with pytest.raises(StoreError, match=f"{path.name}: cannot be read: No such file"):
        resume(done.folder)
    assert simulation.ran == [] and manifest(done.folder) == before


def test_cells_that_have_other_numbers_now_are_not_run(
    done: Results, simulation: MadeUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    sorted((done.folder / "parts").iterdir())[0].unlink()
    simulation.ran.clear()
    monkeypatch.setattr("poolsim.scenario.scenario.Scenario.digest", lambda self: "0" * 64)
    with pytest.raises(StoreError, match="the numbers of cell 0 are not those that were planned"):
        resume(done.folder)
    assert simulation.ran == []


def test_a_scenario_that_only_another_version_reads(
    done: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: Any, **__: Any) -> None:
        raise ScenarioError(["membership.old: unknown key"])

    monkeypatch.setattr("poolsim.study.stored.planning.load", unknown)
    monkeypatch.setattr("poolsim.study.stored.manifest.model_digest", lambda: "0" * 64)
    other = (
        f"made by another version of the model .*{model_digest()[:12]}.*"
        "cannot be read by this one: membership.old"
    )
    for use in (reproduce, compare):
        with pytest.raises(StoreError, match=other):
            use(done.folder)
    with pytest.raises(StoreError, match="made by another version of the model"):
        resume(done.folder)
    export(done.folder, "csv", done.folder.with_name("csv"))


# The command line.


def test_one_code_for_folders_that_cannot_be_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("compare", "reproduce", "export", "resume"):
        assert main([command, str(tmp_path / "nowhere")]) == 4
        assert "nowhere: holds no " in capsys.readouterr().err


@pytest.mark.parametrize("name", ["manifest.json", "tables/mine.csv", "../out/parts/x.csv"])
def test_exports_stay_out_of_the_folder(
    done: Results, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    before = manifest(done.folder)
    assert main(["export", str(done.folder), "--out", str(done.folder / name)]) == 2
    assert (
        "lies in the folder of the results; choose another file with --out"
        in capsys.readouterr().err
    )
    assert manifest(done.folder) == before


def test_an_export_that_cannot_be_written(
    done: Results, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind in ("csv", "parquet", "netcdf"):
        path = done.folder.with_name("nowhere") / "runs"
        assert main(["export", str(done.folder), "--format", kind, "--out", str(path)]) == 4
        assert capsys.readouterr().err == f"{path}: cannot be written: No such file or directory\n"


def test_an_export_to_netcdf_says_which_runs_failed(simulation: MadeUp, tmp_path: Path) -> None:
    simulation.broken = 4
    found = run(study_of(tmp_path), tmp_path / "out")
    export(found.folder, "netcdf", tmp_path / "nc")
    with netcdf_file(tmp_path / "nc", mmap=False) as made:
        status = made.variables["status"]
        assert status.flag_meanings == b"ok failed" and list(status.flag_values) == [0, 1]
        assert np.array_equal(status.data, np.tile(np.arange(20) == 4, (8, 1)))
        assert np.isnan(made.variables["members"].data[:, 4]).all()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.toml", "nc", "out"]


def test_only_the_answer_goes_to_standard_output(
    done: Results,
    simulation: MadeUp,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def announcing(plain: bool, curves: bool, announce: Callable[[str], None]) -> Any:
        announce("compiling")
        return simulation.runner_of(plain)

    monkeypatch.setattr("poolsim.study.runner.runner_of", announcing)
    assert main(["reproduce", str(done.folder)]) == 0
    told = capsys.readouterr()
    assert told.out == "identical\n" and "compiling\n" in told.err
    assert main(["reproduce", str(done.folder), "--quiet"]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("identical\n", "")


COUNTED = """
import os, sys
from pathlib import Path
from poolsim.study.stored.parts import table_of
def threads():
    return len(os.listdir("/proc/self/task"))
data = Path(sys.argv[1]).read_bytes()
before = threads()
for columns in (None, ["cell"]):
    table_of(data, columns)
print(threads() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="counts threads as Linux tells")
def test_a_table_in_memory_is_read_without_other_threads(done: Results) -> None:
    """One of Arrow's that still held the bytes as a process ended would abort it."""
    (cells,) = (done.folder / "plans").glob("*.parquet")
    argv = [sys.executable, "-c", COUNTED, str(cells)]
    told = subprocess.run(argv, capture_output=True, text=True, check=True)
    assert told.stdout == "0\n"
