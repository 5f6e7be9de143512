"""Whether a contributor stays in a pool: against a share of its value (SH-5), and against licensing
alone (RS-3).
"""

from poolsim.economy.agents.firm import Firm
from poolsim.economy.agents.secretariat import Secretariat
from poolsim.economy.rules.licensing import licence_contracts, participates
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def contracts_alone(world: World, terms: Terms) -> float:
    """Cost of a lone licensor's contracts per quarter, RMB m: one with every licensee and licence
    term (TC-1).
    """
    separate, _ = licence_contracts(1.0, terms.pool.licensees * world.sector.adoption)
    return separate * terms.pool.contract_cost / terms.litigation.licence_term


def contracts_pooled(world: World, contributors: float, terms: Terms) -> float:
    """Cost of a pool's contracts per quarter, RMB m: one with every licensor and every licensee
    (TC-1).
    """
    _, joint = licence_contracts(contributors, terms.pool.licensees * world.sector.adoption)
    return joint * terms.pool.contract_cost / terms.litigation.licence_term


def side_benefit(world: World, firm: Firm, alliance: Secretariat, terms: Terms) -> float:
    """What the pool gives a contributor beside income, RMB m per quarter: contracts spared (TC-1),
    and its own use of the pooled patents, which outsiders pay for (RS-6).
    """
    if terms.switches.pool_stability == 0.0:
        return 0.0
    shared = contracts_pooled(world, alliance.contributors, terms) / alliance.contributors
    charge = alliance.royalty * alliance.long_run_compliance(terms) * world.sector.adoption
    return contracts_alone(world, terms) - shared + charge * (firm.home_sales + firm.export_sales)


def stays(
    part: float, worth: float, side: float, promised: float, alone: float, terms: Terms
) -> float:
    """Whether a contributor stays: its part of the pool's income now against what its patents are
    worth (SH-5), and what the pool promises it against licensing alone (RS-3), each with the side
    benefit.
    """
    if participates(part + side, terms.pool.outside_share, worth) == 0.0:
        return 0.0
    return 1.0 if terms.switches.pool_stability == 0.0 or promised + side >= alone else 0.0
