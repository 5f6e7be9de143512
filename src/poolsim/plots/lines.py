"""Lines: curves over quarters, and what all figures of lines share.

Small multiples: a row per scenario, a column per structure, a line per design and belief. Every
line has a colour and a dash pattern of its own, so that a print in grey still tells them apart.
"""

from collections.abc import Callable, Iterable
from textwrap import fill
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from poolsim.economy.existence import Runs
from poolsim.economy.spans import RECENT
from poolsim.plots.cells import drawn_cells, holes_of, left_out, of_cells, repeats
from poolsim.plots.findings import found_alive, found_covered, found_members, found_royalty
from poolsim.plots.page import (
    COLOURS,
    DASHES,
    FEW_FOUNDED,
    NOTE_WIDTH,
    PAPER_WINDOW,
    TITLE_WIDTH,
    Style,
    finish,
    label_axes,
    mark_level,
    mark_window,
    panels_by,
)
from poolsim.statistics.matching import Row
from poolsim.statistics.verdict import FEWEST_FORMED

Key = tuple[str, ...]  # design and belief of a line, and the words of whatever else varies
MEAN_BAND = ("low", "high", "95 % interval of the mean")
RUN_BAND = ("q10", "q90", "10 to 90 % of runs")


class Curve(NamedTuple):
    """A figure over quarters: which series, what it shows, its axis, its band, and a level worth a
    line.
    """

    series: str
    heading: str
    axis: str
    band: tuple[str, str, str]
    runs: Runs
    found: Callable[[pd.DataFrame], str]
    level: tuple[float, str] | None = None


CURVES = {
    "survival": Curve(
        "survival",
        "Alliances in existence, of those ever founded",
        "share",
        MEAN_BAND,
        Runs.FORMED,
        found_alive,
    ),
    "self_sufficiency": Curve(
        "self_sufficiency",
        f"Market income over the cost of the full programme, last {RECENT} quarters",
        "income / cost",
        RUN_BAND,
        Runs.FORMED,
        found_covered,
        (1.0, "cost covered"),
    ),
    "members": Curve(
        "members_formed",
        "Members of the alliances ever founded (0 before and after their life)",
        "firms",
        RUN_BAND,
        Runs.FORMED,
        found_members,
    ),
    "royalty": Curve(
        "royalty_invited",
        "Royalty per exported unit of the firms invited, members or not",
        "RMB per unit",
        RUN_BAND,
        Runs.ALL,
        found_royalty,
    ),
}


def curve_figure(curve: Curve, title: str, curves: pd.DataFrame, summary: pd.DataFrame) -> Figure:
    """A series over quarters: mean of the runs as a line, its band as an area."""
    table = curves[curves["series"] == curve.series]
    of_formed = curve.runs is not Runs.ALL
    holes = holes_of(summary, "scenario", "structure") if of_formed else {}
    figure, panels = panels_by(
        table, "scenario", "structure", holes=holes, sharex=True, sharey="row"
    )
    lines = line_styles(table, [])
    drawn = drawn_cells(summary, FEWEST_FORMED if of_formed else 0)
    for (scenario, structure), panel in panels.items():
        cell = table[(table["scenario"] == scenario) & (table["structure"] == structure)]
        here = summary[(summary["scenario"] == scenario) & (summary["structure"] == structure)]
        for key, line in cell.groupby(["design", "belief"], sort=False):
            if (scenario, structure, *key) in drawn:
                draw_band(panel, line["quarter"], line, curve.band[:2], lines[key])
        note_founded(panel, here)
        mark_window(panel, int(cell["quarter"].max()))
        if curve.level:
            mark_level(panel, *curve.level)
    set_limits(panels.values())
    label_axes(panels.values(), "quarter", curve.axis)
    window = f" Vertical line: quarter {PAPER_WINDOW}, the end of the paper's window."
    window = window if table["quarter"].max() > PAPER_WINDOW else ""
    said = f"{replicates_said(summary, curve.runs)}.{window}{left_out(summary)}"
    finish(
        figure,
        f"{curve.found(summary)}\n{title}\n{curve.heading}",
        f"Line: mean; area: {curve.band[2]}. {said}",
        lines.values(),
    )
    return figure


