"""Kill a study at random moments, resume it, and check that nothing was lost, repeated or changed.

As a script: `python tests/study/kill_and_resume.py` kills the main study ten times, on its way to
8 replicates of every cell; the tests do it small.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from poolsim import run
from poolsim.study.declared.read import load_study, with_settings

STUDY = """
name = "killed"
scenarios = ["small.toml"]
replicates = {replicates}
counterfactual = true
figures = ["members", "map_alive"]
structures = ["entity", "cooperative"]
[designs.free]
"alliance.dues" = 0.0
[designs.dues]
"alliance.dues" = 0.05
[beliefs]
optimistic = 1.0
pessimistic = 0.0
"""
SMALL = """
name = "small"
quarters = 3
[[firms]]
name = "all"
count = 3
[[alliances]]
name = "one"
structure = "cooperative"
"""
CHILD = """
import os
import signal
import sys
from pathlib import Path
from poolsim import run
from poolsim.study.runner import Runner
from poolsim.study.declared.read import load_study, with_settings
study, folder, workers, path, chunk, replicates = sys.argv[1:]
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
table = Runner.table
log = os.open(folder + ".begun", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
def logged(self, chunk):
    os.write(log, b"a chunk\\n")
    return table(self, chunk)
Runner.table = logged
study = with_settings(load_study(study), replicates=int(replicates))
run(study, Path(folder), workers=int(workers), plain=path == "plain", chunk=int(chunk))
"""


class Settings(NamedTuple):
    """Which study, and how it is run."""

    study: Path | str
    replicates: int
    chunk: int
    plain: bool = False
    workers: int = 2


def write_study(place: Path, replicates: int) -> Path:
    """A study of 8 cells of 3 firms; returns its path."""
    (place / "small.toml").write_text(SMALL, encoding="utf-8")
    path = place / "killed.toml"
    path.write_text(STUDY.format(replicates=replicates), encoding="utf-8")
    return path


def started(settings: Settings, folder: Path, seed: int) -> "subprocess.Popen[bytes]":
    """A run in a process of its own, under another hash seed each time."""
    path = "plain" if settings.plain else "compiled"
    words = [settings.study, folder, settings.workers, path, settings.chunk, settings.replicates]
    paths = {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONHASHSEED": str(seed),
    }
    argv = [sys.executable, "-c", CHILD, *map(str, words)]
    return subprocess.Popen(argv, env=os.environ | paths)


def parts(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Committed parts: inode, time of writing and bytes; a part that is run again would get new
    ones.
    """
    found = (folder / "parts").glob("part-*.parquet") if (folder / "parts").exists() else ()
    return {
        path.name: (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes())
        for path in found
        if path.is_file()
    }


def results(folder: Path) -> dict[str, bytes]:
    """Tables, figures and verdict."""
    files = [*folder.glob("tables/*"), *folder.glob("figures/*"), *folder.glob("*.txt")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def kill_and_resume(place: Path, settings: Settings, kills: int) -> str:
    """Do it; returns a line of what was seen, and raises AssertionError if anything is not as it
    must be.
    """
    study = with_settings(load_study(settings.study), replicates=settings.replicates)
    options = {"workers": settings.workers, "plain": settings.plain, "chunk": settings.chunk}
    luck = random.Random(1)
    whole = run(study, place / "whole", **options)
    total = len(parts(whole.folder))
    folder, kept, seen = place / "killed", {}, []
    for kill, target in enumerate(sorted(luck.sample(range(1, total + 1), kills))):
        running = started(settings, folder, kill)
        while len(parts(folder)) < max(target, len(kept) + 1) and running.poll() is None:
            time.sleep(0.002)
        time.sleep(luck.random() * (0.02 if target < total else 2.0))
        running.send_signal(signal.SIGKILL)
        running.wait()
        now = parts(folder)
        assert kept.items() <= now.items(), "a committed part was written again"
        lost = len(folder.with_suffix(".begun").read_text().splitlines()) - (len(now) - len(kept))
        assert 0 <= lost <= settings.workers, "more than a chunk per worker was lost"
        kept = now
        seen.append(len(kept))
    found = run(study, folder, **options)
    assert found.complete and kept.items() <= parts(folder).items()
    assert results(folder) == results(whole.folder)
    bytes_of = [
        {name: part[2] for name, part in parts(one).items()} for one in (folder, whole.folder)
    ]
    assert bytes_of[0] == bytes_of[1]
    return (
        f"{found.runs} runs in {total} parts, killed after {seen} parts: tables identical, "
        "no part run twice"
    )


def main() -> None:
    """The full check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--replicates", type=int, default=8)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        settings = Settings("self_sufficiency", options.replicates, chunk=64)
        print(kill_and_resume(Path(place), settings, options.kills))


if __name__ == "__main__":
    main()
