"""What a case between firms costs, and what its verdict moves."""

from typing import Any

from poolsim.economy.ledger import LAWYERS_AND_COURTS, transfer


def award_share(terms: Any) -> float:
    """What a plaintiff that wins is awarded, of the rival's sales in a quarter."""
    return terms.disputes.damages_share * terms.disputes.award_share


def bear_cost(world: Any, firm: Any, cost: float) -> None:
    """A firm pays for its side of a case."""
    transfer(firm, world.outside[LAWYERS_AND_COURTS], cost)
    firm.legal_cost += cost


def judge(plaintiff: Any, defendant: Any, reads: float, award: float, verdict: float) -> None:
    """A plaintiff that wins, with the chance that its patents read, is paid the award."""
    if verdict < reads:
        transfer(defendant, plaintiff, award)
