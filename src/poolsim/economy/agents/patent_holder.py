"""Patent holders outside the alliance, who assert patents against the sector's firms."""

from poolsim.economy.agents.firm import PATENT_LIFE, Firm
from poolsim.economy.agents.person import HolderNumbers, Person
from poolsim.economy.rules.disputes import credible_suit
from poolsim.economy.rules.innovation import share_in_force
from poolsim.economy.rules.royalties import hold_up_royalty
from poolsim.economy.rules.suits import holder_gain, stake_in_court
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
    in_force: float = 1.0  # share of its patents in force
    takeover: float = 0.0  # share of the sales of an excluded firm that it would take over
    campaign: float = 0.0  # 1 in a quarter in which it demands of all exporters at once
    threat: float = 0.0  # chance of that in the next quarter, as it stands
    named: float = 0.0  # firms of which it then demands
    full_royalty: float = 0.0  # RMB per unit: what a court would award for all of them
    full_value: float = 0.0  # RMB per unit: what all of them add to the product

    def age_portfolio(self, terms: Terms, t: int) -> None:
        """Court royalty and value fall with the share of the patents that is in force (LX-1)."""
        if terms.switches.ageing > 0.0:
            self.in_force = share_in_force(
                t * 1.0, self.youngest_age, self.oldest_age, self.renewed, PATENT_LIFE * 1.0
            )
            self.court_royalty = self.full_royalty * self.in_force
            self.feature_value = self.full_value * self.in_force

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
        if self.in_force == 0.0:
            self.demand = 0.0

    def could_sue(self, firm: Firm, terms: Terms) -> float:
        """Whether a demand has weight: the firm exports a brand of its own, and a suit would be
        credible, or nobody reckons with suits; expired patents have none.
        """
        if firm.contract_work > 0.0 or self.in_force == 0.0:
            return 0.0
        volume = firm.export_base * terms.litigation.licence_term
        credible = credible_suit(
            self.strength, self.gain_in_court(firm, terms), volume, terms.litigation.holder_cost
        )
        return max(credible, 1.0 - terms.switches.litigation)

    def cost_around(self, terms: Terms) -> float:
        """What a product without its patents costs a firm: the redesign, and what the patents add,
        RMB per unit (RS-10).
        """
        return terms.assertion.redesign_cost + self.feature_value

    def gain_if_excluded(self, firm: Firm, rate: float, terms: Terms) -> float:
        """What it gains by an exclusion order against a firm that then pays a rate, RMB per unit of
        a product generation (XS-1).
        """
        away, term = terms.litigation.exclusion, terms.litigation.licence_term
        diverted = self.takeover * away * firm.brand_profit / term
        return holder_gain(rate, away, 1.0 / term, term, diverted)

    def gain_in_court(self, firm: Firm, terms: Terms) -> float:
        """What it gains by winning against a firm in court, RMB per unit of a product generation
        (XS-1).
        """
        if terms.switches.stake == 0.0 or self.takeover == 0.0:
            return self.court_royalty
        excluded = self.gain_if_excluded(firm, self.court_royalty, terms)
        return stake_in_court(self.court_royalty, excluded, terms.litigation.injunction)
