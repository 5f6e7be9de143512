"""What a quarter acts on: the agents, the sector, the accounts outside it, and the book, the
arrays of what is kept by firm and holder, by quarter of birth, or by open dispute.
"""

from collections.abc import Sequence
from typing import Annotated, NamedTuple, get_type_hints

from poolsim.economy.agents import PATENT_LIFE, Firm, PatentHolder, Secretariat, Sector
from poolsim.economy.arrays import Grid, Vector
from poolsim.economy.draws import uniform
from poolsim.economy.items import ITEMS
from poolsim.economy.ledger import Account
from poolsim.parameters.terms import MOST_PARTNERS

OPEN_DISPUTES = 256  # places in the list of open disputes
YEAR = 4  # quarters
NO_DEMAND, DEMANDED, LICENSED, CLEARED = 0.0, 1.0, 2.0, 3.0  # how a firm stands towards a holder


class Book(NamedTuple):
    """The arrays, each with what its axes run over."""

    # patents by quarter of filing, at birth (rings)
    essential: Annotated[Grid, "life", "firms"]
    other: Annotated[Grid, "life", "firms"]
    # how firms stand towards holders
    claim: Annotated[Grid, "firms", "holders"]  # NO_DEMAND, DEMANDED, LICENSED or CLEARED
    clear_until: Annotated[Grid, "firms", "holders"]  # quarter from which it can be asked again
    cleared_rate: Annotated[Grid, "firms", "holders"]  # RMB per unit that clearing it has cost
    # RMB per unit that a demand costs a firm within the alliance that it has in view
    demand_inside: Annotated[Grid, "firms", "holders"]
    # RMB per unit that a demand was expected to cost a firm before it was met
    foreseen: Annotated[Grid, "firms", "holders"]
    patience: Annotated[Vector, "term"]  # discount factors of so many quarters
    luck: Annotated[Vector, "firms"]  # numbers that a phase draws for all firms at once
    score: Annotated[Vector, "firms"]  # normal numbers of a phase, from its luck
    ranked: Annotated[Vector, "firms"]  # numbers of which one of a given rank is wanted
    partner: Annotated[Vector, "partners"]  # indices of the rivals that a firm may meet as members
    order: Annotated[Vector, "firms"]  # indices of the firms by rising id
    # RMB per unit: the royalty that members of an alliance (the first: outsiders) pay a holder
    rate: Annotated[Grid, "alliances", "holders"]
    # RMB per unit: what each party (the first: a firm alone) bargains, whoever else is granted it
    bargained: Annotated[Grid, "alliances", "holders"]
    # m units in a licence term: volume of the joint suit behind these talks
    joint: Annotated[Grid, "alliances", "holders"]
    # RMB m: what the members accused before a trade commission could lose
    accused: Annotated[Grid, "alliances", "holders"]
    at_stake: Annotated[Grid, "alliances", "holders"]  # the same, were all accused that could be
    # what members decide
    offered: Annotated[Grid, "alliances", "items"]  # levers of the design, before any vote
    approved: Annotated[Grid, "alliances", "items"]  # 1 if members have not voted it off
    gives: Annotated[Vector, "firms"]  # RMB m: what the item under vote gives a member
    takes: Annotated[Vector, "firms"]  # RMB m: what it costs that member
    talks: Annotated[Grid, "kept", "holders"]  # rates and volumes of talks, while others are tried
    calls: Annotated[Grid, "year", "firms"]  # RMB m that members paid beside dues (ring)
    # packages of patents bought outside, by quarter of purchase (ring)
    packages: Annotated[Grid, "life", "alliances"]
    # open disputes
    open_plaintiff: Annotated[Vector, "places"]  # index of the firm that asserted
    open_defendant: Annotated[Vector, "places"]  # index of the firm it asserted against
    open_quarters: Annotated[Vector, "places"]  # quarters fought so far
    open_stake: Annotated[Vector, "places"]  # RMB m claimed; 0 where the place is free
    open_reads: Annotated[Vector, "places"]  # chance that the plaintiff wins in court
    # cases that may be tried in this quarter
    strength: Annotated[Grid, "firms", "holders"]  # chance that the holder wins against the defence
    bill: Annotated[Grid, "firms", "holders"]  # RMB m: what the firm pays for its case
    chest: Annotated[Grid, "firms", "holders"]  # RMB m: what the fighting fund spends on it
    stake: Annotated[Vector, "firms"]  # m units at stake for each member that one holder sues


BOOK_AXES: dict[str, tuple[str, ...]] = {
    name: array.__metadata__ for name, array in get_type_hints(Book, include_extras=True).items()
}


def book_shapes(firms: int, alliances: int, holders: int) -> dict[str, tuple[int, ...]]:
    """Shape of every array of the book."""
    size = {
        "life": PATENT_LIFE,
        "firms": firms,
        "alliances": alliances,
        "holders": holders,
        "places": OPEN_DISPUTES,
        "partners": int(MOST_PARTNERS),
        "items": ITEMS,
        "kept": 2,
        "year": YEAR,
        "term": PATENT_LIFE + 1,
    }
    return {name: tuple(size[axis] for axis in axes) for name, axes in BOOK_AXES.items()}


class World(NamedTuple):
    """Everything and everyone in a run; the first alliance stands for no alliance."""

    firms: Sequence[Firm]
    alliances: Sequence[Secretariat]
    holders: Sequence[PatentHolder]
    sector: Sector
    outside: Sequence[Account]
    book: Book


def draw_for_firms(world: World, stream: int) -> None:
    """A uniform number for every firm into `book.luck`."""
    for i, firm in enumerate(world.firms):
        world.book.luck[i] = uniform(stream, firm.id, 0.0)


def firm_at(world: World, luck: float) -> Firm:
    """The firm that a uniform number picks, all alike, by rising id."""
    return world.firms[int(world.book.order[int(luck * len(world.firms))])]
