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
    ),
    "map_alive": ("alive", "Share of the founded alliances that exist at the horizon"),
}


def map_figure(name: str, title: str, summary: pd.DataFrame) -> Figure:
    """A map per scenario (row) and belief (column) of a share among the founded, with its 95 %
    interval's verdict.
    """
    outcome, heading = MAPS[name]
    table = summary[summary["outcome"] == outcome]
    size = {"column": 3.4, "row": 0.55 + 0.2 * table["design"].nunique()}
    figure, panels = panels_by(table, "scenario", "belief", size)
    for (scenario, belief), panel in panels.items():
        _map(panel, table[(table["scenario"] == scenario) & (table["belief"] == belief)])
    runs = int(summary["runs"].max())
    caption = (
        f"Of n = {runs} runs a cell those in which it is founded. Hatched: undecided, the 95 % "
        "interval holds one half. Crossed: founded never, or in fewer than "
        f"{FEWEST_FORMED} runs, with their number."
    )
    finish(figure, f"{title}\n{heading}", caption)
    return figure


def _map(panel: Axes, table: pd.DataFrame) -> None:
    designs, structures = list(table["design"].unique()), list(table["structure"].unique())
    shares = np.full((len(designs), len(structures)), np.nan)
    for cell in table.to_dict("records"):
        place = designs.index(cell["design"]), structures.index(cell["structure"])
        shares[place] = np.nan if cell["formed"] < FEWEST_FORMED else cell["mean"]
        _mark(panel, place, cell)
    panel.imshow(np.ma.masked_invalid(shares), cmap=COLOUR_MAP, vmin=0.0, vmax=1.0, aspect="auto")
    panel.set_xticks(range(len(structures)), [str(name).replace("_", " ") for name in structures])
    panel.set_yticks(range(len(designs)), [str(name).replace("_", " ") for name in designs])
    panel.grid(False)
    panel.tick_params(length=0)


def _mark(panel: Axes, place: tuple[int, int], cell: Row) -> None:
    """The number of a cell, and its hatching."""
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
    founded = f"in {cell['formed']}" if cell["formed"] else "never"
    text = founded if rare else f"{cell['mean']:.2f}"
    panel.text(column, row, text, ha="center", va="center", fontsize=7, color=colour, bbox=back)
