"""Values in place of a number, as a file writes them: what is refused, and what is the number."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from bad_input.case import ANY, BAD, GOOD
from poolsim.scenario.addresses import Declaration

NO_VALUES = (  # no TOML at all
    "0,05", "1.", ".5", "5 %", "1 000", "1’000", "1'000", "1.000.000", "01", "1e", "--1", "",
    "None", "null", "NA", "TRUE", "yes", "1/2", "0,1 # a comma", "\u22121", "\uff11", "\u0663",
    "1\u00a0000", "x", "0x", "1__0", "[1", "{a = 1", '"1', "1 2", "€5", "5€", "=1+1",
    "2020-13-01",
)  # fmt: skip
NO_NUMBERS = (  # TOML, and no number
    '"{value}"', "true", "false", "nan", "inf", "-inf", "1e999", "-1e999", "[{value}]", "[]",
    "{{}}", "{{a = 1}}", "2020-01-01", "07:32:00", "2020-01-01T00:00:00Z", '""', '"0,05"',
    '"1e3"', '"5 %"', '"{value} "', "[[{value}]]", '"""{value}"""', "'{value}'", '"\\u0000"',
    '"\\u001b[31m"', "[{value}, {value}]",
)  # fmt: skip
SAME = ("{value}", "+{value}", "  {value}  ", "{value}# said", "{value}\t# said", "{exponent}")


class Written(NamedTuple):
    """A value as text, what is to happen, words of the message, and the number that it means."""

    kind: str
    text: str
    expect: str
    words: tuple[str, ...] = ()
    meant: float | None = None


def written(random: Random, said: Declaration, whole: bool, now: float) -> Written:
    """Something in place of the number `now`, which is declared so."""
    return random.choice(list(_every(random, said, whole, now)))


def _every(random: Random, said: Declaration, whole: bool, now: float) -> Iterator[Written]:
    text = f"{now:g}" if whole or not random.randrange(2) else repr(float(now))
    name = said.address.rpartition(".")[2]
    yield Written("no TOML", random.choice(NO_VALUES), BAD, ("case.toml:", "not valid TOML"))
    wrong = random.choice(NO_NUMBERS).format(value=text)
    yield Written("no number", wrong, BAD, (name, "allowed range"))
    yield from _beyond(random, said, whole)
    same = random.choice(SAME)
    if whole and same == "{exponent}":
        same = "{value}"
    yield Written("same number", same.format(value=text, exponent=f"{now:.17e}"), GOOD, (), now)
    if said.low == 0.0 and not whole:
        tiny = random.choice(["-0.0", "0e0", "1e-320", "-1e-200", "4.9e-324", "0.0e-9"])
        yield Written("next to zero", tiny, ANY, (), 0.0)
    if whole:
        yield Written(
            "no whole number", f"{now + 0.5}", BAD, (name, "whole number", "allowed range")
        )


def _beyond(random: Random, said: Declaration, whole: bool) -> Iterator[Written]:
    step = 1 if whole else random.choice([1e-3, 1.0, 1e6, 1e300])
    words = (said.address.rpartition(".")[2], "allowed range")
    low, high = said.low - step, said.high + max(step, abs(said.high) * 1e-9)
    number = (lambda value: str(int(value))) if whole else repr
    if low < said.low:
        yield Written("too low", number(low), BAD, words)
    if high > said.high:
        yield Written("too high", number(high), BAD, words)
    yield Written("far too high", "9" * 30, BAD, words)
    yield Written("digits", "9" * 400, BAD, words)
    yield Written(
        "too many digits", "9" * 5000, BAD, ("case.toml:", "allowed range [1, 4000] digits")
    )


def misspelt(random: Random, word: str) -> str:
    """A word with a slip of the keyboard."""
    place = random.randrange(len(word))
    slip = random.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + "x" + word[place:],
            word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
        ]
    )
    return slip if slip not in ("", word) else misspelt(random, word)
