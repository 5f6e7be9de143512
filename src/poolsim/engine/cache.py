"""Where compiled drivers are kept, and under which key.

numba's own cache sees only the file of the driver, not the rules, phases and classes compiled into
it. So every driver has a folder of its own, named by a hash of all it is made of: the package's
sources, the user's classes and functions, the shape of the world, the processor, and the versions
and settings of Python and numba.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import llvmlite.binding
import numba

import poolsim
from poolsim.engine import Model
from poolsim.engine.fields import closure_of, fields_of, function_of, members_of

PACKAGE = "poolsim"
FOREIGN = {"numba", "numpy", "mesa", *sys.stdlib_module_names} - {"__main__"}


def key_of(model: Model) -> str:
    """The hash of everything the driver of `model` is made of."""
    digest = hashlib.sha256(_surroundings().encode())
    for line in _description(model):
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def folder_of(key: str) -> Path | None:
    """The folder of one driver, made if need be; None if it cannot be written, and nothing is kept."""
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


def user_functions(model: Model) -> tuple[FunctionType, ...]:
    """The functions outside the package that compiled code reaches from the model's functions and
    methods.
    """
    seen: dict[FunctionType, None] = {}
    pending: list[Any] = [*model.functions, *_methods(model)]
    while pending:
        function = pending.pop()
        if function not in seen and _is_outside(function):
            seen[function] = None
            pending += [value for _, value in _names(function) if inspect.isfunction(value)]
    methods = set(_methods(model))
    return tuple(function for function in seen if function not in methods)


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
    """Hash of the package's sources, and of the time of the driver's file, which numba compares as
    well.
    """
    root = Path(poolsim.__file__).parent
    digest = hashlib.sha256(str((root / "engine" / "driver.py").stat().st_mtime_ns).encode())
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _description(model: Model) -> Iterator[str]:
    """The model as text: fields, constants, byte code (source text would miss closures and
    redefinitions).
    """
    yield repr((model.world._fields, model.book._fields, model.ranks, model.terms._fields))
    yield repr([group._fields for group in model.groups])
    for cls in model.classes:
        yield f"{cls.__qualname__} {fields_of(cls)}"
        for name, member in sorted(members_of(cls).items()):
            yield f"{name} {type(member).__name__}"
            yield from _facts(function_of(member)) if function_of(member) else _value(member)
    functions: list[Any] = [*model.functions, *sorted(user_functions(model), key=_place)]
    for function in functions:
        yield from _facts(function)


def _place(function: FunctionType) -> tuple[str, str, int]:
    return function.__module__, function.__qualname__, function.__code__.co_firstlineno


def _facts(function: FunctionType) -> Iterator[str]:
    yield f"{function.__module__}.{function.__qualname__} {inspect.signature(function)}"
    if _is_outside(function):
        yield from _code(function.__code__)
        for name, value in _names(function):
            yield name
            yield from _value(value)


def _code(code: CodeType) -> Iterator[str]:
    yield repr((code.co_code, code.co_names, code.co_varnames))
    for constant in code.co_consts:
        yield from _code(constant) if isinstance(constant, CodeType) else (repr(constant),)


def _value(value: Any) -> Iterator[str]:
    if isinstance(value, (bool, int, float, str, tuple)):
        yield repr(value)
    elif hasattr(value, "_fields"):
        yield repr(value._fields)
    else:
        yield getattr(value, "__qualname__", type(value).__qualname__)


def _names(function: FunctionType) -> Iterator[tuple[str, Any]]:
    """What a function takes from outside: its closure, globals, and the functions of modules it
    names.
    """
    yield from closure_of(function).items()
    names = _code_names(function.__code__)
    for name in names:
        value = function.__globals__.get(name)
        yield name, value
        if isinstance(value, ModuleType) and value.__name__.partition(".")[0] not in FOREIGN:
            yield from ((f"{name}.{inner}", getattr(value, inner, None)) for inner in names)


def _code_names(code: CodeType) -> tuple[str, ...]:
    inner = [
        name
        for constant in code.co_consts
        if isinstance(constant, CodeType)
        for name in _code_names(constant)
    ]
    return *code.co_names, *inner


def _methods(model: Model) -> list[FunctionType]:
    members = [member for cls in model.classes for member in members_of(cls).values()]
    return [function for member in members if (function := function_of(member))]


def _is_outside(function: FunctionType) -> bool:
    return (function.__module__ or "").partition(".")[0] not in {PACKAGE, *FOREIGN}
