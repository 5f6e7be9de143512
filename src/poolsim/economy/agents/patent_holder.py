"""Patent holders outside the alliance, who assert patents against the sector's firms."""

from poolsim.economy.agents.firm import Firm
from poolsim.economy.agents.person import HolderNumbers, Person
from poolsim.economy.rules.disputes import credible_suit
from poolsim.economy.rules.royalties import hold_up_royalty
from poolsim.parameters.terms import Terms


class PatentHolder(HolderNumbers, Person):
    """A holder of patents. Rule: demand what the threat of a suit is worth, sue only where the suit
    pays for itself.
    """

    # state
    demand: float = 0.0  # RMB per unit: the hold-up royalty
    ceiling: float = (
        0.0  # RMB per unit: most that the licensees now bargaining would rather pay than fight
    )
    floor: float = 0.0  # RMB per unit: what a suit against them is worth to the holder
    suits: float = 0.0  # ever

    def set_demand(self, terms: Terms) -> None:
        """Demand the hold-up royalty at the sector's mean margin, RMB per unit (RS-10)."""
        at_risk = min(terms.litigation.exclusion / terms.litigation.licence_term, 1.0)
        self.demand = hold_up_royalty(
            terms.negotiation.holder_share,
            self.strength,
            self.feature_value,
            terms.market.export_price * terms.market.gross_margin,
            terms.assertion.redesign_cost,
            at_risk,
        )

    def could_sue(self, firm: Firm, terms: Terms) -> float:
        """Whether a demand has weight: the firm exports a brand of its own, and a suit would be
        credible, or nobody reckons with suits.
        """
        if firm.contract_work > 0.0:
            return 0.0
        volume = firm.export_base * terms.litigation.licence_term
        credible = credible_suit(
            self.strength, self.court_royalty, volume, terms.litigation.holder_cost
        )
        return max(credible, 1.0 - terms.switches.litigation)
