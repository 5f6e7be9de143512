"""What a command line may say: numbers, settings, grids, shards; and what is wrong with it."""

import argparse
from collections.abc import Callable, Iterable
from functools import partial
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TypeVar

from poolsim.errors import ScenarioError, one_line
from poolsim.scenario.addresses import range_at
from poolsim.scenario.given import MOST_COUNTED, MOST_SHARDS, MOST_THREADS
from poolsim.scenario.scenario import Value
from poolsim.scenario.toml import nearest, number_hint, number_in

BAD_INPUT = 2
MOST_POINTS = 10_000

Options = dict[str, dict[str, Any]]  # name -> settings of argparse's add_argument
Given = TypeVar("Given")


class Command(NamedTuple):
    """A command: its name, what it does in words, what does it, and its options."""

    name: str
    meaning: str
    do: Callable[[argparse.Namespace], int]
    options: Options


class Once(argparse.Action):
    """Stores the value of an option that may be given once."""

    seen = False

    def __call__(
        self, _: argparse.ArgumentParser, known: argparse.Namespace, value: Any, option: Any = None
    ) -> None:
        if self.seen and option:
            raise argparse.ArgumentError(self, "given twice")
        self.seen = True
        setattr(known, self.dest, value)


class Parser(argparse.ArgumentParser):
    """An argument parser that says in one line what is wrong, with the nearest spelling."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)
        self.register("action", None, Once)
        self.register("action", "store", Once)

    def error(self, message: str) -> NoReturn:
        """Print one message and leave with the exit code for bad input."""
        said = one_line(f"{self.prog}: {message}{self._suggestion(message)}")
        self.exit(BAD_INPUT, f"{said}; see {self.prog} --help\n")

    def _suggestion(self, message: str) -> str:
        if message.startswith("unrecognized arguments: "):
            word = message.partition(": ")[2].partition(" ")[0].partition("=")[0]
            having = sorted(self._commands_with(word))
            if having:
                return f"; an option of {', '.join(having)}"
            return nearest(word, self.option_names())
        if "invalid choice: '" in message:
            choices = [str(one) for action in self._actions for one in action.choices or ()]
            return nearest(message.split("'")[1], choices)
        return ""

    def _commands(self) -> dict[str, "Parser"]:
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):
                return dict(action.choices)
        return {}

    def _commands_with(self, option: str) -> set[str]:
        return {name for name, one in self._commands().items() if option in one.option_names()}

    def option_names(self) -> list[str]:
        """Every option, of the commands too."""
        found = [name for action in self._actions for name in action.option_strings]
        return found + [name for one in self._commands().values() for name in one.option_names()]


def amount(span: str, text: str) -> tuple[str, float]:
    """OUTCOME=AMOUNT, of a span that is told."""
    name, value = _halves(text, "OUTCOME=AMOUNT")
    return name, number(span, value)


def number(span: str, text: str) -> float:
    """A finite number, written as in a file; span: what it may be, told of what is no number."""
    value = number_in(text.strip())
    if value is None or not isfinite(value):
        hint = number_hint(text)
        said = f"'{text}' is not a finite number{hint}; allowed range {span}"
        raise argparse.ArgumentTypeError(said)
    return float(value)


def whole(low: int, high: int, text: str) -> int:
    """A whole number; its range is told of what is none, and kept by who uses it."""
    value = _value(text.strip())
    if not isinstance(value, int):
        said = f"'{text}' is not a whole number; allowed range [{low}, {high}]"
        raise argparse.ArgumentTypeError(said)
    return value


def path(text: str) -> Path:
    """The path of a file or folder."""
    return Path(word(text))


def word(text: str) -> str:
    """A name or path that says something."""
    if not text.strip():
        raise argparse.ArgumentTypeError("an empty name")
    return text


def by_name(given: Iterable[tuple[str, Given]]) -> dict[str, Given]:
    """Settings by the address or outcome that they are of. Raises ScenarioError for one that is
    given twice, of which only one would count.
    """
    found: dict[str, Given] = {}
    for name, value in given:
        if name in found:
            raise ScenarioError([f"{name}: given twice on the command line"])
        found[name] = value
    return found


def ends(text: str) -> tuple[str, tuple[float, float]]:
    """ADDRESS=LOW:HIGH."""
    form = "ADDRESS=LOW:HIGH with LOW below HIGH"
    address, both = _halves(text, form)
    low, high = (number_in(end.strip()) for end in both.partition(":")[::2])
    if low is None or high is None or not low < high:
        raise _not_of(text, f"{form}{range_at(address)}")
    return address, (float(low), float(high))


def count(things: str, text: str, most: int = MOST_COUNTED, least: int = 1) -> int:
    """A number of things."""
    value = number_in(text)
    if not isinstance(value, int) or not least <= value <= most:
        said = f"'{text}' is not a number of {things}; allowed range [{least}, {most}]"
        raise argparse.ArgumentTypeError(said)
    return value


def shard(text: str) -> tuple[int, int]:
    """K/N: the K-th of N shards."""
    k, n = (number_in(half) for half in text.partition("/")[::2])
    if not (isinstance(k, int) and isinstance(n, int) and 1 <= k <= n <= MOST_SHARDS):
        raise _not_of(text, f"K/N with K from 1 to N, N at most {MOST_SHARDS}")
    return k, n


def setting(text: str) -> tuple[str, list[Value]]:
    """ADDRESS=VALUE, as a grid of one value."""
    address, value = _halves(text, "ADDRESS=VALUE")
    return address, [_value(value)]


def grid(text: str) -> tuple[str, list[Value]]:
    """ADDRESS=VALUES."""
    form = "ADDRESS=v1,v2,... or ADDRESS=low:high:points"
    address, values = _halves(text, form)
    span = range_at(address)
    if ":" in values:
        return address, _range(text, values, span)
    found = [_value(part.strip()) for part in values.split(",")]
    if "" in found:
        raise _not_of(text, f"{form}{span}")
    if len(found) == 2 and isinstance(found[1], str) and (hint := number_hint(values)):
        raise argparse.ArgumentTypeError(f"'{text}': '{found[1]}' is not a number{hint}{span}")
    return address, found


def _halves(text: str, form: str) -> tuple[str, str]:
    """What stands before and behind the first equals sign."""
    before, _, behind = (part.strip() for part in text.partition("="))
    if not before or not behind:
        raise _not_of(text, form)
    return before, behind


def _not_of(text: str, form: str) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(f"'{text}' is not of the form {form}")


def _value(text: str) -> Value:
    value = number_in(text)
    return text if value is None else value


def _range(text: str, values: str, span: str) -> list[Value]:
    """Evenly spaced points of `low:high:points`, both ends exact."""
    parts = [_value(part) for part in values.split(":")]
    if (
        len(parts) != 3
        or any(isinstance(part, str) for part in parts)
        or not isinstance(parts[2], int)
    ):
        raise _not_of(text, f"ADDRESS=low:high:points{span}; points in [2, {MOST_POINTS}]")
    low, high, points = float(parts[0]), float(parts[1]), parts[2]
    if not 2 <= points <= MOST_POINTS:
        raise argparse.ArgumentTypeError(
            f"'{text}': {points} points; allowed range [2, {MOST_POINTS}]"
        )
    weights = [place / (points - 1) for place in range(points)]
    return [low * (1.0 - weight) + high * weight for weight in weights]


def written_to(metavar: str, meaning: str) -> Options:
    """Where to write."""
    return {"--out": {"type": path, "metavar": metavar, "help": meaning}}


FOLDER: Options = {"folder": {"type": path, "metavar": "DIR", "help": "folder of results"}}
FORCE: Options = {
    "--force": {"action": "store_true", "help": "also replace a file that something else wrote"}
}
RUNNING: Options = {  # of commands that run the model
    "--workers": {
        "type": partial(count, "threads", most=MOST_THREADS),
        "metavar": "W",
        "help": "threads (default: one per processor)",
    },
    "--plain": {"action": "store_true", "help": "plain Python: slow, same numbers"},
    "--quiet": {"action": "store_true", "help": "print nothing but errors and what is replaced"},
}
SIZE: Options = {  # of commands that run a study
    "--replicates": {
        "type": partial(whole, 1, MOST_COUNTED),
        "metavar": "N",
        "help": "runs per cell",
    },
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
