"""The house keeps its plan: imports run one way, rooms stay small, and what is public says what it
means.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import poolsim

ROOT = Path(poolsim.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
NAMES = [path.relative_to(ROOT).as_posix() for path in FILES]

# Rooms from the ground up; a room may import from its own storey and those below.
STOREYS = [
    ["strict", "draws", "ledger", "world", "rules", "parameters"],
    ["structures", "population"],
    ["addresses"],
    ["scenario"],
    ["agents"],
    ["phases"],
    ["quarter", "observe", "outcomes"],
    ["engine"],
    ["audit", "study_checks", "study_design", "study_file", "study_points"],
    ["model", "simulation"],
    ["progress", "plots", "report"],
    ["study"],
    ["cli", "cli_sweep"],
]
STOREY = {room: level for level, rooms in enumerate(STOREYS) for room in rooms}
ALLOWED = {  # module -> what alone it may import, of ours or of others
    "rules": {"math", "poolsim.economy.draws", "poolsim.economy.rules"},
    "phases": {"math", "typing", "poolsim"},
    "draws": {"math"},
}
FOREIGN = {
    "mesa": {"agents", "model"},
    "numba": {"engine"},
    "matplotlib": {"plots"},
}  # who alone may import these
FORBIDDEN = {
    "scipy": {"study"},
    "random": set(),
    "datetime": {"study", "progress", "cli", "report"},
}
TRACKER = re.compile(
    r"\b(TODO|FIXME|XXX|HACK|WIP|issue|ticket|pull request|PR)\b\s*[#:]?\s*\d*|#\d{2,5}\b"
)


def room(name: str) -> str:
    return name.split("/")[0].removesuffix(".py")


def tree(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text(encoding="utf-8"))


def for_types_only(module: ast.Module) -> set[ast.AST]:
    """What is inside `if TYPE_CHECKING:`, which no run executes."""
    return {
        inner
        for node in ast.walk(module)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }


def imports(name: str) -> Iterator[str]:
    """Modules that a file imports, at its top or inside a function."""
    module = tree(name)
    skipped = for_types_only(module)
    for node in ast.walk(module):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "poolsim":
            yield from (f"poolsim.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: relative import"
            yield node.module or ""


def functions(name: str) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree(name)) if isinstance(node, ast.FunctionDef))


def public_definitions(name: str) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Functions, classes and their methods that have no underscore."""
    for node in tree(name).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (
                    inner
                    for inner in node.body
                    if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_")
                )


@pytest.mark.parametrize("name", NAMES)
def test_imports_run_one_way(name):
    if room(name) == "__init__":
        return
    assert room(name) in STOREY, f"{name} has no storey: name it in the plan"
    for imported in imports(name):
        if imported.startswith("poolsim.") and imported != "poolsim.__version__":
            other = imported.split(".")[1]
            assert STOREY[other] <= STOREY[room(name)], f"{name} imports {imported}"


@pytest.mark.parametrize("name", [name for name in NAMES if room(name) in ALLOWED])
def test_the_economics_import_nothing_else(name):
    allowed = ALLOWED[room(name)]
    for imported in imports(name):
        assert any(imported == module or imported.startswith(f"{module}.") for module in allowed), (
            f"{name} imports {imported}"
        )


@pytest.mark.parametrize("name", NAMES)
def test_foreign_libraries_stay_in_their_rooms(name):
    packages = {imported.split(".")[0] for imported in imports(name)}
    for package, rooms in {**FOREIGN, **FORBIDDEN}.items():
        assert package not in packages or room(name) in rooms, f"{name} imports {package}"


@pytest.mark.parametrize(
    "name",
    [name for name in NAMES if room(name) in ("rules", "phases", "agents", "quarter", "observe")],
)
def test_no_clock_and_no_global_luck_in_the_model(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(
        r"\bself\.random\b|\bmodel\.random\b|\bself\.rng\b|np\.random|time\.time", text
    )


@pytest.mark.parametrize("name", NAMES)
def test_files_and_functions_are_short(name):
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= 400
    for function in functions(name):
        first = (
            function.body[1]
            if ast.get_docstring(function) and len(function.body) > 1
            else function.body[0]
        )
        assert (function.end_lineno or 0) - first.lineno + 1 <= 60, f"{name}: {function.name}"


def test_the_median_function_is_short():
    lengths = sorted(
        (function.end_lineno or 0) - function.lineno + 1
        for name in NAMES
        for function in functions(name)
    )
    assert lengths[len(lengths) // 2] <= 10


@pytest.mark.parametrize("name", NAMES)
def test_what_is_public_is_described(name):
    assert ast.get_docstring(tree(name)), f"{name} does not say what it is"
    silent = [node.name for node in public_definitions(name) if not ast.get_docstring(node)]
    assert silent == []


@pytest.mark.parametrize("name", NAMES)
def test_no_words_of_the_workshop(name):
    found = TRACKER.search((ROOT / name).read_text(encoding="utf-8"))
    assert found is None, f"{name}: {found.group() if found else ''}"


def test_every_phase_is_on_the_page_in_its_order():
    from poolsim.economy import quarter

    page = next(function for function in functions("quarter.py") if function.name == "quarter")
    called = [
        node.value.func.id
        for node in page.body
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
    ]
    assert called == [name for name, _ in quarter.PHASES]
    assert len(called) == 15
