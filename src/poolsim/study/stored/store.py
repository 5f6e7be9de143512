"""The folder of results: written beside its place and moved there when complete; never over what is
not ours.
"""

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from poolsim.errors import ScenarioError

PROVENANCE = "provenance.json"
MOST_ROWS_OF_CSV = (
    200_000  # a longer table is too slow to write as text, and no spreadsheet reads it
)


def refuse_foreign(out: Path, study: str) -> None:
    """Raise ScenarioError if `out` holds anything but earlier results of the study named `study`."""
    if out.exists() and not out.is_dir():
        raise ScenarioError([f"{out}: not a folder"])
    if not out.exists() or not any(out.iterdir()):
        return
    made = provenance_of(out)
    if "poolsim" not in made:
        raise ScenarioError(
            [f"{out}: not empty, and not a result of poolsim; choose another folder with --out"]
        )
    if made.get("study") != study:
        raise ScenarioError(
            [
                f"{out}: holds the results of study '{made.get('study')}', not of '{study}'; "
                "choose another folder with --out"
            ]
        )
    foreign = sorted(set(files_of(out)) - set(made.get("files", [])) - {PROVENANCE})
    if foreign:
        raise ScenarioError(
            [
                f"{out}: holds {foreign[0]}, which the study did not write; move it, or choose another folder with --out"
            ]
        )


def provenance_of(folder: Path) -> dict[str, Any]:
    """The record of a folder of results; empty if there is none."""
    try:
        found = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def files_of(folder: Path) -> list[str]:
    """Files below a folder, as relative paths with forward slashes, sorted."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()
    )


@contextlib.contextmanager
def new_folder(out: Path, study: str) -> Iterator[Path]:
    """A temporary folder beside `out`, which takes its place at the end; on any error nothing
    changes.
    """
    out = out.resolve()
    refuse_foreign(out, study)
    out.parent.mkdir(parents=True, exist_ok=True)
    # Both are made inside one folder of ours, since mkdtemp makes folders that only their owner may read.
    workshop = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        folder = workshop / "new"
        folder.mkdir()
        yield folder
        refuse_foreign(out, study)
        if out.exists():
            os.replace(out, workshop / "old")
        os.replace(folder, out)
    except BaseException:
        if (workshop / "old").exists() and not out.exists():
            os.replace(workshop / "old", out)
        raise
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def write_table(table: pd.DataFrame, folder: Path, name: str) -> None:
    """A table as NAME.parquet and, if it is short enough, NAME.csv (UTF-8 with a mark, which
    spreadsheets need).
    """
    if len(table) <= MOST_ROWS_OF_CSV:
        table.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig", lineterminator="\n")
    table.to_parquet(folder / f"{name}.parquet", index=False)


def write_provenance(folder: Path, made: dict[str, Any]) -> None:
    """The record by which a later run knows the folder as ours."""
    text = json.dumps(made, indent=1, ensure_ascii=False) + "\n"
    (folder / PROVENANCE).write_text(text, encoding="utf-8", newline="\n")
