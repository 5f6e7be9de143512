"""The size of the house: `python benchmarks/house.py [EARLIER_CHECKOUT]` prints a table of this
state, beside the earlier one. Both are laid out by the same formatter first.
"""

import ast
import math
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
# Files of the model by the first name below the package; the older layout had no room for them.
OLDER_MODEL = ("agents", "audit", "draws", "ledger", "observe", "outcomes", "phases", "quarter")
OLDER_MODEL += ("rules", "world")
# Files touched by an addition, counted by hand in the older layout, which had no recipes.
OLDER_RECIPES = {
    "a service": 15,
    "an outcome": 5,
    "a structure": 1,
    "a phase": 7,
    "a preset with a mechanism": 28,
}
FILE = re.compile(r"`[\w/]+\.\w+`|`economy/\w+/`")
RECIPE = re.compile(r"^\| (an? [\w ]+?) \| (.*) \|$", re.MULTILINE)

Trees = dict[str, ast.Module]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def formatted(root: Path) -> Trees:
    """The package of a checkout as syntax trees, formatted."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(root / "src" / "poolsim", Path(folder) / "poolsim"))
        settings = ("--config", str(HERE / "pyproject.toml"), "--no-cache", "--quiet")
        subprocess.run([sys.executable, "-m", "ruff", "format", *settings, str(copy)], check=True)
        return {
            file.relative_to(copy).as_posix(): ast.parse(file.read_text(encoding="utf-8"))
            for file in sorted(copy.rglob("*.py"))
        }


def functions(tree: ast.Module) -> Iterator[Function]:
    """Functions and methods, inner ones included."""
    yield from (node for node in ast.walk(tree) if isinstance(node, Function))


def lines(node: ast.Module | Function) -> int:
    """Lines of a file or a function, without its own docstring."""
    first = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    if isinstance(node, ast.Module):
        return (node.body[-1].end_lineno or 0) if node.body else 0
    return (node.end_lineno or 0) - first[0].lineno + 1


def idle_formulas(trees: Trees) -> list[Function]:
    """Formulas that no other function of the model names: theory, wherever it stands."""
    model = {name: tree for name, tree in trees.items() if part(name) == "model"}
    formulas = {
        node.name: node
        for name, tree in model.items()
        if "rules/" in name
        for node in functions(tree)
    }
    found: set[str] = set()
    waiting: list[ast.AST] = [tree for name, tree in model.items() if "rules/" not in name]
    while waiting:
        for node in ast.walk(waiting.pop()):
            named = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
            if named in formulas and named not in found:
                found.add(named)
                waiting.append(formulas[named])
    return [node for name, node in formulas.items() if name not in found]


def part(name: str) -> str:
    """Model, theory or rest."""
    room = name.split("/")[0].removesuffix(".py")
    if room == "theory":
        return room
    return "model" if room in ("economy", *OLDER_MODEL) else "rest"


def statements(trees: Trees) -> dict[str, int]:
    """Statements without docstrings, and how many of them declare, import, or do something."""
    nodes = [node for tree in trees.values() for node in ast.walk(tree)]
    bodies = [node.body for node in nodes if isinstance(node, ast.Module | ast.ClassDef)]
    every = sum(isinstance(node, ast.stmt) and not is_text(node) for node in nodes)
    declared = sum(isinstance(node, ast.Assign | ast.AnnAssign) for body in bodies for node in body)
    imported = sum(isinstance(node, ast.Import | ast.ImportFrom) for node in nodes)
    return {
        "statements": every,
        "of these, constants and fields declared": declared,
        "of these, imports": imported,
        "of these, all others": every - declared - imported,
    }


def is_text(node: ast.stmt) -> bool:
    """Whether a statement is a docstring."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def touched(root: Path) -> dict[str, int]:
    """Files of each recipe of a checkout: those named, and those described as the one that does
    something.
    """
    page = root / "CONTRIBUTING.md"
    if not page.exists():
        return OLDER_RECIPES
    recipes = RECIPE.findall(page.read_text(encoding="utf-8"))
    return {kind: len(FILE.findall(files)) for kind, files in recipes if kind in OLDER_RECIPES}


def measured(root: Path) -> dict[str, int]:
    """Every figure of a checkout."""
    trees = formatted(root)
    sizes = {"model": 0, "theory": 0, "rest": 0}
    for name, tree in trees.items():
        sizes[part(name)] += lines(tree)
    idle = sum((node.end_lineno or 0) - node.lineno + 1 for node in idle_formulas(trees))
    bodies = sorted(lines(node) for tree in trees.values() for node in functions(tree))
    return {
        "files": len(trees),
        "lines of the model": sizes["model"] - idle,
        "lines of theory": sizes["theory"] + idle,
        "lines of the rest": sizes["rest"],
        "functions": len(bodies),
        "lines of a function, 90th percentile": bodies[math.ceil(0.9 * len(bodies)) - 1],
        "lines of a function, longest": bodies[-1],
        "`Any` in the package": sum(
            isinstance(node, ast.Name) and node.id == "Any"
            for tree in trees.values()
            for node in ast.walk(tree)
        ),
        **statements(trees),
        **{f"files touched for {kind}": files for kind, files in touched(root).items()},
    }


def main() -> None:
    """One row for each figure, one column for each state."""
    states = [measured(Path(root)) for root in (*sys.argv[1:2], HERE)]
    print("| figure | " + ("before | after |" if len(states) == 2 else "now |"))
    print("| --- |" + " --- |" * len(states))
    for figure in states[0]:
        print(f"| {figure} | " + " | ".join(f"{state[figure]:,}" for state in states) + " |")


if __name__ == "__main__":
    main()
