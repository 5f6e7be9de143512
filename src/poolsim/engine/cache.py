"""Where compiled drivers are kept, and under which key.

numba's own cache sees only the file of the driver, not the rules, phases and classes compiled into
it. So every driver has a folder of its own, named by a hash of all it is made of: the model (the
code that is reached), the engine's sources, the processor, and the versions and settings of Python
and numba.
"""

import hashlib
import os
import sys
import tempfile
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


def folder_of(key: str) -> Path | None:
    """The folder of one driver, made if need be; None, and nothing is kept, if it cannot be."""
    try:
        base = (
            os.environ.get("POOLSIM_CACHE_DIR")
            or os.environ.get("XDG_CACHE_HOME")
            or Path.home() / ".cache"
        )
        folder = Path(base) / PACKAGE / key
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except (OSError, RuntimeError):
        return None


def is_kept(folder: Path | None) -> bool:
    """Whether a compiled driver lies in the folder."""
    return folder is not None and any(folder.rglob("*.nbc"))


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
