"""Cells of a plan: resolved again when they are run, and kept ready while they fit."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from poolsim.errors import StoreError
from poolsim.study import runner as runners
from poolsim.study.declared.read import load_study
from poolsim.study.declared.sampling import points
from poolsim.study.runner import Runner
from poolsim.study.stored.plan import CellScenarios, Chunk, Plan, chunks_of, resolved

STUDY = """\
name = "rounds"
scenarios = ["cn_tv"]
replicates = 128
structures = ["entity", "cooperative"]
[levers]
"firms.core.count" = [2, 3]
"alliance.dues" = [0.0, 0.01, 0.02]
"""


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    path = tmp_path / "rounds.toml"
    path.write_text(STUDY, encoding="utf-8")
    study = load_study(path)
    return Plan(0, resolved(study)[0], study.replicates, 256)


def runner_of(plan: Plan, tmp_path: Path, monkeypatch: Any, prepared: list[int]) -> Runner:
    """A runner of made-up runs that notes the number of firms of every cell it prepares."""

    def of_cell(cell: Any, seed: int) -> Callable[[int, int], Any]:
        prepared.append(len(cell.firms))
        return lambda first, size: None

    monkeypatch.setattr(runners, "runner_of", lambda *args, **options: of_cell)
    study = load_study(tmp_path / "rounds.toml")
    return Runner(study, plan, curves=False, plain=False, announce=print)


def visits(plan: Plan) -> list[int]:
    chunks: list[Chunk] = list(chunks_of(plan.done, plan.replicates, plan.runs_per_chunk))
    return [int(cell) for chunk in chunks for cell in chunk.cells]


def test_a_cell_of_a_plan_is_the_point_that_was_planned(plan: Plan, tmp_path: Path) -> None:
    study = load_study(tmp_path / "rounds.toml")
    cells = CellScenarios(study, plan.table)
    found = [cells.scenario(cell) for cell in range(len(plan.table))]
    assert found == [point.scenario for point in points(study)]
    assert len({scenario.digest() for scenario in found}) == len(found) == 12


def test_cells_that_fit_are_prepared_once(plan: Plan, tmp_path: Path, monkeypatch: Any) -> None:
    prepared: list[int] = []
    runner = runner_of(plan, tmp_path, monkeypatch, prepared)
    for cell in visits(plan):
        runner.prepared(cell)
    assert len(visits(plan)) == 2 * len(prepared) == 2 * 12


def test_cells_that_do_not_fit_take_no_place_from_others(
    plan: Plan, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(runners, "KEPT_AGENTS", 200)
    prepared: list[int] = []
    runner = runner_of(plan, tmp_path, monkeypatch, prepared)
    for cell in visits(plan):
        runner.prepared(cell)
    kept = len(runner.kept.runs)
    assert 0 < kept < 12
    assert len(prepared) == kept + 2 * (12 - kept)


def test_a_runner_refuses_a_cell_whose_numbers_are_not_those_planned(
    plan: Plan, tmp_path: Path, monkeypatch: Any
) -> None:
    runner = runner_of(plan, tmp_path, monkeypatch, [])
    other = np.roll(np.arange(len(plan.table)), 1)
    runner.cells.columns["alliance.dues"] = runner.cells.columns["alliance.dues"].take(other)
    with pytest.raises(StoreError, match="not those that were planned"):
        runner.prepared(0)


def test_a_cell_whose_runs_another_has_made_names_it_and_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "alike.toml"
    path.write_text(
        """name = "alike"
scenarios = ["mpeg2", "cn_led"]
structures = ["entity", "cooperative"]
[designs.free]
"alliance.pool" = 0
[designs.pool]
"alliance.pool" = 1
[designs.again]
"alliance.pool" = 1
""",
        encoding="utf-8",
    )
    plan = Plan(0, resolved(load_study(path))[0], 10, 256)
    told = {
        (row["scenario"], row["design"], row["structure"]): (like["same_as"], like["note"])
        for row, like in zip(plan.table.to_pylist(), plan.likeness.to_pylist(), strict=True)
    }
    loose, none = "pool idle: cooperative may not license", "pool idle: no essential patents"
    for structure, alike in (("entity", none), ("cooperative", none)):
        assert told["cn_led", "free", structure] == ("", "")
        assert told["cn_led", "pool", structure] == ("free", alike)
    assert told["mpeg2", "pool", "entity"] == ("", "")
    assert told["mpeg2", "pool", "cooperative"] == ("free", loose)
    assert told["mpeg2", "again", "entity"] == ("pool", "the same numbers")
    assert plan.runs == 10 * sum(not same for same, _ in told.values()) == 50
