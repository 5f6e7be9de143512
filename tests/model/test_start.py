"""A scenario to start from lives: as it is, in other sizes, and under another luck."""

import tomllib

import pytest

from poolsim import simulate
from poolsim.scenario.scenario import Scenario
from poolsim.scenario.start import START, start_text


def scenario_of(text: str) -> Scenario:
    return Scenario.model_validate(tomllib.loads(text))


@pytest.mark.parametrize("size", [{}, {"firms": 10}, {"firms": 100}, {"firms": 30, "holders": 1}])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_alliance_is_founded_in_most_runs_and_lasts(size: dict[str, int], seed: int) -> None:
    """Founded in all but a few of 64 runs, where a share of one half would give 42 or more less
    than once in a hundred.
    """
    runs = simulate(scenario_of(start_text("start", **size)), replicates=64, seed=seed)
    assert runs["formed"].sum() >= 42
    assert runs["alive"].mean() > 0.9 and runs["service"].mean() > 0.9  # of the founded


def test_an_alliance_can_exist_at_the_declared_defaults() -> None:
    """Of the start without any number of the sector: firms, holders and a design alone."""
    groups = ("market", "assertion", "negotiation", "litigation")
    bare = {key: value for key, value in START.items() if key not in groups}
    runs = simulate(Scenario(name="bare", **bare), replicates=64)
    assert runs["formed"].sum() >= 42 and runs["alive"].mean() > 0.9


def test_it_is_no_verdict_on_the_question_of_the_paper() -> None:
    """It sells nothing and so does not feed itself: what would is for its owner to find."""
    assert simulate(Scenario(name="start", **START), replicates=64)["self_sufficient"].max() == 0.0


@pytest.mark.parametrize(
    ("values", "most"),
    [
        ({"learning.first_belief": 0.0}, 0.3),
        ({"alliance.structure": "social_group"}, 0.1),
        ({"alliance.structure": "entity"}, 0.0),
    ],
)
def test_it_lives_as_what_it_is(values: dict[str, str | float], most: float) -> None:
    """As the page on it says: founded hardly ever where nobody hopes or hosts, never as a company
    that all must agree to.
    """
    runs = simulate(scenario_of(start_text("start")), values, replicates=64)
    assert runs["formed"].mean() <= most
