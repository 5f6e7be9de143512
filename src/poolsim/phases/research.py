"""Phase 2: firms do research, file patents, and their patents age (IN-1, IN-2, IN-3)."""

import math
from typing import Any

from poolsim.draws import (
    ESSENTIALITY,
    FILINGS,
    VALUE,
    exp,
    log,
    negative_binomial,
    normal_quantile,
    poisson,
    stream,
    uniform,
)
from poolsim.ledger import SUPPLIERS_AND_STAFF, transfer
from poolsim.phases.services import guide_research
from poolsim.rules.innovation import filing_rate
from poolsim.world import PATENT_LIFE


def firms_do_research(world: Any, terms: Any, key: int, t: int) -> None:
    """Firms spend on R&D, old patents age and expire, new ones are filed."""
    slot = t % PATENT_LIFE
    guide_research(world, terms)
    filings, worth, essentiality = stream(key, t, FILINGS), stream(key, t, VALUE), stream(key, t, ESSENTIALITY)
    for i, firm in enumerate(world.firms):
        firm.age_patents(world.book.essential[slot, i], world.book.other[slot, i], terms)
        essential, other, value = 0.0, 0.0, 0.0
        if firm.alive > 0.0 and terms.switches.research > 0.0:
            transfer(firm, world.outside[SUPPLIERS_AND_STAFF], firm.spend_on_research(terms))
            filed = patents_filed(firm, uniform(filings, firm.id, 0.0), terms)
            essential = essential_among(filed, firm, uniform(essentiality, firm.id, 0.0), terms, t)
            other = filed - essential
            value = cohort_value(filed, uniform(worth, firm.id, 0.0), terms)
        world.book.essential[slot, i] = essential
        world.book.other[slot, i] = other
        firm.file_patents(essential, other, value, terms)


def patents_filed(firm: Any, luck: float, terms: Any) -> float:
    """Filings of the quarter: Poisson, or negative binomial with dispersion k (IN-1)."""
    mean = filing_rate(terms.research.productivity * (1.0 + firm.guided), 4.0 * firm.rd, terms.research.elasticity)
    if terms.research.dispersion > 0.0:
        return negative_binomial(luck, mean, terms.research.dispersion)
    return poisson(luck, mean)


def essential_among(filed: float, firm: Any, luck: float, terms: Any, t: int) -> float:
    """How many of the filings are essential while the standard is open: the expected number, rounded by luck."""
    if t > terms.standard.essential_until:
        return 0.0
    return min(math.floor(filed * firm.essential_share + luck) * 1.0, filed)


def cohort_value(filed: float, luck: float, terms: Any) -> float:
    """Value of a cohort of lognormal patents (IN-2), by one lognormal of the same mean and variance (Fenton 1960);
    exact for one patent.
    """
    if filed <= 0.0:
        return 0.0
    variance = terms.research.value_sigma * terms.research.value_sigma
    mean = filed * terms.research.value_median * exp(0.5 * variance)
    spread = log(1.0 + (exp(variance) - 1.0) / filed)
    return mean * exp(math.sqrt(spread) * normal_quantile(luck) - 0.5 * spread)
