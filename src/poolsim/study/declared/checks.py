"""What is wrong with a study: every value that it sets is tried on its scenarios, every name is
looked up.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple

from poolsim.economy.causes import CODES
from poolsim.economy.outcomes import OUTCOMES
from poolsim.errors import MOST_MESSAGES, Place, Problem, ScenarioError
from poolsim.parameters.alliance import Structure
from poolsim.scenario.addresses import alike, unknown_address
from poolsim.scenario.former import known_as
from poolsim.scenario.scenario import Scenario, Value
from poolsim.scenario.strict import shown_value
from poolsim.scenario.toml import meant, nearest
from poolsim.study.declared.points import Points
from poolsim.study.declared.ranges import bad_ranges, sampled_nothing
from poolsim.study.declared.study import (
    AS_IS,
    FIGURES,
    MAPPED,
    OWN,
    SWEEP,
    VARIED,
    Condition,
    Limit,
    Study,
    design_layers,
)
from poolsim.study.declared.twice import varied_twice

MOST_PROBLEMS = 2 * MOST_MESSAGES  # looked for, since some say the same
SEED = "seed"
OF_SWEEP = [f"{SWEEP}.{outcome.name}" for outcome in OUTCOMES if outcome.name not in CODES]


class Setting(NamedTuple):
    """Values that a study sets at once, where in the study they stand, and how a message names that
    place.
    """

    place: Place
    shown: str
    values: Mapping[str, Value]
    scenario: str = ""  # the only scenario it applies to; empty for all


def problems_of(study: Study, scenarios: Sequence[Scenario]) -> list[Problem]:
    """What is wrong with a study over its scenarios, as much of it as one message tells."""
    names = [scenario.name for scenario in scenarios]
    found = chain(
        _named_alike(study, names),
        _settings_refused(study, scenarios),
        _repeated_values(study),
        bad_ranges(study, scenarios),
        sampled_nothing(study),
        _mislabelled(study, names),
        dict.fromkeys(varied_twice(study, scenarios)),
        (problem for scenario in scenarios for problem in _unknown_columns(study, scenario)),
        (problem for scenario in scenarios for problem in _limits_astray(study, scenario)),
        _asked_astray(study, names),
        _names_astray(study),
    )
    return list(islice(found, MOST_PROBLEMS))


def values_and_names(study: Study, scenarios: Sequence[Scenario]) -> list[Problem]:
    """Values that no scenario of a study may have, and unknown names of outcomes and figures."""
    found = chain(_settings_refused(study, scenarios), _names_astray(study))
    return list(islice(found, MOST_PROBLEMS))


def _named_alike(study: Study, names: list[str]) -> Iterator[Problem]:
    """Names that would be labels of different cells, or files, and are the same to some reader."""
    for place, text in alike(names):
        said = (
            f"two scenarios are named '{names[place]}'" if names[place] in names[:place] else text
        )
        yield Problem(("scenarios", place), "scenarios", said)
    for key in ("designs", "beliefs"):
        some = list(getattr(study, key))
        for place, text in alike(some):
            yield Problem((key, some[place]), f"{key}.{some[place]}", text)
    for place, text in alike(block.name for block in study.blocks):
        yield Problem(("blocks", place, "name"), f"blocks.{study.blocks[place].name}", text)
    for key in ("outcomes", "figures"):
        some = getattr(study, key)
        for name in dict.fromkeys(name for name in some if some.count(name) > 1):
            yield Problem((key,), key, f"{shown_value(name)} is given twice")


def _settings_refused(study: Study, scenarios: Sequence[Scenario]) -> Iterator[Problem]:
    names = [scenario.name for scenario in scenarios]
    for scenario in scenarios:
        for setting in _settings(study, names):
            if setting.scenario in ("", scenario.name):
                yield from _refused(scenario, setting)


def impossible_points(points: Points, scenarios: Sequence[Scenario]) -> Iterator[str]:
    """Rows of a file of points that no scenario accepts, each with its line and the reason."""
    accepted: dict[tuple[str, Value], str] = {}

    def reason(address: str, value: Value) -> str:
        if (address, value) not in accepted:
            tried = [_reason(scenario, address, value) for scenario in scenarios]
            accepted[address, value] = tried[0] if all(tried) else ""
        return accepted[address, value]

    for row, line in zip(points.rows, points.lines, strict=True):
        found = next((text for one in row.items() if (text := reason(*one))), "")
        if found:
            yield f"{line}: {found}"


def _reason(scenario: Scenario, address: str, value: Value) -> str:
    """Why a scenario refuses a value of an address that it has; nothing if it does not."""
    if address == SEED or address not in scenario.addresses().places:
        return ""  # which is told once, not row by row
    try:
        scenario.refuse({address: value})
    except ScenarioError as error:
        return error.messages[0]
    return ""


def _settings(study: Study, names: list[str]) -> Iterator[Setting]:
    """Everything that a study sets, one address and one value at a time where it crosses them."""
    for structure in study.structures:
        yield Setting(("structures",), "structures", {"alliance.structure": structure})
    for design, table in study.designs.items():
        for scenario, values in design_layers(table, names):
            parts = ["designs", design, scenario] if scenario else ["designs", design]
            yield Setting(tuple(parts), ".".join(parts), values, scenario)
    for belief, value in study.beliefs.items():
        yield Setting(("beliefs", belief), f"beliefs.{belief}", {"learning.first_belief": value})
    for place, shown, crossed in _crossed(study):
        for address, some in crossed.items():
            yield from (Setting(place, shown, {address: value}) for value in some)


def _crossed(study: Study) -> Iterator[tuple[Place, str, Mapping[str, list[Value]]]]:
    """Tables of address and values: where they stand, and what stands before the address in a
    message.
    """
    for key in VARIED:
        yield (key,), "", getattr(study, key)
    for place, block in enumerate(study.blocks):
        yield (
            ("blocks", place, "values"),
            f"blocks.{block.name}",
            {key: [one] for key, one in block.values.items()},
        )
        yield ("blocks", place, "grid"), f"blocks.{block.name}", block.grid


def _refused(scenario: Scenario, setting: Setting) -> Iterator[Problem]:
    try:
        scenario.refuse(setting.values)
    except ScenarioError as error:
        for found in error.problems:
            alone = setting.place[0] in ("structures", "beliefs")
            rest = () if alone else (found.shown,)
            shown = ".".join(filter(None, (setting.shown, *rest)))
            yield Problem((*setting.place, *rest), shown, found.text)


def _repeated_values(study: Study) -> Iterator[Problem]:
    """Lists without values, with one twice, or with one that is no label: cells would not be told
    apart.
    """
    lists: list[tuple[Place, str, list[Value]]] = [
        ((*place, address), f"{shown or place[0]}.{address}", values)
        for place, shown, table in _crossed(study)
        for address, values in table.items()
        if place[0] != "uncertainties"
    ]
    if study.structures:
        lists.insert(0, (("structures",), "structures", [*study.structures]))
    for where, name, values in lists:
        if not values:
            yield Problem(where, name, "no values")
        known: set[float | str] = set()
        for value in values:
            if isinstance(value, dict | Structure):
                text = "a table is no label of a cell; give the name of one in [structures]"
                yield Problem(where, name, text)
            key = value if isinstance(value, int | float | str) else repr(value)
            if key in known:
                yield Problem(where, name, f"{shown_value(value)} is given twice")
            known.add(key)


def _addresses(study: Study, names: list[str]) -> Iterator[tuple[Place, str, str]]:
    """Place, shown place and name of every address that a study sets but for structures and
    beliefs.
    """
    for place, shown, values, _ in _settings(study, names):
        if place[0] not in ("structures", "beliefs"):
            for address in values:
                yield (*place, address), f"{shown or place[0]}.{address}", address
    for address in study.columns():
        yield ("sampling", "file"), f"sampling.file: {address}", address


def _mislabelled(study: Study, names: list[str]) -> Iterator[Problem]:
    """Addresses that belong to the study as a whole, or to a factor that another value would
    overwrite.
    """
    for place, shown, address in dict.fromkeys(_addresses(study, names)):
        if address == SEED:
            yield Problem(place, shown, "cells share the study's seed; set that, or say --seed")
        if address.endswith(".structure") and study.structures:
            yield Problem(place, shown, "the study crosses structures already")
        if address == "learning.first_belief" and study.beliefs:
            yield Problem(place, shown, "the study crosses beliefs already")


def _unknown_columns(study: Study, scenario: Scenario) -> Iterator[Problem]:
    """Addresses of the file of points that the scenario does not have."""
    known = scenario.addresses()
    for address in study.columns():
        if not known.places.get(address):
            text = unknown_address(scenario.name, address, known).text
            yield Problem(
                ("sampling", "file"), f"sampling.file: {study.sampling.file}: {address}", text
            )


def _limits_astray(study: Study, scenario: Scenario) -> Iterator[Problem]:
    """Conditions and constraints that name what the scenario or the study does not have."""
    known = scenario.addresses()
    numbers = known._replace(
        places={
            address: places
            for address, places in known.places.items()
            if not address.endswith(".structure")
        }
    )
    varied = [
        *study.grid,
        *study.levers,
        *(address for block in study.blocks for address in block.grid),
    ]
    limits: list[tuple[str, Sequence[Limit]]] = [
        ("conditions", study.conditions),
        ("constraints", study.constraints),
    ]
    for key, place, limit in (
        (key, place, limit) for key, some in limits for place, limit in enumerate(some)
    ):
        shown = f"{key}.{place + 1}"
        for address in limit.addresses():
            if not numbers.places.get(address):
                text = unknown_address(scenario.name, address, numbers).text
                yield Problem((key, place), f"{shown}.{address}", text)
        if limit.at_least is None and limit.at_most is None:
            yield Problem((key, place), shown, "needs at_least or at_most")
        if isinstance(limit, Condition) and limit.lever not in varied:
            yield Problem((key, place), f"{shown}.lever", f"the study has no lever '{limit.lever}'")


def _asked_astray(study: Study, names: list[str]) -> Iterator[Problem]:
    """What `until` asks of factors, values and outcomes that the study does not have."""
    asked = study.until
    if asked is None:
        return
    factors = _factors(study, names)
    if asked.by in (*study.uncertainties, *study.columns()):
        text = f"'{asked.by}' tells worlds apart, and nobody chooses among worlds"
        yield Problem(("until", "by"), "until.by", text)
    elif asked.by not in factors:
        yield Problem(
            ("until", "by"),
            "until.by",
            f"the study has no factor '{asked.by}'{nearest(asked.by, factors)}",
        )
    elif asked.baseline is not None and meant(asked.baseline, factors[asked.by]) is None:
        known = factors[asked.by]
        text = f"no {asked.by} '{asked.baseline}'{nearest(asked.baseline, known)}"
        yield Problem(("until", "baseline"), "until.baseline", text)
    elif asked.margin and len(factors[asked.by]) < 2:
        yield Problem(
            ("until", "by"), "until.by", f"the study has one {asked.by} only: nothing to compare"
        )
    for table in ("margin", "precision"):
        for name in getattr(asked, table):
            if not study.keeps(name):
                text = f"the study does not keep '{name}'; add it to outcomes"
                yield Problem(("until", table, name), f"until.{table}.{name}", text)


def _factors(study: Study, names: list[str]) -> dict[str, list[str]]:
    """Values, as they are printed, of everything that cells may be compared by."""
    factors: dict[str, list[str]] = {
        "scenario": names,
        "design": list(study.designs or [AS_IS]),
        "structure": list(study.structures or [OWN]),
        "belief": list(study.beliefs or [OWN]),
        **({"block": [block.name for block in study.blocks]} if study.blocks else {}),
    }
    for place, _, table in _crossed(study):
        for address, values in table.items() if place[0] != "uncertainties" else ():
            printed = map(_printed, values)
            factors[address] = list(dict.fromkeys([*factors.get(address, []), *printed]))
    return factors


def _printed(value: object) -> str:
    """A value as tables print it; what is no number is refused elsewhere."""
    return str(float(value)) if isinstance(value, int | float) else str(value)


def _names_astray(study: Study) -> Iterator[Problem]:
    """Outcomes and figures that do not exist."""
    known = [outcome.name for outcome in OUTCOMES]
    for name in study.outcomes:
        if name not in known:
            yield Problem(
                ("outcomes",), "outcomes", f"unknown outcome '{name}'{known_as(name, known)}"
            )
    for name in study.figures:
        if text := figure_problem(study, name):
            yield Problem(("figures",), "figures", text)


def figure_problem(study: Study, name: str) -> str:
    """Why a study cannot have a figure; nothing if it can."""
    if name in FIGURES:
        return _problem_of_designs(study, name)
    if name != SWEEP and name not in OF_SWEEP:
        known = [*FIGURES, SWEEP, *OF_SWEEP]
        return f"unknown figure '{name}'{known_as(name, known, name.removeprefix(f'{SWEEP}.'))}"
    outcome = name.removeprefix(f"{SWEEP}.")
    if name != SWEEP and not study.keeps(outcome):
        return f"'{name}' needs the outcome '{outcome}', which the study does not keep"
    if not study.swept():
        return f"'{name}' needs an address in [grid] or [levers] with two numbers or more"
    return ""


def _problem_of_designs(study: Study, name: str) -> str:
    crossed = study.grid | study.levers
    varied = [
        *(address for address, values in crossed.items() if len(values) > 1),
        *study.worlds(),
        *(["block"] if len(study.blocks) > 1 else []),
    ]
    if varied:
        return f"'{name}' is none of a sweep, and {varied[0]} varies: {SWEEP}, {SWEEP}.OUTCOME"
    if not study.keeps(MAPPED.get(name, "formed")):
        return f"'{name}' needs the outcome '{MAPPED[name]}', which the study does not keep"
    return ""
