"""The points of a sweep: levers and blocks crossed with samples of the uncertainties, under conditions and constraints.

Every point is tried on its scenario here, before anything runs, so that one that cannot be run is a rejected point with
its reason.
"""

import csv
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import qmc

from poolsim.addresses import address_table
from poolsim.scenario import Scenario, Value
from poolsim.strict import ScenarioError
from poolsim.study_design import Bound, Limit
from poolsim.study_file import Frame, Study


class Point(NamedTuple):
    """Labels of a cell of a sweep and the scenario to run; without one, the reason why it was rejected."""

    labels: dict[str, Value]
    scenario: Scenario | None
    reason: str = ""


def samples(study: Study) -> list[dict[str, Value]]:
    """Values of the uncertainties, point by point; one empty point where there are none."""
    if study.sampling.method == "points":
        return _rows(study)
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
    """Latin hypercube (McKay, Beckman and Conover 1979) or scrambled Sobol' sequence (Owen 1998) in [0, 1)."""
    sampling, width = study.sampling, len(study.uncertainties)
    kind: Any = qmc.Sobol if sampling.method == "sobol" else qmc.LatinHypercube
    return np.asarray(kind(width, seed=np.random.default_rng(sampling.seed)).random(sampling.points))


def _rows(study: Study) -> list[dict[str, Value]]:
    path = study.points_file()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, restkey="", restval=""))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ScenarioError([f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}"]) from None
    if not rows:
        raise ScenarioError([f"{path}: no points"])
    if any("" in row for row in rows):
        raise ScenarioError([f"{path}: a row has more values than there are addresses"])
    return [{address: _value(text) for address, text in row.items() if text.strip()} for row in rows]


def _value(text: str) -> Value:
    try:
        return float(text)
    except ValueError:
        return text.strip()


def worlds_of(study: Study) -> list[str]:
    """Addresses whose values nobody chooses: each of their combinations is a world of its own."""
    return list(dict.fromkeys([*study.uncertainties, *(address for row in samples(study) for address in row)]))


def addresses(study: Study) -> list[str]:
    """Every address that the sweep varies, in order: grid, levers, blocks, uncertainties."""
    blocks = [address for block in study.blocks for address in (*block.values, *block.grid)]
    drawn = [address for row in samples(study) for address in row]
    return list(dict.fromkeys([*study.grid, *study.levers, *blocks, *study.uncertainties, *drawn]))


def count(study: Study) -> int:
    """Number of points before conditions and constraints."""
    frames = [study.scenarios, study.designs, study.structures, study.beliefs]
    crossed = [len(factor) for factor in (*frames, *study.grid.values(), *study.levers.values()) if factor]
    blocks = sum(int(np.prod([len(values) for values in block.grid.values()] or [1])) for block in study.blocks) or 1
    return int(np.prod(crossed)) * blocks * len(samples(study))


def points(study: Study) -> Iterator[Point]:
    """Every point of the sweep, rejected ones too; one that a condition makes equal to an earlier one is left out."""
    drawn = samples(study)
    seen: set[tuple[Any, ...]] = set()
    for frame in study.frames():
        for block, values in _combinations(study):
            for sample in drawn:
                point = _point(study, frame, block, values | sample)
                key = tuple(point.labels.items()) if study.conditions else ()
                if key and key in seen:
                    continue
                seen.update([key] if key else [])
                yield point


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
        scenario = _with(frame.scenario, values)
        idle = {one.lever for one in study.conditions if one.lever in values and _broken(scenario, one)}
        if idle:
            values = {address: value for address, value in values.items() if address not in idle}
            scenario = _with(frame.scenario, values)
    except ScenarioError as error:
        return Point(labels | values, None, "; ".join(error.messages))
    for constraint in study.constraints:
        if _broken(scenario, constraint):
            return Point(labels | values, None, constraint.reason)
    return Point(labels | values, scenario)


def _with(scenario: Scenario, values: Mapping[str, Value]) -> Scenario:
    return scenario.with_values(values) if values else scenario


def _broken(scenario: Scenario, limit: Limit) -> bool:
    """Whether a number at the address lies outside the limits; every member's number must lie within."""
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
    for place in address_table(scenario.model_dump())[address]:
        holder: Any = scenario
        for part in place:
            if part == "structure":
                holder = scenario.structure_of(holder)
            else:
                holder = holder[part] if isinstance(part, int) else getattr(holder, part)
        found.append(float(holder))
    return found
