"""A page of a figure: style, size, title, legend and caption. Colours are those of Okabe and Ito,
safe for the colour-blind.
"""

from collections.abc import Collection, Iterable, Mapping
from itertools import product
from textwrap import fill
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D

PAPER_WINDOW = 40  # quarters: what the paper could observe
# Okabe and Ito.
COLOURS = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#E69F00",
    "#000000",
    "#F0E442",
)
DASHES: tuple[str | tuple[float, tuple[float, ...]], ...] = (
    "solid",
    (0, (5, 1.5)),
    (0, (1, 1)),
    (0, (5, 1, 1, 1)),
    (0, (9, 2)),
    (0, (3, 1, 1, 1, 1, 1)),
)
DPI = 150
INCH_PER_COLUMN, INCH_PER_ROW, INCH_AROUND = 2.6, 2.0, 1.3
INCH_PER_HANDLE, INCH_PER_LETTER = 0.7, 0.065  # of a legend
NOTE_WIDTH = 32  # characters of the note beside the title of a panel
TITLE_WIDTH = 36  # characters of title and note on one line
HEADING_WIDTH, CAPTION_WIDTH = 14, 17  # characters per inch
FEW_FOUNDED = 0.9  # below this share of runs a panel says how many were founded
Style = dict[str, Any]  # of a line, or of all figures: matplotlib's keywords have no one type
# Words beside a line of a panel, which take no room.
NOTE: Style = {
    "textcoords": "offset points",
    "fontsize": 5.5,
    "color": "#555555",
    "in_layout": False,
}
STYLE: Style = {
    "font.family": "DejaVu Sans",
    "font.size": 8.0,
    "axes.titlesize": 8.0,
    "axes.titley": 1.0,  # where it is anyway: finding it out takes a quarter of the time
    "axes.labelsize": 8.0,
    "legend.fontsize": 8.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#E5E5E5",
    "grid.linewidth": 0.5,
    "axes.axisbelow": True,
    "lines.linewidth": 1.4,
    "svg.fonttype": "none",
    "svg.hashsalt": "poolsim",
    "text.parse_math": False,  # names and titles of users are words
}


def blank_page(
    rows: int, columns: int, *, column: float = INCH_PER_COLUMN, row: float = INCH_PER_ROW
) -> Figure:
    """A page for panels of a width and height in inches."""
    return sized_page(column * max(columns, 2) + 0.4, row * rows + INCH_AROUND)


def sized_page(width: float, height: float) -> Figure:
    """A page of a width and height in inches."""
    figure = Figure(figsize=(width, height), layout=ConstrainedLayoutEngine(w_pad=0.07, h_pad=0.05))
    FigureCanvasAgg(figure)
    return figure


def panels_by(
    table: pd.DataFrame,
    rows: str,
    columns: str,
    size: Mapping[str, float] = {},
    holes: Mapping[tuple[str, str], str] = {},
    **shared: Any,
) -> tuple[Figure, dict[tuple[str, str], Axes]]:
    """A figure with a titled panel for every value of one label (row) and of another (column).

    size: of a panel, as `blank_page` takes it; holes: words in the place of a panel, of which a row
    or column of nothing else goes; shared: the axes that panels share.
    """
    names = [list(table[label].unique()) for label in (rows, columns)]
    kept = [key for key in product(*names) if key not in holes] or list(product(*names))
    down, across = (
        [name for name in some if any(key[k] == name for key in kept)]
        for k, some in enumerate(names)
    )
    figure = blank_page(len(down), len(across), **size)
    grid = figure.subplots(len(down), len(across), squeeze=False, **shared)
    panels = {}
    for key, panel in zip(product(down, across), grid.flat, strict=True):
        name = panel_name(**dict(zip((rows, columns), key, strict=True)))
        panel.set_title(name, loc="left")
        if key in holes:
            leave_empty(panel, holes[key])
        else:
            panels[key] = panel
    return figure, panels


def leave_empty(panel: Axes, word: str) -> None:
    """A word in the place of axes."""
    panel.set_axis_off()
    panel.text(0.0, 0.8, word, transform=panel.transAxes, fontsize=7, color="#555555")


def panel_name(**labels: str) -> str:
    """Title of the panel of some labels: what is as the preset has it needs no word."""
    scenario = [labels.pop("scenario")] if "scenario" in labels else []
    return ", ".join(
        [*scenario, *(name.replace("_", " ") for name in labels.values() if name != "preset")]
    )


def label_axes(panels: Collection[Axes], x: str, y: str) -> None:
    """Axis labels, and numbers of shared axes, at the lowest panel of each column and the first of
    each row.
    """
    specs: dict[Axes, Any] = {panel: panel.get_subplotspec() for panel in panels}
    places = {panel: (spec.rowspan.start, spec.colspan.start) for panel, spec in specs.items()}
    lowest = dict(sorted((column, row) for row, column in places.values()))
    first = dict(sorted(places.values(), reverse=True))
    for panel, (row, column) in places.items():
        is_lowest, is_first = row == lowest[column], column == first[row]
        panel.set(xlabel=x if is_lowest else "", ylabel=y if is_first else "")
        if is_lowest:
            panel.tick_params(labelbottom=True)
        if is_first:
            panel.tick_params(labelleft=True)


def mark_window(panel: Axes, last: int) -> None:
    """The end of the window that the paper could observe."""
    if last > PAPER_WINDOW:
        panel.axvline(PAPER_WINDOW, color="#777777", linewidth=0.7)
        panel.annotate(
            "paper's window",
            (PAPER_WINDOW, 1.0),
            xycoords=panel.get_xaxis_transform(),
            xytext=(-1.5, 0),
            ha="right",
            va="top",
            **NOTE,
        )
    panel.set_xlim(0, last)


def mark_level(panel: Axes, level: float, meaning: str) -> None:
    """A level worth a line."""
    panel.axhline(level, color="#777777", linewidth=0.7)
    panel.annotate(
        meaning,
        (0.0, level),
        xycoords=panel.get_yaxis_transform(),
        xytext=(2, 1),
        va="bottom",
        **NOTE,
    )


def finish(
    figure: Figure,
    title: str,
    caption: str,
    lines: Iterable[Style] = (),
    patches: Iterable[Artist] = (),
    columns: int = 4,
) -> None:
    """Title (what is found, of what, and what is shown, a line each), caption, and a legend where
    lines or areas are told apart.
    """
    handles = [*(Line2D([], [], **style) for style in lines), *patches]
    width = int(HEADING_WIDTH * figure.get_figwidth())
    heading = "\n".join(fill(line, width) for line in title.splitlines() if line)
    figure.suptitle(heading, x=0.01, ha="left", fontsize=9.5)
    longest = max((len(str(handle.get_label())) for handle in handles), default=1)
    fit = int(figure.get_figwidth() / (INCH_PER_HANDLE + INCH_PER_LETTER * longest))
    figure.legend(
        handles=handles,
        loc="outside lower center",
        ncols=max(min(len(handles), columns, fit), 1),
        frameon=False,
        handlelength=3.2,
        title=fill(caption, int(CAPTION_WIDTH * figure.get_figwidth())),
        title_fontsize=7,
    )
