"""Closed forms of what breaks even, beside the switch values of levers: FN-6, FN-8, FN-9.

They know of no behaviour: full adoption, everybody complies, members and demand stay as they are.
So a royalty or a volume found by runs lies above theirs unless members and contributors pay too.
"""

from collections.abc import Iterator

import numpy as np

from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.parameters.alliance import Structure
from poolsim.scenario.scenario import Alliance, Scenario
from poolsim.study.cases import FEWEST, Cases
from poolsim.theory.finance import (
    deals_to_break_even,
    members_to_break_even,
    running_cost,
    units_to_break_even,
)

NO_NUMBER = 1e9  # stands for it in the closed forms


def break_even_lines(cases: Cases) -> tuple[str, ...]:
    """A line per closed form that applies to the first alliance: what would pay the running cost at
    the mean number of members of the present runs.
    """
    outcomes = cases.run({})(0, FEWEST).outcomes
    formed = outcomes[outcomes[:, OUTCOME_INDEX["formed"]] > 0.0]
    if not len(formed) or not cases.scenario.alliances:
        return ()
    members = float(np.nanmean(formed[:, OUTCOME_INDEX["members"]]))
    alliance = cases.scenario.by_name()[0]
    structure = cases.scenario.structure_of(alliance)
    cost = running_cost(structure.fixed_cost, structure.member_cost, members)
    head = (
        f"Closed forms of {alliance.name}, at its running cost C = F + v m of {cost:.3g} RMB m a "
        f"quarter ({members:.1f} members; services beside, demand and decisions left out):"
    )
    lines = tuple(_lines(cases.scenario, alliance, structure, cost, members))
    return (head, *lines) if lines else ()


def _lines(
    scenario: Scenario, alliance: Alliance, structure: Structure, cost: float, members: float
) -> Iterator[str]:
    if alliance.dues > 0.0 and members > 0.0:
        needed = members_to_break_even(structure.fixed_cost, alliance.dues, structure.member_cost)
        yield (
            f"FN-6: dues of {alliance.dues:g} pay it from {_said(needed)} members on; "
            f"{members:.1f} members pay it at dues of {cost / members:.3g}, which are no income "
            "from the market"
        )
    if alliance.brokerage > 0.0:
        terms = scenario.brokerage
        needed = deals_to_break_even(cost, terms.deal_value, alliance.brokerage, terms.deal_cost)
        there = terms.deals_per_member * members
        yield (
            f"FN-8: brokerage of {alliance.brokerage:g} pays it from {_said(needed)} deals a "
            f"quarter on; at no fee members would do {there:.3g}"
        )
    if alliance.pool > 0.0 and alliance.royalty > 0.0:
        yield _of_pool(scenario, alliance, cost)


def _of_pool(scenario: Scenario, alliance: Alliance, cost: float) -> str:
    units = units_to_break_even(cost, alliance.royalty, 1.0, alliance.administrator)
    standard = scenario.standard
    sold = standard.potential / standard.replacement
    text = (
        f"FN-9: a royalty of {alliance.royalty:g} pays it from {_said(units)} m licensed units a "
        f"quarter on, an installed base of {_said(units * standard.replacement)} m"
    )
    if sold > 0.0 and alliance.administrator > 0.0:
        least = cost / (sold * alliance.administrator)
        text += f"; {sold:.3g} m units a quarter pay it from a royalty of {least:.3g} on"
    return text


def _said(value: float) -> str:
    return "no number of" if value >= NO_NUMBER else f"{value:.3g}"
