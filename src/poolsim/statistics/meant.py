"""Which of some printed values a word means."""

from collections.abc import Iterable
from math import nan


def meant(word: str, values: Iterable[str]) -> str | None:
    """The one of the printed values that a word means, None if it means none; numbers may be
    written in any way.
    """
    known = list(values)
    return (
        word
        if word in known
        else next((value for value in known if _number(value) == _number(word)), None)
    )


def _number(text: str) -> float:
    """A text as a number; nan, which equals nothing, where it is none."""
    try:
        return float(text)
    except ValueError:
        return nan
