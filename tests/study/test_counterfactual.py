"""What the alliance changed: the same draws without it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.report.verdict import WIDTH, changes_text
from poolsim.scenario.scenario import load
from poolsim.simulation import stream
from poolsim.statistics.counterfactual import COMPARED, counterfactual_table, without_alliances
from poolsim.study import run_study
from poolsim.study.declared.read import study_of, with_settings

RUNS = 6


def runs(cell) -> np.ndarray:
    return np.vstack([block.outcomes for block in stream(cell, 2018, RUNS, plain=True)])


@pytest.fixture(scope="module")
def cell():
    return load("cn_tv").with_values({"quarters": 24}).lower()


@pytest.fixture(scope="module")
def without(cell) -> np.ndarray:
    return runs(without_alliances(cell))


def test_without_an_alliance_the_difference_is_exactly_zero(cell, without: np.ndarray) -> None:
    bare = without_alliances(cell)
    table = counterfactual_table({}, runs(bare), runs(without_alliances(bare)))
    assert (table[["difference", "low", "high"]] == 0.0).all(axis=None)
    assert (without[:, OUTCOME_INDEX["formed"]] == 0.0).all()


def test_an_alliance_that_is_never_founded_changes_nothing(without: np.ndarray) -> None:
    never = load("cn_tv").with_values({"quarters": 24, "alliance.minimum": 1000.0}).lower()
    table = counterfactual_table({}, runs(never), without)
    assert set(table["formed"]) == {0}
    assert (table["difference"] == 0.0).all()


def test_negotiating_together_lowers_what_members_pay(cell, without: np.ndarray) -> None:
    table = counterfactual_table({"design": "d"}, runs(cell), without).set_index("outcome")
    assert list(table.index) == [outcome.name for outcome in COMPARED]
    assert table.loc["royalty_members", "high"] < 0.0
    row = table.loc["royalty_outflow"]
    assert row["difference"] == pytest.approx(row["with"] - row["without"])
    assert changes_text(table.reset_index()).count("\n") == len(COMPARED) + 1
    assert max(map(len, changes_text(table.reset_index()).splitlines())) <= WIDTH


def test_a_failed_run_is_left_out_of_both() -> None:
    with_it, bare = np.ones((5, len(OUTCOMES))), np.zeros((5, len(OUTCOMES)))
    with_it[1], bare[4] = np.nan, np.nan
    table = counterfactual_table({}, with_it, bare)
    assert set(table["runs"]) == {3} and (table["difference"] == 1.0).all()


def test_a_study_writes_it_only_when_asked(tmp_path: Path) -> None:
    study = study_of(load("cn_tv").with_values({"quarters": 6}), replicates=2)
    assert run_study(study, tmp_path / "plain", plain=True, quiet=True).counterfactual.empty
    asked = run_study(
        with_settings(study, counterfactual=True), tmp_path / "asked", plain=True, quiet=True
    )
    read = pd.read_csv(tmp_path / "asked" / "counterfactual.csv", encoding="utf-8-sig")
    assert len(read) == len(asked.counterfactual) == len(COMPARED)
    assert not (tmp_path / "plain" / "counterfactual.csv").exists()
