"""The points of a study: a CSV with a column per address and a row per point, in which an empty
field leaves the number as it is.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import NamedTuple

from poolsim.errors import MOST_MESSAGES, ScenarioError
from poolsim.parameters.number import plain
from poolsim.scenario.addresses import range_at
from poolsim.scenario.files import MIB, read_text
from poolsim.scenario.scenario import Value
from poolsim.scenario.strict import MISSING
from poolsim.scenario.toml import number_hint, number_in
from poolsim.study.declared.study import MOST_CELLS

MOST_BYTES = 64 * MIB
MOST_FIELDS = 4_000_000
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


class Points(NamedTuple):
    """Points, address -> value, and the line of each in its file."""

    rows: list[dict[str, Value]]
    lines: list[int]


def read_points(path: Path) -> Points:
    """The points in a CSV. Raises ScenarioError, with file and line, for one that cannot be read or
    tells no points.
    """
    text = read_text(path, MOST_BYTES)
    lines = max(text.count("\n"), text.count("\r"))
    if lines > MOST_CELLS + 1:
        raise ScenarioError([f"{path}: more than {MOST_CELLS} points, the most cells of a study"])
    if text.count(",") + lines > MOST_FIELDS:
        raise ScenarioError([f"{path}: more than {MOST_FIELDS} values"])
    if wrong := _no_head(io.StringIO(text, newline="").readline().strip(), not text.strip()):
        raise ScenarioError([f"{path}:1: {wrong}"])
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    found = Points([], [])
    try:
        messages = list(islice(_wrong_in(rows, found), MOST_MESSAGES + 1))
    except csv.Error as error:
        messages = [f"{rows.line_num}: {error}"]
    if not messages and not found.rows:
        messages = ["1: no points below the addresses"]
    if messages:
        raise ScenarioError(f"{path}:{message}" for message in messages)
    return found


def _no_head(first: str, empty: bool) -> str:
    """Why a first line holds no addresses, as that of some spreadsheets, of R or of numpy; nothing
    where it may.
    """
    if not first:
        return "the file is empty" if empty else "an empty line; the addresses belong there"
    if first.startswith("#") or first.lower().startswith("sep="):
        return f"'{first[:4]}' is no address; the addresses belong there and nothing else"
    other = next((one for one in SEPARATORS if one in first and "," not in first), "")
    if other:
        belongs = "a comma belongs there, and a point into numbers"
        return f"{SEPARATORS[other]} between the addresses; {belongs}"
    return ""


def _wrong_in(rows: Iterable[list[str]], found: Points) -> Iterator[str]:
    """What is wrong with the rows of a file, each with its line; points that are right are added
    to those found.
    """
    head = [address.strip() for address in next(iter(rows))]
    wrong = list(dict.fromkeys(_bad_head(head)))
    yield from wrong or _bad_rows(head, rows, found)


def _bad_head(head: list[str]) -> Iterator[str]:
    known: set[str] = set()
    for place, address in enumerate(head, start=1):
        if not address:
            yield f"1: column {place} has no address; a comma too many?"
        elif address in known:
            yield f"1: {address}: two columns have this address"
        known.add(address)


def _bad_rows(head: list[str], rows: Iterable[list[str]], found: Points) -> Iterator[str]:
    seen: dict[tuple[Value, ...], int] = {}
    for row in rows:
        line = rows.line_num  # type: ignore[attr-defined]
        if not row:
            continue
        if len(row) != len(head):
            yield f"{line}: {len(row)} values for {len(head)} addresses{_comma_in(row)}"
            continue
        if not any(text.strip() for text in row):
            yield f"{line}: an empty row"
            continue
        bad = [
            f"{line}: {address}: '{text.strip()}' {wrong}"
            for address, text in zip(head, row, strict=True)
            if (wrong := _wrong(address, text.strip()))
        ]
        yield from bad
        if bad:
            continue
        point = dict(_values(head, row))
        values = tuple(point.get(address, "") for address in head)
        if values in seen:
            yield f"{line}: the same point as in line {seen[values]}"
        seen.setdefault(values, line)
        found.rows.append(point)
        found.lines.append(line)


def _comma_in(row: list[str]) -> str:
    """The hint at decimal commas in a row that has too many values."""
    return "; decimal commas? write points" if len(row) % 2 == 0 else ""


def _wrong(address: str, text: str) -> str:
    """What is wrong with a field; nothing if it is empty, the name of a structure, or a number."""
    if not text or _is_name(address):
        return ""
    number = number_in(text)
    if number is None:
        if text.lower() in MISSING:
            said = "is not a finite number; leave the field empty for the number as it is"
            return f"{said}{range_at(address)}"
        return f"is not a number{number_hint(text)}{range_at(address)}"
    return "" if isfinite(number) else f"is not a finite number{range_at(address)}"


def _is_name(address: str) -> bool:
    return address.rpartition(".")[2] == "structure"


def _values(head: list[str], row: list[str]) -> Iterator[tuple[str, Value]]:
    for address, text in zip(head, row, strict=True):
        if said := text.strip():
            yield address, said if _is_name(address) else plain(float(said))


def points_text(points: Iterable[Mapping[str, Value]]) -> str:
    """The CSV that `read_points` reads as these points."""
    rows = list(points)
    head = list(dict.fromkeys(address for row in rows for address in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, head, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
