"""The best design within some levers: every combination of their values, searched on the same
luck.

Where a study has uncertainties, every replicate meets a world of its own, the same one under all
candidates, so that what is found holds over worlds and luck.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from poolsim.block import BLOCK
from poolsim.economy.declarations import FLAG, Outcome
from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.errors import ScenarioError
from poolsim.files import writing_to
from poolsim.parameters.number import LEVER, plain
from poolsim.progress import Progress, teller
from poolsim.report.search import search_text
from poolsim.scenario.addresses import Declaration, declared_numbers, unknown_address
from poolsim.scenario.former import for_all
from poolsim.scenario.given import count, names_of, number, table_of
from poolsim.scenario.scenario import Scenario, Value
from poolsim.scenario.strict import declared_as, field_at
from poolsim.simulation import in_order, runner_of, threads
from poolsim.statistics.halving import Search, Standing
from poolsim.statistics.intervals import Floats
from poolsim.statistics.tables import NAMES, masked
from poolsim.statistics.worlds import STRATA, alternative_name
from poolsim.study.declared.read import study_named, with_settings
from poolsim.study.declared.sampling import numbers_at, samples
from poolsim.study.declared.study import Frame, Study
from poolsim.study.exported import columns_of
from poolsim.study.outcome import outcome_named
from poolsim.study.stored.tables import write_csv

MOST_CANDIDATES = 1024
LADDER = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)  # times the scenario's own number
Levers = Mapping[str, Sequence[Value]]


class Candidate(NamedTuple):
    """What somebody may choose: its labels, and the scenario without its worlds."""

    labels: dict[str, Value]
    scenario: Scenario


class Found(NamedTuple):
    """What a search found: a row per candidate, the best first in each stratum, and the answer."""

    table: pd.DataFrame
    text: str

    def __str__(self) -> str:
        return self.text

    def write(self, path: Path) -> None:
        """The table as CSV. Raises StoreError where it cannot be written."""
        table = pa.Table.from_pandas(self.table, preserve_index=False)
        writing_to(path.resolve(), lambda file: write_csv(table, file))


def is_found(path: Path) -> bool:
    """Whether a file is a table that `Found.write` wrote."""
    columns = columns_of(path)
    return "candidate" in columns and columns[-1] == "leader_is"


def search(
    target: Study | str | Path,
    levers: Levers | Sequence[str],
    of: str,
    *,
    margin: float = 0.0,
    most: int = 1024,
    workers: int | None = None,
    plain: bool = False,
    quiet: bool = True,
) -> Found:
    """The best of all combinations of values of some levers, by an outcome, and what cannot be told
    apart from it; for each scenario and first belief of a study, or for a scenario.

    levers: address -> values, none for those of the study, else a ladder around the scenario's own
    number; designs and structures of the study are combined with them. margin: difference too small
    to matter; most: replicates of each candidate at most. Raises ScenarioError for what is no
    lever, has no values, or is too much.
    """
    study = with_settings(target if isinstance(target, Study) else study_named(target))
    outcome = outcome_named(of)
    asked = _asked(study, levers)
    _refuse_parts(study, asked)
    study = _chosen_from(study, asked)
    if (margin := number("--margin", margin)) < 0.0:
        raise ScenarioError([f"--margin: {margin:g} must be 0 or more"])
    if (most := count("--most", most)) < BLOCK:
        raise ScenarioError([f"--most: {most} is too low; at least {BLOCK} replicates needed"])
    groups = list(_groups(study, list(asked)))  # all that is wrong is found before anything runs
    worlds, done = _worlds(study, most), []
    runs = sum(len(candidates) for _, candidates in groups) * most
    with Progress(runs, quiet) as progress:
        runner = _Runner(outcome, worlds, threads(workers), plain, quiet, progress)
        for stratum, candidates in groups:
            standings = runner.search(candidates, most, margin)
            done.append((stratum, candidates, standings))
    table = pd.concat([_table(*one) for one in done], ignore_index=True)
    return Found(table, search_text(study.title or study.name, outcome, most, margin, table))


def _asked(study: Study, levers: Levers | Sequence[str]) -> dict[str, Any]:
    """Values of every lever, none where they are to be a ladder."""
    some = isinstance(levers, Mapping) or hasattr(levers, "to_dict")
    given = (
        table_of("--levers", levers) if some else dict.fromkeys(names_of("--levers", levers), ())
    )
    own = study.grid | study.levers
    read = {address: plain(values) for address, values in given.items()}
    return {
        address: own.get(address, []) if values == [] else values
        for address, values in read.items()
    }


def _chosen_from(study: Study, asked: Levers) -> Study:
    """The study with these levers alone. Raises ScenarioError for those that no study may have."""
    alone = study.model_copy(update={"grid": {}, "figures": [], "until": None})
    return with_settings(
        alone, levers={one: values for one, values in asked.items() if values != []}
    )


def _refuse_parts(study: Study, levers: Levers) -> None:
    """Raise ScenarioError for parts of a study that a search does not heed."""
    parts = [part for part in ("blocks", "conditions", "constraints") if getattr(study, part)]
    messages = [
        f"{study.name}: a search does not heed [[{part}]]; leave them out" for part in parts
    ]
    messages += [
        f"{study.name}: [grid] varies '{address}'; name it among --levers, or leave it out"
        for address in study.grid
        if address not in levers
    ]
    messages += [
        f"--levers: '{address}' tells the worlds of {study.name} apart: nobody chooses it there"
        for address in study.worlds()
        if address in levers
    ]
    if messages:
        raise ScenarioError(messages)


class _Runner:
    """Runs candidates over worlds and luck."""

    def __init__(
        self,
        outcome: Outcome,
        worlds: list[dict[str, Value]],
        workers: int,
        plain: bool,
        quiet: bool,
        progress: Progress,
    ) -> None:
        self.outcome, self.worlds, self.workers = outcome, worlds, workers
        self.of_cell = runner_of(plain, announce=teller(quiet))
        self.progress = progress

    def search(self, candidates: list[Candidate], most: int, margin: float) -> list[Standing]:
        """Every candidate, the best first."""

        def do_all(places: list[int], first: int, size: int) -> list[Floats]:
            scenarios = [candidates[place].scenario for place in places]
            tasks = [(scenario, first, size) for scenario in scenarios]
            return list(in_order(lambda task: self._values(*task), tasks, self.workers))

        self.progress.start()
        return Search(len(candidates), self.outcome, do_all, most, margin).run()

    def _values(self, scenario: Scenario, first: int, size: int) -> Floats:
        """The outcome in some replicates; one that is or is not is 0 where it does not exist."""
        if not self.worlds:
            run = self.of_cell(scenario.lower(), scenario.seed)
            starts = range(first, first + size, BLOCK)
            found = [run(at, min(BLOCK, first + size - at)).outcomes for at in starts]
        else:
            found = [self._one(scenario, replicate) for replicate in range(first, first + size)]
        outcomes = np.concatenate(found)
        values = masked(outcomes, NAMES)[:, OUTCOME_INDEX[self.outcome.name]]
        failed = ~np.isfinite(outcomes).all(axis=1)
        self.progress.advance(size)
        if self.outcome.unit != FLAG:
            return np.asarray(values)
        return np.where(failed, np.nan, np.nan_to_num(values))

    def _one(self, scenario: Scenario, replicate: int) -> Floats:
        """A replicate in a world of its own."""
        world = scenario.with_values(self.worlds[replicate % len(self.worlds)])
        return self.of_cell(world.lower(), world.seed)(replicate, 1).outcomes


def _worlds(study: Study, most: int) -> list[dict[str, Value]]:
    """As many worlds as replicates, of a file those that it has; none of a study without."""
    if study.uncertainties:
        points = 1 << (most - 1).bit_length()
        sampling = study.sampling.model_copy(update={"method": "sobol", "points": points})
        study = study.model_copy(update={"sampling": sampling})
        return samples(study)
    return study.points()


def _groups(study: Study, asked: list[str]) -> Iterator[tuple[dict[str, Value], list[Candidate]]]:
    """Candidates of every scenario and first belief."""
    groups: dict[tuple[Value, ...], list[Candidate]] = {}
    for frame in study.frames():
        key = tuple(frame.labels[name] for name in STRATA)
        groups.setdefault(key, []).extend(_candidates(study, frame, asked))
    for key, candidates in groups.items():
        if len(candidates) > MOST_CANDIDATES:
            text = f"{len(candidates)} combinations; at most {MOST_CANDIDATES} allowed"
            raise ScenarioError([f"--levers: {text}; give fewer values"])
        if len(candidates) < 2:
            raise ScenarioError(["--levers: one combination only: nothing to search"])
        yield dict(zip(STRATA, key, strict=True)), candidates


def _candidates(study: Study, frame: Frame, asked: list[str]) -> Iterator[Candidate]:
    own = {name: value for name, value in frame.labels.items() if name not in STRATA}
    choices = [_choices(study, frame.scenario, address) for address in asked]
    for values in product(*choices):
        set_to = dict(zip(asked, values, strict=True))
        yield Candidate(own | set_to, frame.scenario.with_values(set_to))


def _choices(study: Study, scenario: Scenario, address: str) -> Sequence[Value]:
    """Values of a lever: given, all that its unit lists, or a ladder."""
    known = scenario.addresses()
    if not known.places.get(address):
        problem = unknown_address(scenario.name, address, known)
        raise ScenarioError([f"--levers: {problem.shown}: {problem.text}"])
    field = field_at(Scenario, known.places[address][0])[1]
    kind = declared_as(field).get("kind", LEVER) if field else LEVER
    if kind != LEVER:
        text = f"'{address}' is no lever: its kind is {kind}, which nobody chooses"
        raise ScenarioError([f"--levers: {text}; poolsim parameters lists the levers"])
    if address in study.levers:
        values = study.levers[address]
        return [float(one) if not isinstance(one, str) else one for one in values]
    declared = declared_numbers().get(for_all(address))
    if declared is not None and " or " in declared.unit:
        steps = declared.unit.count(",") + 2
        return [float(value) for value in np.linspace(declared.low, declared.high, steps)]
    return _ladder(scenario, address, declared)


def _ladder(scenario: Scenario, address: str, declared: Declaration | None) -> list[Value]:
    own = set(numbers_at(scenario, address)) if declared is not None else set()
    if declared is None or len(own) != 1 or own == {0.0}:
        text = f"say which values: {address}=v1,v2,... or {address}=low:high:points"
        raise ScenarioError([f"--levers: {address}: {text}"])
    steps = (times * max(own) for times in LADDER)
    return list(dict.fromkeys(min(max(one, declared.low), declared.high) for one in steps))


def _table(
    stratum: dict[str, Value], candidates: list[Candidate], standings: list[Standing]
) -> pd.DataFrame:
    """A row per candidate, the best first."""
    labels = [one.labels for one in candidates]
    varied = [name for name in labels[0] if len({one[name] for one in labels}) > 1]
    rows = []
    for place, replicates, mean, exists, look in standings:
        behind = (look.mean, look.low, look.high) if look else (0.0, 0.0, 0.0)
        rows.append(
            {
                **stratum,
                "candidate": alternative_name(dict(labels[place]), varied),
                **labels[place],
                "replicates": replicates,
                "exists": exists,
                "mean": mean,
                **dict(zip(("behind", "low", "high"), behind, strict=True)),
                "leader_is": look.verdict if look else "",
            }
        )
    return pd.DataFrame(rows)
