"""The form of the formulas: a documented equation with its source, finite answers, and for those of
the model only what compiles bit for bit.
"""

import ast
import inspect
import math
import re

import numpy as np
from formulas import FUNCTIONS
from sources import TREES

OF_MODEL = [
    (f"{name}:{node.name}", node)
    for name, tree in TREES.items()
    if name.startswith("economy/rules/")
    for node in tree.body
    if isinstance(node, ast.FunctionDef)
]
ALLOWED_MATH = {"sqrt", "floor", "ceil"}
FORBIDDEN = (
    ast.Pow,
    ast.Is,
    ast.IsNot,
    ast.Try,
    ast.Lambda,
    ast.NamedExpr,
    ast.JoinedStr,
    ast.List,
    ast.Dict,
    ast.Set,
    ast.ListComp,
    ast.DictComp,
    ast.SetComp,
    ast.GeneratorExp,
    ast.Yield,
    ast.With,
    ast.Global,
    ast.Nonlocal,
    ast.ClassDef,
    ast.keyword,
    ast.Starred,
    ast.Assert,
    ast.Raise,
)
OF_FLOATS = [
    function
    for function in FUNCTIONS
    if all(p.annotation is float for p in inspect.signature(function).parameters.values())
]
EDGES = (0.0, 1e-12, 1e-9, 1.0, 20.0)


def test_total():
    """Formulas return finite floats for any non-negative input, degenerate ones included."""
    assert [
        (formula.__name__, arguments)
        for formula in OF_FLOATS
        for arguments in inputs(len(inspect.signature(formula).parameters))
        if not all(map(is_finite, values(formula(*arguments))))
    ] == []


def inputs(count):
    """Rows of arguments, each at an edge or inside."""
    luck, size = np.random.default_rng(1), (200, count)
    edge, inside = luck.choice(EDGES, size), luck.uniform(0.0, luck.choice((1.0, 20.0), size))
    return np.where(luck.random(size) < 0.5, edge, inside).tolist()


def values(result):
    return result if isinstance(result, tuple) else (result,)


def is_finite(value):
    return isinstance(value, float) and math.isfinite(value)


def test_every_formula_says_its_equation_and_its_source():
    for formula in FUNCTIONS:
        text = inspect.getdoc(formula) or ""
        assert "=" in text, f"{formula.__name__}: no equation"
        assert re.search(r"\b[A-Z]{2}-\d+", text), f"{formula.__name__}: no source key"


def test_formulas_of_the_model_keep_to_the_dialect():
    for place, function in OF_MODEL:
        for node in code(function):
            assert not isinstance(node, FORBIDDEN), f"{place}: {type(node).__name__}"
            if isinstance(node, ast.Constant):
                assert isinstance(node.value, float | int), f"{place}: text"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"round", "sum", "pow", function.name}, place
            if isinstance(node, ast.Attribute):
                assert node.value.id == "math" and node.attr in ALLOWED_MATH, place


def code(function):
    """Nodes of a function's body, without its docstring and annotations."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    for statement in body:
        yield from ast.walk(statement)


def test_formulas_of_the_model_take_and_return_floats():
    for place, function in OF_MODEL:
        arguments = function.args
        assert not arguments.defaults and not arguments.kwonlyargs and not arguments.vararg, place
        annotations = {ast.unparse(argument.annotation) for argument in arguments.args}
        assert annotations <= {"float", "int", "Vector"}, place
        assert re.fullmatch(r"float|tuple\[float(, float)*\]", ast.unparse(function.returns)), place
