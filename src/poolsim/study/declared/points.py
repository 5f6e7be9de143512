"""Points of a sweep in a CSV: a column per address, a row per point; an empty field leaves the
number as it is.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from pathlib import Path

from poolsim.errors import ScenarioError
from poolsim.scenario.scenario import Value

MOST_MESSAGES = 20


def read_points(path: Path) -> list[dict[str, Value]]:
    """The points in a CSV. Raises ScenarioError, with file and line, for one that cannot be read or
    tells no points.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ScenarioError(
            [f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}"]
        ) from None
    if not rows:
        raise ScenarioError([f"{path}: the file is empty"])
    head = [address.strip() for address in rows[0]]
    found = [(line, row) for line, row in enumerate(rows[1:], start=2) if row]
    messages = (
        [*_bad_head(head), *_bad_rows(head, found)]
        if found
        else ["1: no points below the addresses"]
    )
    if messages:
        raise ScenarioError([f"{path}:{message}" for message in messages[:MOST_MESSAGES]])
    return [dict(_values(head, row)) for _, row in found]


def points_text(points: Iterable[Mapping[str, Value]]) -> str:
    """The CSV that `read_points` reads as these points."""
    rows = list(points)
    head = list(dict.fromkeys(address for row in rows for address in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, head, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _bad_head(head: list[str]) -> Iterator[str]:
    for place, address in enumerate(head, start=1):
        if not address:
            yield f"1: column {place} has no address; a comma too many?"
        elif address in head[: place - 1]:
            yield f"1: {address}: two columns have this address"


def _bad_rows(head: list[str], rows: list[tuple[int, list[str]]]) -> Iterator[str]:
    seen: dict[tuple[tuple[str, Value], ...], int] = {}
    for line, row in rows:
        if len(row) != len(head):
            yield f"{line}: {len(row)} values for {len(head)} addresses"
            continue
        bad = [
            f"{line}: {address}: '{text.strip()}' {_wrong(address, text)}"
            for address, text in zip(head, row, strict=True)
            if _wrong(address, text)
        ]
        yield from bad
        point = () if bad else tuple(_values(head, row))
        if point in seen and not bad:
            yield f"{line}: the same point as in line {seen[point]}"
        seen.setdefault(point, line)


def _wrong(address: str, text: str) -> str:
    """What is wrong with a field; nothing if it is empty, the name of a structure, or a number."""
    if not text.strip() or _is_name(address):
        return ""
    try:
        return "" if isfinite(float(text)) else "is not a finite number"
    except ValueError:
        return "is not a number"


def _is_name(address: str) -> bool:
    return address.rpartition(".")[2] == "structure"


def _values(head: list[str], row: list[str]) -> Iterator[tuple[str, Value]]:
    for address, text in zip(head, row, strict=True):
        if text.strip():
            yield address, text.strip() if _is_name(address) else float(text)
