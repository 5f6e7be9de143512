"""The dialect of methods, phases and rules: what compiled code would refuse or change, in plain
words.

The check takes milliseconds and names file, line and rule; numba would take seconds and name its
own insides. A function whose source cannot be read (typed into an interpreter) is not checked.
"""

import ast
import copy
import inspect
from collections.abc import Iterable, Iterator
from types import FunctionType
from typing import Any, NamedTuple

from poolsim.engine.fields import fields_of, function_of, members_of
from poolsim.engine.grammar import Scope, node_problems
from poolsim.engine.paths import Paths
from poolsim.engine.syntax import tree_of


class Objection(NamedTuple):
    """One place where the source leaves the dialect."""

    file: str
    line: int
    where: str
    rule: str

    def __str__(self) -> str:
        """`firm.py:63 Firm.join: what is wrong there`."""
        return f"{self.file}:{self.line} {self.where}: {self.rule}"


class DialectError(TypeError):
    """The source leaves the dialect; the text names every place."""

    def __init__(self, found: Iterable[Objection]) -> None:
        """Keep the objections and print them one a line."""
        self.objections = tuple(found)
        super().__init__("\n".join(str(objection) for objection in self.objections))


def check(classes: Iterable[type], functions: Iterable[FunctionType] = ()) -> None:
    """Raise DialectError if a class or a function leaves the dialect."""
    found = [one for subject in (*classes, *functions) for one in objections(subject)]
    if found:
        raise DialectError(dict.fromkeys(found))


def objections(subject: Any) -> list[Objection]:
    """Every objection to the methods of a class, or to one function."""
    parts: list[Any] = [(subject, subject.__qualname__, None)]
    if inspect.isclass(subject):
        members = members_of(subject)
        known = {*fields_of(subject), *members}
        parts = [
            (
                function,
                f"{subject.__name__}.{name}",
                None if isinstance(member, staticmethod) else known,
            )
            for name, member in members.items()
            if (function := function_of(member))
        ]
    return list(dict.fromkeys(one for part in parts for one in _of_function(*part)))


def _of_function(function: FunctionType, where: str, known: set[str] | None) -> Iterator[Objection]:
    """The objections to one function; `known` are the names that may follow `self.`, None without
    self.
    """
    tree = tree_of(function)
    if tree is not None:
        for line, rule in _problems(_bare(tree), function, known):
            yield Objection(function.__code__.co_filename, line, where, rule)


def _bare(tree: ast.FunctionDef) -> ast.FunctionDef:
    # Annotations and the docstring are not compiled.
    tree = copy.deepcopy(tree)
    if ast.get_docstring(tree) is not None:
        tree.body = tree.body[1:]
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign):
            node.annotation = ast.copy_location(ast.Constant(0.0), node.annotation)
    return tree


def _problems(
    tree: ast.FunctionDef, function: FunctionType, known: set[str] | None
) -> Iterator[tuple[int, str]]:
    yield from _signature_problems(tree, known is not None)
    yield from Paths(tree).problems
    scope = Scope(tree, function, known)
    for statement in tree.body:
        for line, node in _with_lines(statement, statement.lineno):
            yield from ((line, text) for text in node_problems(node, scope))


def _with_lines(node: ast.AST, line: int) -> Iterator[tuple[int, ast.AST]]:
    """A piece of syntax and all inside it; an operator has the line of what it is in."""
    line = getattr(node, "lineno", line)
    yield line, node
    for inner in ast.iter_child_nodes(node):
        yield from _with_lines(inner, line)


def _signature_problems(tree: ast.FunctionDef, is_method: bool) -> Iterator[tuple[int, str]]:
    arguments = tree.args
    if arguments.vararg or arguments.kwarg or arguments.kwonlyargs:
        yield tree.lineno, "`*` in the signature: name every argument, by position"
    if arguments.defaults and not is_method:
        yield tree.lineno, "a default argument: rules and phases are called with every argument"
