"""Strict reading of TOML: all errors at once, one line each, with file, line, address, range and
nearest spelling.
"""

import difflib
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from poolsim.errors import Place, Problem, ScenarioError

Made = TypeVar("Made", bound=BaseModel)

UNION_TAGS = (
    "<name>",
    "<table>",
    "<number>",
    "<address>",
)  # which pydantic puts into the place of an error
STRUCTURE_NAME, STRUCTURE_TABLE, BOUND_NUMBER, BOUND_ADDRESS = UNION_TAGS
WRONG_TYPE = {
    "float_type": "not a number",
    "int_type": "not a whole number",
    "int_from_float": "not a whole number",
    "string_type": "not a text",
    "model_type": "not a table",
    "dict_type": "not a table",
    "list_type": "not a list",
}


def refusal(problems: Iterable[Problem], document: "Document | None" = None) -> ScenarioError:
    """The error that reports `problems`, in the order of their lines and each once."""
    document = document or Document()
    found = sorted(problems, key=lambda problem: document.line(problem.place))
    return ScenarioError(dict.fromkeys(document.message(problem) for problem in found), found)


@dataclass(frozen=True)
class Document:
    """A TOML file as read: its name, its text and its data; without a name, data that came from no
    file.
    """

    name: str = ""
    text: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def _lines(self) -> dict[str, int]:
        return dict(_lines_of(self.text))

    def line(self, place: Place) -> int:
        """Line of the innermost part of `place` that the file holds; 1 if it holds none."""
        for length in range(len(place), 0, -1):
            found = self._lines.get(_joined(place[:length]))
            if found is not None:
                return found
        return 1

    def message(self, problem: Problem) -> str:
        """`FILE:LINE: address: what is wrong`, as far as each is known."""
        parts = [f"{self.name}:{self.line(problem.place)}"] if self.name else []
        return ": ".join(parts + [part for part in (problem.shown, problem.text) if part])


def _joined(place: Iterable[str | int]) -> str:
    return ".".join(str(part) for part in place)


def _lines_of(text: str) -> Iterator[tuple[str, int]]:
    """Place and first line of every header and value of a valid TOML text."""
    table: Place = ()
    repeated: dict[Place, int] = {}
    for first, statement, data in _statements(text):
        if statement.lstrip().startswith("["):
            table = _table_of(data, repeated)
            yield _joined(table), first
        else:
            yield from ((_joined(table + place), first) for place in _places(data))


def _statements(text: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """First line, text and data of each statement: lines are added until they parse, so that values
    may span lines.
    """
    first, pending = 1, ""
    for number, line in enumerate(text.splitlines(), start=1):
        first, pending = (first, f"{pending}\n{line}") if pending else (number, line)
        try:
            data = tomllib.loads(pending)
        except tomllib.TOMLDecodeError:
            continue
        if data:
            yield first, pending, data
        pending = ""


def _table_of(data: Any, repeated: dict[Place, int]) -> Place:
    """Place that a header, parsed by itself, opens; `repeated` counts the tables of each `[[...]]`."""
    place: Place = ()
    while data:
        key, data = next(iter(data.items()))
        place += (key,)
        if isinstance(data, list):
            repeated[place] = repeated.get(place, -1) + 1
            data = data[0]
        if place in repeated:
            place += (repeated[place],)
    return place


def _places(data: Any, place: Place = ()) -> Iterator[Place]:
    items: Iterable[tuple[str | int, Any]] = ()
    if isinstance(data, dict):
        items = data.items()
    elif isinstance(data, list):
        items = enumerate(data)
    for key, value in items:
        yield place + (key,)
        yield from _places(value, place + (key,))


def read_toml(path: str | Path) -> Document:
    """Read a TOML file, or say in a `ScenarioError` why it cannot be read."""
    name = str(path)
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ScenarioError([f"{name}:{line}: not a text in UTF-8"]) from None
    except (OSError, ValueError) as error:
        raise ScenarioError(
            [f"{name}: cannot be read: {getattr(error, 'strerror', None) or error}"]
        ) from None
    document = Document(name, text, _parsed(name, text))
    if not document.data:
        raise ScenarioError([f"{name}:1: the file is empty"])
    return document


def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ScenarioError([f"{name}: nested too deeply"]) from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"^(.*) \(at line (\d+), column \d+\)$", str(error), re.DOTALL)
        line, reason = (found[2], found[1]) if found else (text.count("\n") + 1, error)
        raise ScenarioError([f"{name}:{line}: not valid TOML: {reason}"]) from None
    except ValueError:  # Python converts no integers of thousands of digits
        line = next(
            (n for n, row in enumerate(text.splitlines(), 1) if re.search(r"\d{4000}", row)), 1
        )
        raise ScenarioError([f"{name}:{line}: a number has too many digits"]) from None


def shipped(folder: str) -> dict[str, Path]:
    """The TOML files of `configs` or `experiments` by name: inside an installed package, or beside
    `src` in a clone.
    """
    here = Path(__file__).resolve().parents[1]
    for place in (here / folder, here.parents[1] / folder):
        if place.is_dir():
            return {path.stem: path for path in sorted(place.glob("*.toml"))}
    return {}


