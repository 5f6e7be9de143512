"""Where an alternative fails, and where two change places: boxes of worlds, with what speaks for
each.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from poolsim.statistics import prim
from poolsim.statistics.intervals import Floats, wilson
from poolsim.statistics.robustness import WHOLE, pairs
from poolsim.statistics.worlds import Worlds

FEWEST_CASES = 5  # and as many worlds that are none, for a box
SHUFFLES = 99
SEED = 1999
FAILS, FLIPS = "fails", "flips"
COLUMNS = [
    "what",
    "alternative",
    "minus",
    "where",
    "cases",
    "worlds",
    "coverage",
    "in_box",
    "density",
    "density_low",
    "density_high",
    "largest_quasi_p",
    "chance",
]


def boxes_table(worlds: Worlds, threshold: float) -> pd.DataFrame:
    """A row per alternative that fails in some worlds and not in others (mean below the threshold),
    and per pair of the best mean with another whose order flips firmly in some: the box in words,
    share of the cases within (coverage), share of the worlds within that are cases (density, Wilson
    interval), the largest quasi-p value of a side, and `chance`, the p value of a box as good among
    shuffled cases.

    No row where fewer than five worlds are cases, or are none; no words where no side is left.
    """
    numbers, addresses = worlds.varied()
    rows = [
        {"what": what, "alternative": one, "minus": other, **_box(numbers, addresses, case)}
        for what, one, other, case in _cases(worlds, threshold)
        if addresses and FEWEST_CASES <= case.sum() <= len(case) - FEWEST_CASES
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _cases(worlds: Worlds, threshold: float) -> Iterator[tuple[str, str, str, prim.Bools]]:
    for name, means in zip(worlds.names, worlds.means, strict=True):
        yield FAILS, name, "", means < threshold
    every = list(pairs(worlds))
    for one, other, _, ways in (pair for pair in every if pair.one == every[0].one):
        yield FLIPS, worlds.names[one], worlds.names[other], np.array(ways) == WHOLE


def _box(numbers: Floats, addresses: list[str], case: prim.Bools) -> dict[str, object]:
    everything, box = prim.peeled(numbers, case)[0], prim.chosen(numbers, case)
    low, high = wilson(box.cases, box.points)
    return {
        "where": where(box, everything, addresses),
        "cases": box.of_cases,
        "worlds": box.of_points,
        "coverage": box.coverage,
        "in_box": box.points,
        "density": box.density,
        "density_low": float(low),
        "density_high": float(high),
        "largest_quasi_p": max(
            prim.quasi_p(numbers, case, box, everything).values(), default=np.nan
        ),
        "chance": prim.chance_level(numbers, case, SHUFFLES, SEED),
    }


def where(box: prim.Box, everything: prim.Box, addresses: list[str]) -> str:
    """The box in words: `pool.readiness below 0.3 and standard.potential between 40 and 90`."""
    restricted = prim.sides(box, everything)
    parts = []
    for j, address in enumerate(addresses):
        low, high = (f"{box.limits[end, j]:.3g}" for end in (prim.LOW, prim.HIGH))
        ends = [end for end, place in restricted if place == j]
        if len(ends) == 2:
            parts.append(f"{address} between {low} and {high}")
        elif ends:
            parts.append(
                f"{address} above {low}" if ends == [prim.LOW] else f"{address} below {high}"
            )
    return " and ".join(parts)
