"""The terms of a scenario in compiled code.

`terms = terms_of(Terms, groups)(vector)`; then `terms.market.conduct` loads one number of the
vector of all terms, and `rules = terms.market` is a group that can be handed on. As named tuples,
some hundred values would be handed over with every call, for which the compiler takes as long as
for all the rest. Terms never change in a run; the loads say so.
"""

from __future__ import annotations

from numba import types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, intrinsic, lower_getattr_generic, models, register_model

from poolsim.engine.columns import unpack
from poolsim.engine.untyped import Builder, Context, Function, Signature, Value, Values


class GroupType(types.Type):
    """One group of terms: its fields, and where they begin in the vector."""

    def __init__(self, name: str, fields: tuple[str, ...], start: int) -> None:
        self.fields, self.start = fields, start
        super().__init__(f"poolsim_group_{name}_{start}_{'_'.join(fields)}")


class TermsType(types.Type):
    """All groups of terms."""

    def __init__(self, names: tuple[str, ...], groups: tuple[type, ...]) -> None:
        self.groups: dict[str, GroupType] = {}
        start = 0
        for name, group in zip(names, groups, strict=True):
            fields: tuple[str, ...] = group._fields  # type: ignore[attr-defined]
            self.groups[name] = GroupType(name, fields, start)
            start += len(fields)
        super().__init__(f"poolsim_terms_{'_'.join(group.name for group in self.groups.values())}")


@register_model(GroupType)
@register_model(TermsType)
class TermsModel(models.StructModel):
    """How terms and groups are held: where the vector begins."""

    def __init__(self, manager: Context, fe_type: types.Type) -> None:
        super().__init__(manager, fe_type, [("data", types.CPointer(types.float64))])


@infer_getattr
class Groups(AttributeTemplate):
    """`terms.market` is a group."""

    key = TermsType

    def generic_resolve(self, terms: TermsType, name: str) -> Value:  # type: ignore[override]
        """The type of a group; None for any other name."""
        return terms.groups.get(name)


@infer_getattr
class Numbers(AttributeTemplate):
    """`market.conduct` is a float64."""

    key = GroupType

    def generic_resolve(self, group: GroupType, name: str) -> Value:  # type: ignore[override]
        """The type of a number; None for any other name."""
        return types.float64 if name in group.fields else None


@lower_getattr_generic(TermsType)
def _group(
    context: Context, builder: Builder, terms_type: TermsType, value: Value, name: str
) -> Value:
    made = unpack(context, builder, terms_type.groups[name])
    made.data = unpack(context, builder, terms_type, value).data
    return made._getvalue()


@lower_getattr_generic(GroupType)
def _number(
    context: Context, builder: Builder, group_type: GroupType, value: Value, name: str
) -> Value:
    place = context.get_constant(types.intp, group_type.start + group_type.fields.index(name))
    number = builder.load(builder.gep(unpack(context, builder, group_type, value).data, [place]))
    number.set_metadata("invariant.load", builder.module.add_metadata([]))
    return number


def terms_of(terms: Value, groups: tuple[type, ...]) -> Function:
    """The compiled constructor of terms from a vector of all numbers, group by group."""
    terms_type = TermsType(terms._fields, groups)

    @intrinsic
    def of_vector(typing_context: Context, vector: Value) -> Value:
        def codegen(
            context: Context, builder: Builder, signature: Signature, args: Values
        ) -> Value:
            made = unpack(context, builder, terms_type)
            made.data = unpack(context, builder, signature.args[0], args[0]).data
            return made._getvalue()

        return terms_type(vector), codegen

    return of_vector
