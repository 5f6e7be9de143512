"""Tables of a cell: a row per run, and a row per outcome."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from poolsim.economy.causes import CAUSES
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.statistics.curves import FLAG
from poolsim.statistics.intervals import of_mean, wilson

OK, FAILED = "ok", "failed"
NAMES = [outcome.name for outcome in OUTCOMES]


def completed(outcomes: np.ndarray, failures: Mapping[int, str], first: int = 0) -> np.ndarray:
    """Which runs ended with a finite number for every outcome; `first` is the replicate of row 0."""
    good = np.isfinite(outcomes).all(axis=1)
    good[[replicate - first for replicate in failures]] = False
    return good


def runs_table(
    labels: Mapping[str, Any], seed: int, outcomes: np.ndarray, failures: Mapping[int, str]
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


def causes_of(codes: np.ndarray) -> list[str]:
    """Causes of end in words; nothing for a run that failed."""
    return ["" if np.isnan(code) else CAUSES[int(code)] for code in codes]


def last_line(traceback: str) -> str:
    """Last line of a traceback: the error and its message."""
    lines = traceback.strip().splitlines()
    return lines[-1].strip() if lines else "an outcome is not finite"


def summary_table(labels: Mapping[str, Any], outcomes: np.ndarray) -> pd.DataFrame:
    """A row per outcome over completed runs (formed ones, where it is of formed alliances), and one
    per cause of end.

    low and high: 95 % interval of the mean (Student), of a 0/1 outcome's share (Wilson).
    """
    formed = outcomes[:, OUTCOME_INDEX["formed"]] > 0.0
    counts = {"runs": len(outcomes), "formed": int(formed.sum())}
    return pd.DataFrame(
        [
            {**labels, "outcome": name, "unit": unit, **counts, **_moments(values, unit == FLAG)}
            for name, unit, values in _samples(outcomes, formed)
        ]
    )


def _samples(outcomes: np.ndarray, formed: np.ndarray) -> Iterator[tuple[str, str, np.ndarray]]:
    for k, outcome in enumerate(OUTCOMES):
        values = outcomes[formed, k] if outcome.of_formed else outcomes[:, k]
        if outcome.name != "cause":
            yield outcome.name, outcome.unit, values
            continue
        for code, cause in enumerate(CAUSES):
            yield f"cause: {cause}", FLAG, (values == code).astype(float)


def _moments(values: np.ndarray, is_share: bool) -> dict[str, float]:
    n = len(values)
    if n == 0:
        return {"averaged": 0} | dict.fromkeys(
            ("mean", "sd", "low", "high", "median", "q05", "q95"), np.nan
        )
    mean, sd = float(values.mean()), float(values.std(ddof=1)) if n > 1 else np.nan
    low, high = wilson(values.sum(), n) if is_share else of_mean(mean, sd, n)
    median, q05, q95 = np.quantile(values, (0.5, 0.05, 0.95))
    return {
        "averaged": n,
        "mean": mean,
        "sd": sd,
        "low": float(low),
        "high": float(high),
        "median": float(median),
        "q05": float(q05),
        "q95": float(q95),
    }
