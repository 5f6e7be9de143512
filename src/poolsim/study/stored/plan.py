"""Plans: which cells a study runs, by the digest of their numbers, from which replicate on, and in
which chunks.

A plan is written once and never changed; a study that gets more replicates or cells gets a further
plan, which leaves out what the earlier ones hold. A chunk is what a worker runs and writes at once,
fixed by the cells and replicates alone. Chunks are replicate-major: a round of `BLOCK` replicates
of every cell before the next round, so that a study cut short holds an even sample of all cells.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet as pq

from poolsim.block import BLOCK
from poolsim.economy.outcomes import OUTCOMES
from poolsim.engine.cell import model_digest
from poolsim.errors import ScenarioError
from poolsim.scenario.scenario import Scenario, Value
from poolsim.statistics.sequential import Groups
from poolsim.study.declared.sampling import Point, addresses, points
from poolsim.study.declared.study import CURVE_FIGURES, Study
from poolsim.study.stored.folder import commit

MOST_RUNS = 1024  # of a chunk, about: what a kill may cost each worker
MOST_PARTS = 4096  # larger studies get larger chunks rather than more files


class Chunk(NamedTuple):
    """Consecutive replicates of some cells: those of cell `cells[i]` from `firsts[i]` on,
    `sizes[i]` of them.
    """

    number: int
    cells: np.ndarray
    firsts: np.ndarray
    sizes: np.ndarray

    @property
    def runs(self) -> int:
        """Number of runs."""
        return int(self.sizes.sum())

    @property
    def spans(self) -> Iterator[tuple[int, int, int]]:
        """Cell, first replicate and their number, one after the other."""
        return zip(self.cells.tolist(), self.firsts.tolist(), self.sizes.tolist(), strict=True)


def runs_per_chunk(runs: int) -> int:
    """Size of the chunks of a study of so many runs."""
    return max(MOST_RUNS, -(-runs // MOST_PARTS))


def chunks_of(done: np.ndarray, replicates: int, most: int) -> Iterator[Chunk]:
    """Chunks of about `most` runs that bring every cell from done[cell] to `replicates`."""
    number = 0
    width = BLOCK * max(1, -(-most // (BLOCK * max(1, len(done)))))
    for start in range(0, replicates, width):
        firsts = np.maximum(done, start)
        sizes = np.minimum(start + width, replicates) - firsts
        cells = np.flatnonzero(sizes > 0)
        before = np.cumsum(sizes[cells]) - sizes[cells]
        for some in np.split(cells, np.flatnonzero(np.diff(before // most)) + 1):
            if len(some):
                yield Chunk(number, some, firsts[some], sizes[some])
                number += 1


FACTORS = ("scenario", "design", "structure", "belief")
WITHOUT = "without"  # whether a cell is run without its alliances, where a plan has such cells
IDLE = "idle"  # levers that cannot act in a cell, and why
OWN = ("cell", "digest", "same_as", "done", IDLE, WITHOUT)  # columns of a plan that are no labels
SAME_NUMBERS = "the same numbers"  # why cells are the same runs where no lever is idle
DIGITS = 32  # of a digest that are kept
BATCH = 10_000
MOST_REASONS = 3  # that a message names


@dataclass(frozen=True)
class Plan:
    """One plan: a row per cell; `same_as` is the first cell with the same numbers, which stands for
    all of them.
    """

    number: int
    table: pa.Table
    replicates: int
    runs_per_chunk: int
    model: str = ""  # digest of the model that makes its parts; this one's if empty

    @property
    def labels(self) -> list[str]:
        """Columns that tell cells apart."""
        return [name for name in self.table.column_names if name not in OWN]

    @cached_property
    def same_as(self) -> np.ndarray:
        """Of every cell, the one that stands for it."""
        return self.table["same_as"].to_numpy()

    @cached_property
    def digests(self) -> list[str]:
        """Of the numbers of every cell."""
        return list(self.table["digest"].to_pylist())

    @cached_property
    def done(self) -> np.ndarray:
        """Replicates of every cell that earlier plans hold; all of them for a cell that another
        stands for.
        """
        mine = self.same_as == np.arange(len(self.same_as))
        return np.where(
            mine, np.minimum(self.table["done"].to_numpy(), self.replicates), self.replicates
        )

    @cached_property
    def shown(self) -> pa.Table:
        """The cells that tables show: those with their alliances, which come first."""
        if WITHOUT not in self.table.column_names:
            return self.table
        shown = len(self.table) - pa.compute.sum(self.table[WITHOUT]).as_py()
        return self.table.slice(0, shown)

    @cached_property
    def likeness(self) -> pa.Table:
        """Of every cell that tables show: the words by which the cell differs whose runs are the
        same, if any; why, or which levers cannot act.
        """
        cells, idle = self.shown.select(self.labels).to_pylist(), self.table[IDLE].to_pylist()
        same, notes = [], []
        for place, (cell, first) in enumerate(zip(cells, self.same_as.tolist(), strict=False)):
            words = [_word(*item) for item in cells[first].items() if item not in cell.items()]
            same.append(" ".join(words))
            notes.append(idle[place] or idle[first] or (SAME_NUMBERS if words else ""))
        return pa.table({"same_as": same, "note": notes})

    @property
    def runs(self) -> int:
        """Runs that this plan adds."""
        return int((self.replicates - self.done).sum())

    def chunks(self) -> Iterator[Chunk]:
        """The chunks of this plan, in order."""
        return chunks_of(self.done, self.replicates, self.runs_per_chunk)

    def part(self, chunk: Chunk, columns: list[str]) -> str:
        """Name of a chunk: its place and a key of everything that decides its content."""
        runs = [f"{self.digests[cell]}:{first}+{size}" for cell, first, size in chunk.spans]
        content = " ".join([self.model or model_digest(), *columns, *runs])
        key = hashlib.sha256(content.encode()).hexdigest()[:16]
        return f"part-{self.number:03d}-{chunk.number:07d}-{key}"


def kept_outcomes(study: Study) -> list[str]:
    """Outcomes that a study keeps, in declared order; whether the alliance formed is always among
    them.
    """
    return [one.name for one in OUTCOMES if study.keeps(one.name)]


def keeps_curves(study: Study) -> bool:
    """Whether a study keeps the series of its runs: where it says so, or asks for their figures."""
    return study.curves or any(name in CURVE_FIGURES for name in study.figures)


def resolved(study: Study) -> tuple[pa.Table, pa.Table]:
    """The cells of a study, none of them run yet, and its rejected points with their reasons.

    Raises ScenarioError if no cell is left, or none that the question of the study compares.
    """
    schema = _schema(study)
    found, rejected = points(study), []
    known: dict[str, int] = {}
    batches: list[pa.RecordBatch] = []
    while some := list(islice(found, BATCH)):
        good = [point for point in some if point.scenario is not None]
        bad = [point for point in some if point.scenario is None]
        rejected += [{**point.labels, "reason": point.reason} for point in bad]
        rows = list(_rows(good, sum(len(batch) for batch in batches), known))
        batches.append(pa.RecordBatch.from_pylist(rows, schema))
    table = pa.Table.from_batches(batches, schema)
    if not len(table):
        told = rejections((str(row["reason"]) for row in rejected), len(rejected))
        raise ScenarioError([f"no cell is left to run: {told}"])
    _refuse_question(study, table)
    reasons = pa.schema(
        [*(field for field in schema if field.name not in OWN), pa.field("reason", pa.string())]
    )
    if study.counterfactual:
        table = _with_counterfactual(study, table)
    return table.combine_chunks(), pa.Table.from_pylist(rejected, reasons)


def _with_counterfactual(study: Study, table: pa.Table) -> pa.Table:
    """The cells, then each of them without its alliances."""
    cells = CellScenarios(study, table)
    digests = [
        without_alliances(cells.scenario(place)).digest()[:DIGITS] for place in range(len(table))
    ]
    known = dict(zip(table["digest"].to_pylist(), table["same_as"].to_pylist(), strict=True))
    places = range(len(table), 2 * len(table))
    same = [known.setdefault(digest, place) for digest, place in zip(digests, places, strict=True)]
    every = len(table)
    columns = {"cell": places, "digest": digests, "same_as": same, WITHOUT: [True] * every}
    columns[IDLE] = [""] * every
    table = table.append_column(WITHOUT, pa.array([False] * len(table)))
    more = {name: table[name] for name in table.column_names} | columns
    return pa.concat_tables([table, pa.table(more, table.schema)])


def rejections(reasons: Iterable[str], points: int) -> str:
    """How many of some points are rejected, and the reasons that reject most; nothing if none."""
    counts = Counter(reasons)
    if not counts:
        return ""
    said = [f"{count} of them: {reason}" for reason, count in counts.most_common(MOST_REASONS)]
    more = [f"and {len(counts) - MOST_REASONS} more reasons"] if len(counts) > MOST_REASONS else []
    return "; ".join([f"{counts.total()} of {points} points are rejected", *said, *more])


def _refuse_question(study: Study, table: pa.Table) -> None:
    """Raise ScenarioError if the cells that are left cannot answer what is asked."""
    if study.until is not None and study.until.margin:
        labels = table.drop_columns([name for name in OWN if name != WITHOUT]).to_pylist()
        try:
            Groups(labels, study.until.by, study.worlds()).pairs(study.until.baseline)
        except ScenarioError as error:
            raise ScenarioError([f"until: {message}" for message in error.messages]) from None


def _rows(found: Iterable[Point], start: int, known: dict[str, int]) -> Iterator[dict[str, Value]]:
    for place, (labels, scenario, _) in enumerate(found, start):
        assert scenario is not None
        digest = scenario.digest()[:DIGITS]
        same_as = known.setdefault(digest, place)
        own: dict[str, Value] = {"cell": place, "digest": digest, "same_as": same_as, "done": 0}
        yield {**labels, **own, IDLE: _idle(scenario)}


def _word(name: str, value: object) -> str:
    """A label in words: a number with its address."""
    return str(value) if isinstance(value, str) else f"{name} = {value}"


def _idle(scenario: Scenario) -> str:
    """The levers that cannot act, by reason."""
    reasons: dict[str, list[str]] = {}
    for address, why in scenario.idle().items():
        reasons.setdefault(why, []).append(address.rpartition(".")[2])
    words = (f"{', '.join(dict.fromkeys(keys))} idle: {why}" for why, keys in reasons.items())
    return "; ".join(words)


def _schema(study: Study) -> pa.Schema:
    texts = {
        address
        for row in [*_value_rows(study), *study.points()]
        for address, value in row.items()
        if isinstance(value, str)
    }
    varied = [
        pa.field(one, pa.string() if one in texts else pa.float64()) for one in addresses(study)
    ]
    labels = (*FACTORS, *(["block"] if study.blocks else []))
    return pa.schema(
        [
            ("cell", pa.int64()),
            *((name, pa.string()) for name in labels),
            *varied,
            ("digest", pa.string()),
            ("same_as", pa.int64()),
            ("done", pa.int64()),
            (IDLE, pa.string()),
        ]
    )


def _value_rows(study: Study) -> Iterator[dict[str, Value]]:
    for table in (study.grid, study.levers, *(block.grid for block in study.blocks)):
        yield from ({address: value} for address, values in table.items() for value in values)
    yield from (block.values for block in study.blocks)


def write_plan(folder: Path, number: int, cells: pa.Table, rejected: pa.Table) -> str:
    """Write the cells of a plan and its rejected points; returns the file of the cells."""
    name = f"plan-{number:03d}.parquet"
    if len(rejected):
        commit(
            folder / f"rejected-{number:03d}.csv",
            lambda file: pa.csv.write_csv(rejected, file),
        )
    commit(folder / name, lambda file: pq.write_table(cells, file, compression="zstd"))
    return name


def without_alliances(scenario: Scenario) -> Scenario:
    """The scenario without any alliance."""
    return scenario.model_copy(update={"alliances": []})


class CellScenarios:
    """Scenarios of the cells of a plan, made when asked for: a study never holds all of them."""

    def __init__(self, study: Study, table: pa.Table) -> None:
        self.frames = {
            tuple(labels[name] for name in FACTORS): scenario for labels, scenario in study.frames()
        }
        self._look_at(table)

    def over(self, table: pa.Table) -> "CellScenarios":
        """The same for other cells of the study."""
        other = copy(self)
        other._look_at(table)
        return other

    def _look_at(self, table: pa.Table) -> None:
        self.columns = {name: table[name].combine_chunks() for name in table.column_names}
        self.varied = [name for name in self.columns if name not in (*FACTORS, "block", *OWN)]

    def scenario(self, cell: int) -> Scenario:
        """The scenario of a cell."""
        row = {name: column[cell].as_py() for name, column in self.columns.items()}
        frame = self.frames[tuple(row[name] for name in FACTORS)]
        values = {name: row[name] for name in self.varied if row[name] is not None}
        scenario = frame.with_values(values) if values else frame
        return without_alliances(scenario) if row.get(WITHOUT) else scenario
