"""TOML files as read: their data, and the line of every place in them."""

import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import isfinite
from pathlib import Path
from typing import TypeVar

from poolsim.errors import Place, Problem, ScenarioError
from poolsim.scenario.files import exists, read_text
from poolsim.scenario.lines import joined, lines_of, too_deep

Value = TypeVar("Value")
NUMBER = re.compile(r"[+-]?(?:(?:0|[1-9][0-9]*)((?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)|inf|nan)")
DECIMAL_COMMA = re.compile(r"([+-]?[0-9]+),([0-9]+)")
MOST_DIGITS = 4000  # of a whole number that Python converts
ROOMS = ("configs", "experiments", "targets")  # of shipped files
LONGEST_NAME = 200  # characters of a word that may be a misspelt one


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
        return lines_of(self.text)

    def line(self, place: Place) -> int:
        """Line of the innermost part of `place` that the file holds; 1 if it holds none."""
        within = (place[:length] for length in range(len(place), 0, -1))
        found = (self._lines.get(joined(part)) for part in within)
        return next((line for line in found if line), 1)

    def message(self, problem: Problem) -> str:
        """`FILE:LINE: address: what is wrong`, as far as each is known."""
        parts = [f"{self.name}:{self.line(problem.place)}"] if self.name else []
        return ": ".join(parts + [part for part in (problem.shown, problem.text) if part])


def read_toml(path: str | Path) -> Document:
    """Read a TOML file, or say in a `ScenarioError` why it cannot be read."""
    name, text = str(path), read_text(path)
    document = Document(name, text, _parsed(name, text))
    if not document.data:
        raise ScenarioError([f"{name}:1: the file is empty"])
    return document


def _parsed(name: str, text: str) -> dict[str, object]:
    if line := too_deep(text):
        raise ScenarioError([f"{name}:{line}: nested too deeply"])
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"^(.*) \(at line (\d+), column \d+\)$", str(error), re.DOTALL)
        line, reason = (int(found[2]), found[1]) if found else (text.count("\n") + 1, str(error))
        hint = _hint_in(text, line)
        raise ScenarioError([f"{name}:{line}: not valid TOML: {reason}{hint}"]) from None
    except ValueError:  # Python converts no integers of thousands of digits
        many = re.compile(rf"\d{{{MOST_DIGITS}}}")
        line = next((n for n, row in enumerate(text.splitlines(), 1) if many.search(row)), 1)
        said = f"a number has too many digits; allowed range [1, {MOST_DIGITS}] digits"
        raise ScenarioError([f"{name}:{line}: {said}"]) from None


def _hint_in(text: str, line: int) -> str:
    """The hint at a number in a line that could not be read."""
    value = text.split("\n")[line - 1].partition("#")[0].rpartition("=")[2]
    return number_hint(value.strip())


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
    if not isinstance(path_or_name, str | Path):
        given = type(path_or_name).__name__
        raise ScenarioError([f"{given}: neither a path nor a name in {folder}"])
    names = shipped(folder)
    if str(path_or_name) in names:
        return names[str(path_or_name)]
    if not str(path_or_name).strip():
        raise ScenarioError(["'': no name, and no file"])
    path = Path(path_or_name) if beside is None else beside / path_or_name
    if path.suffix != ".toml" and not exists(path):
        others = [one for one in ROOMS if str(path_or_name) in shipped(one)]
        near = f", but one in {others[0]}" if others else nearest(str(path_or_name), names)
        raise ScenarioError([f"{path_or_name}: no such file, nor a name in {folder}{near}"])
    return path


def nearest(word: str, words: Iterable[str]) -> str:
    """`; did you mean '...'?`, or nothing where no word is near."""
    known = list(words) if len(word) <= LONGEST_NAME else []
    near = [
        *difflib.get_close_matches(word, known, n=1),
        *difflib.get_close_matches(word.lower(), known, n=1),
    ]
    return f"; did you mean '{near[0]}'?" if near else ""


def meant(word: str, values: Iterable[str]) -> str | None:
    """The one of the printed values that a word means, None if it means none; numbers may be
    written in any way.
    """
    known = list(values)
    number = number_in(word)
    alike = (value for value in known if number is not None and number_in(value) == number)
    return word if word in known else next(alike, None)


def number_in(text: str) -> float | None:
    """The number that a text writes as TOML does, an int where it is whole; None for any other
    text, `.5`, `0,5`, `1_0` and digits of other scripts among them.
    """
    found = NUMBER.fullmatch(text)
    if not found:
        return None
    return int(text) if found[1] == "" and len(text) < MOST_DIGITS else float(text)


def number_hint(text: str) -> str:
    """How to write what people write as a number and neither TOML nor JSON does; nothing of any
    other text.
    """
    if comma := DECIMAL_COMMA.fullmatch(text):
        return f"; a decimal comma? write {comma[1]}.{comma[2]}"
    try:
        number = float(text)
    except ValueError:
        return ""
    return f"; write {number:g}" if isfinite(number) and number_in(text) is None else ""


def flattened(table: Mapping[str, Value], within: Place = ()) -> dict[str, Value]:
    """Nested tables as dotted keys, so that `a.b = 1` and `"a.b" = 1` mean the same; an empty table
    stays a value. within: the place of the table, for messages.

    Raises ScenarioError where both are said.
    """
    flat: dict[str, Value] = {}
    for key, value in table.items():
        inner = flattened(value, (*within, key)) if isinstance(value, dict) and value else None
        more = {key: value} if inner is None else {f"{key}.{last}": inner[last] for last in inner}
        if twice := flat.keys() & more.keys():
            place = (*within, min(twice))
            raise refusal([Problem(place, joined(place), "is given twice")])
        flat.update(more)
    return flat


def with_flat(data: object, keys: Iterable[str], within: Place = ()) -> object:
    """`data` whose tables under some keys are flattened, as far as there are any."""
    if not isinstance(data, dict):
        return data
    tables = [key for key in keys if isinstance(data.get(key), dict)]
    return data | {key: flattened(data[key], (*within, key)) for key in tables}
