"""Firms do research, file patents, and their patents age (IN-1, IN-2, IN-3)."""

import math

from poolsim.economy.actions.offers import guide_research
from poolsim.economy.agents import PATENT_LIFE, Firm
from poolsim.economy.draws import ESSENTIALITY, FILINGS, VALUE, stream, uniform
from poolsim.economy.functions import exp, log, normal_quantile, poisson
from poolsim.economy.ledger import SUPPLIERS_AND_STAFF, transfer
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def firms_do_research(world: World, terms: Terms, key: int, t: int) -> None:
    """Firms spend on R&D, old patents age and expire, new ones are filed."""
    slot = t % PATENT_LIFE
    guide_research(world, terms)
    filings = stream(key, t, FILINGS)
    worth = stream(key, t, VALUE)
    essentiality = stream(key, t, ESSENTIALITY)
    # One rule per loop: those that only calculate are then done for several firms at once.
    for i, firm in enumerate(world.firms):
        firm.age_patents(world.book.essential[slot, i], world.book.other[slot, i], terms)
    for firm in world.firms:
        if firm.alive > 0.0 and terms.switches.research > 0.0:
            transfer(firm, world.outside[SUPPLIERS_AND_STAFF], firm.spend_on_research(terms))
    for firm in world.firms:
        firm.filing_mean = firm.expected_filings(terms)
    for i, firm in enumerate(world.firms):
        essential, filed = 0.0, 0.0
        if firm.alive > 0.0 and terms.switches.research > 0.0:
            filed = poisson(uniform(filings, firm.id, 0.0), firm.filing_mean)
            essential = essential_among(filed, firm, uniform(essentiality, firm.id, 0.0), terms, t)
        firm.filed = filed
        world.book.essential[slot, i] = essential
        world.book.other[slot, i] = filed - essential
    for i, firm in enumerate(world.firms):
        value = cohort_value(firm.filed, uniform(worth, firm.id, 0.0), terms)
        firm.file_patents(world.book.essential[slot, i], world.book.other[slot, i], value, terms)


def essential_among(filed: float, firm: Firm, luck: float, terms: Terms, t: int) -> float:
    """How many of the filings are essential while the standard is open: the expected number,
    rounded by luck.
    """
    if t > terms.standard.essential_until:
        return 0.0
    return min(math.floor(filed * firm.essential_share + luck) * 1.0, filed)


def cohort_value(filed: float, luck: float, terms: Terms) -> float:
    """Value of a cohort of lognormal patents (IN-2), by one lognormal of the same mean and variance
    (Fenton 1960); exact for one patent.
    """
    if filed <= 0.0:
        return 0.0
    variance = terms.research.value_sigma * terms.research.value_sigma
    mean = filed * terms.research.value_median * exp(0.5 * variance)
    spread = log(1.0 + (exp(variance) - 1.0) / filed)
    return mean * exp(math.sqrt(spread) * normal_quantile(luck) - 0.5 * spread)
