"""What a command line may say: numbers, settings, grids, shards; and what is wrong with it."""

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from poolsim.scenario.scenario import Value
from poolsim.scenario.toml import nearest

BAD_INPUT = 2
MOST_POINTS = 10_000
MOST_SHARDS = 100_000

Options = dict[str, dict[str, Any]]  # name -> settings of argparse's add_argument


class Command(NamedTuple):
    """A command: its name, what it does in words, what does it, and its options."""

    name: str
    meaning: str
    do: Callable[[argparse.Namespace], int]
    options: Options


class Parser(argparse.ArgumentParser):
    """An argument parser that says in one line what is wrong, with the nearest spelling."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        """Print one message and leave with the exit code for bad input."""
        self.exit(
            BAD_INPUT,
            f"{self.prog}: {message}{self._suggestion(message)}; see {self.prog} --help\n",
        )

    def _suggestion(self, message: str) -> str:
        if message.startswith("unrecognized arguments: -"):
            word = message.split(": ", 1)[1].split()[0].split("=")[0]
            return nearest(word, self.option_names())
        if "invalid choice: '" in message:
            choices = [str(one) for action in self._actions for one in action.choices or ()]
            return nearest(message.split("'")[1], choices)
        return ""

    def option_names(self) -> list[str]:
        """Every option, of the commands too."""
        found = [name for action in self._actions for name in action.option_strings]
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):
                found += [name for one in action.choices.values() for name in one.option_names()]
        return found


def amount(text: str) -> tuple[str, float]:
    """OUTCOME=AMOUNT."""
    form = "OUTCOME=AMOUNT"
    name, number = _halves(text, form)
    value = _value(number)
    if isinstance(value, str):
        raise _not_of(text, form)
    return name, float(value)


def count(things: str, text: str) -> int:
    """A number of things, at least 1."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of {things}")
    return int(text)


def shard(text: str) -> tuple[int, int]:
    """K/N: the K-th of N shards."""
    k, found, n = text.partition("/")
    if not (found and k.isdecimal() and n.isdecimal() and 1 <= int(k) <= int(n) <= MOST_SHARDS):
        raise _not_of(text, "K/N with K from 1 to N")
    return int(k), int(n)


def setting(text: str) -> tuple[str, list[Value]]:
    """ADDRESS=VALUE, as a grid of one value."""
    address, value = _halves(text, "ADDRESS=VALUE")
    return address, [_value(value)]


def grid(text: str) -> tuple[str, list[Value]]:
    """ADDRESS=VALUES."""
    address, values = _halves(text, "ADDRESS=v1,v2,... or ADDRESS=low:high:points")
    if ":" in values:
        return address, _range(values)
    return address, [_value(part.strip()) for part in values.split(",")]


def _halves(text: str, form: str) -> tuple[str, str]:
    """What stands before and behind the first equals sign."""
    before, _, behind = (part.strip() for part in text.partition("="))
    if not before or not behind:
        raise _not_of(text, form)
    return before, behind


def _not_of(text: str, form: str) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(f"'{text}' is not of the form {form}")


def _value(text: str) -> Value:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _range(text: str) -> list[Value]:
    """Evenly spaced points of `low:high:points`, both ends exact."""
    parts = [_value(part) for part in text.split(":")]
    if (
        len(parts) != 3
        or any(isinstance(part, str) for part in parts)
        or not isinstance(parts[2], int)
    ):
        raise _not_of(text, "low:high:points")
    low, high, points = float(parts[0]), float(parts[1]), parts[2]
    if not 2 <= points <= MOST_POINTS:
        raise argparse.ArgumentTypeError(
            f"'{text}': the number of points must be in [2, {MOST_POINTS}]"
        )
    weights = [place / (points - 1) for place in range(points)]
    return [low * (1.0 - weight) + high * weight for weight in weights]


def written_to(metavar: str, meaning: str) -> Options:
    """Where to write."""
    return {"--out": {"type": Path, "metavar": metavar, "help": meaning}}


FOLDER: Options = {"folder": {"type": Path, "metavar": "DIR", "help": "folder of results"}}
RUNNING: Options = {  # of commands that run the model
    "--workers": {
        "type": partial(count, "threads"),
        "metavar": "W",
        "help": "threads (default: one per processor)",
    },
    "--plain": {"action": "store_true", "help": "plain Python: slow, same numbers"},
    "--quiet": {"action": "store_true", "help": "print nothing but errors"},
}
SIZE: Options = {  # of commands that run a study
    "--replicates": {"type": int, "metavar": "N", "help": "runs per cell"},
    "--shard": {
        "type": shard,
        "default": (1, 1),
        "metavar": "K/N",
        "help": "only every N-th part, from K",
    },
}
REPEATED: dict[str, Any] = {"action": "append", "default": []}
VALUES: Options = {
    "--set": REPEATED
    | {
        "type": setting,
        "metavar": "ADDRESS=VALUE",
        "help": "another number, above every design; may be repeated",
    },
    "--sweep": REPEATED
    | {
        "type": grid,
        "metavar": "ADDRESS=VALUES",
        "help": "a grid: v1,v2,... or low:high:points; may be repeated",
    },
}
