"""The form of the rules: a documented equation with its source, and only what compiles bit for bit."""

import ast
import re
from pathlib import Path

import pytest

import poolsim.economy.rules

FILES = sorted(Path(poolsim.economy.rules.__file__).parent.glob("*.py"))
TREES = {path.name: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
FUNCTIONS = [
    pytest.param(node, id=f"{name}:{node.name}")
    for name, tree in TREES.items()
    for node in tree.body
    if isinstance(node, ast.FunctionDef)
]
ALLOWED_IMPORTS = ("math", "poolsim.economy.draws", "poolsim.economy.rules")
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


def code(function):
    """Nodes of a function's body, without its docstring and annotations."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    for statement in body:
        yield from ast.walk(statement)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_documented(function):
    text = ast.get_docstring(function) or ""
    if function.name.startswith("_"):
        return
    assert "=" in text, "no equation"
    assert re.search(r"\b[A-Z]{2}-\d+", text), "no source key"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_dialect(function):
    for node in code(function):
        assert not isinstance(node, FORBIDDEN), f"line {node.lineno}: {type(node).__name__}"
        if isinstance(node, ast.Constant):
            assert isinstance(node.value, float | int), f"line {node.lineno}: text"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"round", "sum", "pow", function.name}, f"line {node.lineno}"
        if isinstance(node, ast.Attribute):
            assert node.value.id == "math" and node.attr in ALLOWED_MATH, f"line {node.lineno}"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_signature(function):
    arguments = function.args
    assert not arguments.defaults and not arguments.kwonlyargs and not arguments.vararg
    assert {ast.unparse(a.annotation) for a in arguments.args} <= {"float", "int", "memoryview"}
    assert re.fullmatch(r"float|tuple\[float(, float)*\]", ast.unparse(function.returns))
    assert function.end_lineno - function.lineno < 60


@pytest.mark.parametrize("name", TREES)
def test_imports(name):
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            assert all(alias.name in ALLOWED_IMPORTS for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.module.startswith(ALLOWED_IMPORTS)
