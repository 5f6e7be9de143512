"""A folder that answers one question piece by piece: each piece is kept when it is found, so that a
later call with the same question goes on.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from poolsim.engine.cell import model_digest
from poolsim.errors import StoreError
from poolsim.files import clear_temporaries
from poolsim.scenario.scenario import Scenario
from poolsim.statistics.switching import SEARCH, Asked
from poolsim.study.stored.folder import commit_json, read_json, writing
from poolsim.study.stored.manifest import environment

RECORD, PIECES = "switch.json", "found"
Piece = dict[str, Any]


def question_of(scenario: Scenario, asked: Asked, **more: object) -> Piece:
    """All that decides about what is found."""
    return {
        "scenario": scenario.name,
        "digest": scenario.digest(),
        "model": model_digest(),
        "search": SEARCH,
        "of": asked.outcome.name,
        "at": asked.at,
        "replicates": asked.most,
        **more,
    }


def prepare(folder: Path, question: Piece) -> None:
    """Make the folder, or go on in one that holds the same question. Raises StoreError for any
    other folder that is not empty.
    """
    try:
        there = read_json(folder / RECORD)["question"]
    except (StoreError, KeyError, TypeError):
        there = None
    if there == question:
        clear_temporaries(folder, folder / PIECES)
        return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(
            f"{folder}: not empty, and not of this question; choose another folder with --out"
        )
    with writing(folder):
        (folder / PIECES).mkdir(parents=True)
    commit_json(folder / RECORD, {"question": question, **environment()})


def kept(folder: Path | None, name: str, work: Callable[[], Piece]) -> Piece:
    """A piece of the answer, from the folder where it is there already. Raises StoreError for one
    that is damaged.
    """
    if folder is None:
        return work()
    path = folder / PIECES / f"{name}.json"
    if path.exists():
        return _piece(path)
    piece = work()
    commit_json(path, piece)
    return piece


def _piece(path: Path) -> Piece:
    try:
        found: Piece = read_json(path)
    except StoreError as error:
        raise StoreError(f"{error}; delete this file: the rest is kept") from None
    return found
