"""Figure of the lives of alliances: Kaplan-Meier curves by design, and below each how many are
still at risk.
"""

from collections.abc import Iterator
from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from poolsim.plots.page import CAPTION_WIDTH, COLOURS, DASHES, DPI, HEADING_WIDTH, STYLE

COLUMNS, PER_PAGE = 3, 6  # panels
INCH_PER_PANEL, INCH_OF_CURVES, INCH_PER_LINE, INCH_AROUND = 3.3, 2.1, 0.2, 1.1
TABLE_ROOM = 3.4  # lines of axis and title around the rows of numbers at risk
CAPTION = (
    "Kaplan-Meier estimate, 95 % intervals (log-log). Alliances that stand at the horizon are censored there (short "
    "strokes). Below: alliances at risk, neither ended nor censored before."
)


def draw_survival(
    title: str, curves: pd.DataFrame, at_risk: pd.DataFrame, by: str, folder: Path
) -> list[Path]:
    """Draw the survival curves of all strata, six panels a page, as SVG and PNG; returns the files.

    curves, at_risk: tables of `study.survival`. The same tables give the same bytes.
    """
    files: list[Path] = []
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(STYLE)  # type: ignore[arg-type]
        for page, figure in enumerate(survival_figures(title, curves, at_risk, by), start=1):
            stem = f"survival_by_{by.replace('.', '_')}" + (f"_{page}" if page > 1 else "")
            svg, png = folder / f"{stem}.svg", folder / f"{stem}.png"
            figure.savefig(svg, metadata={"Date": None, "Creator": "poolsim"})
            figure.savefig(png, dpi=DPI, metadata={"Software": "poolsim"})
            files += [svg, png]
    return files


def survival_figures(
    title: str, curves: pd.DataFrame, at_risk: pd.DataFrame, by: str
) -> Iterator[Figure]:
    """A figure for every six strata."""
    strata = list(curves.columns[: list(curves.columns).index(by)])
    values = list(dict.fromkeys(curves[by]))
    keys = curves[strata].drop_duplicates().to_dict("records")
    varying = [name for name in strata if curves[name].nunique(dropna=False) > 1]
    for first in range(0, len(keys), PER_PAGE):
        yield _page(title, keys[first : first + PER_PAGE], varying, curves, at_risk, by, values)


def _page(
    title: str,
    keys: list[dict[Any, Any]],
    varying: list[str],
    curves: pd.DataFrame,
    at_risk: pd.DataFrame,
    by: str,
    values: list[str],
) -> Figure:
    columns = min(COLUMNS, len(keys))
    rows = -(-len(keys) // columns)
    table_inches = INCH_PER_LINE * (len(values) + TABLE_ROOM)
    size = (
        max(columns * INCH_PER_PANEL, 5.0),
        rows * (INCH_OF_CURVES + table_inches) + INCH_AROUND,
    )
    figure = Figure(figsize=size, layout="constrained")
    FigureCanvasAgg(figure)
    heights = [INCH_OF_CURVES, INCH_PER_LINE * len(values)] * rows
    axes = figure.subplots(2 * rows, columns, squeeze=False, height_ratios=heights)
    for place, panel in enumerate(keys):
        row, column = divmod(place, columns)
        upper, lower = axes[2 * row, column], axes[2 * row + 1, column]
        _curves(upper, _of(curves, panel), by, values)
        _numbers(lower, _of(at_risk, panel), by, values, upper.get_xlim())
        upper.set_xticks(lower.get_xticks(), labels=[])
        upper.set_title(", ".join(_said(name, panel[name]) for name in varying), loc="left")
    for place in range(len(keys), rows * columns):
        row, column = divmod(place, columns)
        axes[2 * row, column].set_axis_off()
        axes[2 * row + 1, column].set_axis_off()
    _finish(figure, f"{title}\nLives of alliances by {by}", values)
    return figure


def _finish(figure: Figure, title: str, values: list[str]) -> None:
    width = figure.get_figwidth()
    lines = [fill(line, int(width * HEADING_WIDTH)) for line in title.split("\n")]
    figure.suptitle("\n".join(lines), x=0.01, ha="left", fontsize=9.5)
    handles = [Line2D([], [], **_style(k), label=value) for k, value in enumerate(values)]
    figure.legend(
        handles=handles,
        loc="outside lower center",
        ncols=min(len(values), 4),
        frameon=False,
        handlelength=3.2,
        title=fill(CAPTION, int(width * CAPTION_WIDTH)),
        title_fontsize=7,
    )


def _style(k: int) -> dict[str, Any]:
    return {"color": COLOURS[k % len(COLOURS)], "linestyle": DASHES[k % len(DASHES)]}


def _of(table: pd.DataFrame, key: dict[Any, Any]) -> pd.DataFrame:
    here = pd.Series(True, index=table.index)
    for name, value in key.items():
        here &= (table[name] == value) | (table[name].isna() & pd.isna(value))
    return table[here]


def _said(factor: str, value: Any) -> str:
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
    axes.set_ylim(-0.02, 1.02)
    longest = float(table["quarter"].max())
    axes.set_xlim(-0.07 * longest, 1.05 * longest if longest > 0.0 else 1.0)
    axes.set_ylabel("share still alive")


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
    axes.set_xlim(*limits)
    axes.set_ylim(len(values) - 0.5, -0.5)
    axes.set_yticks(range(len(values)), labels=values, fontsize=7.0)
    axes.set_xticks(sorted(set(table["quarter"])))
    axes.tick_params(axis="y", length=0.0)
    axes.grid(False)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.set_xlabel("quarters since founding")
