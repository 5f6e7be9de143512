"""What calls from Python give: names, tables, counts and numbers, as they were meant or refused."""

from collections.abc import Iterable, Mapping
from math import inf
from sys import float_info
from typing import Any

from poolsim.errors import Problem, ScenarioError
from poolsim.parameters.number import plain
from poolsim.scenario.strict import shown_value
from poolsim.scenario.toml import number_hint, refusal

MOST_COUNTED = 1_000_000
MOST_THREADS = 1024
MOST_SHARDS = 100_000
MOST_SEED = 2**63 - 1


def refused(name: str, text: str) -> ScenarioError:
    """The error that says what is wrong with an argument."""
    return refusal([Problem((name,), name, text)])


def count(name: str, given: object, least: int = 1, most: int = MOST_COUNTED) -> int:
    """A whole number of things. Raises ScenarioError for any other."""
    value = plain(given)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    span = f"allowed range [{least}, {most}]"
    if isinstance(value, bool) or not isinstance(value, int):
        raise refused(name, f"{shown_value(given)} is not a whole number; {span}")
    if not least <= value <= most:
        way = "low" if value < least else "high"
        raise refused(name, f"{shown_value(value)} is too {way}; {span}")
    return value


def shard_of(given: Any) -> tuple[int, int]:
    """(k, n), the k-th of n shards. Raises ScenarioError for one that there is not."""
    if not isinstance(given, tuple | list) or len(given) != 2:
        raise refused("shard", f"{shown_value(given)} is not (k, n), the k-th of n shards")
    n = count("shard", given[1], most=MOST_SHARDS)
    return count("shard", given[0], most=n), n


def number(name: str, given: object, least: float = -inf, most: float = inf) -> float:
    """A finite number. Raises ScenarioError for any other."""
    value = plain(given)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not abs(value) <= float_info.max:
        hint = number_hint(given) if isinstance(given, str) else ""
        raise refused(name, f"{shown_value(given)} is not a finite number{hint}")
    if not least <= value <= most:
        raise refused(name, f"{value:g} is not in [{least:g}, {most:g}]")
    return float(value)


def names_of(name: str, given: Iterable[str] | str) -> tuple[str, ...]:
    """Some names, of which one alone needs no list. Raises ScenarioError for what is no name."""
    some = (given,) if isinstance(given, str) else plain(given)
    if not isinstance(some, Iterable):
        raise refused(name, f"{shown_value(given)} is not a list of names")
    found = tuple(some)
    for one in found:
        if not isinstance(one, str):
            raise refused(name, f"{shown_value(one)} is not a name")
    return found


def ends_of(name: str, given: object) -> tuple[float, float]:
    """The low and the high end of a range. Raises ScenarioError for what is no two numbers."""
    ends = plain(given)
    if not isinstance(ends, list) or len(ends) != 2:
        raise refused(name, f"{shown_value(given)} is not (low, high)")
    return number(name, ends[0]), number(name, ends[1])


def refuse_two_seeds(values: Iterable[str], seed: object) -> None:
    """Raise ScenarioError for a seed that is given among the values by address and apart."""
    if seed is not None and "seed" in values:
        raise refused("seed", "is given among the values too; give one of them")


def table_of(name: str, given: Any, hint: str = "") -> dict[str, Any]:
    """Values by name; a row of pandas is such a table, and nothing an empty one. Raises
    ScenarioError for anything else.
    """
    made = given.to_dict() if hasattr(given, "to_dict") else given
    if made is None:
        return {}
    if not isinstance(made, Mapping):
        raise refused(name, f"{shown_value(given)} is not a table{hint}")
    for key in made:
        if not isinstance(key, str):
            raise refused(name, f"{shown_value(key)} is not a name")
    return dict(made)
