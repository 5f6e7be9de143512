"""Two threads against one on the compiled path, on an otherwise idle machine with two cores or
more.
"""

import os
import time

from common import arguments, interleaved, report
from models import compile_first, run_compiled
from side import scaled

from poolsim.simulation import usable_processors


def main() -> None:
    """Best wall time of one thread over best wall time of two."""
    firms, replicates, repeats = (3, 128, 1) if arguments(__doc__).quick else (30, 2560, 5)
    compile_first()
    cell = scaled("cn_tv", firms)
    run_compiled(cell, 128, 2)
    busy = os.getloadavg()[0]
    times = interleaved(
        lambda: run_compiled(cell, replicates, 1),
        lambda: run_compiled(cell, replicates, 2),
        repeats,
        time.perf_counter,
    )
    one, two = (min(column) for column in zip(*times, strict=True))
    ratios = [first / second for first, second in times]
    report(
        "threads_2_1",
        one / two,
        "at least 1.7",
        (min(ratios), max(ratios)),
        repeats,
        f"wall time, one thread over two, {firms} firms, best of {repeats}; "
        f"load before the start {busy:.1f} on {usable_processors()} cores",
    )


if __name__ == "__main__":
    main()
