"""A row of column storage that reads and behaves like an agent.

`rows_type(Firm)` compiles the methods of the class `Firm`; then, inside compiled code, a
C-contiguous (n_fields, n) float64 array of that type is a sequence: `firms[i].cash` loads column
`cash` at row i, `firms[i].cash = x` stores it, `firms[i].sell(...)` is `Firm.sell`; `for i, firm in
enumerate(firms)` works. Outside compiled code nothing of this file is needed: there `firms` is a
list of agents.

A class may be a Mesa agent or a plain class (`Sector`, `Account`): only its declared fields,
methods, properties, static methods and numeric constants are read, Mesa's own attributes never. One
table belongs to one type.
"""

import inspect

from numba.extending import overload_attribute, overload_method, register_jitable, register_model

from poolsim.engine.columns import CALLED, INNER, RowModel, RowsType, RowType
from poolsim.engine.fields import members_of
from poolsim.engine.untyped import Function, Value

PLAIN = {"no_rewrites": True}  # the dialect has nothing that numba would rewrite
OPTIONS = {"jit_options": INNER | PLAIN}
_known: set[Function] = set()


def rows_type(cls: type, mark: str = "") -> RowsType:
    """The type of tables of `cls`."""
    row_class = type(f"{cls.__qualname__}Row", (RowType,), {})
    register_model(row_class)(RowModel)
    for name, member in members_of(cls).items():
        _compile_member(row_class, name, member)
    return RowsType(row_class(cls, mark))


def compilable(*functions: Function, inline: bool = True) -> None:
    """Let compiled code call these functions (each is registered once per process)."""
    for function in functions:
        if function not in _known:
            _known.add(function)
            register_jitable(**(INNER if inline else CALLED), **PLAIN)(function)


def has_twin(*functions: Function) -> None:
    """Remember that these functions have compiled twins and must not be compiled as they are."""
    _known.update(functions)


def _compile_member(row_class: type, name: str, member: Value) -> None:
    if inspect.isfunction(member):
        overload_method(row_class, name, **OPTIONS)(_giving(member))
    elif isinstance(member, staticmethod):
        function = member.__func__
        compilable(function)
        overload_method(row_class, name, **OPTIONS)(_giving(lambda self, *given: function(*given)))
    elif isinstance(member, property):
        overload_attribute(row_class, name, **OPTIONS)(_giving(member.fget))
    elif isinstance(member, (bool, int, float)):
        overload_attribute(row_class, name, **OPTIONS)(_giving(lambda self: member))


def _giving(function: Value) -> Function:
    """What numba asks for the code of a member: `function`, whatever the types of the arguments."""

    def typer(*arguments: Value, **named: Value) -> Function:
        return function

    # numba wants the very arguments of the member, defaults included.
    typer.__signature__ = inspect.signature(function)  # type: ignore[attr-defined]
    return typer
