"""Tables of a complete study: its runs, and what is summed up and judged of them; how they are
written, known by their digests, and read.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.errors import StoreError
from poolsim.report.answer import AS_IT_IS, missing_text, page_text
from poolsim.report.verdict import changes_text, verdict_text
from poolsim.simulation import in_order
from poolsim.statistics.curves import CurveTally
from poolsim.statistics.paired import PAIRED, counterfactual_table, paired_table
from poolsim.statistics.payers import PAYING_SERIES, payers_table
from poolsim.statistics.summary import summary
from poolsim.statistics.tables import runs_columns
from poolsim.statistics.verdict import verdict_row
from poolsim.study.declared.sampling import as_they_are
from poolsim.study.declared.study import Study
from poolsim.study.stored.folder import (
    ANSWER,
    FAILURES,
    TABLES,
    VERDICT,
    commit,
    commit_text,
    writing,
)
from poolsim.study.stored.manifest import Manifest, Written, read_manifest, write_manifest
from poolsim.study.stored.parts import Parts, Runs, laid_out
from poolsim.study.stored.plan import DIGITS, OWN, Plan


def written(path: Path) -> Written:
    """Size and digest of a file."""
    with path.open("rb") as file:
        return Written(
            bytes=path.stat().st_size, sha256=hashlib.file_digest(file, "sha256").hexdigest()
        )


def changed(folder: Path, made: Manifest) -> list[str]:
    """Files that are not as they were written; the folder of tables if they are not those of the
    last plan.
    """
    if not made.written:
        return [TABLES]
    return not_as_written(folder, made.written)


def not_as_written(folder: Path, files: Mapping[str, Written]) -> list[str]:
    """Those of some files that are gone or changed."""
    return [name for name, was in files.items() if not _is(folder / name, was)]


def _is(path: Path, was: Written) -> bool:
    try:
        return path.stat().st_size == was.bytes and written(path) == was
    except OSError:
        return False


def refuse_changed(folder: Path) -> None:
    """Raise StoreError if the tables are not those of the last plan, as they were written."""
    for name in changed(folder, read_manifest(folder, any_model=True)):
        what = "" if name == TABLES else "cannot be read: "
        raise StoreError(
            f"{folder / name}: {what}missing, damaged or older than the runs; resume it first"
        )


def table_path(folder: Path, name: str) -> Path:
    """The file of a table."""
    return folder / TABLES / f"{name}.parquet"


def read_table(folder: Path, name: str, columns: list[str] | None = None) -> pa.Table:
    """A table of a complete study. Raises StoreError if it is not there, or not of all runs."""
    refuse_changed(folder)
    with _reading(table_path(folder, name)) as path:
        return pq.read_table(path, columns=columns, page_checksum_verification=True)


def batches_of_runs(folder: Path, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    """The table of runs in order, a piece at a time."""
    with _reading(table_path(folder, "runs")) as path:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            yield from file.iter_batches(columns=columns)


@contextmanager
def _reading(path: Path) -> Iterator[Path]:
    try:
        yield path
    except FileNotFoundError:
        raise StoreError(f"{path}: no such table") from None
    except (OSError, pa.ArrowException) as error:
        raise StoreError(
            f"{path}: cannot be read: {error}; delete this file and resume: it is made again"
        ) from error


MOST_ROWS_OF_CSV = 50_000  # a longer one is slow to write, and heavy for a spreadsheet
BOM = b"\xef\xbb\xbf"  # spreadsheets need it to see UTF-8
WORLDS_SAID = (
    "Not answered on one page: each world has its own numbers; poolsim robust sums up over them."
)
JUDGED = ("formed", "alive", "ssr_narrow", "self_sufficient")  # outcomes that a verdict rests on

Tables = Iterator[pa.Table]


def write_tables(folder: Path, study: Study, plans: list[Plan], workers: int) -> None:
    """Write the tables of the last plan on so many threads, and say in the manifest what was
    written.
    """
    made = forget(folder)
    with laid_out(Parts(folder, made.columns), plans, made.outcomes, folder) as runs:
        files = [
            file
            for name, tables in _tables(folder, runs, study, made, workers).items()
            for file in write_table(folder / TABLES, name, tables)
        ]
        files += _write_texts(folder, runs, study)
    note(folder, files)


def note(folder: Path, files: list[Path]) -> None:
    """Say in the manifest what was written, so that it is known when it changes."""
    made = read_manifest(folder)
    found = {path.relative_to(folder).as_posix(): written(path) for path in files}
    write_manifest(folder, made.model_copy(update={"written": made.written | found}))


def forget(folder: Path) -> Manifest:
    """Remove the tables, which are not those of all runs; returns the manifest."""
    made = read_manifest(folder)
    if made.written:
        for name in made.written:
            with writing(folder / name):
                (folder / name).unlink(missing_ok=True)
        made = made.model_copy(update={"written": {}, "drawn": [], "pages": {}})
        write_manifest(folder, made)
    return made


def _tables(
    folder: Path, runs: Runs, study: Study, made: Manifest, workers: int
) -> dict[str, Tables]:
    """Every table of the study by name, a piece at a time."""
    found: dict[str, tuple[bool, Tables]] = {
        "cells": (True, iter([_cells(runs.plan)])),
        "runs": (True, run_tables(runs, made.seed)),
        "summary": (True, _summaries(runs)),
        "verdict": (set(JUDGED) <= set(made.outcomes), _verdicts(runs)),
        "paired": (len(study.designs) > 1 and not study.worlds(), _paired(runs)),
        "counterfactual": (study.counterfactual, _of_cells(runs, _counterfactual, workers)),
        "curves": (made.curves, _of_cells(runs, _curves, workers)),
        "payers": (made.curves, _payers(runs.plan, table_path(folder, "curves"))),
    }
    return {name: tables for name, (wanted, tables) in found.items() if wanted}


def write_table(place: Path, name: str, tables: Tables) -> list[Path]:
    """Write a table into a folder, as CSV too if it is short enough; returns the files."""
    path, csv = place / f"{name}.parquet", place / f"{name}.csv"
    first = next(tables, None)
    if first is None:
        return []
    commit(path, lambda file: _write_parquet(file, first.schema, chain([first], tables)))
    if pq.read_metadata(path).num_rows > MOST_ROWS_OF_CSV:
        return [path]
    commit(csv, lambda file: write_csv(pq.read_table(path), file))
    return [path, csv]


def _write_parquet(file: IO[bytes], schema: pa.Schema, tables: Tables) -> None:
    """Write the tables below each other, each as a group of rows."""
    numbers = [field.name for field in schema if pa.types.is_floating(field.type)]
    options = {
        "use_byte_stream_split": numbers,
        "use_dictionary": [name for name in schema.names if name not in numbers],
        "write_page_checksum": True,
    }
    with pq.ParquetWriter(file, schema, compression="zstd", **options) as writer:
        for table in tables:
            writer.write_table(table)


def write_csv(table: pa.Table, file: IO[bytes]) -> None:
    """A table as CSV that spreadsheets read, Chinese letters too."""
    file.write(BOM)
    pa.csv.write_csv(table, file)


def _labels(table: pa.Table) -> pa.Table:
    hidden = [name for name in table.column_names if name in OWN and name not in ("cell", "digest")]
    return table.drop_columns(hidden)


def _cells(plan: Plan) -> pa.Table:
    """The cells with their labels and digests, and whose runs they share."""
    labels, likeness = _labels(plan.shown), plan.likeness
    names = [*labels.column_names, *likeness.column_names]
    return pa.table([*labels.columns, *likeness.columns], names)


def _beside(plan: Plan, cells: np.ndarray, found: pa.Table | pd.DataFrame) -> pa.Table:
    """A table behind the labels of the cell of each row."""
    if isinstance(found, pd.DataFrame):
        found = pa.Table.from_pandas(found, preserve_index=False)
    labels = _labels(plan.shown).drop_columns(["digest"]).take(pa.array(cells))
    names = [*labels.column_names, *found.column_names]
    return pa.table([*labels.columns, *found.columns], names)


def _of_cells(runs: Runs, table_of: Callable[[Runs, int], pd.DataFrame], workers: int) -> Tables:
    """Rows per cell, cell by cell, made on some threads."""

    def rows(cell: int) -> pa.Table:
        table = table_of(runs, cell)
        return _beside(runs.plan, np.full(len(table), cell), table)

    return in_order(rows, range(len(runs.plan.shown)), workers)


def without_nan(columns: Mapping[str, np.ndarray]) -> dict[str, pa.Array]:
    """Columns in which nan is an empty cell."""
    return {name: pa.array(column, from_pandas=True) for name, column in columns.items()}


def run_tables(runs: Runs, seed: int) -> Tables:
    """The table of runs, some cells at a time."""
    replicates = np.arange(runs.plan.replicates, dtype=np.int32)
    for first, last in runs.windows():
        outcomes, codes = runs.window(first, last)
        numbers = outcomes.reshape(codes.size, -1)
        reasons = [runs.reasons[code] for code in codes.ravel().tolist()]
        numbered = np.tile(replicates, last - first)
        columns = runs_columns(numbers, runs.names, reasons, seed, numbered)
        cells = np.repeat(np.arange(first, last), len(replicates))
        yield _beside(runs.plan, cells, pa.table(without_nan(columns)))


def _summaries(runs: Runs) -> Tables:
    for first, last in runs.windows():
        outcomes, codes = runs.window(first, last)
        columns = summary(outcomes, codes == 0, runs.names)
        rows = len(columns["outcome"]) // (last - first)
        cells = np.repeat(np.arange(first, last), rows)
        yield _beside(runs.plan, cells, pa.table(without_nan(columns)))


def _verdicts(runs: Runs) -> Tables:
    """A row per cell: whether it feeds itself."""
    places = [OUTCOME_INDEX[name] for name in runs.names]
    for first, last in runs.windows():
        outcomes, codes = runs.window(first, last)
        full = np.full((*codes.shape, len(OUTCOMES)), np.nan)
        full[:, :, places] = outcomes
        rows = [verdict_row({}, cell[good]) for cell, good in zip(full, codes == 0, strict=True)]
        likeness = runs.plan.likeness.slice(first, last - first).to_pandas()
        found = pd.concat([pd.DataFrame(rows), likeness], axis=1)
        yield _beside(runs.plan, np.arange(first, last), found)


def _counterfactual(runs: Runs, cell: int) -> pd.DataFrame:
    """What the alliances of a cell changed."""
    with_it, without = (
        np.where(codes[0, :, None] == 0, outcomes[0], np.nan)
        for outcomes, codes in (
            runs.window(one, one + 1) for one in (cell, len(runs.plan.shown) + cell)
        )
    )
    return counterfactual_table(with_it, without, runs.names)


def _curves(runs: Runs, cell: int) -> pd.DataFrame:
    """Every series of a cell by quarter."""
    blocks = runs.series(cell)
    first = next(blocks)
    tally = CurveTally(first.shape[1] - 1)
    for block in chain([first], blocks):
        tally.add(block)
    return tally.table({})


def _payers(plan: Plan, curves: Path) -> Tables:
    """Who pays, of the table of curves, which is written before; nothing where none was founded."""
    columns, wanted = ["cell", "series", "mean"], [("series", "in", PAYING_SERIES)]
    found = payers_table(
        pq.read_table(curves, columns=columns, filters=wanted).to_pandas(), ["cell"]
    )
    if not found.empty:
        yield _beside(plan, found["cell"].to_numpy(), found.drop(columns="cell"))


def _paired(runs: Runs) -> Tables:
    """Differences between designs, run by run; nothing where no run was completed."""
    kept = {*runs.plan.labels, "replicate", "status", "formed", *PAIRED}
    tables = run_tables(runs, 0)
    every = pa.concat_tables(
        table.select([name for name in table.column_names if name in kept]) for table in tables
    )
    found = paired_table(every.to_pandas(), runs.plan.labels)
    if not found.empty:
        yield pa.Table.from_pandas(found, preserve_index=False)


def _page(title: str, found: pd.DataFrame, study: Study, plan: Plan) -> tuple[str, str]:
    """The answer on one page, or what to say where there is none."""
    if study.worlds():
        return "", WORLDS_SAID
    own = as_they_are(study)
    unchanged = {(one.name, one.digest()[:DIGITS]) for one in own}
    cells = zip(found["scenario"], plan.shown["digest"].to_pylist(), strict=True)
    found = found.assign(**{AS_IT_IS: [cell in unchanged for cell in cells]})
    return page_text(title, found, {one.name: one.known for one in own}), missing_text(found)


def _write_texts(folder: Path, runs: Runs, study: Study) -> Iterator[Path]:
    """Write the verdict in words, and how runs failed where any did; yields the files."""
    failed = np.argwhere(runs.codes > 0)
    verdict = table_path(folder, "verdict")
    if verdict.exists():
        found = pq.read_table(verdict).to_pandas()
        payers = table_path(folder, "payers")
        paid = pq.read_table(payers).to_pandas() if payers.exists() else None
        title = study.title or study.name
        text = verdict_text(title, found, runs.plan.labels, len(failed), paid)
        if len(found) > 1:
            page, instead = _page(title, found, study, runs.plan)
            if page:
                commit_text(folder / ANSWER, page)
                yield folder / ANSWER
            else:
                text = f"{text}\n\n{instead}"
        if study.counterfactual and len(found) == 1:
            changes = pq.read_table(table_path(folder, "counterfactual")).to_pandas()
            text = f"{text}\n\n{changes_text(changes)}"
        commit_text(folder / VERDICT, text)
        yield folder / VERDICT
    if len(failed):
        labels = runs.plan.table.select(runs.plan.labels)
        lines = [
            f"{' '.join(map(str, labels.slice(cell, 1).to_pylist()[0].values()))}, "
            f"replicate {run}\n{runs.reasons[runs.codes[cell, run]].strip()}\n"
            for cell, run in failed.tolist()
        ]
        commit(folder / FAILURES, lambda file: file.write("\n".join(lines).encode()))
        yield folder / FAILURES
