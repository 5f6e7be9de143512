"""The folder of a comparison: tables, figure and answer, known as ours by its record."""

import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa

from poolsim.errors import StoreError
from poolsim.study.stored.folder import commit, commit_json, writing
from poolsim.study.stored.tables import write_table

RECORD, ANSWER = "comparison.json", "answer.txt"


def refuse_foreign(out: Path, study: str) -> None:
    """Raise StoreError if `out` holds anything but an earlier comparison of the study."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())) and _study(out) != study:
        raise StoreError(
            f"{out}: not empty, and no comparison of study '{study}'; "
            "choose another folder with --out"
        )


def write_comparison(
    out: Path,
    study: str,
    made: Mapping[str, object],
    tables: Mapping[str, pd.DataFrame],
    answer: str,
) -> None:
    """Write tables and answer, in the place of those of an earlier comparison; made: what they come
    from.
    """
    refuse_foreign(out, study)
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
        for path in [*out.glob("survival_*"), *out.glob("compare.*"), *out.glob("sequential.*")]:
            path.unlink()
    commit_json(out / RECORD, {"study": study, **made})
    for name, table in tables.items():
        write_table(out, name, iter([pa.Table.from_pandas(table, preserve_index=False)]))
    commit(out / ANSWER, lambda file: file.write(f"{answer}\n".encode()))


def _study(out: Path) -> str | None:
    """The study that is compared in a folder; None if the folder is no comparison."""
    try:
        found = json.loads((out / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found.get("study") if isinstance(found, dict) else None
