"""Figures of a study, from its tables alone. A page per scenario, but for maps."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import pandas as pd
from matplotlib import style
from matplotlib.figure import Figure

from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.plots.drawing import Page, draw_pages, stem_of
from poolsim.plots.lines import CURVES, Curve, curve_figure
from poolsim.plots.maps import MAPS, map_figure
from poolsim.plots.money import MONEY, ratios_figure, revenue_figure
from poolsim.plots.page import STYLE
from poolsim.plots.payers import payers_figure
from poolsim.plots.sweeps import sweep_figure, sweep_pages

__all__ = [
    "CURVES",
    "FIGURES",
    "Curve",
    "Figure",
    "curve_figure",
    "draw_all",
    "figures_of",
    "map_figure",
    "payers_figure",
    "ratios_figure",
    "revenue_figure",
    "sweep_figure",
]

FIGURES = (*CURVES, *MONEY, *MAPS)
OF_MONEY = {"ratios": ratios_figure, "revenue": revenue_figure, "payers": payers_figure}
SERIES = {name: (curve.series,) for name, curve in CURVES.items()} | MONEY


def draw_all(
    names: Iterable[str],
    title: str,
    curves: pd.DataFrame,
    summary: pd.DataFrame,
    swept: list[str],
    folder: Path,
    workers: int = 2,
    origin: str = "",
) -> list[str]:
    """Draw figures by name as SVG and PNG, in up to `workers` processes; returns a sentence for
    each page that could not be drawn. origin: what the files say of where they come from.

    survival, self_sufficiency, members, royalty, ratios, revenue, payers: from `curves`, a page per
    scenario where there are several; map_self_sufficient, map_alive: from `summary`; sweep: pages
    of all outcomes against the first swept address; sweep.OUTCOME: one of them, in a panel per
    scenario and structure.
    """
    pages = [page for name in names for page in _pages(name, title, curves, summary, swept)]
    return draw_pages(pages, folder, workers, origin)


def figures_of(
    name: str, title: str, curves: pd.DataFrame, summary: pd.DataFrame, swept: list[str]
) -> list[Callable[[], Figure]]:
    """What draws each page of a figure, from the tables that `draw_all` takes."""
    return [partial(_styled, page) for page in _pages(name, title, curves, summary, swept)]


def _styled(page: Page) -> Figure:
    with style.context(STYLE):
        return page.figure(*page.given)


def _pages(
    name: str, title: str, curves: pd.DataFrame, summary: pd.DataFrame, swept: list[str]
) -> Iterator[Page]:
    if name in MAPS:
        yield Page(name, map_figure, (name, title, summary))
    elif name in FIGURES:
        yield from _page_per_scenario(name, title, curves, summary)
    elif name == "sweep":
        yield from sweep_pages(title, summary, swept)
    else:
        outcome = OUTCOMES[OUTCOME_INDEX[name.removeprefix("sweep.")]]
        yield Page(stem_of("sweep", outcome.name), sweep_figure, (outcome, title, summary, swept))


def _page_per_scenario(
    name: str, title: str, curves: pd.DataFrame, summary: pd.DataFrame
) -> Iterator[Page]:
    shown = curves[curves["series"].isin(SERIES[name])]
    several = summary["scenario"].nunique() > 1
    for scenario, cells in summary.groupby("scenario", sort=False):
        here = shown[shown["scenario"] == scenario]
        stem = stem_of(name, str(scenario)) if several else name
        heading = f"{title} {scenario}"
        if name in CURVES:
            tables = _row_per_belief(here), _row_per_belief(cells)
            yield Page(stem, curve_figure, (CURVES[name], heading, *tables))
        else:
            yield Page(stem, OF_MONEY[name], (heading, here, cells))


def _row_per_belief(table: pd.DataFrame) -> pd.DataFrame:
    """The cells of one scenario, a row of panels for each belief and a line for each design."""
    return (
        table.assign(scenario=table["belief"], belief="preset")
        if table["belief"].nunique() > 1
        else table
    )
