"""Early warning: a platform tells members of assertions before they are made, more or less reliably
(GO-2).
"""

from poolsim.economy.actions.offers import is_built
from poolsim.economy.agents.firm import Firm
from poolsim.economy.agents.patent_holder import PatentHolder
from poolsim.economy.agents.secretariat import Secretariat
from poolsim.economy.draws import pair, uniform
from poolsim.economy.ledger import SUPPLIERS_AND_STAFF, transfer
from poolsim.economy.rules.disputes import value_of_information
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def works(alliance: Secretariat, terms: Terms) -> float:
    """Share of threats that a finished platform looks at: the service level."""
    if alliance.alive == 0.0 or is_built(alliance, terms) == 0.0:
        return 0.0
    return alliance.warning * alliance.service


def loss_and_remedy(
    world: World, firm: Firm, alliance: Secretariat, holder: PatentHolder, terms: Terms
) -> tuple[float, float]:
    """Royalties over a product generation to a holder that asserts, and cost of designing around in
    time, RMB m.
    """
    volume = firm.export_base * terms.litigation.licence_term
    remedy = terms.services.early_redesign * terms.assertion.redesign_cost * volume
    return world.book.rate[int(alliance.index), int(holder.index)] * volume, remedy


def designs_around(
    world: World,
    terms: Terms,
    alarms: int,
    firm: Firm,
    holder: PatentHolder,
    prior: float,
    real: float,
) -> float:
    """Whether a member is warned, rightly (`real` 1) or falsely, and pays for a design without the
    patents; it heeds a warning that is worth it, pi s L > P d.
    """
    alliance = world.alliances[int(firm.alliance)]
    watched = works(alliance, terms)
    if watched <= 0.0:
        return 0.0
    hit, false = terms.services.sensitivity, 1.0 - terms.services.specificity
    loss, remedy = loss_and_remedy(world, firm, alliance, holder, terms)
    worth_it = (
        prior * hit * loss > (prior * hit + (1.0 - prior) * false) * remedy and firm.cash >= remedy
    )
    warned = uniform(alarms, pair(firm.id, holder.id), 0.0) < watched * (
        hit if real > 0.0 else false
    )
    if worth_it and warned:
        transfer(firm, world.outside[SUPPLIERS_AND_STAFF], remedy)
        firm.redesign_cost += remedy
        return 1.0
    return 0.0


def warning_value(
    world: World,
    firm: Firm,
    alliance: Secretariat,
    holder: PatentHolder,
    prior: float,
    terms: Terms,
) -> float:
    """What a message about a holder is worth to a firm in a quarter, RMB m (GO-2)."""
    loss, remedy = loss_and_remedy(world, firm, alliance, holder, terms)
    return value_of_information(
        prior, loss, remedy, terms.services.sensitivity, terms.services.specificity
    )
