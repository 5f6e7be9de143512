"""A pool of patents: what a valuer says they are worth (AT-2), whether a contributor stays, against
a share of its value (SH-5) and against licensing alone (RS-3), and what the antitrust authority
does.
"""

from poolsim.economy.agents import BY_VALUE, PATENT_LIFE, Firm, Secretariat
from poolsim.economy.draws import CHALLENGE, VALUATION, stream, uniform
from poolsim.economy.functions import exp, normal_quantile
from poolsim.economy.ledger import GOVERNMENT, transfer
from poolsim.economy.rules.disputes import at_least_once
from poolsim.economy.rules.innovation import patent_present_value
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
    used = (1.0 - alliance.own_use) * (firm.home_sales + firm.export_sales)
    return contracts_alone(world, terms) - shared + charge * used


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


def value_patents(world: World, terms: Terms, key: int, t: int) -> None:
    """Appraise the essential patents of all firms, where a pool shares by value; the error about a
    firm is lasting.
    """
    wanted = 0.0
    for alliance in world.alliances:
        if alliance.sharing >= BY_VALUE:
            wanted = 1.0
    if wanted > 0.0 and terms.switches.licensing > 0.0:
        luck = stream(key, 0, VALUATION)
        spread = terms.pool.valuation_noise
        for firm in world.firms:
            error = exp(
                spread * normal_quantile(uniform(luck, firm.id, 0.0)) - 0.5 * spread * spread
            )
            firm.appraised = error * present_value(world, firm, terms, t)


def present_value(world: World, firm: Firm, terms: Terms, t: int) -> float:
    """Present value of what a firm's essential patents yield in the life that is left to them, RMB
    m.
    """
    if firm.essential <= 0.0:
        return 0.0
    return patent_present_value(
        firm.essential_value() / PATENT_LIFE,
        terms.membership.discount / 4.0,
        terms.pool.invalidation,
        life_left(world, firm, terms, t),
    )


def life_left(world: World, firm: Firm, terms: Terms, t: int) -> float:
    """Mean quarters to expiry of a firm's essential patents."""
    i = int(firm.index)
    patents, quarters, kept = 0.0, 0.0, 1.0
    for age in range(PATENT_LIFE):
        born = world.book.essential[(t + PATENT_LIFE - age) % PATENT_LIFE, i] * kept
        patents += born
        quarters += born * (PATENT_LIFE - age)
        kept *= 1.0 - terms.research.obsolescence
    return quarters / patents if patents > 0.0 else 0.0


def cleared(alliance: Secretariat, terms: Terms) -> float:
    """Whether a pool is cleared: few substitutes or independent licensing, and an external
    evaluator.
    """
    few = 1.0 if terms.pool.substitutes <= terms.pool.substitutes_allowed else 0.0
    return (
        1.0 if max(few, alliance.independent_licensing) * alliance.external_evaluator > 0.0 else 0.0
    )


def authority_proceeds(world: World, terms: Terms, key: int, t: int) -> None:
    """A pool that is not cleared is met by the authority with its yearly hazard, and fined or
    ended.
    """
    if terms.pool.challenge > 0.0:
        luck, chance = stream(key, t, CHALLENGE), at_least_once(terms.pool.challenge, 0.25)
        for alliance in world.alliances:
            suspect = alliance.licensing > 0.0 and cleared(alliance, terms) == 0.0
            if suspect and uniform(luck, alliance.id, 0.0) < chance:
                if terms.pool.dissolution > 0.0:
                    alliance.prohibited = 1.0
                else:
                    transfer(alliance, world.outside[GOVERNMENT], terms.pool.antitrust_fine)
