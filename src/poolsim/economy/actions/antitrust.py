"""Antitrust: pools of substitutes without independent licensing, or without an evaluator, are
proceeded against.
"""

from poolsim.economy.agents.secretariat import Secretariat
from poolsim.economy.draws import CHALLENGE, stream, uniform
from poolsim.economy.ledger import GOVERNMENT, transfer
from poolsim.economy.rules.disputes import at_least_once
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def cleared(alliance: Secretariat, terms: Terms) -> float:
    """Whether a pool is cleared: few substitutes or independent licensing, and an external
    evaluator.
    """
    few = 1.0 if terms.pool.substitutes <= terms.pool.substitutes_allowed else 0.0
    return (
        1.0 if max(few, alliance.independent_licensing) * alliance.external_evaluator > 0.0 else 0.0
    )


def authority_proceeds(world: World, terms: Terms, key: int, t: int) -> None:
    """A pool that is not cleared is met by the authority with its yearly hazard, and fined or
    ended.
    """
    if terms.pool.challenge > 0.0:
        luck = stream(key, t, CHALLENGE)
        for alliance in world.alliances:
            if alliance.licensing > 0.0 and cleared(alliance, terms) == 0.0:
                if uniform(luck, alliance.id, 0.0) < at_least_once(terms.pool.challenge, 0.25):
                    if terms.pool.dissolution > 0.0:
                        alliance.prohibited = 1.0
                    else:
                        transfer(alliance, world.outside[GOVERNMENT], terms.pool.antitrust_fine)
