"""The world as it was before a phase: copies of what the phase may change."""

from operator import attrgetter
from typing import NamedTuple

from poolsim.economy.agents import Secretariat
from poolsim.economy.items import DUES
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms

Past = dict[tuple[int, str], float]  # alliance and what: how it stood a quarter ago


class Moment(NamedTuple):
    """What a phase acts on."""

    world: World
    terms: Terms
    key: int
    t: int


class Was(NamedTuple):
    """An alliance before a phase, as far as events are told by what it was."""

    attempts: float
    cause: float
    alive: float
    cash: float
    members: float
    unhosted: float
    lead: float
    contributors: float
    dues: float
    grant_income: float
    levy_income: float


class Seen(NamedTuple):
    """Alliances; by firm its alliance, capital, and quarter in which it walked out of the pool; by
    alliance which items its members have approved.
    """

    alliances: list[Was]
    member_of: list[float]
    capital: list[float]
    walked_out: list[float]
    approved: list[list[float]]
    past: Past


def look(world: World, past: Past) -> Seen:
    """Look at the world and write nothing."""
    firms, approved = world.firms, world.book.approved
    return Seen(
        [_was(alliance) for alliance in world.alliances],
        [firm.alliance for firm in firms],
        [firm.capital for firm in firms],
        [firm.walked_out for firm in firms],
        [[approved[a, k] for k in range(DUES)] for a in range(len(world.alliances))],
        past,
    )


def _was(alliance: Secretariat) -> Was:
    return Was(*FIELDS(alliance))


FIELDS = attrgetter(*Was._fields)
