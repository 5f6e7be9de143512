"""Strict reading: all errors of some data at once, one line each, with file, line, address, range
and nearest spelling.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import islice
from typing import Annotated, Any, Self, TypeVar, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from poolsim.errors import MOST_MESSAGES, Place, Problem, ScenarioError
from poolsim.parameters.number import Strict, plain
from poolsim.scenario.former import known_as
from poolsim.scenario.toml import Document, number_hint, refusal

Made = TypeVar("Made", bound="Whole")

# What pydantic puts into the place of an error beside the parts of the data.
TAGS = ("<name>", "<table>", "<number>", "<address>", "[key]")
STRUCTURE_NAME, STRUCTURE_TABLE, BOUND_NUMBER, BOUND_ADDRESS, _ = TAGS
# Names that are read otherwise: pandas, R and spreadsheets agree on few of them.
MISSING = ("na", "nan", "null", "none", "nil")
NUMBER_ALIKE = re.compile(r"[0-9][0-9_]*(e-?[0-9]+)?|0x[0-9a-f]+|inf|infinity")
DEVICE = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
FORMULA = ("=", "+", "-", "@")
WRONG = {  # what is said of each kind of error
    "missing": "missing",
    "float_type": "{value} is not a number",
    "int_type": "{value} is not a whole number",
    "int_from_float": "{value} is not a whole number",
    "multiple_of": "{value} is not one of the values",
    "finite_number": "{value} is not a finite number",
    "string_type": "{value} is not a text",
    "model_type": "{value} is not a table",
    "dict_type": "{value} is not a table",
    "list_type": "{value} is not a list",
    "greater_than_equal": "{value} is too low",
    "less_than_equal": "{value} is too high",
    "string_pattern_mismatch": "{value} must be letters, digits, _ and - only",
    "string_too_long": "{value} is longer than {max_length} characters",
    "too_short": "at least {min_length} needed",
    "too_long": "at most {max_length} allowed",
}


class Whole(Strict):
    """A table that stands for itself: what is wrong with it is one ScenarioError, whoever makes
    it.
    """

    @model_validator(mode="wrap")
    @classmethod
    def _told(cls, data: object, read: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return read(data)
        except ValidationError as error:
            several = islice(error.errors(include_url=False), MOST_MESSAGES + 1)
            raise refusal([_problem(cls, data, one) for one in several]) from None


def validated(
    model: type[Made],
    data: object,
    document: Document | None = None,
    crossed: Callable[[object], list[Problem]] = lambda data: [],
) -> Made:
    """`data` as a `model`; otherwise all its errors, and those that `crossed` finds between its
    parts, at once.
    """
    try:
        return model.model_validate(data)
    except ScenarioError as error:
        raise refusal([*error.problems, *crossed(data)], document) from None


def unambiguous(name: str) -> str:
    """The name, if it stays what it is in a table and as the name of a file.

    Raises PydanticCustomError for one that programs read as a missing value or a number.
    """
    lower = name.lower()
    if lower in (*MISSING, "true", "false"):
        raise PydanticCustomError(
            "read_otherwise", "programs read it in a table as a missing or truth value"
        )
    if NUMBER_ALIKE.fullmatch(lower):
        raise PydanticCustomError("read_otherwise", "tables have it for a number")
    if DEVICE.fullmatch(lower):
        raise PydanticCustomError("read_otherwise", "no file may have this name on every system")
    return name


def shown_text(text: str) -> str:
    """The text, if tables and figures can show it in one line.

    Raises PydanticCustomError for control characters and what spreadsheets take for a formula.
    """
    if UNSHOWN.search(text):
        raise PydanticCustomError(
            "unprintable", "holds line ends or other characters that cannot be printed"
        )
    if text.startswith(FORMULA):
        raise PydanticCustomError("formula", "begins as a formula of a spreadsheet")
    return text


def not_empty(table: object) -> object:
    """The table, if it says something. Raises PydanticCustomError for an empty one."""
    if table == {}:
        raise PydanticCustomError("empty", "says nothing; give numbers, or a name")
    return table


NotEmpty = BeforeValidator(not_empty)
Name = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=60), AfterValidator(unambiguous)
]
Text = Annotated[str, Field(max_length=300), AfterValidator(shown_text)]


def checked_value(model: type[BaseModel], place: Place, address: str, value: object) -> object:
    """`value` as a `model` has it at `place`; otherwise its errors, which name the address."""
    declared, reader = _reader(model, place)
    value = plain(value)
    if declared.annotation is int and isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        return reader.validate_python(value)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise refusal(_problem(model, None, one, place, address) for one in found) from None


@lru_cache(maxsize=4096)
def _reader(model: type[BaseModel], place: Place) -> tuple[FieldInfo, TypeAdapter[object]]:
    """The declaration at a place that a `model` has, and what reads its values."""
    table, declared = field_at(model, place)
    assert table is not None and declared is not None
    kind: Any = Annotated[declared.annotation, declared]
    return declared, TypeAdapter(kind, config=ConfigDict(**table.model_config))


def _problem(
    model: type[BaseModel], data: object, error: ErrorDetails, within: Place = (), address: str = ""
) -> Problem:
    """What pydantic found in `data`, which stand at an address within a `model`."""
    inner = tuple(part for part in error["loc"] if part not in TAGS)
    table, declared = field_at(model, within + inner)
    shown = ".".join(part for part in (address, address_of(data, inner)) if part)
    if error["type"] == "extra_forbidden":
        known = table.model_fields if table else ()
        text = f"unknown key{known_as(str(inner[-1]), known, shown)}"
    else:
        text = _what_is_wrong(error) + (allowed(declared) if declared else "")
    return Problem(within + inner, shown, text)


def address_of(data: object, place: Place) -> str:
    """`place` as an address: list items by their name where they have one."""
    parts: list[str] = []
    for part in place:
        data = _at(data, part)
        if isinstance(part, int):
            name = data.get("name") if isinstance(data, dict) else None
            part = name if isinstance(name, str) else str(part + 1)
        parts.append(part)
    return ".".join(parts)


def _at(data: object, part: str | int) -> object:
    if isinstance(data, dict):
        return data.get(part)
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return data[part]
    return None


def _what_is_wrong(error: ErrorDetails) -> str:
    value = shown_value(error["input"])
    text = WRONG.get(error["type"])
    if not text:
        return f"{value}: {error['msg']}"
    hint = number_hint(error["input"]) if isinstance(error["input"], str) else ""
    return text.format(value=value, **error.get("ctx", {})) + hint


def shown_value(value: object) -> str:
    """A value as a message shows it: short, and in the words of TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if hasattr(value, "isoformat"):  # a date or time of TOML
        return str(value.isoformat())
    try:
        text = repr(value)
    except ValueError:  # an integer beyond the digits that Python writes out
        return "a number of thousands of digits"
    return text if len(text) <= 60 else f"{text[:57]}..."


