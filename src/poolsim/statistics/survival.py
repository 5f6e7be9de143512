"""Lives of alliances: how long they last under each design, and what ends them.

An alliance that stands at the horizon is censored there. Each design is described on its own draws;
designs that share their luck are compared run by run in `compare`; the log-rank test, made for
independent groups, is a cross-check.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from poolsim.statistics.intervals import CONFIDENCE, Floats, Z
from poolsim.statistics.matching import cells_of, pairs_of, strata_of
from poolsim.statistics.tables import OK

Flags = NDArray[np.bool_]
TICKS = 5  # steps of whole quarters, at which the alliances at risk are counted


class Lives(NamedTuple):
    """Lifetimes in quarters, whether each ended within the horizon, and its cause in words."""

    time: Floats
    ended: Flags
    cause: NDArray[np.object_]


class Tables(NamedTuple):
    """Survival by quarter, cumulative incidence by cause, a row per design, log-rank tests, numbers
    at risk.
    """

    curves: pd.DataFrame
    causes: pd.DataFrame
    summary: pd.DataFrame
    tests: pd.DataFrame
    at_risk: pd.DataFrame


def lives(runs: pd.DataFrame) -> Lives:
    """Lifetimes of the alliances founded in completed runs; those alive at the horizon are
    censored.
    """
    formed = runs[(runs["status"] == OK) & (runs["formed"] > 0.0)]
    return Lives(
        formed["lifetime"].to_numpy(dtype=float),
        (formed["alive"] == 0.0).to_numpy(),
        formed["cause_of_end"].to_numpy(dtype=object),
    )


def kaplan_meier(time: Floats, ended: Flags) -> pd.DataFrame:
    """Survival S(t), product over event times of 1 - d / n (Kaplan and Meier 1958), a row per time
    and one at 0.

    n: at risk just before t; d: ends at t. low, high: 95 % interval, S^exp(-+ 1.96 se) on the
    log-log scale with Greenwood's variance (Kalbfleisch and Prentice 1980); where S is 1 or 0, that
    of Clopper and Pearson (1934) for the effective number n / S(t-) (Peto and others 1977). Without
    censoring S is the share that lives longer than t.
    """
    at, n, d, censored = _counts(time, ended)
    survival = np.cumprod(1.0 - d / n)
    green = np.cumsum(np.divide(d, n * (n - d), out=np.zeros_like(n), where=n > d))
    inside = (survival > 0.0) & (survival < 1.0)
    log = np.log(np.where(inside, survival, 0.5))
    error = np.where(inside, np.sqrt(green) / np.abs(log), 0.0)
    edge = ((1.0 - CONFIDENCE) / 2.0) ** (np.append(1.0, survival[:-1]) / n)
    columns = {
        "quarter": at,
        "at_risk": n.astype(int),
        "ended": d.astype(int),
        "censored": censored.astype(int),
        "survival": survival,
        "low": np.where(inside, np.exp(log * np.exp(Z * error)), survival * edge),
        "high": np.where(inside, np.exp(log * np.exp(-Z * error)), 1.0 - (1.0 - survival) * edge),
    }
    return pd.DataFrame(columns)


def _counts(time: Floats, ended: Flags) -> tuple[Floats, Floats, Floats, Floats]:
    """Times (0 first), alliances at risk just before each, ends and censorings at each."""
    at = np.unique(np.append(time, 0.0))
    n = len(time) - np.searchsorted(np.sort(time), at, side="left")
    d = _tally(time[ended], at)
    return at, n.astype(float), d, _tally(time[~ended], at)


def _tally(time: Floats, at: Floats) -> Floats:
    return np.bincount(np.searchsorted(at, time), minlength=len(at)).astype(float)


def restricted_mean(time: Floats, ended: Flags, until: float) -> tuple[float, float]:
    """Mean life within `until` quarters and its standard error: area A(0) under S up to it, error
    sqrt(sum A(t)^2 d / (n (n - d))), A(t) the area from t on (Kaplan and Meier 1958; Irwin 1949).

    Without censoring the mean is that of min(life, until).
    """
    table = kaplan_meier(time, ended)
    table = table[table["quarter"] < until]
    at, survival = table["quarter"].to_numpy(), table["survival"].to_numpy()
    n, d = table["at_risk"].to_numpy(dtype=float), table["ended"].to_numpy(dtype=float)
    pieces = survival * np.diff(np.append(at, until))
    after = np.cumsum(pieces[::-1])[::-1]
    terms = np.divide(after**2 * d, n * (n - d), out=np.zeros_like(n), where=n > d)
    return float(after[0]), float(np.sqrt(terms.sum()))


def median_life(table: pd.DataFrame) -> float:
    """First quarter at which survival is 0.5 or less; nan if it never is within the horizon."""
    reached = table.loc[table["survival"] <= 0.5, "quarter"]
    return float(reached.iloc[0]) if len(reached) else np.nan


def cumulative_incidence(life: Lives) -> pd.DataFrame:
    """Share ended by each cause up to t: sum over event times of S(t-) d_cause / n (Aalen and
    Johansen 1978).

    Over all causes the shares add up to 1 - S(t). Of one cause alone it is 1 - S(t).
    """
    at, n, d, _ = _counts(life.time, life.ended)
    before = np.append(1.0, np.cumprod(1.0 - d / n)[:-1])
    tables = [
        pd.DataFrame(
            {
                "cause": cause,
                "quarter": at,
                "incidence": np.cumsum(
                    before * _tally(life.time[life.ended & (life.cause == cause)], at) / n
                ),
            }
        )
        for cause in dict.fromkeys(life.cause[life.ended])
    ]
    nothing = pd.DataFrame(columns=["cause", "quarter", "incidence"])
    return pd.concat(tables, ignore_index=True) if tables else nothing


def log_rank(first: Lives, second: Lives) -> tuple[float, float]:
    """Log-rank statistic (squared, one degree of freedom) and p of the same survival (Mantel 1966);
    nan with no end, and where ends are met by one group alone.
    """
    if not (len(first.time) and len(second.time) and (first.ended.any() or second.ended.any())):
        return np.nan, np.nan
    with np.errstate(invalid="ignore"):
        found = stats.logrank(_censored(first), _censored(second))
    return float(found.statistic**2), float(found.pvalue)


def _censored(life: Lives) -> stats.CensoredData:
    return stats.CensoredData(uncensored=life.time[life.ended], right=life.time[~life.ended])


def survival_tables(
    runs: pd.DataFrame, by: str = "design", baseline: str | None = None, worlds: Iterable[str] = ()
) -> Tables:
    """Survival by the values of a factor within every stratum; restricted means up to a quarter
    common to a stratum.

    A cell in which a factor is idle is in the stratum of each of its values. The common quarter is
    the last to which survival is known under every value. A value under which no alliance is
    founded has no rows.
    """
    cells, tables = cells_of(runs, list(worlds))
    found = []
    for labels, places in strata_of(cells, by):
        groups = {name: lives(tables[place]) for name, place in places.items()}
        groups = {name: life for name, life in groups.items() if len(life.time)}
        if groups:
            found.append([_labelled(table, labels) for table in _stratum(groups, by, baseline)])
    joined = [pd.concat(rows, ignore_index=True) for rows in zip(*found, strict=True)]
    return Tables(*joined or [pd.DataFrame()] * len(Tables._fields))


def _labelled(table: pd.DataFrame, labels: dict[str, object]) -> pd.DataFrame:
    fixed = pd.DataFrame([labels] * len(table), table.index, list(labels))
    return pd.concat([fixed, table], axis=1)


def _stratum(groups: dict[str, Lives], by: str, baseline: str | None) -> Tables:
    longest = max(float(life.time.max()) for life in groups.values())
    until = min(longest, *(_known_to(life) for life in groups.values()))
    ticks = np.arange(0.0, longest + 0.5, max(np.ceil(longest / TICKS), 1.0))
    return Tables(
        _each(groups, by, lambda life: kaplan_meier(life.time, life.ended)),
        _each(groups, by, cumulative_incidence),
        pd.DataFrame([{by: name, **_summary(life, until)} for name, life in groups.items()]),
        pd.DataFrame(
            [
                (second, first, *log_rank(groups[first], groups[second]))
                for first, second in pairs_of(list(groups), baseline)
            ],
            columns=[by, "minus", "chi_square", "p"],
        ),
        _each(groups, by, lambda life: at_risk(life, ticks)),
    )


def _known_to(life: Lives) -> float:
    """Quarter to which survival is known: the longest life, without limit once all have ended."""
    longest = float(life.time.max())
    return np.inf if life.ended[life.time == longest].all() else longest


def _each(groups: dict[str, Lives], by: str, made: Callable[[Lives], pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(
        [_labelled(made(life), {by: name}) for name, life in groups.items()], ignore_index=True
    )


def _summary(life: Lives, until: float) -> dict[str, float]:
    mean, error = restricted_mean(life.time, life.ended, until)
    return {
        "founded": len(life.time),
        "ended": int(life.ended.sum()),
        "censored": int((~life.ended).sum()),
        "median": median_life(kaplan_meier(life.time, life.ended)),
        "until": until,
        "restricted_mean": mean,
        "error": error,
        "low": mean - Z * error,
        "high": mean + Z * error,
    }


def at_risk(life: Lives, ticks: Floats) -> pd.DataFrame:
    """Alliances neither ended nor censored before each of the quarters."""
    return pd.DataFrame(
        {"quarter": ticks, "at_risk": [int((life.time >= tick).sum()) for tick in ticks]}
    )
