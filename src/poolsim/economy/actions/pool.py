"""A pool of patents: who is in it, what it is worth (LI-7, CV-1), what its contracts cost (TC-1),
what a valuer says (AT-2), and what the antitrust authority does.
"""

from poolsim.economy.agents import BY_VALUE, PATENT_LIFE, Firm, Secretariat, Sector
from poolsim.economy.draws import CHALLENGE, VALUATION, stream, uniform
from poolsim.economy.functions import exp, normal_quantile
from poolsim.economy.ledger import GOVERNMENT, transfer
from poolsim.economy.rules.disputes import at_least_once, reading_probability
from poolsim.economy.rules.innovation import patent_present_value
from poolsim.economy.rules.licensing import capped_royalty, covered_share, licence_contracts
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def contracts_pooled(adoption: float, contributors: float, terms: Terms) -> float:
    """Cost of a pool's contracts per quarter, RMB m: one with every licensee, and with every
    licensor where the set-up does not include it (TC-1).
    """
    licensors = contributors if terms.switches.set_up == 0.0 else 0.0
    _, joint = licence_contracts(licensors, terms.pool.licensees * adoption)
    return joint * terms.pool.contract_cost / terms.litigation.licence_term


def count_pool(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Contributors, their certified and their truly essential patents."""
    empty_pool(alliance)
    for firm in world.firms:
        if firm.contributes_to(alliance) > 0.0:
            put_in(alliance, firm, firm.certified, terms)
    appraise_pool(world.sector, alliance, terms)


def count_prospects(world: World, alliance: Secretariat, terms: Terms) -> None:
    """The same of those who would contribute to a pool that does not license yet."""
    empty_pool(alliance)
    for firm in world.firms:
        if firm.belongs_to(alliance) > 0.0 and firm.alive > 0.0 and firm.essential > 0.0:
            put_in(alliance, firm, firm.certifiable_patents(terms), terms)
    appraise_pool(world.sector, alliance, terms)


def fill_pool(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Evaluate the members' patents and pool those that may be essential; the pool licenses while
    it holds any.
    """
    for firm in world.firms:
        if firm.alliance == alliance.index:
            firm.certified = firm.certifiable_patents(terms)
            firm.in_pool = 1.0 if firm.certified > 0.0 and firm.walked_out == 0.0 else 0.0
    count_pool(world, alliance, terms)
    alliance.licensing = 1.0 if alliance.contributors > 0.0 else 0.0


def close_pool(world: World, alliance: Secretariat) -> None:
    """The pool licenses no more; its patents go back to their owners."""
    for firm in world.firms:
        if firm.alliance == alliance.index:
            firm.in_pool = 0.0
    empty_pool(alliance)
    alliance.licensing = 0.0


def empty_pool(alliance: Secretariat) -> None:
    """Nobody contributes."""
    alliance.contributors = 0.0
    alliance.certified = 0.0
    alliance.pooled = 0.0
    alliance.appraised = 0.0


def put_in(alliance: Secretariat, firm: Firm, certified: float, terms: Terms) -> None:
    """Count a contributor and its patents."""
    alliance.contributors += 1.0
    alliance.certified += certified
    alliance.appraised += firm.appraised
    alliance.pooled += terms.pool.sensitivity * firm.essential


def appraise_pool(sector: Sector, alliance: Secretariat, terms: Terms) -> None:
    """The chance that one of the patents survives a challenge (LI-7), their share of the standard,
    and what licensees pay of the pool's royalty: at most that share of what the standard is worth
    (CV-1).
    """
    alliance.strength = reading_probability(terms.pool.validity, alliance.pooled)
    alliance.coverage = 1.0
    alliance.charged = alliance.royalty
    if terms.switches.coverage > 0.0:
        alliance.coverage = covered_share(alliance.pooled, sector.essential)
        alliance.charged = capped_royalty(
            alliance.royalty, terms.standard.choke_royalty, alliance.coverage
        )


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
        exp(0.25 * terms.membership.discount) - 1.0,
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
