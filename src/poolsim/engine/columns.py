"""Rows of column storage as numba types: load and store of fields, indexing, length, identity and
iteration.

A table is a C-contiguous (n_fields, n) float64 array. `RowsType` is the whole table, `RowType` one
row of it; both are a pointer and a few integers, which LLVM removes, so that a loop over rows is a
loop over columns.
"""

import itertools
import operator
from collections.abc import Mapping
from typing import Any

from llvmlite import ir
from numba import extending, types
from numba.core import cgutils
from numba.core.imputils import RefType, iternext_impl
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    infer_getattr,
    lower_builtin,
    lower_getattr_generic,
    lower_setattr_generic,
    models,
    overload,
    register_model,
)

from poolsim.engine.fields import fields_of
from poolsim.engine.untyped import Builder, Context, Function, Signature, Value, Values

# numba declares its decorators for the definition; what they make is called with fewer arguments.
intrinsic: Any = extending.intrinsic
# Nothing in a driver is an object whose references are counted.
CALLED: Any = {"no_cfunc_wrapper": True, "_nrt": False}
INNER: Any = CALLED | {"forceinline": True}
OPTIONS: dict[str, Any] = {"jit_options": INNER}
DATA = types.CPointer(types.float64)
_serial = itertools.count(1)


class RowType(types.Type):
    """One row of a table. Every call of `rows_type` makes a subclass, so that its methods are its
    own.
    """

    def __init__(self, cls: type, mark: str) -> None:
        """The serial number separates classes of one name; `mark` separates engines that come from
        caches.
        """
        self.fields = fields_of(cls)
        super().__init__(f"{cls.__qualname__.rpartition('.')[2]}_{mark}_{next(_serial)}")


class RowsIterator(types.SimpleIteratorType):
    """The state of a `for` loop over rows."""

    def __init__(self, row: RowType) -> None:
        super().__init__(f"{row.name}_iterator", row)


class RowsType(types.SimpleIterableType):
    """All the rows of one table."""

    def __init__(self, row: RowType) -> None:
        self.row = row
        super().__init__(f"{row.name}_rows", RowsIterator(row))


def held_as(**members: types.Type) -> type[models.StructModel]:
    """How a type is held: its members by name, of which `data` is where its numbers begin."""

    class Held(models.StructModel):
        def __init__(self, manager: Context, fe_type: types.Type) -> None:
            super().__init__(manager, fe_type, list(members.items()))

    return Held


RowModel = held_as(data=DATA, n=types.intp, i=types.intp)
register_model(RowsType)(held_as(data=DATA, n=types.intp))
register_model(RowsIterator)(
    held_as(data=DATA, n=types.intp, next=types.EphemeralPointer(types.intp))
)


def unpack(context: Context, builder: Builder, kind: types.Type, value: Value = None) -> Value:
    """The struct behind a value of type `kind`, or an empty one to fill."""
    return cgutils.create_struct_proxy(kind)(context, builder, value=value)


def constructor(kind: types.Type, axes: int, lengths: Mapping[str, int]) -> Function:
    """The compiled constructor of a `kind` from a C-ordered array of float64, which the caller
    keeps alive. lengths: members that hold the length of an axis.
    """

    @intrinsic
    def made_of(typing_context: Context, array: Value) -> Value:
        def codegen(
            context: Context, builder: Builder, signature: Signature, args: Values
        ) -> Value:
            source, made = unpack(context, builder, array, args[0]), unpack(context, builder, kind)
            made.data, shape = source.data, cgutils.unpack_tuple(builder, source.shape, axes)
            for member, axis in lengths.items():
                setattr(made, member, shape[axis])
            return made._getvalue()

        return (kind(array), codegen) if array == types.Array(types.float64, axes, "C") else None

    return made_of


@infer_getattr
class Fields(AttributeTemplate):
    """`firm.cash` is a float64 for every declared field."""

    key = RowType

    def generic_resolve(self, row: RowType, name: str) -> Value:  # type: ignore[override]
        """The type of a field; None lets numba look for a method, property or constant."""
        return types.float64 if name in row.fields else None


