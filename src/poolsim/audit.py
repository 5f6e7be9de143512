"""The ledger's identity, checked after every phase: money is neither made nor lost."""

import math
from typing import Any

from poolsim import quarter as schedule

PRECISION = 1e-9  # of the turnover


class LedgerError(RuntimeError):
    """A phase made or lost money."""


def total_money(world: Any) -> float:
    """Sum over all accounts, RMB m."""
    return math.fsum(
        [
            *(firm.cash for firm in world.firms),
            *(alliance.treasury for alliance in world.alliances),
            *(holder.cash for holder in world.holders),
            *(account.balance for account in world.outside),
        ]
    )


def turnover(world: Any) -> float:
    """All payments ever received, RMB m."""
    return math.fsum(
        agent.received for group in (world.firms, world.alliances, world.holders, world.outside) for agent in group
    )


def audited_quarter(world: Any, terms: Any, key: int, t: int) -> None:
    """The quarter, with the identity checked after each phase. Raises LedgerError that names quarter and phase."""
    for name, _ in schedule.PHASES:
        before = total_money(world)
        getattr(schedule, name)(world, terms, key, t)
        gap = total_money(world) - before
        if not abs(gap) <= PRECISION * max(turnover(world), 1.0):
            raise LedgerError(f"quarter {t}, {name}: RMB {gap:g} m {'appeared' if gap > 0.0 else 'vanished'}")
