"""What a case between firms costs, and what its verdict moves."""

from poolsim.economy.agents.firm import Firm
from poolsim.economy.ledger import LAWYERS_AND_COURTS, transfer
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def award_share(terms: Terms) -> float:
    """What a plaintiff that wins is awarded, of the rival's sales in a quarter."""
    return terms.disputes.damages_share * terms.disputes.award_share


def bear_cost(world: World, firm: Firm, cost: float) -> None:
    """A firm pays for its side of a case."""
    transfer(firm, world.outside[LAWYERS_AND_COURTS], cost)
    firm.legal_cost += cost


def judge(plaintiff: Firm, defendant: Firm, reads: float, award: float, verdict: float) -> None:
    """A plaintiff that wins, with the chance that its patents read, is paid the award."""
    if verdict < reads:
        transfer(defendant, plaintiff, award)
