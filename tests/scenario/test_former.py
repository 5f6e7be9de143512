"""Names of old are told what became of them, at every gate that takes an address or an outcome."""

from collections.abc import Callable
from pathlib import Path

import pytest

from poolsim.economy.observe import SERIES
from poolsim.economy.outcomes import OUTCOMES
from poolsim.scenario.addresses import declarations
from poolsim.scenario.former import FORMER, known_as
from poolsim.scenario.scenario import Scenario, ScenarioError, load

VENTURES = "alliance.ventures is gone: no alliance is known to have bought stakes in companies"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("dues = 0.01", "ventures = 1", f"25: alliances.one.ventures: unknown key; {VENTURES}"),
        (
            "[membership]",
            "[ventures]",
            "6: ventures: unknown key; ventures is gone with alliance.ventures",
        ),
        (
            '"alliances.one.dues" = "paper"',
            '"alliances.one.ventures" = "paper"',
            f"30: sources.alliances.one.ventures: no such number; {VENTURES}",
        ),
        (
            "dues = 0.01",
            "admission = 1",
            "25: alliances.one.admission: 1 is not one of the values; allowed range [0, 2] 0 or 2",
        ),
    ],
)
def test_of_a_file(
    old: str, new: str, expected: str, small_text: str, write: Callable[..., Path]
) -> None:
    path = write(small_text.replace(old, new))
    with pytest.raises(ScenarioError) as error:
        load(path)
    assert f"{path}:{expected}" in str(error.value).splitlines()


@pytest.mark.parametrize("address", ["alliance.ventures", "alliances.one.ventures"])
def test_of_a_value(address: str, small: Scenario) -> None:
    with pytest.raises(ScenarioError) as error:
        small.with_values({address: 1.0})
    assert str(error.value) == f"{address}: unknown address; {VENTURES}"


def test_no_name_of_today_is_of_old() -> None:
    today = {row.address for row in declarations()}
    today |= {row.name for row in (*OUTCOMES, *SERIES)}
    assert not today & set(FORMER)
    assert known_as("alliance.due", today) == "; did you mean 'alliance.dues'?"


def test_successors_exist() -> None:
    today = {row.address for row in declarations()} | {row.name for row in (*OUTCOMES, *SERIES)}
    named = [
        text.removeprefix("is ").split(" now")[0] for text in FORMER.values() if " now" in text
    ]
    assert named
    assert {name for text in named for name in text.replace(" and ", ", ").split(", ")} <= today
