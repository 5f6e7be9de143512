"""The standard spreads among outside licensees' users (BA-2)."""

from poolsim.economy.actions.offers import promote_standard
from poolsim.economy.agents import Sector
from poolsim.economy.rules.market import adoption_step
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def standard_spreads(world: World, terms: Terms, key: int, t: int) -> None:
    """Adoption makes one Bass step; the firms also look a product generation ahead."""
    sector = world.sector
    promote_standard(world, terms)
    if terms.switches.adoption > 0.0 and t >= terms.standard.start:
        sector.adoption = adoption_step(sector.adoption, sector.innovation, sector.imitation)
    look_ahead(sector, terms, t)


def look_ahead(sector: Sector, terms: Terms, t: int) -> None:
    """Adoption one licence term from now."""
    ahead = sector.adoption
    for k in range(int(terms.litigation.licence_term)):
        if terms.switches.adoption > 0.0 and t + k + 1 >= terms.standard.start:
            ahead = adoption_step(ahead, sector.innovation, sector.imitation)
    sector.adoption_ahead = ahead
