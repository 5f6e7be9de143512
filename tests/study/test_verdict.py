"""The verdict by its definition, and the words in which it is told."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.report.verdict import SAID, WIDTH, answer, verdict_text
from poolsim.statistics.verdict import (
    DOES_NOT,
    FEEDS_ITSELF,
    NEVER_FORMED,
    NO_RUNS,
    UNDECIDED,
    judge,
    verdict_row,
)


def outcomes(runs: int, formed: int, sufficient: int) -> np.ndarray:
    table = np.zeros((runs, len(OUTCOMES)))
    table[:formed, OUTCOME_INDEX["formed"]] = 1.0
    table[:sufficient, OUTCOME_INDEX["self_sufficient"]] = 1.0
    return table


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.5, 0.9, FEEDS_ITSELF),
        (0.49, 0.9, UNDECIDED),
        (0.1, 0.5, UNDECIDED),
        (0.1, 0.499, DOES_NOT),
    ],
)
def test_the_low_end_of_the_interval_decides(low: float, high: float, verdict: str) -> None:
    assert judge(low, high) == verdict


@pytest.mark.parametrize("sufficient", range(0, 31, 3))
def test_verdict_follows_the_interval_of_the_share_among_the_formed(sufficient: int) -> None:
    row = verdict_row({"design": "d"}, outcomes(50, 30, sufficient))
    interval = stats.binomtest(sufficient, 30).proportion_ci(method="wilson")
    assert (row["runs"], row["formed"], row["self_sufficient"]) == (50, 30, sufficient / 30)
    assert (row["low"], row["high"]) == pytest.approx((interval.low, interval.high), abs=1e-12)
    assert row["verdict"] == judge(interval.low, interval.high)


def test_never_formed_is_no_failure_to_feed_itself() -> None:
    row = verdict_row({}, outcomes(50, 0, 0))
    assert row["verdict"] == NEVER_FORMED
    assert np.isnan(row["self_sufficient"])
    assert verdict_row({}, outcomes(0, 0, 0))["verdict"] == NO_RUNS


def test_means_are_of_the_runs_in_which_an_outcome_exists() -> None:
    runs = outcomes(4, 3, 0)
    for name, values in {
        "ssr_narrow": (0.4, 0.6, np.nan, np.nan),
        "ssr_narrow_ended": (np.nan, np.nan, 0.1, np.nan),
        "member_money": (3.0, 6.0, 9.0, np.nan),
    }.items():
        runs[:, OUTCOME_INDEX[name]] = values
    row = verdict_row({}, runs)
    assert (row["ssr_narrow"], row["ssr_narrow_ended"], row["member_money"]) == (0.5, 0.1, 6.0)
    assert np.isnan(verdict_row({}, runs[3:])["ssr_narrow_ended"])


def test_who_pays_is_told_of_the_cells_that_lived() -> None:
    factors = ["scenario", "design", "belief"]
    cells = [("free", 40, ""), ("dues", 40, ""), ("pool", 40, "free"), ("mix", 3, "")]
    table = pd.DataFrame(
        [
            judged(dict(zip(factors, ("a", design, "hope"), strict=True)), 50, n, 0, same_as=same)
            | {"cell": place}
            for place, (design, n, same) in enumerate(cells)
        ]
    )
    paid = pd.DataFrame(
        [(0, "members", 0.25), (0, "hosts", 0.5), (1, "members", 1.5), (1, "users", 0.001)],
        columns=["cell", "payer", "per_cost"],
    )
    text = verdict_text("A title", table, factors, 0, paid).partition("Who pays")[2]
    ends = {line.split()[0]: line.rpartition("  ")[2] for line in text.splitlines()[4:6]}
    assert ends == {"free": "hosts .50, members .25", "dues": "members 1.50"}


def judged(labels: dict[str, str], *counts: int, same_as: str = "", note: str = "") -> dict:
    return verdict_row(labels, outcomes(*counts)) | {"same_as": same_as, "note": note}


@pytest.fixture
def table() -> pd.DataFrame:
    cells = [
        ("a", "free", 50, 0, 0),
        ("a", "pool", 50, 40, 40),
        ("b", "free", 50, 40, 1),
        ("b", "pool", 50, 40, 20),
    ]
    return pd.DataFrame(
        [
            judged({"scenario": scenario, "design": design}, *counts)
            for scenario, design, *counts in cells
        ]
    )


def test_text_is_plain_narrow_and_in_study_order(table: pd.DataFrame) -> None:
    text = verdict_text("A title", table, ["scenario", "design"], failed=3)
    assert text.isascii() and max(map(len, text.splitlines())) <= WIDTH
    assert (
        text.index(NEVER_FORMED)
        < text.index(FEEDS_ITSELF)
        < text.index(DOES_NOT)
        < text.index(UNDECIDED)
    )
    assert "3 runs failed" in text
    assert " ".join(text.split()).endswith(answer(table))


def test_the_answer_counts_the_cells_of_every_design(table: pd.DataFrame) -> None:
    assert answer(table) == (
        "Answer: free feeds itself in none of 2 cells (1 never formed); "
        "pool feeds itself in 1 of 2 cells (a 1 of 1; 1 undecided)."
    )


def test_many_cells_are_told_as_a_matrix_per_scenario() -> None:
    factors = ["scenario", "design", "structure", "belief"]
    cells = [
        dict(zip(factors, names, strict=True))
        for names in product(
            ("a", "b"),
            ("free", "dues", "pool"),
            ("entity", "social_group", "cooperative"),
            ("hope", "doubt"),
        )
    ]
    formed = {"free": 0, "dues": 5, "pool": 40}
    table = pd.DataFrame(
        [judged(cell, 50, formed[cell["design"]], formed[cell["design"]]) for cell in cells]
    )
    text = verdict_text("A title", table, factors, failed=0)
    lines = text.splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert [line.split()[0] for line in lines if line.startswith(("a ", "b "))] == ["a", "b"]
    assert text.count(NEVER_FORMED) == 12 + 1 and text.count("5 formed") == 12
    assert text.count("yes 1.00 (0.00)") == 12


def test_what_is_set_stands_below_the_title_and_what_varies_heads_a_column() -> None:
    factors = ["scenario", "alliance.dues", "holders.count"]
    cells = [dict(zip(factors, ("a", 0.02, count), strict=True)) for count in (1.0, 4.0)]
    table = pd.DataFrame([judged(cell | {"design": "as_is"}, 50, 40, 20) for cell in cells])
    title, told, _, head, _, first, second, *_ = verdict_text(
        "A title", table, factors, failed=0
    ).splitlines()
    assert (title, told) == ("A title", "with alliance.dues = 0.02")
    assert head.startswith("holders.count ")
    assert [line.split()[0] for line in (first, second)] == ["1", "4"]


@pytest.mark.parametrize("scenarios", [("a",), tuple("abcdefgh")])
def test_cells_that_are_the_same_runs_say_so_instead_of_repeating_numbers(
    scenarios: tuple[str, ...],
) -> None:
    """In a row per cell, and in a matrix per scenario."""
    cells = [
        {"scenario": scenario, "design": design, "structure": structure, "belief": "hope"}
        for scenario, design, structure in product(scenarios, ("free", "pool"), ("e", "c"))
    ]
    note = "pool idle: no essential patents"
    table = pd.DataFrame(
        [
            judged(cell, 50, 50, 37, same_as="free", note=note)
            if cell["design"] == "pool"
            else judged(cell, 50, 50, 37)
            for cell in cells
        ]
    )
    text = verdict_text("A title", table, list(cells[0]), failed=0)
    assert text.count("0.74") == text.count("= free") == 2 * len(scenarios)
    assert f"since {note} ({', '.join(scenarios)})" in " ".join(text.split())
    many = 2 * len(scenarios)
    assert f"in {many} of {many} cells" in " ".join(text.split())
    assert f"; {many} the same runs as free" in " ".join(text.split())


@pytest.mark.parametrize(("verdict", "said"), SAID.items())
def test_one_cell_is_answered_in_plain_words(verdict: str, said: str) -> None:
    assert (
        answer(pd.DataFrame([{"scenario": "mine", "verdict": verdict}])) == f"Answer: mine {said}."
    )
