"""Run a study on disks of many sizes, too small for it, and export it to others: each must end with
one sentence and exit code 4, and once there is room everything must be as on a large disk, without
a part being run twice.

unshare --user --map-root-user --mount python tests/scripts/full_disks.py   (Linux; no other rights)
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "study")]

from kill_and_resume import parts, results, write_study  # noqa: E402

from poolsim import run  # noqa: E402
from poolsim.economy.outcomes import OUTCOMES  # noqa: E402
from poolsim.study.declared.read import load_study  # noqa: E402

MESSAGES = ("cannot be written", "of disk")  # in the middle; before the start
REPLICATES, CHUNK = 10, 16
SCRIPT = f"""
import sys
from poolsim.cli.main import main
from poolsim.study.stored import plan
plan.MOST_RUNS = {CHUNK}
sys.exit(main())
"""
KINDS = ("csv", "parquet", "netcdf", "xlsx")


def mounted(place: Path, size: int, remount: bool = False) -> None:
    """A disk in memory of so many bytes."""
    options = f"{'remount,' if remount else ''}size={size}"
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], check=True)


def told(*words: object) -> str:
    """What a command says as it ends for want of room, in one line."""
    argv = [sys.executable, "-c", SCRIPT, *map(str, words), "--quiet"]
    ran = subprocess.run(argv, capture_output=True, text=True)
    lines = ran.stderr.splitlines()
    assert ran.returncode == 4, f"exit code {ran.returncode}: {ran.stderr[-500:]}"
    assert len(lines) == 1 and any(text in lines[0] for text in MESSAGES), ran.stderr
    return lines[0]


def run_on(disk: Path, study: Path, size: int, whole: Path, ample: int) -> str:
    """Run a study on a disk of a size, then with room; what was said."""
    mounted(disk, size)
    try:
        folder = disk / "out"
        said = told("run", study, "--out", folder, "--plain")
        kept = parts(folder)
        mounted(disk, ample, remount=True)
        found = run(load_study(study), folder, plain=True, chunk=CHUNK)
        assert found.complete and kept.items() <= parts(folder).items(), "a part was run twice"
        assert results(folder) == results(whole), "something is not as on a large disk"
        assert not [*folder.rglob("*.tmp"), *folder.glob(".runs-*")], "something half done is left"
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    return f"{len(kept)} parts kept; {said.partition('out')[2]}"


def export_on(disk: Path, folder: Path, kind: str, size: int) -> str:
    """Export to a disk of a size; nothing must be left there."""
    mounted(disk, size)
    try:
        said = told("export", folder, "--format", kind, "--out", disk / "runs")
        assert list(disk.iterdir()) == [], "something is left"
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    return said.rpartition("/")[2]


def try_all(place: Path, points: int) -> None:
    """Every size; prints a line for each."""
    study = write_study(place, REPLICATES)
    found = run(load_study(study), place / "whole", plain=True, chunk=CHUNK)
    whole = found.folder
    kept = sum(path.stat().st_blocks * 512 for path in whole.rglob("*") if path.is_file())
    needed = kept + found.runs * 8 * len(OUTCOMES)  # while tables are made
    disk = place / "disk"
    for point in range(points):
        size = int(needed * 0.92 * (point + 1) / points)
        print(f"run, {size} bytes: {run_on(disk, study, size, whole, 20 * needed)}", flush=True)
    for kind in KINDS:
        print(f"export {kind}: {export_on(disk, whole, kind, 8_192)}", flush=True)
    print(f"{points + len(KINDS)} full disks: one sentence each, nothing lost")


def main() -> None:
    """The full check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        try_all(Path(place), options.points)


if __name__ == "__main__":
    main()
