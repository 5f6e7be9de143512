"""The points of a sweep: levers and blocks crossed with samples of the uncertainties, under
conditions and constraints.

Every point is tried on its scenario here, before anything runs, so that one that cannot be run is a
rejected point with its reason.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import qmc

from poolsim.errors import ScenarioError
from poolsim.scenario.scenario import Scenario, Value
from poolsim.study.declared.study import Bound, Frame, Limit, Study


class Point(NamedTuple):
    """Labels of a cell of a sweep and the scenario to run; without one, the reason why it was
    rejected.
    """

    labels: dict[str, Value]
    scenario: Scenario | None
    reason: str = ""


def samples(study: Study) -> list[dict[str, Value]]:
    """Values of the uncertainties, point by point; one empty point where there are none."""
    if study.sampling.method == "points":
        return study.points()
    if not study.uncertainties:
        return [{}]
    if study.sampling.method == "one_at_a_time":
        alone: list[dict[str, Value]] = [
            {address: value} for address in study.uncertainties for value in _levels(study, address)
        ]
        return [{}, *alone]
    if study.sampling.method == "grid":
        levels = [_levels(study, address) for address in study.uncertainties]
        return [dict(zip(study.uncertainties, point, strict=True)) for point in product(*levels)]
    lows, highs = np.array(list(study.uncertainties.values())).T
    weights = _unit_cube(study)
    points = lows * (1.0 - weights) + highs * weights
    return [dict(zip(study.uncertainties, map(float, point), strict=True)) for point in points]


def _levels(study: Study, address: str) -> list[float]:
    low, high = study.uncertainties[address]
    return [float(value) for value in np.linspace(low, high, study.sampling.levels)]


def _unit_cube(study: Study) -> np.ndarray:
    """Latin hypercube (McKay, Beckman and Conover 1979) or scrambled Sobol' sequence (Owen 1998) in
    [0, 1).
    """
    sampling, width = study.sampling, len(study.uncertainties)
    kind: Any = qmc.Sobol if sampling.method == "sobol" else qmc.LatinHypercube
    return np.asarray(
        kind(width, seed=np.random.default_rng(sampling.seed)).random(sampling.points)
    )


def addresses(study: Study) -> list[str]:
    """Every address that the sweep varies, in order: grid, levers, blocks, uncertainties."""
    blocks = [address for block in study.blocks for address in (*block.values, *block.grid)]
    return list(dict.fromkeys([*study.grid, *study.levers, *blocks, *study.worlds()]))


def points(study: Study) -> Iterator[Point]:
    """Every point of the sweep, rejected ones too; one that a condition makes equal to an earlier
    one is left out.
    """
    drawn = samples(study)
    seen: set[tuple[tuple[str, Value], ...]] = set()
    for frame in study.frames():
        for block, values in _combinations(study):
            for sample in drawn:
                point = _point(study, frame, block, values | sample)
                key = tuple(point.labels.items()) if study.conditions else ()
                if key and key in seen:
                    continue
                seen.update([key] if key else [])
                yield point


def as_they_are(study: Study) -> list[Scenario]:
    """Its scenarios with one alliance under each first belief, unchanged but for what is set in
    every cell; none where worlds are drawn, and none that cannot be run.
    """
    crossed = study.grid | study.levers
    shared = {address: values[0] for address, values in crossed.items() if len(values) == 1}
    beliefs: list[dict[str, Value]] = [
        {"learning.first_belief": belief} for belief in study.beliefs.values()
    ]
    alone = [] if study.worlds() else [base for base in study.bases() if len(base.alliances) == 1]
    found = []
    for base, belief in product(alone, beliefs or [{}]):
        with suppress(ScenarioError):
            found.append(_without_idle(study, _with(base, belief), shared)[1])
    return found


def _combinations(study: Study) -> Iterator[tuple[str, dict[str, Value]]]:
    crossed = study.grid | study.levers
    for values in product(*crossed.values()):
        shared = dict(zip(crossed, values, strict=True))
        for block in study.blocks:
            for inner in product(*block.grid.values()):
                yield block.name, shared | block.values | dict(zip(block.grid, inner, strict=True))
        if not study.blocks:
            yield "", shared


def _point(study: Study, frame: Frame, block: str, values: dict[str, Value]) -> Point:
    labels = frame.labels | ({"block": block} if block else {})
    try:
        values, scenario = _without_idle(study, frame.scenario, values)
    except ScenarioError as error:
        return Point(labels | values, None, "; ".join(error.messages))
    for constraint in study.constraints:
        if _broken(scenario, constraint):
            return Point(labels | values, None, constraint.reason)
    return Point(labels | values, scenario)


def _without_idle(
    study: Study, base: Scenario, values: dict[str, Value]
) -> tuple[dict[str, Value], Scenario]:
    """Values without the levers that a condition leaves idle, and the scenario under them.

    An idle lever may break, or mend, the condition of another; what is idle is found again until it
    stays the same.
    """
    idle: set[str] = set()
    for _ in range(len(study.conditions) + 1):
        kept = {address: value for address, value in values.items() if address not in idle}
        scenario = _with(base, kept)
        before, idle = (
            idle,
            {
                one.lever
                for one in study.conditions
                if one.lever in values and _broken(scenario, one)
            },
        )
        if idle == before:
            return kept, scenario
    raise ScenarioError(["the conditions depend on each other in a circle"])


def _with(scenario: Scenario, values: Mapping[str, Value]) -> Scenario:
    return scenario.with_values(values) if values else scenario


def _broken(scenario: Scenario, limit: Limit) -> bool:
    """Whether a number at the address lies outside the limits; every member's number must lie
    within.
    """
    found = numbers_at(scenario, limit.address)
    least, most = _bounds(scenario, limit.at_least), _bounds(scenario, limit.at_most)
    return bool(least and min(found) < max(least)) or bool(most and max(found) > min(most))


def _bounds(scenario: Scenario, bound: Bound | None) -> list[float]:
    if bound is None:
        return []
    return numbers_at(scenario, bound) if isinstance(bound, str) else [bound]


def numbers_at(scenario: Scenario, address: str) -> list[float]:
    """The numbers that an address stands for in a scenario."""
    found = []
    for place in scenario.addresses().places[address]:
        holder: Any = scenario
        for part in place:
            if part == "structure":
                holder = scenario.structure_of(holder)
            else:
                holder = holder[part] if isinstance(part, int) else getattr(holder, part)
        found.append(float(holder))
    return found
