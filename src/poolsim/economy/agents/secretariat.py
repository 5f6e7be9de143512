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
from poolsim.economy.rules.membership import entry_exit_thresholds, hurdle, pass_probability
from poolsim.economy.services import serves_beside_pool
from poolsim.economy.sources import Income, clear_income
from poolsim.parameters.terms import Terms

BY_VALUE = 2.0  # sharing by appraised value, as `sharing` of a design


class Secretariat(Income, AllianceNumbers, Person):
    """An alliance's secretariat. Rule: raise what the design allows, serve as far as the money and
    the members' votes go.
    """

    # life
    formed: float = 0.0
    alive: float = 0.0
    founded: float = 0.0  # quarter
    ended: float = 0.0  # quarter
    cause: float = 0.0  # code of causes
    platform: float = 0.0  # RMB m paid for its warning platform before this quarter
    outlay: float = 0.0  # RMB m paid for it in this quarter
    asleep: float = 0.0  # quarters in a row under the service level that counts as dormant
    members: float = 0.0
    votes: float = (
        0.0  # votes of equal weight in effect: members, or the inverse Herfindahl of their capital
    )
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
    lead: float = 0.0  # id of its core member: the founder that expected most of it
    lead_gone: float = 0.0  # 1 once that member has left
    # host and providers
    had_host: float = 0.0  # 1 once a member has lent staff
    unhosted: float = 0.0  # quarters in a row without a host since then
    clients: float = 0.0  # members that provide no services to the others
    # service
    service: float = 0.0  # service level S, 0 to 1
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
    going_stack: float = 0.0  # RMB per unit: what holders ask of members (the first: of outsiders)
    member_suits: float = 0.0  # suits between members in this quarter
    internal_disputes: float = 0.0
    shield: float = 0.0  # covenant: chance that patents of members read on an outsider's product
    # money of this quarter, RMB m
    grant_on: float = 1.0  # the government's own state; the sentinel never asks
    cost: float = 0.0  # spent: operating cost, what the host bears included
    programme_cost: float = 0.0  # what full service would have cost, whatever was affordable
    delivery: float = 0.0  # of these: delivering what was sold
    pool_cost: float = 0.0  # of these: setting up and running the pool
    accrued: float = 0.0  # expected surplus of packages over the cost of capital
    package_flow: float = 0.0  # proceeds of packages less the price of those bought, no income
    held: float = 0.0  # packages bought that have neither won nor been lost
    sold_to_members: float = 0.0  # what members paid for access and, as sellers, for deals
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
    first_licence_income: float = (
        0.0  # RMB m that it would keep as administrator in its first quarter
    )
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
        self.member_suits = 0.0
        self.internal_disputes = 0.0
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

    def start_up_share(self) -> float:
        """A founder's part of the start-up subsidy on offer, RMB m (GV-1)."""
        return self.start_up / self.founders if self.founders > 0.0 else 0.0

    def is_granted(self, age: float) -> float:
        """Whether the government grants it money, so many quarters after its founding."""
        granted = self.grant_on > 0.0 and self.may_take_grants > 0.0 and age < self.grant_quarters
        return 1.0 if granted else 0.0

    def grant_due(self) -> float:
        """Grant of the quarter, RMB m: a fixed amount; or a top-up to a reserve beyond this
        quarter's cost, the surplus going back (FN-5).
        """
        if self.grant_top_up > 0.0:
            return (self.grant_reserve + 1.0) * self.own_cost() - self.cash
        return self.grant

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

    def approved_share(self, terms: Terms) -> float:
        """Share of the work programme that passes the members' vote (GO-1): by votes, or by the
        lead firm alone.
        """
        if terms.switches.governance == 0.0:
            return 1.0
        if self.vote_weight < 0.0:
            return terms.governance.approval
        return pass_probability(terms.governance.approval, max(self.votes, 1.0), self.quorum)

    def expected_service(self, terms: Terms) -> float:
        """Service level that membership gives: as it is or, before the founding, the share of a
        funded programme that a member approves.
        """
        if self.formed > 0.0:
            return self.service
        return 1.0 if terms.switches.governance == 0.0 else terms.governance.approval

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
        if self.had_pool > 0.0 and self.pooled < 0.5 and serves_beside_pool(self) == 0.0:
            return PATENTS_EXPIRED
        return STANDING

    def capital_call(self, terms: Terms) -> float:
        """What it asks of every member if the treasury cannot bear this quarter's cost, RMB m: an
        equal part of the horizon's cost.
        """
        cost = self.own_cost()
        if self.capital_calls == 0.0 or self.cash >= cost or self.members == 0.0:
            return 0.0
        return (terms.governance.call_horizon * cost + max(-self.cash, 0.0)) / self.members

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

    def promised_income(self, members: float, terms: Terms) -> float:
        """What a first quarter with so many members brings in whatever happens, RMB m: the fund,
        and database fees of those who pay them in any case.
        """
        fees = (members + self.database_users) * self.access(terms)
        return fees + (self.fund if self.fund_quarters > 0.0 else 0.0)

    def can_start(self, members: float, terms: Terms) -> float:
        """Whether a legal person could pay what it owes over the first quarters: nobody registers
        one that would be insolvent at once.
        """
        once = self.endowment + self.start_up + members * self.capital
        income = self.first_licence_income + self.promised_income(members, terms)
        income += members * self.dues * self.may_charge_dues
        if self.is_granted(0.0) > 0.0:
            income += max(self.grant, self.grant_top_up * self.fixed_cost)
        span = terms.governance.founding_horizon
        cost = self.cost_of(members, 0.0)
        return 1.0 if self.legal_person == 0.0 or once + span * income >= span * cost else 0.0

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
