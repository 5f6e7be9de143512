"""Figures of a study, from its tables alone: the same tables give the same bytes. A page per
scenario, but for maps.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import matplotlib
import pandas as pd
from matplotlib.figure import Figure

from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.plots.lines import CURVES, Curve, curve_figure
from poolsim.plots.maps import MAPS, map_figure
from poolsim.plots.money import ratios_figure, revenue_figure
from poolsim.plots.page import DPI, STYLE
from poolsim.plots.sweeps import sweep_figure, sweep_pages

__all__ = [
    "CURVES",
    "FIGURES",
    "Curve",
    "curve_figure",
    "draw",
    "map_figure",
    "ratios_figure",
    "revenue_figure",
    "sweep_figure",
]

FIGURES = (*CURVES, "ratios", "revenue", *MAPS)


def draw(
    names: Iterable[str],
    title: str,
    curves: pd.DataFrame,
    summary: pd.DataFrame,
    swept: list[str],
    folder: Path,
) -> list[Path]:
    """Draw figures by name as SVG and PNG; returns the files.

    survival, self_sufficiency, members, royalty, ratios, revenue: from `curves`, a page per
    scenario where there are several; map_self_sufficient, map_alive: from `summary`; sweep: pages
    of all outcomes against the first swept address; sweep.OUTCOME: one of them, in a panel per
    scenario and structure.
    """
    files: list[Path] = []
    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # a reader's own settings must not change the bytes
        matplotlib.rcParams.update(STYLE)  # type: ignore[arg-type]
        for name in names:
            for stem, figure in _figures(name, title, curves, summary, swept):
                files += _save(figure, folder / stem)
    return files


def _figures(
    name: str, title: str, curves: pd.DataFrame, summary: pd.DataFrame, swept: list[str]
) -> Iterator[tuple[str, Figure]]:
    if name in FIGURES and name not in MAPS:
        yield from _pages(name, title, curves, summary)
    elif name in MAPS:
        yield name, map_figure(name, title, summary)
    elif name == "sweep":
        yield from sweep_pages(title, summary, swept)
    else:
        outcome = OUTCOMES[OUTCOME_INDEX[name.removeprefix("sweep.")]]
        yield name.replace(".", "_"), sweep_figure(outcome, title, summary, swept)


def _pages(
    name: str, title: str, curves: pd.DataFrame, summary: pd.DataFrame
) -> Iterator[tuple[str, Figure]]:
    """A page per scenario where there are several."""
    scenarios = list(curves["scenario"].unique())
    for scenario in scenarios:
        stem = name if len(scenarios) == 1 else f"{name}_{scenario}"
        here, cells = (
            curves[curves["scenario"] == scenario],
            summary[summary["scenario"] == scenario],
        )
        heading = f"{title} {scenario}"
        if name == "ratios":
            yield stem, ratios_figure(heading, here, cells)
        elif name == "revenue":
            yield stem, revenue_figure(heading, here, cells)
        else:
            yield (
                stem,
                curve_figure(CURVES[name], heading, _row_per_belief(here), _row_per_belief(cells)),
            )


def _row_per_belief(table: pd.DataFrame) -> pd.DataFrame:
    """The cells of one scenario with a row of panels for each belief, and a line for each design."""
    return (
        table.assign(scenario=table["belief"], belief="preset")
        if table["belief"].nunique() > 1
        else table
    )


def _save(figure: Figure, stem: Path) -> list[Path]:
    svg, png = stem.with_name(f"{stem.name}.svg"), stem.with_name(f"{stem.name}.png")
    figure.savefig(svg, metadata={"Date": None, "Creator": "poolsim"})
    figure.savefig(png, dpi=DPI, metadata={"Software": "poolsim"})
    return [svg, png]
