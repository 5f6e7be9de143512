"""What a start costs: a first compilation, and a start with a kept one, over `import mesa`."""

import tempfile
import time

from common import arguments, child, interleaved, median_and_range, report

IMPORT = "import mesa"
START = """
from poolsim.scenario.scenario import load
from poolsim.simulation import stream
for block in stream(load("cn_tv").lower(), 1, 64):
    pass
"""


def first_start() -> None:
    """A compiled start in an empty cache."""
    with tempfile.TemporaryDirectory() as empty:
        child(START, cache=empty)


def main() -> None:
    """Wall time of whole processes, in turn with `import mesa`; --quick leaves the first
    compilation out.
    """
    quick = arguments(__doc__).quick
    child(START)
    warm = interleaved(
        lambda: child(IMPORT), lambda: child(START), 1 if quick else 7, time.perf_counter
    )
    ratio, spread = median_and_range([start / mesa for mesa, start in warm])
    report(
        "start_warm",
        ratio,
        None,
        spread,
        len(warm),
        "wall time of a process, kept compilation and 64 runs",
    )
    if not quick:
        cold = interleaved(lambda: child(IMPORT), first_start, 2, time.perf_counter)
        ratio, spread = median_and_range([start / mesa for mesa, start in cold])
        report(
            "start_cold",
            ratio,
            None,
            spread,
            len(cold),
            "wall time of a process, compilation and 64 runs",
        )


if __name__ == "__main__":
    main()
