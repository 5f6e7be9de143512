"""Where an alliance's money came from and what it did with it: grants, hosts, levies, service."""

from collections.abc import Iterator
from copy import copy

from poolsim.economy.actions.ballots import capital_paid, leader, votes_of
from poolsim.economy.actions.levy import amount_asked
from poolsim.economy.actions.weighing import believed_worth
from poolsim.economy.agents import Secretariat
from poolsim.economy.draws import VOTE, stream, uniform
from poolsim.economy.functions import exp
from poolsim.economy.items import LEVY
from poolsim.economy.ledger import TOLERANCE
from poolsim.economy.rules.finance import annuity
from poolsim.economy.rules.votes import approval_chance
from poolsim.events.event import Event
from poolsim.events.members import moved
from poolsim.events.seen import Moment, Past, Seen, Was

FULL = 1.0 - 1e-6  # service level that counts as full


def raising(seen: Seen, now: Moment) -> Iterator[Event]:
    """Grants and hosts that began or ended, and levies asked of members."""
    left = list(moved(seen, now))
    for a, alliance in enumerate(now.world.alliances):
        if alliance.alive > 0.0:
            before = seen.alliances[a]
            yield from _grant(before, alliance, seen.past, now.t)
            yield from _fund(alliance, seen.past, now.t)
            yield from _host(alliance, seen.past, now.t)
            yield from _levy(seen, before, alliance, now)
            for firm, _, _ in (one for one in left if one[1] == a):
                each = levy_paid(seen, before, alliance, now)
                yield Event(now.t, "left over levy", a, int(firm.id), each, alliance.members)
        else:
            for what in ("grant", "fund", "host", "service"):
                seen.past.pop((a, what), None)


def _grant(before: Was, alliance: Secretariat, past: Past, t: int) -> Iterator[Event]:
    place = int(alliance.index), "grant"
    granted = alliance.is_granted(t - alliance.founded) > 0.0
    amount = alliance.grant_income - before.grant_income
    offered = alliance.grant > 0.0 or alliance.grant_top_up > 0.0
    if granted and offered:
        if place not in past:
            yield Event(t, "grant began", place[0], 0, amount)
        past[place] = amount
    elif place in past:
        lapsed = 1.0 if alliance.is_entitled(t - alliance.founded) > 0.0 else 0.0
        yield Event(t, "grant ended", place[0], 0, past.pop(place), lapsed)


def _fund(alliance: Secretariat, past: Past, t: int) -> Iterator[Event]:
    place = int(alliance.index), "fund"
    if alliance.fund_income > 0.0:
        past[place] = alliance.fund_income
    elif place in past:
        yield Event(t, "fund ended", place[0], 0, past.pop(place))


def _host(alliance: Secretariat, past: Past, t: int) -> Iterator[Event]:
    place = int(alliance.index), "host"
    if alliance.host_income > 0.0:
        if place not in past:
            yield Event(t, "host lent", place[0], 0, alliance.host_income)
        past[place] = alliance.host_income
    elif place in past:
        yield Event(t, "host left", place[0], 0, past.pop(place))


def levy_paid(seen: Seen, before: Was, alliance: Secretariat, now: Moment) -> float:
    """What each member paid as a levy in this phase, RMB m; 0 without one."""
    if alliance.capital <= 0.0:
        return (alliance.levy_income - before.levy_income) / max(alliance.members, 1.0)
    paid = [
        firm.capital - capital
        for firm, capital, was in zip(now.world.firms, seen.capital, seen.member_of, strict=True)
        if firm.alliance == alliance.index == was
    ]
    return max(paid, default=0.0)


def _levy(seen: Seen, before: Was, alliance: Secretariat, now: Moment) -> Iterator[Event]:
    each = levy_paid(seen, before, alliance, now)
    if each > 0.0:
        yield Event(now.t, "levied", int(alliance.index), 0, each, alliance.members)
    elif (asked := _asked(alliance, now)) > 0.0:
        yes, no = _votes(alliance, asked, now)
        yield Event(now.t, "levy refused", int(alliance.index), 0, yes, no)


def _asked(alliance: Secretariat, now: Moment) -> float:
    """The levy that was asked of each member and not paid, RMB m: of the treasury as it stood
    before members contributed of their own accord.
    """
    terms = now.terms
    allowed = terms.switches.levy * alliance.may_charge_dues
    cash = alliance.cash - alliance.contribution_income
    if allowed == 0.0 or cash >= alliance.own_cost() - TOLERANCE:
        return 0.0
    asked = copy(alliance)
    asked.cash = cash
    return amount_asked(asked, max(terms.governance.call_horizon, 1.0), terms, now.t)


def _votes(alliance: Secretariat, each: float, now: Moment) -> tuple[float, float]:
    """Votes for and against a levy that was voted down, which left the members as they were."""
    world, terms = now.world, now.terms
    luck = stream(now.key, now.t, VOTE)
    horizon = max(terms.governance.call_horizon, 1.0)
    worth = annuity(exp(-0.25 * terms.membership.discount), horizon)
    paid, lead = capital_paid(world, alliance), leader(world, alliance)
    yes, no = 0.0, 0.0
    for firm in world.firms:
        if firm.alliance == alliance.index:
            gives = believed_worth(firm, alliance) * worth
            chance = approval_chance(gives, each, terms.membership.intensity)
            votes = votes_of(firm, alliance, paid, lead)
            if uniform(luck, firm.id, LEVY * 1.0) < chance:
                yes += votes
            else:
                no += votes
    return yes, no


def serving(past: Past, now: Moment) -> Iterator[Event]:
    """Alliances whose service became full, short, or next to nothing."""
    for a, alliance in enumerate(now.world.alliances):
        if alliance.alive > 0.0 and alliance.id > 0.0:
            level = alliance.service
            name = "full service" if level >= FULL else "short"
            name = "asleep" if level < now.terms.governance.dormant_below else name
            state = {"asleep": 0.0, "short": 1.0, "full service": 2.0}[name]
            if past.get((a, "service"), 2.0) != state:
                yield Event(now.t, name, a, 0, level, alliance.cash)
            past[(a, "service")] = state
