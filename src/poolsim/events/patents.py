"""What holders demanded and sued for, and what pools did."""

from collections.abc import Iterator

from poolsim.economy.actions.claims import open_demands
from poolsim.events.event import Event
from poolsim.events.seen import Moment, Past, Seen


def ageing(past: Past, now: Moment) -> Iterator[Event]:
    """Holders whose last patent has expired."""
    for h, holder in enumerate(now.world.holders):
        if holder.in_force == 0.0 and past.get((h, "in force"), 1.0) > 0.0:
            yield Event(now.t, "patents expired", 0, int(holder.id))
        past[(h, "in force")] = holder.in_force


def asserting(past: Past, now: Moment) -> Iterator[Event]:
    """Complaints and demands of holders."""
    sector = now.world.sector
    if sector.suits_337 > 0.0:
        yield Event(now.t, "complained", 0, 0, sector.suits_337)
    if sector.demands > 0.0:
        yield Event(now.t, "demanded", 0, 0, sector.demands)


def negotiating(past: Past, now: Moment) -> Iterator[Event]:
    """Licences that firms took at once, of the demands that were made."""
    demands = now.world.sector.demands
    if demands > 0.0 and now.terms.negotiation.posted == 0.0:
        taken = demands - open_demands(now.world)
        if taken > 0.0:
            yield Event(now.t, "licensed", 0, 0, taken, demands)


def suing(past: Past, now: Moment) -> Iterator[Event]:
    """Suits in court, and how many were settled."""
    sector = now.world.sector
    if sector.suits > 0.0:
        yield Event(now.t, "sued", 0, 0, sector.suits, sector.suits - sector.trials)


def licensing(seen: Seen, now: Moment) -> Iterator[Event]:
    """Pools that began or ceased to license, and contributors that walked out."""
    for a, alliance in enumerate(now.world.alliances):
        place = a, "pool"
        walked = [
            firm
            for firm, before in zip(now.world.firms, seen.walked_out, strict=True)
            if firm.alliance == alliance.index > 0.0 and firm.walked_out > before
        ]
        if alliance.licensing > 0.0 and place not in seen.past:
            seen.past[place] = 1.0
            contributors = alliance.contributors + len(walked)
            yield Event(now.t, "pool licenses", a, 0, contributors, alliance.charged)
        for firm in walked:
            yield Event(now.t, "walked out", a, int(firm.id), alliance.contributors)
        if alliance.licensing == 0.0 and seen.past.pop(place, 0.0) * alliance.alive > 0.0:
            yield Event(now.t, "pool ended", a, 0, alliance.contributors, alliance.prohibited)
