"""Who came and went, what members voted, and how an alliance ended."""

from collections.abc import Iterator

from poolsim.economy import causes
from poolsim.economy.agents import Firm, Secretariat
from poolsim.events.event import Event
from poolsim.events.seen import Moment, Seen, Was


def moved(seen: Seen, now: Moment) -> Iterator[tuple[Firm, int, int]]:
    """Firms that changed their alliance in a phase, with the indices before and after."""
    for firm, before in zip(now.world.firms, seen.member_of, strict=True):
        if firm.alliance != before:
            yield firm, int(before), int(firm.alliance)


def reviews(seen: Seen, now: Moment) -> Iterator[Event]:
    """Who joined and who left, and how far the benefit it believes in was over its threshold."""
    for firm, before, after in moved(seen, now):
        alliance = now.world.alliances[after or before]
        if after:
            over = firm.belief - alliance.entry_threshold
            yield Event(now.t, "joined", after, int(firm.id), over, alliance.members)
        else:
            over = firm.belief - alliance.exit_threshold - firm.called
            yield Event(now.t, "left", before, int(firm.id), over, alliance.members)


def expulsions(seen: Seen, now: Moment) -> Iterator[Event]:
    """The quarter's disputes, and members that their alliance put out for one with another."""
    suits = sum(alliance.member_suits for alliance in now.world.alliances)
    if now.world.sector.disputes > 0.0:
        yield Event(now.t, "disputed", 0, 0, now.world.sector.disputes, suits)
    for firm, before, _ in moved(seen, now):
        members = now.world.alliances[before].members
        yield Event(now.t, "expelled", before, int(firm.id), 0.0, members)


def closing(seen: Seen, now: Moment) -> Iterator[Event]:
    """How alliances ended, and what members voted in those that go on."""
    for a, alliance in enumerate(now.world.alliances):
        before = seen.alliances[a]
        if before.alive > 0.0 and alliance.alive == 0.0:
            decided = _decided(before, alliance)
            yield Event(now.t, "ended", a, 0, alliance.cause, decided)
        elif alliance.alive > 0.0:
            yield from _votes(seen, alliance, now)


def _decided(before: Was, after: Secretariat) -> float:
    """The number that a cause of end rests on."""
    return {
        causes.INSOLVENT: before.cash,
        causes.BELOW_QUORUM: before.members,
        causes.DORMANT: after.asleep,
        causes.HOST_LEFT: before.unhosted,
        causes.CORE_LEFT: before.lead,
        causes.PATENTS_EXPIRED: before.contributors,
        causes.UNRAVELLED: before.contributors,
    }.get(after.cause, 0.0)


def _votes(seen: Seen, alliance: Secretariat, now: Moment) -> Iterator[Event]:
    """Items that members switched off or on again, and dues that they changed."""
    a = int(alliance.index)
    for item, before in enumerate(seen.approved[a]):
        after = now.world.book.approved[a, item]
        if after != before:
            yield Event(now.t, "voted on" if after > 0.0 else "voted off", a, item)
    if alliance.dues != seen.alliances[a].dues:
        yield Event(now.t, "dues voted", a, 0, alliance.dues, seen.alliances[a].dues)
