"""What founders foresee of an alliance's money: one imagined treasury per candidate and attempt
(FD-1).
"""

from poolsim.economy.actions.offers import next_outlay, warning_cost
from poolsim.economy.actions.pool import contracts_pooled
from poolsim.economy.actions.ranks import ranked
from poolsim.economy.actions.sales import expected_sales
from poolsim.economy.actions.set_up import administration
from poolsim.economy.agents import Secretariat
from poolsim.economy.functions import exp
from poolsim.economy.rules.finance import imagined_quarter
from poolsim.economy.rules.licensing import administrator_income, compliance_step, licence_income
from poolsim.economy.rules.market import adoption_step
from poolsim.economy.rules.votes import votes_needed
from poolsim.economy.services import cost_of_services
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms

AHEAD = 80  # quarters imagined one by one; the last goes on for ever


def foresee(world: World, alliance: Secretariat, terms: Terms, t: int) -> None:
    """Discounted quarters of full service and of life, and of those with a levy also what it takes
    of each member, as founders foresee them; without foresight full service for ever, at no levy.
    """
    patience = exp(-0.25 * terms.membership.discount)
    alliance.served = 1.0 / (1.0 - patience)
    alliance.lasting = alliance.served
    alliance.levied_served, alliance.levied_lasting, alliance.levies = 0.0, 0.0, 0.0
    host = expected_host(world, alliance)
    if terms.switches.foresight_money > 0.0:
        members = max(alliance.needed, alliance.willing * alliance.founders)
        raisable = members * acceptable_levy(world, alliance, members, terms)
        imagine(world, alliance, members, host, raisable, patience, terms, t)


def expected_host(world: World, alliance: Secretariat) -> float:
    """Staff that the invited firm which believes in the largest benefit (the lowest id if equal)
    would lend, RMB m per quarter, if that benefit is worth it (HO-1).
    """
    share = alliance.host_share * alliance.fixed_cost
    host, most = -1, 0.0
    for k in range(len(world.firms)):
        firm = world.firms[int(world.book.order[k])]
        firm.hosting = 0.0
        if firm.may_found() > 0.0 and (host < 0 or firm.belief > most):
            host = int(world.book.order[k])
            most = firm.belief
    if host < 0 or most < share:
        return 0.0
    world.firms[host].hosting = share
    return share


def acceptable_levy(world: World, alliance: Secretariat, members: float, terms: Terms) -> float:
    """Most that a vote of so many members would levy on each, RMB m per quarter: what membership is
    worth to the last of the invited whose vote it takes, the others gaining more.
    """
    if terms.switches.levy * alliance.may_charge_dues == 0.0:
        return 0.0
    count = 0
    for firm in world.firms:
        if firm.may_found() > 0.0:
            world.book.ranked[count] = firm.belief - terms.membership.participation_cost
            count += 1
    votes = votes_needed(members, alliance.quorum)
    if alliance.vote_weight < 0.0 or terms.switches.governance == 0.0:
        votes = 1.0
    if count == 0:
        return 0.0
    return max(ranked(world.book.ranked, count, min(int(votes), count)), 0.0)


def imagine(
    world: World,
    alliance: Secretariat,
    members: float,
    host: float,
    raisable: float,
    patience: float,
    terms: Terms,
    t: int,
) -> None:
    """Run the treasury of so many members ahead. Where it is no legal person a quarter asleep is
    worth and costs nothing, and too many in a row end it.
    """
    level, slope, bend = expected_sales(world, alliance, members, terms)
    services = cost_of_services(alliance, members, terms)
    running = alliance.member_cost * members / alliance.efficiency
    ceiling, compliance = alliance.highest_compliance(terms), alliance.first_compliance(terms)
    cash = alliance.endowment + alliance.start_up + members * alliance.capital
    adoption, granted = world.sector.adoption, alliance.grant_on
    service, levy, platform, asleep, weight = 0.0, 0.0, 0.0, 0.0, 1.0
    alliance.served, alliance.lasting = 0.0, 0.0
    for k in range(AHEAD):
        cost = alliance.cost_of(members, services + warning_cost(alliance, platform, terms))
        compliance = compliance_step(compliance, ceiling, terms.pool.compliance_effort)
        cash += level + service * (slope + bend * service)
        cash += alliance.income_ahead(members, service, k * 1.0, terms)
        cash += kept_licences(alliance, adoption, compliance, terms)
        if alliance.is_entitled(k * 1.0) > 0.0:
            cash += granted * alliance.grant_at(max(cost - host, 0.0), cash)
        service, levy, cash = imagined_quarter(
            cash, host, cost, alliance.fixed_cost, running, alliance.legal_person, raisable
        )
        drowsy = alliance.legal_person == 0.0 and service < terms.governance.dormant_below
        asleep = asleep + 1.0 if drowsy else 0.0
        if service < 0.0 or asleep >= terms.governance.dormant_after:
            break
        if asleep == 0.0:
            part = weight / (1.0 - patience) if k == AHEAD - 1 else weight
            count(alliance, part, service, levy / members)
        weight *= patience
        platform += service * next_outlay(platform, terms)
        granted += (1.0 - granted) * alliance.grant_return - granted * alliance.grant_lapse
        adoption = adoption_after(world, adoption, t + k + 1, terms)


def count(alliance: Secretariat, weight: float, service: float, levy: float) -> None:
    """Count a quarter of this weight at a service level, and a levy on each member, RMB m."""
    if levy > 0.0:
        alliance.levied_served += weight * service
        alliance.levied_lasting += weight
        alliance.levies += weight * levy
    else:
        alliance.served += weight * service
        alliance.lasting += weight


def adoption_after(world: World, adoption: float, t: int, terms: Terms) -> float:
    """Adoption of the standard in a quarter, from that of the quarter before."""
    if terms.switches.adoption == 0.0 or t < terms.standard.start:
        return adoption
    return adoption_step(adoption, world.sector.innovation, world.sector.imitation)


def kept_licences(alliance: Secretariat, adoption: float, compliance: float, terms: Terms) -> float:
    """What it would keep of its pool's income in a quarter, the administration of licences paid,
    RMB m.
    """
    if alliance.full_units <= 0.0:
        return 0.0
    units = alliance.full_units * adoption
    income = licence_income(alliance.charged, units, compliance * alliance.strength)
    contracts = contracts_pooled(adoption, alliance.contributors, terms)
    kept = administrator_income(max(income - contracts, 0.0), alliance.administrator)
    return kept - administration(adoption, compliance, terms)
