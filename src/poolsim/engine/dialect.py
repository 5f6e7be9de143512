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
from poolsim.engine.syntax import tree_of

Names = frozenset[str]
LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)


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


class Paths:
    """The paths of one function: `problems` lists (line, text) of variables that may be read before
    they are set, where plain Python raises and compiled code goes on with 0.0, and of returns of
    two shapes; `ends` tells whether it runs off its end.
    """

    def __init__(self, function: ast.FunctionDef) -> None:
        self.problems: list[tuple[int, str]] = []
        arguments = frozenset(
            argument.arg for argument in ast.walk(function.args) if isinstance(argument, ast.arg)
        )
        inner = [
            node.target
            for node in ast.walk(function)
            if isinstance(node, (ast.NamedExpr, ast.comprehension))
        ]
        self._local = _stored(function).difference(*map(_stored, inner))
        self.ends = self._block(function.body, arguments) is not None
        self._check_returns(function)

    def _block(self, statements: list[ast.stmt], known: Names) -> Names | None:
        """The variables surely set after a block, None when it never gets to its end."""
        after: Names | None = known
        for statement in statements:
            if after is not None:
                after = self._statement(statement, after)
        return after

    def _statement(self, statement: ast.stmt, known: Names) -> Names | None:
        if not isinstance(statement, (ast.If, ast.For, ast.While)):
            self._read(statement, known)
            return None if isinstance(statement, LEAVES) else known | _stored(statement)
        self._read(statement.iter if isinstance(statement, ast.For) else statement.test, known)
        inside = known | _stored(statement.target) if isinstance(statement, ast.For) else known
        after = self._block(statement.body, inside)
        without = self._block(statement.orelse, known)
        return _meet(after, without) if isinstance(statement, ast.If) else without

    def _read(self, node: ast.AST, known: Names) -> None:
        for name in _loaded(node):
            if name.id in self._local and name.id not in known:
                text = "may not be set here: set it on every path (a loop may not run at all)"
                self.problems.append((name.lineno, f"{name.id} {text}"))

    def _check_returns(self, function: ast.FunctionDef) -> None:
        returns = [node for node in ast.walk(function) if isinstance(node, ast.Return)]
        shapes = {shape for node in returns if (shape := _shape(node.value))}
        if self.ends and shapes - {"nothing"}:
            shapes.add("nothing")
        if len(shapes) > 1:
            self.problems.append(
                (function.lineno, f"returns {' or '.join(sorted(shapes))}: one shape on every path")
            )


def _meet(first: Names | None, second: Names | None) -> Names | None:
    if first is None:
        return second
    return first if second is None else first & second


def _stored(node: ast.AST) -> Names:
    return frozenset(
        n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    )


def _loaded(node: ast.AST) -> Iterator[ast.Name]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load):
            yield inner
        elif isinstance(inner, ast.AugAssign) and isinstance(inner.target, ast.Name):
            yield inner.target


def _shape(value: ast.expr | None) -> str:
    """The shape of a returned expression, empty when only the called function knows it."""
    match value:
        case None:
            return "nothing"
        case ast.Tuple(elts=parts):
            return f"{len(parts)} numbers"
        case ast.IfExp(body=body, orelse=other):
            return _shape(body) or _shape(other)
        case ast.BinOp() | ast.Constant() | ast.UnaryOp() | ast.Compare():
            return "a number"
    return ""
