"""The house keeps its plan: imports run downwards, rooms stay small, and what is public says what
it means.
"""

import ast
import re
from graphlib import CycleError, TopologicalSorter

from sources import FILE_OF, TEXTS, TREES, functions, imports, public_definitions, room

# From the ground up; a room may import from its own storey and those below.
# The package itself is the lowest: what it names is loaded only when it is asked for.
STOREYS = (
    ("__init__", "errors", "files", "parameters", "terminal"),
    ("economy",),
    ("theory",),
    ("scenario",),
    ("block", "engine", "events"),
    ("model",),
    ("simulation",),
    ("statistics",),
    ("plots", "progress", "report"),
    ("study",),
    ("cli",),
    ("__main__",),
)
STOREY = {name: level for level, names in enumerate(STOREYS) for name in names}
ONLY_FROM = {  # part of the house -> what alone it may import
    "economy/": (
        "collections",
        "enum",
        "inspect",
        "linecache",
        "math",
        "mesa",
        "poolsim.economy",
        "poolsim.parameters",
        "types",
        "typing",
    ),
    "economy/functions.py": ("math",),
    "economy/rules/": (
        "math",
        "poolsim.economy.arrays",
        "poolsim.economy.functions",
        "poolsim.economy.rules",
    ),
    "theory/": ("collections", "itertools", "math", "poolsim.economy", "poolsim.theory"),
}
ONLY_IN = {  # library -> where alone it may be imported
    "datetime": ("cli/", "progress.py", "report/", "study/"),
    "distributed": ("study/cluster.py",),
    "llvmlite": ("engine/",),
    "matplotlib": ("plots/",),
    "mesa": ("economy/agents/", "model.py"),
    "numba": ("engine/",),
    "pandas": ("plots/", "report/", "statistics/", "study/"),
    "pyarrow": ("study/",),
    "random": (),
    "scipy": ("statistics/", "study/"),
    "tqdm": ("progress.py",),
}
OUTSIDE_LUCK = re.compile(r"\b(self|model)\.random\b|\bself\.rng\b|np\.random|time\.time")
TRACKER = re.compile(
    r"\b(TODO|FIXME|XXX|HACK|WIP|issue|ticket|pull request|PR)\b\s*[#:]?\s*\d*|#\d{2,5}\b"
)


def within(module, allowed):
    return any(module == name or module.startswith(f"{name}.") for name in allowed)


def test_imports_run_downwards():
    wrong = [
        f"{name} imports {module}"
        for name in TREES
        for module in imports(name)
        if module in FILE_OF and STOREY[room(FILE_OF[module])] > STOREY[room(name)]
    ]
    assert wrong == []


def test_no_two_files_import_each_other_in_a_loop():
    below = {
        name: {FILE_OF[module] for module in imports(name) if module in FILE_OF} for name in TREES
    }
    try:
        TopologicalSorter(below).prepare()
    except CycleError as loop:
        raise AssertionError(" <- ".join(loop.args[1])) from None


def test_the_economics_import_nothing_else():
    wrong = [
        f"{name} imports {module}"
        for part, allowed in ONLY_FROM.items()
        for name in TREES
        if name.startswith(part)
        for module in imports(name)
        if not within(module, allowed)
    ]
    assert wrong == []


def test_libraries_stay_in_their_rooms():
    wrong = [
        f"{name} imports {module}"
        for name in TREES
        for module in imports(name)
        if not name.startswith(ONLY_IN.get(module.split(".")[0], ""))
    ]
    assert wrong == []


def test_no_clock_and_no_outside_luck_in_the_economy():
    assert [
        name for name in TEXTS if room(name) == "economy" and OUTSIDE_LUCK.search(TEXTS[name])
    ] == []


def test_files_and_functions_are_short():
    """A table of declarations may be as long as what it declares."""
    long = [
        name
        for name, text in TEXTS.items()
        if len(text.splitlines()) > 400 and not is_table(TREES[name])
    ]
    long += [
        f"{name}: {node.name}" for name in TREES for node in functions(name) if length(node) > 60
    ]
    assert long == []


def is_table(tree):
    """Whether a file is nearly all declarations: classes without methods, and constants."""
    declared = [
        node.end_lineno - node.lineno + 1
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        or isinstance(node, ast.ClassDef)
        and not any(isinstance(inner, ast.FunctionDef) for inner in node.body)
    ]
    return sum(declared) > 0.8 * tree.body[-1].end_lineno


def length(function):
    """Lines of a function below its docstring."""
    described = ast.get_docstring(function) is not None and len(function.body) > 1
    return function.end_lineno - function.body[described].lineno + 1


def test_the_median_function_is_short():
    lengths = sorted(
        node.end_lineno - node.lineno + 1 for name in TREES for node in functions(name)
    )
    assert lengths[len(lengths) // 2] <= 10


def test_what_is_public_is_described():
    silent = [name for name, tree in TREES.items() if not ast.get_docstring(tree)]
    silent += [
        f"{name}: {node.name}"
        for name in TREES
        for node in public_definitions(name)
        if not ast.get_docstring(node)
    ]
    assert silent == []


def test_no_words_of_the_workshop():
    found = {name: words.group() for name, text in TEXTS.items() if (words := TRACKER.search(text))}
    assert found == {}


def test_every_phase_is_on_the_page_in_its_order():
    from poolsim.economy.quarter import PHASES

    page = next(node for node in functions("economy/quarter.py") if node.name == "quarter")
    called = [
        ast.unparse(node.value.func)
        for node in page.body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ]
    assert called == [phase.__name__ for phase in PHASES]
    assert len(called) == 15
