"""What the alliance changed: every cell again without its alliances, on the same draws."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from poolsim.economy.outcomes import OUTCOMES
from poolsim.statistics.intervals import Floats
from poolsim.statistics.paired import difference_of

NAMES = [outcome.name for outcome in OUTCOMES]
COMPARED = [outcome for outcome in OUTCOMES if not outcome.of_formed and outcome.name != "formed"]


def counterfactual_table(
    with_it: Floats, without: Floats, names: Sequence[str] = NAMES
) -> pd.DataFrame:
    """A row per outcome that is defined without an alliance: means over the runs completed under
    both, and the mean difference with its 95 % interval (Student). names: of the columns.

    Runs in which the alliance was never founded count, with what the attempts changed. Limit:
    exactly 0 where a scenario has no alliance.
    """
    both = np.isfinite(with_it).all(axis=1) & np.isfinite(without).all(axis=1)
    formed = int((with_it[both, names.index("formed")] > 0.0).sum())
    rows = []
    for outcome in (one for one in COMPARED if one.name in names):
        k = names.index(outcome.name)
        found = difference_of(with_it[both, k], without[both, k])
        rows.append(
            {
                "outcome": outcome.name,
                "unit": outcome.unit,
                "runs": found.pairs,
                "formed": formed,
                "with": found.after,
                "without": found.before,
                "difference": found.mean,
                "low": found.low,
                "high": found.high,
            }
        )
    return pd.DataFrame(rows)
