"""What the study layer costs: a sweep on disk over the bare engine, and its peak memory over that
of a small one.
"""

import json

from common import arguments, child, median_and_range, report

SETTINGS = """
import json, resource, sys, tempfile, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from poolsim.simulation import stream, usable_processors
from poolsim.study import sweep
from poolsim.study.plan import Cells, Plan, planned
from poolsim.study_file import load_study
place = tempfile.TemporaryDirectory()
path = Path(place.name) / "cost.toml"
points, replicates, workers = map(int, sys.argv[1:])
path.write_text(f'''
name = "cost"
scenarios = ["cn_tv"]
replicates = {replicates}
outcomes = ["lifetime", "members", "service", "ssr_narrow"]
[levers]
quarters = [40]
[uncertainties]
"alliance.dues" = [0.0, 0.1]
"membership.intensity" = [1.0, 3.0]
[sampling]
points = {points}
''')
study = load_study(path)
def lowered():
    resolved = Cells(study, Plan(0, planned(study)[0], replicates, 0))
    return [resolved.scenario(k).lower() for k in range(points)]
def runs_of(cell):
    for block in stream(cell, 1, replicates, workers=1):
        pass
def bare(cells):
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(runs_of, cells))
def swept(out=[0]):
    out[0] += 1
    sweep(study, Path(place.name) / str(out[0]), workers=workers)
"""
TIMED = """
cells = lowered()
runs_of(cells[0])
times = []
for turn in range(5):
    for work in (lambda: bare(cells), swept):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
print(json.dumps(times))
"""
MEASURED = """
swept()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def main() -> None:
    """Both ratios; 30 firms, 40 quarters, five outcomes. The full size of memory takes minutes per
    million runs.
    """
    quick = arguments(__doc__).quick
    points, replicates, workers = (4, 16, 1) if quick else (200, 100, usable_processors())
    times = json.loads(child(SETTINGS + TIMED, str(points), str(replicates), str(workers)))
    ratio, spread = median_and_range(
        [swept / bare for bare, swept in zip(times[::2], times[1::2], strict=True)]
    )
    size = f"{points} cells of {replicates} runs"
    note = f"wall time of a sweep on disk over the engine on the same cells, {size}"
    report("sweep_over_engine", ratio, "at most 1.15", spread, 5, note)
    many, few = (8, 4) if quick else (2000, 20)
    child(SETTINGS + MEASURED, "1", "1", "1")  # a compilation would be the peak
    large, small = (
        float(child(SETTINGS + MEASURED, str(n), str(replicates), str(workers)))
        for n in (many, few)
    )
    note = f"peak resident memory of a sweep of {many} cells over {few}, {replicates} runs each; {large:.0f} KiB"
    report("sweep_memory", large / small, "at most 1.5", (large / small, large / small), 1, note)


if __name__ == "__main__":
    main()
