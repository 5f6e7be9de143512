"""The terms of a scenario in compiled code.

`terms = terms_of(Terms, groups)(vector)`; then `terms.market.conduct` loads one number of the
vector of all terms, and `rules = terms.market` is a group that can be handed on. As named tuples,
some hundred values would be handed over with every call, for which the compiler takes as long as
for all the rest. Terms never change in a run; the loads say so.
"""

from itertools import count

from numba import types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, lower_getattr_generic, register_model

from poolsim.engine.columns import DATA, constructor, held_as, unpack
from poolsim.engine.untyped import Builder, Context, Function, Value


class TermsType(types.Type):
    """All terms, or a group of them: of every field the group that it is, or its place in the
    vector.
    """

    def __init__(self, name: str, fields: "dict[str, TermsType | int]") -> None:
        self.fields = fields
        places = "_".join(f"{field}_{inner}" for field, inner in fields.items())
        super().__init__(f"poolsim_{name}_{places}")


register_model(TermsType)(held_as(data=DATA))


@infer_getattr
class Fields(AttributeTemplate):
    """`terms.market` is a group, `market.conduct` a float64."""

    key = TermsType

    def generic_resolve(self, terms: TermsType, name: str) -> Value:  # type: ignore[override]
        """The type of a field; None for any other name."""
        inner = terms.fields.get(name)
        return types.float64 if isinstance(inner, int) else inner


@lower_getattr_generic(TermsType)
def _field(
    context: Context, builder: Builder, terms_type: TermsType, value: Value, name: str
) -> Value:
    data, inner = unpack(context, builder, terms_type, value).data, terms_type.fields[name]
    if isinstance(inner, int):
        number = builder.load(builder.gep(data, [context.get_constant(types.intp, inner)]))
        number.set_metadata("invariant.load", builder.module.add_metadata([]))
        return number
    made = unpack(context, builder, inner)
    made.data = data
    return made._getvalue()


def terms_of(terms: Value, groups: tuple[Value, ...]) -> Function:
    """The compiled constructor of terms from a vector of all numbers, group by group."""
    places = count()
    fields: dict[str, TermsType | int] = {
        name: TermsType(name, {field: next(places) for field in group._fields})
        for name, group in zip(terms._fields, groups, strict=True)
    }
    return constructor(TermsType("terms", fields), 1, {})
