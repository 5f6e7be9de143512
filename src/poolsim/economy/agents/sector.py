"""The sector: a plain record of its markets and its standard, no agent."""

HOME, ABROAD = 0.0, 1.0  # its markets


class Sector:
    """What belongs to nobody: demand, prices, adoption, and counts of the quarter."""

    home_intercept: float = 0.0  # RMB per unit: price at which nothing is sold at home
    home_slope: float = 1.0  # RMB per unit and m units per quarter
    home_conduct: float = 0.0  # how far firms reckon with the price: 0 not at all, 1 Cournot
    home_price: float = 0.0  # RMB per unit
    home_quantity: float = 0.0  # m units per quarter
    export_intercept: float = 0.0
    export_slope: float = 1.0
    export_conduct: float = 0.0
    export_price: float = 0.0
    export_quantity: float = 0.0
    mean_exports: float = 0.0  # m units per quarter and exporting firm, before quarter 1
    exporters: float = 0.0  # firms that exported before quarter 1
    brands: float = 0.0  # firms that sell abroad under their own brands
    # over these, RMB per unit, added up: royalties and settlements now, those to be expected, and
    # what of these moves with the rates
    royalties_due: float = 0.0
    royalties_ahead: float = 0.0
    royalties_moving: float = 0.0
    # running means of what holders' patents cost the sector, RMB m per quarter, and their ratio
    paid_lately: float = 0.0
    foreseen_lately: float = 0.0
    accuracy: float = 1.0
    lone_stack: float = 0.0  # RMB per unit: royalty stack that a firm bargains alone
    consumer_surplus: float = 0.0  # RMB m per quarter, at home
    surplus_abroad: float = 0.0  # RMB m per quarter, of consumers there
    licences_paid: float = 0.0  # RMB m in this quarter: what outside licensees paid pools and firms
    surplus_licensees: float = 0.0  # RMB m per quarter: what the standard is worth to them beyond
    innovation: float = 0.0  # Bass coefficient of innovation of this quarter
    imitation: float = 0.0  # Bass coefficient of imitation of this quarter
    potential: float = 0.0  # m units: installed base that could use the standard
    adoption: float = 0.0  # share of potential users of the standard
    adoption_ahead: float = 0.0  # the same, a product generation ahead
    mean_adoption: float = 0.0  # its discounted mean over a licence term from now
    early_adoption: float = 0.0  # the same, less of it the more a pool's enforcement will have done
    essential: float = 0.0  # essential patents in force
    outside_essential: float = 0.0  # those of owners outside the sector
    independents: float = 0.0  # who license essential patents by themselves
    independent_royalty: float = 0.0  # RMB per unit: what each of them posts
    licence_stack: float = 0.0  # RMB per unit: royalties of the pools and of these
    outside_units: float = 0.0  # m units per quarter of outside licensees
    demands: float = 0.0  # demands made in this quarter
    suits: float = 0.0  # suits filed in court in this quarter by holders
    suits_337: float = 0.0  # complaints to a trade commission in this quarter
    respondents: float = 0.0  # firms that fight these
    redesigns: float = 0.0  # products designed around a holder's patents in this quarter
    trials: float = 0.0  # of them tried
    disputes: float = 0.0  # disputes between firms in this quarter
    invited_suits: float = 0.0  # of them between firms invited and not settled
    dispute_trials: float = 0.0  # of them not settled but brought to court
    open_disputes: float = 0.0  # disputes that are fought on
    ended_disputes: float = 0.0  # of them ended in this quarter
    dispute_quarters: float = 0.0  # quarters for which those that ended were fought
    crowded_disputes: float = (
        0.0  # disputes tried at once in this quarter, as the list of open ones was full
    )
    pooled_royalty: float = 0.0  # RMB per unit, of all pools

    def start_quarter(self) -> None:
        """Clear what is counted by the quarter."""
        self.demands = 0.0
        self.suits_337 = 0.0
        self.respondents = 0.0
        self.redesigns = 0.0
        self.suits = 0.0
        self.trials = 0.0
        self.disputes = 0.0
        self.invited_suits = 0.0
        self.dispute_trials = 0.0
        self.ended_disputes = 0.0
        self.dispute_quarters = 0.0
        self.crowded_disputes = 0.0
        self.licences_paid = 0.0
