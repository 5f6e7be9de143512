"""Firms join, stay and leave on the benefit they believe in, with entry and exit bands
(CO-4, CO-6).
"""

from poolsim.economy.agents import Firm
from poolsim.economy.draws import CHOOSE, REVIEW, stream, uniform
from poolsim.economy.phases.founding import admit, dismiss
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms

CLOSED = 2.0  # admission of newcomers, as `admission` of a design


def firms_choose_membership(world: World, terms: Terms, key: int, t: int) -> None:
    """The firms whose turn it is review their membership, on what they knew at the end of the last
    quarter.
    """
    if terms.switches.membership > 0.0:
        turn, choice = stream(key, t, REVIEW), stream(key, t, CHOOSE)
        for firm in world.firms:
            if firm.alive > 0.0 and uniform(turn, firm.id, 0.0) < terms.membership.review:
                review(world, firm, uniform(choice, firm.id, 0.0), terms, t)


def review(world: World, firm: Firm, luck: float, terms: Terms, t: int) -> None:
    """A member may leave; any other firm may join the alliance it has in view. Founders of this
    quarter have just chosen.
    """
    alliance = world.alliances[int(firm.prospect)]
    if alliance.alive > 0.0 and alliance.founded < t:
        if firm.alliance > 0.0:
            if firm.would_leave(alliance, luck, terms) > 0.0:
                dismiss(firm, alliance)
        elif firm.expelled != firm.prospect and alliance.admission < CLOSED:
            if firm.would_join(alliance, luck, terms) > 0.0:
                admit(firm, alliance)
