"""Kill a sweep at random moments, resume it, and check that nothing was lost, repeated or changed.

As a script: `python tests/study/kill_and_resume.py` kills a sweep of 20,480 runs ten times; the
tests do it small.
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

from poolsim import run
from poolsim.study.declared.read import load_study

STUDY = """
name = "killed"
scenarios = ["small.toml"]
replicates = {replicates}
outcomes = ["lifetime", "members", "service", "ssr_narrow"]
[uncertainties]
"alliance.dues" = [0.0, 0.1]
"membership.intensity" = [1.0, 3.0]
[sampling]
points = {points}
"""
SMALL = """
name = "small"
quarters = {quarters}
[[firms]]
name = "all"
count = {firms}
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
from poolsim.study.declared.read import load_study
study, folder, workers, path, chunk = sys.argv[1:]
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
table = Runner.table
log = os.open(folder + ".begun", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
def logged(self, chunk):
    os.write(log, b"a chunk\\n")
    return table(self, chunk)
Runner.table = logged
run(load_study(study), Path(folder), workers=int(workers), plain=path == "plain", chunk=int(chunk))
"""


def write_study(
    place: Path, *, points: int, replicates: int, firms: int = 3, quarters: int = 3
) -> Path:
    """A study of points * replicates runs; returns its path."""
    (place / "small.toml").write_text(
        SMALL.format(firms=firms, quarters=quarters), encoding="utf-8"
    )
    path = place / "killed.toml"
    path.write_text(STUDY.format(points=points, replicates=replicates), encoding="utf-8")
    return path


def started(
    study: Path, folder: Path, *, workers: int, plain: bool, chunk: int, seed: int
) -> "subprocess.Popen[bytes]":
    """A sweep in a process of its own, under another hash seed each time."""
    words = [str(study), str(folder), str(workers), "plain" if plain else "compiled", str(chunk)]
    paths = {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONHASHSEED": str(seed),
    }
    return subprocess.Popen([sys.executable, "-c", CHILD, *words], env=os.environ | paths)


def parts(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Committed parts: inode, time of writing and bytes; a part that is run again would get new
    ones.
    """
    found = (folder / "parts").glob("part-*.parquet") if (folder / "parts").exists() else ()
    return {
        path.name: (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes())
        for path in found
    }


def kill_and_resume(
    place: Path, *, kills: int, workers: int = 2, plain: bool = False, chunk: int = 128, **size: int
) -> str:
    """Do it; returns a line of what was seen, and raises AssertionError if anything is not as it
    must be.
    """
    study = write_study(place, **size)
    luck = random.Random(1)
    whole = run(load_study(study), place / "whole", workers=workers, plain=plain, chunk=chunk)
    total = len(parts(whole.folder))
    folder, kept, seen = place / "killed", {}, []
    for kill, target in enumerate(sorted(luck.sample(range(1, total), kills))):
        running = started(study, folder, workers=workers, plain=plain, chunk=chunk, seed=kill)
        while len(parts(folder)) < max(target, len(kept) + 1) and running.poll() is None:
            time.sleep(0.002)
        time.sleep(luck.random() * 0.02)
        running.send_signal(signal.SIGKILL)
        running.wait()
        now = parts(folder)
        assert kept.items() <= now.items(), "a committed part was written again"
        lost = len(folder.with_suffix(".begun").read_text().splitlines()) - (len(now) - len(kept))
        assert 0 <= lost <= workers, "more than a chunk per worker was lost"
        kept = now
        seen.append(len(kept))
    found = run(load_study(study), folder, workers=workers, plain=plain, chunk=chunk)
    assert found.complete and kept.items() <= parts(folder).items()
    for name in ("runs.parquet", "summary.csv", "cells.parquet"):
        assert (folder / "tables" / name).read_bytes() == (
            whole.folder / "tables" / name
        ).read_bytes(), name
    bytes_of = [
        {name: part[2] for name, part in parts(one).items()} for one in (folder, whole.folder)
    ]
    assert bytes_of[0] == bytes_of[1]
    return f"{found.runs} runs in {total} parts, killed after {seen} parts: tables identical, no part run twice"


def main() -> None:
    """The full check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--points", type=int, default=1024)
    parser.add_argument("--replicates", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        size = {
            "points": options.points,
            "replicates": options.replicates,
            "firms": 30,
            "quarters": 40,
        }
        print(kill_and_resume(Path(place), kills=options.kills, **size))


if __name__ == "__main__":
    main()
