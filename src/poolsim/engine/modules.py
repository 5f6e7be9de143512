"""The modules of a package, for compiling everything they define."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def modules_below(package: ModuleType) -> tuple[ModuleType, ...]:
    """Every module of a package, in alphabetical order, imported."""
    names = [name for _, name, _ in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    return tuple(importlib.import_module(name) for name in sorted(names))
