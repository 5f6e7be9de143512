"""The folder of a sweep: its rooms, locks, and files that are either complete or not there."""

import contextlib
import json
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from poolsim.errors import StoreError

try:
    import fcntl
except ImportError:  # Windows has no advisory locks of this kind
    fcntl = None  # type: ignore[assignment]

FORMAT = 2
MANIFEST, PLANS, PARTS, SCENARIOS, TABLES, FIGURES = (
    "manifest.json",
    "plans",
    "parts",
    "scenarios",
    "tables",
    "figures",
)


def write_whole(path: Path, write: Callable[[IO[bytes]], Any]) -> None:
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


def commit(path: Path, write: Callable[[IO[bytes]], Any]) -> None:
    """`write_whole` of a file of a sweep. Raises StoreError where it cannot be written."""
    try:
        write_whole(path, write)
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


def commit_json(path: Path, data: Any) -> None:
    """`commit` of a JSON text."""
    text = json.dumps(data, indent=1, ensure_ascii=False, sort_keys=False) + "\n"
    commit(path, lambda file: file.write(text.encode()))


def prepare(folder: Path) -> None:
    """Make the folder; refuse one that holds anything but a sweep, or that cannot be written into."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        foreign = not (folder / MANIFEST).exists() and any(
            path.name not in (PLANS, PARTS, SCENARIOS) and not path.name.startswith(".")
            for path in folder.iterdir()
        )
        if foreign:
            raise StoreError(
                f"{folder}: not empty, and no sweep of poolsim; choose another folder with --out"
            )
        for name in (PLANS, PARTS, SCENARIOS):
            (folder / name).mkdir(exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written into: {error.strerror or error}") from error


@contextlib.contextmanager
def held(folder: Path, name: str, *, shared: bool = False, wait: bool = False) -> Iterator[None]:
    """Hold the lock `name` of a folder; it ends with the process, however that ends."""
    try:
        file = (folder / f".{name}.lock").open("a")
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
                raise StoreError(f"{folder}: another sweep is at work in this folder") from None
        yield
