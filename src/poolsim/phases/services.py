"""Services of an alliance to its members beside talks and mediation: what they cost, and what they do (TR-1, GO-2)."""

from typing import Any

from poolsim.rules.litigation import mediated


def programme(alliance: Any, members: float, age: float, terms: Any) -> float:
    """Cost of these services at full service, RMB m in a quarter; the warning platform is built first and then run."""
    prices, on = terms.services, terms.switches
    cost = on.training * alliance.training * prices.training_cost * members
    cost = cost + on.navigation * alliance.navigation * prices.navigation_cost
    cost = cost + on.promotion * alliance.promotion * prices.promotion_cost
    if on.warning * alliance.warning > 0.0:
        building = age < prices.warning_quarters
        cost = cost + (prices.warning_outlay / prices.warning_quarters if building else prices.warning_running)
    return cost


def training_intensity(alliance: Any, terms: Any) -> float:
    """Intensity tau of an alliance's training: its service level, or what founders expect of it (TR-1)."""
    if alliance.cause > 0.0:
        return 0.0
    return terms.switches.training * alliance.training * alliance.expected_service(terms)


def share_against(alliance: Any, terms: Any) -> float:
    """Holder's bargaining share against the members of an alliance, B (1 - b tau) (TR-1)."""
    skill = terms.services.training_skill * training_intensity(alliance, terms)
    return mediated(terms.negotiation.holder_share, skill)


def train_firms(world: Any, terms: Any) -> None:
    """Optimism of every firm: that of the sector, mu; of trained members mu (1 - a tau) (TR-1)."""
    for firm in world.firms:
        sobriety = terms.services.training_sobriety * training_intensity(world.alliances[int(firm.alliance)], terms)
        firm.optimism = mediated(terms.litigation.optimism, sobriety)


def guide_research(world: Any, terms: Any) -> None:
    """What navigation reports of the last quarter add to the filing productivity of members, a share."""
    for firm in world.firms:
        alliance = world.alliances[int(firm.alliance)]
        reports = terms.switches.navigation * alliance.navigation * alliance.service
        firm.guided = reports * terms.services.navigation_gain


def promote_standard(world: Any, terms: Any) -> None:
    """Bass coefficient of innovation, raised by the exhibitions that alliances held in the last quarter."""
    shows = 0.0
    for alliance in world.alliances:
        shows = shows + terms.switches.promotion * alliance.promotion * alliance.service
    world.sector.innovation = terms.standard.innovation * (1.0 + terms.services.promotion_gain * shows)