def allowed(declared: FieldInfo) -> str:
    """`; allowed range [low, high] unit` of a declared number; nothing for one without."""
    low, high = bounds(declared)
    if low is None or high is None:
        return ""
    limits = ", ".join(
        f"{limit:g}" if isinstance(limit, float) else str(limit) for limit in (low, high)
    )
    unit = declared_as(declared).get("unit", "1")
    return f"; allowed range [{limits}]" + (f" {unit}" if unit != "1" else "")


def declared_as(declared: FieldInfo) -> dict[str, str]:
    """Unit, kind and source of a declared number; nothing of any other field."""
    extra = declared.json_schema_extra
    return {key: str(said) for key, said in extra.items()} if isinstance(extra, dict) else {}


def source_of(sources: Mapping[str, str], address: str, declared: FieldInfo, value: float) -> str:
    """Key of the source of a number: that given for its address, else the declared one where it
    has its default.
    """
    default = declared_as(declared)["source"] if value == declared.default else "assumption"
    return sources.get(address, default)


def bounds(declared: FieldInfo) -> tuple[float | None, float | None]:
    """Lowest and highest value of a declared number."""
    limits = {
        end: getattr(limit, end)
        for limit in declared.metadata
        for end in ("ge", "le")
        if hasattr(limit, end)
    }
    return limits.get("ge"), limits.get("le")


def field_at(
    model: type[BaseModel], place: Place
) -> tuple[type[BaseModel] | None, FieldInfo | None]:
    """The table that holds the last part of `place`, and that part's declaration, as far as they
    exist.
    """
    annotation: object = model
    table: type[BaseModel] | None = model
    declared: FieldInfo | None = None
    for part in place:
        if get_origin(annotation) in (list, dict):
            annotation, declared = get_args(annotation)[-1], None
            continue
        table = _model_in(annotation)
        declared = table.model_fields.get(str(part)) if table else None
        annotation = declared.annotation if declared else None
    return table, declared


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(part) for part in get_args(annotation))
    return next((found for found in inner if found), None)
