"""What a valuer says the essential patents of each firm are worth (AT-2)."""

from poolsim.economy.agents.firm import PATENT_LIFE, Firm
from poolsim.economy.agents.secretariat import BY_VALUE
from poolsim.economy.draws import VALUATION, stream, uniform
from poolsim.economy.functions import exp, normal_quantile
from poolsim.economy.rules.innovation import patent_present_value
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def value_patents(world: World, terms: Terms, key: int, t: int) -> None:
    """Appraise the essential patents of all firms, where a pool shares by value; the error about a
    firm is lasting.
    """
    wanted = 0.0
    for alliance in world.alliances:
        if alliance.sharing >= BY_VALUE:
            wanted = 1.0
    if wanted > 0.0 and terms.switches.licensing > 0.0:
        luck = stream(key, 0, VALUATION)
        spread = terms.pool.valuation_noise
        for firm in world.firms:
            error = exp(
                spread * normal_quantile(uniform(luck, firm.id, 0.0)) - 0.5 * spread * spread
            )
            firm.appraised = error * present_value(world, firm, terms, t)


def present_value(world: World, firm: Firm, terms: Terms, t: int) -> float:
    """Present value of what a firm's essential patents yield in the life that is left to them, RMB
    m.
    """
    if firm.essential <= 0.0:
        return 0.0
    return patent_present_value(
        firm.essential_value() / PATENT_LIFE,
        terms.membership.discount / 4.0,
        terms.pool.invalidation,
        life_left(world, firm, terms, t),
    )


def life_left(world: World, firm: Firm, terms: Terms, t: int) -> float:
    """Mean quarters to expiry of a firm's essential patents."""
    i = int(firm.index)
    patents, quarters, kept = 0.0, 0.0, 1.0
    for age in range(PATENT_LIFE):
        born = world.book.essential[(t + PATENT_LIFE - age) % PATENT_LIFE, i] * kept
        patents += born
        quarters += born * (PATENT_LIFE - age)
        kept *= 1.0 - terms.research.obsolescence
    return quarters / patents if patents > 0.0 else 0.0
