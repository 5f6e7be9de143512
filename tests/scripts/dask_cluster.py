"""A study of 20,000 runs on a cluster of Dask of two processes on this machine, printed as JSON
lines: the bytes of parts and tables against those of a local run, with a worker killed in the
middle; and what the cluster costs over the bare engine.

Cost is processor time of all processes, the scheduler's and the driver's among them, over that of
the same runs on one thread with nothing kept; both are measured in turn, after each has compiled,
so that other work on the machine meets both alike. Starting the workers is not counted.

    python tests/scripts/dask_cluster.py
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from distributed import Client, LocalCluster

from poolsim import run
from poolsim.simulation import stream
from poolsim.study.declared.read import load_study, with_settings
from poolsim.study.declared.study import Study
from poolsim.study.stored.plan import CellScenarios, resolved

CELLS = 10
COMMAND = "from poolsim.cli.main import main; raise SystemExit(main())"
STUDY = """
name = "cluster"
scenarios = ["cn_avs", "cn_led", "cn_medical", "cn_robot", "cn_tv"]
replicates = {replicates}
[levers]
"membership.intensity" = [1.0, 2.0]
"""


def contents(folder: Path) -> dict[str, bytes]:
    """Every part and table by its name."""
    rooms = (folder / "parts", folder / "tables")
    return {file.name: file.read_bytes() for room in rooms for file in sorted(room.iterdir())}


def told(trial: str, **found: Any) -> None:
    """Print a result."""
    print(json.dumps({"trial": trial, **found}), flush=True)


def bytes_after_a_kill(file: Path, local: Path, place: Path, cluster: LocalCluster) -> None:
    """Run the command on the cluster, kill a worker in the middle, compare with a local run."""
    out = place / "killed"
    words = ["run", str(file), "--out", str(out), "--on", cluster.scheduler_address, "--quiet"]
    process = subprocess.Popen([sys.executable, "-c", COMMAND, *words])
    parts = out / "parts"
    chunks = len(list((local / "parts").iterdir()))
    while process.poll() is None and not (parts.is_dir() and len(os.listdir(parts)) > chunks // 3):
        time.sleep(0.05)
    with Client(cluster, set_as_default=False) as client:
        victim = next(iter(client.run(os.getpid).values()))
    before = len(os.listdir(parts))
    os.kill(victim, signal.SIGKILL)
    code = process.wait()
    same = contents(out) == contents(local)
    told("bytes", identical=same, code=code, parts=chunks, committed_before_the_kill=before)


def spent(pids: list[int]) -> float:
    """Processor time of this process and of others, seconds."""
    times = [psutil.Process(pid).cpu_times() for pid in (os.getpid(), *pids)]
    return sum(one.user + one.system for one in times)


def timed(work: Callable[[], object], pids: list[int]) -> tuple[float, float]:
    """Processor time and wall time of a piece of work."""
    started, before = time.perf_counter(), spent(pids)
    work()
    return spent(pids) - before, time.perf_counter() - started


def bare(study: Study) -> None:
    """The runs of a study on one thread, thrown away."""
    cells = CellScenarios(study, table := resolved(study)[0])
    for cell in range(len(table)):
        scenario = cells.scenario(cell)
        for _ in stream(scenario.lower(), scenario.seed, study.replicates, workers=1):
            pass


def cost(study: Study, place: Path, cluster: LocalCluster, repeats: int) -> None:
    """Processor time on the cluster over that of the bare engine, repeat by repeat."""
    ratios, walls = [], []
    with Client(cluster, set_as_default=False) as client:
        pids = list(client.run(os.getpid).values())
        with client.get_executor(pure=False) as executor:
            run(with_settings(study, replicates=64), place / "warm", executor=executor, chunk=64)
            bare(with_settings(study, replicates=1))
            for repeat in range(repeats):
                out = place / f"cost-{repeat}"
                on_cluster, wall = timed(lambda: run(study, out, executor=executor), pids)  # noqa: B023
                alone, bare_wall = timed(lambda: bare(study), pids)
                ratios.append(on_cluster / alone)
                walls.append(wall / bare_wall)
    told(
        "processor_time_over_engine",
        median=round(statistics.median(ratios), 3),
        low=round(min(ratios), 3),
        high=round(max(ratios), 3),
        wall_over_one_thread=round(statistics.median(walls), 3),
        repeats=repeats,
        load=round(os.getloadavg()[0], 1),
    )


def main() -> None:
    """Both trials."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        file = place / "cluster.toml"
        file.write_text(STUDY.format(replicates=options.runs // CELLS), encoding="utf-8")
        study = load_study(file)
        run(study, place / "local")
        with LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0"
        ) as cluster:
            cost(study, place, cluster, options.repeats)
            bytes_after_a_kill(file, place / "local", place, cluster)


if __name__ == "__main__":
    main()
