"""What the benchmarks share: interleaved ratios, one JSON object per ratio, child processes.

Only the standard library is imported here: a child's peak memory is never below that of the process
that starts it.
"""

import argparse
import json
import math
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from typing import Any

Clock = Callable[[], float]


def arguments(about: str | None) -> argparse.Namespace:
    """The command line of every benchmark."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="smallest sizes: shows that it works, not how fast it is",
    )
    return parser.parse_args()


def report(
    benchmark: str,
    ratio: float,
    bar: str | None,
    spread: tuple[float, float],
    repeats: int,
    note: str,
) -> None:
    """Print one ratio as a JSON object; bar: "at least X", "at most X", or None where there is
    none.
    """
    numbers = {
        "ratio": ratio,
        "low": spread[0],
        "high": spread[1],
    }  # one that is not finite becomes null
    rounded = {
        name: float(f"{number:.4g}") if number is not None and math.isfinite(number) else None
        for name, number in numbers.items()
    }
    row = {
        "benchmark": benchmark,
        "ratio": rounded["ratio"],
        "bar": bar,
        "meets": meets(ratio, bar),
        "low": rounded["low"],
        "high": rounded["high"],
        "repeats": repeats,
        "python": platform.python_version(),
        "mesa": metadata.version("mesa"),
        "numba": metadata.version("numba"),
        "note": note,
    }
    print(json.dumps(row, allow_nan=False), flush=True)


def meets(ratio: float, bar: str | None) -> bool | None:
    """Whether a ratio keeps its bar; None where there is none."""
    if bar is None:
        return None
    side, number = bar.rsplit(" ", 1)
    return ratio >= float(number) if side == "at least" else ratio <= float(number)


def seconds(work: Callable[[], Any], clock: Clock) -> float:
    """Time of one call."""
    start = clock()
    work()
    return clock() - start


def interleaved(
    first: Callable[[], Any], second: Callable[[], Any], repeats: int, clock: Clock
) -> list[tuple[float, float]]:
    """Times of both calls, in turn, so that a drift of the machine meets both alike."""
    return [(seconds(first, clock), seconds(second, clock)) for _ in range(repeats)]


def median_and_range(ratios: list[float]) -> tuple[float, tuple[float, float]]:
    """Median of the ratios repeat by repeat, and the smallest and the largest."""
    return statistics.median(ratios), (min(ratios), max(ratios))


def child(code: str, *arguments: str, cache: str | None = None) -> str:
    """Standard output of `python -c code`, which finds the modules that this process finds."""
    places = {"PYTHONPATH": os.pathsep.join(sys.path)} | (
        {"POOLSIM_CACHE_DIR": cache} if cache else {}
    )
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=os.environ | places,
        check=True,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ).stdout
