"""Files that are either complete or not there, and what killed processes left of them."""

import contextlib
import errno
import glob
import os
import threading
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import IO, Any

from poolsim.errors import ScenarioError, StoreError

try:
    import fcntl
except ImportError:  # Windows has no advisory locks of this kind
    fcntl = None  # type: ignore[assignment]


# What goes wrong with a disk or a machine, whichever file is written.
FAILING = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EMFILE}


def write_whole(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Write a file beside its place, to the disk, and move it there: a reader finds all of it or
    nothing. Raises OSError where it cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
    try:
        with _begun(temporary) as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
        _sync(path.parent)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _begun(path: Path) -> IO[bytes]:
    """A file that is locked as long as it is open: who clears temporaries lets it stand."""
    while True:
        file = path.open("wb")
        if not _locked(file, wait=True) or os.fstat(file.fileno()).st_nlink:
            return file
        file.close()  # cleared before it was locked


def lock(file: IO[Any], *, shared: bool = False, wait: bool) -> bool:
    """Lock an open file, for as long as it is open; it ends with the process, however that ends.
    False where the system has no such locks.

    Raises BlockingIOError where another holds it, OSError where its disk cannot lock.
    """
    if fcntl is None:
        return False
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    fcntl.flock(file, kind | (0 if wait else fcntl.LOCK_NB))
    return True


def _locked(file: IO[bytes], wait: bool) -> bool:
    """Whether the lock of a file was got."""
    try:
        return lock(file, wait=wait)
    except OSError:  # held by another, or the disk knows no locks
        return False


def _sync(folder: Path) -> None:
    """Make a rename lasting, where folders can be opened."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def clear_temporaries(*places: Path, of: str = "") -> None:
    """Remove the half-written files that killed processes have left, all or those `of` one name;
    files that are being written stay.
    """
    pattern = f".{glob.escape(of)}.*.tmp" if of else ".*.tmp"
    for left in chain.from_iterable(place.glob(pattern) for place in places):
        with contextlib.suppress(OSError), left.open("rb") as file:
            if _locked(file, wait=False):
                left.unlink()


def writing_to(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """`write_whole` of a file that a user named. Raises StoreError where it cannot be written."""
    try:
        write_whole(path, write)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from error


def refuse_to_replace(path: Path, ours: Callable[[Path], bool], force: bool = False) -> None:
    """Raise ScenarioError where something else than a file of `ours` would be replaced; with
    `force` for what is no file alone: a folder, a device, a pipe.
    """
    if not path.exists():
        return
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "is no regular file"
        raise ScenarioError([f"{path}: {what}; choose another file with --out"])
    if not force and not ours(path):
        text = "is there already, and was not written by this command"
        raise ScenarioError([f"{path}: {text}; choose another file with --out, or say --force"])
