"""What the alliance changed: the same draws without it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from poolsim import run
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.errors import StoreError
from poolsim.report.verdict import WIDTH, changes_text
from poolsim.scenario.scenario import Scenario, load
from poolsim.simulation import stream
from poolsim.statistics.paired import COMPARED, counterfactual_table
from poolsim.study.declared.read import study_of, with_settings
from poolsim.study.declared.study import Study
from poolsim.study.runner import reproduce
from poolsim.study.stored.plan import without_alliances

RUNS = 6


def runs(scenario: Scenario) -> np.ndarray:
    cell = scenario.lower()
    return np.vstack([block.outcomes for block in stream(cell, 2018, RUNS, plain=True)])


@pytest.fixture(scope="module")
def cell():
    """A structure in which it is founded in every run."""
    return load("cn_tv").with_values({"quarters": 24, "alliance.structure": "cooperative"})


@pytest.fixture(scope="module")
def without(cell) -> np.ndarray:
    return runs(without_alliances(cell))


def test_without_an_alliance_the_difference_is_exactly_zero(cell, without: np.ndarray) -> None:
    bare = without_alliances(cell)
    table = counterfactual_table(runs(bare), runs(without_alliances(bare)))
    assert (table[["difference", "low", "high"]] == 0.0).all(axis=None)
    assert (without[:, OUTCOME_INDEX["formed"]] == 0.0).all()


def test_an_alliance_that_is_never_founded_changes_nothing(without: np.ndarray) -> None:
    never = load("cn_tv").with_values({"quarters": 24, "alliance.minimum": 1000.0})
    table = counterfactual_table(runs(never), without)
    assert set(table["formed"]) == {0}
    assert (table["difference"] == 0.0).all()


def test_negotiating_together_lowers_what_members_pay(cell, without: np.ndarray) -> None:
    table = counterfactual_table(runs(cell), without).set_index("outcome")
    assert list(table.index) == [outcome.name for outcome in COMPARED]
    assert table.loc["royalty_invited", "high"] < 0.0
    row = table.loc["royalty_outflow"]
    assert row["difference"] == pytest.approx(row["with"] - row["without"])
    assert changes_text(table.reset_index()).count("\n") == len(COMPARED) + 1
    assert max(map(len, changes_text(table.reset_index()).splitlines())) <= WIDTH


def test_a_failed_run_is_left_out_of_both() -> None:
    with_it, bare = np.ones((5, len(OUTCOMES))), np.zeros((5, len(OUTCOMES)))
    with_it[1], bare[4] = np.nan, np.nan
    table = counterfactual_table(with_it, bare)
    assert set(table["runs"]) == {3} and (table["difference"] == 1.0).all()


def test_a_study_writes_it_only_when_asked(tmp_path: Path) -> None:
    study = study_of(load("cn_tv").with_values({"quarters": 6}), replicates=2)
    bare = run(study, tmp_path / "bare", plain=True)
    with pytest.raises(StoreError, match="no such table"):
        bare.table("counterfactual")
    asked = run(with_settings(study, counterfactual=True), tmp_path / "asked", plain=True)
    path = tmp_path / "asked" / "tables" / "counterfactual.csv"
    read = pd.read_csv(path, encoding="utf-8-sig")
    assert len(read) == len(asked.table("counterfactual")) == len(COMPARED)
    assert "what the alliance changed" in asked.verdict
    assert (asked.runs, len(asked.table("runs"))) == (4, 2)
    direct = counterfactual_table(runs(study.bases()[0])[:2], runs(asked.scenario(1))[:2])
    pd.testing.assert_frame_equal(read[list(direct)], direct)
    assert reproduce(asked.folder, plain=True) is None


def test_cells_that_differ_in_their_alliances_only_share_their_counterfactual(
    study: Study, stream: Callable[..., None], tmp_path: Path
) -> None:
    found = run(with_settings(study, counterfactual=True), tmp_path / "out")
    assert found.runs == (4 + 1) * 70 and len(found.table("counterfactual")) == 4 * len(COMPARED)
