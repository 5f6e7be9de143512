"""What would change a verdict: every uncertain number of a scenario, or every lever, moved inside
its range alone; which of them turn the verdict, and at which value.
"""

from collections.abc import Collection, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from poolsim.progress import Progress
from poolsim.report.ledger import ledger_text
from poolsim.scenario.given import names_of, table_of
from poolsim.scenario.movable import Movable, Range, movable
from poolsim.scenario.scenario import Scenario, Value
from poolsim.simulation import in_order, threads
from poolsim.statistics.switching import Asked, Known, Search, Span, Trial
from poolsim.study.break_even import break_even_lines
from poolsim.study.cases import Cases, asked_of, scenario_meant
from poolsim.study.stored.answers import Piece, kept, prepare, question_of
from poolsim.study.stored.folder import ANSWER, commit_text
from poolsim.study.stored.tables import write_table

INERT, KEEPS, TURNS, UNTOLD = "moves nothing", "keeps it", "turns it", "undecided"
COLUMNS = (
    "number", "meaning", "unit", "now", "low", "high", "switch", "from", "to", "share", "back",
    "source", "runs",
)  # fmt: skip


class Ledger(NamedTuple):
    """What would change a verdict. here: what the present numbers give; moved: which numbers were
    moved; table: a row per switch value, the nearest first as a share of the range; counts: numbers
    by what they do alone; undecided: those of which the runs do not tell.
    """

    name: str
    asked: Asked
    here: Known
    moved: str
    table: pd.DataFrame
    counts: Mapping[str, int]
    undecided: tuple[str, ...]
    checks: tuple[str, ...]

    def to_frame(self) -> pd.DataFrame:
        """The table of switch values."""
        return self.table

    def __str__(self) -> str:
        return ledger_text(self)


def switch(
    target: str | Path | Scenario,
    of: str = "self_sufficient",
    *,
    cell: str | int | None = None,
    at: float | None = None,
    levers: bool = False,
    values: Mapping[str, Value] | None = None,
    within: Mapping[str, Range] | None = None,
    only: Collection[str] = (),
    replicates: int = 256,
    out: str | Path | None = None,
    workers: int | None = None,
    plain: bool = False,
    quiet: bool = True,
) -> Ledger:
    """Which numbers, moved alone inside their ranges, turn whether the mean of an outcome reaches
    `at` (0.5 for shares), and at which value.

    target: a scenario, a preset, a file, or a folder of results with a `cell`; levers: what a
    design chooses instead of what nobody knows; values: other numbers to begin with; within:
    narrower ranges by address; only: these addresses, of any kind; replicates: runs at one value at
    most; out: a folder, in which what was found is kept number by number, so that a later call goes
    on. Raises ScenarioError for what cannot be asked, StoreError for a folder that holds anything
    else.
    """
    scenario = scenario_meant(target, cell).with_values(table_of("values", values))
    asked = asked_of(of, at, replicates)
    at_once = threads(workers)
    numbers = movable(scenario, levers, within, names_of("--only", only))
    folder = None if out is None else Path(out)
    if folder is not None:
        prepare(folder, question_of(scenario, asked, numbers=[list(one) for one in numbers]))
    with Progress(len(numbers), quiet, "number") as shown:
        cases = Cases(scenario, asked, plain, shown.say)
        shown.start()
        here = present(cases)

        def work(one: Movable) -> Piece:
            return kept(folder, one.address, partial(found_for, cases, here, one))

        rows = []
        with closing(in_order(work, numbers, at_once)) as done:
            for row in done:
                rows.append(row)
                shown.advance(1)
    checks = break_even_lines(cases) if levers else ()
    moved = "numbers" if only else "levers" if levers else "uncertain numbers"
    found = _ledger(scenario.name, asked, here, moved, rows, checks)
    if folder is not None:
        _write(folder, found)
    return found


def present(cases: Cases) -> Known:
    """On which side of the threshold the present numbers lie; the nearer where runs do not tell."""
    run = cases.run({})
    trial = Trial(lambda _, first, size: cases.counted(run, first, size), cases.asked, 0.0)
    return trial.decided()


def found_for(cases: Cases, here: Known, one: Movable) -> Piece:
    """What one number does alone."""
    row: Piece = {"number": one.address, "result": KEEPS, "runs": 0, "crossings": []}
    span = Span(one.low, one.high, one.step)
    ends = [end for end in (one.low, one.high) if end != one.now]
    if not cases.moves(one.address, ends):
        return row | {"result": INERT}
    side = here.side or (1 if here.mean >= cases.asked.at else -1)
    search = Search(
        cases.draw(one.address), cases.asked, span, here._replace(value=one.now, side=side)
    )
    crossings = search.crossings()
    row |= {"runs": search.runs, "crossings": [list(found) for found in crossings]}
    result = TURNS if crossings else UNTOLD if search.undecided else KEEPS
    facts = {
        name: getattr(one, name) for name in ("meaning", "unit", "now", "low", "high", "source")
    }
    return row | {"result": result} | facts


def _ledger(
    name: str, asked: Asked, here: Known, moved: str, rows: list[Piece], checks: tuple[str, ...]
) -> Ledger:
    found = [
        {
            **{key: row[key] for key in COLUMNS if key in row},
            "switch": value,
            "from": low,
            "to": high,
            "share": abs(value - row["now"]) / (row["high"] - row["low"]),
            "back": back,
            "runs": runs,
        }
        for row in rows
        for value, low, high, runs, back in row["crossings"]
    ]
    table = pd.DataFrame(found, columns=list(COLUMNS)).sort_values("share", kind="stable")
    results = [row["result"] for row in rows]
    counts = {result: results.count(result) for result in (TURNS, KEEPS, INERT, UNTOLD)}
    undecided = tuple(str(row["number"]) for row in rows if row["result"] == UNTOLD)
    return Ledger(name, asked, here, moved, table.reset_index(drop=True), counts, undecided, checks)


def _write(folder: Path, found: Ledger) -> None:
    write_table(folder, "switches", iter([pa.Table.from_pandas(found.table, preserve_index=False)]))
    commit_text(folder / ANSWER, str(found))
