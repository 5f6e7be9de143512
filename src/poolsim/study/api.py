"""Runs of one scenario, differences between designs, and mean outcomes of named numbers."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from poolsim.economy.agents import STOCK, Agents
from poolsim.model import refuse_no_agents
from poolsim.parameters.number import plain
from poolsim.scenario.given import names_of, number, refuse_two_seeds, refused, table_of
from poolsim.scenario.scenario import Scenario, Value, load
from poolsim.scenario.strict import shown_value
from poolsim.statistics.comparison import compare_runs
from poolsim.statistics.matching import factors_of
from poolsim.statistics.tables import NAMES, masked, reasons_of, runs_columns
from poolsim.study.declared.study import replicates_of
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
    size = replicates_of(replicates)
    refuse_no_agents(agents)
    chosen = scenario if isinstance(scenario, Scenario) else load(scenario)
    changes = table_of("values", values)
    refuse_two_seeds(changes, seed)
    chosen = chosen.with_values(changes | ({} if seed is None else {"seed": seed}))
    origin = Origin(chosen, size, workers, plain, agents)
    blocks = list(origin.blocks(curves))
    outcomes = masked(np.concatenate([block.outcomes for block in blocks]), NAMES)
    columns = runs_columns(outcomes, NAMES, reasons_of(blocks), chosen.seed, np.arange(size))
    runs = Simulated({"scenario": chosen.name, **columns})
    runs.origin, runs.kept = origin, blocks if curves else None
    return runs


def compare(
    runs: Results | Path | str | Mapping[str, pd.DataFrame],
    *,
    by: str = "design",
    baseline: Value | None = None,
    outcomes: Iterable[str] | str | None = None,
    margins: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Paired differences between designs on the same luck, a row per stratum, pair and outcome.

    runs: complete results or their folder, or tables of `simulate` (one seed) by the name of
    their design; by: the factor or address compared; baseline: the value that all others are
    compared with, else every pair is; outcomes: those recorded unless given; margins: outcome ->
    difference too small to matter. The columns are those of `comparison.compare_runs`. Raises
    ScenarioError for what cannot be compared.
    """
    if not isinstance(runs, Results | Path | str):
        table, worlds = _stacked(runs, by), []
    else:
        results = runs if isinstance(runs, Results) else results_in(runs)
        table, worlds = results.table("runs").drop(columns="cell"), results.study.worlds()
    chosen = (
        [name for name in COMPARABLE if name in table.columns]
        if outcomes is None
        else list(names_of("--outcomes", outcomes))
    )
    smallest = table_of("--margin", margins)
    smallest = {name: number(f"--margin: {name}", one) for name, one in smallest.items()}
    against = None if baseline is None else str(plain(baseline))
    return compare_runs(table, by, against, chosen, smallest, worlds)


def _stacked(tables: Mapping[str, pd.DataFrame], by: str) -> pd.DataFrame:
    """Tables of runs below each other, each under its name; what differs else is no stratum."""
    if not isinstance(tables, Mapping) or not tables:
        text = f"{shown_value(tables)} is neither results, nor tables of runs by name"
        raise refused("runs", text)
    for name, table in tables.items():
        _refuse_no_runs(f"runs: {name}", table, by)
    seeds = {seed for table in tables.values() for seed in table["seed"]}
    if len(seeds) > 1:
        text = "runs of different seeds do not share their luck: simulate all with one seed"
        raise refused("runs", text)
    rows = [table.drop(columns=factors_of(table)) for table in tables.values()]
    for name, table in zip(tables, rows, strict=True):
        table.insert(0, by, name)
    return pd.concat(rows, ignore_index=True)


def _refuse_no_runs(name: str, table: object, by: str) -> None:
    """Raise ScenarioError for what is no table of runs, a row each, that a factor can be added
    to.
    """
    if not isinstance(table, pd.DataFrame):
        raise refused(name, f"{shown_value(table)} is no table of runs")
    lacking = [column for column in ("replicate", "seed", "status") if column not in table]
    if lacking:
        raise refused(name, f"is no table of runs: it has no column '{lacking[0]}'")
    if by in table.columns.difference(factors_of(table)):
        raise refused("--by", f"'{by}' is a column of the runs; give a name for what differs")
    twice = table.loc[table["replicate"].duplicated(), "replicate"]
    if not twice.empty:
        raise refused(name, f"replicate {twice.iloc[0]} is there twice")
