"""What may go wrong with what a user gives: a file, a value, a folder."""

from collections.abc import Iterable
from dataclasses import dataclass

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """One error: where it is in the data, the address shown to the reader, and what is wrong."""

    place: Place
    shown: str
    text: str


class ScenarioError(Exception):
    """Bad input. `messages` holds one line per error; `problems` the same without file and line."""

    def __init__(self, messages: Iterable[str], problems: Iterable[Problem] = ()) -> None:
        self.messages = tuple(messages)
        self.problems = tuple(problems)
        super().__init__("\n".join(self.messages))


class StoreError(Exception):
    """A folder of results cannot be used; the message says why and what to do, and nothing in it
    was lost.
    """


class WorkersError(StoreError):
    """Workers elsewhere cannot be used, or are not to be trusted; what was committed is kept."""
