"""Phase 3: the standard spreads among outside licensees' users (BA-2)."""

from typing import Any

from poolsim.economy.actions.offers import promote_standard
from poolsim.economy.rules.standards import adoption_step


def standard_spreads(world: Any, terms: Any, key: int, t: int) -> None:
    """Adoption makes one Bass step; the firms also look a product generation ahead."""
    sector = world.sector
    promote_standard(world, terms)
    if terms.switches.adoption > 0.0 and t >= terms.standard.start:
        sector.adoption = adoption_step(sector.adoption, sector.innovation, sector.imitation)
    look_ahead(sector, terms, t)


def look_ahead(sector: Any, terms: Any, t: int) -> None:
    """Adoption one licence term from now."""
    ahead = sector.adoption
    for k in range(int(terms.litigation.licence_term)):
        if terms.switches.adoption > 0.0 and t + k + 1 >= terms.standard.start:
            ahead = adoption_step(ahead, sector.innovation, sector.imitation)
    sector.adoption_ahead = ahead
