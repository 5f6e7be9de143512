"""What the alliance changed: every cell again without its alliances, on the same draws, run by run."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.scenario.scenario import Cell
from poolsim.statistics.intervals import of_mean

COMPARED = [outcome for outcome in OUTCOMES if not outcome.of_formed and outcome.name != "formed"]


def without_alliances(cell: Cell) -> Cell:
    """The cell without any alliance: only the record that stands for "none" is left."""
    return replace(cell, alliances=cell.alliances[:1])


def counterfactual_table(
    labels: Mapping[str, Any], with_it: np.ndarray, without: np.ndarray
) -> pd.DataFrame:
    """A row per outcome that is defined without an alliance: means over the runs completed under
    both, and the mean difference with its 95 % interval (Student).

    Runs in which the alliance was never founded count, with what the attempts changed. Limit:
    exactly 0 where a scenario has no alliance.
    """
    both = np.isfinite(with_it).all(axis=1) & np.isfinite(without).all(axis=1)
    n = int(both.sum())
    formed = int((with_it[both, OUTCOME_INDEX["formed"]] > 0.0).sum())
    rows = []
    for outcome in COMPARED:
        k = OUTCOME_INDEX[outcome.name]
        after, before = with_it[both, k], without[both, k]
        rows.append(
            {**labels, "outcome": outcome.name, "unit": outcome.unit, "runs": n, "formed": formed}
            | _difference(after, before)
        )
    return pd.DataFrame(rows)


def _difference(after: np.ndarray, before: np.ndarray) -> dict[str, float]:
    n = len(after)
    if n == 0:
        return dict.fromkeys(("with", "without", "difference", "low", "high"), np.nan)
    gain = after - before
    low, high = of_mean(gain.mean(), gain.std(ddof=1) if n > 1 else np.nan, n)
    return {
        "with": float(after.mean()),
        "without": float(before.mean()),
        "difference": float(gain.mean()),
        "low": float(low),
        "high": float(high),
    }
