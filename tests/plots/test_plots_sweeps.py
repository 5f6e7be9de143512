"""Figures of sweeps: a line for everything that varies, idle levers, blocks, levers as names."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.plots.sweeps import sweep_figure, told_apart

MEMBERS = OUTCOMES[OUTCOME_INDEX["members"]]


def summary_of(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """A summary of one outcome; the mean of a cell is its place, from 1."""
    fixed = {"scenario": "tv", "design": "as_is", "structure": "preset", "belief": "preset"}
    table = pd.DataFrame([{**fixed, **row} for row in rows])
    table["outcome"], table["runs"], table["formed"] = "members", 20, 20
    table["mean"] = np.arange(1.0, len(table) + 1.0)
    table["low"], table["high"] = table["mean"] - 0.5, table["mean"] + 0.5
    return table


def lines_of(rows: list[dict[str, Any]], swept: list[str]) -> dict[str, list[tuple[float, float]]]:
    """Points of every line by its name in the legend."""
    figure = sweep_figure(MEMBERS, "Title\n", summary_of(rows), swept)
    names = [text.get_text() for text in figure.legends[0].get_texts()]
    drawn = [line for line in figure.axes[0].lines]
    assert len(drawn) == len(names)
    return {
        name: [(x, y) for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)]
        for name, line in zip(names, drawn, strict=True)
    }


def test_a_block_is_a_line() -> None:
    rows = [
        {"dues": dues, "block": block, "pool": pool, "royalty": royalty}
        for block, pool, royalty in (("low", 0.0, None), ("high_one", 1.0, 9.0))
        for dues in (0.0, 0.1)
    ]
    assert lines_of(rows, ["dues"]) == {
        "low": [(0.0, 1.0), (0.1, 2.0)],
        "high one": [(0.0, 3.0), (0.1, 4.0)],
    }


def test_a_lever_that_is_a_name_makes_lines() -> None:
    rows = [
        {"alliance.structure": name, "dues": dues}
        for name in ("entity", "loose")
        for dues in (0.0, 0.1)
    ]
    expected = {
        "alliance.structure = entity": [(0.0, 1.0), (0.1, 2.0)],
        "alliance.structure = loose": [(0.0, 3.0), (0.1, 4.0)],
    }
    assert lines_of(rows, ["dues"]) == expected


CONDITIONAL = [
    {"pool": 0.0, "royalty": None},
    {"pool": 1.0, "royalty": 1.0},
    {"pool": 1.0, "royalty": 5.0},
]


def test_cells_with_an_idle_lever_keep_their_place() -> None:
    assert lines_of(CONDITIONAL, ["pool", "royalty"]) == {
        "royalty idle": [(0.0, 1.0)],
        "royalty = 1.0": [(1.0, 2.0)],
        "royalty = 5.0": [(1.0, 3.0)],
    }


def test_a_lever_idle_on_the_axis_is_the_same_all_along_it() -> None:
    assert lines_of(CONDITIONAL, ["royalty", "pool"]) == {
        "pool = 0.0": [(1.0, 1.0), (5.0, 1.0)],
        "pool = 1.0": [(1.0, 2.0), (5.0, 3.0)],
    }


@pytest.mark.parametrize(("second", "expected"), [(5.0, ["royalty"]), (1.0, [])])
def test_what_the_axis_decides_makes_no_lines(second: float, expected: list[str]) -> None:
    rows = [
        {"pool": 0.0, "royalty": None},
        {"pool": 1.0, "royalty": 1.0},
        {"pool": 1.0, "royalty": second},
    ]
    assert told_apart(summary_of(rows), ["pool", "royalty"])[1] == expected
