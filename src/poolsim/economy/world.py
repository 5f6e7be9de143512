"""What a quarter acts on: the agents, the sector, the accounts outside it, the book."""

from collections.abc import Sequence
from typing import NamedTuple

from poolsim.economy.agents.firm import Firm
from poolsim.economy.agents.patent_holder import PatentHolder
from poolsim.economy.agents.secretariat import Secretariat
from poolsim.economy.agents.sector import Sector
from poolsim.economy.book import Book
from poolsim.economy.ledger import Account


class World(NamedTuple):
    """Everything and everyone in a run; the first alliance stands for no alliance."""

    firms: Sequence[Firm]
    alliances: Sequence[Secretariat]
    holders: Sequence[PatentHolder]
    sector: Sector
    outside: Sequence[Account]
    book: Book
