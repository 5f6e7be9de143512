"""Members that provide services to the others: institutes, service bodies, lead firms (HO-1)."""

from poolsim.economy.agents.firm import Firm
from poolsim.economy.agents.secretariat import Secretariat
from poolsim.economy.ledger import SUPPLIERS_AND_STAFF, transfer
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def count_clients(world: World, alliance: Secretariat, terms: Terms) -> None:
    """How many members (before the founding: of those invited) provide nothing and so are clients
    of those that do.
    """
    alliance.clients = 0.0
    if alliance.id > 0.0 and alliance.cause == 0.0:
        for firm in world.firms:
            if firm.alive > 0.0 and (
                firm.alliance == alliance.index if alliance.formed > 0.0 else firm.invited > 0.0
            ):
                alliance.clients += 1.0 if firm.provides == 0.0 else 0.0


def provider_gain(firm: Firm, alliance: Secretariat, terms: Terms) -> float:
    """What a member earns from the services it provides to the others, RMB m per quarter."""
    return firm.provides * alliance.clients * alliance.expected_service(terms)


def clients_pay_providers(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Clients give a provider, as far as the alliance serves, custom that other suppliers had."""
    count_clients(world, alliance, terms)
    for firm in world.firms:
        if firm.alliance == alliance.index and firm.alive > 0.0 and firm.provides > 0.0:
            transfer(
                world.outside[SUPPLIERS_AND_STAFF],
                firm,
                firm.provides * alliance.clients * alliance.service,
            )
