"""Where compiled drivers are kept, and under which key.

numba's own cache sees only the file of the driver, not the rules, phases and classes compiled into
it. So every driver has a folder of its own, named by a hash of all it is made of: the model (the
code that is reached), the engine's sources, the processor, and the versions and settings of Python
and numba.
"""

import contextlib
import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite.binding
import numba

from poolsim.engine import Model
from poolsim.engine.reached import PACKAGE, digest_of


def key_of(model: Model) -> str:
    """The hash of everything the driver of `model` is made of."""
    return hashlib.sha256((_surroundings() + digest_of(model)).encode()).hexdigest()


def folder_of(key: str, announce: Callable[[str], None] | None = None) -> Path | None:
    """The folder of one driver, made if need be; None, and nothing is kept, if it cannot be or if
    others may write into it: what lies there is run. `announce` hears why.
    """
    try:
        base = (
            os.environ.get("POOLSIM_CACHE_DIR")
            or os.environ.get("XDG_CACHE_HOME")
            or Path.home() / ".cache"
        )
        folder = Path(base) / PACKAGE / key
        for place in (folder.parent, folder):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            _refuse_shared(place)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except (OSError, RuntimeError) as error:
        if announce is not None:
            announce(f"the compiled model is not kept: {error}")
        return None


def _refuse_shared(place: Path) -> None:
    """Raise OSError for a folder of somebody else, or into which others may write."""
    if not hasattr(os, "geteuid"):
        return
    about = place.stat()
    mine = about.st_uid == os.geteuid()
    if not mine or about.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        whose = "others may write into it" if mine else "it belongs to another user"
        raise OSError(f"{place}: {whose}; remove it, or set POOLSIM_CACHE_DIR to a folder of yours")


def discard(folder: Path | None) -> None:
    """Remove what is kept in the folder of a driver."""
    for path in _kept(folder):
        path.unlink(missing_ok=True)


def is_kept(folder: Path | None) -> bool:
    """Whether a compiled driver lies in the folder, all of it as it was written."""
    try:
        found = _kept(folder)
        return bool(found) and all(_seal(path).exists() for path in found)
    except OSError:  # removed by another process meanwhile, or not to be read
        return False


def seal(folder: Path | None) -> None:
    """Leave beside every file of a driver an empty one that is named by its digest: processes that
    compile side by side replace each other's files, but no seal.
    """
    with contextlib.suppress(OSError):  # what has no seal is compiled again
        for path in _kept(folder):
            _seal(path).touch()


def _kept(folder: Path | None) -> list[Path]:
    return [] if folder is None else [*folder.rglob("*.nbi"), *folder.rglob("*.nbc")]


def _seal(path: Path) -> Path:
    """The seal of a file as it is now."""
    with path.open("rb") as file:
        return path.with_name(hashlib.file_digest(file, "sha256").hexdigest())


@cache
def _surroundings() -> str:
    config: Any = numba.config
    settings = (
        config.BOUNDSCHECK,
        config.OPT,
        config.CPU_NAME,
        config.CPU_FEATURES,
        config.ENABLE_AVX,
    )
    host = (
        llvmlite.binding.get_host_cpu_name(),
        llvmlite.binding.get_host_cpu_features().flatten(),
    )
    return repr((sys.version, sys.platform, numba.__version__, host, settings, _sources()))


def _sources() -> str:
    """Hash of the engine's sources, and of the time of the driver's file, which numba compares as
    well.
    """
    root = Path(__file__).parent
    digest = hashlib.sha256(str((root / "driver.py").stat().st_mtime_ns).encode())
    for path in sorted(root.glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
