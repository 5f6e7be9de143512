"""What a class of the model declares: its fields (the columns of its table) and its own members."""

import inspect
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import cast

FOREIGN = ("mesa", "builtins", "typing", "abc")


def own_classes(cls: type) -> tuple[type, ...]:
    """`cls` and its bases as far as they belong to the model (not to Mesa), oldest first."""
    return tuple(
        base for base in reversed(cls.__mro__) if base.__module__.partition(".")[0] not in FOREIGN
    )


def fields_of(cls: type) -> tuple[str, ...]:
    """The fields of a class, `cash: float = 0.0`: its annotations, those of its bases first, as
    declared.
    """
    declared = [
        name
        for base in own_classes(cls)
        for name, kind in inspect.get_annotations(base).items()
        if getattr(kind, "__origin__", kind) in (float, "float")
    ]
    return tuple(dict.fromkeys(declared))


def members_of(cls: type) -> dict[str, object]:
    """Methods, properties, static methods and constants of a class by name: all but its fields."""
    declared = (item for base in own_classes(cls) for item in vars(base).items())
    fields = fields_of(cls)
    return {
        name: member
        for name, member in dict(declared).items()
        if not name.startswith("__") and name not in fields
    }


def function_of(member: object) -> FunctionType | None:
    """The plain function behind a method, a static method or a property; None for anything else."""
    if isinstance(member, property):
        return cast(FunctionType, member.fget)
    if isinstance(member, staticmethod):
        return cast(FunctionType, member.__func__)
    return member if inspect.isfunction(member) else None


def closure_of(function: FunctionType) -> dict[str, object]:
    """The variables a function takes from the one around it; None for one that is not set yet."""
    values: dict[str, object] = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            values[name] = cell.cell_contents
        except ValueError:
            values[name] = None
    return values


def codes_of(code: CodeType) -> Iterator[CodeType]:
    """The code of a function, then that of every function inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes_of(constant)
