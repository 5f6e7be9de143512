"""The manifest of a study: its plans, what each was made of, the versions of the model and of all
else that ran them, and what was written from their runs.
"""

import hashlib
import importlib.metadata
import json
import platform
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

import poolsim
from poolsim.engine.cell import model_digest
from poolsim.errors import StoreError, one_line
from poolsim.scenario.files import exists
from poolsim.study.stored.folder import FORMAT, MANIFEST, commit_json, earlier, read_json

PACKAGES = ("numpy", "scipy", "pandas", "pyarrow", "mesa", "numba", "matplotlib")


@cache
def environment() -> dict[str, object]:
    """Versions, platform and command."""
    return {
        "poolsim": poolsim.__version__,
        **_commit(),
        "python": platform.python_version(),
        "packages": {name: version_of(name) for name in PACKAGES},
        "platform": platform.platform(),
        "command": [Path(sys.argv[0]).name, *sys.argv[1:]],
    }


def version_of(package: str) -> str | None:
    """Version of an installed package; None if it is not there."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _commit() -> dict[str, object]:
    """Commit of the clone that the package stands in, and whether files differ from it; nothing
    outside a clone.
    """
    clone = Path(poolsim.__file__).resolve().parents[2]
    if not (clone / ".git").exists():
        return {}
    commit, changes = _git(clone, "rev-parse", "HEAD"), _git(clone, "status", "--porcelain")
    return {} if commit is None or changes is None else {"commit": commit, "dirty": bool(changes)}


def _git(clone: Path, *words: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "--no-optional-locks", "-C", str(clone), *words],
            capture_output=True,
            text=True,
            timeout=10.0,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


CURVES = "series"  # column of the parts that holds the series of a run
DIGEST = "sha256"  # key of the manifest that tells whether the rest is as it was written
RESTORE = "the parts are untouched: restore this file from a copy"
RESTORE_MANIFEST = f"{RESTORE}, or delete it and run the study again, which goes on from the parts"


class PlanRecord(BaseModel):
    """What the manifest says of a plan: its file, and the study, scenarios and points that its
    cells are made of.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    file: str
    sha256: str
    cells: int
    rejected: int
    replicates: int = Field(ge=1)
    runs: int
    runs_per_chunk: int = Field(ge=1)
    study_file: dict[str, JsonValue]
    scenarios: dict[str, str]  # file of each, by the name that the study has for it
    points: str | None

    @model_validator(mode="after")
    def _has_its_scenarios(self) -> Self:
        if self.study_file.get("scenarios") != list(self.scenarios):
            raise ValueError("the scenarios are not those of the study")
        return self


class Written(BaseModel):
    """Size and digest of a file that was written from the runs."""

    model_config = ConfigDict(frozen=True)

    bytes: int
    sha256: str


def origin_of(command: str, seed: int, version: str, model: str) -> str:
    """What files come from, in a line: command, seed and model. The command as it was typed stands
    in the record of a folder: it names paths, and would make files differ from folder to folder.
    """
    return one_line(f"poolsim {command}: seed {seed}, poolsim {version}, model {model}")


class Manifest(BaseModel):
    """The manifest; beside these keys it holds where and how the study was run."""

    model_config = ConfigDict(extra="allow", frozen=True)

    format: int
    model: str
    poolsim: str
    study: str
    seed: int
    outcomes: list[str] = Field(min_length=1)  # that the parts hold
    curves: bool  # whether they hold the series too
    plans: list[PlanRecord] = Field(min_length=1)  # oldest first
    written: dict[str, Written] = {}  # tables of the last plan; none before all its runs are done
    drawn: list[str] = []  # figures of these tables
    pages: dict[str, Written] = {}  # their files

    @property
    def columns(self) -> list[str]:
        """What the parts hold of every run, beside its address."""
        return [*self.outcomes, *([CURVES] if self.curves else [])]

    def origin(self, command: str = "run") -> str:
        """What files that a command made of its results come from."""
        return origin_of(f"{command} {self.study}", self.seed, self.poolsim, self.model)

    def other_version(self) -> str:
        """That another version of the model has made the sweep; nothing if this one has."""
        if self.model == model_digest():
            return ""
        return (
            f"made by another version of the model (poolsim {self.poolsim}, model "
            f"{self.model[:12]}; this is {poolsim.__version__}, {model_digest()[:12]})"
        )


def read_manifest(folder: Path, *, any_model: bool = False) -> Manifest:
    """The manifest of a folder. Raises StoreError if there is none, it is damaged, or of another
    version.
    """
    path = folder / MANIFEST
    if exists(folder) and folder.is_file():
        raise StoreError(f"{folder}: a file, and no folder of results")
    if not exists(path):
        told = earlier(folder) or f" (no {MANIFEST})"
        raise StoreError(f"{folder}: holds no results of poolsim{told}")
    try:
        data = read_json(path)
    except StoreError as error:
        raise StoreError(f"{error}; {RESTORE_MANIFEST}") from None
    found = data.get("format") if isinstance(data, dict) else None
    if found != FORMAT:
        older = isinstance(found, int) and found < FORMAT
        advice = "; run the study again into another folder" if older else ""
        reader = f"this is poolsim {poolsim.__version__}, which reads {FORMAT}"
        raise StoreError(f"{path}: of format {found}; {reader}{advice}")
    try:
        made = Manifest.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise StoreError(f"{path}: damaged: {place}: {first['msg']}; {RESTORE_MANIFEST}") from None
    if made.other_version() and not any_model:
        raise StoreError(
            f"{folder}: {made.other_version()}; resume it with that one, or choose another folder"
        )
    if data.get(DIGEST) != digest_of_all(data):
        raise StoreError(f"{path}: damaged: changed since it was written; {RESTORE_MANIFEST}")
    return made


def write_manifest(folder: Path, made: Manifest) -> None:
    """Commit a manifest."""
    data = made.model_dump(mode="json")
    commit_json(folder / MANIFEST, data | {DIGEST: digest_of_all(data)})


def digest_of_all(data: dict[str, object]) -> str:
    """Of all that a manifest says, beside this digest."""
    said = {name: value for name, value in data.items() if name != DIGEST}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
