"""The folder of a study: its rooms, locks, and files that are either complete or not there."""

import contextlib
import json
import shutil
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any

from poolsim.errors import ScenarioError, StoreError
from poolsim.files import clear_temporaries, lock, write_whole
from poolsim.scenario.files import MIB, read_text

FORMAT = 4
MANIFEST, PLANS, PARTS, SCENARIOS, TABLES, FIGURES = (
    "manifest.json",
    "plans",
    "parts",
    "scenarios",
    "tables",
    "figures",
)
ROOMS = (PLANS, PARTS, SCENARIOS, TABLES, FIGURES)
PLANNING, RUNNING = "planning", "run"  # locks
ANSWER = "answer.txt"  # what a question was answered, in words
VERDICT, FAILURES = "verdict.txt", "failures.txt"
WORKSHOP = ".runs-"  # a folder of files that stand only while tables are made
MOST_BYTES = 256 * MIB  # of JSON; a plan of a million values in lists takes a tenth
EARLIER = "provenance.json"  # of folders written before there were manifests


def commit(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """`write_whole` of a file of a study. Raises StoreError where it cannot be written."""
    with writing(path):
        write_whole(path, write)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns an error of the disk into a StoreError that names the place."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise StoreError(
            f"{path}: cannot be written: {reason}; what is complete is kept, resume continues"
        ) from error


def commit_json(path: Path, data: object) -> None:
    """`commit` of a JSON text."""
    text = json.dumps(data, indent=1, ensure_ascii=False, sort_keys=False) + "\n"
    commit(path, lambda file: file.write(text.encode()))


def read_json(path: Path) -> Any:
    """What a file says that `commit_json` wrote. Raises StoreError where it cannot be read."""
    try:
        return json.loads(read_text(path, MOST_BYTES))
    except ScenarioError as error:
        raise StoreError(error.messages[0]) from None
    except (ValueError, RecursionError) as error:
        raise StoreError(f"{path}: cannot be read: {error}") from None


def commit_text(path: Path, text: str) -> None:
    """`commit` of a text that ends its last line."""
    commit(path, lambda file: file.write(f"{text}\n".encode()))


def prepare(folder: Path) -> None:
    """Make the folder; refuse one that holds anything but results, or is not to be written into."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / MANIFEST).exists() and _is_foreign(folder):
            raise StoreError(
                f"{folder}: not empty, and no results of poolsim{earlier(folder)}; "
                "choose another folder with --out"
            )
        _lock_file(folder, PLANNING).touch()  # by which a folder without a plan is known as ours
        for name in ROOMS:
            (folder / name).mkdir(exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written into: {error.strerror or error}") from error


def _is_foreign(folder: Path) -> bool:
    """Whether a folder without a manifest holds anything but what a run leaves without it."""
    names = {path.name for path in folder.iterdir()}
    locks = {name for name in names if name.startswith(".") and name.endswith((".lock", ".tmp"))}
    known = {*ROOMS, *locks, ANSWER, VERDICT, FAILURES}
    ours = _lock_file(folder, PLANNING).name in names and names <= known
    return bool(names) and not ours


def earlier(folder: Path) -> str:
    """What to say of a folder that an earlier version of poolsim wrote; nothing of any other."""
    if not (folder / EARLIER).exists():
        return ""
    return f" in the present form ({EARLIER}: written by an earlier version; run the study again)"


def _lock_file(folder: Path, name: str) -> Path:
    return folder / f".{name}.lock"


def clear(*places: Path) -> None:
    """Remove what killed runs have left half done; workshops only under the lock of the places."""
    clear_temporaries(*places)
    for left in chain.from_iterable(place.glob(f"{WORKSHOP}*") for place in places):
        shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Alone with everything in the folder but its parts; waits for others."""
    with held(folder, PLANNING, wait=True):
        clear(folder, *(folder / room for room in ROOMS if room != PARTS))
        yield


@contextlib.contextmanager
def held(folder: Path, name: str, *, shared: bool = False, wait: bool = False) -> Iterator[None]:
    """Hold the lock `name` of a folder; it ends with the process, however that ends."""
    try:
        file = _lock_file(folder, name).open("a")
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written into: {error.strerror or error}") from error
    with file:
        _lock(file, folder, shared=shared, wait=wait)
        yield


def _lock(file: IO[str], folder: Path, *, shared: bool, wait: bool) -> None:
    try:
        lock(file, shared=shared, wait=wait)
    except BlockingIOError:
        raise StoreError(f"{folder}: another run is at work in this folder") from None
    except OSError as error:
        raise StoreError(
            f"{folder}: its disk cannot lock files ({error.strerror or error}), so that runs could "
            "not keep apart; choose a folder on another disk, or mount this one with flock"
        ) from None
