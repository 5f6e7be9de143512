"""Who decides: firms, secretariats and patent holders as Mesa agents, and the sector's plain record."""

from poolsim.agents.firm import Firm
from poolsim.agents.patent_holder import PatentHolder
from poolsim.agents.secretariat import Secretariat
from poolsim.agents.sector import Sector

STOCK_AGENTS = (Firm, Secretariat, PatentHolder)

__all__ = ["STOCK_AGENTS", "Firm", "PatentHolder", "Secretariat", "Sector"]
