"""Survival: published examples (leukaemia trials, breast cancer), scipy on the same data, and
corners.
"""

import warnings

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from poolsim.statistics.survival import (
    Lives,
    at_risk,
    cumulative_incidence,
    kaplan_meier,
    log_rank,
    median_life,
    restricted_mean,
    survival_tables,
)

# Weeks of remission, 6-mercaptopurine and placebo (Freireich et al. 1963); negative: censored.
TREATED = [6, 6, 6, 7, 10, 13, 16, 22, 23, -6, -9, -10, -11, -17, -19, -20, -25, -32, -32, -34, -35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
# Maintained and not maintained chemotherapy of myelogenous leukaemia (Miller 1981).
MAINTAINED = [9, 13, -13, 18, 23, -28, 31, 34, -45, 48, -161]
NOT_MAINTAINED = [5, 5, 8, 8, 12, -16, 23, 27, 30, 33, 43, 45]


def life(weeks: list[int], causes: dict[int, str] | None = None) -> Lives:
    time = np.abs(np.array(weeks, dtype=float))
    ended = np.array(weeks) > 0
    names = [
        ("end" if causes is None else causes[k]) if over else "standing"
        for k, over in enumerate(ended)
    ]
    return Lives(time, ended, np.array(names, dtype=object))


def test_kaplan_meier_of_the_leukaemia_trial() -> None:
    table = kaplan_meier(*life(TREATED)[:2])
    ends = table[table["ended"] > 0]
    assert list(ends["quarter"]) == [6, 7, 10, 13, 16, 22, 23]
    assert list(ends["at_risk"]) == [21, 17, 15, 12, 11, 7, 6]
    assert np.allclose(
        ends["survival"], [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], atol=5e-4
    )
    assert median_life(table) == 23.0
    assert list(at_risk(life(TREATED), np.array([0.0, 6.0, 10.0, 40.0]))["at_risk"]) == [
        21,
        21,
        15,
        0,
    ]


def test_log_rank_of_the_leukaemia_trial() -> None:
    statistic, p = log_rank(life(TREATED), life(PLACEBO))
    assert statistic == pytest.approx(16.79, abs=0.005) and p < 0.0001
    assert log_rank(life(MAINTAINED), life(NOT_MAINTAINED)) == pytest.approx(
        (3.4, 0.0653), abs=0.005
    )
    assert np.isnan(log_rank(life([-3, -4]), life([-5]))).all()
    assert np.isnan(log_rank(life([3, 3]), life([-1]))).all()  # nobody else was there


@pytest.mark.parametrize("weeks", [TREATED, PLACEBO, MAINTAINED, NOT_MAINTAINED])
def test_curve_and_interval_are_scipys(weeks: list[int]) -> None:
    time, ended, _ = life(weeks)
    theirs = stats.ecdf(stats.CensoredData(uncensored=time[ended], right=time[~ended])).sf
    table = kaplan_meier(time, ended)[1:]
    assert np.allclose(table["quarter"], theirs.quantiles)
    assert np.allclose(table["survival"], theirs.probabilities, atol=1e-12)
    inside = ((table["survival"] > 0.0) & (table["survival"] < 1.0)).to_numpy()
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # theirs is undefined where survival is 0 or 1
        interval = theirs.confidence_interval(0.95, method="log-log")
    assert np.allclose(table["low"][inside], interval.low.probabilities[inside])
    assert np.allclose(table["high"][inside], interval.high.probabilities[inside])


def test_the_interval_never_collapses() -> None:
    """Before the first end, and after the last, it is the one of a share of 1, or 0."""
    alive = kaplan_meier(*life([-4] * 19)[:2])
    gone = kaplan_meier(*life([3] * 19)[:2])
    exact = stats.binomtest(19, 19).proportion_ci(0.95, method="exact")
    assert np.allclose(alive["low"], exact.low) and (alive["high"] == 1.0).all()
    assert np.allclose(gone["high"].iloc[-1], 1.0 - exact.low) and gone["low"].iloc[-1] == 0.0
    assert (alive["high"] > alive["low"]).all()


def test_restricted_means_are_those_of_the_survival_package() -> None:
    """As printed by survfit of R for the same data: 52.6 (19.83) and 22.7 (4.18), restricted at
    161.
    """
    assert restricted_mean(*life(MAINTAINED)[:2], 161.0) == pytest.approx((52.6, 19.83), abs=0.05)
    assert restricted_mean(*life(NOT_MAINTAINED)[:2], 161.0) == pytest.approx(
        (22.7, 4.18), abs=0.05
    )


def test_without_censoring_the_mean_is_the_mean() -> None:
    time = np.random.default_rng(2).integers(1, 40, 50).astype(float)
    mean, error = restricted_mean(time, np.ones(50, dtype=bool), 30.0)
    assert mean == pytest.approx(np.minimum(time, 30.0).mean())
    assert error == pytest.approx(np.minimum(time, 30.0).std() / np.sqrt(50.0))


def test_all_alive_at_the_horizon_live_to_it() -> None:
    time, ended = np.full(20, 80.0), np.zeros(20, dtype=bool)
    assert restricted_mean(time, ended, 80.0) == (80.0, 0.0)
    assert np.isnan(median_life(kaplan_meier(time, ended)))


def test_cumulative_incidence_of_the_breast_cancer_patients() -> None:
    """First nine of 305 (Satagopan et al. 2004, table 2): 0.3 % more dead at 10, 16, 23, 27."""
    weeks = [-7, 10, -14, 16, 18, 23, -24, 26, 27] + [-100] * 296
    causes = {1: "cancer", 3: "cancer", 4: "other", 5: "cancer", 7: "other", 8: "cancer"}
    table = cumulative_incidence(life(weeks, causes))
    cancer = table[table["cause"] == "cancer"].set_index("quarter")["incidence"]
    assert list(np.round(100.0 * np.diff(cancer[[7.0, 10.0, 16.0, 23.0, 27.0]]), 1)) == [
        0.3,
        0.3,
        0.3,
        0.3,
    ]
    survival = kaplan_meier(*life(weeks, causes)[:2]).set_index("quarter")["survival"]
    printed = [99.7, 99.3, 99.0, 98.7, 98.3, 98.0]
    assert np.allclose(100.0 * survival[[10.0, 16.0, 18.0, 23.0, 26.0, 27.0]], printed, atol=0.06)
    assert np.allclose(table.groupby("quarter")["incidence"].sum(), 1.0 - survival)


def test_incidence_of_one_cause_alone_and_of_none() -> None:
    alone = cumulative_incidence(life(TREATED))
    assert np.allclose(alone["incidence"], 1.0 - kaplan_meier(*life(TREATED)[:2])["survival"])
    assert cumulative_incidence(life([-3, -4])).empty


def test_tables_of_designs_within_strata() -> None:
    runs = pd.DataFrame(
        [
            (
                "tv",
                design,
                r,
                3,
                "ok",
                float(r > 0),
                min(2.0 + r * k, 20.0),
                float(2.0 + r * k >= 20.0),
                "insolvent",
            )
            for k, design in enumerate(("short", "long", "none"))
            for r in range(30)
        ],
        columns=[
            "scenario",
            "design",
            "replicate",
            "seed",
            "status",
            "formed",
            "lifetime",
            "alive",
            "cause_of_end",
        ],
    )
    runs.loc[runs["design"] == "none", "formed"] = 0.0
    tables = survival_tables(runs, baseline="short")
    assert list(tables.summary["design"]) == ["short", "long"] and set(
        tables.summary["founded"]
    ) == {29}
    assert list(tables.summary["restricted_mean"])[0] == 2.0 and set(tables.summary["until"]) == {
        20.0
    }
    assert list(tables.tests["minus"]) == ["short"] and tables.tests["p"][0] < 0.001
    assert set(tables.at_risk["quarter"]) == {0.0, 4.0, 8.0, 12.0, 16.0, 20.0}
    assert set(tables.causes["cause"]) == {"insolvent"}
    assert survival_tables(runs[runs["design"] == "none"]).curves.empty
