"""What a page finds, in one sentence from its numbers: the head of its title."""

import pandas as pd

from poolsim.plots.cells import LABELS, drawn_cells
from poolsim.statistics.verdict import HALF

MOST_NAMED = 3  # cells that a sentence names


def found_alive(summary: pd.DataFrame) -> str:
    """In how many cells most of the founded alliances last."""
    cells = _drawn(summary, "alive")
    lasting = cells[cells["mean"] >= HALF]
    return f"In {len(lasting)} of {len(cells)} cells most of the founded alliances last" + _where(
        lasting
    )


def found_sufficient(summary: pd.DataFrame) -> str:
    """Which cells feed themselves."""
    cells = _drawn(summary, "self_sufficient")
    feeding = cells[cells["low"] >= HALF]
    if feeding.empty:
        return f"None of {len(cells)} cells feeds itself"
    return f"{len(feeding)} of {len(cells)} cells feed themselves{_where(feeding)}"


def found_covered(summary: pd.DataFrame) -> str:
    """How much of the cost the market covers at best."""
    best = _best(summary, "ssr_narrow")
    return f"The market pays at most {best}" if best else "No alliance, no income"


def found_members(summary: pd.DataFrame) -> str:
    """Where most members stay."""
    best = _best(summary, "members_last")
    return f"Most members at the horizon: {best}" if best else "No alliance, no members"


def found_royalty(summary: pd.DataFrame) -> str:
    """Between what the royalties of the designs lie."""
    means = summary.loc[summary["outcome"] == "royalty_invited", "mean"]
    if means.empty or means.isna().all():
        return ""
    low, high = f"{means.min():.3g}", f"{means.max():.3g}"
    if low == high:
        return f"Firms invited pay RMB {low} per exported unit, whatever the design"
    return f"Firms invited pay RMB {low} to {high} per exported unit, depending on the design"


def found_payer(paid: pd.DataFrame) -> str:
    """Who pays most of the cost, over all cells.

    paid: as `payers_table` has it.
    """
    if paid.empty:
        return "Nobody pays: no alliance was founded"
    cells = paid.groupby(LABELS, sort=False).ngroups
    shares = paid.groupby("payer", sort=False)["per_cost"].sum() / cells
    first, *others = shares.sort_values(ascending=False, kind="stable").index[:2]
    second = "".join(f", {other} {shares[other]:.2f}" for other in others)
    return f"For each RMB spent, {first} pay {shares[first]:.2f}{second} (mean of the cells)"


def _drawn(summary: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """The rows of an outcome of the cells that are drawn."""
    rows = summary[summary["outcome"] == outcome]
    drawn = drawn_cells(summary)
    return rows[[key in drawn for key in rows[LABELS].itertuples(index=False, name=None)]]


def _best(summary: pd.DataFrame, outcome: str) -> str:
    """The highest mean of an outcome, with its cell; nothing where no cell is drawn."""
    cells = _drawn(summary, outcome)
    if cells.empty or cells["mean"].isna().all():
        return ""
    row = cells.loc[cells["mean"].idxmax()]
    return f"{row['mean']:.2f} ({row['design']}, {row['structure']})".replace("_", " ")


def _where(cells: pd.DataFrame) -> str:
    """The first of some cells by name, by scenario where there are several."""
    names = [
        f"{scenario}: {', '.join(some['design'].unique())}"
        for scenario, some in cells.groupby("scenario", sort=False)
    ]
    more = ", ..." if len(names) > MOST_NAMED else ""
    return f" ({'; '.join(names[:MOST_NAMED])}{more})".replace("_", " ") if names else ""
