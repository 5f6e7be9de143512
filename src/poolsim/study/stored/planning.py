"""The plans of a folder, read with their studies and scenarios and with the chunks that are still
missing; its first plan, and further ones with more replicates or other cells.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from poolsim.block import BLOCK
from poolsim.engine.cell import model_digest
from poolsim.errors import ScenarioError, StoreError
from poolsim.scenario.scenario import load
from poolsim.study.declared.points import points_text
from poolsim.study.declared.read import restored, with_settings
from poolsim.study.declared.study import Study
from poolsim.study.stored.folder import FORMAT, MANIFEST, PLANS, SCENARIOS, commit
from poolsim.study.stored.manifest import (
    RESTORE,
    Manifest,
    PlanRecord,
    environment,
    read_manifest,
    write_manifest,
)
from poolsim.study.stored.parts import Parts, table_of
from poolsim.study.stored.plan import (
    Chunk,
    Plan,
    keeps_curves,
    kept_outcomes,
    runs_per_chunk,
    write_plan,
)

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
        scenarios = {
            name: load(folder / file, drawn=True) for name, file in record.scenarios.items()
        }
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
    return table_of(data)


def missing(
    parts: Parts, plan: Plan, shard: tuple[int, int] = (1, 1), thorough: bool = False
) -> Iterator[Chunk]:
    """Chunks of a plan and a shard that are not committed; the committed ones are looked at."""
    for chunk in plan.chunks():
        if chunk.number % shard[1] == shard[0] - 1 and parts.missing(plan, chunk, thorough):
            yield chunk


def plan_for(
    folder: Path, study: Study, chunk: int | None, cells: tuple[pa.Table, pa.Table]
) -> str:
    """Make a plan of the study the last one of the folder, unless that holds it already; cells: its
    cells and rejections. The manifest is written last, so that a folder has a plan or is none.
    Replicates never get fewer. Returns what the tables show no more, in words.

    Raises StoreError for a folder of another study, or of this one with other outcomes.
    """
    table, rejected = cells
    known = (folder / MANIFEST).exists()
    made, plans = (read_manifest(folder), stored_plans(folder)) if known else (None, [])
    if made is not None:
        _refuse_other(folder, made, study)
        study = with_settings(study, replicates=max(study.replicates, plans[-1].replicates))
        if _same(plans[-1], table) and plans[-1].replicates == study.replicates:
            _keep_question(folder, made, study)
            return ""
        table = _with_done(table, _have(folder, made, plans))
    plan = Plan(len(plans), table, study.replicates, chunk or 0)
    _add(folder, made, study, plan, _texts(folder, study), rejected)
    return _left_out(folder, plans[-1], plan) if plans else ""


def _refuse_other(folder: Path, made: Manifest, study: Study) -> None:
    elsewhere = "choose another folder with --out"
    if (made.study, made.seed) != (study.name, study.seed):
        raise StoreError(
            f"{folder}: holds the results of study '{made.study}' with seed {made.seed}, "
            f"not of '{study.name}' with {study.seed}; {elsewhere}"
        )
    if made.outcomes != kept_outcomes(study):
        raise StoreError(
            f"{folder}: keeps the outcomes {', '.join(made.outcomes)}, "
            f"not {', '.join(kept_outcomes(study))}; {elsewhere}"
        )
    if keeps_curves(study) and not made.curves:
        raise StoreError(f"{folder}: keeps no curves, which the study asks for; {elsewhere}")


def _left_out(folder: Path, before: Plan, now: Plan) -> str:
    """What the tables of a new plan show no more."""
    kept = set(now.shown["digest"].to_pylist())
    gone = [row for row in before.shown.to_pylist() if row["digest"] not in kept]
    if not gone:
        return ""
    first = ", ".join(f"{name} {gone[0][name]}" for name in before.labels)
    return (
        f"{folder}: its tables now show the {len(now.shown)} cells of this study; {len(gone)} that "
        f"they showed before have other numbers or are not among them (first: {first}); "
        "their runs stay in the parts"
    )


def _keep_question(folder: Path, made: Manifest, study: Study) -> None:
    """Another question to the same cells needs no other plan."""
    asked, last = study.model_dump(mode="json"), made.plans[-1]
    changed = {
        key: asked[key]
        for key in ("title", "until", "figures", "curves")
        if last.study_file[key] != asked[key]
    }
    if changed:
        record = last.model_copy(update={"study_file": last.study_file | changed})
        write_manifest(folder, _with(made, [*made.plans[:-1], record]))


def _same(plan: Plan, cells: pa.Table) -> bool:
    return bool(plan.table.drop_columns(["done"]).equals(cells.drop_columns(["done"])))


def _have(folder: Path, made: Manifest, plans: list[Plan]) -> dict[str, int]:
    """Replicates of every cell in the folder, which must not be in the middle of a plan."""
    parts = Parts(folder, made.columns)
    left = sum(chunk.runs for plan in plans for chunk in missing(parts, plan, thorough=True))
    if left:
        raise StoreError(
            f"{folder}: lacks {left} runs of a study with other cells or replicates; finish it "
            "with 'poolsim resume', or choose another folder with --out"
        )
    have: dict[str, int] = {}
    for plan in plans:
        for digest in plan.digests:
            have[digest] = max(have.get(digest, 0), plan.replicates)
    return have


def _with_done(table: pa.Table, have: dict[str, int]) -> pa.Table:
    """Cells with the replicates that are there already."""
    done = pa.array([have.get(digest, 0) for digest in table["digest"].to_pylist()], pa.int64())
    return table.set_column(table.column_names.index("done"), "done", done)


def extend(folder: Path, replicates: int) -> int:
    """A further plan with the same cells and more replicates, unless there are as many already;
    returns the number of the plans before it of which every byte was looked at.
    """
    study = with_settings(stored_study(folder), replicates=replicates)
    made, plans = read_manifest(folder), stored_plans(folder)
    if replicates <= plans[-1].replicates:
        return 0
    table = _with_done(plans[-1].table, _have(folder, made, plans))
    plan = Plan(len(plans), table, replicates, plans[0].runs_per_chunk)
    last = made.plans[-1]  # its texts stay as they were, whatever the files beside say now
    _add(folder, made, study, plan, last.model_dump(include={"scenarios", "points"}))
    return len(plans)


def _texts(folder: Path, study: Study) -> dict[str, Any]:
    """Keep in the folder what cells are made of: the files of the scenarios, by the name that the
    study has for each, and of the points.
    """
    points = study.points()
    scenarios = {
        name: keep_text(folder, f"{scenario.name}.toml", scenario.to_toml())
        for name, scenario in zip(study.scenarios, study.bases(), strict=True)
    }
    file = keep_text(folder, "points.csv", points_text(points)) if points else None
    return {"scenarios": scenarios, "points": file}


def _add(
    folder: Path,
    made: Manifest | None,
    study: Study,
    plan: Plan,
    texts: dict[str, Any],
    rejected: pa.Table | tuple[()] = (),
) -> None:
    """Write a plan, and add it to the manifest or to a new one."""
    file = write_plan(folder / PLANS, plan.number, plan.table, rejected)
    record = PlanRecord(
        file=file,
        sha256=hashlib.sha256((folder / PLANS / file).read_bytes()).hexdigest(),
        cells=len(plan.table),
        rejected=len(rejected),
        replicates=plan.replicates,
        runs=plan.runs,
        runs_per_chunk=plan.runs_per_chunk or runs_per_chunk(plan.runs),
        planned=datetime.now(UTC).isoformat(timespec="seconds"),
        study_file=study.model_dump(mode="json"),
        **texts,
        **environment(),
    )
    write_manifest(folder, _with(made, [*made.plans, record]) if made else _first(study, record))


def _first(study: Study, record: PlanRecord) -> Manifest:
    return Manifest(
        format=FORMAT,
        model=model_digest(),
        study=study.name,
        seed=study.seed,
        outcomes=kept_outcomes(study),
        curves=keeps_curves(study),
        block=BLOCK,
        **environment(),
        plans=[record],
    )


def _with(made: Manifest, plans: list[PlanRecord]) -> Manifest:
    """The manifest with other plans, of which no table is written yet."""
    return made.model_copy(update={"plans": plans, "written": {}, "drawn": [], "pages": {}})
