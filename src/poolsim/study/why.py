"""Why a cell ends as it does: what prevented or ended its alliance, the money of a typical run, and
the events of one run in their order.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from poolsim.errors import ScenarioError, StoreError
from poolsim.events.event import Event
from poolsim.events.log import EventLog
from poolsim.model import PoolModel
from poolsim.report.events import log_lines, story
from poolsim.report.reasons import fate_line, main_reason
from poolsim.report.why import Side, because_of, parted, why_text
from poolsim.scenario.given import count, table_of
from poolsim.scenario.scenario import Scenario, Value, load
from poolsim.scenario.toml import nearest
from poolsim.statistics.fates import MADE_OF, fates_of, tally, typical
from poolsim.statistics.money import money_of
from poolsim.statistics.tables import OK
from poolsim.statistics.verdict import FEEDS_ITSELF
from poolsim.study.api import AnyScenario, simulate
from poolsim.study.cell_names import cell_named, cells_named, labels_in, name_of
from poolsim.study.results import results_in


@dataclass(frozen=True)
class OneRun:
    """One replicate of a scenario under the plain path: its events and series."""

    scenario: Scenario
    replicate: int
    events: list[Event]
    series: np.ndarray
    outcomes: dict[str, float]

    @property
    def names(self) -> dict[int, str]:
        """Firms and holders by id: group and place in it."""
        cell = self.scenario.lower()
        found = {}
        for groups, agents in (
            (self.scenario.firms, cell.firms),
            (self.scenario.holders, cell.holders),
        ):
            places = [
                (group.name, place) for group in groups for place in range(1, int(group.count) + 1)
            ]
            for (name, place), agent in zip(places, agents, strict=True):
                found[int(agent["id"])] = f"{name} {place}"
        return found

    @property
    def lines(self) -> list[str]:
        """The dated log in words."""
        alliances = [alliance.name for alliance in self.scenario.by_name()]
        return log_lines(self.events, self.names, alliances)

    @property
    def story(self) -> str:
        """How it went, in a sentence or two."""
        return story(self.events, self.names, self.scenario.quarters)


def one_run(scenario: Scenario, replicate: int) -> OneRun:
    """Run a replicate with a log; its numbers are those of the run without one."""
    log = EventLog()
    model = PoolModel(scenario, replicate, log=log)
    model.run()
    return OneRun(scenario, replicate, log.events, np.array(model.series), model.outcomes())


@dataclass(frozen=True)
class Why:
    """The answer to why a cell, or one of its runs, ends as it does.

    title; answer: in a sentence or two; reasons: a row per fate and reason (empty for one run);
    log: the run in words, a line per quarter; money: of the typical or the chosen run by quarter,
    RMB m; limits; events: of that run, a row each; by_year: its money as the text shows it.
    """

    title: str
    answer: str
    reasons: pd.DataFrame
    log: list[str]
    money: pd.DataFrame
    limits: list[str]
    events: pd.DataFrame = field(repr=False)
    by_year: pd.DataFrame = field(repr=False, default_factory=pd.DataFrame)

    @property
    def text(self) -> str:
        """Answer, reasons, money, limits."""
        return why_text(self.title, self.answer, self.reasons, self.log, self.by_year, self.limits)

    def to_frame(self, name: str = "") -> pd.DataFrame:
        """The table `reasons`, `events` or `money`; without a name the reasons of a cell, the
        events of a run. Raises ScenarioError for another.
        """
        tables = {"reasons": self.reasons, "events": self.events, "money": self.money}
        name = name or ("events" if self.reasons.empty else "reasons")
        if name not in tables:
            raise ScenarioError([f"{name}: no such table{nearest(name, tables)}"])
        return tables[name]

    def __str__(self) -> str:
        return self.text


class Subject(NamedTuple):
    """What is asked about: a scenario, or a cell of a folder of results, and its runs."""

    scenario: Scenario
    title: str
    runs: pd.DataFrame | None


def why(
    subject: AnyScenario,
    cell: int | str | None = None,
    *,
    replicate: int | None = None,
    against: AnyScenario | int | None = None,
    values: Mapping[str, Value] | None = None,
    replicates: int = 200,
    workers: int | None = None,
    plain: bool = False,
) -> Why:
    """Why an alliance is not founded, ends or lives.

    subject: a folder of results, a `Scenario`, the name of a preset or the path of a file; cell: of
    a folder, its number or its labels, as "cn_tv dues entity", several or all of them unless they
    name one; replicate: one run in place of all; against: another cell of the folder, or another
    scenario, on the same luck; values: address -> number, of a scenario; replicates: of a scenario,
    how many are run. Raises ScenarioError for what is not there, StoreError for a folder of another
    model.
    """
    folder = _folder(subject)
    if folder and replicate is None and against is None:
        if several := _several(folder, cell):
            return several
    asked = _subject(subject, cell, values)
    if against is not None:
        return _parted(asked, _other(subject, against), replicate or 0)
    if replicate is not None:
        return _of_run(asked, replicate)
    runs = asked.runs
    if runs is None:
        runs = simulate(asked.scenario, replicates=replicates, workers=workers, plain=plain)
    return _of_cell(asked, runs)


def _folder(subject: AnyScenario) -> Path | None:
    """The folder of results that is meant, None where a scenario is."""
    if not isinstance(subject, str | Path) or not Path(subject).is_dir():
        return None
    return Path(subject)


def _subject(
    subject: AnyScenario, cell: int | str | None, values: Mapping[str, Value] | None = None
) -> Subject:
    changes = table_of("values", values)
    if folder := _folder(subject):
        if changes:
            raise ScenarioError([f"{subject}: numbers of a folder cannot be set; name a scenario"])
        return _cell_of(folder, cell)
    if cell is not None:
        raise ScenarioError([f"'{cell}': only folders of results have cells; {subject} is none"])
    chosen = subject if isinstance(subject, Scenario) else load(subject)
    chosen = chosen.with_values(changes) if changes else chosen
    said = ", ".join(f"{address} = {value}" for address, value in changes.items())
    return Subject(chosen, f"{chosen.name}, {said}" if said else chosen.name, None)


def _other(subject: AnyScenario, against: AnyScenario | int) -> Subject:
    """What a subject is set against: a cell of the same folder, or another scenario."""
    if _folder(subject) is None:
        return _subject(against if isinstance(against, Scenario) else str(against), None)
    if isinstance(against, Scenario):
        raise ScenarioError([f"{subject}: against another cell of the folder, not a scenario"])
    return _subject(subject, against if isinstance(against, int) else str(against))


def _cell_of(folder: Path, cell: int | str | None) -> Subject:
    """A cell of a folder by its number or labels. Raises ScenarioError where it is not one."""
    results = results_in(folder)
    place = cell_named(results, cell)
    runs = results.table("runs")
    title = name_of(labels_in(results)[place])
    return Subject(results.scenario(place), title, runs[runs["cell"] == place])


def _several(folder: Path, cell: int | str | None) -> Why | None:
    """Why the cells fail that are meant, a line each; None where one cell is meant."""
    results = results_in(folder)
    places, labels = cells_named(results, cell), labels_in(results)
    if len(places) == 1 or not places:
        return None
    verdict = results.table("verdict")
    rows = verdict[verdict["cell"].isin(places)].to_dict("records")
    lines = [f"{row['cell']}: {name_of(labels[row['cell']])}: {fate_line(row)}" for row in rows]
    reasons = [main_reason(row)[0] or FEEDS_ITSELF for row in rows]
    counts = Counter(reasons).most_common()
    answer = "; ".join(f"{count} of {len(rows)} cells: {words}" for words, count in counts) + "."
    events = pd.DataFrame(rows)[["cell", *WHY_COLUMNS]].assign(reason=reasons)
    limits = [f"poolsim why {folder} NUMBER tells more of a cell.", LIMITS[1]]
    nothing = pd.DataFrame()
    return Why(f"Why: {results.title}", answer, nothing, lines, nothing, limits, events)


WHY_COLUMNS = ("runs", "formed", "alive", "why_never", "why_ended", "end_quarter", "verdict")
MOST_REPLICATES = 1_000_000  # of a study
LIMITS = (
    "Reasons are those that the model records: of the last attempt that failed, and of the end.",
    "Numbers that nobody knows are assumed: poolsim parameters --unsourced lists them.",
)


def _table(run: OneRun) -> pd.DataFrame:
    """The events of a run, a row each."""
    return pd.DataFrame(run.events, columns=list(Event._fields))


def _tables(run: OneRun) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Money by quarter, events, money by year."""
    return money_of(run.series, 1), _table(run), money_of(run.series)


