"""Events in words: a line per quarter, and the sentence that says how it ended."""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from poolsim.economy.causes import CAUSES, REASONS
from poolsim.economy.items import VOTED
from poolsim.events.event import Event
from poolsim.report.reasons import CAUSE_SAID, REASON_SAID

Names = Mapping[int, str]  # id -> whom it is
MOST_NAMED = 4
COUNTED = {  # events that happen to many in one quarter: what they do
    "joined": "joined",
    "left": "left",
    "left over levy": "left rather than pay the levy",
    "walked out": "walked out of the pool",
    "expelled": "expelled",
    "patents expired": "lost their last patent",
}
EARLIER = (  # what may have led to an end
    "grant ended",
    "fund ended",
    "host left",
    "levy refused",
    "left",
    "left over levy",
    "walked out",
    "pool ended",
    "patents expired",
    "asleep",
)


def amount(value: float) -> str:
    """Money in RMB million."""
    return f"RMB {value:.3g} m"


def _failed(event: Event) -> str:
    return f"{event.of:.0f} had to: not founded, {REASON_SAID[REASONS[int(event.amount)]]}"


def _foresaw(event: Event) -> str:
    share = event.amount / event.of
    return f"money foreseen for {share:.0%} of an endless full service" if share < 0.995 else ""


def _ended(event: Event) -> str:
    return f"ENDED: {CAUSE_SAID[CAUSES[int(event.amount)]]}{_decided(event)}"


def _decided(event: Event) -> str:
    """The number that an end rests on."""
    said = {
        "insolvent": f"treasury {amount(event.of)}",
        "below quorum": f"{event.of:.0f} in it",
        "dormant": f"asleep for {event.of:.0f} quarters",
        "host left": f"for {event.of:.0f} quarters",
        "pool unravelled": f"{event.of:.0f} contributors",
    }.get(CAUSES[int(event.amount)])
    return f" ({said})" if said else ""


def _grant_ended(event: Event) -> str:
    return f"grant ended, {'lapsed' if event.of > 0.0 else 'its term is over'}"


SAID: dict[str, Callable[[Event], str]] = {
    "asked": lambda event: f"{event.amount:.0f} of {event.of:.0f} invited agreed",
    "foresaw": _foresaw,
    "failed": _failed,
    "founded": lambda event: f"founded with {event.amount:.0f} members",
    "given up": lambda event: f"given up after {event.amount:.0f} attempts",
    "grant began": lambda event: f"grant of {amount(event.amount)} a quarter",
    "grant ended": _grant_ended,
    "fund ended": lambda event: "the investor's fund is used up",
    "host lent": lambda event: f"a member hosts it, {amount(event.amount)} a quarter",
    "host left": lambda event: "nobody hosts it any more",
    "levied": lambda event: f"{event.of:.0f} members paid a levy of {amount(event.amount)} each",
    "levy refused": lambda event: f"levy voted down {event.amount:.3g} : {event.of:.3g}",
    "full service": lambda event: "full service again",
    "short": lambda event: f"service down to {event.amount:.2f}, money lacks",
    "asleep": lambda event: f"hardly any service ({event.amount:.2f}), money lacks",
    "voted off": lambda event: f"{_item(event)} voted off",
    "voted on": lambda event: f"{_item(event)} voted on again",
    "dues voted": lambda event: f"dues voted to {amount(event.amount)} a quarter",
    "pool licenses": lambda event: f"pool licenses, {event.amount:.0f} contributors",
    "pool ended": lambda event: "pool licenses no more" + (", prohibited" if event.of else ""),
    "complained": lambda event: f"{event.amount:.0f} complaints to a trade commission",
    "demanded": lambda event: f"{event.amount:.0f} demands of holders",
    "licensed": lambda event: f"{event.amount:.0f} licences taken",
    "sued": lambda event: f"{event.amount:.0f} sued, {event.of:.0f} of them settled",
    "disputed": lambda event: f"{event.amount:.0f} disputes among firms",
    "ended": _ended,
}


