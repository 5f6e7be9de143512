"""Peace inside an alliance: a defence covenant (LI-8), or a norm of non-assertion with fine and
expulsion (DY-2).
"""

from poolsim.economy.actions.courts import award_share
from poolsim.economy.agents.firm import Firm
from poolsim.economy.agents.secretariat import Secretariat
from poolsim.economy.ledger import transfer
from poolsim.economy.phases.founding import dismiss
from poolsim.economy.rules.disputes import assertion_gain, cooperation_discount, reading_probability
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def pool_defence(world: World, terms: Terms) -> None:
    """What the patents of all members can answer to an outsider, where the alliance has a covenant
    (LI-7, LI-8).
    """
    for alliance in world.alliances:
        alliance.shield = 0.0
        if alliance.alive > 0.0 and alliance.covenant > 0.0:
            patents = 0.0
            for firm in world.firms:
                if firm.alliance == alliance.index:
                    patents = patents + firm.essential + firm.other
            alliance.shield = reading_probability(terms.disputes.per_patent, patents)


def shielded_reads(world: World, firm: Firm) -> float:
    """Chance that the patents which answer for a firm read on an outsider's product: its own, or
    all members'.
    """
    return max(firm.reads, world.alliances[int(firm.alliance)].shield)


def answering_reads(world: World, firm: Firm, rival: Firm) -> float:
    """Chance that what answers for a firm reads on this rival's product; among members each has its
    own patents.
    """
    return firm.reads if firm.is_allied(rival) > 0.0 else shielded_reads(world, firm)


def forbears(world: World, firm: Firm, rival: Firm, terms: Terms) -> float:
    """Whether covenant or norm keeps a firm from asserting against a member of its own alliance."""
    if firm.is_allied(rival) == 0.0:
        return 0.0
    alliance = world.alliances[int(firm.alliance)]
    if alliance.covenant > 0.0:
        return 1.0
    if alliance.non_assertion == 0.0:
        return 0.0
    patience = 1.0 - terms.membership.discount / 4.0
    return 1.0 if patience >= patience_needed(world, firm, rival, alliance, terms) else 0.0


def patience_needed(
    world: World, firm: Firm, rival: Firm, alliance: Secretariat, terms: Terms
) -> float:
    """Discount factor from which restraint pays: attacking alone is the temptation, attacking and
    defending the punishment, the believed benefit of membership the loss if expelled (DY-2).
    """
    share = award_share(terms)
    cost = terms.disputes.suit_cost
    own, theirs = firm.sales_value(world.sector), rival.sales_value(world.sector)
    alone = assertion_gain(firm.reads, 0.0, share, own, theirs, cost)
    mutual = assertion_gain(firm.reads, rival.reads, share, own, theirs, 2.0 * cost)
    lost = alliance.expulsion * max(firm.belief, 0.0)
    return cooperation_discount(0.0, alone, mutual, alliance.assertion_fine, lost)


def punish(world: World, firm: Firm, rival: Firm, terms: Terms) -> None:
    """A member that asserted against another in spite of the norm pays the fine and, where it says
    so, has to go.
    """
    alliance = world.alliances[int(firm.alliance)]
    if firm.is_allied(rival) > 0.0 and alliance.non_assertion > 0.0:
        transfer(firm, alliance, alliance.assertion_fine)
        if alliance.expulsion > 0.0:
            firm.expelled = firm.alliance
            dismiss(firm, alliance)
