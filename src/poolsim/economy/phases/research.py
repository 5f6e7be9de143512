"""Firms do research, file patents, and patents age (IN-1, IN-2, IN-3, LX-1)."""

import math

from poolsim.economy.actions.offers import guide_research
from poolsim.economy.agents import PATENT_LIFE, Firm
from poolsim.economy.draws import ESSENTIALITY, FILINGS, VALUE, stream, uniform
from poolsim.economy.functions import (
    FEW,
    central_quantile,
    exp,
    few_events,
    is_central,
    log,
    normal_quantile,
    poisson,
)
from poolsim.economy.ledger import SUPPLIERS_AND_STAFF, transfer
from poolsim.economy.world import World, draw_for_firms
from poolsim.parameters.terms import Terms


def firms_do_research(world: World, terms: Terms, key: int, t: int) -> None:
    """Firms spend on R&D, old patents age and expire, holders' too, and new ones are filed."""
    slot = t % PATENT_LIFE
    for holder in world.holders:
        holder.age_portfolio(terms, t)
    guide_research(world, terms)
    # One rule per loop: those that only calculate are then done for several firms at once.
    kept = 1.0 - terms.research.obsolescence
    left = exp(PATENT_LIFE * log(kept))
    for i, firm in enumerate(world.firms):
        firm.age_patents(world.book.essential[slot, i], world.book.other[slot, i], kept, left)
    if terms.switches.research > 0.0:
        for firm in world.firms:
            if firm.alive > 0.0:
                transfer(firm, world.outside[SUPPLIERS_AND_STAFF], firm.spend_on_research(terms))
    for firm in world.firms:
        firm.expect_filings(terms)
    draw_for_firms(world, stream(key, t, FILINGS))
    files = terms.switches.research
    for i, firm in enumerate(world.firms):
        few = few_events(world.book.luck[i], firm.filing_mean, firm.files_none)
        firm.filed = few if firm.alive * files > 0.0 else 0.0
    for i, firm in enumerate(world.firms):
        if firm.filed == FEW:
            firm.filed = poisson(world.book.luck[i], firm.filing_mean, firm.files_none)
    luck = stream(key, t, ESSENTIALITY)
    for i, firm in enumerate(world.firms):
        essential = 0.0
        if firm.essential_share > 0.0 and firm.filed > 0.0 and t <= terms.standard.essential_until:
            essential = essential_among(firm.filed, firm, uniform(luck, firm.id, 0.0))
        world.book.essential[slot, i] = essential
        world.book.other[slot, i] = firm.filed - essential
    draw_for_firms(world, stream(key, t, VALUE))
    for i in range(len(world.firms)):
        world.book.score[i] = central_quantile(world.book.luck[i])
    for i, firm in enumerate(world.firms):
        if firm.filed > 0.0 and is_central(world.book.luck[i]) == 0.0:
            world.book.score[i] = normal_quantile(world.book.luck[i])
    growth, excess = moments_of_value(terms)
    for i, firm in enumerate(world.firms):
        firm.value += cohort_value(firm.filed, world.book.score[i], growth, excess, terms)
    for i, firm in enumerate(world.firms):
        firm.file_patents(world.book.essential[slot, i], world.book.other[slot, i], terms)


def essential_among(filed: float, firm: Firm, luck: float) -> float:
    """How many filings are essential to an open standard: the expected number, rounded by luck."""
    return min(math.floor(filed * firm.essential_share + luck) * 1.0, filed)


def moments_of_value(terms: Terms) -> tuple[float, float]:
    """Mean over median of a lognormal patent's value, e^(s^2 / 2), and its variance over the square
    of its mean, e^(s^2) - 1.
    """
    variance = terms.research.value_sigma * terms.research.value_sigma
    return exp(0.5 * variance), exp(variance) - 1.0


def cohort_value(filed: float, score: float, growth: float, excess: float, terms: Terms) -> float:
    """Value of a cohort of lognormal patents (IN-2), by one lognormal of the same mean and variance
    (Fenton 1960); exact for one patent. score: a normal number; growth, excess: `moments_of_value`.
    """
    mean = filed * terms.research.value_median * growth
    spread = log(1.0 + excess / (filed if filed > 0.0 else 1.0))
    return mean * exp(math.sqrt(spread) * score - 0.5 * spread)
