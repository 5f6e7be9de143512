"""What a folder is to hold: its study and scenarios, its plans, and which chunks are
still missing.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from poolsim.errors import ScenarioError, StoreError
from poolsim.scenario.scenario import load
from poolsim.study.declared.read import restored
from poolsim.study.declared.study import Study
from poolsim.study.stored.chunks import Chunk
from poolsim.study.stored.folder import PLANS, SCENARIOS, commit
from poolsim.study.stored.manifest import RESTORE, PlanRecord, read_manifest
from poolsim.study.stored.parts import Parts
from poolsim.study.stored.plan import Plan

LETTERS = 12  # of a digest that a file name holds


def keep_text(folder: Path, name: str, text: str) -> str:
    """Keep a text of the study under a name that holds its digest, so that no later plan changes
    it; returns its path in the folder.
    """
    stem, dot, kind = name.rpartition(".")
    file = f"{SCENARIOS}/{stem}-{_text_digest(text.encode())}{dot}{kind}"
    commit(folder / file, lambda to: to.write(text.encode()))
    return file


def _text_digest(text: bytes) -> str:
    """The same whichever line ends a copy has got."""
    return hashlib.sha256(text.replace(b"\r\n", b"\n")).hexdigest()[:LETTERS]


def stored_study(folder: Path, plan: int = -1) -> Study:
    """The study that a plan was made of, the last one if none is named, over the scenarios kept
    with it.

    Raises StoreError where these are gone, changed, or no longer read by this version.
    """
    made = read_manifest(folder, any_model=True)
    record = made.plans[plan]
    try:
        _refuse_changed(folder, record)
        scenarios = {name: load(folder / file) for name, file in record.scenarios.items()}
        return restored(record.study_file, scenarios, folder / (record.points or ""))
    except ScenarioError as error:
        other = made.other_version()
        raise StoreError(
            f"{folder}: {other}, its study cannot be read by this one: {error.messages[0]}"
            if other
            else f"{error.messages[0]}; {RESTORE}"
        ) from None


def _refuse_changed(folder: Path, record: PlanRecord) -> None:
    """Raise StoreError for a text that is not the one which was kept."""
    for file in [*record.scenarios.values(), *([record.points] if record.points else [])]:
        try:
            text = (folder / file).read_bytes()
        except OSError as error:
            raise StoreError(
                f"{folder / file}: cannot be read: {error.strerror or error}; {RESTORE}"
            ) from None
        if _text_digest(text) != Path(file).stem.rpartition("-")[2]:
            raise StoreError(f"{folder / file}: changed since the study was planned; {RESTORE}")


def stored_plans(folder: Path) -> list[Plan]:
    """The plans of a folder, oldest first. Raises StoreError where one is gone or changed."""
    made = read_manifest(folder, any_model=True)
    return [
        Plan(
            number,
            _table(folder / PLANS / record.file, record),
            record.replicates,
            record.runs_per_chunk,
            made.model,
        )
        for number, record in enumerate(made.plans)
    ]


def _table(path: Path, record: PlanRecord) -> pa.Table:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror or error}; {RESTORE}") from None
    if hashlib.sha256(data).hexdigest() != record.sha256:
        raise StoreError(f"{path}: damaged; {RESTORE}")
    return pq.read_table(pa.BufferReader(data))


def missing(parts: Parts, plan: Plan, shard: tuple[int, int] = (1, 1)) -> Iterator[Chunk]:
    """Chunks of a plan and a shard that are not committed; the committed ones are looked at."""
    for chunk in plan.chunks():
        if chunk.number % shard[1] == shard[0] - 1 and parts.missing(plan, chunk):
            yield chunk
