"""Who decides: firms, secretariats and patent holders as Mesa agents, and the sector's plain
record.
"""

from typing import NamedTuple

from poolsim.economy.agents.firm import PATENT_LIFE, Firm
from poolsim.economy.agents.patent_holder import PatentHolder
from poolsim.economy.agents.secretariat import BY_VALUE, Secretariat
from poolsim.economy.agents.sector import ABROAD, HOME, Sector

__all__ = [
    "ABROAD",
    "BY_VALUE",
    "HOME",
    "PATENT_LIFE",
    "STOCK",
    "Agents",
    "Firm",
    "PatentHolder",
    "Secretariat",
    "Sector",
]


class Agents(NamedTuple):
    """The agent classes of a run: the model's own, or those of an extension."""

    firm: type[Firm] = Firm
    secretariat: type[Secretariat] = Secretariat
    patent_holder: type[PatentHolder] = PatentHolder


STOCK = Agents()
