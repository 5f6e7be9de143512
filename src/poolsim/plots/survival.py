"""Figure of the lives of alliances: Kaplan-Meier curves by design, and below each how many are
still at risk.
"""

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from poolsim.plots.drawing import Page, draw_pages, stem_of
from poolsim.plots.page import COLOURS, DASHES, Style, finish, sized_page
from poolsim.statistics.matching import Row

COLUMNS, PER_PAGE = 3, 6  # panels
INCH_PER_PANEL, INCH_OF_CURVES, INCH_PER_LINE, INCH_AROUND = 3.3, 2.1, 0.2, 1.1
TABLE_ROOM = 3.4  # lines of axis and title around the rows of numbers at risk
CAPTION = (
    "Kaplan-Meier estimate, 95 % intervals (log-log). Alliances that stand at the horizon are "
    "censored there (short strokes). Below: alliances at risk, neither ended nor censored before."
)


def draw_survival(
    title: str,
    curves: pd.DataFrame,
    at_risk: pd.DataFrame,
    by: str,
    folder: Path,
    origin: str = "",
) -> list[str]:
    """Draw the survival curves of all strata, six panels a page, as SVG and PNG; returns a sentence
    for each page that could not be drawn.

    curves, at_risk: those of `statistics.survival.survival_tables`; origin: as in `draw_pages`.
    """
    return draw_pages(survival_pages(title, curves, at_risk, by), folder, origin=origin)


def survival_pages(title: str, curves: pd.DataFrame, at_risk: pd.DataFrame, by: str) -> list[Page]:
    """A page for every six strata."""
    strata = list(curves.columns[: list(curves.columns).index(by)])
    values = list(dict.fromkeys(curves[by]))
    keys = curves[strata].drop_duplicates().to_dict("records")
    varying = [name for name in strata if curves[name].nunique(dropna=False) > 1]
    stem = stem_of("survival_by", by.replace(".", "_"))
    return [
        Page(
            stem if first == 0 else f"{stem}_{first // PER_PAGE + 1}",
            survival_figure,
            (title, keys[first : first + PER_PAGE], varying, curves, at_risk, by, values),
        )
        for first in range(0, len(keys), PER_PAGE)
    ]


def survival_figure(
    title: str,
    keys: list[Row],
    varying: list[str],
    curves: pd.DataFrame,
    at_risk: pd.DataFrame,
    by: str,
    values: list[str],
) -> Figure:
    """Curves of the strata `keys`, told apart by the factors `varying`, a line for each value."""
    columns = min(COLUMNS, len(keys))
    rows = -(-len(keys) // columns)
    table_inches = INCH_PER_LINE * (len(values) + TABLE_ROOM)
    figure = sized_page(
        max(columns * INCH_PER_PANEL, 5.0), rows * (INCH_OF_CURVES + table_inches) + INCH_AROUND
    )
    heights = [INCH_OF_CURVES, INCH_PER_LINE * len(values)] * rows
    axes = figure.subplots(2 * rows, columns, squeeze=False, height_ratios=heights)
    pairs = axes.reshape(rows, 2, columns).swapaxes(1, 2).reshape(-1, 2)
    for (upper, lower), panel in zip(pairs, keys, strict=False):
        _curves(upper, _of(curves, panel), by, values)
        _numbers(lower, _of(at_risk, panel), by, values, upper.get_xlim())
        upper.set_xticks(lower.get_xticks(), labels=[])
        upper.set_title(", ".join(_said(name, panel[name]) for name in varying), loc="left")
    for unused in pairs[len(keys) :].flat:
        unused.set_axis_off()
    lines = [_style(k) | {"label": value} for k, value in enumerate(values)]
    finish(figure, f"{title}\nLives of alliances by {by}", CAPTION, lines)
    return figure


def _style(k: int) -> Style:
    return {"color": COLOURS[k % len(COLOURS)], "linestyle": DASHES[k % len(DASHES)]}


def _of(table: pd.DataFrame, key: Row) -> pd.DataFrame:
    here = pd.Series(True, index=table.index)
    for name, value in key.items():
        here &= (table[name] == value) | (table[name].isna() & pd.isna(value))
    return table[here]


def _said(factor: str, value: object) -> str:
    """A value of a factor by its name, that of a number with its address."""
    if value is None or value != value:
        return f"{factor} idle"
    return f"{factor} = {value:g}" if isinstance(value, float) else str(value).replace("_", " ")


def _curves(axes: Axes, table: pd.DataFrame, by: str, values: list[str]) -> None:
    for k, value in enumerate(values):
        line = table[table[by] == value]
        if line.empty:
            continue
        colour, at = _style(k)["color"], line["quarter"]
        axes.step(at, line["survival"], where="post", **_style(k))
        axes.fill_between(
            at, line["low"], line["high"], step="post", color=colour, alpha=0.15, linewidth=0.0
        )
        last = line[line["censored"] > 0]
        axes.plot(last["quarter"], last["survival"], "|", color=colour, markersize=5.0)
    longest = float(table["quarter"].max())
    width = (-0.07 * longest, 1.05 * longest if longest > 0.0 else 1.0)
    axes.set(xlim=width, ylim=(-0.02, 1.02), ylabel="share still alive")


def _numbers(
    axes: Axes, table: pd.DataFrame, by: str, values: list[str], limits: tuple[float, float]
) -> None:
    for k, value in enumerate(values):
        rows = table[table[by] == value].to_dict("records")
        if not rows:
            axes.text(limits[0], k, "   none founded", va="center", fontsize=7.0, color="#555555")
        for row in rows:
            axes.text(
                row["quarter"], k, str(row["at_risk"]), ha="center", va="center", fontsize=7.0
            )
    axes.set(xlim=limits, ylim=(len(values) - 0.5, -0.5), xlabel="quarters since founding")
    axes.set_yticks(range(len(values)), labels=values, fontsize=7.0)
    axes.set_xticks(sorted(set(table["quarter"])))
    axes.tick_params(axis="y", length=0.0)
    axes.grid(False)
    axes.spines[["left", "bottom"]].set_visible(False)
