"""Commands for who does not know the words yet: list and explain."""

import argparse
import re
from collections.abc import Callable, Iterator

from poolsim.cli.arguments import Command, Options
from poolsim.cli.look import print_table
from poolsim.economy.outcomes import OUTCOMES
from poolsim.economy.sources import SOURCES, Source
from poolsim.errors import ScenarioError
from poolsim.parameters.alliance import STRUCTURES, Structure
from poolsim.parameters.number import LEVER, UNCERTAINTY
from poolsim.parameters.switches import PARTS
from poolsim.scenario.addresses import STRUCTURE, TABLES, Declaration, declared_numbers
from poolsim.scenario.advice import ACTIONS
from poolsim.scenario.former import for_all, known_as
from poolsim.scenario.scenario import Scenario, load
from poolsim.scenario.start import ASSUMED, CHOICE, range_of
from poolsim.scenario.strict import declared_as
from poolsim.scenario.told import numbers_in
from poolsim.scenario.toml import shipped
from poolsim.study.declared.read import load_study
from poolsim.study.declared.study import design_layers

OK = 0
Rows = Iterator[list[str]]
KINDS = {
    LEVER: "lever: somebody chooses it",
    UNCERTAINTY: "uncertainty: nobody knows it for sure",
}
SHORTEST, MOST_NAMED = 4, 10  # letters of a word, and outcomes that it may name and still tell


def _presets() -> Rows:
    yield from ([name, load(name).title] for name in shipped("configs"))


def _structures() -> Rows:
    for name, numbers in STRUCTURES.items():
        may = [
            words
            for words, flag in (
                ("a legal person", numbers.legal_person),
                ("may license a pool", numbers.may_license),
                ("may charge dues", numbers.may_charge_dues),
            )
            if flag > 0.0
        ]
        agree = f"{numbers.founding_share:.0%} of the invited must agree"
        money = f"capital RMB {numbers.capital:g} m, a host bears {numbers.host_share:.0%}"
        yield [name, "; ".join([", ".join(may), agree, money])]


def _actions() -> Rows:
    """What an alliance may do for its members, and sell."""
    for key in ACTIONS:
        said = declared_numbers()[f"alliance.{key}"]
        yield [said.address, f"{said.meaning} [{range_of(said)}]"]


def _studies() -> Rows:
    for name in shipped("experiments"):
        study = load_study(name)
        yield [name, f"{study.title} ({study.size()} cells of {study.replicates} runs)"]


def _designs() -> Rows:
    for name in shipped("experiments"):
        study = load_study(name)
        scenarios = [base.name for base in study.bases()]
        for design, table in study.designs.items():
            (_, values), *_ = design_layers(table, scenarios)
            sets = ", ".join(f"{address}={value:g}" for address, value in values.items())
            yield [f"{name}: {design}", sets or "as it is"]


THINGS: dict[str, tuple[str, Callable[[], Rows]]] = {
    "presets": ("poolsim run NAME, poolsim new MINE --like NAME", _presets),
    "structures": ("--set alliance.structure=NAME; poolsim structures", _structures),
    "actions": ("--set ADDRESS=VALUE, or a line below [[alliances]]", _actions),
    "studies": ("poolsim run NAME", _studies),
    "designs": ("of a study: what each sets, as --set does", _designs),
}


def _list(options: argparse.Namespace) -> int:
    for thing in [options.thing] if options.thing else THINGS:
        use, rows = THINGS[thing]
        print_table([thing, use], list(rows()))
        print()
    return OK


def _explain(options: argparse.Namespace) -> int:
    scenario = load(options.scenario) if options.scenario else None
    said = _declared(options.address, scenario)
    for name, text in _facts(options.address, said, scenario):
        print(f"{name + ':':<12}{text}")
    return OK


def _declared(address: str, scenario: Scenario | None) -> Declaration:
    """The declaration of the number at an address, of one member or of all.

    Raises ScenarioError, with the nearest spelling, where there is none.
    """
    known = declared_numbers()
    places = scenario.addresses().places if scenario else {}
    if for_all(address) in known and (address in places or not scenario or address in known):
        return known[for_all(address)]
    near = known_as(address, [*known, *places], address)
    raise ScenarioError([f"{address}: unknown address{near}"])


