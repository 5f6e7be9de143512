"""The plain path, with its addressed draws, against the same baseline as `compiled_vs_mesa.py`."""

import time

from common import arguments, interleaved, median_and_range, report
from models import run_baseline, run_plain
from side import scaled


def main() -> None:
    """One ratio, at 30 firms."""
    firms, replicates, repeats = (3, 1, 1) if arguments(__doc__).quick else (30, 5, 7)
    cell = scaled("cn_tv", firms)
    run_plain(cell, 1)
    times = interleaved(
        lambda: run_plain(cell, replicates),
        lambda: run_baseline(cell, replicates),
        repeats,
        time.process_time,
    )
    ratio, spread = median_and_range([plain / baseline for plain, baseline in times])
    report(
        f"plain_vs_mesa_{firms}",
        ratio,
        "at most 3",
        spread,
        repeats,
        f"processor time per run, plain path over batch_run, {firms} firms, "
        f"{cell.quarters} quarters",
    )


if __name__ == "__main__":
    main()
