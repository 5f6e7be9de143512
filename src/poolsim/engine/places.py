"""The world of a run in compiled code: one pointer, behind which stands where every table and every
array of the book begins, and how long it is.

As named tuples, a hundred values would be handed over with every call, for which the compiler takes
as long as for much of the rest. The places do not change while a block runs; the loads say so.
"""

from collections.abc import Iterable
from hashlib import sha256

import numpy as np
from numba import types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, lower_getattr_generic, register_model

from poolsim.engine.columns import DATA, RowType, constructor, held_as, unpack
from poolsim.engine.grids import GridType
from poolsim.engine.untyped import Builder, Context, Function, Value

PER_ARRAY = 3  # where it begins, and the length of its first and of its last axis
BEGIN, FIRST, LAST = range(PER_ARRAY)


class PlacesType(types.Type):
    """The world, or its book: of every field what it is, and the number of its array."""

    def __init__(self, name: str, fields: dict[str, tuple[types.Type, int]]) -> None:
        self.fields = fields
        # A name stands in every symbol of the compiled code: a digest keeps it short.
        digest = sha256(repr(list(fields.items())).encode()).hexdigest()[:12]
        super().__init__(f"poolsim_{name}_{digest}")


register_model(PlacesType)(held_as(data=DATA))


def places_of(arrays: Iterable[np.ndarray]) -> np.ndarray:
    """Where arrays begin and the lengths of their first and last axis, three whole numbers each, in
    the bytes of float64. The caller keeps the arrays alive.
    """
    places = [(array.ctypes.data, array.shape[0], array.shape[-1]) for array in arrays]
    return np.array(places, dtype=np.int64).view(np.float64).ravel()


def world_of(fields: dict[str, tuple[types.Type, int]]) -> Function:
    """The compiled constructor of a world from the vector of places."""
    return constructor(PlacesType("world", fields), 1, {})


@infer_getattr
class Fields(AttributeTemplate):
    """`world.firms` are rows, `world.book` more places, `book.royalty` is a grid."""

    key = PlacesType

    def generic_resolve(self, places: PlacesType, name: str) -> Value:  # type: ignore[override]
        """The type of a field; None for any other name."""
        return places.fields[name][0] if name in places.fields else None


@lower_getattr_generic(PlacesType)
def _field(
    context: Context, builder: Builder, places_type: PlacesType, value: Value, name: str
) -> Value:
    places = unpack(context, builder, places_type, value).data
    kind, number = places_type.fields[name]
    made = unpack(context, builder, kind)
    if isinstance(kind, PlacesType):
        made.data = places
        return made._getvalue()

    made.data = _load(context, builder, places, PER_ARRAY * number + BEGIN, DATA)
    made.n = _load(context, builder, places, PER_ARRAY * number + LAST, types.intp)
    if isinstance(kind, GridType):
        made.width = made.n
        made.n = _load(context, builder, places, PER_ARRAY * number + FIRST, types.intp)
    if isinstance(kind, RowType):
        made.i = context.get_constant(types.intp, 0)
    return made._getvalue()


def _load(context: Context, builder: Builder, places: Value, place: int, kind: Value) -> Value:
    address = builder.gep(places, [context.get_constant(types.intp, place)])
    pointer = context.get_value_type(kind).as_pointer()
    loaded = builder.load(builder.bitcast(address, pointer))
    loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
    return loaded