def _facts(address: str, said: Declaration, scenario: Scenario | None) -> Iterator[tuple[str, str]]:
    """What there is to say of a number, each with its name."""
    yield "address", address
    yield "meaning", said.meaning
    if scenario:
        yield from (("value", text) for text in _values(address, scenario))
    yield "default", f"{said.value:g}"
    yield "unit", said.unit
    yield "range", f"{said.low:g} to {said.high:g}"
    yield "kind", KINDS.get(said.kind, f"{said.kind}: fixed by the model")
    yield "source", _source_said(said)
    group, _, key = said.address.partition(".")
    also = declared_as(TABLES[group].model_fields[key])
    if switch := also.get("switch"):
        meaning = declared_numbers()[f"switches.{switch}"].meaning
        yield "switch", f"switches.{switch} = 0 turns it off ({meaning})"
    if needed := also.get("needs"):
        where = STRUCTURE if needed in Structure.model_fields else group
        yield "needs", f"{where}.{needed} above 0, without which it cannot act"
    if group == "switches":
        owner = [name for name, parts in PARTS.items() if key in parts]
        yield from (("part of", f"mechanisms.{name}") for name in owner)
        acts = [one.address for one in declared_numbers().values() if _switch_of(one) == key]
        yield "turns off", ", ".join(acts) or "no number alone: a part of the rules"
    for name, source in _income(said.address):
        yield "income", f"{name}: {source.meaning} (paid by {source.payer})"
    if named := _named_by(key):
        yield "outcomes", ", ".join(named)


def _values(address: str, scenario: Scenario) -> Iterator[str]:
    """What stands at the places of an address, and where that comes from."""
    known, numbers = scenario.addresses(), numbers_in(scenario)
    for place in known.places.get(address, ()):
        one = numbers[known.alone[place]]
        yield f"{one.value:g} in {scenario.name}, {one.address} ({_source_said(one)})"
    if not known.places.get(address):
        yield f"{scenario.name} has no such number"


def _source_said(number: Declaration) -> str:
    """Where a number comes from; a lever without a source is chosen, and no assumption."""
    firm = {
        ASSUMED: CHOICE if number.kind == LEVER else "assumption: replace it by what you know",
        "calibrated": "calibrated: docs/calibration.md says on which fact",
        "paper": "paper: Liu, Gui and Ran (2018)",
    }
    return firm.get(number.source, f"{number.source}: see docs/sources.md")


def _switch_of(said: Declaration) -> str:
    group, _, key = said.address.partition(".")
    return declared_as(TABLES[group].model_fields[key]).get("switch", "")


def _income(address: str) -> Iterator[tuple[str, Source]]:
    """The sources of income that a number is a lever of."""
    yield from ((name, one) for name, one in SOURCES.items() if address in one.levers)


def _named_by(key: str) -> list[str]:
    """The outcomes whose name or definition has a word of a number's, unless it is everywhere."""
    found: dict[str, None] = {}
    for word in key.split("_"):
        stem = word.removesuffix("s") if len(word) > SHORTEST else word
        pattern = re.compile(rf"(?:\b|_){re.escape(stem)}", re.IGNORECASE)
        named = [one.name for one in OUTCOMES if pattern.search(f"{one.name} {one.definition}")]
        if len(word) >= SHORTEST and len(named) <= MOST_NAMED:
            found |= dict.fromkeys(named)
    return list(found)


LIST: Options = {
    "thing": {
        "nargs": "?",
        "choices": list(THINGS),
        "help": f"only these: {', '.join(THINGS)}",
    }
}
EXPLAIN: Options = {
    "address": {"metavar": "ADDRESS", "help": "address of a number, e.g. alliance.dues"},
    "scenario": {
        "nargs": "?",
        "metavar": "SCENARIO",
        "help": "preset or TOML file: say the value there too",
    },
}
COMMANDS = [
    Command("list", "list presets, structures, actions, studies and designs", _list, LIST),
    Command("explain", "say all about a number", _explain, EXPLAIN),
]
