"""Numbers of a scenario that may move inside their declared ranges, each with what is known of it:
those that nobody knows, and those that a design or the market it meets may change.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from pydantic.fields import FieldInfo

from poolsim.errors import Problem
from poolsim.parameters.number import LEVER, UNCERTAINTY
from poolsim.scenario.addresses import STRUCTURE, set_twice, unknown_address
from poolsim.scenario.given import ends_of, table_of
from poolsim.scenario.scenario import Scenario
from poolsim.scenario.strict import bounds, declared_as, field_at, shown_value, source_of
from poolsim.scenario.told import number_at
from poolsim.scenario.toml import refusal

COUNT = "count"
MOST_TIMES = 4.0  # of the present number of firms or holders, as a run takes its square in time
SWITCHED = ("switches", "mechanisms")  # parts of the model, which no design chooses
# What a design does not choose, but who founds one asks for: how much of it does it take?
ASKED_FOR = ("potential", "essential_patents", "mandate", "licensees", "database_users")
Range = tuple[float, float]


class Movable(NamedTuple):
    """A number of a scenario at its own address: what it means, where it stands, and how far it may
    move. step: distance of its values, 0 for any.
    """

    address: str
    meaning: str
    unit: str
    kind: str
    source: str
    now: float
    low: float
    high: float
    step: float


def movable(
    scenario: Scenario,
    levers: bool = False,
    within: Mapping[str, Range] | None = None,
    only: Collection[str] = (),
) -> list[Movable]:
    """The uncertain numbers of a scenario, or its levers with what a design asks for, in the order
    of its addresses; within: narrower ranges by address; only: these addresses, of any kind.

    Raises ScenarioError for a number that there is not, a range that leaves the declared one, and
    one of a number that does not move.
    """
    every, ranges = list(_every(scenario)), table_of("within", within)
    moved = _named(scenario, every, only) if only else [one for one in every if _of(one, levers)]
    narrowed = _narrowed(scenario, every, ranges)
    _refuse_unmoved(scenario, ranges, moved)
    return [
        one._replace(low=low, high=high)
        for one in moved
        for low, high in (narrowed.get(one.address, (one.low, one.high)),)
        if only or low < high
    ]


def _named(scenario: Scenario, every: list[Movable], only: Collection[str]) -> list[Movable]:
    """The numbers at addresses of one place. Raises ScenarioError where there is none."""
    by_address = {one.address: one for one in every}
    if unknown := [address for address in only if address not in by_address]:
        raise refusal(_unknown(scenario, address, every) for address in unknown)
    return [by_address[address] for address in dict.fromkeys(only)]


def _refuse_unmoved(scenario: Scenario, within: Iterable[str], moved: list[Movable]) -> None:
    """Raise ScenarioError for ranges of numbers none of which moves."""
    known, addresses = scenario.addresses(), {one.address for one in moved}
    idle = [
        address
        for address in within
        if addresses.isdisjoint(known.alone[place] for place in known.places[address])
    ]
    if idle:
        text = "has a range, and is none of the numbers that are moved"
        raise refusal(Problem((address,), address, text) for address in idle)


def _of(one: Movable, levers: bool) -> bool:
    """Whether a number is of the kind that is moved."""
    return _is_lever(one) if levers else one.kind == UNCERTAINTY


def _is_lever(one: Movable) -> bool:
    first, last = one.address.split(".")[0], one.address.rpartition(".")[2]
    return last in ASKED_FOR or (one.kind == LEVER and first not in SWITCHED)


def _every(scenario: Scenario) -> Iterator[Movable]:
    for place, address in scenario.addresses().alone.items():
        declared = field_at(type(scenario), place)[1]
        if declared is None or len(place) < 2 or "kind" not in declared_as(declared):
            continue
        said, (low, high) = declared_as(declared), bounds(declared)
        now = number_at(scenario, place)
        if low is None or high is None:
            continue
        if place[-1] == COUNT:
            high = min(high, MOST_TIMES * now)
        source = source_of(scenario.sources, address, declared, now)
        yield Movable(
            address,
            declared.description or "",
            said["unit"],
            said["kind"],
            source,
            now,
            float(low),
            float(high),
            _step(declared),
        )


def only_steps(scenario: Scenario, address: str) -> str:
    """Why nothing is to be drawn from a range of an address; nothing where numbers between its
    ends are allowed, or there is no such number.
    """
    places = scenario.addresses().places.get(address)
    declared = field_at(Scenario, places[0])[1] if places else None
    if declared is None or not _step(declared):
        return ""
    values = "whole numbers" if declared.annotation is int else declared_as(declared)["unit"]
    return f"takes {values} only, and what is drawn from a range lies between"


def _step(declared: FieldInfo) -> float:
    """Distance of the values of a declared number, 0 for any."""
    if declared.annotation is int:
        return 1.0
    listed = (getattr(limit, "multiple_of", None) for limit in declared.metadata)
    return float(next(filter(None, listed), 0.0))


def _narrowed(
    scenario: Scenario, every: list[Movable], within: Mapping[str, Range]
) -> dict[str, Range]:
    """Narrower ranges by the address of one place; an address for all members holds for each."""
    found: dict[str, Range] = {}
    known, by_address = scenario.addresses(), {one.address: one for one in every}
    problems = list(set_twice(within, known))
    for address, ends in within.items():
        low, high = ends_of(address, ends)
        alone = [known.alone[place] for place in known.places.get(address, ())]
        if not alone or not set(alone) <= set(by_address):
            problems.append(_unknown(scenario, address, every))
            continue
        for one in (by_address[name] for name in alone):
            shown = f"[{shown_value(low)}, {shown_value(high)}]"
            if not one.low <= low < high <= one.high:
                text = f"{shown} is no range within [{one.low:g}, {one.high:g}] {one.unit}"
                problems.append(Problem((address,), address, text))
            elif not low <= one.now <= high:
                text = f"{shown} does not hold the present value, {one.now:g}"
                problems.append(Problem((address,), address, text))
            found[one.address] = low, high
    if problems:
        raise refusal(problems)
    return found


def _unknown(scenario: Scenario, address: str, every: list[Movable]) -> Problem:
    known = scenario.addresses()
    if len(places := known.places.get(address, ())) > 1:
        text = f"stands for {len(places)} numbers; name one, as {known.alone[places[0]]}"
        return Problem((address,), address, text)
    if places and address.rpartition(".")[2] in (STRUCTURE, "seed", "quarters"):
        return Problem((address,), address, "no number that moves inside a declared range")
    if places and address not in {one.address for one in every}:
        return Problem((address,), address, f"name the one that it means: {known.alone[places[0]]}")
    return unknown_address(scenario.name, address, known)
