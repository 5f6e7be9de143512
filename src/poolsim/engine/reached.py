"""What a model is: the code reached from its functions and from the methods of its agents.

`text_of(model)` says everything that its numbers hang on and nothing else: no comment, docstring,
annotation, position, or file that no quarter calls. It is the same on every version of Python as
long as the source of the functions can be read.
"""

import hashlib
import inspect
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import cast

from poolsim.engine import Model
from poolsim.engine.fields import closure_of, codes_of, fields_of, function_of, members_of
from poolsim.engine.syntax import canonical, tree_of
from poolsim.engine.untyped import Function

PACKAGE = "poolsim"
FOREIGN = {"numba", "numpy", "mesa", *sys.stdlib_module_names} - {"__main__"}
_canonical = cache(canonical)
PLAIN = (bool, int, float, str)


def digest_of(model: Model, beside: Iterable[Function] = ()) -> str:
    """SHA-256 of `text_of`."""
    return hashlib.sha256("\n".join(text_of(model, beside)).encode()).hexdigest()


def reached_from(functions: Iterable[Function]) -> tuple[FunctionType, ...]:
    """These functions and all that they call, as far as they are the model's or a user's."""
    seen: dict[FunctionType, None] = {}
    pending = [cast(FunctionType, function) for function in functions]
    while pending:
        function = pending.pop()
        if function not in seen:
            seen[function] = None
            named = (value for _, value in _names(function))
            pending += [f for f in named if isinstance(f, FunctionType) and _root(f) not in FOREIGN]
    return tuple(seen)


def methods_of(model: Model) -> tuple[FunctionType, ...]:
    """The functions behind the methods, static methods and properties of the agents."""
    members = [member for cls in model.classes for _, member in sorted(members_of(cls).items())]
    return tuple(function for member in members if (function := function_of(member)))


def text_of(model: Model, beside: Iterable[Function] = ()) -> Iterator[str]:
    """The model as text, line by line, with the functions that are called `beside` the quarter."""
    yield repr((model.world._fields, model.book._fields, model.ranks, model.terms._fields))
    yield repr([group._fields for group in model.groups])
    functions = reached_from((*model.functions, *methods_of(model), *beside))
    number = {function: k for k, function in enumerate(functions)}
    for cls in model.classes:
        yield repr([(name, getattr(cls, name)) for name in fields_of(cls)])
        for name, member in sorted(members_of(cls).items()):
            yield f"{name} {type(member).__name__} {_value(function_of(member) or member, number)}"
    for function in functions:
        yield from _code(function)
        for name, value in _names(function):
            yield f"{name} = {_value(value, number)}"


def _code(function: FunctionType) -> Iterator[str]:
    # Of a user's function the byte code is surer: its file may have changed since it was read.
    tree = tree_of(function) if _root(function) == PACKAGE else None
    if tree is not None:
        yield _canonical(tree)
        return
    yield repr(function.__defaults__)
    for code in codes_of(function.__code__):
        yield repr((code.co_code, code.co_names, code.co_varnames))
        for constant in code.co_consts:
            if not isinstance(constant, CodeType) and constant != function.__doc__:
                yield repr(constant)


def _value(value: object, number: dict[FunctionType, int]) -> str:
    if isinstance(value, FunctionType) and value in number:
        return f"function {number[value]}"  # wherever it stands and whatever it is called there
    if isinstance(value, tuple):
        return f"({', '.join(_value(part, number) for part in value)})"
    if isinstance(value, dict):
        return _value(tuple(value.items()), number)
    if isinstance(value, PLAIN):
        return repr(value)
    return getattr(value, "__qualname__", type(value).__qualname__)


def _names(function: FunctionType) -> Iterator[tuple[str, object]]:
    """What a function takes from outside: its closure, globals, and functions of modules; of one
    that keeps its results, the function behind it.
    """
    names = sorted({name for code in codes_of(function.__code__) for name in code.co_names})
    found = closure_of(function)
    for name in names:
        if name in function.__globals__:
            found[name] = value = function.__globals__[name]
            if isinstance(value, ModuleType) and value.__name__.partition(".")[0] not in FOREIGN:
                inner = [part for part in names if hasattr(value, part)]
                found |= {f"{name}.{part}": getattr(value, part) for part in inner}
    yield from ((name, inspect.unwrap(cast(Function, value))) for name, value in found.items())


def _root(function: FunctionType) -> str:
    return (function.__module__ or "").partition(".")[0]
