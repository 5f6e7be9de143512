"""TOML files as read: their data, and the line of every place in them."""

import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import nan
from pathlib import Path
from typing import Any, TypeVar

from poolsim.errors import Place, Problem, ScenarioError

Value = TypeVar("Value")


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
    data: dict[str, object] = field(default_factory=dict)

    @cached_property
    def _lines(self) -> dict[str, int]:
        return dict(_lines_of(self.text))

    def line(self, place: Place) -> int:
        """Line of the innermost part of `place` that the file holds; 1 if it holds none."""
        within = (place[:length] for length in range(len(place), 0, -1))
        found = (self._lines.get(_joined(part)) for part in within)
        return next((line for line in found if line), 1)

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


def _statements(text: str) -> Iterator[tuple[int, str, dict[str, object]]]:
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


def _table_of(data: object, repeated: dict[Place, int]) -> Place:
    """Place that a header, parsed by itself, opens; `repeated` counts tables of each `[[...]]`."""
    place: Place = ()
    while isinstance(data, dict) and data:
        key, data = next(iter(data.items()))
        place += (key,)
        if isinstance(data, list):
            repeated[place] = repeated.get(place, -1) + 1
            data = data[0]
        if place in repeated:
            place += (repeated[place],)
    return place


def _places(data: object, place: Place = ()) -> Iterator[Place]:
    listed = enumerate(data) if isinstance(data, list) else ()
    items: Iterable[tuple[Any, object]] = data.items() if isinstance(data, dict) else listed
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


def _parsed(name: str, text: str) -> dict[str, object]:
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


def toml_of(value: float | str) -> str:
    """A value as TOML writes it."""
    # JSON's strings are TOML's but for the delete character, which TOML wants escaped.
    return (
        json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        if isinstance(value, str)
        else repr(value)
    )


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


def meant(word: str, values: Iterable[str]) -> str | None:
    """The one of the printed values that a word means, None if it means none; numbers may be
    written in any way.
    """
    known = list(values)
    alike = (value for value in known if _number(value) == _number(word))
    return word if word in known else next(alike, None)


def _number(text: str) -> float:
    """A text as a number; nan, which equals nothing, where it is none."""
    try:
        return float(text)
    except ValueError:
        return nan


def flattened(table: Mapping[str, Value]) -> dict[str, Value]:
    """Nested tables as dotted keys, so that `a.b = 1` and `"a.b" = 1` mean the same."""
    flat: dict[str, Value] = {}
    for key, value in table.items():
        inner = flattened(value) if isinstance(value, dict) else None
        flat.update(
            {key: value}
            if inner is None
            else {f"{key}.{below}": deep for below, deep in inner.items()}
        )
    return flat


def with_flat(data: object, keys: Iterable[str]) -> object:
    """`data` whose tables under some keys are flattened, as far as there are any."""
    if not isinstance(data, dict):
        return data
    return data | {key: flattened(data[key]) for key in keys if isinstance(data.get(key), dict)}
