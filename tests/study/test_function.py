"""The model as a function of named numbers, as other people's tools call it."""

import copy
import math
import pickle

import numpy as np
import pandas as pd
import pytest

from poolsim import function_of, response, simulate
from poolsim.errors import ScenarioError
from poolsim.scenario.scenario import load
from poolsim.scenario.strict import shown_value

NUMBERS = {"quarters": 6, "firms.core.count": 3, "firms.fringe.count": 2}
SMALL = load("cn_tv").with_values(NUMBERS)
ARGUMENTS = {"dues": "alliance.dues", "form": "alliance.structure"}
FEW = {"replicates": 2, "plain": True}


def test_response_is_a_function_of_named_numbers() -> None:
    found = response(NUMBERS, "cn_tv", replicates=2, plain=True)
    assert found == response(pd.Series(NUMBERS), "cn_tv", replicates=2, plain=True)
    assert found["profit"] == pytest.approx(
        simulate("cn_tv", NUMBERS, replicates=2, plain=True)["profit"].mean()
    )
    assert "cause" not in found and not math.isnan(found["firms"])
    with pytest.raises(ScenarioError, match="did you mean 'alliance.dues'"):
        response({"alliance.due": 1.0}, replicates=1, plain=True)


def test_a_plain_function_takes_names_without_dots() -> None:
    model = function_of({"dues": "alliance.dues"}, SMALL, ["profit"], replicates=2, plain=True)
    assert model(dues=0.5) == {
        "profit": response(NUMBERS | {"alliance.dues": 0.5}, replicates=2, plain=True)["profit"]
    }
    with pytest.raises(TypeError, match="no argument 'due'; did you mean 'dues'"):
        model(due=0.5)
    for no_number in (None, True, b"1"):
        with pytest.raises(ScenarioError, match=f"dues: {shown_value(no_number)} is not a number"):
            model(dues=no_number)


def test_a_whole_number_arrives_in_all_its_digits() -> None:
    found = function_of({"seed": "seed"}, SMALL, ["profit"], **FEW)(seed=2**60 + 1)
    assert found["profit"] == simulate(SMALL, seed=2**60 + 1, **FEW)["profit"].mean()


@pytest.mark.parametrize("sent", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_a_function_can_be_sent_to_other_processes(sent) -> None:
    model = function_of(ARGUMENTS, SMALL, ["profit"], **FEW)
    assert sent(model)(dues=0.5) == model(dues=0.5)


def test_a_function_takes_structures_and_numbers_of_any_kind() -> None:
    model = function_of(ARGUMENTS, SMALL, ["formed", "profit"], **FEW)
    values = NUMBERS | {"alliance.structure": "social_group", "alliance.dues": 0.5}
    found = model(form="social_group", dues=np.float32(0.5))
    assert found["profit"] == response(values, **FEW)["profit"]
    with pytest.raises(ScenarioError, match="unknown structure 'entty'; did you mean 'entity'"):
        model(form="entty")


def test_curves_are_arrays_of_means() -> None:
    model = function_of(ARGUMENTS, SMALL, ["formed"], curves=["members", "survival"], **FEW)
    found = model(dues=0.0)
    table = simulate(SMALL, {"alliance.dues": 0.0}, **FEW).curves()
    assert list(found) == ["formed", "members", "survival"]
    for name in ("members", "survival"):
        mean = table.loc[table["series"] == name, "mean"].to_numpy()
        assert found[name] == pytest.approx(mean, rel=1e-12, nan_ok=True)
    assert list(function_of({}, SMALL, curves="members", **FEW)()) == ["members"]


def test_names_that_are_none_are_refused_at_once() -> None:
    with pytest.raises(ScenarioError) as refused:
        function_of({"dues": "alliance.due"}, SMALL, ["lifetim", "cause"])
    assert refused.value.messages == (
        "alliance.due: unknown address; did you mean 'alliance.dues'?",
        "outcomes: no outcome 'lifetim'; did you mean 'lifetime'?",
        "outcomes: no outcome 'cause'",
    )


@pytest.mark.parametrize(
    ("arguments", "asked", "message"),
    [
        ({"a": "alliance.dues", "b": "alliance.dues"}, {}, "alliance.dues: stands for what"),
        (
            {"a": "alliance.dues", "b": "alliances.ctu.dues"},
            {},
            "alliances.ctu.dues: stands for what alliance.dues stands for",
        ),
        ({}, {"curves": ["member"]}, "curves: no curve 'member'; did you mean 'members'"),
        ({}, {"outcomes": "members", "curves": "members"}, "asked for as a curve too"),
        ({}, {"replicates": 0}, "replicates: 0 is too low"),
        ({}, {"workers": -1}, "workers: -1 is too low"),
        ({"dues": 3}, {}, "addresses: 3 is not a name"),
        ({"luck": "seed"}, {"seed": 4}, "seed: is given among the values too"),
        ({}, {"seed": 1.5}, "seed: 1.5 is not a whole number"),
    ],
)
def test_requests_that_cannot_be_are_refused_at_once(arguments, asked, message) -> None:
    with pytest.raises(ScenarioError, match=message):
        function_of(arguments, SMALL, **asked)
