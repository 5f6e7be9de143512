"""Attempts to found an alliance: who agreed, and by how much others would not."""

from collections.abc import Iterator

from poolsim.economy.agents import Firm, Secretariat
from poolsim.economy.functions import exp
from poolsim.economy.phases.membership import taste_of
from poolsim.events.event import Event
from poolsim.events.seen import Moment, Seen


def founding(seen: Seen, now: Moment) -> Iterator[Event]:
    """What came of the attempts of the quarter."""
    for a, alliance in enumerate(now.world.alliances):
        before = seen.alliances[a]
        if alliance.attempts > before.attempts:
            yield from _attempt(alliance, now)
        elif alliance.cause > 0.0 and before.cause == 0.0:
            yield Event(now.t, "given up", a, 0, alliance.attempts)


def _attempt(alliance: Secretariat, now: Moment) -> Iterator[Event]:
    """Asked, and founded or not."""
    a, t = int(alliance.index), now.t
    agreed = float(round(alliance.willing * alliance.founders))
    yield Event(t, "asked", a, 0, agreed, alliance.founders)
    if alliance.formed > 0.0:
        yield Event(t, "founded", a, 0, alliance.members, alliance.spells)
    else:
        yield Event(t, "failed", a, 0, alliance.refusal, alliance.needed)
        endless = 1.0 / (1.0 - exp(-0.25 * now.terms.membership.discount))
        yield Event(t, "foresaw", a, 0, alliance.served, endless)
        yield from _refusals(alliance, now)


def _refusals(alliance: Secretariat, now: Moment) -> Iterator[Event]:
    """The founder on whom it hung, the least willing, and the one that lacks most cash."""
    weighed = [_weighed(firm, alliance, now) for firm in now.world.firms if firm.may_found() > 0.0]
    ranked = sorted(weighed, reverse=True)
    place = int(max(alliance.needed, 1.0)) - 1
    a, t = int(alliance.index), now.t
    if place < len(ranked) and ranked[place][0] <= 0.0:
        yield _short_of("last needed", ranked[place], a, t)
    if ranked and ranked[-1][0] <= 0.0:
        yield _short_of("least willing", ranked[-1], a, t)
    wanted = alliance.capital + now.terms.membership.founding_effort
    refused = {firm.id: firm.cash for firm in now.world.firms if firm.agrees == 0.0}
    willing = [who for liking, _, _, who in weighed if liking > 0.0 and who in refused]
    short = [(wanted - refused[who], who) for who in willing if refused[who] < wanted]
    if short:
        gap, who = max(short)
        yield Event(t, "poorest", a, int(who), gap, float(len(short)))


Weighed = tuple[float, float, float, float]  # liking in stakes, gain and stake in RMB m, id


def _weighed(firm: Firm, alliance: Secretariat, now: Moment) -> Weighed:
    """How much a firm likes to found: in stakes, and what that is in money, its taste included."""
    intensity = now.terms.membership.intensity
    worth, stake = firm.weigh_founding(alliance, now.terms)
    liking = taste_of(firm, alliance, now.terms, now.key, now.t)
    if intensity > 0.0:
        liking = worth / stake + liking / intensity
    return liking, liking * stake, stake, firm.id


def _short_of(name: str, weighed: Weighed, a: int, t: int) -> Event:
    _, gain, stake, who = weighed
    return Event(t, name, a, int(who), -gain, stake)