def _item(event: Event) -> str:
    return VOTED[event.who].replace("_", " ")


def _of_one(event: Event, names: Names) -> str:
    """Events that speak of one firm, and by how much."""
    who, short = names.get(event.who, "one"), amount(event.amount)
    return {
        "last needed": f"{who}, whose assent was missing, by {short}",
        "least willing": f"the least willing, {who}, by {short}",
        "poorest": f"{event.of:.0f} would but lack cash, {who} most, {short}",
    }[event.name]


def _of_many(events: list[Event], names: Names) -> str:
    """One event that happened to several in a quarter."""
    last = events[-1]
    who = [names.get(event.who, "one") for event in events]
    kind = "holders" if last.name == "patents expired" else "firms"
    said = ", ".join(who) if len(who) <= MOST_NAMED else f"{len(who)} {kind}"
    if last.name in ("joined", "left", "left over levy"):
        said += f" {COUNTED[last.name]} (then {last.of:.0f} in it)"
    else:
        said += f" {COUNTED[last.name]}"
    if last.name == "left":
        lost = [-event.amount for event in events if event.amount < 0.0]
        said += f", {amount(max(lost))} a quarter short of its worth" if lost else ", by taste"
    return said


def phrases(events: Iterable[Event], names: Names) -> list[str]:
    """Events of a quarter in words."""
    found = []
    for name, some in groupby(events, key=lambda event: event.name):
        alike = list(some)
        if name in COUNTED:
            found.append(_of_many(alike, names))
        else:
            found += [SAID[name](one) if name in SAID else _of_one(one, names) for one in alike]
    return [phrase for phrase in found if phrase]


def log_lines(events: Iterable[Event], names: Names, alliances: list[str]) -> list[str]:
    """A line per quarter in which something happened; where there are several alliances, each is
    named.
    """
    lines = []
    for quarter, some in groupby(events, key=lambda event: event.quarter):
        parts = []
        for alliance, alike in groupby(some, key=lambda event: event.alliance):
            said = "; ".join(phrases(alike, names))
            several = alliance > 0 and len(alliances) > 1
            parts.append(f"{alliances[alliance - 1]}: {said}" if several else said)
        lines.append(f"quarter {quarter:3d}: {'; '.join(part for part in parts if part)}")
    return lines


def story(events: list[Event], names: Names, quarters: int) -> str:
    """How the run of the first alliance went, in a sentence or two."""
    own = [event for event in events if event.alliance <= 1]
    tried = [event for event in own if event.name == "asked"]
    founded = [event for event in own if event.name == "founded"]
    ended = [event for event in own if event.name == "ended"]
    if not founded:
        return _never(own, tried, names)
    began = f"Founded in quarter {founded[-1].quarter}"
    if not ended or ended[-1].quarter < founded[-1].quarter:
        return f"{began}, and stands in quarter {quarters}."
    end = ended[-1]
    said = f"{began}, ended in quarter {end.quarter}: {SAID['ended'](end)[len('ENDED: ') :]}."
    before = _before(own, end, founded[-1].quarter, names)
    return f"{said} Before that: {before}." if before else said


def _never(own: list[Event], tried: list[Event], names: Names) -> str:
    if not tried:
        return "Never founded: nobody was asked within the horizon."
    last = tried[-1].quarter
    said = [event for event in own if event.quarter == last and event.name != "given up"]
    words = "; ".join(phrases([one for one in said if one.alliance], names))
    return f"Never founded in {len(tried)} attempts. The last, in quarter {last}: {words}."


def _before(own: list[Event], end: Event, since: int, names: Names) -> str:
    """The last of each thing that may have led to an end, in their order."""
    lived = [event for event in own if since <= event.quarter <= end.quarter]
    last = {event.name: event.quarter for event in lived if event.name in EARLIER}
    said = []
    for name, quarter in sorted(last.items(), key=lambda item: item[1]):
        alike = [event for event in lived if (event.name, event.quarter) == (name, quarter)]
        said.append(f"quarter {quarter}, {'; '.join(phrases(alike, names))}")
    return "; ".join(said)
