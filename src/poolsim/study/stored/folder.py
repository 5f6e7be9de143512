"""The folder of a study: its rooms, locks, and files that are either complete or not there."""

import contextlib
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from poolsim.errors import StoreError

try:
    import fcntl
except ImportError:  # Windows has no advisory locks of this kind
    fcntl = None  # type: ignore[assignment]

FORMAT = 3
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
WORKSHOP = ".runs-"  # a folder of files that stand only while tables are made
EARLIER = "provenance.json"  # of folders written before there were manifests


def write_whole(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Write a file beside its place, to the disk, and move it there: a reader finds all of it or
    nothing.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
    try:
        with temporary.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
        _sync(path.parent)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


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


def _sync(folder: Path) -> None:
    """Make a rename lasting, where folders can be opened."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def commit_json(path: Path, data: object) -> None:
    """`commit` of a JSON text."""
    text = json.dumps(data, indent=1, ensure_ascii=False, sort_keys=False) + "\n"
    commit(path, lambda file: file.write(text.encode()))


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
    """Whether a folder without a manifest holds anything but what is left of planning."""
    names = {path.name for path in folder.iterdir()}
    locks = {name for name in names if name.startswith(".") and name.endswith((".lock", ".tmp"))}
    ours = _lock_file(folder, PLANNING).name in names and names <= {*ROOMS, *locks}
    return bool(names) and not ours


def earlier(folder: Path) -> str:
    """What to say of a folder that an earlier version of poolsim wrote; nothing of any other."""
    if not (folder / EARLIER).exists():
        return ""
    return f" in the present form ({EARLIER}: written by an earlier version; run the study again)"


def _lock_file(folder: Path, name: str) -> Path:
    return folder / f".{name}.lock"


def clear_temporaries(*places: Path) -> None:
    """Remove what killed runs have left half done; only under the lock of the places."""
    for place in places:
        for left in place.glob(f"{WORKSHOP}*"):
            shutil.rmtree(left, ignore_errors=True)
        for left in place.glob(".*.tmp"):
            with contextlib.suppress(OSError):
                left.unlink()


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Alone with everything in the folder but its parts; waits for others."""
    with held(folder, PLANNING, wait=True):
        clear_temporaries(folder, *(folder / room for room in ROOMS if room != PARTS))
        yield


@contextlib.contextmanager
def held(folder: Path, name: str, *, shared: bool = False, wait: bool = False) -> Iterator[None]:
    """Hold the lock `name` of a folder; it ends with the process, however that ends."""
    try:
        file = _lock_file(folder, name).open("a")
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written into: {error.strerror or error}") from error
    with file:
        if fcntl is not None:
            try:
                fcntl.flock(
                    file,
                    (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB),
                )
            except BlockingIOError:
                raise StoreError(f"{folder}: another run is at work in this folder") from None
        yield
