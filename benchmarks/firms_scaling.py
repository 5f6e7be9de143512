"""How the time of a compiled run grows with the number of firms: ten times the firms."""

import time

from common import arguments, interleaved, median_and_range, report
from models import compile_first, run_compiled, scaled


def main() -> None:
    """Time of a run at 1,000 firms over that at 100."""
    few, replicates, repeats = (3, 64, 1) if arguments(__doc__).quick else (100, 128, 7)
    compile_first()
    small, large = scaled(few), scaled(10 * few)
    run_compiled(small, 1)
    run_compiled(large, 1)
    times = interleaved(
        lambda: run_compiled(small, 4 * replicates),
        lambda: run_compiled(large, replicates),
        repeats,
        time.process_time,
    )
    ratio, spread = median_and_range([4.0 * long / short for short, long in times])
    report(
        f"firms_scaling_{10 * few}_{few}",
        ratio,
        "at most 11",
        spread,
        repeats,
        f"processor time per compiled run, {10 * few} firms over {few}",
    )


if __name__ == "__main__":
    main()
