"""Maps of a study: a share of runs for every design (row) and structure (column), number printed in
each cell.

Hatched: the runs do not tell on which side of one half the share lies; crossed out: founded too
seldom to tell a share.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from poolsim.plots.cells import of_cells, repeats
from poolsim.plots.findings import found_alive, found_sufficient
from poolsim.plots.page import finish, panels_by
from poolsim.statistics.matching import Row
from poolsim.statistics.verdict import FEWEST_FORMED, HALF

COLOUR_MAP = "cividis"
DARK_BELOW = 0.6  # a share under it is drawn dark and takes white numbers


# The outcome of every map, and what it shows.
MAPS = {
    "map_self_sufficient": (
        "self_sufficient",
        "Share of the founded alliances that feed themselves",
        found_sufficient,
    ),
    "map_alive": (
        "alive",
        "Share of the founded alliances that exist at the horizon",
        found_alive,
    ),
}


def map_figure(name: str, title: str, summary: pd.DataFrame) -> Figure:
    """A map per scenario (row) and belief (column) of a share among the founded, with its 95 %
    interval's verdict.
    """
    outcome, heading, found = MAPS[name]
    table = summary[summary["outcome"] == outcome]
    size = {"column": 3.4, "row": 0.55 + 0.2 * table["design"].nunique()}
    figure, panels = panels_by(table, "scenario", "belief", size)
    for (scenario, belief), panel in panels.items():
        _map(panel, table[(table["scenario"] == scenario) & (table["belief"] == belief)])
    caption = (
        f"A share is of the runs in which it is founded: of {int(summary['runs'].max())} a cell, "
        "or the number beside it. Hatched: undecided, the 95 % interval holds one half. Crossed: "
        f"founded never, or in fewer than {FEWEST_FORMED} runs, with their number.{_same(summary)}"
    )
    finish(figure, f"{found(summary)}\n{title}\n{heading}", caption)
    return figure


def _same(summary: pd.DataFrame) -> str:
    """What the sign of equality means, and why there are such cells."""
    cells = of_cells(summary)
    notes = cells.loc[repeats(cells), "note"].unique()
    return f" = DESIGN: the same runs as it, since {'; or '.join(notes)}." if len(notes) else ""


def _map(panel: Axes, table: pd.DataFrame) -> None:
    designs, structures = list(table["design"].unique()), list(table["structure"].unique())
    shares = np.full((len(designs), len(structures)), np.nan)
    for cell in table.to_dict("records"):
        place = designs.index(cell["design"]), structures.index(cell["structure"])
        shares[place] = np.nan if cell["formed"] < FEWEST_FORMED else cell["mean"]
        _mark(panel, place, cell, repeated=cell["same_as"] in designs)
    panel.imshow(np.ma.masked_invalid(shares), cmap=COLOUR_MAP, vmin=0.0, vmax=1.0, aspect="auto")
    panel.set_xticks(range(len(structures)), [str(name).replace("_", " ") for name in structures])
    panel.set_yticks(range(len(designs)), [str(name).replace("_", " ") for name in designs])
    panel.grid(False)
    panel.tick_params(length=0)


def _mark(panel: Axes, place: tuple[int, int], cell: Row, *, repeated: bool) -> None:
    """The number of a cell, and its hatching; the design instead whose runs it repeats."""
    row, column = place
    rare = cell["formed"] < FEWEST_FORMED
    open_ = not rare and cell["low"] < HALF <= cell["high"]
    if rare or open_:
        box = (column - 0.5, row - 0.5)
        hatch, edge = ("xxx", "#BBBBBB") if rare else ("///", "white")
        panel.add_patch(
            Rectangle(box, 1.0, 1.0, fill=False, linewidth=0.0, hatch=hatch, edgecolor=edge)
        )
    colour = "#333333" if rare or open_ else "white" if cell["mean"] < DARK_BELOW else "black"
    back = {"facecolor": "white", "edgecolor": "none", "pad": 0.8} if rare or open_ else None
    text = f"= {cell['same_as']}".replace("_", " ") if repeated else _number(cell)
    panel.text(column, row, text, ha="center", va="center", fontsize=6.5, color=colour, bbox=back)


def _number(cell: Row) -> str:
    """A share, with the number of runs that it is of where these are not all."""
    if cell["formed"] == 0:
        return "never"
    if cell["formed"] < FEWEST_FORMED:
        return f"in {cell['formed']}"
    of = "" if cell["formed"] == cell["runs"] else f" of {cell['formed']}"
    return f"{cell['mean']:.2f}{of}"
