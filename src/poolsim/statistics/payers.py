"""Who pays an alliance: its income over life by source and payer, beside what it spent."""

import pandas as pd

from poolsim.economy.sources import SOURCES

COST, FORMED = "cost", "formed"  # series that income is set against
PAYERS = tuple(dict.fromkeys(source.payer for source in SOURCES.values()))
PAYING_SERIES = (*SOURCES, COST, FORMED)


def payers_table(curves: pd.DataFrame, labels: list[str]) -> pd.DataFrame:
    """A row per cell and source that brought anything, with its payer: RMB m over life of a founded
    alliance, and RMB per RMB that it spent. Both are ratios of means over all completed runs, so
    that a run counts by the money that moved in it.

    curves: a row per cell, quarter and series, with their mean. Limit: no row for an alliance that
    was never founded.
    """
    used = curves[curves["series"].isin(PAYING_SERIES)]
    sums = used.groupby([*labels, "series"], sort=False, dropna=False)["mean"].agg(["sum", "last"])
    rows = []
    for key, cell in sums.groupby(level=labels, sort=False, dropna=False):
        totals = cell.droplevel(labels)
        formed, cost = float(totals["last"][FORMED]), float(totals["sum"][COST])
        rows += [
            {
                **dict(zip(labels, key, strict=True)),
                "payer": source.payer,
                "source": source.label,
                "counts_as": source.kind.value,
                "income": income / formed,
                "per_cost": income / cost if cost > 0.0 else 0.0,
            }
            for name, source in SOURCES.items()
            if formed > 0.0 and (income := float(totals["sum"][name])) != 0.0
        ]
    columns = [*labels, "payer", "source", "counts_as", "income", "per_cost"]
    return pd.DataFrame(rows, columns=columns)


def by_payer(paid: pd.DataFrame, labels: list[str]) -> pd.DataFrame:
    """RMB per RMB spent, a row per cell and a column per payer that pays anywhere, in the order in
    which sources are declared.
    """
    sums = paid.groupby([*labels, "payer"], sort=False)["per_cost"].sum()
    columns = {
        payer: sums.xs(payer, level="payer") for payer in PAYERS if payer in sums.index.levels[-1]
    }
    cells = pd.MultiIndex.from_frame(paid[labels].drop_duplicates())
    if len(labels) == 1:
        cells = cells.get_level_values(0)
    return pd.DataFrame(columns, index=cells).fillna(0.0)
