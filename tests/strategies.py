"""The vocabulary of the property tests: scenarios, structures, designs, litigation terms, in their
bounds.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np
from hypothesis import strategies as st

from poolsim.economy.agents import Agents, Firm
from poolsim.parameters.alliance import STRUCTURES, Design, Structure
from poolsim.parameters.number import Group
from poolsim.parameters.population import FirmGroup, HolderGroup
from poolsim.parameters.switches import Switches
from poolsim.parameters.terms import GROUPS, Litigation
from poolsim.scenario.scenario import Scenario
from poolsim.scenario.strict import bounds

SWITCHES = tuple(Switches.model_fields)
FOUNDING = {"founding_share": 0.0, "capital": 0.0, "entry_cost": 0.0}
FEW = {
    "count": 5,
    "partners": 4.0,
}  # upper bounds of the tests, where the declared ones would take long


class Willing(Firm):
    """A firm that agrees to every founding."""

    def would_found(self, alliance: Any, taste: float, terms: Any) -> float:
        return 1.0


WILLING = Agents(firm=Willing)


def sector(
    *,
    on: Iterable[str] = (),
    firms: Any = None,
    holders: Any = (),
    alliances: Any = (),
    **groups: Any,
) -> Scenario:
    """A purpose-built scenario: every mechanism is off but those in `on`; members are named by
    position.
    """
    switches = {name: 1.0 if name in set(on) else 0.0 for name in SWITCHES}
    data: dict[str, Any] = {"name": "corner", "quarters": 8, **groups, "switches": switches}
    data["firms"] = [{"name": f"group{k}", **group} for k, group in enumerate(firms or [{}])]
    data["holders"] = [{"name": f"holders{k}", **group} for k, group in enumerate(holders)]
    data["alliances"] = [{"name": f"alliance{k}", **group} for k, group in enumerate(alliances)]
    return Scenario.model_validate(data)


def alike(**numbers: Any) -> dict[str, Any]:
    """A group of identical exporters without home market, research, overhead or patents."""
    return {
        "size_sigma": 0.0,
        "home_median": 0.0,
        "export_median": 1.0,
        "rd_share": 0.0,
        "other_patents": 0.0,
        **numbers,
    }


def _number(name: str, declared: Any) -> st.SearchStrategy[Any]:
    low, high = bounds(declared)
    high = FEW.get(name, high)
    if declared.annotation is int:
        return st.integers(int(low or 0), int(high or 1))
    unit = declared.json_schema_extra["unit"]
    if " or " in unit:
        return st.sampled_from(np.linspace(low, high, unit.count(",") + 2).tolist())
    usual, ends = min(max(declared.default, low), high), st.sampled_from([low, high])
    wild = st.integers(0, 1000).map(lambda k: low + (high - low) * k / 1000.0)
    return st.one_of(st.just(usual), st.just(usual), ends, wild)


@cache  # hypothesis looks through a strategy once, which takes longer than to draw from it
def numbers(table: type[Group], **fixed: float) -> st.SearchStrategy[dict[str, Any]]:
    """Numbers of a declared table, each inside its bounds."""
    drawn = {name: _number(name, declared) for name, declared in table.model_fields.items()}
    return st.fixed_dictionaries(
        {**drawn, **{name: st.just(value) for name, value in fixed.items()}}
    )


@cache
def structures() -> st.SearchStrategy[Structure]:
    """The three structures that have names, and structures made of any numbers."""
    return st.one_of(
        st.sampled_from(list(STRUCTURES.values())),
        numbers(Structure).map(lambda drawn: Structure(**drawn)),
    )


@cache
def designs() -> st.SearchStrategy[dict[str, Any]]:
    """Designs that start within the few quarters of a test."""
    return numbers(Design, start=1.0, minimum=2.0)


@cache
def litigation_terms() -> st.SearchStrategy[Litigation]:
    """Terms of litigation."""
    return numbers(Litigation).map(lambda drawn: Litigation(**drawn))


@st.composite
def scenarios(draw: st.DrawFn, quarters: int = 10) -> Scenario:
    """Small scenarios: up to ten firms, three holders, two alliances, and terms anywhere in their
    bounds.
    """
    data: dict[str, Any] = {
        "name": "drawn",
        "quarters": quarters,
        "seed": draw(st.integers(0, 1000)),
    }
    wild = draw(st.sets(st.sampled_from(sorted(GROUPS)), max_size=4))
    for name in wild:
        data[name] = draw(numbers(GROUPS[name]))
    groups = draw(st.integers(1, 2))
    data["firms"] = [
        {"name": f"firms{k}", **draw(numbers(FirmGroup, invited=1.0 - k))} for k in range(groups)
    ]
    data["holders"] = [
        {"name": f"holders{k}", **draw(numbers(HolderGroup, count=k + 1))}
        for k in range(draw(st.integers(0, 2)))
    ]
    data["alliances"] = [
        {"name": f"alliance{k}", **draw(designs()), "structure": draw(structures()).model_dump()}
        for k in range(draw(st.integers(0, 2)))
    ]
    return Scenario.model_validate(data)
