"""Runs of one scenario, differences between designs, and mean outcomes of named numbers."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd

from poolsim.economy.agents import STOCK, Agents
from poolsim.scenario.scenario import Scenario, Value, load
from poolsim.scenario.strict import checked_value
from poolsim.statistics.comparison import compare_runs
from poolsim.statistics.matching import factors_of
from poolsim.statistics.tables import NAMES, masked, reasons_of, runs_columns
from poolsim.study.declared.study import Study
from poolsim.study.outcome import COMPARABLE
from poolsim.study.results import Results, results_in
from poolsim.study.simulated import Origin, Simulated

AnyScenario = Scenario | str | Path


def simulate(
    scenario: AnyScenario,
    values: Mapping[str, Value] | None = None,
    *,
    replicates: int = 200,
    seed: int | None = None,
    workers: int | None = None,
    plain: bool = False,
    agents: Agents = STOCK,
    curves: bool = False,
) -> Simulated:
    """Runs of a scenario, a row each: replicate, seed, status, reason, outcomes (nan where one does
    not exist). values: address -> number, or the name of a structure. The table is a DataFrame that
    sums itself up, draws itself and shows itself in a notebook.

    scenario: a `Scenario`, the name of a preset or the path of a file; seed: the scenario's unless
    given; agents: classes of your own for firms, secretariats or holders; curves: keep the series
    of every run, which are else made again when they are asked for. Two calls with the same seed
    share their luck replicate by replicate. Raises ScenarioError for numbers that cannot be.
    """
    size = cast(int, checked_value(Study, ("replicates",), "replicates", replicates))
    chosen = scenario if isinstance(scenario, Scenario) else load(scenario)
    chosen = chosen.with_values({**(values or {}), **({} if seed is None else {"seed": seed})})
    origin = Origin(chosen, workers, plain, agents)
    blocks = list(origin.blocks(size, curves))
    outcomes = masked(np.concatenate([block.outcomes for block in blocks]), NAMES)
    columns = runs_columns(outcomes, NAMES, reasons_of(blocks), chosen.seed, np.arange(size))
    runs = Simulated({"scenario": chosen.name, **columns})
    runs.origin, runs.kept = origin, blocks if curves else None
    return runs


def compare(
    runs: Results | Path | str | Mapping[str, pd.DataFrame],
    *,
    by: str = "design",
    baseline: str | None = None,
    outcomes: Iterable[str] | None = None,
    margins: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Paired differences between designs on the same luck, a row per stratum, pair and outcome.

    runs: complete results or their folder, or tables of `simulate` (one seed) by the name of
    their design; by: the factor or address compared; baseline: the value that all others are
    compared with, else every pair is; outcomes: those recorded unless given; margins: outcome ->
    difference too small to matter. The columns are those of `comparison.compare_runs`. Raises
    ScenarioError for what cannot be compared.
    """
    if isinstance(runs, Mapping):
        table, worlds = _stacked(runs, by), []
    else:
        results = runs if isinstance(runs, Results) else results_in(runs)
        table, worlds = results.table("runs").drop(columns="cell"), results.study.worlds()
    chosen = (
        [name for name in COMPARABLE if name in table.columns]
        if outcomes is None
        else list(outcomes)
    )
    return compare_runs(table, by, baseline, chosen, margins, worlds)


def _stacked(tables: Mapping[str, pd.DataFrame], by: str) -> pd.DataFrame:
    """Tables of runs below each other, each under its name; what differs else is no stratum."""
    seeds = {seed for table in tables.values() for seed in table["seed"]}
    if len(seeds) > 1:
        raise ValueError(
            "runs of different seeds do not share their luck: simulate all with one seed"
        )
    rows = [table.drop(columns=factors_of(table)) for table in tables.values()]
    for name, table in zip(tables, rows, strict=True):
        table.insert(0, by, name)
    return pd.concat(rows, ignore_index=True)
