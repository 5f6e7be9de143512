"""The files of the package as syntax trees, each read once: what the tests of the house look at."""

import ast
from collections.abc import Iterator
from pathlib import Path

import poolsim

ROOT = Path(poolsim.__file__).parent
TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(ROOT.rglob("*.py"))
}
TREES = {name: ast.parse(text) for name, text in TEXTS.items()}


def module_of(name: str) -> str:
    """The module that a file is: `economy/quarter.py` is `poolsim.economy.quarter`."""
    parts = ("poolsim", *name.removesuffix(".py").split("/"))
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILE_OF = {module_of(name): name for name in TREES}


def room(name: str) -> str:
    """The first folder below the package, or the file itself."""
    return name.split("/")[0].removesuffix(".py")


def imports(name: str) -> Iterator[str]:
    """Modules that a file imports when it runs, at its top or inside a function."""
    for node in _run(TREES[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, f"{name}: relative import"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in FILE_OF or node.module == "poolsim" else node.module


def _run(node: ast.AST) -> Iterator[ast.AST]:
    """Every node below one but what stands under `if TYPE_CHECKING:`, which no run executes."""
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)):
            yield child
            yield from _run(child)


def functions(name: str) -> Iterator[ast.FunctionDef]:
    """Every function and method of a file, inner ones included."""
    yield from (node for node in ast.walk(TREES[name]) if isinstance(node, ast.FunctionDef))


def public_definitions(name: str) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Functions, classes and their methods that have no underscore."""
    for node in TREES[name].body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (
                    inner
                    for inner in node.body
                    if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_")
                )
