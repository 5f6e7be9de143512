"""Comparison of designs: against scipy, published examples, hand counts; what it refuses to say."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from poolsim.economy.causes import CODES
from poolsim.economy.outcomes import OUTCOMES
from poolsim.errors import ScenarioError
from poolsim.report.comparison import answer, comparison_text
from poolsim.statistics.comparison import (
    BETTER,
    EQUIVALENT,
    HIGHER,
    LOWER,
    SAME,
    TOO_FEW,
    UNDECIDED,
    WORSE,
    compare_runs,
    holm,
    place,
    spread,
    worded,
)

N = 60


def runs_of(designs: dict[str, dict[str, Any]], n: int = N, scenario: str = "tv") -> pd.DataFrame:
    """A table of runs: outcome -> values for each design; what is not said is 1."""
    tables = []
    for design, values in designs.items():
        table = pd.DataFrame({"scenario": [scenario] * n, "design": design, "belief": "hope"})
        table["replicate"], table["seed"], table["status"], table["reason"] = range(n), 3, "ok", ""
        fixed = pd.DataFrame(1.0, index=range(n), columns=[outcome.name for outcome in OUTCOMES])
        table = pd.concat([table, fixed], axis=1)
        for name, numbers in values.items():
            table[name] = numbers
        table["cause_of_end"] = "standing"
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


@pytest.fixture
def luck() -> np.ndarray:
    return np.random.default_rng(5).gamma(2.0, 1.0, N)


@pytest.fixture
def noise() -> np.ndarray:
    return np.random.default_rng(6).normal(0.0, 0.3, N)


def row_of(table: pd.DataFrame, **labels: str) -> dict[str, Any]:
    for name, value in labels.items():
        table = table[table[name] == value]
    (row,) = table.to_dict("records")
    return row


def test_difference_interval_and_p_are_scipys(luck: np.ndarray, noise: np.ndarray) -> None:
    other = luck + 0.2 + noise
    row = row_of(
        compare_runs(
            runs_of({"a": {"service": luck}, "b": {"service": other}}), outcomes=["service"]
        )
    )
    theirs = stats.ttest_rel(other, luck)
    interval = theirs.confidence_interval(0.95)
    found = (row["difference"], row["low"], row["high"], row["p"], row["p_holm"])
    assert np.allclose(
        found, ((other - luck).mean(), interval.low, interval.high, theirs.pvalue, theirs.pvalue)
    )
    drawn = stats.bootstrap(
        (other - luck,), np.mean, rng=np.random.default_rng(1)
    ).confidence_interval
    assert np.allclose((row["low"], row["high"]), (drawn.low, drawn.high), atol=0.02)


def test_effect_beats_and_gain_by_hand() -> None:
    before, after = np.tile([1.0, 2.0, 3.0], 20), np.tile([2.0, 2.0, 5.0], 20)
    row = row_of(
        compare_runs(
            runs_of({"a": {"service": before}, "b": {"service": after}}), outcomes=["service"]
        )
    )
    assert (row["beats"], row["ties"]) == (2 / 3, 1 / 3)
    alone, paired = before.var(ddof=1) + after.var(ddof=1), (after - before).var(ddof=1)
    assert row["effect"] == pytest.approx(1.0 / np.sqrt(alone / 2.0))
    assert row["variance_ratio"] == pytest.approx(alone / paired)
    less_is_better = compare_runs(
        runs_of({"a": {"suits": before}, "b": {"suits": after}}), outcomes=["suits"]
    )
    assert (row_of(less_is_better)["beats"], row_of(less_is_better)["verdict"]) == (0.0, WORSE)


def test_holm_is_the_textbook_correction() -> None:
    found = holm(np.array([0.01, 0.04, np.nan, 0.03, 0.005]))
    assert np.allclose(found, [0.03, 0.06, np.nan, 0.06, 0.02], equal_nan=True)
    assert np.allclose(holm(np.array([0.04])), [0.04])
    assert np.isnan(holm(np.array([np.nan]))).all()


def test_shares_that_never_differ_still_leave_an_interval() -> None:
    centre, error, freedom = spread(np.zeros(98), True)
    assert (centre, freedom) == (0.0, np.inf) and error == pytest.approx(0.01)
    gain = np.array([1.0] * 10 + [-1.0] * 2 + [0.0] * 38)
    centre, error, _ = spread(gain, True)
    assert centre == pytest.approx(8.0 / 52.0)
    assert error == pytest.approx(np.sqrt(13.0 - 64.0 / 52.0) / 52.0)


@pytest.mark.parametrize(
    ("low", "high", "margin", "found"),
    [
        (0.2, 0.5, 0.1, HIGHER),
        (0.05, 0.5, 0.1, UNDECIDED),
        (0.02, 0.08, 0.1, EQUIVALENT),
        (-0.5, -0.2, 0.1, LOWER),
        (-0.1, 0.1, 0.0, UNDECIDED),
        (0.01, 0.02, 0.0, HIGHER),
        (0.0, 0.0, 0.0, UNDECIDED),
    ],
)
def test_where_an_interval_lies(low: float, high: float, margin: float, found: str) -> None:
    assert place(low, high, margin) == found


def test_nothing_is_better_inside_the_margin(luck: np.ndarray, noise: np.ndarray) -> None:
    runs = runs_of({"a": {"service": luck}, "b": {"service": luck + 0.05 + 0.01 * noise}})
    assert row_of(compare_runs(runs, outcomes=["service"]))["verdict"] == BETTER
    assert (
        row_of(compare_runs(runs, outcomes=["service"], margins={"service": 0.2}))["verdict"]
        == EQUIVALENT
    )


def test_a_design_against_itself_is_exactly_the_same(luck: np.ndarray) -> None:
    values = {outcome.name: luck for outcome in OUTCOMES if outcome.name not in ("formed", *CODES)}
    names = [outcome.name for outcome in OUTCOMES if outcome.name not in CODES]
    table = compare_runs(runs_of({"it": values, "itself": values}), outcomes=names)
    assert (
        set(table["difference"]) == {0.0}
        and set(table["verdict"]) == {SAME}
        and set(table["p"]) == {1.0}
    )


def test_rounding_is_no_difference(luck: np.ndarray) -> None:
    runs = runs_of({"a": {"service": luck}, "b": {"service": luck * (1.0 + 1e-15)}})
    assert row_of(compare_runs(runs, outcomes=["service"]))["verdict"] == SAME


def test_every_run_better_by_the_same_is_better(luck: np.ndarray) -> None:
    row = row_of(
        compare_runs(runs_of({"a": {"service": 1.0}, "b": {"service": 3.0}}), outcomes=["service"])
    )
    assert (row["verdict"], row["p"], row["low"]) == (BETTER, 0.0, 2.0)


def test_verdicts_rest_on_the_intervals_of_all_rows(luck: np.ndarray, noise: np.ndarray) -> None:
    runs = runs_of({"a": {}, "b": {"service": luck, "members": noise}, "c": {"profit": luck}})
    table = compare_runs(runs, outcomes=["service", "members", "profit"])
    assert len(table) == 9
    row = row_of(table, design="b", minus="a", outcome="members")
    half = stats.t.ppf(1.0 - 0.05 / 18.0, N - 1) * stats.sem(noise)
    assert np.allclose(
        (row["all_low"], row["all_high"]), (noise.mean() - 1.0 - half, noise.mean() - 1.0 + half)
    )
    assert len(compare_runs(runs, outcomes=["service"], baseline="a")) == 2


def test_pairs_by_replicate_formed_under_both_and_completed(luck: np.ndarray) -> None:
    runs = runs_of(
        {"a": {"service": luck, "patents": luck}, "b": {"service": luck + 1.0, "patents": luck}}
    )
    never = (runs["design"] == "a") & (runs["replicate"] < 20)
    runs.loc[never, ["formed", "service"]] = [0.0, np.nan]
    runs.loc[(runs["design"] == "b") & (runs["replicate"] >= 55), "status"] = "failed"
    shuffled = runs.sample(frac=1.0, random_state=1).sort_values("design", kind="stable")
    table = compare_runs(shuffled, outcomes=["service", "patents"])
    assert list(table["pairs"]) == [35, 55] and set(table["failed"]) == {5}
    assert row_of(table, outcome="service")["difference"] == pytest.approx(1.0)


def test_too_few_pairs_say_nothing(luck: np.ndarray) -> None:
    table = compare_runs(runs_of({"a": {"service": luck[:9]}, "b": {}}, n=9), outcomes=["service"])
    assert row_of(table)["verdict"] == TOO_FEW and np.isnan(row_of(table)["more"])
    nothing = compare_runs(
        runs_of({"a": {"formed": 0.0, "service": np.nan}, "b": {}}), outcomes=["service"]
    )
    assert row_of(nothing)["verdict"] == TOO_FEW and row_of(nothing)["pairs"] == 0
    assert "service too few pairs" in comparison_text("title", nothing, "design")


@pytest.mark.parametrize(
    ("worlds", "replicates", "verdict"),
    [
        (9, 60, "too few worlds"),
        (60, 9, "too few replicates"),
        (2, 3, "too few pairs"),
        (10, 10, BETTER),
    ],
)
def test_what_is_too_little_is_named(worlds: int, replicates: int, verdict: str) -> None:
    gain = np.random.default_rng(4).normal(3.0, 0.1, replicates)
    tables = [
        runs_of({"a": {"service": 1.0}, "b": {"service": 1.0 + gain}}, n=replicates)
        for _ in range(worlds)
    ]
    for world, table in enumerate(tables):
        table.insert(0, "intensity", float(world))
    runs = pd.concat(tables, ignore_index=True)
    runs.loc[0, "status"] = "failed"
    table = compare_runs(runs, outcomes=["service"], worlds=["intensity"])
    assert row_of(table)["verdict"] == verdict and row_of(table)["failed"] == 1
    assert "In up to 1 pairs of a row a run failed; they are left out." in comparison_text(
        "title", table, "design"
    )


def test_the_replicates_it_asks_for_would_do(noise: np.ndarray) -> None:
    gain = noise - noise.mean() + 0.02
    row = row_of(
        compare_runs(
            runs_of({"a": {"service": 1.0}, "b": {"service": 1.0 + gain}}), outcomes=["service"]
        )
    )
    assert row["verdict"] == UNDECIDED
    needed = N + row["more"]
    assert stats.norm.ppf(0.975) * gain.std(ddof=1) / np.sqrt(needed) <= 0.02
    assert stats.norm.ppf(0.975) * gain.std(ddof=1) / np.sqrt(needed - 2) > 0.02
    margins = {"service": row["difference"]}
    runs = runs_of({"a": {"service": 1.0}, "b": {"service": 1.0 + gain}})
    on_it = compare_runs(runs, outcomes=["service"], margins=margins)
    assert row_of(on_it)["more"] == np.inf and "on the margin" in answer(on_it, "design")


def test_directions_have_words() -> None:
    assert worded(HIGHER, 1) == worded(LOWER, -1) == BETTER
    assert worded(LOWER, 1) == worded(HIGHER, -1) == WORSE
    assert (worded(HIGHER, 0), worded(EQUIVALENT, 1)) == (HIGHER, EQUIVALENT)


def test_strata_are_compared_apart_and_answered_in_one_sentence(luck: np.ndarray) -> None:
    tv = runs_of({"a": {}, "b": {"service": 1.0 + luck}})
    video = runs_of({"a": {}, "b": {}}, scenario="video")
    table = compare_runs(
        pd.concat([tv, video], ignore_index=True), outcomes=["service"], baseline="a"
    )
    assert list(table["scenario"]) == ["tv", "video"]
    sentence = "Answer: b against a: service better in 1 and the same in every run in 1 of 2 cells."
    assert answer(table, "design") == sentence
    text = comparison_text("Which?", table, "design")
    assert text.startswith("Which?\n") and text.endswith("of 2 cells.") and "scenario" in text


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"by": "desing"}, "no factor 'desing'; did you mean 'design'?"),
        ({"by": "belief"}, "only one belief, 'hope'"),
        ({"baseline": "z"}, "no design 'z'"),
        ({"outcomes": ["servise"]}, "no outcome 'servise'; did you mean 'service'?"),
        ({"outcomes": ["cause"]}, "no outcome 'cause'"),
        ({"margins": {"profit": 1.0}}, "'profit' is not among the outcomes compared"),
        ({"outcomes": []}, "--outcomes: none to compare"),
        ({"by": "belief", "worlds": ["belief"]}, "--by: 'belief' tells worlds apart"),
        ({"margins": {"service": -1.0}}, "that of 'service' must be 0 or more"),
    ],
)
def test_what_cannot_be_compared_is_refused(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(ScenarioError, match="--") as refused:
        compare_runs(runs_of({"a": {}, "b": {}}), **asked)
    assert message in str(refused.value)


def test_intervals_cover_the_true_difference() -> None:
    """300 studies of skewed differences: between 92 and 98 % cover; a right interval fails this
    once in 100 tries.
    """
    rng = np.random.default_rng(9)
    covered = 0
    for _ in range(300):
        centre, error, freedom = spread(rng.gamma(2.0, 1.0, 100) - rng.gamma(2.0, 1.0, 100), False)
        covered += abs(centre) <= stats.t.ppf(0.975, freedom) * error
    assert 276 <= covered <= 294
