"""The ledger's identity, checked after every phase: money is neither made nor lost."""

import math

from poolsim.economy import quarter as schedule
from poolsim.economy.ledger import Account
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms

PRECISION = 1e-9  # of turnover and balances


class LedgerError(RuntimeError):
    """A phase made or lost money."""


def accounts(world: World) -> list[Account]:
    """Everyone who can pay and be paid."""
    return [*world.firms, *world.alliances, *world.holders, *world.outside]


def total_money(world: World) -> float:
    """Sum over all accounts, RMB m."""
    return math.fsum(account.cash for account in accounts(world))


def scale_of_money(world: World) -> float:
    """All payments ever received and all balances that stand, RMB m: what rounding scales with."""
    holding: list[Account] = [*world.firms, *world.holders]
    standing = math.fsum(abs(one.cash) for one in holding)
    return standing + math.fsum(account.received for account in accounts(world))


def audited_quarter(world: World, terms: Terms, key: int, t: int) -> None:
    """The quarter, with the identity checked after each phase. Raises LedgerError that names
    quarter and phase.
    """
    for phase in schedule.PHASES:
        before = total_money(world)
        phase(world, terms, key, t)
        gap = total_money(world) - before
        if not abs(gap) <= PRECISION * max(scale_of_money(world), 1.0):
            change = "appeared" if gap > 0.0 else "vanished"
            raise LedgerError(f"quarter {t}, {phase.__name__}: RMB {gap:g} m {change}")