def _of_cell(asked: Subject, runs: pd.DataFrame) -> Why:
    good = runs[runs["status"] == OK]
    if good.empty:
        raise ScenarioError([f"{asked.title}: no completed run"])
    reasons = tally(fates_of(good))
    run = one_run(asked.scenario, typical(good))
    _refuse_other_model(asked, run, good)
    answer = f"{because_of(reasons)} Replicate {run.replicate}, typical of them: {run.story}"
    limits = [f"{len(good)} runs; shares with 95 % intervals.", *LIMITS]
    money, events, by_year = _tables(run)
    return Why(f"Why: {asked.title}", answer, reasons, [], money, limits, events, by_year)


def _refuse_other_model(asked: Subject, run: OneRun, runs: pd.DataFrame) -> None:
    """Raise StoreError if a replicate is not the run any more that the table has."""
    row = runs[runs["replicate"] == run.replicate].iloc[0]
    known = [name for name in MADE_OF if name in runs.columns]
    now = [run.outcomes[name] for name in known]
    if not np.array_equal(row[known].to_numpy(dtype=float), now, equal_nan=True):
        raise StoreError(
            f"{asked.title}: replicate {run.replicate} is another run now; the results are those "
            "of another version of the model: run the study again"
        )


def _of_run(asked: Subject, replicate: int) -> Why:
    replicate = count("replicate", replicate, 0, MOST_REPLICATES - 1)
    run = one_run(asked.scenario, replicate)
    title = f"Why: {asked.title}, replicate {replicate}"
    limits = ["One run: another replicate has other luck.", LIMITS[1]]
    money, events, by_year = _tables(run)
    return Why(title, run.story, pd.DataFrame(), run.lines, money, limits, events, by_year)


def _parted(asked: Subject, other: Subject, replicate: int) -> Why:
    """Two scenarios on the same luck: where they part."""
    runs = [one_run(one.scenario, replicate) for one in (asked, other)]
    titles = [asked.title, other.title]
    if asked.title == other.title:
        titles = [f"{asked.title} (1)", f"{other.title} (2)"]
    named = list(zip(titles, runs, strict=True))
    sides = [Side(title, run.events, run.series, run.lines) for title, run in named]
    title = f"Why: {' against '.join(titles)}, replicate {replicate}"
    answer = "\n".join(f"{title}: {run.story}" for title, run in named)
    tables = [_table(run).assign(of=title) for title, run in named]
    limits = ["One run: another replicate has other luck.", LIMITS[1]]
    nothing = pd.DataFrame()
    return Why(title, answer, nothing, parted(*sides), nothing, limits, pd.concat(tables))
