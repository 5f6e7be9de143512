"""The syntax of a function without what means nothing to its result, and that syntax as text."""

import ast
import linecache
from functools import cache
from types import FunctionType

SILENT = {
    "annotation",
    "ctx",
    "decorator_list",  # what a decorator made of a function is the function that is described
    "kind",
    "returns",
    "type_comment",
    "type_params",
}


def tree_of(function: FunctionType) -> ast.FunctionDef | None:
    """The tree of a function, to be read only; None without source."""
    file = function.__code__.co_filename
    linecache.checkcache(file)
    lines = linecache.getlines(file, function.__globals__)
    found = _functions("".join(lines)).get(function.__code__.co_firstlineno)
    return found if found is not None and found.name == function.__name__ else None


def canonical(tree: ast.AST) -> str:
    """A tree as text without docstrings, annotations and positions: the same on every version of
    Python (`ast.dump` is not).
    """
    if isinstance(tree, ast.AnnAssign) and tree.value is not None:
        tree = ast.Assign([tree.target], tree.value)
    parts = []
    for name in tree._fields:
        value = getattr(tree, name, None)
        if isinstance(value, list):
            value = [part for part in value if not _is_silent(part)]
        if name not in SILENT and value not in (None, []):
            parts.append(f"{name}={_text(value)}")
    return f"{type(tree).__name__}({' '.join(parts)})"


def _text(value: object) -> str:
    if isinstance(value, list):
        return f"[{' '.join(map(_text, value))}]"
    return canonical(value) if isinstance(value, ast.AST) else repr(value)


def _is_silent(part: object) -> bool:
    """Whether a statement does nothing: a docstring, a declaration without a value, `pass`."""
    if isinstance(part, ast.Expr):
        return isinstance(part.value, ast.Constant)
    return isinstance(part, ast.Pass) or (isinstance(part, ast.AnnAssign) and part.value is None)


@cache
def _functions(text: str) -> dict[int, ast.FunctionDef]:
    """The functions of a file by their first line."""
    try:
        tree = ast.parse(text)
    except SyntaxError:  # what an interactive shell keeps need not be Python
        return {}
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {min([node.lineno, *(d.lineno for d in node.decorator_list)]): node for node in found}
