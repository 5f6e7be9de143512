"""A row of column storage that reads and behaves like an agent.

`rows = rows_of(Firm)` compiles the methods of the class `Firm`; then, inside compiled code,
`rows(table)` turns a C-contiguous (n_fields, n) float64 array into a sequence: `firms[i].cash`
loads column `cash` at row i, `firms[i].cash = x` stores it, `firms[i].sell(...)` is `Firm.sell`;
`for i, firm in enumerate(firms)` works. Outside compiled code nothing of this file is needed: there
`firms` is a list of agents.

A class may be a Mesa agent or a plain class (`Sector`, `Account`): only its declared fields,
methods, properties, static methods and numeric constants are read, Mesa's own attributes never. One
table belongs to one constructor.
"""

from __future__ import annotations

import inspect

from numba import types
from numba.core import cgutils
from numba.extending import (
    intrinsic,
    overload_attribute,
    overload_method,
    register_jitable,
    register_model,
)

from poolsim.engine.columns import CALLED, INNER, OPTIONS, RowModel, RowsType, RowType, unpack
from poolsim.engine.fields import fields_of, members_of
from poolsim.engine.untyped import Builder, Context, Function, Signature, Value, Values

_known: set[Function] = set()


def rows_of(cls: type, fields: tuple[str, ...] = (), mark: str = "") -> Function:
    """The compiled constructor `rows(table)` for tables of `cls` with columns `fields` (all by
    default).
    """
    row_class = type(f"{cls.__qualname__}Row", (RowType,), {})
    register_model(row_class)(RowModel)
    rows_type = RowsType(row_class(cls, tuple(fields or fields_of(cls)), mark))
    for name, member in members_of(cls).items():
        _compile_member(row_class, name, member)
    return _constructor(rows_type)


def compilable(*functions: Function, inline: bool = True) -> None:
    """Let compiled code call these functions (each is registered once per process)."""
    for function in functions:
        if function not in _known:
            _known.add(function)
            register_jitable(**(INNER if inline else CALLED))(function)


def has_twin(*functions: Function) -> None:
    """Remember that these functions have compiled twins and must not be compiled as they are."""
    _known.update(functions)


def _constructor(rows_type: RowsType) -> Function:
    @intrinsic
    def rows(typing_context: Context, table: Value) -> Value:
        def codegen(
            context: Context, builder: Builder, signature: Signature, args: Values
        ) -> Value:
            array = unpack(context, builder, signature.args[0], args[0])
            made = unpack(context, builder, rows_type)
            made.data = array.data
            made.n = cgutils.unpack_tuple(builder, array.shape, 2)[1]
            return made._getvalue()

        return (rows_type(table), codegen) if _is_table(table) else None

    return rows


def _is_table(kind: types.Type) -> bool:
    return isinstance(kind, types.Array) and (kind.dtype, kind.ndim, kind.layout) == (
        types.float64,
        2,
        "C",
    )


def _compile_member(row_class: type, name: str, member: Value) -> None:
    if inspect.isfunction(member):
        _compile_method(row_class, name, member)
    elif isinstance(member, staticmethod):
        _compile_static(row_class, name, member.__func__)
    elif isinstance(member, property):
        _compile_property(row_class, name, member.fget)
    elif isinstance(member, (bool, int, float)):
        _compile_constant(row_class, name, member)


def _compile_property(row_class: type, name: str, getter: Value) -> None:
    def typer(self: Value) -> Value:
        return getter

    typer.__signature__ = inspect.signature(getter)  # type: ignore[attr-defined]
    overload_attribute(row_class, name, **OPTIONS)(typer)


def _compile_constant(row_class: type, name: str, value: float) -> None:
    def constant(self: Value) -> Value:
        return value

    def typer(self: Value) -> Value:
        return constant

    overload_attribute(row_class, name, **OPTIONS)(typer)


def _compile_method(row_class: type, name: str, method: Value) -> None:
    text, namespace = _signature_text(method)
    exec(f"def typer{text}:\n    return method\n", namespace)
    namespace["typer"].__signature__ = inspect.signature(method)
    overload_method(row_class, name, **OPTIONS)(namespace["typer"])


def _compile_static(row_class: type, name: str, function: Value) -> None:
    compilable(function)
    text, namespace = _signature_text(function)
    arguments = ", ".join(inspect.signature(function).parameters)
    inside = f"self, {text[1:-1]}" if arguments else "self"
    exec(f"def typer({inside}):\n    return lambda {inside}: method({arguments})\n", namespace)
    overload_method(row_class, name, **OPTIONS)(namespace["typer"])


def _signature_text(function: Value) -> tuple[str, dict[str, Value]]:
    # numba wants a typer with the very arguments of the method, defaults included, so they are
    # written out; the name of a real module is what makes the generated code cacheable.
    namespace: dict[str, Value] = {"method": function, "__name__": function.__module__}
    parameters = []
    for parameter in inspect.signature(function).parameters.values():
        default = parameter.default
        if default is not parameter.empty:
            namespace[f"default_{parameter.name}"] = default
            default = _Name(f"default_{parameter.name}")
        parameters.append(parameter.replace(annotation=parameter.empty, default=default))
    return str(inspect.Signature(parameters)), namespace


class _Name:
    """A default value that prints as a name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name
