"""Statistics over worlds agree with hand calculation and published examples."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.errors import ScenarioError
from poolsim.statistics.failures import boxes_table
from poolsim.statistics.robustness import (
    alternatives_table,
    difference_over,
    dominance,
    draws_of,
    hurwicz,
    pairs_table,
    regrets,
    unseen,
)
from poolsim.statistics.variance import components, variance_table
from poolsim.statistics.worlds import Worlds, worlds_of

# Yields of penicillin, five blends (rows) under four treatments (Box, Hunter and Hunter 2005).
PENICILLIN = [
    [89, 88, 97, 94],
    [84, 77, 92, 79],
    [81, 87, 87, 85],
    [87, 92, 89, 84],
    [79, 81, 80, 88],
]


def sample(values: np.ndarray, sign: int = 1) -> Worlds:
    """Alternatives over worlds, numbers drawn anew."""
    names = [f"a{k}" for k in range(len(values))]
    numbers = np.random.default_rng(0).random((values.shape[1], 2))
    return Worlds({"scenario": "x"}, names, ["p", "q"], numbers, values, 0, sign)


def test_regret_and_hurwicz_of_a_table_of_payoffs() -> None:
    """Two acts, three states: regrets are what is lost in each state against the better act."""
    payoffs = np.array([[30.0, 0.0, 10.0], [10.0, 20.0, 10.0]])
    assert regrets(payoffs).tolist() == [[0.0, 20.0, 0.0], [20.0, 0.0, 0.0]]
    assert hurwicz(payoffs, 0.0).tolist() == [0.0, 10.0]  # maximin
    assert hurwicz(payoffs, 0.6) == pytest.approx([18.0, 16.0])


def test_dominance_is_that_of_the_distribution_functions() -> None:
    """First order: nowhere a higher distribution function; second: nowhere a higher integral."""
    rng, found = np.random.default_rng(3), set()
    for _ in range(300):
        one, other = rng.normal(rng.random(), 1.0, 6), rng.normal(0.0, 1.5, 6)
        grid = np.sort(np.concatenate([one, other]))
        below = [np.searchsorted(np.sort(some), grid, side="right") / 6 for some in (one, other)]
        gap = below[1] - below[0]
        areas = np.cumsum(gap[:-1] * np.diff(grid))
        expected = "first" if (gap >= 0).all() else "second" if (areas >= -1e-12).all() else "none"
        assert dominance(one, other) == expected
        found.add(expected)
    assert found == {"first", "second", "none"}
    assert dominance(one, one) == "none"


def test_the_share_that_nobody_has_seen() -> None:
    """59 draws hold one of the worst 5 % with 95 % (Wilks 1941)."""
    assert unseen(59) < 0.05 < unseen(58)


def test_variance_components_of_a_published_table() -> None:
    """Mean squares 66.0, 23.3 and 18.8 (Box, Hunter and Hunter 2005)."""
    found = components(np.array(PENICILLIN, dtype=float))
    assert found == pytest.approx(((66.0 - 226 / 12) / 4, (70 / 3 - 226 / 12) / 5, 226 / 12))
    assert found.shares.sum() == pytest.approx(1.0)


def test_variance_of_worlds_alone_and_of_luck_alone() -> None:
    worlds, luck = np.arange(12.0)[:, None], np.arange(5.0)[None]
    assert components(worlds + 0.0 * luck).shares.tolist() == [1.0, 0.0, 0.0]
    assert components(0.0 * worlds + luck).shares == pytest.approx([0.0, 1.0, 0.0], abs=1e-12)
    assert np.isnan(components(np.ones((12, 5))).shares).all()
    table = variance_table(sample((worlds + 0.0 * luck)[None]))
    assert table.loc[0, ["worlds", "worlds_low", "worlds_high"]].tolist() == [1.0, 1.0, 1.0]


def test_intervals_over_worlds_and_luck_cover() -> None:
    """Of 60 studies of 30 worlds and 20 lucks: at 95 % fewer than 52 cover once in 300 tries."""
    rng, covered = np.random.default_rng(7), 0
    for _ in range(60):
        effects = rng.normal(0, 1, (30, 1)) + rng.normal(0, 0.7, (1, 20))
        values = np.stack([effects + rng.normal(0, 0.5, (30, 20)), np.zeros((30, 20))])
        worlds = sample(values)
        row = difference_over(worlds, draws_of(worlds), 0, 1)
        covered += row["low"] <= 0.0 <= row["high"]
    assert covered >= 52


def test_what_is_told_of_alternatives_and_pairs() -> None:
    """The first is better in three worlds of four and worse by far in the last."""
    rng = np.random.default_rng(1)
    ahead = np.where(np.arange(40) < 30, 1.0, -2.0)[:, None]
    luck = rng.normal(0.0, 0.1, (1, 16))
    worlds = sample(np.stack([ahead + luck, 0.0 * ahead + luck]))
    draws = draws_of(worlds)
    table = alternatives_table(worlds, draws, 0.5, 0.25).set_index("alternative")
    assert table["passes"].tolist() == [0.75, 0.0]
    low, high = stats.binomtest(30, 40).proportion_ci(method="wilson")
    assert table.loc["a0", ["passes_low", "passes_high"]].tolist() == pytest.approx([low, high])
    assert table["regret_max"].tolist() == pytest.approx([2.0, 1.0])
    assert table["regret_mean"].tolist() == pytest.approx([0.5, 0.75])
    assert (table["hurwicz"] <= table["hurwicz_high"]).all()
    pair = pairs_table(worlds, draws).iloc[0]
    assert (pair["alternative"], pair["flips"], pair["firm"]) == ("a0", 0.25, 0.25)
    assert pair["difference"] == pytest.approx(0.25) and pair["dominates"] == "none"


def test_less_may_be_better() -> None:
    worlds = sample(-np.stack([np.full((12, 3), 2.0), np.full((12, 3), 5.0)]), sign=-1)
    table = alternatives_table(worlds, draws_of(worlds), -3.0, 0.5)
    assert table["mean"].tolist() == [2.0, 5.0] and table["passes"].tolist() == [1.0, 0.0]
    assert table["regret_max"].tolist() == [0.0, 3.0]
    pair = pairs_table(worlds, draws_of(worlds)).iloc[0]
    assert (pair["alternative"], pair["difference"]) == ("a0", -3.0)


def test_a_box_for_failures_and_one_for_flips() -> None:
    numbers = np.random.default_rng(2).random((80, 2))
    ahead = np.where(numbers[:, 0] < 0.3, -1.0, 2.0)[:, None] + np.zeros((80, 8))
    worlds = sample(np.stack([ahead, np.zeros((80, 8))]))._replace(numbers=numbers)
    table = boxes_table(worlds, 0.0)
    assert table[["what", "alternative"]].values.tolist() == [["fails", "a0"], ["flips", "a0"]]
    assert all(text.startswith("p below 0.") and "q" not in text for text in table["where"])
    assert (table["coverage"] > 0.9).all() and (table["chance"] == 0.01).all()


def made_up(outcome: str, missing: set[int]) -> pd.DataFrame:
    """Runs of two designs over 12 worlds; the outcome exists nowhere in some."""
    rows = [
        {
            "scenario": "x",
            "design": design,
            "belief": "preset",
            "p": float(world),
            "replicate": replicate,
            "seed": 1,
            "status": "ok",
            outcome: np.nan if world in missing else 1.0,
        }
        for design in ("free", "dues")
        for world in range(12)
        for replicate in range(3)
    ]
    return pd.DataFrame(rows)


def test_what_does_not_exist_is_left_out_or_is_no() -> None:
    by_name = {name: OUTCOMES[OUTCOME_INDEX[name]] for name in ("ssr_narrow", "self_sufficient")}
    (narrow,) = worlds_of(made_up("ssr_narrow", {3}), ["p"], by_name["ssr_narrow"])
    assert narrow.values.shape == (2, 11, 3) and narrow.left_out == 1
    assert narrow.names == ["free", "dues"] and 3.0 not in narrow.numbers
    flags = by_name["self_sufficient"]
    (whole,) = worlds_of(made_up("self_sufficient", {3}), ["p"], flags)
    assert whole.means[:, 3].tolist() == [0.0, 0.0] and whole.left_out == 0
    with pytest.raises(ScenarioError, match="exists in 9 of 12 worlds"):
        list(worlds_of(made_up("ssr_narrow", {1, 2, 3}), ["p"], by_name["ssr_narrow"]))
