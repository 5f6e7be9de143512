"""Numbers that a study sets in two places, however they are spelt."""

from collections.abc import Iterator, Sequence
from itertools import product

from poolsim.errors import Place, Problem
from poolsim.scenario.addresses import Addresses, overlaps
from poolsim.scenario.scenario import Scenario
from poolsim.study.declared.study import Study, design_layers


def varied_twice(study: Study, scenarios: Sequence[Scenario]) -> Iterator[Problem]:
    """Numbers set in two places, of which one would win; a grid stands above the designs."""
    names = [scenario.name for scenario in scenarios]
    grid: list[Place] = [("grid", address) for address in study.grid]
    shared: list[Place] = [
        *(("levers", address) for address in study.levers),
        *(("uncertainties", address) for address in study.uncertainties),
        *(("sampling", "file", address) for address in study.columns()),
    ]
    for scenario, inner in product(scenarios, _inner(study)):
        known, moved = scenario.addresses(), [*shared, *inner]
        yield from _overlapping([*grid, *moved], known)
        for design, table in study.designs.items():
            layers = design_layers(table, names)
            of_it = [values for name, values in layers if name in ("", scenario.name)]
            own = list(dict.fromkeys(one for values in of_it for one in values))
            before = set(overlaps(own, known))
            for place in moved:
                address = str(place[-1])
                if set(overlaps([*own, address], known)) - before:
                    yield Problem(place, address, f"design '{design}' sets it already")


def _overlapping(places: Sequence[Place], known: Addresses) -> Iterator[Problem]:
    """Places of a study whose addresses stand for the numbers of an earlier one."""
    addresses = [str(place[-1]) for place in places]
    for position, earlier in overlaps(addresses, known):
        address = addresses[position]
        spelt = f", as {earlier} too" if earlier != address else ""
        yield Problem(places[position], address, f"the study varies it twice{spelt}")


def _inner(study: Study) -> list[list[Place]]:
    """Places of the addresses of every block, or one empty list where there are no blocks."""
    return [
        [
            *(("blocks", place, "values", one) for one in block.values),
            *(("blocks", place, "grid", one) for one in block.grid),
        ]
        for place, block in enumerate(study.blocks)
    ] or [[]]
