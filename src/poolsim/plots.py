"""Figures of a study, from its tables alone: curves over quarters, and outcomes against a swept value.

Small multiples: a row per scenario, a column per structure, a line per design and belief. Every line has a colour and a
dash pattern of its own, so that a print in grey still tells them apart. The same tables give the same bytes.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import fill
from typing import Any, NamedTuple

import matplotlib
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from poolsim.outcomes import OUTCOME_INDEX, OUTCOMES, Outcome
from poolsim.scenario import declarations

PAPER_WINDOW = 40  # quarters: what the paper could observe
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000", "#F0E442")  # Okabe and Ito
DASHES: tuple[Any, ...] = ("solid", (0, (5, 1.5)), (0, (1, 1)), (0, (5, 1, 1, 1)), (0, (9, 2)), (0, (3, 1, 1, 1, 1, 1)))
DPI = 150
INCH_PER_COLUMN, INCH_PER_ROW, INCH_AROUND = 2.6, 2.0, 1.3
NOTE_WIDTH = 27  # characters of the note beside the title of a panel
HEADING_WIDTH, CAPTION_WIDTH = 12, 17  # characters per inch
FEW_FOUNDED = 0.9  # below this share of runs a panel says how many were founded
STYLE: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 8.0,
    "axes.titlesize": 8.0,
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
}
MEAN_BAND = ("low", "high", "95 % interval of the mean")
RUN_BAND = ("q10", "q90", "10 to 90 % of runs")


class Curve(NamedTuple):
    """A figure over quarters: which series, what it shows, its axis, its band, and a level worth a line."""

    series: str
    heading: str
    axis: str
    band: tuple[str, str, str]
    of_formed: bool
    level: tuple[float, str] | None = None


CURVES = {
    "survival": Curve("survival", "Alliances in existence, of those ever founded", "share", MEAN_BAND, True),
    "self_sufficiency": Curve(
        "self_sufficiency",
        "Licensing income over operating cost, last 8 quarters",
        "income / cost",
        RUN_BAND,
        True,
        (1.0, "cost covered"),
    ),
    "members": Curve(
        "members_formed",
        "Members of the alliances ever founded (0 before and after their life)",
        "firms",
        RUN_BAND,
        True,
    ),
    "royalty": Curve(
        "royalty_members",
        "Royalty per exported unit of members (of firms invited, when there are none)",
        "RMB per unit",
        RUN_BAND,
        False,
    ),
}
SWEEP_PAGES = {
    "life": OUTCOMES[:10],
    "money": OUTCOMES[10:22] + OUTCOMES[36:39],
    "sector": OUTCOMES[22:36] + OUTCOMES[39:],
}
SWEEP_COLUMNS = 4


def draw(
    names: Iterable[str], title: str, curves: pd.DataFrame, summary: pd.DataFrame, swept: list[str], folder: Path
) -> list[Path]:
    """Draw figures by name as SVG and PNG; returns the files.

    survival, self_sufficiency, members, royalty: from `curves`; sweep: pages of all outcomes against the first swept
    address, from `summary`; sweep.OUTCOME: one of them, in a panel per scenario and structure.
    """
    files: list[Path] = []
    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # a reader's own settings must not change the bytes
        matplotlib.rcParams.update(STYLE)
        for name in names:
            for stem, figure in _figures(name, title, curves, summary, swept):
                files += _save(figure, folder / stem)
    return files


def _figures(
    name: str, title: str, curves: pd.DataFrame, summary: pd.DataFrame, swept: list[str]
) -> Iterator[tuple[str, Figure]]:
    if name in CURVES:
        yield name, curve_figure(CURVES[name], title, curves, summary)
    elif name == "sweep":
        yield from _sweep_pages(title, summary, swept)
    else:
        outcome = OUTCOMES[OUTCOME_INDEX[name.removeprefix("sweep.")]]
        yield name.replace(".", "_"), sweep_figure(outcome, title, summary, swept)


def _save(figure: Figure, stem: Path) -> list[Path]:
    svg, png = stem.with_name(f"{stem.name}.svg"), stem.with_name(f"{stem.name}.png")
    figure.savefig(svg, metadata={"Date": None, "Creator": "poolsim"})
    figure.savefig(png, dpi=DPI, metadata={"Software": "poolsim"})
    return [svg, png]


def curve_figure(curve: Curve, title: str, curves: pd.DataFrame, summary: pd.DataFrame) -> Figure:
    """A series over quarters: mean of the runs as a line, its band as an area."""
    table = curves[curves["series"] == curve.series]
    figure, panels = _panels(table, sharey="row")
    lines = _line_styles(table, [])
    for (scenario, structure), panel in panels.items():
        cell = table[(table["scenario"] == scenario) & (table["structure"] == structure)]
        for key, line in cell.groupby(["design", "belief"], sort=False):
            _band(panel, line["quarter"], line, curve.band[:2], lines[key])
        here = (summary["scenario"] == scenario) & (summary["structure"] == structure)
        _note_founded(panel, summary[here])
        _mark_window(panel, int(cell["quarter"].max()))
        if curve.level:
            _mark_level(panel, *curve.level)
    _limits(panels)
    _label(panels, "quarter", curve.axis)
    longer = table["quarter"].max() > PAPER_WINDOW
    window = f" Vertical line: quarter {PAPER_WINDOW}, the end of the paper's window." if longer else ""
    _finish(
        figure,
        f"{title}\n{curve.heading}",
        f"Line: mean; area: {curve.band[2]}. {_replicates(summary, curve.of_formed)}.{window}",
        lines,
    )
    return figure


def sweep_figure(outcome: Outcome, title: str, summary: pd.DataFrame, swept: list[str]) -> Figure:
    """An outcome against the first swept address: mean of the runs and its 95 % interval, a panel per structure."""
    table = summary[summary["outcome"] == outcome.name]
    figure, panels = _panels(table, sharey="row")
    lines = _line_styles(table, swept[1:])
    for (scenario, structure), panel in panels.items():
        _sweep_lines(panel, table[(table["scenario"] == scenario) & (table["structure"] == structure)], swept, lines)
    _label(panels, _with_unit(swept[0]), _unit(outcome.unit))
    _finish(
        figure,
        f"{title}\n{outcome.name}: {outcome.definition}",
        f"Point: mean; area: {MEAN_BAND[2]}. {_replicates(summary, outcome.of_formed)}."
        + _never_founded(summary, lines, swept[1:]),
        lines,
    )
    return figure


def _sweep_pages(title: str, summary: pd.DataFrame, swept: list[str]) -> Iterator[tuple[str, Figure]]:
    """Every outcome but the code of the cause, on three pages for each scenario and structure."""
    cells = list(summary.groupby(["scenario", "structure"], sort=False))
    for (scenario, structure), table in cells:
        where = "" if len(cells) == 1 else f"_{scenario}_{structure}"
        for page, outcomes in SWEEP_PAGES.items():
            shown = [outcome for outcome in outcomes if outcome.name != "cause"]
            yield f"sweep_{page}{where}", _sweep_page(f"{title}\n{_name(scenario, structure)}", table, shown, swept)


def _sweep_page(title: str, table: pd.DataFrame, outcomes: list[Outcome], swept: list[str]) -> Figure:
    rows = -(-len(outcomes) // SWEEP_COLUMNS)
    figure = _figure(rows, SWEEP_COLUMNS)
    grid = figure.subplots(rows, SWEEP_COLUMNS, squeeze=False).ravel()
    lines = _line_styles(table, swept[1:])
    for place, panel in enumerate(grid):
        if place >= len(outcomes):
            panel.set_visible(False)
            continue
        outcome = outcomes[place]
        _sweep_lines(panel, table[table["outcome"] == outcome.name], swept, lines)
        panel.set_title(outcome.name + (" *" if outcome.of_formed else ""), loc="left")
        panel.set_ylabel(_unit(outcome.unit))
        if place + SWEEP_COLUMNS >= len(outcomes):
            panel.set_xlabel(_with_unit(swept[0]))
    _finish(
        figure,
        title,
        f"Point: mean; area: {MEAN_BAND[2]}. {_replicates(table, False)}; * founded ones only."
        + _never_founded(table, lines, swept[1:]),
        lines,
    )
    return figure


def _sweep_lines(panel: Axes, table: pd.DataFrame, swept: list[str], lines: dict[Any, dict[str, Any]]) -> None:
    for key, line in table.groupby(["design", "belief", *swept[1:]], sort=False):
        ordered = line.sort_values(swept[0]) if pd.api.types.is_numeric_dtype(line[swept[0]]) else line
        _band(panel, ordered[swept[0]], ordered, MEAN_BAND[:2], lines[key] | {"marker": "o", "markersize": 2.5})
    if table["mean"].isna().all():
        panel.text(0.5, 0.5, "never founded", transform=panel.transAxes, ha="center", va="center", color="#555555")
    elif table["low"].min() >= 0.0:
        panel.set_ylim(-0.03 * panel.get_ylim()[1])
    if pd.api.types.is_numeric_dtype(table[swept[0]]):  # values at which nothing was founded keep their place
        lowest, highest = table[swept[0]].min(), table[swept[0]].max()
        margin = 0.03 * (highest - lowest)
        panel.set_xlim(lowest - margin, highest + margin)


def _never_founded(summary: pd.DataFrame, lines: dict[Any, dict[str, Any]], more: list[str]) -> str:
    """Which lines have no point anywhere."""
    formed = summary.groupby(["design", "belief", *more], sort=False)["formed"].sum()
    missing = [lines[key]["label"] for key in formed.index[formed == 0]]
    return f" Never founded: {'; '.join(missing)}." if missing else ""


def _band(panel: Axes, x: pd.Series, line: pd.DataFrame, band: tuple[str, ...], style: dict[str, Any]) -> None:
    low, high = band
    panel.fill_between(x, line[low], line[high], color=style["color"], alpha=0.12, linewidth=0.0)
    panel.plot(x, line["mean"], **style)


def _figure(rows: int, columns: int) -> Figure:
    size = (INCH_PER_COLUMN * max(columns, 2) + 0.4, INCH_PER_ROW * rows + INCH_AROUND)
    figure = Figure(figsize=size, layout=ConstrainedLayoutEngine(w_pad=0.07, h_pad=0.05))
    FigureCanvasAgg(figure)
    return figure


def _panels(table: pd.DataFrame, sharey: Any) -> tuple[Figure, dict[tuple[str, str], Axes]]:
    """A figure with a titled panel per scenario (row) and structure (column)."""
    scenarios, structures = list(table["scenario"].unique()), list(table["structure"].unique())
    figure = _figure(len(scenarios), len(structures))
    grid = figure.subplots(len(scenarios), len(structures), squeeze=False, sharex=True, sharey=sharey)
    panels = {}
    for row, scenario in enumerate(scenarios):
        for column, structure in enumerate(structures):
            panels[scenario, structure] = grid[row, column]
            grid[row, column].set_title(_name(scenario, structure), loc="left")
    return figure, panels


def _name(scenario: str, structure: str) -> str:
    return scenario if structure == "preset" else f"{scenario}, {structure.replace('_', ' ')}"


def _line_styles(table: pd.DataFrame, more: list[str]) -> dict[Any, dict[str, Any]]:
    """Label, colour (by design and further swept values) and dashes (each line its own) of every line."""
    keys = list(table.groupby(["design", "belief", *more], sort=False).groups)
    beliefs = list(table["belief"].unique())
    hues = list(dict.fromkeys((key[0], *key[2:]) for key in keys))
    styles = {}
    for key in keys:
        hue = hues.index((key[0], *key[2:]))
        dashes = DASHES[(hue * len(beliefs) + beliefs.index(key[1])) % len(DASHES)]
        styles[key] = {"label": _line_label(key, more), "color": COLOURS[hue % len(COLOURS)], "linestyle": dashes}
    return styles


def _line_label(key: tuple[Any, ...], more: list[str]) -> str:
    words = [str(word).replace("_", " ") for word in key[:2] if word not in ("as_is", "preset")]
    words += [f"{address} = {value}" for address, value in zip(more, key[2:], strict=True)]
    return ", ".join(words) or "as it is"


def _note_founded(panel: Axes, summary: pd.DataFrame) -> None:
    """Say beside the title under which designs no alliance was founded, or few were."""
    notes: dict[str, list[tuple[str, str]]] = {}
    cells = summary[summary["outcome"] == "formed"].to_dict("records")
    for row in cells:
        if row["formed"] < FEW_FOUNDED * row["runs"]:
            note = f"founded {row['formed']} of {row['runs']}" if row["formed"] else "never founded"
            notes.setdefault(note, []).append((row["design"], row["belief"]))
    text = [
        note if len(lines) == len(cells) else fill(f"{note}: {_shortest(lines, cells)}", NOTE_WIDTH)
        for note, lines in notes.items()
    ]
    panel.set_title("\n".join(text), loc="right", fontsize=6, color="#555555")


def _shortest(lines: list[tuple[str, str]], cells: list[dict[Any, Any]]) -> str:
    """Names of lines; a design alone stands for all its beliefs."""
    words = []
    for design in dict.fromkeys(design for design, _ in lines):
        beliefs = [belief for name, belief in lines if name == design]
        everywhere = len(beliefs) == sum(cell["design"] == design for cell in cells)
        words.append(design if everywhere else f"{design}, {', '.join(beliefs)}")
    return "; ".join(words).replace("_", " ")


def _mark_window(panel: Axes, last: int) -> None:
    if last > PAPER_WINDOW:
        panel.axvline(PAPER_WINDOW, color="#777777", linewidth=0.7)
        panel.annotate(
            "paper's window",
            (PAPER_WINDOW, 1.0),
            xycoords=panel.get_xaxis_transform(),
            xytext=(-1.5, 0),
            textcoords="offset points",
            fontsize=5.5,
            color="#555555",
            ha="right",
            va="top",
        )
    panel.set_xlim(0, last)


def _mark_level(panel: Axes, level: float, meaning: str) -> None:
    panel.axhline(level, color="#777777", linewidth=0.7)
    panel.annotate(
        meaning,
        (0.0, level),
        xycoords=panel.get_yaxis_transform(),
        xytext=(2, 1),
        textcoords="offset points",
        fontsize=5.5,
        color="#555555",
        va="bottom",
    )


def _limits(panels: dict[tuple[str, str], Axes]) -> None:
    """A line at zero stays clear of the axis, the highest one of the words at the top."""
    tops = {panel: panel.get_ylim()[1] for panel in panels.values()}  # before panels that share an axis change it
    for panel, top in tops.items():
        panel.set_ylim(-0.03 * top, 1.08 * top)
        panel.xaxis.set_major_locator(MaxNLocator(5, integer=True))


def _label(panels: dict[tuple[str, str], Axes], x: str, y: str) -> None:
    """Axis labels at the left and bottom edges only."""
    scenarios, structures = (list(dict.fromkeys(key[place] for key in panels)) for place in (0, 1))
    for (scenario, structure), panel in panels.items():
        if structure == structures[0]:
            panel.set_ylabel(y)
        if scenario == scenarios[-1]:
            panel.set_xlabel(x)


def _unit(unit: str) -> str:
    return {"1": "ratio", "0 or 1": "share of runs"}.get(unit, unit)


def _with_unit(address: str) -> str:
    """An address and the unit of its number, as axis label."""
    parts = address.split(".")
    kind = "structure" if "structure" in parts[:-1] else {"alliances": "alliance"}.get(parts[0], parts[0])
    units = {row.address: row.unit for row in declarations()}
    unit = units.get(f"{kind}.{parts[-1]}", "1")
    return address if unit == "1" else f"{address}, {unit}"


def _replicates(summary: pd.DataFrame, of_formed: bool) -> str:
    """How many runs stand behind each line."""
    fewest, most = int(summary["runs"].min()), int(summary["runs"].max())
    count = f"n = {most} runs per line" if fewest == most else f"n = {fewest} to {most} runs per line"
    return count + ("; shown: those in which it is founded" if of_formed else "")


def _finish(figure: Figure, title: str, caption: str, lines: dict[Any, dict[str, Any]]) -> None:
    heading, below = title.split("\n", 1)
    width = int(HEADING_WIDTH * figure.get_figwidth())
    figure.suptitle(f"{fill(heading, width)}\n{fill(below, width)}", x=0.01, ha="left", fontsize=9.5)
    handles = [Line2D([], [], **style) for style in lines.values()]
    figure.legend(
        handles=handles,
        loc="outside lower center",
        ncols=min(len(handles), 4),
        frameon=False,
        handlelength=3.2,
        title=fill(caption, int(CAPTION_WIDTH * figure.get_figwidth())),
        title_fontsize=7,
    )
