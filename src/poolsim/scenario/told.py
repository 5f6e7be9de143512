"""Every number of a scenario as it stands there, with its declaration and its source."""

from typing import Any

from poolsim.errors import Place
from poolsim.scenario.addresses import STRUCTURE, Declaration, declaration
from poolsim.scenario.scenario import Scenario
from poolsim.scenario.strict import field_at, source_of


def numbers_in(scenario: Scenario) -> dict[str, Declaration]:
    """Every number of a scenario by the address that is its alone, with its value and source."""
    found = {}
    for place, address in scenario.addresses().alone.items():
        declared = field_at(Scenario, place)[1]
        if declared is not None and place[-1] != STRUCTURE:
            value = number_at(scenario, place)
            source = source_of(scenario.sources, address, declared, value)
            found[address] = declaration(address, declared)._replace(value=value, source=source)
    return found


def number_at(scenario: Scenario, place: Place) -> float:
    """The number at a place of a scenario, of a structure that is named as of one that is said."""
    found: Any = scenario
    for part in place:
        if isinstance(part, int):
            found = found[part]
        else:
            found = scenario.structure_of(found) if part == STRUCTURE else getattr(found, part)
    return float(found)
