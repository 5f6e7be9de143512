"""Which of the printed values a word means; light enough for the checks of a study file."""

from collections.abc import Iterable
from math import nan


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
