"""The table of the runs of a cell."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from poolsim.economy.causes import CAUSES
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.statistics.intervals import Floats
from poolsim.statistics.matching import Labels

OK, FAILED = "ok", "failed"
NAMES = [outcome.name for outcome in OUTCOMES]


def completed(outcomes: Floats, failures: Mapping[int, str], first: int = 0) -> NDArray[np.bool_]:
    """Which runs ended with a finite number for every outcome; first: the replicate of row 0."""
    good = np.asarray(np.isfinite(outcomes).all(axis=1))
    good[[replicate - first for replicate in failures]] = False
    return good


def runs_table(
    labels: Labels, seed: int, outcomes: Floats, failures: Mapping[int, str]
) -> pd.DataFrame:
    """A row per run: labels, replicate, seed, status, reason, outcomes, cause of end in words."""
    runs = len(outcomes)
    good = completed(outcomes, failures)
    table = pd.DataFrame({key: [value] * runs for key, value in labels.items()}, index=range(runs))
    table["replicate"], table["seed"] = np.arange(runs), seed
    table["status"] = np.where(good, OK, FAILED)
    table["reason"] = [
        "" if fine else last_line(failures.get(run, "")) for run, fine in enumerate(good)
    ]
    table = pd.concat([table, pd.DataFrame(outcomes, columns=NAMES)], axis=1)
    table["cause_of_end"] = causes_of(np.where(good, outcomes[:, OUTCOME_INDEX["cause"]], np.nan))
    return table


def causes_of(codes: Floats) -> list[str]:
    """Causes of end in words; nothing for a run that failed."""
    return ["" if np.isnan(code) else CAUSES[int(code)] for code in codes]


def last_line(traceback: str) -> str:
    """Last line of a traceback: the error and its message."""
    lines = traceback.strip().splitlines()
    return lines[-1].strip() if lines else "an outcome is not finite"
