"""What a case between firms costs, and what its verdict moves."""

from typing import Any

from poolsim.ledger import LAWYERS_AND_COURTS, transfer


def bear_cost(world: Any, firm: Any, cost: float) -> None:
    """A firm pays for its side of a case."""
    transfer(firm, world.outside[LAWYERS_AND_COURTS], cost)
    firm.legal_cost = firm.legal_cost + cost


def judge(plaintiff: Any, defendant: Any, reads: float, award: float, verdict: float) -> None:
    """A plaintiff that wins, with the chance that its patents read, is paid the award."""
    if verdict < reads:
        transfer(defendant, plaintiff, award)
