"""Which cells are compared with which: those that differ in one factor and agree in all that both
of them vary.

A lever that is idle in one of two cells, because a condition rests it or its block lacks it, does
not keep them apart: every value that it has in the other is compared with the one idle cell.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from poolsim.errors import ScenarioError
from poolsim.scenario.toml import meant

Labels = Mapping[str, object]
Row = Mapping[str, Any]  # of a table, whose library has no types
Key = tuple[object, ...]


class Cells(NamedTuple):
    """Cells without their worlds: labels, and the worlds in which each is there."""

    labels: Sequence[Labels]
    worlds: Sequence[Set[object]]


class Match(NamedTuple):
    """Places of two cells to compare, and what they share: what is idle in one has the value of the
    other.
    """

    first: int
    second: int
    labels: dict[str, object]


def factors_of(runs: pd.DataFrame) -> list[str]:
    """Label columns of a table of runs: those before the replicate."""
    return list(runs.columns[: list(runs.columns).index("replicate")])


def cells_of(runs: pd.DataFrame, worlds: list[str]) -> tuple[Cells, list[pd.DataFrame]]:
    """Cells of a table of runs in order of appearance, and the runs of each; worlds: labels that
    tell worlds apart.
    """
    factors = [name for name in factors_of(runs) if name not in worlds]
    grouped = runs.groupby(factors, sort=False, dropna=False)
    labels = [dict(zip(factors, key, strict=True)) for key, _ in grouped]
    world = (
        runs.groupby(worlds, sort=False, dropna=False).ngroup().to_numpy()
        if worlds
        else np.zeros(len(runs))
    )
    found = pd.Series(world).groupby(grouped.ngroup().to_numpy()).unique()
    return Cells(labels, [set(numbers) for numbers in found]), [table for _, table in grouped]


def is_idle(value: object) -> bool:
    """Whether a label says that its cell leaves the number as it is."""
    return value is None or value != value


def matches(cells: Cells, by: str, baseline: str | None) -> list[Match]:
    """Pairs of cells to compare, stratum by stratum: all with the baseline, or every two.

    Raises ScenarioError if there are none.
    """
    found = _matched(cells, by, baseline)
    if not found:
        raise ScenarioError(
            [f"nothing to compare: no two cells that differ in {by} agree in all else"]
        )
    return found


def strata_of(cells: Cells, by: str) -> list[tuple[dict[str, object], dict[str, int]]]:
    """Labels of every stratum, and the place of its cell for each value of `by`; a cell without a
    match is alone.
    """
    groups: list[tuple[dict[str, object], tuple[int, ...]]] = [
        (labels, (first, second)) for first, second, labels in _matched(cells, by, None)
    ]
    met = {place for _, places in groups for place in places}
    alone = (place for side in _sides(cells, by).values() for place in side if place not in met)
    groups += [
        ({name: value for name, value in cells.labels[place].items() if name != by}, (place,))
        for place in alone
    ]
    found: dict[Key, tuple[dict[str, object], dict[str, int]]] = {}
    for labels, places in groups:
        values = found.setdefault(_key(labels), (labels, {}))[1]
        for place in places:
            values.setdefault(str(cells.labels[place][by]), place)
    return list(found.values())


def pairs_of(values: list[str], baseline: str | None) -> list[tuple[str, str]]:
    """Pairs (first, second) of values: all with the baseline, or every two where there is none."""
    if baseline is None:
        return list(combinations(values, 2))
    chosen = meant(baseline, values)
    return [(chosen, value) for value in values if value != chosen] if chosen is not None else []


def _matched(cells: Cells, by: str, baseline: str | None) -> list[Match]:
    sides = _sides(cells, by)
    found = [
        match
        for first, second in pairs_of(list(sides), baseline)
        for match in _between(cells, sides[first], sides[second], by)
    ]
    order: dict[Key, int] = {}
    for match in found:
        order.setdefault(_key(match.labels), len(order))
    return sorted(found, key=lambda match: order[_key(match.labels)])


def _sides(cells: Cells, by: str) -> dict[str, list[int]]:
    """Places of the cells of each value of `by`; those in which it is idle are on no side."""
    sides: dict[str, list[int]] = {}
    for place, labels in enumerate(cells.labels):
        if not is_idle(labels[by]):
            sides.setdefault(str(labels[by]), []).append(place)
    return sides


def _between(cells: Cells, firsts: list[int], seconds: list[int], by: str) -> Iterator[Match]:
    """Matches of two sides. Cells are looked up by the factors that are idle nowhere, for there may
    be many.
    """
    factors = [name for name in cells.labels[firsts[0]] if name != by]
    apart = _of_blocks(cells, firsts, seconds, factors)
    both = [cells.labels[place] for place in (*firsts, *seconds)]
    fixed = [
        name
        for name in factors
        if name not in apart and not any(is_idle(labels[name]) for labels in both)
    ]
    alike: dict[Key, list[int]] = {}
    for place in seconds:
        alike.setdefault(tuple(cells.labels[place][name] for name in fixed), []).append(place)
    for first in firsts:
        for second in alike.get(tuple(cells.labels[first][name] for name in fixed), ()):
            shared = _shared(cells.labels[first], cells.labels[second], factors, apart)
            if shared is not None and not cells.worlds[first].isdisjoint(cells.worlds[second]):
                yield Match(first, second, shared)


def _of_blocks(
    cells: Cells, firsts: list[int], seconds: list[int], factors: Iterable[str]
) -> dict[str, int]:
    """Factors that the blocks decide, as one side has a single value of them and the other none of
    it.

    With each the side (0 or 1) that has several values, whose labels tell its cells apart; -1 if
    neither has.
    """
    found = {}
    for name in factors if "block" in cells.labels[0] else ():
        here, there = ({cells.labels[place][name] for place in side} for side in (firsts, seconds))
        here, there = ({value for value in side if not is_idle(value)} for side in (here, there))
        if here and there and here.isdisjoint(there) and min(len(here), len(there)) == 1:
            found[name] = 0 if len(here) > 1 else 1 if len(there) > 1 else -1
    return found


def _shared(
    first: Labels, second: Labels, factors: list[str], apart: dict[str, int]
) -> dict[str, object] | None:
    """What two cells share; None if they differ in a number that both of them vary."""
    shared: dict[str, object] = {}
    for name in factors:
        one, other = first[name], second[name]
        if name in apart:
            shared[name] = (one, other, np.nan)[apart[name]]
        elif is_idle(one) or is_idle(other) or one == other:
            shared[name] = other if is_idle(one) else one
        else:
            return None
    return shared


def _key(labels: Labels) -> Key:
    return tuple(None if is_idle(value) else value for value in labels.values())
