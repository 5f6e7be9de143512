"""What one piece of syntax means to compiled code: the constructs the dialect forbids, and why."""

from __future__ import annotations

import ast
import builtins
import math
import sys
from collections.abc import Iterator
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from poolsim.engine.fields import closure_of

FORBIDDEN: dict[type[ast.AST], str] = {
    ast.Dict: "a dict",
    ast.Set: "a set",
    ast.List: "a list",
    ast.ListComp: "a list comprehension",
    ast.SetComp: "a set comprehension",
    ast.DictComp: "a dict comprehension",
    ast.GeneratorExp: "a generator",
    ast.JoinedStr: "an f-string",
    ast.Lambda: "a lambda",
    ast.Try: "try: compiled code raises nothing that could be caught",
    ast.With: "with",
    ast.Yield: "yield",
    ast.YieldFrom: "yield",
    ast.Await: "await",
    ast.NamedExpr: "`:=`",
    ast.Starred: "`*`: name every argument",
    ast.Global: "global",
    ast.Nonlocal: "nonlocal",
    ast.Match: "match: write if",
    ast.Raise: "raise: a rule gives a number for every input",
    ast.Assert: "assert: a rule gives a number for every input",
    ast.Delete: "del",
    ast.Import: "an import",
    ast.ImportFrom: "an import",
    ast.ClassDef: "a class",
    ast.FunctionDef: "a function inside a function",
    ast.Slice: "a slice: index arrays fully",
    ast.keyword: "a keyword argument: pass arguments by position",
    ast.Pow: "`**`: write the product, or use poolsim.economy.functions.power",
    ast.Is: "`is`: flags are 1.0 or 0.0, compare ids",
    ast.IsNot: "`is not`: flags are 1.0 or 0.0, compare ids",
    ast.In: "`in`: write the comparisons",
    ast.NotIn: "`not in`: write the comparisons",
}
CALLABLE = {"abs", "min", "max", "len", "range", "enumerate", "int", "float"}
WHY = {
    "super": "super(): write `parent_join = Firm.join` in the class body and call "
    "self.parent_join(...)",
    "sum": "sum(): add left to right in a loop (Python 3.12 sums differently)",
    "round": "round(): its digits differ when compiled",
    "zip": "zip(): write for i, firm in enumerate(firms)",
}
MATH = {
    "sqrt",
    "floor",
    "ceil",
    "trunc",
    "fabs",
    "frexp",
    "ldexp",
    "copysign",
    "isnan",
    "isinf",
    "isfinite",
}
MATH |= {"pi", "e", "inf", "nan"}
MESA = {"model", "unique_id", "random", "rng", "pos", "cell", "steps"}
MODULES = (set(sys.stdlib_module_names) | {"numpy", "scipy", "mesa", "numba"}) - {"math"}
CONSTANTS = (int, float, tuple, type, type(None), FunctionType, BuiltinFunctionType, ModuleType)
UNKNOWN = object()
UNSURE = "its last digit depends on the system, use poolsim.economy.functions"


class Scope:
    """What the names inside one function stand for."""

    def __init__(
        self, tree: ast.FunctionDef, function: FunctionType, known: set[str] | None
    ) -> None:
        """`known` are the names that may follow `self.`; None for a function without self."""
        self.name, self.known = tree.name, known
        self.me = tree.args.args[0].arg if known is not None and tree.args.args else ""
        self._local = {
            n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        self._local |= {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
        self._local |= {
            n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n is not tree
        }
        self._outer = vars(builtins) | function.__globals__ | closure_of(function)

    def meaning(self, name: str) -> Any:
        """The value of a name from outside the function; None for a local variable, UNKNOWN if
        undefined.
        """
        return None if name in self._local else self._outer.get(name, UNKNOWN)

    def is_builtin(self, name: str) -> bool:
        """Whether a name means what it means in bare Python."""
        return name in vars(builtins) and self.meaning(name) is vars(builtins)[name]


def node_problems(node: ast.AST, scope: Scope) -> Iterator[str]:
    """Why compiled code would refuse or change this piece of syntax; nothing if it would not."""
    yield from _forbidden(node)
    if isinstance(node, ast.Constant):
        yield from _constant(node)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield from _name(node.id, scope)
    elif isinstance(node, ast.Attribute):
        yield from _attribute(node, scope)
    elif isinstance(node, ast.Call):
        yield from _call(node, scope)
    elif isinstance(node, ast.Subscript):
        yield from _subscript(node)
    elif isinstance(node, ast.Return) and node.value is not None:
        yield from _value(node.value)
    elif isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Attribute) for target in node.targets
    ):
        yield from _value(node.value)


