"""Which of the numbers that a study sampled agree with facts: read from its folder and a file of
targets, written into a room of its own there.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from poolsim.errors import ScenarioError
from poolsim.progress import teller
from poolsim.report.calibration import calibration_text
from poolsim.scenario.given import number
from poolsim.scenario.toml import nearest
from poolsim.statistics.matching import cells_of
from poolsim.statistics.posterior import Facts, Posterior, Sample, posterior
from poolsim.statistics.tables import OK
from poolsim.statistics.worlds import FEWEST_WORLDS, alternative_name
from poolsim.study.declared.targets import Target, Targets, load_targets, refuse_unmovable
from poolsim.study.measured import measured
from poolsim.study.results import Results, results_in
from poolsim.study.robust import sampled_addresses, write_answer

ROOM = "calibrate"


class Calibration(NamedTuple):
    """Tables of every alternative, and what they say in words. posterior: numbers before and after
    the facts; facts: how runs do on them; together: pairs of numbers that agree with the facts
    only in combination; accepted: worlds with accepted runs, and how many each.
    """

    posterior: pd.DataFrame
    facts: pd.DataFrame
    together: pd.DataFrame
    accepted: pd.DataFrame
    text: str

    def __str__(self) -> str:
        return self.text


def calibrate(
    folder: Results | Path | str,
    targets: Targets | Path | str,
    *,
    within: float = 1.0,
    quiet: bool = True,
) -> Calibration:
    """Rejection ABC over a finished study with a sample: the runs that agree with every fact, what
    they say of the numbers sampled, and of the facts that were not used; written into `calibrate`
    of the folder as CSV and words.

    targets: a file, the name of a preset's, or `Targets`; within: how many tolerances a run may be
    away from a fact. Raises ScenarioError for a study without a sample, for a fact about what was
    not kept and for `within` not above 0, StoreError for a folder that cannot be used.
    """
    results = folder if isinstance(folder, Results) else results_in(folder)
    results.refuse_incomplete()
    within = number("--within", within)
    if within <= 0.0:
        raise ScenarioError([f"--within: {within:g} is not a number above 0"])
    asked = targets if isinstance(targets, Targets) else load_targets(targets)
    addresses = sampled_addresses(results)
    chosen = [target for target in (*asked.targets, *asked.compared) if not target.measure]
    facts = _facts(asked, chosen)
    if not facts.used.any():
        raise ScenarioError(["targets: none that can be held against runs; at least 1 needed"])
    runs = results.table("runs")
    name = _about(runs, asked.scenario)
    refuse_unmovable(asked, next(one for one in results.study.bases() if one.name == name))
    runs = runs[(runs["scenario"] == name) & (runs["status"] == OK)].reset_index(drop=True)
    numbers = measured(results, runs, chosen, teller(quiet))
    found = [
        (sample, posterior(sample, facts, within))
        for sample in _samples(results, runs, addresses, numbers)
    ]
    left = [target.fact for target in asked.targets if target.measure]
    sources = [target.source for target in chosen]
    text = calibration_text(results.title, facts, sources, found, left, within)
    tables = _tables(found)
    write_answer(results.folder / ROOM, tables, text)
    return Calibration(**tables, text=text)


def _facts(asked: Targets, chosen: list[Target]) -> Facts:
    return Facts(
        [target.fact for target in chosen],
        np.array([target.value for target in chosen]),
        np.array([target.tolerance for target in chosen]),
        np.array([target.average for target in chosen], dtype=bool),
        np.array([target in asked.targets for target in chosen], dtype=bool),
    )


def _about(runs: pd.DataFrame, scenario: str) -> str:
    """The scenario that the facts are about, the only one where none is said.

    Raises ScenarioError if it is none of the study's, or which it is stays open.
    """
    names: list[str] = list(dict.fromkeys(runs["scenario"]))
    if scenario and scenario not in names:
        raise ScenarioError([f"scenario: the study runs no '{scenario}'{nearest(scenario, names)}"])
    if not scenario and len(names) > 1:
        text = f"scenario: missing; the study runs {', '.join(names)}"
        raise ScenarioError([text])
    return scenario or names[0]


def _samples(
    results: Results, runs: pd.DataFrame, addresses: list[str], numbers: np.ndarray
) -> Iterator[Sample]:
    """The runs of each alternative: of a scenario, first belief and what else somebody chose."""
    cells, tables = cells_of(runs.drop(columns="cell"), addresses)
    varied = [
        name
        for name in (cells.labels[0] if cells.labels else {})
        if len({str(labels[name]) for labels in cells.labels}) > 1
    ]
    for labels, table in zip(cells.labels, tables, strict=True):
        grouped = table.groupby(addresses, sort=False, dropna=False)
        world = grouped.ngroup().to_numpy()
        first = np.unique(world, return_index=True)[1]
        if len(first) < FEWEST_WORLDS:
            text = f"{len(first)} worlds with completed runs; at least {FEWEST_WORLDS} needed"
            raise ScenarioError([f"{results.folder}: {text}"])
        drawn = table[addresses].iloc[first].apply(pd.to_numeric, errors="coerce")
        values = drawn.to_numpy(dtype=float)
        good = np.isfinite(values).all(axis=0) & (np.ptp(values, axis=0) > 0.0)
        yield Sample(
            alternative_name(dict(labels), varied),
            world,
            [addresses[k] for k in np.flatnonzero(good)],
            values[:, good],
            numbers[table.index.to_numpy()],
            table["replicate"].nunique(),
        )


def _tables(found: list[tuple[Sample, Posterior]]) -> dict[str, pd.DataFrame]:
    """The tables of all alternatives below each other."""
    parts: dict[str, list[pd.DataFrame]] = {}
    for sample, known in found:
        made: dict[str, Any] = {
            "posterior": known.numbers,
            "facts": known.facts,
            "together": known.together,
            "accepted": _accepted(sample, known),
        }
        for name, table in made.items():
            parts.setdefault(name, []).append(table.assign(alternative=sample.name))
    return {name: _first_column(pd.concat(tables)) for name, tables in parts.items()}


def _accepted(sample: Sample, known: Posterior) -> pd.DataFrame:
    """The worlds of which some run is accepted."""
    table = pd.DataFrame(sample.numbers, columns=sample.addresses)
    table["accepted"] = known.accepted
    table["runs"] = np.bincount(sample.world, minlength=len(table))
    return table[known.accepted > 0]


def _first_column(table: pd.DataFrame) -> pd.DataFrame:
    return table[["alternative", *(name for name in table.columns if name != "alternative")]]
