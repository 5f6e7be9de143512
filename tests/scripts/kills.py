"""Kill a study at random moments of its runs, of the making of its tables and of the drawing of its
figures, by SIGKILL, SIGTERM and SIGHUP, and resume it: nothing may be lost, repeated or changed, no
process may outlive the killed one, and who is asked to end must say how to go on.

python tests/scripts/kills.py
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "study")]

from kill_and_resume import parts, results, write_study  # noqa: E402

from poolsim import resume, run  # noqa: E402
from poolsim.plots import CURVES  # noqa: E402
from poolsim.plots.money import MONEY  # noqa: E402
from poolsim.study.declared.read import load_study  # noqa: E402
from poolsim.study.stored.folder import PARTS, TABLES  # noqa: E402
from poolsim.study.stored.manifest import read_manifest, write_manifest  # noqa: E402
from poolsim.study.stored.tables import forget  # noqa: E402

CODES = {signal.SIGKILL: -9, signal.SIGTERM: 143, signal.SIGHUP: 129}
MARK = "POOLSIM_TRIED"  # in the environment of the killed process and of those that it starts
FIGURES = [  # so many that another process draws some of them
    f'"{name}"' for name in (*CURVES, *MONEY)
]
GRACE = 30.0  # seconds for those to notice; one that is starting imports what draws first


def without_figures(folder: Path) -> None:
    """As it was when the tables had just been made."""
    made = read_manifest(folder)
    for name in made.pages:
        (folder / name).unlink()
    write_manifest(folder, made.model_copy(update={"drawn": [], "pages": {}}))


def without_runs(folder: Path) -> None:
    """As it was when a third of the runs was done."""
    forget(folder)
    without_figures(folder)
    every = sorted((folder / PARTS).iterdir())
    for path in every[len(every) // 3 :]:
        path.unlink()


def without_tables(folder: Path) -> None:
    """As it was when the runs had just been done."""
    without_figures(folder)
    forget(folder)


def begun(folder: Path, stage: str, kept: int) -> bool:
    """Whether a stage goes on, which began with so many parts."""
    if stage == "figures":
        return any((folder / "figures").iterdir())
    if stage == "tables":
        return any((folder / TABLES).iterdir())
    return len(parts(folder)) > kept


STAGES: dict[str, Callable[[Path], None]] = {
    "runs": without_runs,
    "tables": without_tables,
    "figures": without_figures,
}
LONG = {"runs": 1.0, "tables": 0.4, "figures": 2.0}  # seconds in which the kill falls


def started(folder: Path, number: int) -> "subprocess.Popen[str]":
    """`poolsim resume` in a process of its own."""
    script = (
        "import signal, sys; from poolsim.cli.main import main; "
        "[signal.signal(one, signal.SIG_DFL) for one in (signal.SIGTERM, signal.SIGHUP)]; "
        "print('ready', flush=True); sys.exit(main())"
    )
    argv = [sys.executable, "-c", script, "resume", str(folder), "--plain"]
    return subprocess.Popen(
        argv,
        env=os.environ | {MARK: str(number), "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def alive(number: int) -> list[int]:
    """Processes that a try has left."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"{MARK}={number}\0".encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def killed(whole: Path, place: Path, number: int, luck: random.Random) -> str:
    """Kill once and resume; what was seen. Raises AssertionError if anything is not as it must
    be.
    """
    stage, sent = list(STAGES)[number % 3], list(CODES)[luck.randrange(3)]
    folder = place / whole.name
    shutil.copytree(whole, folder)
    STAGES[stage](folder)
    kept, at = parts(folder), luck.random() * LONG[stage]
    running = started(folder, number)
    assert running.stdout is not None and running.stdout.readline()
    while not begun(folder, stage, len(kept)) and running.poll() is None:
        time.sleep(0.002)
    time.sleep(at)
    running.send_signal(sent)
    _, told = running.communicate(timeout=120)
    code = running.returncode
    assert code in (CODES[sent], 0), f"exit code {code}: {told[-500:]}"
    assert code <= 0 or "continues" in told and "Traceback" not in told, told
    end = time.monotonic() + GRACE
    while alive(number) and time.monotonic() < end:
        time.sleep(0.05)
    assert not alive(number), "a process outlived the killed one"
    now = parts(folder)
    assert kept.items() <= now.items(), "a part was lost or run again"
    assert resume(folder, plain=True).complete and now.items() <= parts(folder).items()
    assert results(folder) == results(whole), "something is not as without the kill"
    assert not [*folder.rglob("*.tmp"), *folder.glob(".runs-*")], "something half done is left"
    shutil.rmtree(folder)
    return f"{sent.name} during {stage}: code {code}, {len(now) - len(kept)} more parts"


def main() -> None:
    """The full check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    options, luck = parser.parse_args(), random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        path = write_study(place, 60)
        path.write_text(path.read_text().replace('"members",', ", ".join(FIGURES) + ","))
        study = load_study(path)
        whole = run(study, place / "whole", plain=True, chunk=32).folder
        (place / "killed").mkdir()
        for number in range(options.kills):
            print(killed(whole, place / "killed", number, luck), flush=True)
    print(f"{options.kills} kills: nothing lost, repeated or changed, no process left")


if __name__ == "__main__":
    main()
