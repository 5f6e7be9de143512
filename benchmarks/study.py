"""What the study layer costs: a study kept in a folder over the bare engine on the same cells, and
its peak memory over that of a small one.
"""

from before_after import HERE, side
from common import arguments, interleaved, median_and_range, report
from side import bare, clock, study

SIZE = "usual"


def over_engine(count: int, replicates: int, repeats: int) -> None:
    """Processor time on one thread; the engine's cells are prepared before."""
    bare(SIZE, count, 1)
    study(SIZE, 1, 1, 1)
    times = interleaved(
        lambda: study(SIZE, count, replicates, 1),
        lambda: bare(SIZE, count, replicates),
        repeats,
        clock,
    )
    ratio, spread = median_and_range([kept / alone for kept, alone in times])
    note = f"processor time of a study over the engine, {count**3} cells of {replicates} runs"
    report("study_over_engine", ratio, "at most 1.15", spread, repeats, note)


def memory(few: int, many: int, replicates: int) -> None:
    """Peak of a process with many cells over that of one with few."""
    small, large = (peak(count, replicates) for count in (few, many))
    ratio = large / small
    note = (
        f"peak resident memory of a study of {many**3} cells over {few**3}, "
        f"{replicates} runs each; {large:.2f} GiB"
    )
    report("study_memory", ratio, "at most 1.5", (ratio, ratio), 1, note)


def peak(count: int, replicates: int) -> float:
    """Peak resident memory of a process that does nothing but a study, GiB."""
    with side(HERE, None) as work:
        work("study", SIZE, count, replicates, 2)
        return work("peak")


def main() -> None:
    """Both ratios; 30 firms, 40 quarters, five outcomes."""
    quick = arguments(__doc__).quick
    over_engine(*((1, 16, 1) if quick else (6, 100, 5)))
    memory(*((1, 2, 16) if quick else (3, 13, 100)))


if __name__ == "__main__":
    main()
