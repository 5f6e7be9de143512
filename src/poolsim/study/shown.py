"""What result objects show of themselves: a figure, and a table in a notebook."""

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from poolsim.errors import ScenarioError
from poolsim.scenario.toml import nearest
from poolsim.study.declared.study import CURVE_FIGURES, FIGURES, SWEEP

if TYPE_CHECKING:
    from poolsim.plots import Figure


def drawn_page(
    name: str,
    title: str,
    curves: Callable[[], pd.DataFrame],
    summary: pd.DataFrame,
    swept: list[str],
    page: int = 0,
) -> "Figure":
    """A page of a figure by its name; `curves` is asked for series by quarter only where the figure
    shows them. Raises ScenarioError where there is no such figure or page.
    """
    if name not in FIGURES and name.partition(".")[0] != SWEEP:
        raise ScenarioError([f"{name}: no such figure{nearest(name, [*FIGURES, SWEEP])}"])
    from poolsim.plots import figures_of

    series = curves() if name in CURVE_FIGURES else pd.DataFrame()
    pages = figures_of(name, title, series, summary, swept)
    if not 0 <= page < len(pages):
        raise ScenarioError([f"{name}: page {page}; it has pages 0 to {len(pages) - 1}"])
    return pages[page]()


def html_of(title: str, table: pd.DataFrame, note: str = "") -> str:
    """A table below its title as HTML, numbers to four digits."""
    shown = table.to_html(index=False, float_format="{:.4g}".format, na_rep="", border=0)
    below = f"<p>{escape(note)}</p>" if note else ""
    return f"<p><b>{escape(title)}</b></p>{shown}{below}"
