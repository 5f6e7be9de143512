"""What runs and results show of themselves: tables, figures, notebooks, and a workbook."""

import math
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from poolsim import export, run, simulate, why
from poolsim.economy.outcomes import OUTCOMES
from poolsim.errors import ScenarioError, StoreError
from poolsim.scenario.scenario import load
from poolsim.scenario.told import numbers_in
from poolsim.study import workbook
from poolsim.study.declared.read import with_settings
from poolsim.study.declared.study import Study
from poolsim.study.results import Results
from poolsim.study.simulated import Simulated

SMALL = {"quarters": 6, "firms.core.count": 3, "firms.fringe.count": 2}


@pytest.fixture(scope="module")
def runs() -> Simulated:
    return simulate("cn_tv", SMALL, replicates=3, plain=True)


@pytest.fixture
def result(study: Study, stream: object, tmp_path: Path) -> Results:
    return run(study, tmp_path / "out")


def test_simulated_runs_are_a_frame_whose_slices_are_plain(runs: Simulated) -> None:
    assert isinstance(runs, pd.DataFrame)
    plain = runs.to_frame()
    for one in (plain, runs[runs["formed"] > 0.0], pd.concat([runs, runs]), runs.copy()):
        assert type(one) is pd.DataFrame
    pd.testing.assert_frame_equal(plain, pd.DataFrame(runs))


def test_the_summary_of_simulated_runs_is_their_mean(runs: Simulated) -> None:
    found = runs.summary.set_index("outcome")
    assert found.loc["profit", "mean"] == pytest.approx(runs["profit"].mean())
    assert found.loc["formed", "runs"] == 3 and found.loc["cause: standing", "unit"] == "0 or 1"


def test_the_curves_of_simulated_runs_are_of_the_same_runs(runs: Simulated) -> None:
    curves = runs.curves()
    last = curves[(curves["series"] == "members") & (curves["quarter"] == 6)]
    assert set(curves["quarter"]) == set(range(7)) and last["runs"].tolist() == [3]
    assert last["mean"].item() == pytest.approx(runs["members_last"].fillna(0.0).mean())


def test_simulated_runs_draw_and_show_themselves(runs: Simulated) -> None:
    assert "China colour-TV" in runs.plot("royalty").get_suptitle()
    with pytest.raises(ScenarioError, match="royality: no such figure; did you mean 'royalty'"):
        runs.plot("royality")
    assert runs.why(replicate=1).text == why(runs.origin.scenario, replicate=1).text
    shown = runs._repr_html_()
    assert "3 runs" in shown and "<td>self_sufficient</td>" in shown and "NaN" not in shown


def test_results_show_tables_and_figures(result: Results) -> None:
    pd.testing.assert_frame_equal(result.to_frame(), result.table("runs"))
    pd.testing.assert_frame_equal(result.summary, result.table("summary"))
    pd.testing.assert_frame_equal(result.curves(), result.table("curves"))
    assert result.plot().get_suptitle() == result.plot("map_self_sufficient").get_suptitle()
    assert "made_up" in result.plot("members").get_suptitle()
    with pytest.raises(ScenarioError, match="members: page 1; it has pages 0 to 0"):
        result.plot("members", page=1)
    assert "verdict of 4 rows" in result._repr_html_()


def test_incomplete_results_say_so(study: Study, stream: object, tmp_path: Path) -> None:
    part = run(study, tmp_path / "part", shard=(1, 2), chunk=64)
    assert f"{part.done} of {part.runs} runs" in part._repr_html_()
    with pytest.raises(StoreError, match="resume it first"):
        part.plot()


def test_the_workbook_holds_tables_units_and_sources(result: Results, tmp_path: Path) -> None:
    export(result.folder, "xlsx", tmp_path / "made.xlsx")
    book = openpyxl.load_workbook(tmp_path / "made.xlsx", read_only=True)
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    for name in ("runs", "summary", "verdict"):
        head, *rows = sheets[name]
        table = result.table(name)
        assert list(head) == list(table.columns) and len(rows) == len(table)
    profit = sheets["runs"][0].index("profit")
    profits = [row[profit] for row in sheets["runs"][1:]]
    assert profits == pytest.approx(result.table("runs")["profit"].tolist(), rel=1e-14)
    told = {row[1]: row for row in sheets["parameters"][1:]}
    cn_tv = numbers_in(load("cn_tv").with_values({"seed": 3}))
    assert list(told) == list(cn_tv)
    assert all(told[name] == ("cn_tv", *cn_tv[name]) for name in cn_tv if name != "seed")
    assert {row[0] for row in sheets["outcomes"][1:]} == {one.name for one in OUTCOMES}
    assert ("dues", "all", "alliance.dues", 0.02) in sheets["designs"]
    assert ("seed", 3) in sheets["about"]
    numbers = [cell for row in sheets["summary"] for cell in row if isinstance(cell, float)]
    assert all(map(math.isfinite, numbers))


def test_more_runs_than_a_sheet_holds(
    result: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 279)
    with pytest.raises(ScenarioError, match="280 runs; a sheet holds 279: export them as csv"):
        export(result.folder, "xlsx", tmp_path / "made.xlsx")
    assert not (tmp_path / "made.xlsx").exists()


def test_numbers_are_told_as_they_stand() -> None:
    changed = load("cn_tv").with_values({"structure.capital": 3.0, "alliance.royalty": 2.0})
    found = numbers_in(changed)
    assert found["alliances.ctu.structure.capital"].value == 3.0
    assert found["alliances.ctu.structure.capital"].source == "assumption"
    assert found["negotiation.surplus"].source == "TV-royalty-claims-2006"
    assert found["quarters"].value == 80 and "alliances.ctu.structure" not in found
    with_seed = with_settings(Study(name="x", scenarios=["cn_tv"]), seed=9)
    assert numbers_in(with_seed.bases()[0])["seed"].value == 9
