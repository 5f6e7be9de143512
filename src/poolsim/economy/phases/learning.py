"""Firms see what membership is worth, update their beliefs, and leave the sector when
their cash is gone.
"""

from poolsim.economy.actions.benefit import appraise, look_at_alliances
from poolsim.economy.actions.talks_worth import keep_record
from poolsim.economy.agents import Firm
from poolsim.economy.ledger import TOLERANCE
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def firms_learn(world: World, terms: Terms, key: int, t: int) -> None:
    """Benefits are appraised, beliefs follow what has come true of them, and firms without cash
    leave.
    """
    look_at_alliances(world, terms, t)
    keep_record(world, terms)
    appraise(world, terms, key, t)
    for firm in world.firms:
        if firm.alive > 0.0:
            if terms.switches.learning > 0.0:
                firm.learn(terms)
            if firm.cash < -TOLERANCE:
                close(world, firm)


def close(world: World, firm: Firm) -> None:
    """A firm without cash leaves the sector and its alliance; its capital is lost."""
    firm.alive = 0.0
    firm.home_sales = 0.0
    firm.export_sales = 0.0
    firm.gross_profit = 0.0
    if firm.alliance > 0.0:
        alliance = world.alliances[int(firm.alliance)]
        alliance.exits += 1.0
        firm.leave(alliance)
