"""The royalty stack of many holders towards one party, solved jointly (CN-1, CN-1b, CN-6, CN-8,
RS-11).

With X the surplus that the whole stack R leaves to the licensee, a holder's rate solves r = floor +
B (w - floor), where w = min(X + r, ceiling) and floor = max(hold-out rate, litigation floor). Every
rate rises with X, so X + R(X) = surplus has one solution; it depends on no order of the holders.
Without discrimination the hold- out rate is (1 - s) r itself, so that r = X B / ((1 - B) s); the
search then runs over r, which also covers s = 0, where nothing is left.
"""

from poolsim.economy.agents import PatentHolder, Secretariat
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms

STEPS = 80
PRECISION = 1e-13  # of the surplus


def solve_stack(
    world: World, alliance: Secretariat, terms: Terms, coalition: float, discrimination: float
) -> None:
    """Set the rates towards an alliance's members (the first: outsiders); `coalition` is its
    effective share s_eff of the exports.

    The level searched, 0 to 1 of the surplus, is r or X; what the stack takes and leaves is
    piecewise linear in it, so the Illinois form of false position ends in a few steps.
    """
    low, high = 0.0, 1.0
    below = excess(world, alliance, terms, coalition, discrimination, low)
    above = excess(world, alliance, terms, coalition, discrimination, high)
    steps = STEPS
    side = 0.0
    if below >= 0.0:
        steps = 0
        excess(world, alliance, terms, coalition, discrimination, low)
    elif above <= 0.0:
        steps = 0
    while steps > 0:
        level = high - above * (high - low) / (above - below)
        error = excess(world, alliance, terms, coalition, discrimination, level)
        steps -= 1
        if abs(error) <= PRECISION * terms.negotiation.surplus:
            steps = 0
        elif error > 0.0:
            high, above = level, error
            below = 0.5 * below if side > 0.0 else below
            side = 1.0
        else:
            low, below = level, error
            above = 0.5 * above if side < 0.0 else above
            side = -1.0
    fit(world, alliance, terms)


def excess(
    world: World,
    alliance: Secretariat,
    terms: Terms,
    coalition: float,
    discrimination: float,
    level: float,
) -> float:
    """What the stack at a level takes and leaves, beyond the surplus there is: R + X - surplus, RMB
    per unit.
    """
    left = surplus_left(world, alliance, terms, coalition, discrimination, level)
    return (
        fill(world, alliance, terms, coalition, discrimination, level, left)
        + left
        - terms.negotiation.surplus
    )


def surplus_left(
    world: World,
    alliance: Secretariat,
    terms: Terms,
    coalition: float,
    discrimination: float,
    level: float,
) -> float:
    """Surplus X left to the licensee at a level of the search, RMB per unit."""
    if discrimination > 0.0:
        return level * terms.negotiation.surplus
    share = alliance.holder_share
    return level * terms.negotiation.surplus * (1.0 - share) * coalition / share


def fill(
    world: World,
    alliance: Secretariat,
    terms: Terms,
    coalition: float,
    discrimination: float,
    level: float,
    left: float,
) -> float:
    """Set every holder's rate at a level of the search; their sum. Talks over a package are one
    talk in equal parts.
    """
    a = int(alliance.index)
    share = alliance.holder_share
    parts = max(len(world.holders) * 1.0, 1.0) if terms.negotiation.package > 0.0 else 1.0
    gain = share / (1.0 - share) * left / parts
    total = 0.0
    for h, holder in enumerate(world.holders):
        hold_out = (1.0 - coalition) * world.book.rate[0, h]
        alone = (
            hold_out + gain if discrimination > 0.0 else level * terms.negotiation.surplus / parts
        )
        wanted = max(alone, holder.floor + gain) if holder.floor > 0.0 else alone
        rate = min(wanted, capped(holder, coalition, discrimination, hold_out, share))
        world.book.rate[a, h] = rate
        total += rate
    return total


def capped(
    holder: PatentHolder, coalition: float, discrimination: float, hold_out: float, share: float
) -> float:
    """Rate when the licensee's own threat to fight binds: w is the holder's ceiling (CN-6)."""
    threatened = holder.floor + share * (holder.ceiling - holder.floor)
    if discrimination > 0.0:
        floor = max(holder.floor, hold_out)
        return min(floor + share * (holder.ceiling - floor), holder.ceiling)
    return min(
        max(share / (share + (1.0 - share) * coalition) * holder.ceiling, threatened),
        holder.ceiling,
    )


def fit(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Where credible suits are together worth more than the surplus, scale the stack to it: the
    licensee's alternative is to leave.
    """
    a = int(alliance.index)
    total = stack(world, a)
    if total > terms.negotiation.surplus:
        for h in range(len(world.holders)):
            world.book.rate[a, h] = world.book.rate[a, h] * terms.negotiation.surplus / total


def stack(world: World, a: int) -> float:
    """Royalty stack that the members of the alliance at index `a` pay, RMB per unit."""
    total = 0.0
    for h in range(len(world.holders)):
        total += world.book.rate[a, h]
    return total
