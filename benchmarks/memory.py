"""How peak memory grows from few to many runs whose blocks are reduced as they come."""

from common import arguments, child, report

RUN = """
import resource, sys
import numpy as np
from poolsim.scenario.scenario import load
from poolsim.simulation import stream
runs, total = int(sys.argv[1]), 0.0
for block in stream(load("cn_tv").lower(), 1, runs):
    total = total + np.nansum(block.outcomes, axis=0)
means = total / runs
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def main() -> None:
    """Peak resident memory of a process with many runs over that of one with few."""
    quick = arguments(__doc__).quick
    few, many = (64, 1280) if quick else (1000, 100000)
    if not quick:
        child(RUN, "1")  # a compilation would be the peak
    small, large = float(child(RUN, str(few))), float(child(RUN, str(many)))
    ratio = large / small
    report(
        f"memory_{many}_{few}",
        ratio,
        "at most 1.1",
        (ratio, ratio),
        1,
        f"peak resident memory, {many} runs over {few}, 30 firms, means kept, curves not asked for",
    )


if __name__ == "__main__":
    main()
