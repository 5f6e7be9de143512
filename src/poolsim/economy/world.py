"""What a quarter acts on: the agents, the sector, the accounts outside it and the book of arrays."""

from collections import namedtuple

World = namedtuple("World", "firms alliances holders sector outside book")

PATENT_LIFE = 80  # quarters: twenty years from filing
NO_DEMAND, DEMANDED, LICENSED, CLEARED = 0.0, 1.0, 2.0, 3.0  # how a firm stands towards a holder

OPEN_DISPUTES = 256  # places in the list of open disputes
Book = namedtuple(
    "Book",
    "essential other claim clear_until order rate packages stakes "
    "open_plaintiff open_defendant open_quarters open_stake open_reads "
    "strength bill chest stake",
)
BOOK_SHAPES = {
    "essential": ("life", "firms"),  # essential patents by quarter of filing (a ring), at birth
    "other": ("life", "firms"),  # other patents by quarter of filing (a ring), at birth
    "claim": ("firms", "holders"),  # NO_DEMAND, DEMANDED, LICENSED or CLEARED
    "clear_until": ("firms", "holders"),  # quarter in which a cleared firm can be asked again
    "order": ("firms",),  # positions of the firms by rising id
    "rate": (
        "alliances",
        "holders",
    ),  # RMB per unit: the royalty that members of an alliance (0: outsiders) pay a holder
    "packages": (
        "life",
        "alliances",
    ),  # packages of patents bought outside, by quarter of purchase (a ring)
    "stakes": ("life", "alliances"),  # stakes in companies, by quarter of purchase (a ring)
    "open_plaintiff": ("places",),  # position of the firm that asserted
    "open_defendant": ("places",),  # position of the firm it asserted against
    "open_quarters": ("places",),  # quarters fought so far
    "open_stake": ("places",),  # RMB m claimed; 0 where the place is free
    "open_reads": ("places",),  # chance that the plaintiff wins in court
    "strength": (
        "firms",
        "holders",
    ),  # chance that the holder wins, after the firm's preparation for a case
    "bill": ("firms", "holders"),  # RMB m: what the firm pays for a case that is tried
    "chest": ("firms", "holders"),  # RMB m: what its alliance's fighting fund spends on it
    "stake": ("firms",),  # m units: what is at stake for each of the members that one holder sues
}


def book_shapes(firms: int, alliances: int, holders: int) -> dict[str, tuple[int, ...]]:
    """Shape of every array of the book."""
    size = {
        "life": PATENT_LIFE,
        "firms": firms,
        "alliances": alliances,
        "holders": holders,
        "places": OPEN_DISPUTES,
    }
    return {name: tuple(size[axis] for axis in axes) for name, axes in BOOK_SHAPES.items()}
