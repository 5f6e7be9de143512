"""The model as functions, and under other people's tools."""

import math

import mesa
import numpy as np
import pytest
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sampler

import poolsim
from poolsim import compare, function_of, response, simulate
from poolsim.errors import ScenarioError
from poolsim.model import PoolModel
from poolsim.scenario.scenario import load

NUMBERS = {"quarters": 6, "firms.core.count": 3, "firms.fringe.count": 2}


def test_the_public_face_is_all_there() -> None:
    assert {"simulate", "run", "resume", "compare", "load", "Scenario", "Study"} <= set(
        dir(poolsim)
    )
    assert all(callable(getattr(poolsim, name)) for name in poolsim.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'sweep'"):
        poolsim.sweep  # noqa: B018


def test_simulate_is_the_model_run_by_run() -> None:
    runs = simulate("cn_tv", NUMBERS, replicates=2, seed=5, plain=True)
    model = PoolModel("cn_tv", 1, seed=5, values=NUMBERS)
    model.run()
    found = runs.iloc[1]
    told = model.outcomes()
    assert [found[name] for name in told] == pytest.approx(
        list(told.values()), abs=0.0, nan_ok=True
    )
    assert np.isnan(told["ssr_narrow_ended"]) and model.reduced()["ssr_narrow_ended"] > 0.0
    assert list(runs["status"]) == ["ok", "ok"] and list(runs["seed"]) == [5, 5]


def test_compare_is_the_mean_of_differences() -> None:
    first = simulate("cn_tv", NUMBERS, replicates=3, plain=True)
    second = simulate("cn_tv", NUMBERS | {"alliance.dues": 0.5}, replicates=3, plain=True)
    table = compare({"free": first, "dues": second}, margins={"profit": 1.0}).set_index("outcome")
    assert table.loc["profit", "difference"] == pytest.approx(
        (second["profit"] - first["profit"]).mean()
    )
    assert set(table["design"]) == {"dues"} and set(table["minus"]) == {"free"}
    assert table.loc["profit", "margin"] == 1.0 and "cause" not in table.index
    with pytest.raises(ValueError, match="share their luck"):
        compare(
            {"one": first, "other": simulate("cn_tv", NUMBERS, replicates=3, seed=9, plain=True)}
        )


@pytest.mark.parametrize("replicates", [0, -1])
def test_simulate_needs_a_replicate(replicates: int) -> None:
    with pytest.raises(ScenarioError, match=f"replicates: {replicates} is too low"):
        simulate("cn_tv", replicates=replicates)


def test_response_is_a_function_of_named_numbers() -> None:
    found = response(NUMBERS, "cn_tv", replicates=2, plain=True)
    assert found == response(NUMBERS, "cn_tv", replicates=2, plain=True)
    assert found["profit"] == pytest.approx(
        simulate("cn_tv", NUMBERS, replicates=2, plain=True)["profit"].mean()
    )
    assert "cause" not in found and not math.isnan(found["firms"])
    with pytest.raises(ScenarioError, match="did you mean 'alliance.dues'"):
        response({"alliance.due": 1.0}, replicates=1, plain=True)


def test_a_plain_function_takes_names_without_dots() -> None:
    small = load("cn_tv").with_values(NUMBERS)
    model = function_of({"dues": "alliance.dues"}, small, ["profit"], replicates=2, plain=True)
    assert model(dues=0.5) == {
        "profit": response(NUMBERS | {"alliance.dues": 0.5}, replicates=2, plain=True)["profit"]
    }
    with pytest.raises(TypeError, match="unexpected arguments"):
        model(fees=0.5)


def test_salib_analyses_the_response() -> None:
    names = ["research.productivity", "membership.intensity"]
    problem = {"num_vars": 2, "names": names, "bounds": [[0.5, 5.0], [1.0, 3.0]]}
    points = sampler.sample(problem, 4, calc_second_order=False, seed=1)
    values = [
        response(
            NUMBERS | dict(zip(names, map(float, point), strict=True)), replicates=2, plain=True
        )["patents"]
        for point in points
    ]
    found = analysis.analyze(problem, np.array(values), calc_second_order=False, seed=1)
    assert len(found["S1"]) == 2


def test_mesa_runs_a_batch_of_the_model() -> None:
    parameters = {
        "scenario": "cn_tv",
        "replicate": [0, 1],
        "values": [NUMBERS, NUMBERS | {"alliance.dues": 0.5}],
    }
    rows = mesa.batch_run(
        PoolModel, parameters, number_processes=1, data_collection_period=-1, display_progress=False
    )
    assert [row["replicate"] for row in rows] == [0, 0, 1, 1]
    model = PoolModel("cn_tv", 1, values=NUMBERS)
    model.run()
    assert (
        rows[2]["profit"]
        == model.series[int(rows[2]["Step"]), list(model.datacollector.model_vars).index("profit")]
    )
