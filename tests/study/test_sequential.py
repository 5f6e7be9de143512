"""How many replicates: confidence sequences, stopping, extending, and what a false alarm costs."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from in_memory import InMemory, until
from scipy import stats

from poolsim.block import BLOCK, Block
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.scenario.scenario import Scenario, load
from poolsim.statistics.comparison import BETTER, EQUIVALENT, SAME, TOO_FEW, UNDECIDED
from poolsim.statistics.sequential import (
    FIRST_LOOK,
    NOT_YET,
    NOTHING,
    PRECISE,
    SHARPEST,
    Difference,
    Moments,
    Precision,
    half_width,
    joined,
    look_at,
    moments,
)

SERVICE = OUTCOME_INDEX["service"]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Made-up runs, by seed and dues: service is luck + dues + own noise. Notes first and count of
    every request.
    """
    calls: list[tuple[int, int]] = []

    def stream(
        cell: Any, seed: int, replicates: int, *, first: int, **options: Any
    ) -> Iterator[Block]:
        calls.append((first, replicates))
        for start in range(first, first + replicates, BLOCK):
            outcomes = np.ones((min(BLOCK, first + replicates - start), len(OUTCOMES)))
            for r in range(len(outcomes)):
                rng, dues = np.random.default_rng([seed, start + r]), cell.alliances[1]["dues"]
                luck, noise = rng.normal(size=2)
                outcomes[r, SERVICE] = luck + dues + 0.2 * noise * (dues > 0.0)
                outcomes[r, OUTCOME_INDEX["alive"]] = float(rng.random() < 0.5)
            yield Block(start, outcomes)

    monkeypatch.setattr("in_memory.stream", stream)
    return calls


def with_dues(dues: float, seed: int = 1) -> Scenario:
    return load("cn_tv").with_values({"alliance.dues": dues, "seed": seed})


def test_moments_join_as_if_never_parted() -> None:
    values = np.random.default_rng(1).gamma(2.0, 1.0, 100)
    found = joined(joined(NOTHING, moments(values[:30])), moments(values[30:]))
    assert np.allclose(found, (100.0, values.mean(), values.var() * 100.0))
    assert joined(moments(values[:0]), NOTHING) == NOTHING


def test_the_sequence_is_wider_than_one_look_and_sharpest_where_said() -> None:
    def half(n: float) -> float:
        return half_width(Moments(n, 0.0, n - 1.0), 0.05) * np.sqrt(n) / stats.norm.ppf(0.975)

    assert half_width(Moments(FIRST_LOOK - 1.0, 0.0, 1.0), 0.05) == np.inf
    assert 1.3 < half(SHARPEST) < 1.6
    assert (
        half(SHARPEST) < half(SHARPEST / 4.0)
        and half(SHARPEST) < half(SHARPEST * 8.0) < half(1e6) < 2.5
    )


def test_looking_at_every_block_is_wrong_in_at_most_one_study_in_twenty() -> None:
    """400 studies without a difference, looked at 64 times: at the stated 5 %, more than 30 err
    once in 100 tries.
    """
    rng, goal = np.random.default_rng(4), Difference("a", "b", "service")
    wrong = 0
    for _ in range(400):
        blocks, seen = rng.normal(size=(64, BLOCK)), NOTHING
        for block in blocks:
            seen = joined(seen, moments(block))
            if look_at(goal, seen, 0.05).verdict != UNDECIDED:
                wrong += 1
                break
    assert wrong <= 30


def test_verdicts_of_a_goal() -> None:
    def verdict(margin: float, mean: float, spread: float = 1.0, n: float = 1000.0) -> str:
        return look_at(
            Difference("a", "b", "service", margin), Moments(n, mean, spread * n), 0.05
        ).verdict

    assert verdict(0.0, 0.3) == verdict(0.1, 0.3) == BETTER
    assert verdict(0.2, 0.0) == EQUIVALENT
    assert verdict(0.0, 0.0) == verdict(0.2, 0.2) == UNDECIDED
    assert verdict(0.0, 0.0, spread=0.0) == SAME
    assert verdict(0.0, 0.3, n=63.0) == TOO_FEW


def test_shares_without_a_difference_are_not_taken_as_known() -> None:
    look = look_at(Precision("a", "alive", 0.01), moments(np.ones(100)), 0.05)
    assert look.verdict == NOT_YET and look.high - look.low > 0.02 and look.mean == 1.0
    assert look_at(Precision("a", "alive", 0.2), moments(np.ones(100)), 0.05).verdict == PRECISE


def test_stops_when_every_goal_is_settled(asked: list[tuple[int, int]]) -> None:
    cells = {"free": with_dues(0.0), "dues": with_dues(0.5)}
    goals = [Difference("free", "dues", "service", 0.1), Precision("free", "service", 0.2)]
    study = until(cells, goals, 100_000)
    assert study.done and study.replicates < 5000
    first, second = study.looks
    assert (
        first.verdict == BETTER
        and first.low > 0.1
        and abs(first.mean - 0.5) < 0.1
        and first.n == 64
    )
    assert second.verdict == PRECISE and second.high - second.low <= 0.4 and second.n > 64
    assert list(study.table()["within"]) == [0.1, 0.2]


def test_only_the_cells_that_open_goals_need_are_run(asked: list[tuple[int, int]]) -> None:
    cells = {"free": with_dues(0.0), "dues": with_dues(0.5), "unasked": with_dues(0.1)}
    until(
        cells, [Difference("free", "dues", "service", 0.1), Precision("free", "service", 0.2)], 1000
    )
    assert asked[:3] == [(0, 64), (0, 64), (64, 64)] and asked[3][0] == 128


def test_more_replicates_extend_and_never_restart(asked: list[tuple[int, int]]) -> None:
    cells = {"one": with_dues(0.0, seed=1), "other": with_dues(0.0, seed=2)}
    goals = [Difference("one", "other", "service"), Difference("one", "other", "alive", 0.001)]
    study = until(cells, goals, 200)
    assert not study.done and study.replicates == 200
    study.run(1000)
    starts = [first for first, _ in asked[::2]]
    assert starts == list(np.cumsum([0, *(count for _, count in asked[::2])])[:-1])
    whole = InMemory(cells, goals)
    whole.extend(1000)
    assert whole.replicates == study.replicates == 1000
    assert np.allclose(whole.seen, study.seen) and np.allclose(
        whole.looks[0][1:], study.looks[0][1:]
    )


def test_the_same_design_under_another_name_is_the_same(asked: list[tuple[int, int]]) -> None:
    study = until(
        {"it": with_dues(0.3), "itself": with_dues(0.3)},
        [Difference("it", "itself", "service")],
        10_000,
    )
    assert study.looks[0] == (SAME, 64, 0.0, 0.0, 0.0)


def test_failed_and_unformed_runs_do_not_count() -> None:
    goals = [Difference("a", "b", "service"), Difference("a", "b", "firms")]
    study = InMemory({"a": with_dues(0.0), "b": with_dues(0.1)}, goals)
    blocks = {
        name: np.random.default_rng(k).normal(5.0, 1.0, (100, len(OUTCOMES)))
        for k, name in enumerate("ab")
    }
    for block in blocks.values():
        block[:, OUTCOME_INDEX["formed"]] = 1.0
    blocks["a"][0, 4], blocks["b"][1:11, OUTCOME_INDEX["formed"]] = np.nan, 0.0
    study.add(blocks, 100)
    assert [look.n for look in study.looks] == [89, 99]
    assert study.looks[0].mean == pytest.approx((blocks["b"] - blocks["a"])[11:, SERVICE].mean())
