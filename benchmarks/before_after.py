"""This state against an earlier checkout, both sides in one run and in turn:
`python benchmarks/before_after.py EARLIER_CHECKOUT`; without one, against itself. The bar of the
engine is meant against commit cff36b7, the last before members decided by what they gain.
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
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from functools import partial
from pathlib import Path

from common import median_and_range, report
from side import PRESETS

HERE = Path(__file__).resolve().parents[1]
Work = Callable[..., float]
Start = Callable[..., AbstractContextManager[tuple[Work, Work]]]  # of a cache's name


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


@contextmanager
def two_sides(earlier: Path, caches: Path, name: str = "kept") -> Iterator[tuple[Work, Work]]:
    """A process on each checkout; each has a cache folder of its own for every name."""
    before, after = (str(caches / f"{name}-{which}") for which in ("before", "after"))
    with side(earlier, before) as first, side(HERE, after) as second:
        yield first, second


def one_side(work: Work, name: str = "kept") -> AbstractContextManager[tuple[Work, Work]]:
    """One process as both sides: shows that the parts work."""
    return nullcontext((work, work))


def compile_cold(start: Start, quick: bool) -> None:
    """The first run of a process with an empty cache."""
    ratios = []
    for repeat in range(1 if quick else 2):
        with start(f"cold-{repeat}") as (before, after):
            first, second = (work("engine", "cn_tv", 30, 1) for work in (before, after))
            ratios.append(second / first)
    ratio, spread = median_and_range(ratios)
    note = "processor time of a first run with an empty cache, after over before"
    report("compile_cold", ratio, None, spread, len(ratios), note)


def engine(start: Start, quick: bool) -> None:
    """Every preset at 30 firms, their mean, and one at 3,000."""
    size = (64, 1) if quick else (160, 25)
    with start() as (before, after):
        means = [dearer(before, after, preset, 30, *size) for preset in PRESETS]
        spread = (min(means), max(means))
        note = f"mean of the medians of {len(PRESETS)} presets; low and high are presets"
        report("engine_30", statistics.mean(means), "at most 1.35", spread, len(means), note)
        dearer(before, after, "cn_avs", 30 if quick else 3000, 4, min(size[1], 9))


def dearer(
    before: Work, after: Work, preset: str, firms: int, replicates: int, repeats: int
) -> float:
    """Processor time of compiled runs, after over before."""
    task = ("engine", preset, firms, replicates)
    before("engine", preset, firms, 1)
    after("engine", preset, firms, 1)
    ratios = [after(*task) / before(*task) for _ in range(repeats)]
    ratio, spread = median_and_range(ratios)
    note = f"processor time of {replicates} compiled runs on one thread, after over before"
    report(f"engine_{preset}_{firms}", ratio, None, spread, len(ratios), note)
    return ratio


def cells(start: Start, quick: bool) -> None:
    """What a study of many cheap cells costs over the bare engine on the same cells."""
    count, replicates, repeats = (2, 16, 1) if quick else (10, 100, 3)
    with start() as both:
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


def many_cells(start: Start, quick: bool) -> None:
    """Wall time and memory of a study of 100,000 cells of two runs on two threads."""
    count = 3 if quick else 47
    with start() as (_, after):
        begun = time.perf_counter()
        after("study", "cheap", count, 2, 2)
        minutes, memory = (time.perf_counter() - begun) / 60.0, after("peak")
    size = f"{count**3} cells x 2 runs, two threads, this state alone"
    for name, found, most, unit in (
        ("minutes", minutes, 10.0, "min"),
        ("memory", memory, 1.5, "GiB"),
    ):
        share = found / most
        note = f"{found:.3g} {unit} over {most:g} {unit}, {size}"
        report(f"many_cells_{name}", share, "at most 1", (share, share), 1, note)


def main_job(start: Start, quick: bool) -> None:
    """The question of the paper with an empty cache."""
    if quick:
        return
    with start("main-job") as (before, after):
        first, second = before("main_job"), after("main_job")
    ratio = second / first
    note = "processor time of the main job with an empty cache, after over before"
    report("main_job", ratio, None, (ratio, ratio), 1, note)


PARTS = {part.__name__: part for part in (compile_cold, engine, cells, many_cells, main_job)}


def main() -> None:
    """The parts asked for, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("earlier", nargs="?", type=Path, default=HERE, help="the other checkout")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument(
        "--quick", action="store_true", help="smallest sizes, one process as both sides"
    )
    options = parser.parse_args()
    earlier = options.earlier.resolve()
    with ExitStack() as kept:
        if options.quick:
            work = kept.enter_context(side(earlier, None))
            start: Start = partial(one_side, work)
        else:
            folder = kept.enter_context(tempfile.TemporaryDirectory())
            start = partial(two_sides, earlier, Path(folder))
        for name in options.only:
            PARTS[name](start, options.quick)


if __name__ == "__main__":
    main()
