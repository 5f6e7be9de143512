"""Runs of a sample of worlds as arrays: an outcome by alternative, world and luck.

An alternative is what somebody may choose: a cell without its world. Scenario and first belief are
no choices: each pair of them is a stratum of its own.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from poolsim.economy.declarations import FLAG, Outcome
from poolsim.errors import ScenarioError
from poolsim.statistics.intervals import Floats
from poolsim.statistics.matching import factors_of, is_idle
from poolsim.statistics.tables import OK

STRATA = ("scenario", "belief")
FEWEST_WORLDS = 10


class Worlds(NamedTuple):
    """One stratum: names of the alternatives, numbers of the worlds, and the outcome.

    numbers: (worlds, addresses); values: (alternatives, worlds, replicates), higher is better, nan
    where the outcome does not exist. left_out: worlds in which it exists in no run of some
    alternative; sign: -1 where less of the outcome is better, and values are turned round.
    """

    stratum: dict[str, object]
    names: list[str]
    addresses: list[str]
    numbers: Floats
    values: Floats
    left_out: int
    sign: int

    @property
    def means(self) -> Floats:
        """Mean over luck, (alternatives, worlds)."""
        return np.asarray(np.nanmean(self.values, axis=2))

    def varied(self) -> tuple[Floats, list[str]]:
        """Numbers that every world has and that differ, with their addresses; the name of a
        structure is none.
        """
        good = np.isfinite(self.numbers).all(axis=0) & (np.ptp(self.numbers, axis=0) > 0.0)
        return self.numbers[:, good], [self.addresses[k] for k in np.flatnonzero(good)]


def worlds_of(
    runs: pd.DataFrame, addresses: list[str], outcome: Outcome, fewest: int = FEWEST_WORLDS
) -> Iterator[Worlds]:
    """Every stratum of a table of runs; addresses: the numbers that tell worlds apart.

    An outcome that is or is not counts as 0 in a run in which it does not exist: an alliance that
    is never founded does not feed itself. An outcome of which less is better is turned round.
    Raises ScenarioError for fewer worlds than `fewest`.
    """
    strata = [name for name in STRATA if name in factors_of(runs)]
    for key, table in runs.groupby(strata, sort=False, dropna=False):
        yield _stratum(dict(zip(strata, key, strict=True)), table, addresses, outcome, fewest)


def _stratum(
    labels: dict[str, object],
    runs: pd.DataFrame,
    addresses: list[str],
    outcome: Outcome,
    fewest: int,
) -> Worlds:
    factors = [name for name in factors_of(runs) if name not in (*STRATA, *addresses, "cell")]
    world = runs.groupby(addresses, sort=False, dropna=False).ngroup().to_numpy()
    grouped = list(runs.assign(world=world).groupby(factors, sort=False, dropna=False))
    varied = [name for name in factors if runs[name].nunique(dropna=False) > 1]
    names = [alternative_name(dict(zip(factors, key, strict=True)), varied) for key, _ in grouped]
    tables = [_by_world(table, outcome) for _, table in grouped]
    common = sorted(set.intersection(*(set(table.index) for table in tables)))
    values = np.stack([table.loc[common].to_numpy(dtype=float) for table in tables])
    there = np.isfinite(values).any(axis=2).all(axis=0)
    if there.sum() < fewest:
        raise ScenarioError(
            [
                f"{outcome.name}: exists in {int(there.sum())} of {len(common)} worlds under all "
                f"{len(names)} alternatives; at least {fewest} needed"
            ]
        )
    first = np.unique(world, return_index=True)[1][np.array(common)[there]]
    numbers = runs[addresses].iloc[first].apply(pd.to_numeric, errors="coerce")
    return Worlds(
        labels,
        names,
        addresses,
        numbers.to_numpy(dtype=float),
        values[:, there] * (outcome.direction or 1),
        int(world.max()) + 1 - int(there.sum()),
        outcome.direction or 1,
    )


def _by_world(runs: pd.DataFrame, outcome: Outcome) -> pd.DataFrame:
    """A row per world, a column per replicate."""
    if outcome.unit == FLAG:
        exists = runs[outcome.name].fillna(0.0).where(runs["status"] == OK)
        runs = runs.assign(**{outcome.name: exists})
    return runs.pivot(index="world", columns="replicate", values=outcome.name)


def alternative_name(labels: dict[str, object], varied: list[str]) -> str:
    """What tells an alternative from the others in words; numbers by the last part of their
    address.
    """
    parts = []
    for name in (one for one in varied if not is_idle(labels[one])):
        value, short = labels[name], name.rpartition(".")[2]
        said = f"{value:g}" if isinstance(value, float) else str(value)
        parts.append(said if name in ("design", "structure", "block") else f"{short} {said}")
    return ", ".join(parts) or "as it is"
