"""Figures: written, labelled, not blank, the same bytes twice, and the numbers of the tables."""

import os
import pickle
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import matplotlib.image
import numpy as np
import pandas as pd
import pytest

from poolsim.economy.existence import Runs
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.plots import (
    CURVES,
    FIGURES,
    curve_figure,
    draw_all,
    map_figure,
    payers_figure,
    ratios_figure,
    revenue_figure,
    sweep_figure,
)
from poolsim.plots.drawing import SERVE, Page
from poolsim.plots.money import RATIOS, SOURCES
from poolsim.statistics.payers import PAYERS, PAYING_SERIES, by_payer, payers_table
from poolsim.study.declared.study import FIGURES as DECLARED

FACTORS = {
    "scenario": ["tv", "video"],
    "design": ["free", "pool"],
    "structure": ["entity", "loose"],
    "belief": ["hope", "doubt"],
}
ADDRESS = "alliance.royalty"


def cells() -> pd.DataFrame:
    return pd.MultiIndex.from_product(FACTORS.values(), names=FACTORS).to_frame(index=False)


@pytest.fixture
def curves() -> pd.DataFrame:
    """Made-up curves; in scenario video nothing is founded as a loose alliance."""
    names = pd.DataFrame({"series": [curve.series for curve in CURVES.values()]})
    table = (
        cells().merge(names, how="cross").merge(pd.DataFrame({"quarter": range(61)}), how="cross")
    )
    table["mean"] = np.random.default_rng(3).random(len(table))
    for name, factor in {"low": 0.9, "high": 1.1, "q10": 0.5, "q90": 1.5}.items():
        table[name] = factor * table["mean"]
    nothing = (
        (table["scenario"] == "video")
        & (table["structure"] == "loose")
        & (table["series"] != "royalty_invited")
    )
    table.loc[nothing, ["mean", "low", "high", "q10", "q90"]] = np.nan
    return table


@pytest.fixture
def summary() -> pd.DataFrame:
    """Made-up summary of a sweep over three values."""
    names = pd.DataFrame({"outcome": [outcome.name for outcome in OUTCOMES]})
    table = (
        cells()
        .merge(names, how="cross")
        .merge(pd.DataFrame({ADDRESS: [1.0, 2.0, 5.0]}), how="cross")
    )
    table["runs"], table["same_as"], table["note"] = 40, "", ""
    table["formed"] = np.where(
        (table["scenario"] == "video") & (table["structure"] == "loose"), 0, 40
    )
    table["mean"] = np.random.default_rng(4).random(len(table))
    table["low"], table["high"] = 0.9 * table["mean"], 1.1 * table["mean"]
    return table


def texts(figure: Any) -> str:
    return "\n".join(text.get_text() for text in figure.findobj(matplotlib.text.Text))


@pytest.mark.parametrize("name", CURVES)
def test_lines_are_the_numbers_of_the_table(
    name: str, curves: pd.DataFrame, summary: pd.DataFrame
) -> None:
    figure = curve_figure(CURVES[name], "Title", curves, summary[summary[ADDRESS] == 1.0])
    table = curves[curves["series"] == CURVES[name].series]
    drawn = [
        line.get_ydata()
        for panel in figure.axes
        for line in panel.lines
        if len(line.get_xdata()) > 2
    ]
    expected = [
        line["mean"].to_numpy()
        for _, line in table.groupby(["scenario", "structure", "design", "belief"], sort=False)
        if not (CURVES[name].runs is not Runs.ALL and line["mean"].isna().all())
    ]
    in_order = sorted(expected, key=lambda values: np.nan_to_num(values[0]))
    assert len(drawn) == len(expected) == (16 if CURVES[name].runs is Runs.ALL else 12)
    for ours, theirs in zip(
        sorted(drawn, key=lambda values: np.nan_to_num(values[0])), in_order, strict=True
    ):
        np.testing.assert_array_equal(ours, theirs)


