"""One side of `before_after.py`: does the work that it is told on standard input, line by line, and
answers with the processor time in seconds. It runs on the package of either checkout.
"""

import contextlib
import json
import os
import resource
import sys
import tempfile
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from poolsim.simulation import stream

try:
    from poolsim.cli.main import main
    from poolsim.scenario.scenario import load

    COMMAND = "run"
except ImportError:  # the earlier layout, where studies of many cells had a command of their own
    from poolsim.cli import main
    from poolsim.scenario import load

    COMMAND = "sweep"

PRESETS = sorted(file.stem for file in (Path(__file__).parents[1] / "configs").glob("*.toml"))
CELLS = {  # address -> from, to: the numbers that vary from cell to cell
    "alliance.dues": (0.0, 0.09),
    "membership.intensity": (1.0, 4.0),
    "negotiation.holder_share": (0.3, 0.6),
}
STUDY = """
name = "cells"
scenarios = ["cn_tv"]
replicates = {replicates}
outcomes = ["lifetime", "members", "service", "ssr_narrow"]
[levers]
{levers}
"""
SIZES = {  # what a run costs hangs on these
    "cheap": {"quarters": 8.0, "firms.core.count": 3.0, "firms.fringe.count": 5.0},
    "usual": {"quarters": 40.0, "firms.core.count": 10.0, "firms.fringe.count": 20.0},
}


@cache
def scaled(preset: str, firms: int) -> Any:
    """A preset with so many firms, its groups in proportion."""
    scenario = load(preset)
    counts = {group.name: group.count for group in scenario.firms}
    total, placed, values = sum(counts.values()), 0.0, {}
    for name, count in counts.items():  # what is rounded off goes to the next group
        placed += count * firms / total
        values[f"firms.{name}.count"] = max(1, round(placed) - sum(values.values()))
    return scenario.with_values(values).lower()


def steps(count: int) -> dict[str, list[float]]:
    """The values of each number of `CELLS`, `count` of each."""
    return {
        address: [low + k * (high - low) / max(1, count - 1) for k in range(count)]
        for address, (low, high) in CELLS.items()
    }


@cache
def grid(size: str, count: int) -> list[Any]:
    """Cells of a size: every combination of the values."""
    values = steps(count)
    scenario = load("cn_tv").with_values(SIZES[size])
    return [
        scenario.with_values(dict(zip(values, point, strict=True))).lower()
        for point in product(*values.values())
    ]


def engine(preset: str, firms: int, replicates: int) -> None:
    """Compiled replicates of a preset on one thread."""
    run(scaled(preset, firms), replicates)


def bare(size: str, count: int, replicates: int) -> None:
    """Compiled replicates of every cell of a grid on one thread, nothing kept."""
    for cell in grid(size, count):
        run(cell, replicates)


def run(cell: Any, replicates: int) -> None:
    """Blocks of replicates, thrown away."""
    for _ in stream(cell, 1, replicates, workers=1):
        pass


def study(size: str, count: int, replicates: int, workers: int) -> None:
    """The cells of a grid by the command that this side has for many cells, kept in a folder."""
    values = {address: [value] for address, value in SIZES[size].items()} | steps(count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cells.toml"
        levers = "".join(f'"{address}" = {value}\n' for address, value in values.items())
        path.write_text(STUDY.format(replicates=replicates, levers=levers), encoding="utf-8")
        call(COMMAND, str(path), "--out", f"{folder}/out", "--workers", str(workers))


def main_job() -> float:
    """The question of the paper, from the start of the process."""
    with tempfile.TemporaryDirectory() as folder:
        call("run", "self_sufficiency", "--out", f"{folder}/out")
    return clock()


def call(*arguments: str) -> None:
    """A command, whose words go nowhere."""
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        done = main([*arguments, "--quiet"])
    assert done == 0, f"{arguments} ended with {done}"


def peak() -> float:
    """Peak resident memory of this process, GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2.0**20


def clock() -> float:
    """Processor time of this process and of those that it started and that have ended."""
    parts = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(part.ru_utime + part.ru_stime for part in parts)


WORK = {work.__name__: work for work in (engine, bare, study, main_job, peak)}


def serve() -> None:
    """Read work, do it, answer with what it gives, or else with how long it took."""
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        start = clock()
        found = WORK[name](*arguments)
        print(json.dumps(clock() - start if found is None else found), flush=True)


if __name__ == "__main__":
    serve()
