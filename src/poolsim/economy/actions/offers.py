"""Services of an alliance beside talks and mediation, what they cost and what they do: training
(TR-1), navigation, promotion, early warning (GO-2), and what members provide to the others (HO-1).
"""

from poolsim.economy.agents import Firm, PatentHolder, Secretariat
from poolsim.economy.draws import PROGRAMME, pair, stream, uniform
from poolsim.economy.ledger import GOVERNMENT, SUPPLIERS_AND_STAFF, TOLERANCE, transfer
from poolsim.economy.rules.disputes import mediated, value_of_information
from poolsim.economy.rules.innovation import filing_rate
from poolsim.economy.services import cost_of_services
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def programme(alliance: Secretariat, members: float, terms: Terms) -> float:
    """Cost of all services at full service, RMB m in a quarter; the warning platform is built
    first and then run.
    """
    cost: float = cost_of_services(alliance, members, terms)
    return cost + warning_cost(alliance, alliance.platform, terms)


def warning_cost(alliance: Secretariat, platform: float, terms: Terms) -> float:
    """Cost of early warning at full service where so much is paid for its platform, RMB m."""
    if alliance.warning == 0.0:
        return 0.0
    if is_built(platform, terms) > 0.0:
        return terms.services.warning_running
    return next_outlay(platform, terms)


def is_built(platform: float, terms: Terms) -> float:
    """Whether a warning platform is paid for by so much, RMB m."""
    return 1.0 if platform >= terms.services.warning_outlay - TOLERANCE else 0.0


def next_outlay(platform: float, terms: Terms) -> float:
    """Outlay for a platform in a quarter at full service, RMB m: an even part, at most what is
    left.
    """
    prices = terms.services
    return min(prices.warning_outlay / prices.warning_quarters, prices.warning_outlay - platform)


def build_platform(alliance: Secretariat, carried: float, terms: Terms) -> None:
    """The share of the outlay that is paid for makes the platform grow by the next quarter."""
    if alliance.warning > 0.0 and is_built(alliance.platform, terms) == 0.0:
        alliance.outlay = carried * next_outlay(alliance.platform, terms)


def training_intensity(alliance: Secretariat, terms: Terms) -> float:
    """Intensity tau of an alliance's training: its service level, or what founders expect of it
    (TR-1).
    """
    if alliance.cause > 0.0:
        return 0.0
    return alliance.training * alliance.expected_service(terms)


def share_against(alliance: Secretariat, terms: Terms) -> float:
    """Holder's bargaining share against the members of an alliance, B (1 - b tau) (TR-1)."""
    skill = terms.services.training_skill * training_intensity(alliance, terms)
    return mediated(terms.negotiation.holder_share, skill)


def train_firms(world: World, terms: Terms) -> None:
    """Optimism of every firm: that of the sector, mu; of trained members mu (1 - a tau) (TR-1)."""
    for firm in world.firms:
        firm.optimism = optimism_within(world.alliances[int(firm.alliance)], terms)


def optimism_within(alliance: Secretariat, terms: Terms) -> float:
    """Optimism of an alliance's members (the first: of other firms), mu (1 - a tau) (TR-1)."""
    sobriety = terms.services.training_sobriety * training_intensity(alliance, terms)
    return mediated(terms.litigation.optimism, sobriety)


def guide_research(world: World, terms: Terms) -> None:
    """What navigation reports of the last quarter add to the filing productivity of members, a
    share.
    """
    for firm in world.firms:
        alliance = world.alliances[int(firm.alliance)]
        firm.guided = alliance.navigation * alliance.service * terms.services.navigation_gain


def guidance_gain(firm: Firm, alliance: Secretariat, terms: Terms) -> float:
    """What navigation reports are worth to a member per quarter, RMB m: further filings, at the
    value of a typical patent.
    """
    offered = alliance.navigation * alliance.expected_service(terms)
    if offered * terms.switches.research <= 0.0:
        return 0.0
    filings = filing_rate(terms.research.productivity, 4.0 * firm.rd, terms.research.elasticity)
    return offered * terms.services.navigation_gain * filings * terms.research.value_median


def promote_standard(world: World, terms: Terms) -> None:
    """What alliances did for the standard in the last quarter: exhibitions raise the Bass
    coefficient of innovation, a coordinated chain that of imitation, and working groups fit the
    standard to further products.
    """
    shows, coordinated, groups = 0.0, 0.0, 0.0
    for alliance in world.alliances:
        shows += alliance.promotion * alliance.service
        groups += alliance.working_groups * alliance.service
        organised = alliance.coordination * alliance.service
        if organised > 0.0:
            coordinated += organised * share_of_chain(world, alliance)
    world.sector.innovation = terms.standard.innovation * (
        1.0 + terms.services.promotion_gain * shows
    )
    world.sector.imitation = terms.standard.imitation * (
        1.0 + terms.services.chain_gain * coordinated
    )
    world.sector.potential = terms.standard.potential * (1.0 + terms.services.group_gain * groups)


