"""The money of one run by year."""

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


def money_by_year(series: Floats) -> pd.DataFrame:
    """A row per year in which the alliance lived: its last quarter, members and treasury at its
    end, mean service, income by kind and cost of the year, RMB m; kinds that brought nothing in any
    year are left out.

    series: (quarters + 1, series) of one run.
    """
    rows = []
    for first in range(1, len(series), YEAR):
        year = series[first : first + YEAR]
        lived = year[:, ALIVE] > 0.0
        money = {kind: float(year[:, places].sum()) for kind, places in KINDS.items()}
        cost = float(year[:, COST].sum())
        if lived.any() or cost > 0.0:
            service = float(year[:, SERVICE].sum()) / max(int(lived.sum()), 1)
            last = {"members": year[-1, MEMBERS], "service": service}
            rows.append(
                {"quarter": first + len(year) - 1, **last, **money, "cost": cost}
                | {"cash": year[-1, TREASURY]}
            )
    columns = ["quarter", "members", "service", *KINDS, "cost", "cash"]
    table = pd.DataFrame(rows, columns=columns)
    idle = [kind for kind in KINDS if not np.any(table[kind] != 0.0)]
    return table.drop(columns=idle)
