"""Paths through a function: variables that may be read before they are set, returns of two shapes.

Plain Python raises UnboundLocalError where compiled code goes on with 0.0, so every variable must
be set on every path.
"""

import ast
from collections.abc import Iterator

Names = frozenset[str]
LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)


class Paths:
    """The paths of one function: `problems` lists (line, text), `ends` tells whether it runs off
    its end.
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
    if value is None:
        return "nothing"
    if isinstance(value, ast.Tuple):
        return f"{len(value.elts)} numbers"
    if isinstance(value, ast.IfExp):
        return _shape(value.body) or _shape(value.orelse)
    return (
        "a number" if isinstance(value, (ast.BinOp, ast.Constant, ast.UnaryOp, ast.Compare)) else ""
    )
