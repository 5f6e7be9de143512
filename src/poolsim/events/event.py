"""Events: what they are called, and the numbers that each holds."""

from typing import NamedTuple

# Name -> who, what its two numbers are. Money is in RMB million.
EVENTS: dict[str, tuple[str, str, str]] = {
    "asked": ("", "firms that agreed", "firms invited"),
    "foresaw": ("", "discounted quarters of full service foreseen", "of an endless life"),
    "failed": ("", "reason: place in the list of reasons", "firms that had to agree"),
    "last needed": ("firm", "worth short of its assent", "at stake"),
    "least willing": ("firm", "worth short of its assent", "at stake"),
    "poorest": ("firm", "cash short of capital and effort", "firms short of it"),
    "founded": ("", "members", "times founded"),
    "given up": ("", "attempts", ""),
    "joined": ("firm", "believed benefit over the entry threshold, per quarter", "members"),
    "left": ("firm", "believed benefit over the exit threshold, per quarter", "members"),
    "left over levy": ("firm", "levy", "members"),
    "expelled": ("firm", "", "members"),
    "grant began": ("", "grant of the quarter", ""),
    "grant ended": ("", "grant of the quarter before", "1 if it lapsed, 0 if its term is over"),
    "fund ended": ("", "what it paid in the quarter before", ""),
    "host lent": ("", "cost that the host bears", ""),
    "host left": ("", "cost that nobody bears", ""),
    "levied": ("", "levy of each member", "members that paid"),
    "levy refused": ("", "votes for it", "votes against it"),
    "full service": ("", "service level", "cash"),
    "short": ("", "service level", "cash"),
    "asleep": ("", "service level", "cash"),
    "voted off": ("item", "", ""),
    "voted on": ("item", "", ""),
    "dues voted": ("", "dues of each member, per quarter", "dues before"),
    "pool licenses": ("", "contributors", "royalty, RMB per unit"),
    "walked out": ("firm", "contributors left", ""),
    "pool ended": ("", "contributors", "1 if an authority ended it"),
    "patents expired": ("holder", "", ""),
    "demanded": ("", "demands of holders", ""),
    "licensed": ("", "licences that firms took", "demands"),
    "sued": ("", "suits of holders", "of them settled"),
    "complained": ("", "complaints to a trade commission", ""),
    "disputed": ("", "disputes between firms", "of them brought to court between members"),
    "ended": ("", "cause: place in the list of causes", "what decided it"),
}


class Event(NamedTuple):
    """Something that happened: in which quarter, its name in `EVENTS`, in which alliance (its
    index, 0 for none), who (the id of a firm or holder, the number of an item; 0 for nobody), and
    two numbers.
    """

    quarter: int
    name: str
    alliance: int
    who: int = 0
    amount: float = 0.0
    of: float = 0.0