def _forbidden(node: ast.AST) -> Iterator[str]:
    if isinstance(node, (ast.BinOp, ast.AugAssign)):
        kinds: list[ast.AST] = [node.op]
    else:
        kinds = list(node.ops) if isinstance(node, ast.Compare) else [node]
    for kind in kinds:
        if text := FORBIDDEN.get(type(kind)):
            yield text


def _constant(node: ast.Constant) -> Iterator[str]:
    if isinstance(node.value, (str, bytes)):
        yield f"the text {node.value!r}"
    elif node.value is None:
        yield "None: every value is a float"


def _name(name: str, scope: Scope) -> Iterator[str]:
    value = scope.meaning(name)
    if value is UNKNOWN:
        yield f"{name} is not defined"
    elif scope.is_builtin(name):
        if name not in CALLABLE:
            yield WHY.get(name, f"{name}")
    elif isinstance(value, ModuleType):
        yield from _module(value.__name__)
    elif isinstance(value, BuiltinFunctionType):
        yield from _function(value)
    elif not isinstance(value, CONSTANTS):
        kind = type(value).__name__
        yield f"{name} is a {kind}: names from outside a function are numbers or functions"


def _module(name: str) -> Iterator[str]:
    if name.partition(".")[0] in MODULES:
        yield f"module {name}: use the functions of poolsim.economy.draws"


def _function(function: BuiltinFunctionType) -> Iterator[str]:
    if function.__module__ == "math" and function.__name__ not in MATH:
        yield f"math.{function.__name__}: {UNSURE}"


def _attribute(node: ast.Attribute, scope: Scope) -> Iterator[str]:
    owner = node.value.id if isinstance(node.value, ast.Name) else ""
    if owner and scope.meaning(owner) is math:
        if node.attr not in MATH:
            yield f"math.{node.attr}: {UNSURE}"
    elif isinstance(scope.meaning(owner), ModuleType):
        return
    elif node.attr in MESA and not (owner == scope.me and node.attr in (scope.known or ())):
        yield f"{owner or '...'}.{node.attr} belongs to Mesa: hand what you need in as an argument"
    elif owner and owner == scope.me and node.attr not in (scope.known or ()):
        declared = f"`{node.attr}: float = 0.0`"
        yield f"{owner}.{node.attr} is not a declared field; write {declared} in the class"


def _call(node: ast.Call, scope: Scope) -> Iterator[str]:
    called = node.func
    if isinstance(called, ast.Name) and called.id in ("min", "max") and _mixes(node.args):
        yield f"{called.id} of an integer and a float: write 0.0, not 0"
    direct = isinstance(called, ast.Name) and called.id == scope.name and not scope.me
    through_self = (
        isinstance(called, ast.Attribute)
        and isinstance(called.value, ast.Name)
        and (called.value.id, called.attr) == (scope.me, scope.name)
    )
    if direct or through_self:
        yield "recursion: write a loop"


def _subscript(node: ast.Subscript) -> Iterator[str]:
    indices = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if any(isinstance(index, ast.UnaryOp) and isinstance(index.op, ast.USub) for index in indices):
        yield "a negative index"


def _value(value: ast.expr) -> Iterator[str]:
    """What a field or a result must not be."""
    if isinstance(value, ast.Tuple):
        for part in value.elts:
            yield from _value(part)
    elif isinstance(value, ast.IfExp):
        yield from _value(value.body)
        yield from _value(value.orelse)
    elif _is_integer(value):
        yield "an integer: write 0.0, not 0"
    elif isinstance(value, (ast.Compare, ast.BoolOp)) or _is_truth(value):
        yield "a truth value: write 1.0 if ... else 0.0"


def _mixes(arguments: list[ast.expr]) -> bool:
    """Whether integers stand beside what is plainly a float: a field, a constant, a quotient."""
    floats = any(_is_float(node) for argument in arguments for node in ast.walk(argument))
    return floats and any(_is_integer(argument) for argument in arguments)


def _is_float(node: ast.AST) -> bool:
    constant = isinstance(node, ast.Constant) and isinstance(node.value, float)
    return constant or isinstance(node, (ast.Attribute, ast.Div))


def _is_integer(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int


def _is_truth(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.Not)
    return isinstance(node, ast.Constant) and isinstance(node.value, bool)
