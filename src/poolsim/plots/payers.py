"""Who pays for an alliance: RMB by payer for each RMB spent, over its life."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from poolsim.plots.cells import LABELS, drawn_payers, left_out
from poolsim.plots.findings import found_payer
from poolsim.plots.page import COLOURS, finish, panel_name, sized_page
from poolsim.statistics.payers import PAYERS, by_payer

INCH_PER_BAR, INCH_PER_PANEL, INCH_AROUND, WIDTH = 0.24, 0.45, 1.5, 7.2
# Colour and hatch of every payer, in the order in which sources are declared.
HUES = (*COLOURS[:6], COLOURS[7])
LOOKS = {
    payer: (HUES[k % len(HUES)], "///" if k >= len(HUES) else "") for k, payer in enumerate(PAYERS)
}


def payers_figure(title: str, curves: pd.DataFrame, summary: pd.DataFrame) -> Figure:
    """A bar per cell of one scenario, a panel per belief: what each payer pays for an RMB spent."""
    paid = drawn_payers(curves, summary)
    beliefs = list(paid["belief"].unique())
    bars = [int(paid[paid["belief"] == one].groupby(LABELS).ngroups) for one in beliefs] or [1]
    height = sum(INCH_PER_BAR * n + INCH_PER_PANEL for n in bars) + INCH_AROUND
    figure = sized_page(WIDTH, height)
    panels = figure.subplots(len(bars), 1, squeeze=False, sharex=True, height_ratios=bars)[:, 0]
    used = by_payer(paid, LABELS)
    for belief, panel in zip(beliefs, panels, strict=False):
        panel.set_title(panel_name(belief=belief), loc="left")
        _bars(panel, used[used.index.get_level_values("belief") == belief])
    if not beliefs:
        panels[0].set_axis_off()
    panels[-1].set_xlabel("RMB paid for each RMB spent over life")
    caption = (
        "Sum of what was paid over the sum of what was spent, all runs. "
        "Line: cost covered; beyond it money piles up in the treasury, or was paid back."
        f"{left_out(summary)}"
    )
    finish(
        figure,
        f"{found_payer(paid)}\n{title}\nWho pays, by design and structure",
        caption,
        patches=payer_patches(list(used.columns)),
    )
    return figure


def payer_patches(payers: Iterable[str]) -> list[Patch]:
    """Patches of a legend."""
    return [
        Patch(facecolor=LOOKS[one][0], hatch=LOOKS[one][1], edgecolor="white", label=one)
        for one in payers
    ]


def _bars(panel: Axes, table: pd.DataFrame) -> None:
    places = np.arange(len(table))
    for sign in (1.0, -1.0):
        start = np.zeros(len(table))
        for payer in table.columns:
            width = np.where(table[payer] * sign > 0.0, table[payer], 0.0)
            colour, hatch = LOOKS[payer]
            panel.barh(places, width, 0.75, start, color=colour, hatch=hatch, edgecolor="white")
            start = start + width
    keys = table.index.to_frame()
    names = (keys["design"] + ", " + keys["structure"]).str.replace("_", " ")
    panel.set_yticks(places, names)
    panel.invert_yaxis()
    panel.axvline(1.0, color="black", linewidth=0.9)
    panel.grid(axis="y", visible=False)
