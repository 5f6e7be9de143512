"""Where results come from: versions, platform and command."""

import importlib.metadata
import platform
import subprocess
import sys
from functools import cache
from pathlib import Path

import poolsim

PACKAGES = ("numpy", "scipy", "pandas", "pyarrow", "mesa", "numba", "matplotlib")


@cache
def environment() -> dict[str, object]:
    """Versions, platform and command."""
    return {
        "poolsim": poolsim.__version__,
        **_commit(),
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in PACKAGES},
        "platform": platform.platform(),
        "command": [Path(sys.argv[0]).name, *sys.argv[1:]],
    }


def _version(package: str) -> str | None:
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
