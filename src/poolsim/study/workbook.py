"""Results as a workbook for spreadsheets: what the study is, its verdict, the summary of every
outcome, every number that it rests on with unit and source, what outcomes mean, and its runs.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from math import isfinite
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from poolsim.economy.outcomes import OUTCOMES
from poolsim.errors import ScenarioError
from poolsim.scenario.addresses import Declaration
from poolsim.scenario.told import numbers_in
from poolsim.study.declared.study import Study, design_layers
from poolsim.study.stored.manifest import read_manifest
from poolsim.study.stored.planning import stored_study
from poolsim.study.stored.tables import batches_of_runs, read_table, table_path

Rows = Iterator[list[object]]
MOST_ROWS = 1_048_575  # of a sheet, below its head
LONG = "runs"  # the table that may be too long
TABLES = ("verdict", "summary", LONG)


def write_workbook(folder: Path, file: IO[bytes]) -> None:
    """Write complete results as a workbook, a sheet per table.

    Raises ScenarioError where there are more runs than a sheet holds.
    """
    _refuse_long(folder)
    study, book = stored_study(folder), Workbook(write_only=True)
    _sheet(book, "about", ["what", "is"], _about(folder, study))
    _sheet(book, "designs", ["design", "scenario", "address", "value"], _designs(study))
    for name in TABLES:
        if table_path(folder, name).exists():
            _sheet(book, name, *_table(folder, name))
    _sheet(book, "parameters", ["scenario", *Declaration._fields], _parameters(study))
    _sheet(book, "outcomes", ["outcome", "unit", "exists in", "definition"], _outcomes())
    with TemporaryFile() as whole:  # openpyxl goes on to write into a file that failed
        book.save(whole)
        whole.seek(0)
        copyfileobj(whole, file)


def _sheet(book: Workbook, name: str, head: Iterable[str], rows: Iterable[list[object]]) -> None:
    """A sheet with its head in bold, which stays in sight."""
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    cells = [WriteOnlyCell(sheet, word) for word in head]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)
    for row in rows:
        sheet.append([_shown(value) for value in row])


def _shown(value: object) -> object:
    """A value as a cell holds it: empty where there is no number."""
    return None if isinstance(value, float) and not isfinite(value) else value


def _about(folder: Path, study: Study) -> Rows:
    made = read_manifest(folder, any_model=True)
    yield ["study", study.name]
    yield ["title", study.title]
    yield ["seed", made.seed]
    yield ["poolsim", made.poolsim]
    yield ["model", made.model]
    yield ["sheet parameters", "numbers of the scenarios; a design or grid may set others"]
    yield ["source assumption", "a number that nobody has published"]
    yield ["other sources", "keys of docs/sources.md"]


def _designs(study: Study) -> Rows:
    names = [base.name for base in study.bases()]
    for design, table in study.designs.items():
        for scenario, values in design_layers(table, names):
            for address, value in values.items():
                yield [design, scenario or "all", address, value]


def _refuse_long(folder: Path) -> None:
    rows = pq.read_metadata(table_path(folder, LONG)).num_rows
    if rows > MOST_ROWS:
        text = f"{rows} runs; a sheet holds {MOST_ROWS}: export them as csv or parquet"
        raise ScenarioError([f"{folder}: {text}"])


def _table(folder: Path, name: str) -> tuple[list[str], Rows]:
    """Head and rows of a table, a piece at a time where it is long."""
    if name == LONG:
        batches = batches_of_runs(folder)
        first = next(batches)
        return first.schema.names, _rows(chain([first], batches))
    table = read_table(folder, name)
    return table.column_names, _rows(table.to_batches())


def _rows(batches: Iterable[pa.RecordBatch]) -> Rows:
    for batch in batches:
        yield from map(list, zip(*(column.to_pylist() for column in batch.columns), strict=True))


def _outcomes() -> Rows:
    for one in OUTCOMES:
        yield [one.name, one.unit, one.runs.value, one.definition]


def _parameters(study: Study) -> Rows:
    for base in study.bases():
        for number in numbers_in(base).values():
            yield [base.name, *number]
