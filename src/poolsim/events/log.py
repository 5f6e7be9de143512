"""The event log: the quarter of the plain path, with the world looked at between its phases.

It reads and compares; nothing in the world is written, and no number is drawn that has not its
address in the run. So a run with a log is the run without one, bit for bit.
"""

from collections.abc import Callable, Iterator

from poolsim.economy import quarter as schedule
from poolsim.economy.world import World
from poolsim.events.event import Event
from poolsim.events.founding import founding
from poolsim.events.members import closing, expulsions, reviews
from poolsim.events.money import raising, serving
from poolsim.events.patents import ageing, asserting, licensing, negotiating, suing
from poolsim.events.seen import Moment, Past, Seen, look
from poolsim.parameters.terms import Terms

Teller = Callable[[Seen, Moment], Iterator[Event]]
COMPARED: dict[str, Teller] = {  # phase -> what it makes of the world before and after it
    "founders_found": founding,
    "firms_choose_membership": reviews,
    "secretariat_raises_money": raising,
    "firms_dispute": expulsions,
    "pool_licenses": licensing,
    "secretariat_closes_books": closing,
}
READ: dict[str, Callable[[Past, Moment], Iterator[Event]]] = {  # the same of the world after it
    "firms_do_research": ageing,
    "secretariat_serves": serving,
    "holders_assert": asserting,
    "parties_negotiate": negotiating,
    "holders_sue_hold_outs": suing,
}


class EventLog:
    """What happened in a run, in its order."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._past: Past = {}

    def quarter(self, world: World, terms: Terms, key: int, t: int) -> None:
        """The quarter, with an entry for all that happens in it."""
        now = Moment(world, terms, key, t)
        for phase in schedule.PHASES:
            name = phase.__name__
            seen = look(world, self._past) if name in COMPARED else None
            phase(world, terms, key, t)
            if seen:
                self.events += COMPARED[name](seen, now)
            elif name in READ:
                self.events += READ[name](self._past, now)
