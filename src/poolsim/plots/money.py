"""What an alliance lives on: its ratios of self-sufficiency, and its revenue by payer, over
quarters.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from poolsim.economy.sources import SOURCES, Kind
from poolsim.economy.spans import RECENT
from poolsim.plots.cells import drawn_cells, drawn_payers, holes_of, left_out
from poolsim.plots.findings import found_covered, found_payer
from poolsim.plots.lines import note_founded
from poolsim.plots.page import (
    COLOURS,
    DASHES,
    Style,
    finish,
    label_axes,
    leave_empty,
    mark_level,
    mark_window,
    panels_by,
)
from poolsim.plots.payers import LOOKS, payer_patches
from poolsim.statistics.payers import PAYERS
from poolsim.statistics.verdict import FEWEST_FORMED

RATIOS = {
    "self_sufficiency_spent": "market income, over what was spent",
    "self_sufficiency": "market income",
    "self_sufficiency_service": "... and projects",
    "self_sufficiency_members": "... and member money",
}
REVENUE = (*SOURCES, "cost", "formed")
MONEY = {"ratios": tuple(RATIOS), "revenue": REVENUE, "payers": REVENUE}  # series of every figure
HIGHEST_RATIO = 3.0  # beyond it a ratio only says that money piles up
ONCE = (Kind.CAPITAL, Kind.ENDOWMENT)  # what comes in at one time


def ratios_figure(title: str, curves: pd.DataFrame, summary: pd.DataFrame) -> Figure:
    """Ratios of income over cost of the last quarters: a row per design, a column per structure, of
    one scenario.
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
    drawn = drawn_cells(summary)
    for (design, structure), panel in panels.items():
        cell = curves[(curves["design"] == design) & (curves["structure"] == structure)]
        means = dict(iter(cell.groupby(["series", "belief"], sort=False)))
        for (series, belief), style in lines.items():
            if (scenario, structure, design, belief) in drawn:
                line = means[series, belief]
                panel.plot(line["quarter"], line["mean"], **style)
        if not any(np.isfinite(line.get_ydata()).sum() > 1 for line in panel.lines):
            leave_empty(panel, "ended at once")
            continue
        _scale_ratios(panel)
        mark_window(panel, int(curves["quarter"].max()))
        mark_level(panel, 1.0, "cost covered")
    caption = (
        f"Mean over runs. n = {int(summary['runs'].max())} runs a line; shown: those in which it "
        f"exists, if {FEWEST_FORMED} or more. Axis from 0 to at most {HIGHEST_RATIO:g}. "
        f"Line: end of the paper's window.{left_out(summary)}"
    )
    finish(
        figure,
        f"{found_covered(summary)}\n{title}\n"
        f"Income over the cost of the full programme, last {RECENT} quarters",
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
    """Revenue a quarter by payer, stacked, and what was spent as a line, of one scenario under its
    first belief.
    """
    belief = curves["belief"].iloc[0]
    table = curves[curves["belief"] == belief]
    summary = summary[summary["belief"] == belief]
    figure, panels = _panels(table, summary)
    paid = drawn_payers(table, summary)
    used = [payer for payer in PAYERS if payer in set(paid["payer"])]
    for (design, structure), panel in panels.items():
        cell = table[(table["design"] == design) & (table["structure"] == structure)]
        means = {name: line.to_numpy() for name, line in cell.groupby("series")["mean"]}
        _areas(panel, means, used)
        mark_window(panel, len(means["cost"]) - 1)
    first = "" if belief == "preset" else f" First beliefs: {belief}."
    runs = int(summary["runs"].max())
    caption = f"Mean over all {runs} runs, 0 where there is no alliance. Dashed: what was spent."
    heading = "Revenue by payer, RMB m per quarter; capital and endowment beyond the axis are cut"
    finish(
        figure,
        f"{found_payer(paid)}\n{title}\n{heading}",
        caption + first + left_out(summary),
        patches=payer_patches(used),
    )
    return figure


def _areas(panel: Axes, means: dict[str, np.ndarray], payers: list[str]) -> None:
    """What each payer pays by quarter; a quarter in which more flows back counts as nothing."""
    quarters = np.arange(len(means["cost"]))
    heights = [
        np.maximum(sum(means[name] for name in SOURCES if SOURCES[name].payer == payer), 0.0)
        for payer in payers
    ]
    areas = panel.stackplot(quarters, heights, colors=[LOOKS[payer][0] for payer in payers])
    for area, payer in zip(areas, payers, strict=True):
        area.set(hatch=LOOKS[payer][1], edgecolor="white", linewidth=0.0)
    panel.plot(quarters, means["cost"], color="black", linewidth=1.0, linestyle="--")
    panel.set_ylim(0.0, _top(means))


def _top(means: dict[str, np.ndarray]) -> float:
    """Upper end of the axis: what flows, but of what comes in once no more than twice the cost."""
    flow = sum(means[name] for name in SOURCES if SOURCES[name].kind not in ONCE)
    top = max(float(np.max(flow)), 2.0 * float(means["cost"].max()))
    return 1.08 * top if top > 0.0 else 1.0


def _panels(
    table: pd.DataFrame, summary: pd.DataFrame
) -> tuple[Figure, dict[tuple[str, str], Axes]]:
    """A page with a row of panels per design and a column per structure."""
    holes = holes_of(summary, "design", "structure")
    figure, panels = panels_by(table, "design", "structure", {"row": 1.35}, holes, sharex=True)
    for (design, structure), panel in panels.items():
        here = (summary["design"] == design) & (summary["structure"] == structure)
        note_founded(panel, summary[here])
    label_axes(panels.values(), "quarter", "")
    return figure, panels
