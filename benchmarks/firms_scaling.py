"""How the time of a compiled run grows with the number of firms: ten times the firms."""

import time

from common import arguments, interleaved, median_and_range, report
from models import compile_first, run_compiled
from side import PRESETS, scaled


def compare(preset: str, few: int, replicates: int, repeats: int) -> None:
    """Time of a run of a preset with ten times as many firms over that with few."""
    small, large = scaled(preset, few), scaled(preset, 10 * few)
    run_compiled(small, 1)
    run_compiled(large, 1)
    times = interleaved(
        lambda: run_compiled(small, 4 * replicates),
        lambda: run_compiled(large, replicates),
        repeats,
        time.process_time,
    )
    ratio, spread = median_and_range([4.0 * long / short for short, long in times])
    note = f"processor time per compiled run of {preset}, {10 * few} firms over {few}"
    report(f"firms_scaling_{preset}", ratio, "at most 11", spread, repeats, note)


def main() -> None:
    """One ratio for every preset, at 1,000 firms over 100."""
    quick = arguments(__doc__).quick
    compile_first()
    for preset in PRESETS:
        compare(preset, *((6, 64, 1) if quick else (100, 128, 7)))


if __name__ == "__main__":
    main()