def test_a_figure_says_what_it_shows(curves: pd.DataFrame, summary: pd.DataFrame) -> None:
    figure = curve_figure(CURVES["members"], "Title", curves, summary[summary[ADDRESS] == 1.0])
    said = texts(figure)
    for words in (
        "Title",
        "tv, entity",
        "video, loose",
        "firms",
        "quarter",
        "n = 40 runs per line",
        "free, hope",
        "10 to 90 % of runs",
        "end of the paper's window",
        "paper's window",
    ):
        assert words in said, words
    assert [panel.get_title(loc="right") for panel in figure.axes] == [""] * 4
    assert [text.get_text() for text in figure.axes[3].texts] == ["never founded"]
    assert [panel.axison for panel in figure.axes] == [True, True, True, False]
    styles = {
        (
            line.get_color(),
            line.get_linestyle(),
            line._dash_pattern[1] and tuple(line._dash_pattern[1]),
        )
        for line in figure.legends[0].get_lines()
    }
    assert len(styles) == 4


def test_a_sweep_names_its_address_with_unit(summary: pd.DataFrame) -> None:
    outcome = OUTCOMES[OUTCOME_INDEX["ssr_narrow"]]
    figure = sweep_figure(outcome, "Title", summary, [ADDRESS])
    assert "alliance.royalty, RMB per unit" in texts(figure)
    table = summary[(summary["outcome"] == "ssr_narrow") & (summary["structure"] == "entity")]
    np.testing.assert_array_equal(figure.axes[0].lines[0].get_ydata(), table["mean"].iloc[:3])
    np.testing.assert_array_equal(figure.axes[0].lines[0].get_xdata(), [1.0, 2.0, 5.0])


