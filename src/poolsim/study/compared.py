"""Comparison of a folder of results: tables, survival figure and the answer, in a folder of their own."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from textwrap import fill
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

import poolsim
from poolsim.outcomes import OUTCOMES
from poolsim.report import WIDTH
from poolsim.scenario import load
from poolsim.strict import ScenarioError, nearest
from poolsim.study.compare import MOST_ROWS, answer, compare, comparison_text, factors_of, pairs_of, refuse
from poolsim.study.paired import PAIRED
from poolsim.study.sequential import PRECISE, Difference, Goal, Look, Precision, Sequential
from poolsim.study.store import PROVENANCE, files_of, new_folder, write_provenance, write_table
from poolsim.study.survival import survival_tables

NAMES = [outcome.name for outcome in OUTCOMES]


class Question(NamedTuple):
    """What to compare: a factor, its baseline (every pair if None), outcomes, margins and half widths by outcome."""

    by: str = "design"
    baseline: str | None = None
    outcomes: tuple[str, ...] = PAIRED
    margins: Mapping[str, float] = {}
    precision: Mapping[str, float] = {}


class Results(NamedTuple):
    """A folder of results, its provenance and its table of runs."""

    folder: Path
    made: dict[str, Any]
    runs: pd.DataFrame

    @property
    def title(self) -> str:
        """Title of the study."""
        return self.made["study_file"]["title"] or self.made["study"]


def read_results(folder: Path) -> Results:
    """The results that a study wrote. Raises ScenarioError for any other folder."""
    try:
        made = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
        runs = pd.read_parquet(folder / "runs.parquet")
        return Results(folder, {name: made[name] for name in ("study", "study_file", "cells", "poolsim")}, runs)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ScenarioError([f"{folder}: not a folder of results of poolsim ({error})"]) from error


def compare_folder(
    folder: Path,
    question: Question,
    out: Path,
    *,
    most: int | None = None,
    workers: int | None = None,
    plain: bool = False,
    say: Callable[[str], None] = lambda text: None,
) -> str:
    """Compare within a folder of results, write tables and figure into `out`, return the text.

    With `most`, replicates are added to those of the folder until every comparison is settled, or there are that many.
    """
    results = read_results(folder)
    refuse(results.runs, question.by, question.baseline, list(question.outcomes), dict(question.margins))
    if most is None and question.precision:
        raise ScenarioError(["--precision: needs --most, the number of replicates to go to"])
    refuse_precision(question.precision)
    with new_folder(out, f"{results.made['study']} compared") as place:
        if most is None:
            table = compare(results.runs, question.by, question.baseline, question.outcomes, question.margins)
            write_table(table, place, "compare")
            text = comparison_text(results.title, table, question.by)
        else:
            study = sequential_of(results, question, workers=workers, plain=plain, say=say)
            study.run(most)
            table = settled_table(results, question, study)
            write_table(table, place, "sequential")
            text = _settled_text(results, question, study, table)
        _write_survival(results, question, place)
        (place / "answer.txt").write_text(text + "\n", encoding="utf-8", newline="\n")
        write_provenance(place, _provenance(results, question, most, files_of(place)))
    return text


def refuse_precision(precision: Mapping[str, float]) -> None:
    """Raise ScenarioError for outcomes that have no mean, and half widths that none can have."""
    known = [name for name in NAMES if name != "cause"]
    messages = [f"--precision: no outcome '{name}'{nearest(name, known)}" for name in precision if name not in known]
    messages += [f"--precision: that of '{name}' must be above 0" for name, half in precision.items() if not half > 0.0]
    if messages:
        raise ScenarioError(messages)


def _provenance(results: Results, question: Question, most: int | None, files: list[str]) -> dict[str, Any]:
    return {
        "poolsim": poolsim.__version__,
        "study": f"{results.made['study']} compared",
        "made_with": results.made["poolsim"],
        "question": question._asdict(),
        "most": most,
        "cells": results.made["cells"],
        "files": files,
    }


def _write_survival(results: Results, question: Question, place: Path) -> None:
    from poolsim.plots.survival import draw_survival

    tables = survival_tables(results.runs, question.by, question.baseline)
    for name, table in tables._asdict().items():
        if not table.empty:
            write_table(table, place, f"survival_{name}")
    if not tables.curves.empty:
        draw_survival(results.title, tables.curves, tables.at_risk, question.by, place)


def sequential_of(results: Results, question: Question, **options: Any) -> Sequential:
    """A sequential study that starts from the runs of a folder; ScenarioError where these could not be repeated."""
    cells = {cell["scenario"]: load(results.folder / cell["scenario"]) for cell in results.made["cells"]}
    stale = [cell for cell in results.made["cells"] if cells[cell["scenario"]].digest() != cell["digest"]]
    if stale or results.made["poolsim"] != poolsim.__version__:
        raise ScenarioError(
            [f"{results.folder}: made by poolsim {results.made['poolsim']} from other numbers; run the study again"]
        )
    study = Sequential(cells, list(goals(results, question)), **options)
    blocks = np.split(results.runs[NAMES].to_numpy(dtype=float), len(cells))
    study.add(dict(zip(cells, blocks, strict=True)), len(blocks[0]))
    return study


def goals(results: Results, question: Question) -> Iterator[Goal]:
    """Every difference asked for, stratum by stratum, then every precision, cell by cell."""
    strata: dict[tuple[Any, ...], dict[str, str]] = {}
    for cell in results.made["cells"]:
        labels = dict(cell["labels"])
        others = tuple(value for factor, value in labels.items() if factor != question.by)
        strata.setdefault(others, {})[str(labels[question.by])] = cell["scenario"]
    for files in strata.values():
        for first, second in pairs_of(list(files), question.baseline):
            for name in question.outcomes:
                yield Difference(files[first], files[second], name, question.margins.get(name, 0.0))
    for cell in results.made["cells"]:
        for name, half in question.precision.items():
            yield Precision(cell["scenario"], name, half)


def settled_table(results: Results, question: Question, study: Sequential) -> pd.DataFrame:
    """A row per goal with the labels of its cell, as in `compare`."""
    labels = {cell["scenario"]: dict(cell["labels"]) for cell in results.made["cells"]}
    rows = list(_settled_rows(labels, question.by, zip(study.goals, study.looks, strict=True)))
    table = pd.DataFrame(rows)
    strata = [factor for factor in factors_of(results.runs) if factor != question.by]
    return table[[*strata, *(name for name in table.columns if name not in strata)]]


def _settled_rows(
    labels: Mapping[str, dict[str, Any]], by: str, found: Iterable[tuple[Goal, Look]]
) -> Iterator[dict[str, Any]]:
    for goal, look in found:
        here, *minus = (labels[cell] for cell in goal.cells)
        yield {
            **here,
            by: str(here[by]),
            "minus": str(minus[0][by]) if minus else "",
            "outcome": goal.outcome,
            "within": goal.within,
            **look._asdict(),
            "more": np.nan,
        }


def _settled_text(results: Results, question: Question, study: Sequential, table: pd.DataFrame) -> str:
    begun = len(results.runs) // len(study.cells)
    note = (
        f"{begun} replicates in the folder and {study.replicates - begun} more. A row stands as it was when it was "
        f"settled; of all {len(table)} together at most one study in twenty has a wrong one, however often it is "
        "looked at and extended."
    )
    more = [f"... and {len(table) - MOST_ROWS} more rows in sequential.csv"] if len(table) > MOST_ROWS else []
    varying = [name for name in factors_of(results.runs) if name != question.by and table[name].nunique() > 1]
    lines = _settled_lines(table.head(MOST_ROWS), [*varying, question.by, "minus", "outcome", "n"])
    return "\n".join(
        [results.title, "", lines, *more, "", fill(note, WIDTH), "", fill(_closing(table, question.by), WIDTH)]
    )


def _settled_lines(table: pd.DataFrame, columns: list[str]) -> str:
    text = table[columns].astype(str)
    ends = zip(table["mean"], table["low"], table["high"], strict=True)
    text["mean [95 % at every look]"] = [f"{mean:.3g} [{low:.3g}, {high:.3g}]" for mean, low, high in ends]
    text["verdict"] = table["verdict"]
    return text.to_string(index=False)


def _closing(table: pd.DataFrame, by: str) -> str:
    pairs, means = table[table["minus"] != ""], table[table["minus"] == ""]
    if means.empty:
        return answer(pairs, by)
    return f"{answer(pairs, by)} {int((means['verdict'] == PRECISE).sum())} of {len(means)} means are precise enough."
