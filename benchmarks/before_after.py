"""This state against an earlier checkout, both sides in one run and in turn:
`python benchmarks/before_after.py EARLIER_CHECKOUT`; without one, against itself.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from common import median_and_range, report
from side import PRESETS

HERE = Path(__file__).resolve().parents[1]
Work = Callable[..., float]


@contextmanager
def side(checkout: Path, cache: str | None) -> Iterator[Work]:
    """A process on the package of a checkout; what it is called with is done and timed there."""
    kept = {"POOLSIM_CACHE_DIR": cache} if cache else {}
    command = [sys.executable, str(HERE / "benchmarks" / "side.py")]
    environment = os.environ | {"PYTHONPATH": str(checkout / "src")} | kept
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(
        command, env=environment, stdin=pipe, stdout=pipe, stderr=nowhere, text=True
    ) as process:
        assert process.stdin and process.stdout
        asked, answered = process.stdin, process.stdout

        def work(*task: str | int) -> float:
            print(json.dumps(task), file=asked, flush=True)
            return float(answered.readline())

        yield work


class Sides:
    """Both checkouts; each has a cache folder of its own for every name that is asked for."""

    def __init__(self, earlier: Path, caches: Path | None) -> None:
        """caches: the folder that holds them; None, the user's own."""
        self.earlier, self.caches = earlier, caches

    @contextmanager
    def start(self, name: str = "kept") -> Iterator[tuple[Work, Work]]:
        """A process on each side."""
        with (
            side(self.earlier, self.cache(f"{name}-before")) as before,
            side(HERE, self.cache(f"{name}-after")) as after,
        ):
            yield before, after

    def cache(self, name: str) -> str | None:
        """The folder of a cache."""
        return str(self.caches / name) if self.caches else None


def compile_cold(sides: Sides, quick: bool) -> None:
    """The first run of a process with an empty cache."""
    ratios = []
    for repeat in range(1 if quick else 2):
        with sides.start(f"cold-{repeat}") as (before, after):
            first, second = (work("engine", "cn_tv", 30, 1) for work in (before, after))
            ratios.append(second / first)
    ratio, spread = median_and_range(ratios)
    note = "processor time of a first run with an empty cache, after over before"
    report("compile_cold", ratio, "at most 0.75", spread, len(ratios), note)


def engine(sides: Sides, quick: bool) -> None:
    """Every preset at 30 firms, their mean, and one at 3,000."""
    with sides.start() as (before, after):
        means = [
            faster(before, after, preset, 30, 64 if quick else 1280, None) for preset in PRESETS
        ]
        spread = (min(means), max(means))
        note = f"mean of the medians of {len(PRESETS)} presets; low and high are presets"
        report("engine_30", statistics.mean(means), "at least 1.8", spread, len(means), note)
        faster(before, after, "cn_avs", 30 if quick else 3000, 8, "at least 8")


def faster(
    before: Work, after: Work, preset: str, firms: int, replicates: int, bar: str | None
) -> float:
    """Processor time of compiled runs, before over after."""
    task = ("engine", preset, firms, replicates)
    before("engine", preset, firms, 1)
    after("engine", preset, firms, 1)
    ratios = [before(*task) / after(*task) for _ in range(5)]
    ratio, spread = median_and_range(ratios)
    note = f"processor time of {replicates} compiled runs on one thread, before over after"
    report(f"engine_{preset}_{firms}", ratio, bar, spread, len(ratios), note)
    return ratio


def cells(sides: Sides, quick: bool) -> None:
    """What a study of many cheap cells costs over the bare engine on the same cells."""
    count, replicates, repeats = (2, 16, 1) if quick else (10, 100, 3)
    with sides.start() as both:
        for name, work, bar in zip(("before", "after"), both, (None, "at most 1.25"), strict=True):
            work("bare", "cheap", count, 1)
            work("study", "cheap", 2, 1, 1)
            size = ("cheap", count, replicates)
            ratios = [work("study", *size, 1) / work("bare", *size) for _ in range(repeats)]
            ratio, spread = median_and_range(ratios)
            note = (
                f"processor time of a study over the engine, {count**3} cells x {replicates} runs"
            )
            report(f"cells_over_engine_{name}", ratio, bar, spread, repeats, note)


def many_cells(sides: Sides, quick: bool) -> None:
    """Wall time and memory of a study of 100,000 cells of two runs on two threads."""
    count = 3 if quick else 47
    with sides.start() as (_, after):
        start = time.perf_counter()
        after("study", "cheap", count, 2, 2)
        minutes, memory = (time.perf_counter() - start) / 60.0, after("peak")
    size = f"{count**3} cells x 2 runs, two threads, this state alone"
    for name, found, most, unit in (
        ("minutes", minutes, 10.0, "min"),
        ("memory", memory, 1.5, "GiB"),
    ):
        share = found / most
        note = f"{found:.3g} {unit} over {most:g} {unit}, {size}"
        report(f"many_cells_{name}", share, "at most 1", (share, share), 1, note)


def main_job(sides: Sides, quick: bool) -> None:
    """The question of the paper with an empty cache."""
    if quick:
        return
    with sides.start("main-job") as (before, after):
        first, second = before("main_job"), after("main_job")
    ratio = second / first
    note = "processor time of the main job with an empty cache, after over before"
    report("main_job", ratio, "at most 0.7", (ratio, ratio), 1, note)


PARTS = {part.__name__: part for part in (compile_cold, engine, cells, many_cells, main_job)}


def main() -> None:
    """The parts asked for, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("earlier", nargs="?", type=Path, default=HERE, help="the other checkout")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--quick", action="store_true", help="smallest sizes, in the kept cache")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sides = Sides(options.earlier.resolve(), None if options.quick else Path(folder))
        for name in options.only:
            PARTS[name](sides, options.quick)


if __name__ == "__main__":
    main()