def test_files_are_not_blank_and_the_same_twice(
    curves: pd.DataFrame,
    summary: pd.DataFrame,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Drawn by one process, and by two."""
    monkeypatch.setattr("poolsim.plots.drawing.FEWEST_APART", 1)
    once = summary[summary[ADDRESS] == 1.0]
    one = summary[(summary["scenario"] == "tv") & (summary["structure"] == "entity")]
    one = one[one["outcome"].isin([outcome.name for outcome in OUTCOMES[::4]])]
    written = []
    for folder, workers in ((tmp_path / "a", 1), (tmp_path / "b", 2)):
        folder.mkdir()
        said = draw_all(["survival"], "Title", curves, once, [], folder, workers)
        swept = ["sweep", "sweep.formed"]
        said += draw_all(swept, "Title", curves, one, [ADDRESS], folder, workers)
        assert said == []
        written.append({file.name: file.read_bytes() for file in folder.iterdir()})
    stems = [
        "survival_tv",
        "survival_video",
        "sweep_formed",
        "sweep_life",
        "sweep_money",
        "sweep_sector",
    ]
    assert sorted(written[0]) == sorted(
        f"{stem}.{kind}" for stem in stems for kind in ("svg", "png")
    )
    assert written[0] == written[1]
    assert b"quarter" in written[0]["survival_tv.svg"]
    for stem in stems:
        pixels = matplotlib.image.imread(tmp_path / "a" / f"{stem}.png")[:, :, :3]
        assert pixels.min() < 0.2 and 0.002 < (pixels < 0.9).any(axis=2).mean() < 0.6


@pytest.fixture
def money() -> pd.DataFrame:
    """Made-up ratios, revenue and cost of one scenario."""
    names = [
        *RATIOS,
        *SOURCES,
        "cost",
        "formed",
    ]
    one = cells()
    table = one[one["scenario"] == "tv"].merge(pd.DataFrame({"series": names}), how="cross")
    table = table.merge(pd.DataFrame({"quarter": range(61)}), how="cross")
    table["mean"] = np.random.default_rng(5).random(len(table))
    return table


def test_every_named_figure_can_be_asked_for() -> None:
    assert sorted(DECLARED) == sorted(FIGURES)


@pytest.mark.parametrize("name", ["map_self_sufficient", "map_alive"])
def test_a_map_prints_the_numbers_of_the_table(name: str, summary: pd.DataFrame) -> None:
    once = summary[summary[ADDRESS] == 1.0]
    figure = map_figure(name, "Title", once)
    table = once[once["outcome"] == name.removeprefix("map_")]
    said = sorted(text.get_text() for panel in figure.axes for text in panel.texts)
    told = [
        "never" if cell["formed"] == 0 else f"{cell['mean']:.2f}"
        for cell in table.to_dict("records")
    ]
    assert said == sorted(told)
    undecided = (table["formed"] > 0) & (table["low"] < 0.5) & (table["high"] >= 0.5)
    hatched = sum(len(panel.patches) for panel in figure.axes)
    assert hatched == int(undecided.sum()) + int((table["formed"] == 0).sum())


def test_ratios_are_the_numbers_of_the_table(money: pd.DataFrame, summary: pd.DataFrame) -> None:
    figure = ratios_figure(
        "Title", money, summary[(summary[ADDRESS] == 1.0) & (summary["scenario"] == "tv")]
    )
    drawn = {
        tuple(line.get_ydata())
        for panel in figure.axes
        for line in panel.lines
        if len(line.get_xdata()) > 2
    }
    wanted = money[money["series"].isin(RATIOS)].groupby(
        ["design", "structure", "belief", "series"]
    )["mean"]
    assert drawn == {tuple(line) for _, line in wanted}


def test_ratios_of_alliances_that_ended_at_once_are_no_empty_panel(
    money: pd.DataFrame, summary: pd.DataFrame
) -> None:
    ended = (money["design"] == "pool") & money["series"].isin(RATIOS) & (money["quarter"] != 1)
    money.loc[ended, "mean"] = np.nan
    here = summary[(summary[ADDRESS] == 1.0) & (summary["scenario"] == "tv")]
    figure = ratios_figure("Title", money, here)
    said = {
        panel.get_title(loc="left"): [text.get_text() for text in panel.texts]
        for panel in figure.axes
        if not panel.axison
    }
    assert said == {"pool, entity": ["ended at once"], "pool, loose": ["ended at once"]}


def test_areas_of_revenue_are_the_numbers_of_the_table(
    money: pd.DataFrame, summary: pd.DataFrame
) -> None:
    cells_of_tv = summary[(summary[ADDRESS] == 1.0) & (summary["scenario"] == "tv")]
    figure = revenue_figure("Title", money, cells_of_tv)
    first = money[
        (money["belief"] == "hope") & (money["design"] == "free") & (money["structure"] == "entity")
    ]
    tops = [area.get_paths()[0].vertices for area in figure.axes[0].collections]
    of_source = {name: first.loc[first["series"] == name, "mean"].to_numpy() for name in SOURCES}
    height = np.cumsum(
        [
            sum(of_source[name] for name in SOURCES if SOURCES[name].payer == payer)
            for payer in PAYERS
        ],
        axis=0,
    )
    assert len(tops) == len(PAYERS)
    for top, values in zip(tops, height, strict=True):
        assert set(np.round(values, 12)) <= set(np.round(top[:, 1], 12))


def test_bars_of_payers_are_the_numbers_of_the_table(
    money: pd.DataFrame, summary: pd.DataFrame
) -> None:
    cells_of_tv = summary[(summary[ADDRESS] == 1.0) & (summary["scenario"] == "tv")]
    figure = payers_figure("Title", money, cells_of_tv)
    labels = ["design", "structure", "belief"]
    table = by_payer(payers_table(money, labels), labels)
    assert [panel.get_title(loc="left") for panel in figure.axes] == ["hope", "doubt"]
    for belief, panel in zip(("hope", "doubt"), figure.axes, strict=True):
        names = [text.get_text().split(", ") for text in panel.get_yticklabels()]
        assert len(names) == 4
        widths = np.array([bar.get_width() for bar in panel.patches]).reshape(2, len(PAYERS), 4)
        assert not widths[1].any()
        for place, name in enumerate(names):
            expected = table.loc[(*name, belief)].to_numpy()
            np.testing.assert_allclose(widths[0, :, place], expected)


def test_who_pays_is_income_over_cost_and_per_founded_alliance() -> None:
    quarters = 4
    values = dict.fromkeys(PAYING_SERIES, 0.0) | {
        "formed": 0.5,
        "cost": 2.0,
        "dues_income": 1.0,
        "licence_outside": 0.25,
        "licence_sector": 0.5,
    }
    rows = [
        {"cell": cell, "series": name, "quarter": quarter, "mean": value * (cell == 7)}
        for cell in (7, 8)
        for name, value in values.items()
        for quarter in range(quarters)
    ]
    paid = payers_table(pd.DataFrame(rows), ["cell"])
    found = {row["source"]: (row["income"], row["per_cost"]) for row in paid.to_dict("records")}
    assert found == {
        SOURCES["licence_outside"].label: (2.0, 0.125),
        SOURCES["licence_sector"].label: (4.0, 0.25),
        SOURCES["dues_income"].label: (8.0, 0.5),
    }
    assert set(paid["cell"]) == {7}
    assert by_payer(paid, ["cell"]).loc[7].sum() == 0.875


def test_a_design_that_repeats_another_is_named_and_not_drawn_again(
    curves: pd.DataFrame, money: pd.DataFrame, summary: pd.DataFrame
) -> None:
    """In curves, pages of money and maps."""
    once = summary[summary[ADDRESS] == 1.0].copy()
    repeated = (once["design"] == "pool") & (once["structure"] == "loose")
    once.loc[repeated, ["same_as", "note"]] = ["free", "pool idle: why not"]
    of_tv = once[once["scenario"] == "tv"]
    ratios = ratios_figure("Title", money, of_tv)
    held = [text.get_text() for panel in ratios.axes if not panel.axison for text in panel.texts]
    assert held == ["= free"]
    assert "pool = free (pool idle: why not)" in " ".join(texts(ratios).split())
    figure = curve_figure(CURVES["members"], "Title", curves, once)
    drawn = [sum(len(line.get_xdata()) > 2 for line in panel.lines) for panel in figure.axes]
    assert drawn == [4, 2, 4, 0]
    assert "= free: pool" in figure.axes[1].get_title(loc="right")
    said = [
        text.get_text()
        for panel in map_figure("map_alive", "Title", once).axes
        for text in panel.texts
    ]
    assert said.count("= free") == 4


def test_a_row_without_any_alliance_takes_no_room(
    money: pd.DataFrame, summary: pd.DataFrame
) -> None:
    once = summary[(summary[ADDRESS] == 1.0) & (summary["scenario"] == "tv")].copy()
    once.loc[once["design"] == "pool", "formed"] = 0
    figure = revenue_figure("Title", money, once)
    assert [panel.get_title(loc="left") for panel in figure.axes] == ["free, entity", "free, loose"]
    assert "Never founded: pool." in " ".join(texts(figure).split())


def test_words_of_users_are_no_mathematics_and_no_paths(
    curves: pd.DataFrame, summary: pd.DataFrame, tmp_path: Path
) -> None:
    renamed = [table.replace({"video": "$a$/../b"}) for table in (curves, summary)]
    renamed[1] = renamed[1][renamed[1][ADDRESS] == 1.0]
    title = "dues of $0.01 to $0.02 \\frac"
    assert draw_all(["members"], title, *renamed, [], tmp_path) == []
    files = sorted(file.name for file in tmp_path.rglob("*.svg"))
    assert files == ["members__a_.._b.svg", "members_tv.svg"]
    assert "dues of $0.01 to $0.02 \\frac tv" in (tmp_path / "members_tv.svg").read_text("utf-8")


def test_a_page_that_cannot_be_drawn_is_told_and_the_others_are_drawn(
    curves: pd.DataFrame, summary: pd.DataFrame, tmp_path: Path
) -> None:
    once = summary[summary[ADDRESS] == 1.0]
    (tmp_path / "members_tv.svg").mkdir()
    said = draw_all(["members", "ratios"], "Title", curves, once.drop(columns="high"), [], tmp_path)
    assert [text.split(": not drawn: ")[0] for text in said] == [
        "figure members_tv",
        "figure ratios_tv, ratios_video",
    ]
    assert (tmp_path / "members_video.png").exists()


def test_a_process_that_dies_leaves_no_page_undrawn(
    curves: pd.DataFrame, summary: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("poolsim.plots.drawing.SERVE", "raise SystemExit(1)")
    monkeypatch.setattr("poolsim.plots.drawing.FEWEST_APART", 1)
    once = summary[summary[ADDRESS] == 1.0]
    assert draw_all(["members"], "Title", curves, once, [], tmp_path) == []
    assert len(list(tmp_path.iterdir())) == 4


def test_a_process_that_draws_ends_with_its_caller(tmp_path):
    given = pickle.dumps(([Page("slow", time.sleep, (60.0,))], tmp_path, ""))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", SERVE], stdin=subprocess.PIPE, env=environment
    ) as drawing:
        drawing.stdin.write(given)
        drawing.stdin.close()  # as the system does when the caller is killed
        assert drawing.wait(timeout=50.0) == 1
