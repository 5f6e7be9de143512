"""Who decides: firms, secretariats and patent holders as Mesa agents, and the sector's plain
record.
"""

from poolsim.economy.agents.firm import Firm
from poolsim.economy.agents.patent_holder import PatentHolder
from poolsim.economy.agents.secretariat import Secretariat
from poolsim.economy.agents.sector import Sector

STOCK_AGENTS = (Firm, Secretariat, PatentHolder)

__all__ = ["STOCK_AGENTS", "Firm", "PatentHolder", "Secretariat", "Sector"]
