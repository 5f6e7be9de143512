"""The economy holds what a run reaches, and nothing else: what no run calls stands in `theory`."""

import ast
from collections import defaultdict

from sources import FILE_OF, TREES, room

STARTS = (
    "economy/opening.py",
    "economy/quarter.py",
    "economy/observe.py",
    "economy/lives.py",
    "economy/outcomes.py",
    "economy/overseas.py",
    "economy/pooled.py",
    "economy/welfare.py",
)


def definitions(name):
    """(whether a method, function) of a file."""
    for node in TREES[name].body:
        if isinstance(node, ast.FunctionDef):
            yield False, node
        elif isinstance(node, ast.ClassDef):
            yield from ((True, inner) for inner in node.body if isinstance(inner, ast.FunctionDef))


def meanings(name):
    """(file, function) that each name of a file stands for."""
    known = {node.name: (name, node.name) for _, node in definitions(name)}
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.ImportFrom) and node.module in FILE_OF:
            for alias in node.names:
                known[alias.asname or alias.name] = (FILE_OF[node.module], alias.name)
    return known


ECONOMY = [name for name in TREES if name.startswith("economy/")]
BODIES = {(name, node.name): node for name in ECONOMY for _, node in definitions(name)}
MEANINGS = {name: meanings(name) for name in ECONOMY}
METHODS = defaultdict(list)
for file in ECONOMY:
    for is_method, function in definitions(file):
        if is_method:
            METHODS[function.name].append((file, function.name))
RUNNERS = [name for name in TREES if room(name) not in ("economy", "theory")]
ENTRANCES = {  # what other rooms call; a formula does not belong here because a figure shows it
    target
    for name in RUNNERS
    for target in meanings(name).values()
    if target in BODIES and not target[0].startswith("economy/rules/")
}


def called(name, tree):
    """What a piece of a file may call; a method by its name, whatever the object."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield MEANINGS[name].get(node.id)
        elif isinstance(node, ast.Attribute):
            yield from METHODS[node.attr]


def reached():
    """(file, function) that a run comes to, or those who run it."""
    starts = [(name, TREES[name]) for name in STARTS]
    found, waiting = set(), starts + [(target[0], BODIES[target]) for target in ENTRANCES]
    while waiting:
        for target in called(*waiting.pop()):
            if target in BODIES and target not in found:
                found.add(target)
                waiting.append((target[0], BODIES[target]))
    return found


def test_every_function_of_the_economy_is_reached_by_a_run():
    written = {
        target for target in BODIES if not target[1].startswith("__") and target[0] not in STARTS
    }
    assert written - reached() - ENTRANCES == set()
