"""The model as functions: runs of one scenario, differences between two, and outcomes as a function of numbers."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from poolsim.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.scenario import Scenario, Value, load
from poolsim.simulation import stream
from poolsim.study.paired import difference_of
from poolsim.study.tables import OK, runs_table

AnyScenario = Scenario | str | Path


def simulate(
    scenario: AnyScenario,
    values: Mapping[str, Value] | None = None,
    *,
    replicates: int = 200,
    seed: int | None = None,
    workers: int | None = None,
    plain: bool = False,
) -> pd.DataFrame:
    """Runs of a scenario, a row each: replicate, seed, status, reason, outcomes. values: address -> number.

    scenario: a `Scenario`, the name of a preset or the path of a file; seed: the scenario's unless given. Two calls
    with the same seed share their luck replicate by replicate.
    """
    chosen = scenario if isinstance(scenario, Scenario) else load(scenario)
    chosen = chosen.with_values({**(values or {}), **({} if seed is None else {"seed": seed})})
    blocks = list(stream(chosen.lower(), chosen.seed, replicates, workers=workers, plain=plain))
    failures = {run: text for block in blocks for run, text in block.failures.items()}
    outcomes = np.concatenate([block.outcomes for block in blocks])
    return runs_table({"scenario": chosen.name}, chosen.seed, outcomes, failures)


def compare(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Second minus first, outcome by outcome, over replicates completed under both (`simulate` with one seed).

    Outcomes of formed alliances: over replicates in which the alliance formed under both. low, high: 95 % interval of
    the mean difference (Student). variance_ratio: variance of the difference had the luck been independent, over that
    of the paired difference.
    """
    before, after = (table[table["status"] == OK].set_index("replicate") for table in (first, second))
    if set(before["seed"]) != set(after["seed"]):
        raise ValueError("runs of different seeds do not share their luck: simulate both with one seed")
    common = before.index.intersection(after.index)
    before, after = before.loc[common], after.loc[common]
    both = ((before["formed"] > 0.0) & (after["formed"] > 0.0)).to_numpy()
    rows = []
    for outcome in OUTCOMES:
        pairs = both if outcome.of_formed else np.ones(len(common), dtype=bool)
        gain = difference_of(after[outcome.name].to_numpy()[pairs], before[outcome.name].to_numpy()[pairs])
        rows.append({"outcome": outcome.name, "unit": outcome.unit, **gain})
    return pd.DataFrame(rows)


def response(
    values: Mapping[str, Value],
    scenario: AnyScenario = "cn_tv",
    *,
    replicates: int = 16,
    seed: int | None = None,
    workers: int | None = None,
    plain: bool = False,
) -> dict[str, float]:
    """Mean outcomes as a function of named numbers: what samplers and sensitivity analyses call.

    The luck is the same in every call, so that the function is smooth in its numbers as far as the model is. Outcomes
    of formed alliances are averaged over the runs in which it formed, nan if it never did.
    """
    runs = simulate(scenario, values, replicates=replicates, seed=seed, workers=workers, plain=plain)
    runs = runs[runs["status"] == OK]
    formed = runs[runs["formed"] > 0.0]
    return {
        one.name: float((formed if one.of_formed else runs)[one.name].mean())
        for one in OUTCOMES
        if OUTCOME_INDEX[one.name] != OUTCOME_INDEX["cause"]
    }
