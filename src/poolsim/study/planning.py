"""What a folder of a sweep is to hold: its study and scenarios, its plans, and which chunks are still missing."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from poolsim.scenario import load
from poolsim.strict import StoreError
from poolsim.study.chunks import Chunk, runs_per_chunk
from poolsim.study.folder import (
    FORMAT,
    MANIFEST,
    PARTS,
    PLANS,
    SCENARIOS,
    commit,
    commit_json,
    model_digest,
    read_manifest,
)
from poolsim.study.parts import check_part
from poolsim.study.plan import Plan, kept_outcomes, planned, write_plan
from poolsim.study.provenance import environment
from poolsim.study_file import Study, restored
from poolsim.study_points import points_text

POINTS = "points.csv"  # those of the study, whatever its file was called


def stored_study(folder: Path) -> Study:
    """The study of a sweep, over the scenarios kept with it."""
    made = read_manifest(folder, any_model=True)
    scenarios = {name: load(folder / file) for name, file in made["scenarios"].items()}
    return restored(made["study_file"], scenarios, folder / SCENARIOS / POINTS)


def stored_plans(folder: Path) -> list[Plan]:
    """The plans of a sweep, oldest first."""
    found = []
    made = read_manifest(folder, any_model=True)
    for number, plan in enumerate(made["plans"]):
        path = folder / PLANS / plan["file"]
        try:
            table = pq.read_table(path)
        except (OSError, ValueError) as error:
            raise StoreError(f"{path}: damaged; the parts are untouched: restore this file from a copy") from error
        found.append(Plan(number, table, plan["replicates"], plan["runs_per_chunk"], made["model"]))
    return found


def create(folder: Path, study: Study) -> None:
    """Write scenarios and manifest, without a plan yet."""
    files = {}
    for place, (name, scenario) in enumerate(zip(study.scenarios, study.bases(), strict=True)):
        files[name] = f"{SCENARIOS}/{place:03d}-{scenario.name}.toml"
        text = scenario.to_toml()
        commit(folder / files[name], lambda file, text=text: file.write(text.encode()))  # type: ignore[misc]
    made = {"format": FORMAT, "model": model_digest(), "study": study.name, **environment(), "seed": study.seed}
    made |= {"study_file": study.model_dump(mode="json"), "scenarios": files, "plans": []}
    commit_json(folder / MANIFEST, made)


def plan_for(folder: Path, study: Study, chunk: int | None, cells: tuple[pa.Table, pa.Table]) -> None:
    """Make a plan of the study the last one of the folder, unless it is so already; cells: its cells and rejections."""
    made = read_manifest(folder)
    if made["study"] != study.name or made["seed"] != study.seed:
        raise StoreError(
            f"{folder}: holds the sweep of study '{made['study']}' with seed {made['seed']}, not of '{study.name}' "
            f"with {study.seed}; choose another folder with --out"
        )
    plans = stored_plans(folder) if made["plans"] else []
    table, rejected = cells
    if plans and _same(plans[-1].table, table):
        there = plans[-1].replicates
        if there == study.replicates or (study.until is not None and there > study.replicates):
            _keep_question(folder, made, study)
            return
    have = _have(folder, plans)
    table, rejected = planned(study, have) if have else (table, rejected)
    _add_plan(folder, study, Plan(len(plans), table, study.replicates, chunk or 0), rejected)


def _keep_question(folder: Path, made: dict[str, Any], study: Study) -> None:
    """Another question to the same cells needs no other plan."""
    asked = study.model_dump(mode="json")
    changed = {key: asked[key] for key in ("title", "until", "figures") if made["study_file"][key] != asked[key]}
    if changed:
        commit_json(folder / MANIFEST, made | {"study_file": made["study_file"] | changed})


def _same(one: Any, other: Any) -> bool:
    return bool(one.drop_columns(["done"]).equals(other.drop_columns(["done"])))


def _have(folder: Path, plans: list[Plan]) -> dict[str, int]:
    """Replicates of every cell in the folder, which must not be in the middle of a plan."""
    if not plans:
        return {}
    left = sum(chunk.runs for chunk in missing(folder, stored_study(folder), plans[-1]))
    if left:
        raise StoreError(
            f"{folder}: lacks {left} runs of a sweep with other cells or replicates; finish it "
            "with 'poolsim resume', or choose another folder with --out"
        )
    have: dict[str, int] = {}
    for plan in plans:
        for digest in plan.table["digest"].to_pylist():
            have[digest] = max(have.get(digest, 0), plan.replicates)
    return have


def extend(folder: Path, replicates: int) -> None:
    """A further plan with the same cells and more replicates."""
    study = stored_study(folder).with_settings(replicates=replicates)
    plans = stored_plans(folder)
    if replicates == plans[-1].replicates:
        return
    have = _have(folder, plans)
    table = plans[-1].table
    done = [have[digest] for digest in table["digest"].to_pylist()]
    table = table.set_column(table.column_names.index("done"), "done", [done])
    _add_plan(folder, study, Plan(len(plans), table, replicates, plans[0].runs_per_chunk))


def _add_plan(folder: Path, study: Study, plan: Plan, rejected: Any = ()) -> None:
    made = read_manifest(folder)
    if study.points():
        text = points_text(study.points())
        commit(folder / SCENARIOS / POINTS, lambda file: file.write(text.encode()))
    file = write_plan(folder / PLANS, plan.number, plan.table, rejected)
    entry = {
        "file": file,
        "cells": len(plan.table),
        "rejected": len(rejected),
        "replicates": plan.replicates,
        "runs": plan.runs,
        "runs_per_chunk": plan.runs_per_chunk or runs_per_chunk(plan.runs),
        "planned": datetime.now(UTC).isoformat(timespec="seconds"),
        **environment(),
    }
    made |= {"study_file": study.model_dump(mode="json"), "plans": [*made["plans"], entry]}
    commit_json(folder / MANIFEST, made)


def missing(folder: Path, study: Study, plan: Plan, shard: tuple[int, int] = (1, 1)) -> Iterator[Chunk]:
    """Chunks of a shard that are not committed; the committed ones are looked at."""
    with os.scandir(folder / PARTS) as entries:
        there = {entry.name for entry in entries}
    names = kept_outcomes(study)
    for chunk in plan.chunks():
        name = plan.part(chunk, names)
        if chunk.number % shard[1] != shard[0] - 1:
            continue
        if name in there:
            check_part(folder / PARTS / name, chunk)
        else:
            yield chunk
