"""Which cells are compared with which: idle levers, blocks, worlds, and names of numbers."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from made_up import MadeUp

from poolsim import compare, run
from poolsim.cli.main import main
from poolsim.errors import ScenarioError
from poolsim.statistics.matching import Cells, matches, strata_of
from poolsim.study.declared.read import load_study
from poolsim.study.results import Results

HEAD = (
    'name = "matched"\nscenarios = ["cn_tv"]\nreplicates = 70\noutcomes = ["lifetime", "members"]\n'
)
CONDITIONAL = """
[levers]
"alliance.pool" = [0.0, 1.0]
"alliance.dues" = [0.0, 0.02]
[[conditions]]
lever = "alliance.dues"
address = "alliance.pool"
at_least = 1.0
"""
BLOCKS = """
[levers]
"alliance.administrator" = [0.05, 0.1]
[[blocks]]
name = "plain"
values = { "alliance.pool" = 0.0 }
[[blocks]]
name = "pool"
values = { "alliance.pool" = 1.0 }
grid = { "alliance.dues" = [0.0, 0.02] }
"""


def cells(*rows: dict[str, Any]) -> Cells:
    return Cells(rows, [{0}] * len(rows))


def found(
    given: Cells, by: str, baseline: str | None = None
) -> list[tuple[int, int, tuple[Any, ...]]]:
    return [
        (first, second, tuple(None if value != value else value for value in labels.values()))
        for first, second, labels in matches(given, by, baseline)
    ]


def test_strata_come_in_order_and_pairs_within_them() -> None:
    given = cells(*({"scenario": s, "design": d} for s in ("tv", "led") for d in ("a", "b", "c")))
    expected = [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)]
    assert [pair[:2] for pair in found(given, "design")] == expected
    assert [pair[:2] for pair in found(given, "design", "b")] == [(1, 0), (1, 2), (4, 3), (4, 5)]


def test_a_lever_idle_on_one_side_is_compared_at_each_of_its_values() -> None:
    given = cells(
        {"pool": 0.0, "rate": None}, {"pool": 1.0, "rate": 1.0}, {"pool": 1.0, "rate": 5.0}
    )
    assert found(given, "pool") == [(0, 1, (1.0,)), (0, 2, (5.0,))]
    assert found(given, "pool", "1") == [(1, 0, (1.0,)), (2, 0, (5.0,))]
    assert found(given, "rate") == [(1, 2, (1.0,))]
    places = [values for _, values in strata_of(given, "pool")]
    assert places == [{"0.0": 0, "1.0": 1}, {"0.0": 0, "1.0": 2}]


def test_two_levers_idle_at_different_places() -> None:
    given = cells(
        {"pool": 0.0, "rate": None, "dues": 0.0},
        {"pool": 0.0, "rate": None, "dues": 0.1},
        {"pool": 1.0, "rate": 1.0, "dues": None},
        {"pool": 1.0, "rate": 5.0, "dues": 0.1},
    )
    assert found(given, "pool") == [(0, 2, (1.0, 0.0)), (1, 2, (1.0, 0.1)), (1, 3, (5.0, 0.1))]


def test_what_a_block_decides_does_not_keep_cells_apart() -> None:
    given = cells(
        {"block": "x", "pool": 0.0, "dues": 0.0, "quarters": 8.0},
        {"block": "y", "pool": 1.0, "dues": 0.1, "quarters": 8.0},
        {"block": "y", "pool": 1.0, "dues": 0.2, "quarters": 8.0},
    )
    assert found(given, "block") == [(0, 1, (None, 0.1, 8.0)), (0, 2, (None, 0.2, 8.0))]
    assert found(given, "pool", "1.0") == [(1, 0, (None, 0.1, 8.0)), (2, 0, (None, 0.2, 8.0))]
    assert found(given, "dues") == [
        (0, 1, (None, None, 8.0)),
        (0, 2, (None, None, 8.0)),
        (1, 2, ("y", 1.0, 8.0)),
    ]


def test_values_that_both_blocks_have_are_compared_with_their_like() -> None:
    given = cells(
        *(
            {"block": name, "dues": dues}
            for name, dues in (("x", 0.0), ("x", 0.1), ("y", 0.1), ("y", 0.2))
        )
    )
    assert found(given, "block") == [(1, 2, (0.1,))]


def test_numbers_that_differ_without_a_block_keep_cells_apart() -> None:
    with pytest.raises(
        ScenarioError,
        match="nothing to compare: no two cells that differ in pool agree in all else",
    ):
        found(cells({"pool": 0.0, "dues": 0.0}, {"pool": 1.0, "dues": 0.1}), "pool")


def test_cells_of_different_worlds_are_not_compared() -> None:
    labels = [
        {"design": "a", "dues": None},
        {"design": "a", "dues": 0.1},
        {"design": "b", "dues": None},
    ]
    given = Cells(labels, [{0, 1}, {2}, {0, 1}])
    assert found(given, "design") == [(0, 2, (None,))]
    assert [values for _, values in strata_of(given, "design")] == [{"a": 0, "b": 2}, {"a": 1}]


def swept(place: Path, text: str) -> Results:
    path = place / "matched.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    return run(load_study(path), place / "out")


UNTIL = '[until]\nmost = 200\nby = "alliance.pool"\nmargin = { lifetime = 0.1 }\n'


def test_a_question_about_the_switch_of_a_conditional_lever(
    simulation: MadeUp, tmp_path: Path
) -> None:
    table = swept(tmp_path, CONDITIONAL + UNTIL).table("until")
    assert list(table["alliance.dues"]) == [0.0, 0.02]
    assert list(table["alliance.pool"]) == ["1.0"] * 2 and list(table["minus"]) == ["0.0"] * 2
    assert not table["verdict"].str.contains("too few").any()


@pytest.mark.parametrize("baseline", ["0", "0.0", "0e0"])
def test_a_baseline_may_be_written_in_any_way(
    baseline: str, simulation: MadeUp, tmp_path: Path
) -> None:
    done = swept(
        tmp_path, CONDITIONAL.replace("[0.0, 1.0]", "[0, 1]") + UNTIL + f'baseline = "{baseline}"\n'
    )
    assert list(done.table("until")["minus"]) == ["0.0"] * 2
    assert (
        list(compare(done, by="alliance.pool", baseline=baseline, outcomes=["members"])["minus"])
        == ["0.0"] * 2
    )


def test_compares_blocks(
    simulation: MadeUp, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = swept(tmp_path, BLOCKS)
    for by, value in (("block", "pool"), ("alliance.pool", "1.0")):
        asked = ["--by", by, "--outcomes", "lifetime", "--out", str(tmp_path / by)]
        assert main(["compare", str(done.folder), *asked]) == 0
        table = pd.read_parquet(tmp_path / by / "compare.parquet")
        assert list(table[by]) == [value] * 4 and list(table["alliance.dues"]) == [0.0, 0.02] * 2
        assert set(table["pairs"]) == {70}
    assert "nan" not in capsys.readouterr().out


def test_a_question_without_pairs_is_refused_before_the_first_run(
    simulation: MadeUp, tmp_path: Path
) -> None:
    equal = (
        '[levers]\n"alliance.pool" = [0.0, 1.0]\n"alliance.dues" = [0.0, 1.0]\n[[constraints]]\n'
        'address = "alliance.dues"\nat_least = "alliance.pool"\n'
        'at_most = "alliance.pool"\nreason = "no"\n'
    )
    with pytest.raises(ScenarioError, match="until: nothing to compare"):
        swept(tmp_path, equal + UNTIL)
    assert simulation.ran == [] and not (tmp_path / "out").exists()
    done = swept(tmp_path, equal)
    assert (
        main(
            ["compare", str(done.folder), "--by", "alliance.pool", "--out", str(tmp_path / "said")]
        )
        == 2
    )
    assert not (tmp_path / "said").exists()


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (
            ["--by", "alliance.pool", "--baseline", "nan"],
            "--baseline: no alliance.pool 'nan'; there are 0.0, 1.0",
        ),
        (
            ["--by", "alliance.dues", "--baseline", "nan"],
            "--baseline: no alliance.dues 'nan'; there are 0.0, 0.02",
        ),
        (["--by", "membership.intensity"], "--by: 'membership.intensity' tells worlds apart"),
    ],
)
def test_refusals(
    argv: list[str],
    message: str,
    simulation: MadeUp,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    worlds = '[uncertainties]\n"membership.intensity" = [1.0, 3.0]\n[sampling]\npoints = 2\n'
    done = swept(tmp_path, CONDITIONAL + worlds)
    assert main(["compare", str(done.folder), *argv]) == 2
    assert message in capsys.readouterr().err
