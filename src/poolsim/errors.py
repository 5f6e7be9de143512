"""What may go wrong with what a user gives: a file, a value, a folder."""

from collections.abc import Iterable
from dataclasses import dataclass

Place = tuple[str | int, ...]
MOST_MESSAGES = 40  # of one refusal; who mends these sees the others
LONGEST_WORD, LONGEST_LINE = 300, 2000  # characters of a message


def one_line(text: str) -> str:
    """A message as any terminal may show it: what cannot be printed is escaped, what is too long
    is cut.
    """
    if not text.isprintable():
        text = "".join(one if one.isprintable() else _escaped(one) for one in text)
    if len(text) > LONGEST_WORD:
        text = " ".join(_cut(word, LONGEST_WORD) for word in text.split(" "))
    return _cut(text, LONGEST_LINE)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."


@dataclass(frozen=True)
class Problem:
    """One error: where it is in the data, the address shown to the reader, and what is wrong."""

    place: Place
    shown: str
    text: str


class ScenarioError(Exception):
    """Bad input. `messages` holds one line per error; `problems` the same without file and line."""

    def __init__(self, messages: Iterable[str], problems: Iterable[Problem] = ()) -> None:
        lines = [one_line(message) for message in messages]
        more = len(lines) - MOST_MESSAGES
        last = [f"and {more} more errors"] if more > 0 else []
        self.messages = (*lines[:MOST_MESSAGES], *last)
        self.problems = tuple(problems)
        super().__init__("\n".join(self.messages))


class StoreError(Exception):
    """A folder of results cannot be used; the message says why and what to do, and nothing in it
    was lost.
    """

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))


class WorkersError(StoreError):
    """Workers elsewhere cannot be used, or are not to be trusted; what was committed is kept."""
