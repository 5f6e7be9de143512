"""The arrays of the book in compiled code: `book.claim[i, h]` is one number of a C-ordered array of
float64.

An array of numba's carries a reference count, strides and shape into every call, which takes long
to compile. A grid knows where it begins and how long its rows are. Every index is given and none is
negative; with NUMBA_BOUNDSCHECK=1 one that is out of range raises IndexError.
"""

import operator

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.config import BOUNDSCHECK  # type: ignore[attr-defined]
from numba.core.typing.templates import AbstractTemplate, infer_global
from numba.extending import lower_builtin, register_model

from poolsim.engine.columns import DATA, apart, constructor, held_as, unpack
from poolsim.engine.untyped import Builder, Context, Function, Signature, Value, Values


class GridType(types.Type):
    """An array of the book by its name, with one or two axes. Two grids never overlap."""

    def __init__(self, name: str, ndim: int) -> None:
        self.ndim = ndim
        super().__init__(f"poolsim_grid_{name}_{ndim}")


register_model(GridType)(held_as(data=DATA, n=types.intp, width=types.intp))


def grid_of(name: str, ndim: int) -> Function:
    """The compiled constructor of a grid from an array, which the caller keeps alive."""
    return constructor(GridType(name, ndim), ndim, {"n": 0, "width": 1} if ndim == 2 else {"n": 0})


def _fits(grid: Value, index: Value) -> bool:
    if not isinstance(grid, GridType):
        return False
    kinds: Value = index if isinstance(index, types.BaseTuple) else (index,)
    return len(kinds) == grid.ndim and all(isinstance(kind, types.Integer) for kind in kinds)


@infer_global(operator.getitem)
class Read(AbstractTemplate):
    """`grid[i, j]` is a float64."""

    def generic(self, args: Values, kws: Values) -> Value:
        """The signature, where every index is given."""
        return types.float64(*args) if _fits(*args) else None


@infer_global(operator.setitem)
class Write(AbstractTemplate):
    """`grid[i, j] = x` stores a float64."""

    def generic(self, args: Values, kws: Values) -> Value:
        """The signature, where every index is given."""
        grid, index, _ = args
        return types.void(grid, index, types.float64) if _fits(grid, index) else None


def _address(context: Context, builder: Builder, signature: Signature, args: Values) -> Value:
    grid_type, index_type = signature.args[:2]
    grid = unpack(context, builder, grid_type, args[0])
    if grid_type.ndim == 1:
        kinds, values = (index_type,), (args[1],)
    else:
        kinds, values = tuple(index_type), cgutils.unpack_tuple(builder, args[1], 2)
    places = [
        context.cast(builder, value, kind, types.intp)
        for kind, value in zip(kinds, values, strict=True)
    ]
    if BOUNDSCHECK:
        for place, length in zip(places, (grid.n, grid.width), strict=False):
            _check(context, builder, place, length)
    place = (
        places[0]
        if grid_type.ndim == 1
        else builder.add(builder.mul(places[0], grid.width), places[1])
    )
    return builder.gep(grid.data, [place])


def _check(context: Context, builder: Builder, place: ir.Value, length: ir.Value) -> None:
    # Compared without a sign, a negative index is too large.
    with builder.if_then(builder.icmp_unsigned(">=", place, length), likely=False):
        context.call_conv.return_user_exc(builder, IndexError, ("index of the book out of range",))


@lower_builtin(operator.getitem, GridType, types.Integer)
@lower_builtin(operator.getitem, GridType, types.BaseTuple)
def _read(context: Context, builder: Builder, signature: Signature, args: Values) -> Value:
    number = builder.load(_address(context, builder, signature, args))
    return apart(builder, number, signature.args[0].name)


@lower_builtin(operator.setitem, GridType, types.Integer, types.Float)
@lower_builtin(operator.setitem, GridType, types.BaseTuple, types.Float)
def _write(context: Context, builder: Builder, signature: Signature, args: Values) -> Value:
    stored = builder.store(args[2], _address(context, builder, signature, args))
    apart(builder, stored, signature.args[0].name)
    return context.get_dummy_value()
