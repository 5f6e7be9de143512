"""What one piece of syntax means to compiled code: the constructs the dialect forbids, and why."""

import ast
import builtins
import math
import sys
from collections.abc import Callable, Iterator
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from poolsim.engine.fields import closure_of, codes_of

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


class Scope:
    """What the names inside one function stand for."""

    def __init__(
        self, tree: ast.FunctionDef, function: FunctionType, known: set[str] | None
    ) -> None:
        """`known` are the names that may follow `self.`; None for a function without self."""
        self.name, self.known = tree.name, known
        self.me = tree.args.args[0].arg if known is not None and tree.args.args else ""
        codes = codes_of(function.__code__)
        self._local = {name for code in codes for name in (*code.co_varnames, *code.co_cellvars)}
        self._outer = vars(builtins) | function.__globals__ | closure_of(function)

    def meaning(self, name: str) -> Any:
        """The value of a name from outside the function; None for a local variable, UNKNOWN if
        undefined.
        """
        return None if name in self._local else self._outer.get(name, UNKNOWN)


def node_problems(node: ast.AST, scope: Scope) -> Iterator[str]:
    """Why compiled code would refuse or change this piece of syntax; nothing if it would not."""
    if text := FORBIDDEN.get(type(node)):
        yield text
    if check := CHECKS.get(type(node)):
        yield from check(node, scope)


def _constant(node: ast.Constant, scope: Scope) -> Iterator[str]:
    if isinstance(node.value, (str, bytes)):
        yield f"the text {node.value!r}"
    elif node.value is None:
        yield "None: every value is a float"


def _name(node: ast.Name, scope: Scope) -> Iterator[str]:
    name, value = node.id, scope.meaning(node.id)
    if value is UNKNOWN:
        yield f"{name} is not defined"
    elif value is not None and value is vars(builtins).get(name) and name not in CALLABLE:
        yield WHY.get(name, name)
    elif isinstance(value, ModuleType) and value.__name__.partition(".")[0] in MODULES:
        yield f"module {value.__name__}: use the functions of poolsim.economy.draws"
    elif isinstance(value, BuiltinFunctionType) and value.__module__ == "math":
        yield from _of_math(value.__name__)
    elif not isinstance(value, CONSTANTS):
        kind = type(value).__name__
        yield f"{name} is a {kind}: names from outside a function are numbers or functions"


def _of_math(name: str) -> Iterator[str]:
    if name not in MATH:
        yield f"math.{name}: its last digit depends on the system, use poolsim.economy.functions"


def _attribute(node: ast.Attribute, scope: Scope) -> Iterator[str]:
    owner = node.value.id if isinstance(node.value, ast.Name) else ""
    value = scope.meaning(owner)
    if isinstance(value, ModuleType):
        yield from _of_math(node.attr) if value is math else ()
    elif node.attr in MESA and not (owner == scope.me and node.attr in (scope.known or ())):
        yield f"{owner or '...'}.{node.attr} belongs to Mesa: hand what you need in as an argument"
    elif owner and owner == scope.me and node.attr not in (scope.known or ()):
        declared = f"`{node.attr}: float = 0.0`"
        yield f"{owner}.{node.attr} is not a declared field; write {declared} in the class"


def _call(node: ast.Call, scope: Scope) -> Iterator[str]:
    called = node.func
    if isinstance(called, ast.Name) and called.id in ("min", "max") and _mixes(node.args):
        yield f"{called.id} of an integer and a float: write 0.0, not 0"
    if ast.unparse(called) == (f"{scope.me}.{scope.name}" if scope.me else scope.name):
        yield "recursion: write a loop"


def _subscript(node: ast.Subscript, scope: Scope) -> Iterator[str]:
    indices = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if any(isinstance(index, ast.UnaryOp) and isinstance(index.op, ast.USub) for index in indices):
        yield "a negative index"


def _result(node: ast.Return | ast.Assign, scope: Scope) -> Iterator[str]:
    targets = [node] if isinstance(node, ast.Return) else node.targets
    if any(isinstance(target, (ast.Return, ast.Attribute)) for target in targets):
        yield from _value(node.value)


def _value(value: ast.expr | None) -> Iterator[str]:
    """What a field or a result must not be."""
    match value:
        case ast.Tuple(elts=parts):
            for part in parts:
                yield from _value(part)
        case ast.IfExp(body=body, orelse=other):
            yield from _value(body)
            yield from _value(other)
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()) | ast.Constant(value=bool()):
            yield "a truth value: write 1.0 if ... else 0.0"
        case ast.Constant(value=int()):
            yield "an integer: write 0.0, not 0"


def _mixes(arguments: list[ast.expr]) -> bool:
    """Whether integers stand beside what is plainly a float: a field, a constant, a quotient."""
    floats = any(_is_float(node) for argument in arguments for node in ast.walk(argument))
    return floats and any(_is_integer(argument) for argument in arguments)


def _is_float(node: ast.AST) -> bool:
    constant = isinstance(node, ast.Constant) and isinstance(node.value, float)
    return constant or isinstance(node, (ast.Attribute, ast.Div))


def _is_integer(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int


CHECKS: dict[type[ast.AST], Callable[[Any, Scope], Iterator[str]]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.Subscript: _subscript,
    ast.Return: _result,
    ast.Assign: _result,
}
