"""Comparison of a folder of results: tables, survival figure and the answer, in a folder of their
own.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd

import poolsim
from poolsim.economy.outcomes import OUTCOMES
from poolsim.errors import ScenarioError
from poolsim.report.closing import closing
from poolsim.report.comparison import comparison_text, printed
from poolsim.report.verdict import WIDTH
from poolsim.scenario.toml import nearest
from poolsim.statistics.comparison import MOST_ROWS, compare, refuse
from poolsim.statistics.questions import Groups, Question
from poolsim.statistics.sequential import Sequential
from poolsim.statistics.survival import survival_tables
from poolsim.study.results import Results, read_results
from poolsim.study.stored.read import stored_plans
from poolsim.study.stored.store import files_of, new_folder, write_provenance, write_table
from poolsim.study.sweep import resume
from poolsim.study.until import settle

NAMES = [outcome.name for outcome in OUTCOMES]


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

    With `most`, replicates are added to those of the folder until every comparison is settled, or
    there are that many.
    """
    results = read_results(folder)
    question = of_kept(results, question)
    refuse(
        results.runs,
        question.by,
        question.baseline,
        list(question.outcomes),
        question.margins,
        results.worlds,
    )
    if most is None and question.precision:
        raise ScenarioError(["--precision: needs --most, the number of replicates to go to"])
    refuse_precision(question.precision)
    with new_folder(out, f"{results.study} compared") as place:
        if most is None:
            table = compare(
                results.runs,
                question.by,
                question.baseline,
                question.outcomes,
                question.margins,
                results.worlds,
            )
            write_table(table, place, "compare")
            text = comparison_text(results.title, table, question.by)
        else:
            options: dict[str, Any] = {"workers": workers, "plain": plain, "say": say}
            groups = Groups(
                (results.labels(cell) for cell in range(len(results.cells))),
                question.by,
                results.worlds,
            )
            begun = len(results.runs) // len(results.cells)
            if results.is_sweep:
                study = _settled_sweep(results, groups, question, most, **options)
                results = read_results(folder)
            else:
                study = sequential_of(results, groups, question, **options)
                study.run(most)
            table = groups.table(study)
            write_table(table, place, "sequential")
            text = _settled_text(results, question, begun, study, table)
        _write_survival(results, question, place, say)
        (place / "answer.txt").write_text(text + "\n", encoding="utf-8", newline="\n")
        write_provenance(place, _provenance(results, question, most, files_of(place)))
    return text


def refuse_precision(precision: Mapping[str, float]) -> None:
    """Raise ScenarioError for outcomes that have no mean, and half widths that none can have."""
    known = [name for name in NAMES if name != "cause"]
    messages = [
        f"--precision: no outcome '{name}'{nearest(name, known)}"
        for name in precision
        if name not in known
    ]
    messages += [
        f"--precision: that of '{name}' must be above 0"
        for name, half in precision.items()
        if not half > 0.0
    ]
    if messages:
        raise ScenarioError(messages)


def of_kept(results: Results, question: Question) -> Question:
    """The question; of the usual outcomes, those that a sweep has kept. Raises ScenarioError where
    one is missing.
    """
    kept = [name for name in question.outcomes if name in results.runs.columns or name not in NAMES]
    missing = [name for name in question.outcomes if name not in kept]
    if missing and (question.outcomes != Question().outcomes or not kept):
        there = ", ".join(name for name in NAMES if name in results.runs.columns)
        raise ScenarioError([f"--outcomes: the sweep did not keep '{missing[0]}'; it kept {there}"])
    return question._replace(outcomes=tuple(kept))


def _provenance(
    results: Results, question: Question, most: int | None, files: list[str]
) -> dict[str, Any]:
    return {
        "poolsim": poolsim.__version__,
        "study": f"{results.study} compared",
        "made_with": results.version,
        "question": question._asdict(),
        "most": most,
        "cells": results.cells,
        "files": files,
    }


def _write_survival(
    results: Results, question: Question, place: Path, say: Callable[[str], None]
) -> None:
    from poolsim.plots.survival import draw_survival

    if not {"founded", "lifetime", "alive", "cause"} <= set(results.runs.columns):
        return  # a sweep that did not keep what lives are made of
    tables = survival_tables(results.runs, question.by, question.baseline, results.worlds)
    for name, table in tables._asdict().items():
        if not table.empty:
            write_table(table, place, f"survival_{name}")
    if not tables.curves.empty:
        for text in draw_survival(results.title, tables.curves, tables.at_risk, question.by, place):
            say(text)


def sequential_of(
    results: Results, groups: Groups, question: Question, **options: Any
) -> Sequential:
    """A sequential study that starts from the runs of a folder; ScenarioError where these could not
    be repeated.
    """
    places = {group: next(iter(cells.values())) for group, cells in groups.cells.items()}
    scenarios = {group: results.scenario(place) for group, place in places.items()}
    stale = [
        group
        for group, place in places.items()
        if scenarios[group].digest() != results.cells[place]["digest"]
    ]
    if stale or results.version != poolsim.__version__:
        raise ScenarioError(
            [
                f"{results.folder}: made by poolsim {results.version} from other numbers; run the study again"
            ]
        )
    study = Sequential(scenarios, groups.goals(question), **options)
    blocks = np.split(results.runs[NAMES].to_numpy(dtype=float), len(results.cells))
    study.add({group: blocks[place] for group, place in places.items()}, len(blocks[0]))
    return study


def _settled_sweep(
    results: Results,
    groups: Groups,
    question: Question,
    most: int,
    *,
    workers: int | None,
    plain: bool,
    say: Callable[[str], None],
) -> Sequential:
    """The same of a sweep, which is extended where it is."""
    folder = results.folder
    return settle(
        folder,
        stored_plans(folder),
        groups,
        question,
        most,
        lambda more: resume(folder, replicates=more, workers=workers, plain=plain),
        say,
    )


def _settled_text(
    results: Results, question: Question, begun: int, study: Sequential, table: pd.DataFrame
) -> str:
    note = (
        f"{begun} replicates in the folder and {study.replicates - begun} more. A row stands as it was when it was "
        f"settled; of all {len(table)} together at most one study in twenty has a wrong one, however often it is "
        "looked at and extended."
    )
    more = (
        [f"... and {len(table) - MOST_ROWS} more rows in sequential.csv"]
        if len(table) > MOST_ROWS
        else []
    )
    labels = list(table.columns[: list(table.columns).index(question.by)])
    varying = [name for name in labels if table[name].nunique(dropna=False) > 1]
    lines = _settled_lines(table.head(MOST_ROWS), [*varying, question.by, "minus", "outcome", "n"])
    return "\n".join(
        [
            results.title,
            "",
            lines,
            *more,
            "",
            fill(note, WIDTH),
            "",
            fill(closing(table, question.by), WIDTH),
        ]
    )


def _settled_lines(table: pd.DataFrame, columns: list[str]) -> str:
    text = printed(table[columns])
    ends = zip(table["mean"], table["low"], table["high"], strict=True)
    text["mean [95 % at every look]"] = [
        f"{mean:.3g} [{low:.3g}, {high:.3g}]" for mean, low, high in ends
    ]
    text["verdict"] = table["verdict"]
    return text.to_string(index=False)
