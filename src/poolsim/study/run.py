"""Run a study: every cell in order, its runs reduced as they come, all results in one folder."""

import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from poolsim.economy.outcomes import OUTCOMES
from poolsim.errors import ScenarioError
from poolsim.progress import Progress
from poolsim.report.verdict import changes_text, verdict_text
from poolsim.simulation import stream
from poolsim.statistics.counterfactual import counterfactual_table, without_alliances
from poolsim.statistics.curves import CurveTally
from poolsim.statistics.paired import paired_table
from poolsim.statistics.tables import FAILED, completed, runs_table, summary_table
from poolsim.statistics.verdict import verdict_row
from poolsim.study.declared.design import unknown_figures
from poolsim.study.declared.study import CellSpec, Study
from poolsim.study.stored.provenance import provenance
from poolsim.study.stored.store import files_of, new_folder, write_provenance, write_table

FACTORS = ("scenario", "design", "structure", "belief")
MOST_CELLS_WITH_CURVES = 240
MOST_NAME = 150


@dataclass(frozen=True)
class StudyResult:
    """The tables of a study and where they were written; `curves` is empty beyond 240 cells,
    `counterfactual` unless the study asks for it.
    """

    out: Path
    factors: list[str]
    runs: pd.DataFrame
    summary: pd.DataFrame
    curves: pd.DataFrame
    verdict: pd.DataFrame
    paired: pd.DataFrame
    counterfactual: pd.DataFrame

    @property
    def failed(self) -> int:
        """Number of runs without a result."""
        return int((self.runs["status"] == FAILED).sum())


@dataclass
class _Tables:
    """Tables of the cells done so far."""

    runs: list[pd.DataFrame] = field(default_factory=list)
    summary: list[pd.DataFrame] = field(default_factory=list)
    curves: list[pd.DataFrame] = field(default_factory=list)
    verdict: list[dict[str, Any]] = field(default_factory=list)
    cells: list[dict[str, Any]] = field(default_factory=list)
    counterfactual: list[pd.DataFrame] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def run_study(
    study: Study,
    out: Path | None = None,
    *,
    workers: int | None = None,
    plain: bool = False,
    quiet: bool = False,
) -> StudyResult:
    """Run every cell of a study and write its results into `out` (default: results/NAME of the
    study).

    A run that fails becomes a row with its reason. The results take the place of earlier ones of
    the same study only when complete; a folder that holds anything else is refused (ScenarioError).
    Unless quiet, progress goes to standard error and the verdict to standard output.
    """
    _refuse_figures(study)
    out = out or Path("results") / study.name
    started = datetime.now(UTC)
    with new_folder(out, study.name) as folder:
        with Progress(
            study.size() * study.replicates * (2 if study.counterfactual else 1), quiet
        ) as shown:
            tables = _run_cells(study, folder, shown, workers, plain)
        result = _result(study, out, tables)
        _write(result, folder, tables.failures)
        if _figures(study):
            from poolsim.plots import draw_all

            for text in draw_all(
                _figures(study),
                study.title or study.name,
                result.curves,
                result.summary,
                _swept(study),
                folder,
            ):
                print(text, file=sys.stderr)
        write_provenance(folder, provenance(study, tables.cells, started, files_of(folder)))
    if not quiet:
        print(
            verdict_text(study.title or study.name, result.verdict, result.factors, result.failed)
        )
        if len(result.verdict) == 1 and study.counterfactual:
            print(f"\n{changes_text(result.counterfactual)}")
    return result


def _run_cells(
    study: Study, folder: Path, shown: Progress, workers: int | None, plain: bool
) -> _Tables:
    tables = _Tables()
    scenarios = folder / "scenarios"
    scenarios.mkdir()
    with_curves = study.size() <= MOST_CELLS_WITH_CURVES
    for number, spec in enumerate(study.cells(), start=1):
        name = cell_name(spec, number)
        spec.scenario.dump(scenarios / f"{name}.toml")
        tables.cells.append(
            {
                "labels": dict(spec.labels),
                "scenario": f"scenarios/{name}.toml",
                "digest": spec.scenario.digest(),
            }
        )
        outcomes = _run_cell(
            spec, study.replicates, tables, with_curves, shown, workers=workers, plain=plain
        )
        if study.counterfactual:
            without = _without(spec, study.replicates, shown, workers=workers, plain=plain)
            tables.counterfactual.append(counterfactual_table(spec.labels, outcomes, without))
    return tables