def find_toml(path_or_name: str | Path, folder: str, beside: Path | None = None) -> Path:
    """The file that a shipped name or a path (relative to `beside`) means."""
    names = shipped(folder)
    if str(path_or_name) in names:
        return names[str(path_or_name)]
    path = Path(path_or_name) if beside is None else beside / path_or_name
    if path.suffix != ".toml" and not path.exists():
        near = nearest(str(path_or_name), names)
        raise ScenarioError([f"{path_or_name}: no such file, nor a name in {folder}{near}"])
    return path


def nearest(word: str, words: Iterable[str]) -> str:
    """`; did you mean '...'?`, or nothing where no word is near."""
    near = difflib.get_close_matches(word, list(words), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def validated(
    model: type[Made],
    data: Any,
    document: Document | None = None,
    crossed: Callable[[Any], list[Problem]] = lambda data: [],
    shown_as: Mapping[Place, str] | None = None,
) -> Made:
    """`data` as a `model`; otherwise all its errors, and those that `crossed` finds between its
    parts, at once.
    """
    try:
        return model.model_validate(data)
    except ScenarioError as error:
        problems = list(error.problems)
    except ValidationError as error:
        problems = [
            _problem(model, data, found) for found in error.errors(include_url=False)
        ] + crossed(data)
    shown_as = shown_as or {}
    raise refusal(
        (replace(found, shown=shown_as.get(found.place, found.shown)) for found in problems),
        document,
    )


def _problem(model: type[BaseModel], data: Any, error: Any) -> Problem:
    place = tuple(part for part in error["loc"] if part not in UNION_TAGS)
    table, declared = field_at(model, place)
    shown = address_of(data, place)
    if error["type"] == "extra_forbidden":
        known = list(table.model_fields) if table else []
        return Problem(place, shown, f"unknown key{nearest(str(place[-1]), known)}")
    return Problem(place, shown, _what_is_wrong(error) + (allowed(declared) if declared else ""))


def address_of(data: Any, place: Place) -> str:
    """`place` as an address: list items by their name where they have one."""
    parts: list[str] = []
    for part in place:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            data = None
        if isinstance(part, int):
            name = data.get("name") if isinstance(data, dict) else None
            part = name if isinstance(name, str) else str(part + 1)
        parts.append(part)
    return ".".join(parts)


def _what_is_wrong(error: Any) -> str:
    kind, value, context = error["type"], shown_value(error["input"]), error.get("ctx", {})
    texts = {
        "missing": "missing",
        "finite_number": f"{value} is not a finite number",
        "greater_than_equal": f"{value} is too low",
        "less_than_equal": f"{value} is too high",
        "multiple_of": f"{value} is not a whole number",
        "string_pattern_mismatch": f"{value} must be letters, digits, _ and - only",
        "string_too_long": f"{value} is longer than {context.get('max_length')} characters",
        "too_short": f"at least {context.get('min_length')} needed",
        "too_long": f"at most {context.get('max_length')} allowed",
    }
    if kind in WRONG_TYPE:
        return f"{value} is {WRONG_TYPE[kind]}"
    return texts.get(kind, f"{value}: {error['msg']}")


def shown_value(value: Any) -> str:
    """A value as a message shows it: short, and in the words of TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    try:
        text = repr(value)
    except ValueError:  # an integer beyond the digits that Python writes out
        return "a number of thousands of digits"
    return text if len(text) <= 60 else f"{text[:57]}..."


def allowed(declared: FieldInfo) -> str:
    """`; allowed range [low, high] unit` of a declared number; nothing for a field without bounds."""
    low, high = bounds(declared)
    if low is None or high is None:
        return ""
    extra = declared.json_schema_extra
    unit = extra.get("unit") if isinstance(extra, dict) else None
    limits = ", ".join(
        f"{limit:g}" if isinstance(limit, float) else str(limit) for limit in (low, high)
    )
    return f"; allowed range [{limits}]" + (f" {unit}" if unit and unit != "1" else "")


def bounds(declared: FieldInfo) -> tuple[float | None, float | None]:
    """Lowest and highest value of a declared number."""
    low = high = None
    for limit in declared.metadata:
        low = getattr(limit, "ge", low)
        high = getattr(limit, "le", high)
    return low, high


def field_at(
    model: type[BaseModel], place: Place
) -> tuple[type[BaseModel] | None, FieldInfo | None]:
    """The table that holds the last part of `place`, and that part's declaration, as far as they
    exist.
    """
    annotation: Any = model
    table: type[BaseModel] | None = model
    declared: FieldInfo | None = None
    for part in place:
        if get_origin(annotation) in (list, dict):
            annotation, declared = get_args(annotation)[-1], None
            continue
        table = _model_in(annotation)
        declared = table.model_fields.get(str(part)) if table else None
        if declared is None:
            return table, None
        annotation = declared.annotation
    return table, declared


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(part) for part in get_args(annotation))
    return next((found for found in inner if found), None)


def flattened(table: Mapping[str, Any]) -> dict[str, Any]:
    """Nested tables as dotted keys, so that `a.b = 1` and `"a.b" = 1` mean the same."""
    flat: dict[str, Any] = {}
    for key, value in table.items():
        inner = flattened(value) if isinstance(value, dict) else None
        flat.update(
            {key: value}
            if inner is None
            else {f"{key}.{below}": deep for below, deep in inner.items()}
        )
    return flat
