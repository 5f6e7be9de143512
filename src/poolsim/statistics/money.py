"""The money of one run by quarter or year."""

import numpy as np
import pandas as pd

from poolsim.economy.observe import ALIVE, COST, MEMBERS, SERIES_INDEX, SERVICE, TREASURY
from poolsim.economy.sources import SOURCES
from poolsim.economy.world import YEAR
from poolsim.statistics.intervals import Floats

KINDS = {
    kind.value: [SERIES_INDEX[name] for name, source in SOURCES.items() if source.kind is kind]
    for kind in dict.fromkeys(source.kind for source in SOURCES.values())
}


def money_of(series: Floats, quarters: int = YEAR) -> pd.DataFrame:
    """A row per so many quarters in which the alliance lived: the last of them, members and
    treasury at its end, mean service, income by kind and cost, RMB m; kinds that never brought
    anything are left out.

    series: (quarters + 1, series) of one run.
    """
    rows = []
    for first in range(1, len(series), quarters):
        span = series[first : first + quarters]
        lived = span[:, ALIVE] > 0.0
        money = {kind: float(span[:, places].sum()) for kind, places in KINDS.items()}
        cost = float(span[:, COST].sum())
        if lived.any() or cost > 0.0:
            service = float(span[:, SERVICE].sum()) / max(int(lived.sum()), 1)
            last = {"members": span[-1, MEMBERS], "service": service}
            rows.append(
                {"quarter": first + len(span) - 1, **last, **money, "cost": cost}
                | {"cash": span[-1, TREASURY]}
            )
    columns = ["quarter", "members", "service", *KINDS, "cost", "cash"]
    table = pd.DataFrame(rows, columns=columns)
    idle = [kind for kind in KINDS if not np.any(table[kind] != 0.0)]
    return table.drop(columns=idle)