def _address(
    context: Context, builder: Builder, row_type: RowType, value: Value, name: str
) -> Value:
    row = unpack(context, builder, row_type, value)
    column = context.get_constant(types.intp, row_type.fields.index(name))
    return builder.gep(row.data, [builder.add(builder.mul(column, row.n), row.i)])


def apart(builder: Builder, instruction: Value, name: str) -> Value:
    """Mark a load or store as one of the column or array `name`, which no other overlaps."""
    # LLVM must be told (type-based alias metadata) or it will not vectorise.
    module = builder.module
    zero = ir.Constant(ir.IntType(64), 0)
    root = module.add_metadata(["poolsim rows"])
    column = module.add_metadata([name, root, zero])
    instruction.set_metadata("tbaa", module.add_metadata([column, column, zero]))
    return instruction


@lower_getattr_generic(RowType)
def _load(context: Context, builder: Builder, row_type: RowType, value: Value, name: str) -> Value:
    number = builder.load(_address(context, builder, row_type, value, name))
    return apart(builder, number, f"{row_type.name}.{name}")


@lower_setattr_generic(RowType)
def _store(
    context: Context, builder: Builder, signature: Signature, args: Values, name: str
) -> None:
    row_type = signature.args[0]
    address = _address(context, builder, row_type, args[0], name)
    apart(builder, builder.store(args[1], address), f"{row_type.name}.{name}")


@intrinsic
def _row(typing_context: Context, rows: RowsType, i: types.Type) -> Value:
    row_type = rows.row

    def codegen(context: Context, builder: Builder, signature: Signature, args: Values) -> Value:
        source = unpack(context, builder, signature.args[0], args[0])
        made = unpack(context, builder, row_type)
        made.data, made.n = source.data, source.n
        made.i = context.cast(builder, args[1], signature.args[1], types.intp)
        return made._getvalue()

    return row_type(rows, i), codegen


@intrinsic
def _count(typing_context: Context, rows: RowsType) -> Value:
    def codegen(context: Context, builder: Builder, signature: Signature, args: Values) -> Value:
        return unpack(context, builder, signature.args[0], args[0]).n

    return types.intp(rows), codegen


@overload(operator.getitem, **OPTIONS)
def _getitem(rows: Value, i: Value) -> Function | None:
    if not (isinstance(rows, RowsType) and isinstance(i, (types.Integer, types.Boolean))):
        return None

    def row(rows: Value, i: Value) -> Value:
        if i < 0 or i >= _count(rows):
            raise IndexError("row index out of range (negative indices are not for compiled code)")
        return _row(rows, i)

    return row


@overload(len, **OPTIONS)
def _len(rows: Value) -> Function | None:
    def length(rows: Value) -> Value:
        return _count(rows)

    return length if isinstance(rows, RowsType) else None


@lower_builtin(operator.is_, RowType, RowType)
def _is(context: Context, builder: Builder, signature: Signature, args: Values) -> Value:
    first, second = signature.args
    if first != second:
        return cgutils.false_bit
    one, two = unpack(context, builder, first, args[0]), unpack(context, builder, second, args[1])
    same_table = builder.icmp_unsigned("==", one.data, two.data)
    return builder.and_(same_table, builder.icmp_signed("==", one.i, two.i))


@lower_builtin("getiter", RowsType)
def _getiter(context: Context, builder: Builder, signature: Signature, args: Values) -> Value:
    source = unpack(context, builder, signature.args[0], args[0])
    made = unpack(context, builder, signature.return_type)
    made.data, made.n = source.data, source.n
    made.next = cgutils.alloca_once_value(builder, context.get_constant(types.intp, 0))
    return made._getvalue()


@lower_builtin("iternext", RowsIterator)
@iternext_impl(RefType.UNTRACKED)
def _iternext(
    context: Context, builder: Builder, signature: Signature, args: Values, result: Value
) -> None:
    source = unpack(context, builder, signature.args[0], args[0])
    i = builder.load(source.next)
    valid = builder.icmp_signed("<", i, source.n)
    result.set_valid(valid)
    with builder.if_then(valid):
        made = unpack(context, builder, signature.args[0].yield_type)
        made.data, made.n, made.i = source.data, source.n, i
        result.yield_(made._getvalue())
        builder.store(builder.add(i, context.get_constant(types.intp, 1)), source.next)
