"""A small study whose runs are made up: the tables are tested without the model."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from poolsim.block import Block
from poolsim.economy.observe import SERIES, SERIES_INDEX
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.study.declared.read import load_study
from poolsim.study.declared.study import Study

sys.path.insert(0, str(Path(__file__).parent))

from made_up import MadeUp

STUDY = """
name = "made_up"
scenarios = ["cn_tv"]
structures = ["entity", "cooperative"]
replicates = 70
seed = 3
curves = true
[designs.free]
"alliance.dues" = 0.0
[designs.dues]
"alliance.dues" = 0.02
"""


def made_up(cell: Any, seed: int, first: int, runs: int) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes and series of runs, from their addresses; three in four alliances form."""
    shift = cell.alliances[1]["dues"] if len(cell.alliances) > 1 else 0.0
    outcomes = np.empty((runs, len(OUTCOMES)))
    series = np.empty((runs, cell.quarters + 1, len(SERIES)))
    for r in range(runs):
        rng = np.random.default_rng([seed, first + r])
        outcomes[r] = rng.normal(1.0, 0.3, len(OUTCOMES)) * (1.0 + shift)
        for name in ("formed", "alive", "active", "self_sufficient"):
            outcomes[r, OUTCOME_INDEX[name]] = float(rng.random() < 0.75)
        outcomes[r, OUTCOME_INDEX["cause"]] = float(rng.integers(6))
        outcomes[r, OUTCOME_INDEX["refusal"]] = float(r % 4)
        series[r] = rng.gamma(2.0, 1.0 + shift, series.shape[1:])
        end = rng.integers(20, cell.quarters + 1)
        quarter = np.arange(cell.quarters + 1)
        formed = (quarter >= rng.integers(1, 4)) * outcomes[r, OUTCOME_INDEX["formed"]]
        series[r, :, SERIES_INDEX["formed"]] = formed
        series[r, :, SERIES_INDEX["alive"]] = formed * (quarter <= end)
    return outcomes, series


def fake_runner_of(broken: tuple[int, ...] = ()) -> Callable[..., Any]:
    """Stands in for `simulation.runner_of`; the replicates in `broken` fail."""

    def runner_of(plain: bool, curves: bool, announce: Any) -> Callable[..., Any]:
        def block(cell: Any, seed: int, first: int, size: int) -> Block:
            outcomes, series = made_up(cell, seed, first, size)
            failures = {
                run: "a.rule, line 7, in rate\nZeroDivisionError: float division by zero"
                for run in broken
                if first <= run < first + size
            }
            for run in failures:
                outcomes[run - first], series[run - first] = np.nan, np.nan
            return Block(first, outcomes, series if curves else None, failures)

        return lambda cell, seed: lambda first, size: block(cell, seed, first, size)

    return runner_of


@pytest.fixture
def study(tmp_path: Path) -> Study:
    path = tmp_path / "made_up.toml"
    path.write_text(STUDY, encoding="utf-8")
    return load_study(path)


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Replaces the simulation by made-up runs."""

    def use(broken: tuple[int, ...] = ()) -> None:
        monkeypatch.setattr("poolsim.study.runner.runner_of", fake_runner_of(broken))

    use()
    return use


@pytest.fixture
def simulation(monkeypatch: pytest.MonkeyPatch) -> MadeUp:
    """Studies run made-up runs, which it counts."""
    made_up = MadeUp()
    monkeypatch.setattr("poolsim.study.runner.runner_of", made_up.runner_of)
    return made_up
