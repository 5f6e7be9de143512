"""Members that provide services to the others, and are paid by them: institutes, service bodies, lead firms (HO-1)."""

from typing import Any

from poolsim.ledger import transfer


def look_at_providers(world: Any, alliance: Any, a: int, terms: Any) -> None:
    """What the members (before the founding: those invited) offer to the others, and how many would pay for it."""
    alliance.provided, alliance.buyers = 0.0, 0.0
    if terms.switches.providers > 0.0 and alliance.id > 0.0 and alliance.cause == 0.0:
        for firm in world.firms:
            if firm.alive > 0.0 and (firm.alliance == a if alliance.formed > 0.0 else firm.invited > 0.0):
                alliance.provided = alliance.provided + firm.provides
                alliance.buyers = alliance.buyers + (1.0 if firm.provides == 0.0 else 0.0)


def provider_gain(world: Any, firm: Any, alliance: Any, terms: Any) -> float:
    """What a member earns from the services it provides, or pays for those of others, RMB m per quarter."""
    if terms.switches.providers == 0.0:
        return 0.0
    service = alliance.expected_service(terms)
    if firm.provides > 0.0:
        return firm.provides * service if alliance.buyers > 0.0 else 0.0
    counted = firm.alliance == firm.prospect if alliance.formed > 0.0 else firm.invited > 0.0
    return -alliance.provided * service / (alliance.buyers + (0.0 if counted else 1.0))


def members_pay_providers(world: Any, alliance: Any, a: int, terms: Any) -> None:
    """Every provider is paid for the service of the quarter, in equal parts by the members that provide none."""
    look_at_providers(world, alliance, a, terms)
    if alliance.provided * alliance.buyers > 0.0:
        for provider in world.firms:
            if provider.alliance == a and provider.alive > 0.0 and provider.provides > 0.0:
                part = provider.provides * alliance.service / alliance.buyers
                for firm in world.firms:
                    if firm.alliance == a and firm.alive > 0.0 and firm.provides == 0.0:
                        transfer(firm, provider, part)
