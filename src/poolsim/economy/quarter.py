"""A quarter on one page: the fifteen phases in their order, no logic."""

from collections.abc import Callable

from poolsim.economy.phases.assertion import holders_assert
from poolsim.economy.phases.disputes import firms_dispute
from poolsim.economy.phases.learning import firms_learn
from poolsim.economy.phases.licensing import pool_licenses
from poolsim.economy.phases.litigation import holders_sue_hold_outs
from poolsim.economy.phases.market import market_clears
from poolsim.economy.phases.membership import firms_choose_membership, founders_found
from poolsim.economy.phases.negotiation import parties_negotiate
from poolsim.economy.phases.policy import government_sets_policy
from poolsim.economy.phases.research import firms_do_research
from poolsim.economy.phases.secretariat import (
    secretariat_closes_books,
    secretariat_raises_money,
    secretariat_serves,
)
from poolsim.economy.phases.standard import standard_spreads
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms

PHASES = (
    government_sets_policy,
    firms_do_research,
    standard_spreads,
    founders_found,
    firms_choose_membership,
    secretariat_raises_money,
    secretariat_serves,
    holders_assert,
    parties_negotiate,
    holders_sue_hold_outs,
    firms_dispute,
    pool_licenses,
    market_clears,
    secretariat_closes_books,
    firms_learn,
)


def words_of(phase: Callable[..., None]) -> str:
    """What happens in a phase: the first sentence it says of itself."""
    return " ".join((phase.__doc__ or "").split("\n\n")[0].split())


def quarter(world: World, terms: Terms, key: int, t: int) -> None:
    """Everything that happens in quarter `t`."""
    government_sets_policy(world, terms, key, t)
    firms_do_research(world, terms, key, t)
    standard_spreads(world, terms, key, t)
    founders_found(world, terms, key, t)
    firms_choose_membership(world, terms, key, t)
    secretariat_raises_money(world, terms, key, t)
    secretariat_serves(world, terms, key, t)
    holders_assert(world, terms, key, t)
    parties_negotiate(world, terms, key, t)
    holders_sue_hold_outs(world, terms, key, t)
    firms_dispute(world, terms, key, t)
    pool_licenses(world, terms, key, t)
    market_clears(world, terms, key, t)
    secretariat_closes_books(world, terms, key, t)
    firms_learn(world, terms, key, t)
