"""A phase diagram: where in the ranges of two numbers a threshold is reached; hatched where the
corners of a tile differ, or the runs do not tell.
"""

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FuncFormatter, NullFormatter

from poolsim.plots.drawing import Page, draw_pages
from poolsim.plots.page import COLOURS, Style, finish, sized_page
from poolsim.statistics.switching import FAR

REACHED, NOT = COLOURS[0], "#F2F2F2"
LOOKS: dict[int, Style] = {
    1: {"facecolor": REACHED, "edgecolor": REACHED},
    -1: {"facecolor": NOT, "edgecolor": NOT},
    0: {"facecolor": "white", "edgecolor": "#888888", "hatch": "////"},
}
WORDS = {1: "reached", -1: "not reached", 0: "border, or undecided"}


def draw_phases(
    title: str,
    units: list[str],
    now: tuple[float, float],
    tiles: pd.DataFrame,
    folder: Path,
    origin: str = "",
) -> list[str]:
    """Draw the diagram as SVG and PNG; returns what went wrong, a sentence each.

    title: the finding; units: the two numbers with their units; now: their present values; tiles:
    x_from to y_to and side; origin: as in `draw_pages`.
    """
    page = Page("phases", phases_figure, (title, units, now, tiles))
    return draw_pages([page], folder, origin=origin)


def phases_figure(
    title: str, units: list[str], now: tuple[float, float], tiles: pd.DataFrame
) -> Figure:
    """The diagram."""
    figure = sized_page(6.0, 5.0)
    panel = figure.subplots()
    for tile in tiles.to_dict("records"):
        corner = tile["x_from"], tile["y_from"]
        size = tile["x_to"] - tile["x_from"], tile["y_to"] - tile["y_from"]
        panel.add_patch(Rectangle(corner, *size, linewidth=0.0, **LOOKS[int(tile["side"])]))
    _scale(panel, tiles)
    panel.plot(*now, marker="o", color="black", markerfacecolor="white", linestyle="none")
    panel.grid(False)
    panel.set_xlabel(units[0])
    panel.set_ylabel(units[1])
    handles = [Patch(label=WORDS[side], **look) for side, look in LOOKS.items()]
    caption = (
        "Circle: the present values. Tiles are quartered where their corners differ; a corner is "
        "told wrongly in at most 0.6 % of cases. What lies within a tile whose corners agree is "
        "not tested."
    )
    finish(figure, title, caption, patches=handles)
    return figure


def _scale(panel: Axes, tiles: pd.DataFrame) -> None:
    """The ranges, on logarithmic scales where the tiles are; plain numbers beside them."""
    for name, limit, scale in (
        ("x", panel.set_xlim, panel.set_xscale),
        ("y", panel.set_ylim, panel.set_yscale),
    ):
        low, high = tiles[f"{name}_from"].min(), tiles[f"{name}_to"].max()
        if low > 0.0 and high > FAR * low:
            scale("log")
        limit(low, high)
    for axis in (panel.xaxis, panel.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axis.set_minor_formatter(NullFormatter())
