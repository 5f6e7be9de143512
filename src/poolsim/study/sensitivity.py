"""Which uncertain numbers an outcome hangs on: a sample that is made for the question, run as a
study of its own, and analysed.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from poolsim.economy.declarations import Outcome
from poolsim.errors import ScenarioError
from poolsim.report.sensitivity import sensitivity_text
from poolsim.scenario.given import table_of
from poolsim.scenario.movable import only_steps
from poolsim.statistics.importance import METHODS, Ranges, analysed, sampled
from poolsim.statistics.intervals import Floats
from poolsim.statistics.worlds import Worlds, worlds_of
from poolsim.study.declared.read import study_named, with_settings
from poolsim.study.declared.study import Sampling, Study
from poolsim.study.execution import run
from poolsim.study.outcome import outcome_named
from poolsim.study.results import Results
from poolsim.study.robust import ROOM, write_answer


class Sensitivity(NamedTuple):
    """Indices, a row per scenario, first belief, alternative, outcome and number; and in words."""

    table: pd.DataFrame
    text: str
    folder: Path

    def __str__(self) -> str:
        return self.text


def sensitivity(
    target: Study | str | Path,
    of: str,
    *,
    method: str = "sobol",
    samples: int = 64,
    ranges: Ranges | None = None,
    replicates: int | None = None,
    out: str | Path | None = None,
    workers: int | None = None,
    plain: bool = False,
    quiet: bool = True,
) -> Sensitivity:
    """Indices of Sobol' or Morris of the mean of an outcome over the ranges of a study's
    uncertainties, or over `ranges`, for every alternative of it; its runs are a study of their own
    in the folder `out` (default: results/NAME_METHOD), which is resumed where it is there.

    samples: of Sobol', a power of 2, each of (numbers + 2) points; of Morris, trajectories of
    (numbers + 1) points. Luck is the same at all points. Raises ScenarioError for what cannot be
    asked, and where the outcome does not exist at some point.
    """
    study, outcome = target if isinstance(target, Study) else study_named(target), outcome_named(of)
    if method not in METHODS:
        raise ScenarioError([f"--method: '{method}' is none of {', '.join(METHODS)}"])
    study = _over(study, ranges)
    asked = {name: (low, high) for name, (low, high) in study.uncertainties.items()}
    if len(asked) < 2:
        text = "the study has fewer than two uncertainties; give --range ADDRESS=LOW:HIGH"
        raise ScenarioError([f"--range: {text} for two numbers or more"])
    points = sampled(asked, method, samples)
    planned = _planned(study, of, method, asked, points, replicates)
    place = Path(out or Path("results") / planned.name)
    results = run(planned, place, workers=workers, plain=plain, quiet=quiet)
    table = pd.concat(_tables(results, outcome, method, asked, points), ignore_index=True)
    text = sensitivity_text(results.title, outcome, method, len(points), results.runs, table)
    write_answer(results.folder / ROOM / f"{of}_{method}", {"indices": table}, text)
    return Sensitivity(table, text, results.folder)


def _over(study: Study, ranges: Ranges | None) -> Study:
    """The study over these ranges, its own if none are given. Raises ScenarioError for those that
    no study may have.
    """
    given = table_of("--range", ranges)
    bases = study.bases()
    stepped = {one: why for base in bases for one in given if (why := only_steps(base, one))}
    if stepped:
        raise ScenarioError(f"--range: {address}: {why}" for address, why in stepped.items())
    alone = study.model_copy(update={"sampling": Sampling(), "figures": [], "until": None})
    alone._points = []
    return with_settings(alone, uncertainties=given or None)


def _planned(
    study: Study, of: str, method: str, ranges: Ranges, points: Floats, replicates: int | None
) -> Study:
    """The study whose worlds are the points of the sample, each once."""
    kept = sorted({*study.outcomes, of}) if study.outcomes else []
    planned = study.model_copy(
        update={
            "name": f"{study.name}_{method}",
            "uncertainties": {},
            "sampling": Sampling(method="points", file=f"{method}.csv"),
            "outcomes": kept,
            "figures": [],
            "until": None,
        }
    )
    unique = np.unique(points, axis=0)
    planned._points = [dict(zip(ranges, map(float, row), strict=True)) for row in unique]
    return with_settings(planned, replicates=replicates)


def _tables(
    results: Results, outcome: Outcome, method: str, ranges: Ranges, points: Floats
) -> Iterator[pd.DataFrame]:
    runs = results.table("runs").drop(columns="cell")
    for worlds in worlds_of(runs, list(ranges), outcome, fewest=1):
        for name, means in zip(worlds.names, worlds.means, strict=True):
            values = worlds.sign * _at(worlds, means, points, outcome)
            table = analysed(ranges, method, points, values)
            for place, label in enumerate({**worlds.stratum, "alternative": name}.items()):
                table.insert(place, *label)
            yield table


def _at(worlds: Worlds, means: Floats, points: Floats, outcome: Outcome) -> Floats:
    """The mean at every point of the sample. Raises ScenarioError where there is none."""
    known = {tuple(row): mean for row, mean in zip(worlds.numbers.tolist(), means, strict=True)}
    found = [known.get(tuple(point)) for point in points.tolist()]
    missing = sum(value is None for value in found)
    if missing:
        what = f"'{outcome.name}' has no value at {missing} of {len(points)} points"
        why = "it exists in no run there, or a constraint rejects them"
        advice = "choose an outcome of all runs, or narrower ranges"
        raise ScenarioError([f"--of: {what}: {why}; {advice}"])
    return np.array(found, dtype=float)