def draw_band(
    panel: Axes, x: pd.Series, line: pd.DataFrame, band: tuple[str, ...], style: Style
) -> None:
    """A line of means with its band."""
    low, high = band
    panel.fill_between(x, line[low], line[high], color=style["color"], alpha=0.12, linewidth=0.0)
    panel.plot(x, line["mean"], **style)


def line_styles(table: pd.DataFrame, more: list[str]) -> dict[Key, Style]:
    """Label, colour (by design and the words in the columns `more`) and dashes (each line its own)
    of every line.
    """
    keys = list(table.groupby(["design", "belief", *more], sort=False).groups)
    beliefs = list(table["belief"].unique())
    hues = list(dict.fromkeys((key[0], *key[2:]) for key in keys))
    styles = {}
    for key in keys:
        hue = hues.index((key[0], *key[2:]))
        dashes = DASHES[(hue * len(beliefs) + beliefs.index(key[1])) % len(DASHES)]
        styles[key] = {
            "label": _line_label(key),
            "color": COLOURS[hue % len(COLOURS)],
            "linestyle": dashes,
        }
    return styles


def _line_label(key: tuple[str, ...]) -> str:
    words = [str(word).replace("_", " ") for word in key[:2] if word not in ("as_is", "preset")]
    return ", ".join([*words, *key[2:]]) or "as it is"


def note_founded(panel: Axes, summary: pd.DataFrame) -> None:
    """Say beside the title under which designs no alliance was founded, or few were, and which are
    the same runs as another.
    """
    notes: dict[str, list[tuple[str, str]]] = {}
    table = of_cells(summary)
    cells, same = table.to_dict("records"), repeats(table)
    for row, repeated in zip(cells, same, strict=True):
        if repeated and row["formed"]:
            note = f"= {row['same_as']}".replace("_", " ")
            notes.setdefault(note, []).append((row["design"], row["belief"]))
        elif row["formed"] < FEW_FOUNDED * row["runs"]:
            note = f"founded {row['formed']} of {row['runs']}" if row["formed"] else "never founded"
            notes.setdefault(note, []).append((row["design"], row["belief"]))
    text = [
        note if len(lines) == len(cells) else fill(f"{note}: {_shortest(lines, cells)}", NOTE_WIDTH)
        for note, lines in notes.items()
    ]
    note = "\n".join(text)
    crowded = "\n" in note or len(panel.get_title(loc="left")) + len(note) > TITLE_WIDTH
    panel.set_title(
        note + ("\n" if note and crowded else ""), loc="right", fontsize=6, color="#555555"
    )


def _shortest(lines: list[tuple[str, str]], cells: list[Row]) -> str:
    """Names of lines; a design alone stands for all its beliefs, a belief alone is enough where
    there is one design.
    """
    if len({cell["design"] for cell in cells}) == 1:
        return ", ".join(belief for _, belief in lines)
    words = []
    for design in dict.fromkeys(design for design, _ in lines):
        beliefs = [belief for name, belief in lines if name == design]
        everywhere = len(beliefs) == sum(cell["design"] == design for cell in cells)
        words.append(design if everywhere else f"{design}, {', '.join(beliefs)}")
    return "; ".join(words).replace("_", " ")


def set_limits(panels: Iterable[Axes]) -> None:
    """A line at zero stays clear of the axis, the highest one of the words at the top."""
    # Read before panels that share an axis change it.
    tops = {panel: panel.get_ylim()[1] for panel in panels}
    for panel, top in tops.items():
        panel.set_ylim(-0.03 * top, 1.08 * top)
        panel.xaxis.set_major_locator(MaxNLocator(5, integer=True))


def replicates_said(
    summary: pd.DataFrame,
    runs: Runs = Runs.ALL,
    mark: str = "line",
    fewest: int = FEWEST_FORMED,
) -> str:
    """How many runs stand behind each line or point."""
    least, most = int(summary["runs"].min()), int(summary["runs"].max())
    count = (
        f"n = {most} runs per {mark}" if least == most else f"n = {least} to {most} runs per {mark}"
    )
    enough = f", if {fewest} or more" if fewest > 1 else ""
    return count + (f"; shown: {runs.value}{enough}" if runs is not Runs.ALL else "")
