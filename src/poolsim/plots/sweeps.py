"""Outcomes against a swept value: a line for every combination of whatever else varies."""

from collections.abc import Iterator, Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from poolsim.economy.causes import CODES
from poolsim.economy.declarations import FLAG, Outcome
from poolsim.economy.existence import Runs
from poolsim.economy.outcomes import OUTCOMES
from poolsim.plots.drawing import Page, stem_of
from poolsim.plots.lines import (
    MEAN_BAND,
    Key,
    draw_band,
    line_styles,
    replicates_said,
)
from poolsim.plots.page import Style, blank_page, finish, label_axes, panel_name, panels_by
from poolsim.scenario.addresses import declarations

# Labels that every summary has: of panels, and of lines.
FACTORS = ("scenario", "structure", "design", "belief")
TOPICS = tuple(dict.fromkeys(outcome.topic for outcome in OUTCOMES))  # a page for each
SWEEP_COLUMNS = 4
MARKS = dict(zip(Runs, ("", " *", " **", " ***"), strict=True))
MARKED = ", ".join(f"{mark.strip()} {runs.value}" for runs, mark in MARKS.items() if mark)


def sweep_figure(outcome: Outcome, title: str, summary: pd.DataFrame, swept: list[str]) -> Figure:
    """An outcome against the first swept address: mean of the runs and its 95 % interval, a panel
    per structure.
    """
    summary, more = told_apart(summary, swept)
    table = summary[summary["outcome"] == outcome.name]
    figure, panels = panels_by(table, "scenario", "structure", sharex=True, sharey="row")
    lines = line_styles(table, more)
    for (scenario, structure), panel in panels.items():
        here = table[(table["scenario"] == scenario) & (table["structure"] == structure)]
        _sweep_lines(panel, here, swept[0], more, lines)
    label_axes(panels.values(), _with_unit(swept[0]), _unit(outcome.unit))
    runs = replicates_said(summary, outcome.runs, "point", fewest=1)
    finish(
        figure,
        f"{title}\n{outcome.name}: {outcome.definition}",
        f"Point: mean; area: {MEAN_BAND[2]}. {runs}.{_never_founded(summary, lines, more)}",
        lines.values(),
    )
    return figure


def sweep_pages(title: str, summary: pd.DataFrame, swept: list[str]) -> Iterator[Page]:
    """Every outcome kept but the code of the cause, on up to three pages for each scenario and
    structure.
    """
    cells = list(summary.groupby(["scenario", "structure"], sort=False))
    for (scenario, structure), table in cells:
        where = () if len(cells) == 1 else (str(scenario), str(structure))
        kept = set(table["outcome"]) - set(CODES)
        for page in TOPICS:
            shown = [one for one in OUTCOMES if one.topic == page and one.name in kept]
            if shown:
                heading = f"{title}\n{panel_name(scenario=scenario, structure=structure)}"
                stem = stem_of("sweep", page, *where)
                yield Page(stem, _sweep_page, (heading, table, shown, swept))


def _sweep_page(
    title: str, table: pd.DataFrame, outcomes: list[Outcome], swept: list[str]
) -> Figure:
    rows = -(-len(outcomes) // SWEEP_COLUMNS)
    figure = blank_page(rows, SWEEP_COLUMNS)
    grid = figure.subplots(rows, SWEEP_COLUMNS, squeeze=False).ravel()
    table, more = told_apart(table, swept)
    lines = line_styles(table, more)
    for unused in grid[len(outcomes) :]:
        unused.set_visible(False)
    for place, (panel, outcome) in enumerate(zip(grid, outcomes, strict=False)):
        _sweep_lines(panel, table[table["outcome"] == outcome.name], swept[0], more, lines)
        panel.set_title(outcome.name + MARKS[outcome.runs], loc="left")
        panel.set_ylabel(_unit(outcome.unit))
        if place + SWEEP_COLUMNS >= len(outcomes):
            panel.set_xlabel(_with_unit(swept[0]))
    finish(
        figure,
        title,
        f"Point: mean; area: {MEAN_BAND[2]}. {replicates_said(table)}; {MARKED}."
        + _never_founded(table, lines, more),
        lines.values(),
    )
    return figure


def told_apart(summary: pd.DataFrame, swept: list[str]) -> tuple[pd.DataFrame, list[str]]:
    """The summary with labels in words where they tell lines apart beside design and belief, and
    the names of these.

    A label that panel, line and place on the axis decide tells nothing more; where idle, a lever
    has no place on it.
    """
    labels = list(summary.columns[: list(summary.columns).index("outcome")])
    known, more = [*FACTORS, *([] if summary[swept[0]].isna().any() else swept[:1])], []
    for name in dict.fromkeys([*labels, *swept]):
        if name not in (*known, swept[0]) and _count(summary, [*known, name]) > _count(
            summary, known
        ):
            known.append(name)
            more.append(name)
    return summary.assign(
        **{name: [_word(name, value) for value in summary[name]] for name in more}
    ), more


def _count(summary: pd.DataFrame, labels: list[str]) -> int:
    """Number of combinations of labels."""
    return len(summary[labels].drop_duplicates())


def _word(name: str, value: object) -> str:
    if name == "block":
        return str(value).replace("_", " ")
    return f"{name} idle" if value is None or value != value else f"{name} = {value}"


def _sweep_lines(
    panel: Axes, table: pd.DataFrame, x: str, more: list[str], lines: Mapping[Key, Style]
) -> None:
    is_number = pd.api.types.is_numeric_dtype(table[x])
    lowest, highest = (table[x].min(), table[x].max()) if is_number else (0.0, 0.0)
    for key, line in table.groupby(["design", "belief", *more], sort=False):
        style = lines[key] | {"marker": "o", "markersize": 2.5}
        if is_number and line[x].isna().all():  # idle, so the same at every value
            line, style = pd.concat([line, line]).assign(**{x: [lowest, highest]}), lines[key]
        ordered = line.sort_values(x) if is_number else line
        draw_band(panel, ordered[x], ordered, MEAN_BAND[:2], style)
        if len(ordered) == 1:  # the area of a single point has no width
            panel.vlines(
                ordered[x], ordered["low"], ordered["high"], color=style["color"], linewidth=1.0
            )
    if table["mean"].isna().all():
        panel.text(
            0.5,
            0.5,
            "never founded",
            transform=panel.transAxes,
            ha="center",
            va="center",
            color="#555555",
        )
    elif table["low"].min() >= 0.0:
        top = panel.get_ylim()[1]
        panel.set_ylim(-0.03 * top, 1.03 * top)
    if highest > lowest:  # values at which nothing was founded keep their place
        margin = 0.03 * (highest - lowest)
        panel.set_xlim(lowest - margin, highest + margin)


def _never_founded(summary: pd.DataFrame, lines: Mapping[Key, Style], more: list[str]) -> str:
    """Which lines have no point anywhere."""
    formed = summary.groupby(["design", "belief", *more], sort=False)["formed"].sum()
    missing = [lines[key]["label"] for key in formed.index[formed == 0]]
    return f" Never founded: {'; '.join(missing)}." if missing else ""


def _unit(unit: str) -> str:
    return {"1": "ratio", FLAG: "share of runs"}.get(unit, unit)


def _with_unit(address: str) -> str:
    """An address and the unit of its number, as axis label."""
    *tables, key = address.split(".")
    kind = "structure" if "structure" in tables else "".join(tables[:1])
    kind = kind.replace("alliances", "alliance")
    units = {row.address: row.unit for row in declarations()}
    unit = units.get(f"{kind}.{key}", "1")
    return address if unit == "1" else f"{address}, {unit}"
