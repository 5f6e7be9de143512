"""Firms: they research, sell, join and leave alliances, take licences or hold out, sue and are
sued.
"""

from poolsim.economy.agents.person import FirmNumbers, Person
from poolsim.economy.agents.secretariat import BY_VALUE, Secretariat
from poolsim.economy.agents.sector import ABROAD, Sector
from poolsim.economy.functions import chance_of_none, exp, ratio
from poolsim.economy.ledger import TOLERANCE
from poolsim.economy.rules.disputes import reading_probability
from poolsim.economy.rules.innovation import filing_rate
from poolsim.economy.rules.licensing import count_share, equal_share
from poolsim.economy.rules.membership import founding_worth
from poolsim.economy.rules.suits import licensee_loss, stake_in_court, waiting_loss
from poolsim.economy.rules.votes import stake_in
from poolsim.economy.rules.worth import credit_earned, running_mean
from poolsim.parameters.terms import Terms

PATENT_LIFE = 80  # quarters: twenty years from filing


class Firm(FirmNumbers, Person):
    """A firm of the sector. Rule: join what seems worth its cost, settle when both sides gain, hold
    out when a suit seems cheaper.
    """

    # the firm and its market
    alive: float = 1.0
    home_sales: float = 0.0  # m units per quarter
    export_sales: float = 0.0  # m units per quarter
    export_base: float = (
        0.0  # m units per quarter, before quarter 1: what an excluded firm is kept from
    )
    home_cost: float = 0.0  # RMB per unit, without royalties
    export_cost: float = 0.0  # RMB per unit, without royalties
    overhead: float = 0.0  # RMB m per quarter
    gross_profit: float = 0.0  # RMB m per quarter
    paid_out: float = 0.0  # RMB m, all that it ever paid its owners
    rd: float = 0.0  # RMB m per quarter
    excluded: float = 0.0  # quarters for which it is still kept out of the export market
    contract_profit: float = 0.0  # RMB per unit made for others' brands
    brand_profit: float = 0.0  # RMB per unit exported under its own brand, in the last quarter
    brand_margin: float = 0.0  # RMB per unit, after royalties: from which its own brand pays more
    contract_work: float = 0.0  # 1 in a quarter in which it makes its exports for others' brands
    contract_sales: float = 0.0  # RMB m in this quarter, for others' brands
    # knowledge
    essential: float = 0.0  # essential patents in force
    other: float = 0.0  # other patents in force
    value: float = 0.0  # RMB m, value of the patents in force
    filing_mean: float = 0.0  # patents that it is expected to file in this quarter
    files_none: float = 0.0  # chance that it files none in this quarter
    filed: float = 0.0  # patents filed in this quarter
    allure: float = 0.0  # how often it is asserted against, relative to a firm of mean exports
    guided: float = 0.0  # share by which navigation reports raise its filing productivity
    reads: float = 0.0  # chance that its portfolio reads on a rival's product
    # royalties
    royalty: float = 0.0  # RMB per exported unit, to patent holders
    settled: float = 0.0  # RMB per exported unit: settlements that clear it now, over their terms
    royalty_paid: float = 0.0  # RMB m in this quarter, to patent holders
    pool_rate: float = 0.0  # RMB per unit, to the pool
    certified: float = 0.0  # patents the pool's evaluator has certified
    evaluated: float = 0.0  # declared patents whose evaluation is paid
    appraised: float = 0.0  # RMB m, appraised value of its essential patents
    walked_out: float = 0.0  # quarter in which it left the pool; 0 if it did not
    in_pool: float = 0.0  # 1 if its essential patents are licensed by its alliance's pool
    pool_income: float = 0.0  # RMB m in this quarter
    own_licence_income: float = 0.0  # RMB m in this quarter, licensing essential patents by itself
    legal_cost: float = 0.0  # RMB m in this quarter
    calls: float = 0.0  # RMB m in this quarter: as host, in levies and contributions
    called: float = 0.0  # RMB m per quarter: the same, in the mean of the last year
    dispute_cost: float = 0.0  # RMB m of it, cases with other firms of the sector
    evaluation_cost: float = 0.0  # RMB m of it, evaluating its patents for a pool
    member_cost: float = 0.0  # RMB m in this quarter, cases with fellow members and mediators
    redesign_cost: float = 0.0  # RMB m in this quarter, for products without a holder's patents
    # what it must expect to pay patent holders, RMB per exported unit
    alone: float = 0.0  # where nobody bargains for it
    outside: float = 0.0  # outside the alliance in view, as it stands or its founders expect it
    inside: float = 0.0  # as its member
    moving: float = 0.0  # of what it pays outside: royalties, which move with the rates
    place: float = 0.0  # how it stood to alliance and market when it last looked at its holders
    owed: float = 0.0  # RMB m per quarter, for its licences and, over their terms, settlements
    foreseen: float = 0.0  # RMB m per quarter that these were expected to cost
    optimism: float = 0.0  # mean gap between its own and a like opponent's estimate of a case
    # membership
    alliance: float = 0.0  # index of its alliance; 0 for none
    prospect: float = 0.0  # index of the alliance that its belief is about
    expelled: float = 0.0  # index of the alliance that has expelled it; 0 for none
    agrees: float = 0.0  # 1 if it agrees to found the alliance
    hosting: float = 0.0  # RMB m per quarter of staff that it expects to lend as a founder
    capital: float = 0.0  # RMB m paid in
    benefit: float = 0.0  # RMB m per quarter, of membership, as it stands in this quarter
    belief: float = 0.0  # RMB m per quarter, of membership, as the firm expects it
    credit: float = 0.0  # share of the benefit that it credits
    promised: float = 0.0  # RMB m in this quarter: benefit as a member, as against no alliance
    unforeseen: float = 0.0  # RMB m in this quarter: what it got of this beyond that
    hoped: float = 0.0  # RMB m per quarter: running mean of what membership promised
    realised: float = 0.0  # RMB m per quarter: running mean of what it brought
    struck: float = 0.0  # 1 in a quarter in which it meets what an alliance is for
    common: float = 0.0  # share of the benefit that firms outside the alliance enjoy as well

    def start_quarter(self) -> None:
        """Clear what is counted by the quarter; a quarter of exclusion has passed."""
        self.excluded = max(self.excluded - 1.0, 0.0)
        self.royalty_paid = 0.0
        self.pool_income = 0.0
        self.own_licence_income = 0.0
        self.legal_cost = 0.0
        self.calls = 0.0
        self.dispute_cost = 0.0
        self.evaluation_cost = 0.0
        self.member_cost = 0.0
        self.redesign_cost = 0.0
        self.struck = 0.0

    def spend_on_research(self, terms: Terms) -> float:
        """R&D budget of the quarter, RMB m: a share of the last gross profit, which at the mean
        margin is its share of sales.
        """
        self.rd = 0.0
        if self.alive > 0.0 and terms.switches.research > 0.0 and terms.market.gross_margin > 0.0:
            self.rd = self.rd_share / terms.market.gross_margin * max(self.gross_profit, 0.0)
        return self.rd

    def age_patents(
        self, essential_born: float, other_born: float, kept: float, left: float
    ) -> None:
        """One quarter of obsolescence, of which a share is kept, and the expiry of the cohorts born
        a life ago, of which a share is left (IN-3).
        """
        before = (self.essential + self.other) * kept
        self.essential = max(self.essential * kept - essential_born * left, 0.0)
        self.other = max(self.other * kept - other_born * left, 0.0)
        after = self.essential + self.other
        self.value = self.value * kept * (after / before if before > 0.0 else 0.0)

    def file_patents(self, essential: float, other: float, terms: Terms) -> None:
        """Add the quarter's filings."""
        self.essential += essential
        self.other += other
        self.reads = reading_probability(terms.disputes.per_patent, self.essential + self.other)

    def would_found(self, alliance: Secretariat, taste: float, terms: Terms) -> float:
        """Whether it agrees to found the alliance: worth over stake, its taste, and the cash for
        it (FD-1, FD-2).
        """
        worth, stake = self.weigh_founding(alliance, terms)
        needed = alliance.capital + terms.membership.founding_effort
        agrees = terms.membership.intensity * worth / stake + taste > 0.0
        return 1.0 if agrees and self.cash >= needed else 0.0

    def weigh_founding(self, alliance: Secretariat, terms: Terms) -> tuple[float, float]:
        """Worth of founding the alliance and what is at stake in it, RMB m, on what founders
        foresee. It would leave rather than pay levies that membership is not worth.
        """
        flow = terms.membership.participation_cost + alliance.charges(terms) + self.hosting
        served, lasting, levies = alliance.served, alliance.lasting, 0.0
        cost = flow * alliance.levied_lasting + alliance.levies
        if self.belief * alliance.levied_served >= cost:
            served += alliance.levied_served
            lasting += alliance.levied_lasting
            levies = alliance.levies
        return self.weigh(alliance, served, flow * lasting + levies, terms)

    def weigh_free_service(self, alliance: Secretariat, terms: Terms) -> tuple[float, float]:
        """The same if full service were free and for ever."""
        for_ever = 1.0 / (1.0 - exp(-0.25 * terms.membership.discount))
        return self.weigh(alliance, for_ever, terms.membership.participation_cost * for_ever, terms)

    def weigh(
        self, alliance: Secretariat, served: float, cost: float, terms: Terms
    ) -> tuple[float, float]:
        """Worth and stake at so many discounted quarters of full service, and the cost of
        membership but for capital and the effort of founding, RMB m.
        """
        effort = terms.membership.founding_effort
        once = alliance.weighed_capital + effort
        if terms.switches.threshold > 0.0:
            once += self.worth_of_standing_back(alliance, served, effort, terms)
        return founding_worth(self.belief, served, cost + once)

    def worth_of_standing_back(
        self, alliance: Secretariat, served: float, effort: float, terms: Terms
    ) -> float:
        """What leaving the founding to the others is worth, RMB m per founding that one's own
        assent would make possible: what it enjoys anyway, and the effort not risked on a failure
        (TP-1).
        """
        enjoyed = max(self.belief, 0.0) * self.common * served
        lost = (1.0 - terms.membership.refund) * alliance.failures * effort
        return (1.0 - alliance.pivotal) * enjoyed + lost

    def membership_stake(self, alliance: Secretariat, terms: Terms) -> float:
        """What is at stake in membership, RMB m per quarter."""
        costs = terms.membership.participation_cost + alliance.charges(terms) + self.called
        return stake_in(self.belief, costs)

    def would_join(self, alliance: Secretariat, taste: float, terms: Terms) -> float:
        """Whether it joins: the believed benefit over the entry threshold, in stakes, and its taste
        (CO-4, FD-2).
        """
        gain = (self.belief - alliance.entry_threshold) / self.membership_stake(alliance, terms)
        joins = terms.membership.intensity * gain + taste > 0.0
        return 1.0 if joins and self.cash >= alliance.capital else 0.0

    def exit_margin(self, alliance: Secretariat, terms: Terms) -> float:
        """The believed benefit over the exit threshold and what it was called for of late, in
        stakes (CO-4).
        """
        kept = self.belief - alliance.exit_threshold - self.called
        return kept / self.membership_stake(alliance, terms)

    def would_leave(self, alliance: Secretariat, taste: float, terms: Terms) -> float:
        """Whether it leaves: what it would lose by that, in stakes, and its taste (CO-4, FD-2)."""
        stays = terms.membership.intensity * self.exit_margin(alliance, terms) + taste
        return 1.0 if stays < 0.0 else 0.0

    def join(self, alliance: Secretariat) -> None:
        """Become a member; the capital is paid by the phase. Nothing is hoped for yet."""
        self.alliance = alliance.index
        self.prospect = alliance.index
        self.capital = alliance.capital
        self.hoped = 0.0
        self.realised = 0.0
        alliance.members += 1.0
        alliance.joins += 1.0

    def leave(self, alliance: Secretariat) -> None:
        """Cease to be a member; a refund is paid by the phase."""
        alliance.lead_gone = 1.0 if self.id == alliance.lead else alliance.lead_gone
        self.alliance = 0.0
        self.capital = 0.0
        self.in_pool = 0.0
        self.walked_out = 0.0
        self.certified = 0.0
        alliance.members -= 1.0

    def sales_value(self, sector: Sector) -> float:
        """Sales of the last quarter, RMB m."""
        own = self.home_sales * sector.home_price + self.export_sales * sector.export_price
        return own + self.contract_sales

    def learn(self, terms: Terms) -> None:
        """Move the belief towards the share of this quarter's benefit that it credits. Members
        credit what has come true over a product generation (WM-4); the credit of other firms grows
        in quarters in which they meet a demand or a dispute, or license alone.
        """
        inside = self.alliance > 0.0
        if inside and terms.switches.realised > 0.0:
            self.learn_from_membership(terms.litigation.licence_term)
        else:
            met = max(self.struck, 1.0 if self.own_licence_income > 0.0 else 0.0)
            self.credit += met * terms.learning.experience * (1.0 - self.credit)
        credited = self.benefit * self.credit
        if inside and terms.switches.realised == 0.0:
            credited = self.benefit
        self.belief += terms.learning.rate * (credited - self.belief)

    def learn_from_membership(self, term: float) -> None:
        """Credit as much of the benefit as membership has brought of what it promised (WM-4); at
        first that is the share which the firm credits as it joins.
        """
        if self.hoped <= 0.0:
            self.hoped = self.promised
            self.realised = self.credit * self.promised
        self.hoped = running_mean(self.hoped, self.promised, term)
        self.realised = running_mean(self.realised, self.promised + self.unforeseen, term)
        self.credit = credit_earned(self.realised, self.hoped, self.credit)

    def may_found(self) -> float:
        """Whether it is asked to found an alliance."""
        return 1.0 if self.invited > 0.0 and self.alive > 0.0 and self.alliance == 0.0 else 0.0

    def licenses_alone(self) -> float:
        """Whether it licenses essential patents by itself."""
        return 1.0 if self.alive > 0.0 and self.essential >= 1.0 and self.in_pool == 0.0 else 0.0

    def contributes_to(self, alliance: Secretariat) -> float:
        """Whether an alliance's pool licenses its patents."""
        return 1.0 if self.alliance == alliance.index and self.in_pool > 0.0 else 0.0

    def is_exempt(self, alliance: Secretariat) -> float:
        """Whether it owes an alliance's pool nothing for its own products."""
        return 1.0 if alliance.own_use == 0.0 and self.contributes_to(alliance) > 0.0 else 0.0

    def certifiable_patents(self, terms: Terms) -> float:
        """Patents that the evaluator would certify: the truly essential and the falsely declared,
        each with its chance (AT-1).
        """
        declared = self.essential / terms.pool.true_share
        return terms.pool.sensitivity * self.essential + terms.pool.false_positive * (
            declared - self.essential
        )

    def share_of_pool(self, alliance: Secretariat) -> float:
        """Its share of what a pool distributes: equal, by certified patents, or by
        appraised value.
        """
        if alliance.sharing >= BY_VALUE:
            return count_share(self.appraised, alliance.appraised)
        if alliance.sharing > 0.0:
            return count_share(self.certified, alliance.certified)
        return equal_share(alliance.contributors)

    def essential_value(self) -> float:
        """Value of its essential patents, RMB m, at the mean value of its patents."""
        return ratio(self.value * self.essential, self.essential + self.other)

    def returns_in_custody(self, terms: Terms) -> float:
        """What outside licensees pay per quarter for a member's patents when the alliance operates
        them, RMB m (CU-1); essential patents are left to pools.
        """
        return ratio(terms.custody.returns * self.value * self.other, self.essential + self.other)

    def unit_cost(self, market: float) -> float:
        """Cost of a further unit, royalties and what settlements spread over it included, RMB."""
        if market == ABROAD:
            return self.export_cost + self.royalty + self.pool_rate + self.settled
        return self.home_cost + self.pool_rate

    def loss_if_excluded(self, rate: float, around: float, terms: Terms) -> float:
        """What it loses by an exclusion order and at a rate afterwards, RMB per unit of a product
        generation, where designing around costs as much as given (XS-1).
        """
        away, term = terms.litigation.exclusion, terms.litigation.licence_term
        profit = self.brand_profit - self.contract_profit
        return licensee_loss(rate, away, profit, 1.0 / term, term, around)

    def loss_by_waiting(self, rate: float, terms: Terms) -> float:
        """The same if it waits until the order is over, RMB per unit."""
        away, term = terms.litigation.exclusion, terms.litigation.licence_term
        return waiting_loss(rate, away, self.brand_profit - self.contract_profit, 1.0 / term, term)

    def loss_in_court(self, royalty: float, around: float, terms: Terms) -> float:
        """What it loses in court at a court's royalty, RMB per unit of a generation (XS-1)."""
        if terms.switches.stake == 0.0:
            return royalty
        excluded = self.loss_if_excluded(royalty, around, terms)
        return stake_in_court(royalty, excluded, terms.litigation.injunction)

    def keeps_brand(self, price: float) -> float:
        """Whether its own brand earns as much at a price abroad as contract work (PM-2)."""
        kept = price - self.unit_cost(ABROAD) + TOLERANCE * price
        return 1.0 if kept >= self.brand_margin else 0.0

    def may_sell(self, market: float) -> float:
        """Whether its brand is in a market at all: it lives, it has customers there, and abroad it
        is not excluded and does no contract work.
        """
        if market == ABROAD:
            kept_out = self.excluded + self.contract_work
            return self.alive if self.export_base > 0.0 and kept_out == 0.0 else 0.0
        return self.alive if self.sells > 0.0 and self.home_median > 0.0 else 0.0

    def expect_filings(self, terms: Terms) -> None:
        """Patents that it is expected to file in the quarter (IN-1), and the chance of none."""
        self.filing_mean = filing_rate(
            terms.research.productivity * (1.0 + self.guided),
            4.0 * self.rd,
            terms.research.elasticity,
        )
        self.files_none = chance_of_none(self.filing_mean)

    def belongs_to(self, alliance: Secretariat) -> float:
        """Whether it is a member, or is invited to an alliance still to be founded."""
        if alliance.id == 0.0:
            return 0.0
        if alliance.formed > 0.0:
            return 1.0 if self.alliance == alliance.index else 0.0
        return self.invited

    def is_allied(self, rival: "Firm") -> float:
        """Whether both firms are members of the same alliance."""
        return 1.0 if self.alliance > 0.0 and self.alliance == rival.alliance else 0.0
