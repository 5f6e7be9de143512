"""The compiled path against `mesa.batch_run` of the same model with Python's own random numbers,
per core.
"""

import time

from common import arguments, interleaved, median_and_range, report
from models import compile_first, run_baseline, run_compiled
from side import scaled

LEAST = {30: 70, 300: 60}  # the ratio that is wanted, by the number of firms


def compare(firms: int, least: int, compiled: int, plain: int, repeats: int) -> None:
    """`compiled` and `plain` replicates in turn; the ratio of processor time per replicate."""
    cell = scaled("cn_tv", firms)
    run_compiled(cell, 1)
    times = interleaved(
        lambda: run_compiled(cell, compiled),
        lambda: run_baseline(cell, plain),
        repeats,
        time.process_time,
    )
    ratio, spread = median_and_range([(slow / plain) / (fast / compiled) for fast, slow in times])
    report(
        f"compiled_vs_mesa_{firms}",
        ratio,
        f"at least {least}",
        spread,
        repeats,
        f"processor time per run on one core, batch_run over compiled, {firms} firms, "
        f"{cell.quarters} quarters",
    )


def main() -> None:
    """One ratio for every number of firms."""
    quick = arguments(__doc__).quick
    compile_first()
    for firms, least in LEAST.items():
        if quick:
            compare(firms // 10, least, 64, 1, 1)
        else:
            compare(firms, least, 38400 // firms, 240 // firms + 1, 7)


if __name__ == "__main__":
    main()
