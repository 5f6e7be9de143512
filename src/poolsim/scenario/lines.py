"""Where everything stands in a TOML text, and how deep it is nested, each in one pass over it."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from poolsim.errors import Place

MOST_DEPTH = 16  # of brackets in each other and of parts of a key; no file needs half of it
TOKENS = re.compile(  # texts may hold every other token; one that is not closed takes the rest
    r'"""(?:\\.|[^\\])*?(?:"{3,5}|\Z)'
    r"|'''.*?(?:'{3,5}|\Z)"
    r'|"(?:\\[^\n]|[^"\\\n])*"?'
    r"|'[^'\n]*'?"
    r"|#[^\n]*"
    r"|[\[\]{}.,=\n]",
    re.DOTALL,
)


def too_deep(text: str) -> int:
    """The first line, of a TOML text that need not be valid, where something is nested too deeply;
    0 if there is none.
    """
    line, depth, parts = 1, 0, 0
    for token in TOKENS.finditer(text):
        found = token[0]
        depth += _step(found)
        if found == ".":
            parts += 1
        elif found in ("=", ",", "\n", "[", "{"):
            parts = 0
        if depth > MOST_DEPTH or parts >= MOST_DEPTH:
            return line
        line += found.count("\n")
    return 0


def _step(token: str) -> int:
    return 1 if token in ("[", "{") else -1 if token in ("]", "}") else 0


def joined(place: Iterable[str | int]) -> str:
    """A place as text, in which dotted keys are as good as nested tables."""
    return ".".join(str(part) for part in place)


def lines_of(text: str) -> dict[str, int]:
    """First line of every header and value of a valid TOML text, by its place joined."""
    table: Place = ()
    repeated: dict[Place, int] = {}
    found: dict[str, int] = {}
    for line, statement in _statements(text):
        data = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            table = _table_of(data, repeated)
            found.setdefault(joined(table), line)
        else:
            for place in _places(data):
                found.setdefault(joined(table + place), line)
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """First line and text of each statement; values may span lines."""
    line, first, start, depth = 1, 1, 0, 0
    for token in TOKENS.finditer(text):
        depth += _step(token[0])
        line += token[0].count("\n")
        if token[0] == "\n" and depth == 0:
            yield first, text[start : token.end()]
            first, start = line, token.end()
    yield first, text[start:]


def _table_of(data: object, repeated: dict[Place, int]) -> Place:
    """Place that a header, parsed by itself, opens; `repeated` counts tables of each `[[...]]`."""
    place: Place = ()
    while isinstance(data, Mapping) and data:
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
