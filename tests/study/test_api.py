"""Runs of a scenario as a table, compared."""

import numpy as np
import pandas as pd
import pytest

import poolsim
from poolsim import compare, load, simulate
from poolsim.errors import ScenarioError
from poolsim.model import PoolModel

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


def test_series_are_those_of_the_model_by_their_names() -> None:
    options = {"replicates": 2, "seed": 5, "plain": True}
    kept = simulate("cn_tv", NUMBERS, curves=True, **options)
    series = kept.series("profit", "survival")
    model = PoolModel("cn_tv", 1, seed=5, values=NUMBERS)
    model.run()
    assert series["profit"][1].tolist() == model.datacollector.model_vars["profit"]
    again = simulate("cn_tv", NUMBERS, **options)
    assert again.series("profit")["profit"].tobytes() == series["profit"].tobytes()
    assert again.curves().equals(kept.curves())
    with pytest.raises(ScenarioError, match="no curve 'profits'; did you mean 'profit'"):
        kept.series("profits")


def test_compare_is_the_mean_of_differences() -> None:
    first = simulate("cn_tv", NUMBERS, replicates=3, plain=True)
    second = simulate("cn_tv", NUMBERS | {"alliance.dues": 0.5}, replicates=3, plain=True)
    table = compare({"free": first, "dues": second}, margins={"profit": 1.0}).set_index("outcome")
    assert table.loc["profit", "difference"] == pytest.approx(
        (second["profit"] - first["profit"]).mean()
    )
    assert set(table["design"]) == {"dues"} and set(table["minus"]) == {"free"}
    assert table.loc["profit", "margin"] == 1.0 and "cause" not in table.index
    numbered = compare({0.0: first, 0.5: second}, by="dues", baseline=0, outcomes="profit")
    assert numbered["difference"].tolist() == [table.loc["profit", "difference"]]
    lacking, twice = first.drop(columns="replicate"), pd.concat([first, first])
    for asked, message in (
        (({},), "runs: .* is neither results, nor tables of runs"),
        ((3,), "runs: 3 is neither results, nor tables of runs"),
        (({"a": first, "b": 3},), "runs: b: 3 is no table of runs"),
        (({"a": first, "b": lacking},), "runs: b: is no table of runs: it has no column 'repl"),
        (({"a": first, "b": twice},), "runs: b: replicate 0 is there twice"),
        (({"a": first, "b": second.assign(seed=9)},), "do not share their luck"),
    ):
        with pytest.raises(ScenarioError, match=message):
            compare(*asked)  # type: ignore[arg-type]
    for more, message in (
        ({"by": "formed"}, "--by: 'formed' is a column of the runs"),
        ({"outcomes": ["formed", "formed"]}, "--outcomes: 'formed' is given twice"),
        ({"outcomes": 3}, "--outcomes: 3 is not a list of names"),
        ({"margins": {"formed": "0,1"}}, "--margin: formed: .*a decimal comma. write 0.1"),
        ({"margins": "formed"}, "--margin: 'formed' is not a table"),
    ):
        with pytest.raises(ScenarioError, match=message):
            compare({"a": first, "b": second}, **more)  # type: ignore[arg-type]


def test_a_row_of_a_table_is_a_table_of_values() -> None:
    rows = pd.DataFrame({"quarters": [6, 7], "alliance.structure": ["entity", "cooperative"]})
    found = simulate("cn_tv", rows.iloc[0], replicates=1, plain=True)  # type: ignore[arg-type]
    assert found.origin.scenario == load("cn_tv").with_values(rows.iloc[0].to_dict())


def test_a_run_that_fails_has_no_series() -> None:
    runs = simulate("cn_tv", NUMBERS, replicates=2, plain=True, curves=True)
    runs.kept[0].outcomes[1] = np.nan
    profit = runs.series("profit")["profit"]
    assert np.isnan(profit[1]).all() and np.isfinite(profit[0]).all()
    assert (runs.curves()["runs"] <= 1).all()


def test_a_table_whose_runs_were_moved_has_no_series() -> None:
    for curves in (True, False):
        runs = simulate("cn_tv", NUMBERS, replicates=3, plain=True, curves=curves)
        runs["replicate"] = [0, 2, 1]
        for ask in (
            runs.curves,
            runs.why,
            lambda runs=runs: runs.series("members"),
            lambda runs=runs: runs.summary,
        ):
            with pytest.raises(ScenarioError, match="runs were taken out of the table"):
                ask()


def test_what_cannot_be_simulated_is_refused() -> None:
    for asked, message in (
        ({"values": {"seed": 4}, "seed": 5}, "seed: is given among the values too"),
        ({"agents": 3}, "agents: 3 is not Agents"),
        ({"workers": -1}, "workers: -1 is too low"),
        ({"values": [("alliance.dues", 1)]}, "values: .* is not a table"),
        ({"values": {3: 1.0}}, "values: 3 is not a name"),
        ({"scenario": 3}, "int: neither a path nor a name in configs"),
        ({"scenario": load("cn_tv").lower()}, "Cell: neither a path nor a name in configs"),
    ):
        with pytest.raises(ScenarioError, match=message):
            simulate(**{"scenario": "cn_tv", "replicates": 1, "plain": True, **asked})  # type: ignore[arg-type]


@pytest.mark.parametrize("replicates", [0, -1])
def test_simulate_needs_a_replicate(replicates: int) -> None:
    with pytest.raises(ScenarioError, match=f"replicates: {replicates} is too low"):
        simulate("cn_tv", replicates=replicates)
