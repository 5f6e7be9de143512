"""The government switches grants on and off (FN-4, FN-5)."""

from poolsim.economy.draws import GRANT, stream, uniform
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def government_sets_policy(world: World, terms: Terms, key: int, t: int) -> None:
    """Every running grant lapses, every lapsed grant returns, with its own chance; the quarter's
    counters start at zero.
    """
    world.sector.start_quarter()
    luck = stream(key, t, GRANT)
    for firm in world.firms:
        firm.start_quarter()
    for alliance in world.alliances:
        alliance.start_quarter()
        chance = alliance.grant_lapse if alliance.grant_on > 0.0 else alliance.grant_return
        if uniform(luck, alliance.id, 0.0) < chance:
            alliance.grant_on = 1.0 - alliance.grant_on
