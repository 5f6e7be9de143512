"""What an alliance lives on: its three ratios of self-sufficiency, and its revenue by source, over
quarters.
"""

from itertools import cycle

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from poolsim.economy.sources import SOURCES
from poolsim.economy.spans import RECENT
from poolsim.plots.lines import note_founded, often_founded
from poolsim.plots.page import (
    COLOURS,
    DASHES,
    Style,
    finish,
    label_axes,
    mark_level,
    mark_window,
    panels_by,
)
from poolsim.statistics.verdict import FEWEST_FORMED

RATIOS = {
    "self_sufficiency": "market income",
    "self_sufficiency_service": "... and projects",
    "self_sufficiency_members": "... and member money",
}
MONEY = {"ratios": tuple(RATIOS), "revenue": (*SOURCES, "cost")}  # series of every figure
HIGHEST_RATIO = 3.0  # beyond it a ratio only says that money piles up
# Colour and hatch of every source of income, in the order in which they are declared.
STYLES = dict(
    zip(
        SOURCES,
        cycle(
            (
                (COLOURS[0], ""),
                (COLOURS[4], ""),
                (COLOURS[2], ""),
                (COLOURS[0], "///"),
                (COLOURS[2], "///"),
                (COLOURS[5], ""),
                (COLOURS[3], ""),
                (COLOURS[3], "///"),
                (COLOURS[1], ""),
                (COLOURS[1], "///"),
                ("#999999", ""),
                ("#CCCCCC", "///"),
            )
        ),
        strict=False,
    )
)


def ratios_figure(title: str, curves: pd.DataFrame, summary: pd.DataFrame) -> Figure:
    """Three ratios of income over cost of the last quarters: a row per design, a column per
    structure, of one scenario.
    """
    figure, panels = _panels(curves, summary)
    scenario, beliefs = curves["scenario"].iloc[0], list(curves["belief"].unique())
    lines: dict[tuple[str, str], Style] = {
        (series, belief): {
            "label": label if len(beliefs) == 1 else f"{label}, {belief}",
            "linestyle": DASHES[dash],
            "color": COLOURS[colour],
        }
        for colour, (series, label) in enumerate(RATIOS.items())
        for dash, belief in enumerate(beliefs)
    }
    often = often_founded(summary)
    for (design, structure), panel in panels.items():
        cell = curves[(curves["design"] == design) & (curves["structure"] == structure)]
        drawn = dict(iter(cell.groupby(["series", "belief"], sort=False)))
        for (series, belief), style in lines.items():
            if (scenario, structure, design, belief) in often:
                line = drawn[series, belief]
                panel.plot(line["quarter"], line["mean"], **style)
        _scale_ratios(panel)
        mark_window(panel, int(curves["quarter"].max()))
        mark_level(panel, 1.0, "cost covered")
    caption = (
        f"Mean over runs. n = {int(summary['runs'].max())} runs a line; shown: those in which it "
        f"exists, if {FEWEST_FORMED} or more. Axis from 0 to at most {HIGHEST_RATIO:g}. "
        "Line: end of the paper's window."
    )
    finish(
        figure,
        f"{title}\nIncome over the cost of the full programme, last {RECENT} quarters",
        caption,
        lines.values(),
        columns=3,
    )
    return figure


def _scale_ratios(panel: Axes) -> None:
    heights = (np.asarray(line.get_ydata(), dtype=float) for line in panel.lines)
    top = max([1.2, *(float(np.nanmax(y, initial=0.0)) for y in heights)])
    top = min(1.08 * top, HIGHEST_RATIO)
    panel.set_ylim(-0.03 * top, top)
    panel.xaxis.set_major_locator(MaxNLocator(5, integer=True))


def revenue_figure(title: str, curves: pd.DataFrame, summary: pd.DataFrame) -> Figure:
    """Revenue a quarter by source, stacked, and operating cost as a line, of one scenario under its
    first belief.
    """
    belief = curves["belief"].iloc[0]
    table = curves[curves["belief"] == belief]
    figure, panels = _panels(table, summary[summary["belief"] == belief])
    used = used_sources(table)
    for (design, structure), panel in panels.items():
        cell = table[(table["design"] == design) & (table["structure"] == structure)]
        means = dict(iter(cell.groupby("series")["mean"]))
        series = {name: means[name].to_numpy() for name in [*used, "cost"]}
        quarters = np.arange(len(series["cost"]))
        heights = [np.maximum(series[name], 0.0) for name in used]
        areas = panel.stackplot(quarters, heights, colors=[STYLES[name][0] for name in used])
        for area, name in zip(areas, used, strict=True):
            area.set(hatch=STYLES[name][1], edgecolor="white", linewidth=0.0)
        panel.plot(quarters, series["cost"], color="black", linewidth=1.0, linestyle="--")
        panel.set_ylim(0.0, _top(series))
        mark_window(panel, int(quarters[-1]))
    handles = [
        Patch(
            facecolor=STYLES[name][0],
            hatch=STYLES[name][1],
            edgecolor="white",
            label=SOURCES[name].label,
        )
        for name in used
    ]
    runs = int(summary["runs"].max())
    first = "" if belief == "preset" else f" First beliefs: {belief}."
    caption = f"Mean over all {runs} runs, 0 where there is no alliance. Dashed: operating cost."
    heading = "Revenue by source, RMB m per quarter; members' capital beyond twice the cost is cut"
    finish(figure, f"{title}\n{heading}", caption + first, patches=handles)
    return figure


def used_sources(table: pd.DataFrame) -> list[str]:
    """Recorded sources that bring anything."""
    return [name for name in SOURCES if (table.loc[table["series"] == name, "mean"] > 0.0).any()]


def _top(series: dict[str, np.ndarray]) -> float:
    """Upper end of the axis: all that flows, but no more than twice the cost of capital paid in at
    one time.
    """
    flow = sum(
        (values for name, values in series.items() if name not in ("cost", "capital_income")),
        start=0.0,
    )
    top = max(float(np.max(flow)) if series else 0.0, 2.0 * float(series["cost"].max()))
    return 1.08 * top if top > 0.0 else 1.0


def _panels(
    table: pd.DataFrame, summary: pd.DataFrame
) -> tuple[Figure, dict[tuple[str, str], Axes]]:
    """A page with a row of panels per design and a column per structure."""
    figure, panels = panels_by(table, "design", "structure", {"row": 1.35}, sharex=True)
    for (design, structure), panel in panels.items():
        here = (summary["design"] == design) & (summary["structure"] == structure)
        note_founded(panel, summary[here])
    label_axes(panels.values(), "quarter", "")
    return figure, panels
