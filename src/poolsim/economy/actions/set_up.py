"""What running a pool costs: its set-up, paid out of royalties and by calls on contributors, and
the administration of its licences (CV-2).
"""

from poolsim.economy.agents import Secretariat
from poolsim.economy.functions import exp, ratio
from poolsim.economy.ledger import SUPPLIERS_AND_STAFF, transfer
from poolsim.economy.rules.licensing import administration_cost, called_share, set_up_part
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def begin_set_up(alliance: Secretariat, terms: Terms) -> None:
    """What the set-up of a pool with these contributors will cost in equal parts, one a quarter."""
    alliance.set_up_part = set_up_of(alliance, terms)
    alliance.set_up_left = alliance.set_up_part * terms.pool.set_up_quarters


def set_up_of(alliance: Secretariat, terms: Terms) -> float:
    """A quarter's part of the set-up, RMB m: programme and a contract with every contributor."""
    if terms.switches.set_up == 0.0:
        return 0.0
    contracts = alliance.contributors * terms.pool.contract_cost
    return set_up_part(terms.pool.set_up, contracts, terms.pool.set_up_quarters)


def set_up_level(alliance: Secretariat, terms: Terms) -> float:
    """The level flow for ever, RMB m per quarter, that is worth the parts still to pay: what
    contributors weigh against an income that goes on.
    """
    part, quarters = set_up_of(alliance, terms), terms.pool.set_up_quarters
    if alliance.had_pool > 0.0:
        part, quarters = alliance.set_up_part, ratio(alliance.set_up_left, alliance.set_up_part)
    return part * (1.0 - exp(-0.25 * terms.membership.discount * quarters))


def pay_for_pool(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Contributors are called for what royalties leave of the set-up; then this quarter's part and
    the administration of licences are paid. Who is no legal person spends what it has.
    """
    call_contributors(world, alliance)
    part = 0.0
    if alliance.contributors > 0.0:
        part = min(alliance.set_up_part, alliance.set_up_left)
    alliance.set_up_left -= part
    bill = part + administration(world.sector.adoption, alliance.compliance, terms)
    if alliance.legal_person == 0.0:
        bill = min(bill, max(alliance.cash, 0.0))
    transfer(alliance, world.outside[SUPPLIERS_AND_STAFF], bill)
    alliance.pool_cost += bill
    alliance.cost += bill


def call_contributors(world: World, alliance: Secretariat) -> None:
    """Every contributor pays an equal part of what is due, as far as it has the cash."""
    called = called_share(alliance.set_up_due, 0.0, alliance.contributors)
    for firm in world.firms:
        if called > 0.0 and firm.contributes_to(alliance) > 0.0:
            paid = min(called, max(firm.cash, 0.0))
            transfer(firm, alliance, paid)
            alliance.set_up_income += paid
    alliance.set_up_due = 0.0


def administration(adoption: float, compliance: float, terms: Terms) -> float:
    """Cost of administering the licences of those who pay, RMB m per quarter."""
    signed = terms.pool.licensees * adoption * compliance
    return administration_cost(signed, terms.pool.licensee_cost)
