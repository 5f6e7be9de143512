"""Survival figure: written, the same bytes twice, the numbers of the tables, and who was never
founded.
"""

from pathlib import Path

import pandas as pd
import pytest

from poolsim.plots.survival import draw_survival, survival_pages


@pytest.fixture
def curves() -> pd.DataFrame:
    """Seven strata; in the last none is founded under the second design."""
    rows = [
        (
            scenario,
            design,
            float(t),
            1.0 - 0.1 * t,
            0.9 - 0.1 * t,
            1.0 - 0.05 * t,
            10 - t,
            int(t == 8),
        )
        for scenario in "abcdefg"
        for design in ("free", "pool")
        for t in range(9)
        if (scenario, design) != ("g", "pool")
    ]
    return pd.DataFrame(
        rows,
        columns=["scenario", "design", "quarter", "survival", "low", "high", "at_risk", "censored"],
    )


def test_six_panels_a_page(curves: pd.DataFrame, tmp_path: Path) -> None:
    assert draw_survival("Title", curves, curves, "design", tmp_path) == []
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "survival_by_design.png",
        "survival_by_design.svg",
        "survival_by_design_2.png",
        "survival_by_design_2.svg",
    ]


def test_panels_show_the_tables(curves: pd.DataFrame) -> None:
    pages = survival_pages("Title", curves, curves, "design")
    first, second = (page.figure(*page.given) for page in pages)
    assert len(first.axes) == 12 and len(second.axes) == 2
    upper, lower = second.axes
    assert upper.get_title(loc="left") == "g" and list(upper.lines[0].get_ydata()) == pytest.approx(
        list(curves[(curves["scenario"] == "g")]["survival"])
    )
    texts = [text.get_text().strip() for text in lower.texts]
    assert texts[:9] == [str(10 - t) for t in range(9)] and texts[9:] == ["none founded"]
