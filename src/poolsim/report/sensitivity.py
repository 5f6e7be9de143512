"""Indices of sensitivity, for a terminal."""

from collections.abc import Iterator
from textwrap import fill

import pandas as pd

from poolsim.economy.declarations import Outcome
from poolsim.report.text import WIDTH, aligned
from poolsim.statistics.importance import SOBOL
from poolsim.statistics.matching import Row

OF_SOBOL = (
    "S1: share of the variance over worlds that a number explains alone; ST: with all that it acts "
    "through together with others."
)
OF_MORRIS = (
    "mu*: mean size of what the outcome changes by when a number goes through its range; mu: with "
    "its sign; sigma: how much that differs from place to place."
)
OF_BOTH = (
    " +-: half width of the 95 % interval (bootstrap); one that holds 0 is not told from nothing. "
    "Luck is the same at every point."
)


def sensitivity_text(
    title: str, outcome: Outcome, method: str, points: int, runs: int, table: pd.DataFrame
) -> str:
    """Numbers by importance for every alternative."""
    facts = f"{outcome.name} ({outcome.unit}), {method} indices from {points} points, {runs} runs"
    lines = [title, "", facts]
    labels = list(table.columns[: list(table.columns).index("address")])
    for key, rows in table.groupby(labels, sort=False, dropna=False):
        named = ", ".join(str(part) for part in key if part not in ("preset", "as it is"))
        lines += ["", *_ranked(named, rows, method)]
    return "\n".join(
        [*lines, "", fill((OF_SOBOL if method == SOBOL else OF_MORRIS) + OF_BOTH, WIDTH)]
    )


def _ranked(name: str, rows: pd.DataFrame, method: str) -> Iterator[str]:
    by = "ST" if method == SOBOL else "mu_star"
    if rows[by].isna().all():
        yield f"{name}: the same at every point"
        return
    ranked = rows.sort_values(by, ascending=False, kind="stable").to_dict("records")
    head = ["S1", "ST"] if method == SOBOL else ["mu*", "mu", "sigma"]
    numbers = _of_sobol if method == SOBOL else _of_morris
    yield from aligned([name, *head], [[row["address"], *numbers(row)] for row in ranked])


def _of_sobol(row: Row) -> list[str]:
    return [f"{row[name]:.2f} +- {row[f'{name}_conf']:.2f}" for name in ("S1", "ST")]


def _of_morris(row: Row) -> list[str]:
    size = f"{row['mu_star']:.3g} +- {row['mu_star_conf']:.2g}"
    return [size, f"{row['mu']:.3g}", f"{row['sigma']:.3g}"]
