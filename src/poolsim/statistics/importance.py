"""Which numbers an outcome hangs on: indices of Sobol' and Morris from a sample that is made for
them, of PAWN from any sample. Samplers and analyses are those of SALib, which comes with the extra
`sensitivity`.
"""

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

from poolsim.errors import ScenarioError
from poolsim.scenario.given import count
from poolsim.statistics.intervals import CONFIDENCE, Floats

SOBOL, MORRIS = "sobol", "morris"
METHODS = (SOBOL, MORRIS)
LEVELS = 4  # of Morris' grid
SEED = 1  # of samples and of bootstraps
IN_SLICE = 16  # worlds that a slice of PAWN should hold
MOST_SLICES = 10
SHUFFLES = 39  # of a number, for what PAWN finds in one that means nothing
Ranges = Mapping[str, tuple[float, float]]


def installed() -> bool:
    """Whether SALib is there."""
    return find_spec("SALib") is not None


def tool(name: str) -> Any:
    """A module of SALib. Raises ScenarioError where it is not installed."""
    try:
        return import_module(f"SALib.{name}")
    except ModuleNotFoundError:
        text = "needs SALib: pip install 'poolsim[sensitivity]'"
        raise ScenarioError([text]) from None


def sampled(ranges: Ranges, method: str, size: int) -> Floats:
    """Points, (points, numbers): size x (numbers + 2) for Sobol' (Saltelli 2002), size a power of
    2; size x (numbers + 1) for Morris, size trajectories on four levels. Raises ScenarioError for
    another size.
    """
    size = count("--samples", size)
    if method == SOBOL and (size < 2 or size & (size - 1)):
        raise ScenarioError([f"--samples: {size} is no power of 2, which {SOBOL} needs"])
    if method == MORRIS and size < 2:
        raise ScenarioError([f"--samples: {size} is too low; at least 2 trajectories needed"])
    if method == SOBOL:
        made = tool("sample.sobol").sample(_problem(ranges), size, **FIRST_ORDER, seed=SEED)
    else:
        made = tool("sample.morris").sample(_problem(ranges), size, num_levels=LEVELS, seed=SEED)
    return np.asarray(made, dtype=float)


def analysed(ranges: Ranges, method: str, points: Floats, values: Floats) -> pd.DataFrame:
    """A row per number. Sobol': S1, its share of the variance alone, ST, with all that it acts
    through, each with the half width of its 95 % interval (`_conf`). Morris: mu, mu_star, sigma of
    elementary effects over ranges of one, and mu_star_conf.

    values: of the outcome at the points of `sampled`; a constant gives nan.
    """
    problem = _problem(ranges)
    if float(np.ptp(values)) == 0.0:
        return pd.DataFrame({"address": list(ranges)}).reindex(columns=["address", *SHOWN[method]])
    if method == SOBOL:
        found = tool("analyze.sobol").analyze(problem, values, **FIRST_ORDER, seed=SEED)
    else:
        analyze = tool("analyze.morris").analyze
        found = analyze(problem, points, values, num_levels=LEVELS, seed=SEED)
    columns = {name: np.asarray(found[name], dtype=float) for name in SHOWN[method]}
    return pd.DataFrame({"address": list(ranges), **columns})


def pawn_table(addresses: list[str], points: Floats, values: Floats) -> pd.DataFrame:
    """A row per number: PAWN index, the median over slices of a number's range of the largest
    distance between the outcome's distribution there and anywhere (Pianosi and Wagener 2018), and
    `chance`, the 95 % quantile of that index of numbers that mean nothing. Empty for fewer than 32
    worlds, for an outcome that is the same in all, and without SALib.
    """
    if not installed() or len(values) < 2 * IN_SLICE or float(np.ptp(values)) == 0.0:
        return pd.DataFrame(columns=["address", "pawn", "chance", "slices"])
    slices = min(MOST_SLICES, len(values) // IN_SLICE)
    rng = np.random.default_rng(SEED)
    shuffled = np.stack([rng.permutation(len(values)) for _ in range(SHUFFLES)], axis=1)
    both = np.hstack([points, shuffled.astype(float)])
    names = [*addresses, *(f"chance {k}" for k in range(SHUFFLES))]
    problem = _problem({name: (0.0, 1.0) for name in names})
    with np.errstate(invalid="ignore"):  # of a coefficient of variation, which is not used
        found = np.asarray(tool("analyze.pawn").analyze(problem, both, values, S=slices)["median"])
    chance = float(np.quantile(found[len(addresses) :], CONFIDENCE))
    return pd.DataFrame(
        {
            "address": addresses,
            "pawn": found[: len(addresses)],
            "chance": chance,
            "slices": slices,
        }
    )


FIRST_ORDER = {"calc_second_order": False}
SHOWN = {
    SOBOL: ("S1", "S1_conf", "ST", "ST_conf"),
    MORRIS: ("mu", "mu_star", "mu_star_conf", "sigma"),
}


def _problem(ranges: Ranges) -> dict[str, object]:
    bounds = [list(ends) for ends in ranges.values()]
    return {"num_vars": len(ranges), "names": list(ranges), "bounds": bounds}