def share_of_chain(world: World, alliance: Secretariat) -> float:
    """Share of the firms that sell a product which are members of an alliance."""
    members, makers = 0.0, 0.0
    for firm in world.firms:
        if firm.alive > 0.0 and firm.sells > 0.0:
            makers += 1.0
            members += 1.0 if firm.alliance == alliance.index else 0.0
    return members / makers if makers > 0.0 else 0.0


def inform_members(world: World, terms: Terms, key: int, t: int) -> None:
    """Members that are told of public programmes win money of them now and then."""
    luck = stream(key, t, PROGRAMME)
    for firm in world.firms:
        chance = chance_of_award(world.alliances[int(firm.alliance)], terms)
        if chance > 0.0 and firm.alive > 0.0 and uniform(luck, firm.id, 0.0) < chance:
            transfer(world.outside[GOVERNMENT], firm, terms.services.policy_award)


def chance_of_award(alliance: Secretariat, terms: Terms) -> float:
    """Chance in a quarter that a member wins public money which it would have missed."""
    told = alliance.policy_information * alliance.expected_service(terms)
    return told * terms.services.policy_chance


def count_clients(world: World, alliance: Secretariat) -> None:
    """How many members (before the founding: of those invited) provide nothing and so are clients
    of those that do.
    """
    alliance.clients = 0.0
    if alliance.id > 0.0 and alliance.cause == 0.0:
        for firm in world.firms:
            if firm.alive > 0.0 and firm.provides == 0.0 and firm.belongs_to(alliance) > 0.0:
                alliance.clients += 1.0


def provider_gain(firm: Firm, alliance: Secretariat, terms: Terms) -> float:
    """What a member earns from the services it provides to the others, RMB m per quarter."""
    return firm.provides * alliance.clients * alliance.expected_service(terms)


def clients_pay_providers(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Clients give a provider, as far as the alliance serves, custom that other suppliers had."""
    count_clients(world, alliance)
    for firm in world.firms:
        if firm.alliance == alliance.index and firm.alive > 0.0 and firm.provides > 0.0:
            transfer(
                world.outside[SUPPLIERS_AND_STAFF],
                firm,
                firm.provides * alliance.clients * alliance.service,
            )


def loss_and_remedy(
    world: World, firm: Firm, holder: PatentHolder, terms: Terms
) -> tuple[float, float]:
    """What the demand of a holder costs a member over a product generation, and designing around
    it in time, RMB m.
    """
    volume = firm.export_base * terms.litigation.licence_term
    remedy = terms.services.early_redesign * terms.assertion.redesign_cost * volume
    return world.book.demand_inside[int(firm.index), int(holder.index)] * volume, remedy


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
    patents; it heeds a warning that is worth it, pi s L > P d. A finished platform looks at a share
    of the threats, its service level.
    """
    alliance = world.alliances[int(firm.alliance)]
    watched = alliance.warning * alliance.service
    if watched * alliance.alive == 0.0 or is_built(alliance.platform, terms) == 0.0:
        return 0.0
    hit, false = terms.services.sensitivity, 1.0 - terms.services.specificity
    loss, remedy = loss_and_remedy(world, firm, holder, terms)
    worth_it = (
        prior * hit * loss > (prior * hit + (1.0 - prior) * false) * remedy and firm.cash >= remedy
    )
    warned = uniform(alarms, pair(firm.id, holder.id), 0.0) < watched * (
        hit if real > 0.0 else false
    )
    if worth_it and warned:
        transfer(firm, world.outside[SUPPLIERS_AND_STAFF], remedy)
        firm.redesign_cost += remedy
        world.book.foreseen[int(firm.index), int(holder.index)] = 0.0
        world.sector.redesigns += 1.0
        return 1.0
    return 0.0


def warning_value(
    world: World,
    firm: Firm,
    holder: PatentHolder,
    prior: float,
    terms: Terms,
) -> float:
    """What a message about a holder is worth to a firm in a quarter, RMB m (GO-2)."""
    loss, remedy = loss_and_remedy(world, firm, holder, terms)
    return value_of_information(
        prior, loss, remedy, terms.services.sensitivity, terms.services.specificity
    )
