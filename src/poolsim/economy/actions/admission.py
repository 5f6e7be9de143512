"""How many an alliance takes in: what size costs its members, and up to which size they want
newcomers (CO-8).
"""

from poolsim.economy.agents.firm import Firm
from poolsim.economy.agents.secretariat import Secretariat
from poolsim.economy.rules.admission import exclusive_size
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms

NO_LIMIT = 1e9
CLOSED = 2.0  # admission of newcomers, as `admission` of a design
HALVINGS = 40


def crowding(world: World, firm: Firm, alliance: Secretariat, terms: Terms) -> float:
    """What a member loses to coordination with the others per quarter, RMB m: kappa m^2 (CO-8)."""
    if terms.membership.congestion == 0.0:
        return 0.0
    size = size_with(world, firm, alliance)
    return terms.membership.congestion * size * size


def size_with(world: World, firm: Firm, alliance: Secretariat) -> float:
    """Members if the firm is one; before the founding, the firms invited."""
    if alliance.formed > 0.0:
        return alliance.members + (1.0 if firm.alliance == 0.0 else 0.0)
    invited = 0.0
    for other in world.firms:
        if other.invited > 0.0 and other.alive > 0.0:
            invited += 1.0
    return invited


def set_limits(world: World, terms: Terms) -> None:
    """An open alliance refuses nobody: firms stop joining when it no longer pays. An exclusive one
    stops at the size that is best for its members, a closed one takes nobody in.
    """
    for alliance in world.alliances:
        alliance.limit = NO_LIMIT
        if alliance.alive > 0.0 and alliance.admission > 0.0:
            alliance.limit = (
                0.0 if alliance.admission >= CLOSED else wanted_size(world, alliance, terms)
            )


def wanted_size(world: World, alliance: Secretariat, terms: Terms) -> float:
    """Size that the median member chooses (Black 1948), when it credits every member with the same
    worth to it.
    """
    candidates = 0.0
    for firm in world.firms:
        if firm.alive > 0.0 and (firm.alliance == alliance.index or firm.alliance == 0.0):
            candidates += 1.0
    if alliance.members <= 0.0:
        return 0.0
    crowd = terms.membership.congestion * alliance.members * alliance.members
    each = (median_belief(world, alliance) + crowd) / alliance.members
    return exclusive_size(each, terms.membership.congestion, alliance.fixed_cost, candidates)


def median_belief(world: World, alliance: Secretariat) -> float:
    """Benefit that half of the members believe in at least, RMB m per quarter, by bisection."""
    low, high = 0.0, 0.0
    for firm in world.firms:
        if firm.alliance == alliance.index:
            low, high = min(low, firm.belief), max(high, firm.belief)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if share_believing(world, alliance, middle) >= 0.5:
            low = middle
        else:
            high = middle
    return low


def share_believing(world: World, alliance: Secretariat, benefit: float) -> float:
    """Share of the members that believe in at least this benefit."""
    count = 0.0
    for firm in world.firms:
        if firm.alliance == alliance.index and firm.belief >= benefit:
            count += 1.0
    return count / alliance.members
