"""What may go wrong while a study runs: full disks, figures, signals, leftovers, damage."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyarrow.parquet as pq
import pytest
from made_up import MadeUp

from poolsim import Study, resume, run
from poolsim.cli.main import main
from poolsim.errors import ScenarioError, StoreError
from poolsim.study.declared.read import with_settings
from poolsim.study.results import Results, export, results_in
from poolsim.study.stored import folder as stored
from poolsim.study.stored.manifest import read_manifest

Stream = Callable[..., None]
FULL = OSError(errno.ENOSPC, "No space left on device")


def written(folder: Path) -> dict[str, bytes]:
    """What a reader sees of the results: tables and words."""
    files = [*(folder / "tables").iterdir(), folder / "verdict.txt"]
    return {path.name: path.read_bytes() for path in files}


@contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch, stage: int) -> Iterator[list[Path]]:
    """The disk is full when the file number `stage` has been half written."""
    begun: list[Path] = []
    whole = stored.write_whole

    def write(path: Path, content: Callable[[IO[bytes]], object]) -> None:
        def half(file: IO[bytes]) -> None:
            file.write(b"half of it")
            raise FULL

        begun.append(path)
        whole(path, half if len(begun) > stage else content)

    with monkeypatch.context() as patch:
        patch.setattr(stored, "write_whole", write)
        yield begun


def test_a_disk_that_is_full_at_any_stage_loses_nothing(
    study: Study, stream: Stream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = with_settings(study, replicates=5, counterfactual=True)
    with full_disk(monkeypatch, 10**6) as begun:
        whole = run(study, tmp_path / "whole", chunk=8)
    stages = len(begun)
    assert stages > 20
    for stage in {*range(0, stages, 3), stages - 1}:
        place = tmp_path / str(stage)
        with full_disk(monkeypatch, stage), pytest.raises(StoreError) as refused:
            run(study, place, chunk=8)
        assert "cannot be written: No space left on device; what is complete" in str(refused.value)
        assert "\n" not in str(refused.value)
        kept = {path.name: path.read_bytes() for path in (place / "parts").iterdir()}
        assert written(run(study, place, chunk=8).folder) == written(whole.folder)
        now = {path.name: path.read_bytes() for path in (place / "parts").iterdir()}
        assert kept.items() <= now.items()


def test_space_is_reserved_before_it_is_mapped(
    study: Study,
    stream: Stream,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def full(*_: int) -> None:
        raise FULL

    argv = ["run", str(tmp_path / "made_up.toml"), "--out", str(tmp_path / "out"), "--quiet"]
    with monkeypatch.context() as patch:
        patch.setattr("poolsim.study.stored.parts.os.posix_fallocate", full)
        assert main(argv) == 4
    assert "No space left on device; what is complete is kept" in capsys.readouterr().err
    found = results_in(tmp_path / "out")
    assert found.complete and not list((tmp_path / "out").glob(".runs-*"))
    assert main(argv) == 0


def test_a_figure_that_cannot_be_drawn_is_a_warning(
    study: Study,
    stream: Stream,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "made_up.toml"
    text = path.read_text(encoding="utf-8").replace(
        "curves = true", 'figures = ["members"]\ntitle = "Costs in $ and $_^"'
    )
    path.write_text(text, encoding="utf-8")
    argv = ["run", str(path), "--out", str(tmp_path / "out")]
    with monkeypatch.context() as patch:
        patch.setattr("poolsim.plots.draw_all", lambda *_, **__: ["members: no ink"])
        assert main(argv) == 0
    told = capsys.readouterr()
    assert "warning: members: no ink" in told.err and "the model, as it is" in told.out
    assert results_in(tmp_path / "out").table("verdict").shape[0] == 4
    assert main(argv) == 0
    assert "warning" not in capsys.readouterr().err
    drawn = tmp_path / "out" / "figures" / "members.svg"
    made = read_manifest(tmp_path / "out")
    assert f"seed {made.seed}, poolsim" in (origin := made.origin()) and made.model in origin
    assert origin.partition(":")[0] in drawn.read_text(encoding="utf-8")
    before = drawn.stat().st_mtime_ns
    assert main(argv) == 0
    assert drawn.stat().st_mtime_ns == before  # nothing has changed, nothing is drawn again


def test_leftovers_of_killed_runs_are_cleared(study: Study, stream: Stream, tmp_path: Path) -> None:
    folder = run(study, tmp_path / "out").folder
    before = written(folder)
    for place in (folder, *(folder / name for name in stored.ROOMS)):
        (place / ".half.1.2.tmp").write_text("half")
    (folder / ".runs-killed").mkdir()
    (folder / ".runs-killed" / "outcomes").write_text("half")
    (folder / ".mine").write_text("mine")
    assert resume(folder).complete
    assert not [*folder.rglob("*.tmp"), *folder.glob(".runs-*")]
    assert (folder / ".mine").exists() and written(folder) == before


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_signals_end_a_run_as_an_interrupt_does(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    (tmp_path / "long.toml").write_text(
        'name = "long"\nquarters = 1\n[[firms]]\nname = "all"\ncount = 2\n', encoding="utf-8"
    )
    words = ["run", "long.toml", "--plain", "--replicates", "100000", "--out", "out"]
    script = (
        "import signal, sys; from poolsim.cli.main import main; "
        f"signal.signal({int(number)}, signal.SIG_DFL); "  # whoever runs the tests may ignore it
        f"sys.exit(main({words}))"
    )
    paths = {"PYTHONPATH": os.pathsep.join(Path(path).absolute().as_posix() for path in sys.path)}
    running = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=os.environ | paths,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (tmp_path / "out" / "manifest.json").exists() and running.poll() is None:
        time.sleep(0.01)
    time.sleep(0.5)
    running.send_signal(number)
    try:
        _, told = running.communicate(timeout=60)
    finally:
        running.kill()
    assert running.returncode == code
    assert "'poolsim resume out' continues" in told and "Traceback" not in told


# What was asked, and what the tables show.


def test_tables_never_get_fewer_replicates_and_say_what_they_leave_out(
    study: Study, stream: Stream, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = run(study, tmp_path / "out").folder
    path = tmp_path / "made_up.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("= 0.02", "= 0.03").replace("= 70", "= 10"), encoding="utf-8")
    assert main(["run", str(path), "--out", str(folder), "--quiet"]) == 0
    runs = results_in(folder).table("runs")
    assert set(runs["replicate"]) == set(range(70)) and len(runs) == 4 * 70
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1
    assert "its tables now show the 4 cells of this study; 2 that they showed before" in told
    assert "first: scenario cn_tv, design dues, structure entity" in told


def test_a_study_made_in_python_is_checked_before_anything_is_written(
    simulation: MadeUp, tmp_path: Path
) -> None:
    levers = {"alliance.dues": [0.0, 0.02]}
    made = Study(name="made", scenarios=["cn_tv"], replicates=3, levers=levers)
    assert len(run(made, tmp_path / "good").table("runs")) == 6
    for changes, message in (
        ({"levers": {"alliance.dues": [0.0, 0.0]}}, "given twice"),
        ({"levers": {"alliance.due": [0.0]}}, "did you mean 'alliance.dues'"),
        ({"replicates": 0}, "replicates: 0 is too low"),
        ({"scenarios": ["cn_vt"]}, "did you mean 'cn_tv'"),
        ({"figures": ["survival"]}, "'survival' is none of a sweep"),
    ):
        with pytest.raises(ScenarioError) as refused:
            run(made.model_copy(update=changes), tmp_path / "bad")
        assert message in str(refused.value)
    assert not (tmp_path / "bad").exists()


# Files that were changed.


def test_a_changed_file_is_found_whichever_it_is(
    study: Study, stream: Stream, tmp_path: Path
) -> None:
    folder = run(study, tmp_path / "out").folder
    before = written(folder)
    for name, data in before.items():
        path = folder / name if name == "verdict.txt" else folder / "tables" / name
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        with pytest.raises(StoreError, match=f"{name}: cannot be read: .*resume it first"):
            export(folder, "csv", tmp_path / "csv")
        with pytest.raises(StoreError, match="resume it first"):
            results_in(folder).table("summary")
        path.write_bytes(data)
    assert "summary.csv" in before and "curves.parquet" in before
    (folder / "tables" / "summary.csv").write_text("mine", encoding="utf-8")
    assert written(resume(folder).folder) == before


def test_a_part_with_other_numbers_is_found(study: Study, stream: Stream, tmp_path: Path) -> None:
    folder = run(study, tmp_path / "out").folder
    path = next((folder / "parts").iterdir())
    part = pq.read_table(path)
    place = part.column_names.index("members")
    pq.write_table(part.set_column(place, "members", [[0.0] * len(part)]), path)
    with pytest.raises(StoreError, match=f"{path.name}: damaged; delete this file and resume"):
        resume(folder, replicates=80)


def test_a_folder_without_curves_does_not_take_a_study_that_asks_for_them(
    study: Study, stream: Stream, tmp_path: Path
) -> None:
    bare = study.model_copy(update={"curves": False})
    found: Results = run(bare, tmp_path / "out")
    with pytest.raises(StoreError, match="no such table"):
        found.table("curves")
    with pytest.raises(StoreError, match="keeps no curves, which the study asks for"):
        run(study, found.folder)


def test_a_disk_that_is_full_as_figures_are_drawn(
    study: Study, stream: Stream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = study.model_copy(update={"figures": ["map_alive"]})
    folder = tmp_path / "out"

    def full(*_: object) -> None:
        raise FULL

    with monkeypatch.context() as patch:
        patch.setattr("poolsim.plots.drawing.write_whole", full)
        with pytest.raises(StoreError, match="figures: cannot be written: No space left"):
            run(study, folder)
    before = written(folder)
    assert resume(folder).warnings == () and written(folder) == before
    assert len(list((folder / "figures").iterdir())) == 2


def test_figures_that_nothing_draws_are_a_warning(
    study: Study, stream: Stream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a library or backend of figures is broken; they are drawn once it is mended."""
    study = study.model_copy(update={"figures": ["map_alive"]})
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "poolsim.plots", None)
        found = run(study, tmp_path / "out")
    (warning,) = found.warnings
    assert found.complete and warning.startswith("figures: not drawn: ")
    assert resume(found.folder).warnings == () and any((found.folder / "figures").iterdir())


def test_figures_that_are_gone_are_drawn_again_and_changed_ones_stay(
    study: Study, stream: Stream, tmp_path: Path
) -> None:
    study = study.model_copy(update={"figures": ["map_alive"]})
    page, other = (run(study, tmp_path / "out").folder / "figures").iterdir()
    drawn = page.read_bytes()
    page.write_text("by hand")
    (warning,) = resume(tmp_path / "out").warnings
    assert warning.startswith(f"{page}: changed since it was drawn; delete it and resume")
    assert page.read_text() == "by hand"
    page.unlink()
    assert resume(tmp_path / "out").warnings == () and page.read_bytes() == drawn


def test_a_disk_without_locks_is_refused_in_a_sentence(
    study: Study, stream: Stream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("poolsim.files.fcntl.flock", none)
    expected = r"out: its disk cannot lock files \(No locks available\), .*; choose a folder on"
    with pytest.raises(StoreError, match=expected):
        run(study, tmp_path / "out", shard=(1, 2))
