"""Runs of a scenario as a table, compared."""

import numpy as np
import pytest

import poolsim
from poolsim import compare, simulate
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
    with pytest.raises(ValueError, match="share their luck"):
        compare(
            {"one": first, "other": simulate("cn_tv", NUMBERS, replicates=3, seed=9, plain=True)}
        )


def test_a_run_that_fails_has_no_series() -> None:
    runs = simulate("cn_tv", NUMBERS, replicates=2, plain=True, curves=True)
    runs.kept[0].outcomes[1] = np.nan
    profit = runs.series("profit")["profit"]
    assert np.isnan(profit[1]).all() and np.isfinite(profit[0]).all()
    assert (runs.curves()["runs"] <= 1).all()


@pytest.mark.parametrize("replicates", [0, -1])
def test_simulate_needs_a_replicate(replicates: int) -> None:
    with pytest.raises(ScenarioError, match=f"replicates: {replicates} is too low"):
        simulate("cn_tv", replicates=replicates)
