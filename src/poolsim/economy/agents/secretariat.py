"""Secretariats: one alliance each, from proposal to dissolution."""

from poolsim.economy.agents.person import AllianceNumbers, Person
from poolsim.economy.agents.sector import Sector
from poolsim.economy.causes import (
    ANTITRUST,
    BELOW_QUORUM,
    CORE_LEFT,
    DORMANT,
    HOST_LEFT,
    INSOLVENT,
    PATENTS_EXPIRED,
    STANDING,
)
from poolsim.economy.ledger import TOLERANCE
from poolsim.economy.rules.licensing import compliance_ceiling
from poolsim.economy.rules.membership import entry_exit_thresholds, hurdle
from poolsim.economy.services import serves_beside_pool
from poolsim.economy.sources import Income, clear_income
from poolsim.parameters.terms import Terms

BY_VALUE = 2.0  # sharing by appraised value, as `sharing` of a design


class Secretariat(Income, AllianceNumbers, Person):
    """An alliance's secretariat. Rule: raise what the design allows, do what the members have
    approved, as far as the money goes.
    """

    # life
    formed: float = 0.0
    alive: float = 0.0
    founded: float = 0.0  # quarter
    ended: float = 0.0  # quarter
    cause: float = 0.0  # code of causes
    past_cause: float = 0.0  # the same of the spell before
    platform: float = 0.0  # RMB m paid for its warning platform before this quarter
    outlay: float = 0.0  # RMB m paid for it in this quarter
    asleep: float = 0.0  # quarters in a row under the service level that counts as dormant
    members: float = 0.0
    joins: float = 0.0  # ever
    exits: float = 0.0  # ever
    entry_threshold: float = 0.0  # RMB m per quarter
    exit_threshold: float = 0.0  # RMB m per quarter
    # founding and admission
    tried: float = 0.0  # 1 once the founders have tried
    willing: float = 0.0  # share of the others that a founder expects to agree
    founders: float = 0.0  # firms invited at this attempt
    needed: float = 0.0  # how many of them must agree
    pivotal: float = 0.0  # chance that a founder's assent decides
    failures: float = 0.0  # chance that the attempt fails though it agrees
    start_up: float = 0.0  # RMB m: start-up subsidy on offer
    weighed_capital: float = 0.0  # RMB m: capital as a founder weighs it
    # what founders foresee, in discounted quarters: without a levy, and with one
    served: float = 0.0  # of full service
    lasting: float = 0.0  # of its life
    levied_served: float = 0.0
    levied_lasting: float = 0.0
    levies: float = 0.0  # RMB m on each, discounted
    attempts: float = 0.0  # to found it, ever
    first_agreeing: float = 0.0  # share of those invited who agreed at the first
    refusal: float = 0.0  # why the last attempt that failed did: code of reasons
    founding_margin: float = 0.0  # worth and taste of the last founder needed, in stakes
    ever_formed: float = 0.0  # 1 once it has been founded
    spells: float = 0.0  # foundings
    lead: float = 0.0  # id of its core member: the founder that expected most of it
    lead_gone: float = 0.0  # 1 once that member has left
    # host and providers
    had_host: float = 0.0  # 1 once a member has lent staff
    unhosted: float = 0.0  # quarters in a row without a host since then
    clients: float = 0.0  # members that provide no services to the others
    # service
    service: float = 0.0  # service level S, 0 to 1
    recent_service: float = 1.0  # the same of late, weighted as members' beliefs are
    efficiency: float = 1.0  # service that a unit of running cost gives, daily management included
    reach: float = (
        1.0  # odds of projects, deals and clients from outside, relative to those without liaison
    )
    export_share: float = (
        0.0  # members' share of the sector's exports (of those invited, before the founding)
    )
    export_volume: float = 0.0  # m units per quarter
    force: float = 0.0  # how far it speaks for its members, kappa * S
    coalition: float = 0.0  # effective coalition share kappa * S * s
    holder_share: float = 0.5  # holder's bargaining share B against its members
    programme: float = (
        0.0  # RMB m in this quarter: training, warning, navigation and promotion at full service
    )
    stack: float = 0.0  # RMB per unit: royalty stack that it bargains for its members
    optimism: float = 0.0  # of members about their cases, as it trains them or would
    spared: float = 0.0  # RMB per unit, over the exporters: royalties expected less than alone
    member_suits: float = 0.0  # suits between members in this quarter
    shield: float = 0.0  # covenant: chance that patents of members read on an outsider's product
    # money of this quarter, RMB m
    grant_on: float = 1.0  # the government's own state; the sentinel never asks
    cost: float = 0.0  # spent: operating cost, what the host bears included
    programme_cost: float = 0.0  # what full service would have cost, whatever was affordable
    delivery: float = 0.0  # of these: delivering what was sold
    pool_cost: float = 0.0  # of these: setting up and running the pool
    kept: float = 0.0  # RMB m that licences left it in the last quarter, the pool paid
    accrued: float = 0.0  # expected surplus of packages over the cost of capital
    package_flow: float = 0.0  # proceeds of packages less the price of those bought, no income
    held: float = 0.0  # packages bought that have neither won nor been lost
    sold_to_members: float = 0.0  # what members paid for access and, as sellers, for deals
    worth_sold: float = 0.0  # what it sold was worth: to clients beyond its price, to members all
    surplus: float = 0.0  # what buying from it leaves a member beyond what it pays
    # pool
    licensing: float = 0.0  # 1 if the pool licenses in this quarter
    had_pool: float = 0.0  # 1 once it has licensed
    contributors: float = 0.0  # firms in the pool
    certified: float = 0.0  # certified patents in the pool
    appraised: float = 0.0  # RMB m, appraised value of the patents in the pool
    prohibited: float = 0.0  # 1 once the antitrust authority has ended the pool
    pooled: float = 0.0  # truly essential patents in the pool
    strength: float = 0.0  # chance that at least one of them survives a challenge
    coverage: float = 0.0  # their share of the standard's essential patents
    charged: float = 0.0  # RMB per unit: what licensees pay of the pool's royalty
    exit_royalty: float = 0.0  # RMB per unit: what a contributor would post beside the pool
    exit_stack: float = 0.0  # RMB per unit: the stack that it would add its royalty to
    compliance: float = 0.0  # share of licensed units reported
    licensed_units: float = 0.0  # m units in this quarter, outside the sector
    distributable: float = 0.0  # RMB m in this quarter, after the administrator's share
    full_units: float = 0.0  # m units per quarter that would owe its pool at full adoption
    prospective: float = (
        0.0  # RMB m per quarter that a working pool of all members would distribute
    )
    set_up_each: float = 0.0  # RMB m per quarter of that which its set-up takes of a contributor
    set_up_part: float = 0.0  # RMB m per quarter that the set-up of the pool costs while it lasts
    set_up_left: float = 0.0  # RMB m still to be paid for it
    set_up_due: float = 0.0  # RMB m of this quarter's part that royalties have not covered

    def start_quarter(self) -> None:
        """Clear what is counted by the quarter."""
        clear_income(self)
        self.platform += self.outlay
        self.outlay = 0.0
        self.cost = 0.0
        self.programme_cost = 0.0
        self.delivery = 0.0
        self.pool_cost = 0.0
        self.accrued = 0.0
        self.package_flow = 0.0
        self.sold_to_members = 0.0
        self.worth_sold = 0.0
        self.member_suits = 0.0
        self.licensed_units = 0.0
        self.distributable = 0.0

    def charges(self, terms: Terms) -> float:
        """What a member pays in a quarter whatever happens, RMB m."""
        return self.dues * self.may_charge_dues + self.access(terms)

    def access(self, terms: Terms) -> float:
        """What a user pays for its databases whatever their fee, RMB m; nothing where demand
        reacts, and who does not want them buys none.
        """
        return self.database_fee * (1.0 - terms.switches.demand)

    def wins_for_all(self, terms: Terms) -> float:
        """Whether what it wins in talks, if it holds any, goes to everyone: to holders that may not
        discriminate.
        """
        return self.negotiates * (1.0 - terms.negotiation.discrimination)

    def set_thresholds(self, terms: Terms) -> None:
        """Benefit per quarter above which a firm joins and below which it leaves (CO-4); one and
        the same without bands.
        """
        quarterly = terms.membership.participation_cost + self.charges(terms)
        yearly = 4.0 * quarterly + terms.membership.discount * self.capital
        high, low = yearly, yearly
        if terms.switches.bands > 0.0:
            high, low = entry_exit_thresholds(
                0.0,
                terms.membership.volatility,
                terms.membership.discount,
                yearly,
                self.entry_cost * yearly,
                self.exit_cost * self.capital,
            )
        self.entry_threshold = high / 4.0
        self.exit_threshold = low / 4.0

    def perceived_capital(self, terms: Terms) -> float:
        """Capital as a founder weighs it, RMB m: times the hurdle of an investment that can wait
        (CO-3).
        """
        if terms.switches.waiting == 0.0:
            return self.capital
        _, multiple = hurdle(0.0, terms.membership.volatility, terms.membership.discount)
        return multiple * self.capital

    def is_entitled(self, age: float) -> float:
        """Whether grants may come, so many quarters after its founding."""
        return 1.0 if age < self.grant_quarters else 0.0

    def is_granted(self, age: float) -> float:
        """Whether the government grants it money, so many quarters after its founding."""
        granted = self.grant_on > 0.0 and age < self.grant_quarters
        return 1.0 if granted else 0.0

    def grant_due(self) -> float:
        """Grant of the quarter, RMB m: a fixed amount; or a top-up to a reserve beyond this
        quarter's cost, the surplus going back (FN-5).
        """
        return self.grant_at(self.own_cost(), self.cash)

    def grant_at(self, own_cost: float, cash: float) -> float:
        """The same at a cost of its own and a treasury."""
        if self.grant_top_up > 0.0:
            return (self.grant_reserve + 1.0) * own_cost - cash
        return self.grant

    def project_odds(self, terms: Terms) -> float:
        """Chance of a commissioned project, the likelier the stronger its mandate and its liaison;
        none where it takes none.
        """
        if self.projects == 0.0:
            return 0.0
        return terms.projects.win_rate * self.mandate * self.reach

    def organise(self, terms: Terms) -> None:
        """What daily management and outside liaison make of it in this quarter."""
        self.efficiency = 1.0 + terms.services.management_gain
        self.reach = 1.0 + terms.services.liaison_gain * self.service

    def cost_of(self, members: float, programme: float) -> float:
        """Cost of full service to so many members in a quarter, RMB m: F + v m and the programme,
        by what a unit of cost serves; a legal person owes all of its fixed cost F.
        """
        running = self.member_cost * members + programme
        if self.legal_person > 0.0:
            return self.fixed_cost + running / self.efficiency
        return (self.fixed_cost + running) / self.efficiency

    def full_cost(self) -> float:
        """Cost of full service to its members in this quarter, RMB m."""
        return self.cost_of(self.members, self.programme)

    def own_cost(self) -> float:
        """What of the full cost the treasury bears, RMB m."""
        return max(self.full_cost() - self.host_income, 0.0)

    def affordable_service(self) -> float:
        """Service level that the host's staff and the treasury pay for, min(1, budget / cost)."""
        cost = self.full_cost()
        if cost <= 0.0:
            return 1.0
        return min(1.0, (self.host_income + max(self.cash, 0.0)) / cost)

    def spending(self, level: float) -> float:
        """What it spends at a service level, RMB m. A legal person owes its fixed cost whatever
        happens and serves its members at that level; services beyond that it pays with what it has.
        Others spend what they have.
        """
        if self.legal_person == 0.0:
            return max(level * self.full_cost() - self.host_income, 0.0)
        return self.owed(level) + (
            self.full_cost() - self.cost_of(self.members, 0.0)
        ) * self.carried(level)

    def owed(self, level: float) -> float:
        """What a legal person spends at a service level whatever its treasury, RMB m."""
        return (
            self.fixed_cost
            + (self.cost_of(self.members, 0.0) - self.fixed_cost) * level
            - self.host_income
        )

    def carried(self, level: float) -> float:
        """Share of its further services that it pays for at a service level."""
        further = self.full_cost() - self.cost_of(self.members, 0.0)
        if self.legal_person == 0.0 or further <= 0.0:
            return level
        return min(level, max(self.cash - self.owed(level), 0.0) / further)

    def expected_service(self, terms: Terms) -> float:
        """Service level at which membership is appraised: as it is or, before the founding, full
        service, of which founders then foresee how long it is paid for.
        """
        return self.service if self.formed > 0.0 else 1.0

    def count_sleep(self, terms: Terms) -> None:
        """Count the quarters in a row in which it hardly serves."""
        self.asleep = self.asleep + 1.0 if self.service < terms.governance.dormant_below else 0.0

    def cause_of_end(self, terms: Terms) -> float:
        """Why it ends in this quarter, or STANDING; PATENTS_EXPIRED where its pool is empty and it
        does nothing else (FN-11, IT-1).
        """
        if self.legal_person > 0.0 and self.cash < -TOLERANCE:
            return INSOLVENT
        if self.prohibited > 0.0:
            return ANTITRUST
        if self.members < self.minimum:
            return BELOW_QUORUM
        if self.legal_person == 0.0 and self.asleep >= terms.governance.dormant_after:
            return DORMANT
        if self.legal_person == 0.0 and self.unhosted >= terms.governance.host_patience:
            return HOST_LEFT
        if self.core > 0.0 and self.lead_gone > 0.0:
            return CORE_LEFT
        had_pool = self.had_pool * self.pool > 0.0  # not voted off
        if had_pool and self.pooled < 0.5 and serves_beside_pool(self) == 0.0:
            return PATENTS_EXPIRED
        return STANDING

    def end(self, quarter: float, cause: float) -> None:
        """Close for good."""
        self.alive = 0.0
        self.ended = quarter
        self.cause = cause
        self.service = 0.0
        self.coalition = 0.0
        self.members = 0.0
        self.licensing = 0.0
        self.contributors = 0.0

    def found_again(self, quarter: float) -> None:
        """Be a candidate once more, as at first, and be tried for as long again."""
        self.start = quarter
        self.past_cause = self.cause
        self.cause = STANDING
        self.formed = 0.0
        self.tried = 0.0
        self.platform = 0.0
        self.outlay = 0.0
        self.asleep = 0.0
        self.had_host = 0.0
        self.unhosted = 0.0
        self.lead = 0.0
        self.lead_gone = 0.0
        self.had_pool = 0.0
        self.prohibited = 0.0
        self.set_up_left = 0.0

    def income_ahead(self, members: float, service: float, age: float, terms: Terms) -> float:
        """What it can expect so many quarters after its founding beside grants, sales and licences,
        at last quarter's service, RMB m: fund, dues, commissions less their work.
        """
        reach = 1.0 + terms.services.liaison_gain * service
        odds = min(terms.projects.win_rate * self.mandate * reach, 1.0)
        commissions = self.projects * odds * (1.0 - terms.projects.cost) * terms.projects.value
        fund = self.fund if age < self.fund_quarters else 0.0
        return commissions + fund + members * self.dues * self.may_charge_dues

    def highest_compliance(self, terms: Terms) -> float:
        """Share of licensed units reported when enforcement has done its work (LR-2); without it as
        where it begins.
        """
        if terms.switches.compliance == 0.0:
            return terms.pool.compliance_start
        readiest = terms.pool.readiness * terms.standard.choke_royalty * self.coverage
        return compliance_ceiling(self.charged, terms.pool.audit, terms.pool.penalty, readiest)

    def first_compliance(self, terms: Terms) -> float:
        """Share of licensed units reported before any enforcement."""
        return min(terms.pool.compliance_start, self.highest_compliance(terms))

    def long_run_compliance(self, terms: Terms) -> float:
        """Share of a pool's units that pays when enforcement has done its work, and a challenge has
        not.
        """
        return self.highest_compliance(terms) * self.strength

    def mean_paid(self, sector: Sector, terms: Terms) -> float:
        """Share of its potential units that pays a pool over a licence term, a discounted mean: at
        the adoption to come, and as enforcement does its work (LR-1).
        """
        ceiling = self.highest_compliance(terms)
        now = self.compliance if self.had_pool > 0.0 else self.first_compliance(terms)
        paid = ceiling * sector.mean_adoption + (now - ceiling) * sector.early_adoption
        return self.strength * paid
