"""Which cells a page draws: those whose alliances are founded in runs enough, and whose runs no
other cell of the page shows; and what stands in the place of the others.
"""

from itertools import product

import pandas as pd

from poolsim.statistics.payers import payers_table
from poolsim.statistics.verdict import FEWEST_FORMED

LABELS = ["scenario", "structure", "design", "belief"]
Cell = tuple[str, ...]


def of_cells(summary: pd.DataFrame) -> pd.DataFrame:
    """A row per cell."""
    return summary[summary["outcome"] == "formed"]


def repeats(cells: pd.DataFrame) -> pd.Series:
    """Whether each cell is the same runs as another design."""
    return cells["same_as"].isin(set(cells["design"]))


def drawn_cells(summary: pd.DataFrame, fewest: int = FEWEST_FORMED) -> set[Cell]:
    """Scenario, structure, design and belief of the cells that are drawn, founded in so many runs
    at the fewest.
    """
    cells = of_cells(summary)
    kept = cells[(cells["formed"] >= fewest) & ~repeats(cells)]
    return set(kept[LABELS].itertuples(index=False, name=None))


def drawn_payers(curves: pd.DataFrame, summary: pd.DataFrame) -> pd.DataFrame:
    """Who pays in the cells that are drawn, in the order of structures, then of designs."""
    paid, drawn = payers_table(curves, LABELS), drawn_cells(summary)
    cells = product(*(summary[label].unique() for label in LABELS))
    rows = dict(iter(paid.groupby(LABELS, sort=False)))
    shown = [rows[cell] for cell in cells if cell in drawn and cell in rows]
    return pd.concat(shown) if shown else paid.head(0)


def holes_of(summary: pd.DataFrame, rows: str, columns: str) -> dict[tuple[str, str], str]:
    """Panels without a cell to draw, and what is said in their place."""
    cells, drawn = of_cells(summary), drawn_cells(summary)
    return {
        key: _word(panel)
        for key, panel in cells.groupby([rows, columns], sort=False)
        if drawn.isdisjoint(panel[LABELS].itertuples(index=False, name=None))
    }


def _word(panel: pd.DataFrame) -> str:
    if panel["formed"].max() == 0:
        return "never founded"
    same = panel[panel["formed"] >= FEWEST_FORMED]["same_as"].unique()
    if len(same):
        return f"= {same[0]}".replace("_", " ")
    return f"founded in {panel['formed'].max()} of {panel['runs'].max()}"


def left_out(summary: pd.DataFrame) -> str:
    """What a page says of the cells that it does not draw: which were never founded in words, and
    why others repeat a design.
    """
    cells = of_cells(summary)
    same = cells[repeats(cells) & (cells["formed"] > 0)]
    why = [
        f"{_names(some['design'])} = {other} ({note})".replace("_", " ")
        for (other, note), some in same.groupby(["same_as", "note"], sort=False)
    ]
    alive = cells.groupby("design", sort=False)["formed"].sum()
    never = [name for name in alive.index if alive[name] == 0]
    said = [f"The same runs: {'; '.join(why)}."] if why else []
    said += [f"Never founded: {_names(pd.Series(never))}."] if never else []
    return "".join(f" {sentence}" for sentence in said)


def _names(names: pd.Series) -> str:
    return ", ".join(str(name) for name in names.unique()).replace("_", " ")