def _run_cell(
    spec: CellSpec,
    replicates: int,
    tables: _Tables,
    with_curves: bool,
    shown: Progress,
    *,
    workers: int | None,
    plain: bool,
) -> np.ndarray:
    """Run a cell, add its tables; returns its outcomes."""
    tally = CurveTally(spec.scenario.quarters)
    blocks: list[np.ndarray] = []
    failures: dict[int, str] = {}
    label = " ".join(str(value) for value in spec.labels.values())
    for block in stream(
        spec.scenario.lower(),
        spec.scenario.seed,
        replicates,
        curves=with_curves,
        workers=workers,
        plain=plain,
        announce=shown.say,
    ):
        blocks.append(block.outcomes)
        failures.update(block.failures)
        if block.series is not None:
            tally.add(block.series[completed(block.outcomes, block.failures, block.first)])
        shown.advance(len(block.outcomes), label)
    outcomes = np.concatenate(blocks) if blocks else np.empty((0, len(OUTCOMES)))
    good = outcomes[completed(outcomes, failures)]
    tables.runs.append(runs_table(spec.labels, spec.scenario.seed, outcomes, failures))
    tables.summary.append(summary_table(spec.labels, good))
    tables.verdict.append(verdict_row(spec.labels, good))
    if with_curves:
        tables.curves.append(tally.table(spec.labels))
    tables.failures += [
        f"{label}, replicate {run}\n{text.strip()}\n" for run, text in sorted(failures.items())
    ]
    return outcomes


def _without(
    spec: CellSpec, replicates: int, shown: Progress, *, workers: int | None, plain: bool
) -> np.ndarray:
    """Outcomes of a cell on the same draws without its alliances."""
    cell, seed = without_alliances(spec.scenario.lower()), spec.scenario.seed
    blocks = []
    for block in stream(
        cell, seed, replicates, curves=False, workers=workers, plain=plain, announce=shown.say
    ):
        blocks.append(block.outcomes)
        shown.advance(len(block.outcomes), f"{spec.labels['scenario']} without the alliance")
    return np.concatenate(blocks)


def cell_name(spec: CellSpec, number: int) -> str:
    """Name of a cell as a file: its labels, grid values with their addresses; its number where that
    is too long.
    """
    parts = [
        str(value) if key in FACTORS else f"{key}={value}" for key, value in spec.labels.items()
    ]
    name = "_".join(parts)
    return name if len(name) <= MOST_NAME else f"cell_{number:06d}"


def _result(study: Study, out: Path, tables: _Tables) -> StudyResult:
    factors = [*FACTORS, *study.grid]
    runs = _joined(tables.runs)
    return StudyResult(
        out,
        factors,
        runs,
        _joined(tables.summary),
        _joined(tables.curves),
        pd.DataFrame(tables.verdict),
        paired_table(runs, factors),
        _joined(tables.counterfactual),
    )


def _joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def _write(result: StudyResult, folder: Path, failures: list[str]) -> None:
    for name in ("runs", "summary", "curves", "verdict", "paired", "counterfactual"):
        table: pd.DataFrame = getattr(result, name)
        if not table.empty:
            write_table(table, folder, name)
    if failures:
        (folder / "failures.txt").write_text("\n".join(failures), encoding="utf-8", newline="\n")


def _swept(study: Study) -> list[str]:
    return [address for address, values in study.grid.items() if len(values) > 1]


def _figures(study: Study) -> list[str]:
    """The figures asked for; a swept study gets those of the sweep instead of curves over quarters."""
    if not _swept(study):
        return study.figures
    return [name for name in study.figures if name.startswith("sweep")] or ["sweep"]


def _refuse_figures(study: Study) -> None:
    messages = [f"figures: {text}" for text in unknown_figures(study.figures)]
    if not messages and not _swept(study):
        messages = [
            f"figures: '{name}' needs an address in [grid] with two values or more"
            for name in study.figures
            if name.startswith("sweep")
        ]
    if messages:
        raise ScenarioError(messages)
