"""Where nobody can gain: warnings about a scenario that is valid and yet leads nowhere.

Every warning is a condition of the rules or of `theory` in closed form, with the numbers on both
sides; no run is made. Where a number decides by luck, the warning is about the most favourable case
that is likely, so that a scenario without a warning may still lead nowhere, and never the reverse.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from poolsim.economy.functions import exp, log, normal_cdf
from poolsim.economy.rules.demand import (
    exponential_demand,
    exponential_surplus,
    linear_surplus,
)
from poolsim.economy.rules.membership import at_least
from poolsim.economy.rules.royalties import hold_up_royalty, licensee_litigates
from poolsim.economy.services import SERVICES, SOLD, TRUSTED
from poolsim.economy.sources import INSIDE, SOURCES, Kind
from poolsim.parameters.terms import Terms
from poolsim.scenario.scenario import Alliance, Cell, Firms, Scenario
from poolsim.theory.disputes import smallest_target
from poolsim.theory.membership import smallest_benefit

Advice = Iterator[tuple[str, str]]  # address and what is the matter there
ACTIONS = ("pool", *(one.lever for one in SERVICES), *SOLD, *TRUSTED)  # all that it may do
OVERSEAS = ("negotiates", "training", "warning", "fighting_fund")  # what spares royalties
UNBOUNDED = ("pool", "custody", "packages", "mediates", "covenant", "non_assertion", "navigation")
FOR_EVER = 400.0  # quarters that stand for no end
OFTEN = 0.5  # chance from which a condition is told
SMALLEST = 1e-12  # share that stands for none
UNLIKELY = 0.05  # chance of what a warning takes for impossible


@dataclass(frozen=True)
class Case:
    """An alliance in its scenario, with the numbers that are in force."""

    scenario: Scenario
    cell: Cell
    alliance: Alliance
    numbers: Mapping[str, float]

    @property
    def terms(self) -> Terms:
        """The numbers that the rules read."""
        return self.cell.terms

    @property
    def place(self) -> str:
        """The address of the alliance."""
        return f"alliances.{self.alliance.name}"

    @cached_property
    def invited(self) -> list[Firms]:
        """Groups that are asked to found it."""
        return [group for group in self.scenario.firms if group.invited > 0.0]

    @cached_property
    def founders(self) -> int:
        """How many firms are asked."""
        return sum(group.count for group in self.invited)

    @cached_property
    def needed(self) -> float:
        """How many of them must agree."""
        share = self.numbers["founding_share"] * self.founders
        return max(math.ceil(share - 1e-9), self.numbers["minimum"])

    def does(self, keys: Iterable[str]) -> list[str]:
        """Which of some things it does."""
        return [key for key in keys if self.numbers[key] > 0.0]


def advice(scenario: Scenario) -> list[str]:
    """What is wrong with a scenario though it is valid, `address: reason` each; nothing where
    somebody may gain.
    """
    cell = scenario.lower()
    found = [(address, f"cannot act: {why}") for address, why in scenario.idle().items()]
    found += _nobody(scenario)
    for alliance, numbers in zip(scenario.by_name(), cell.alliances[1:], strict=True):
        case = Case(scenario, cell, alliance, numbers)
        for check in CHECKS:
            found += check(case)
    return [f"{address}: {text}" for address, text in dict.fromkeys(found)]


def _nobody(scenario: Scenario) -> Advice:
    if not scenario.alliances:
        yield "alliances", "there is none, so that nothing is founded"
    elif not any(group.invited > 0.0 for group in scenario.firms):
        yield "firms.invited", "0 in every group: nobody is asked to found the alliance"


def _too_few(case: Case) -> Advice:
    if 0 < case.founders < case.needed:
        text = f"a quorum of {case.needed:g} members, and {case.founders} firms are invited"
        yield f"{case.place}.minimum", f"{text}: it cannot be founded"


def _too_late(case: Case) -> Advice:
    horizon, start, window = case.scenario.quarters, case.numbers["start"], case.numbers["window"]
    if start > horizon:
        text = f"founders first try in quarter {start:g} of a run of {horizon}"
        yield f"{case.place}.start", f"{text}: it is never founded"
    elif window < FOR_EVER and start + window - 1.0 > horizon:
        text = f"founders try until quarter {start + window - 1.0:g} of a run of {horizon}"
        yield f"{case.place}.window", f"{text}: some attempts fall behind the end"
    begin = case.terms.standard.start
    if case.numbers["pool"] > 0.0 and begin > horizon:
        text = f"users first adopt in quarter {begin:g} of a run of {horizon}"
        yield "standard.start", f"{text}: the pool of {case.alliance.name} licenses nobody"
    policy = case.terms.policy
    if policy.subsidy > 0.0 and policy.subsidy_from > horizon:
        text = f"the subsidy begins in quarter {policy.subsidy_from:g} of a run of {horizon}"
        yield "policy.subsidy_from", f"{text}: nobody gets it"


def _does_nothing(case: Case) -> Advice:
    if _is_idle(case):
        text = "it does nothing that a member gains by"
        yield case.place, f"{text}; `poolsim list actions` names what it could do"


def _is_idle(case: Case) -> bool:
    """Whether it is asked for and does nothing, and no founder would serve the others."""
    served = any(group.provides * case.terms.switches.providers for group in case.invited)
    return case.founders > 0 and not served and not case.does(ACTIONS)


def _no_money(case: Case) -> Advice:
    """A secretariat that costs something, and nobody who could ever pay for it."""
    fixed = case.numbers["fixed_cost"]
    if fixed > 0.0 and not any(_brings(case, name) for name in SOURCES):
        text = f"its secretariat costs RMB {fixed:g} m a quarter, and it has no income and no host"
        yield case.place, f"{text}: nobody will found it"


def _brings(case: Case, name: str) -> bool:
    """Whether a source of income may bring anything."""
    if SOURCES[name].kind is Kind.LEVIES and case.terms.switches.levy == 0.0:
        return False
    levers = [lever.split(".") for lever in SOURCES[name].levers]
    return any(
        case.terms.policy.subsidy > 0.0 if group == "policy" else case.numbers[key] > 0.0
        for group, key in levers
    )


def _grant_too_short(case: Case) -> Advice:
    """A grant that ends before there is anything to serve with."""
    grant, ends = case.numbers["grant"], case.numbers["grant_quarters"]
    first = _first_service(case)
    if (grant > 0.0 or case.numbers["grant_top_up"] > 0.0) and ends < first:
        text = f"grants end after {ends:g} quarters, and it can serve from quarter {first:g} on"
        yield f"{case.place}.grant_quarters", f"{text}: what they pay for serves nobody"


def _first_service(case: Case) -> float:
    """Quarter of its life in which it can first serve a member: a warning platform is built
    first, a pool licenses when users adopt.
    """
    later = {
        "warning": case.terms.services.warning_quarters + 1.0,
        "pool": case.terms.standard.start - case.numbers["start"] + 1.0,
    }
    does = case.does(ACTIONS)
    return min((later.get(key, 1.0) for key in does), default=1.0)


def _no_buyers(case: Case) -> Advice:
    """Prices at which nobody buys (FN-8, CU-1, LR-4)."""
    for key, group, limit, who in (
        ("brokerage", "brokerage", "choke_share", "nobody deals"),
        ("custody", "custody", "choke_share", "no member leaves it a patent"),
        ("royalty", "standard", "choke_royalty", "no outside licensee adopts"),
    ):
        price, choke = case.numbers[key], getattr(getattr(case.terms, group), limit)
        if price >= choke:
            text = f"{price:g} is not below {group}.{limit} = {choke:g}, at which {who}"
            yield f"{case.place}.{key}", text


def _no_threat(case: Case) -> Advice:
    """What it does against patent holders, where these can ask for little or nothing (LI-9,
    RS-10).
    """
    does = case.does(("negotiates", "warning", "fighting_fund"))
    if not does:
        return
    address = f"{case.place}.{does[0]}"
    if not case.scenario.holders:
        yield address, "there are no patent holders: it has nobody to act against"
    elif not any(_exports(group) > 0.0 for group in case.scenario.firms):
        yield address, "no firm exports, and patent holders ask exporters only"
    else:
        yield from _cheap_redesign(case)
        yield from _small_targets(case)


def _cheap_redesign(case: Case) -> Advice:
    """A redesign that costs less than losing in court, and less than the demand of a holder who
    threatens with it.
    """
    redesign = case.terms.assertion.redesign_cost
    for group in case.scenario.holders:
        around, award = redesign + group.feature_value, group.court_royalty
        terms = _threat(case, group.strength, group.feature_value)
        if around < award and not licensee_litigates(*terms) and not case.terms.negotiation.posted:
            yield (
                "assertion.redesign_cost",
                f"a redesign at {redesign:g}, and {group.feature_value:g} that the patents of "
                f"{group.name} add, is cheaper than a court's award of {award:g}: they can ask for "
                f"{hold_up_royalty(*terms):.3g} a unit, and {case.alliance.name} can spare no more",
            )


def _threat(case: Case, strength: float, value: float) -> tuple[float, ...]:
    """What the rules on what a holder can ask are about (RS-10)."""
    terms = case.terms
    return (
        terms.negotiation.holder_share,
        strength,
        value,
        terms.market.export_price * terms.market.gross_margin,
        terms.assertion.redesign_cost,
        min(terms.litigation.exclusion / terms.litigation.licence_term, 1.0),
    )


def _small_targets(case: Case) -> Advice:
    """Exporters too small to be worth a suit: c_P / (theta r_J) is the smallest that is."""
    rules = case.terms.litigation
    weak = all(group.own_sales == 0.0 for group in case.scenario.holders)
    quiet = case.terms.assertion.campaign == 0.0 and case.terms.negotiation.posted == 0.0
    if not (weak and quiet and case.terms.switches.litigation > 0.0):
        return
    smallest = min(
        smallest_target(
            rules.holder_cost, min(one.strength + one.strength_spread, 1.0), one.court_royalty
        )
        for one in case.scenario.holders
    )
    volume = smallest / rules.licence_term
    none = exp(sum(group.count * _log_share_below(group, volume) for group in case.scenario.firms))
    if none >= OFTEN:
        yield (
            "litigation.holder_cost",
            f"a suit at {rules.holder_cost:g} pays from {volume:.3g} m exported units a quarter "
            f"on, and in {100.0 * none:.0f} of 100 runs no firm exports so much: holders then ask "
            "nobody",
        )


def _log_share_below(group: Firms, volume: float) -> float:
    """Logarithm of the share of a group whose exports are less than so much; least where none."""
    return log(max(1.0 - _share_above(group, volume), SMALLEST))


def _exports(group: Firms) -> float:
    return group.sells * group.export_median


def _share_above(group: Firms, volume: float) -> float:
    """Share of a group whose exports are at least so much."""
    median = _exports(group)
    if median <= 0.0 or volume <= 0.0:
        return 1.0 if volume <= median else 0.0
    if group.size_sigma == 0.0:
        return 1.0 if median >= volume else 0.0
    return 1.0 - normal_cdf((log(volume) - log(median)) / group.size_sigma)


def _not_worth_it(case: Case) -> Advice:
    """Membership that costs more than it can be worth to as many founders as must agree (CO-5)."""
    if case.needed > case.founders or case.does(UNBOUNDED) or _is_idle(case):
        return
    numbers, terms = case.numbers, case.terms.membership
    dues = numbers["dues"] * numbers["may_charge_dues"]
    patience = exp(-0.25 * terms.discount)
    cost = smallest_benefit(terms.participation_cost + dues, patience, numbers["capital"])
    told = f"RMB {cost:.3g} m a quarter"
    if _enough_gain(case, cost):
        share = _share_of_cost(case)
        cost += share
        told = f"RMB {cost:.3g} m a quarter, {share:.3g} of it for the secretariat"
    if not _enough_gain(case, cost):
        gain = sum(group.count * _share_gaining(case, group, cost) for group in case.invited)
        yield (
            f"{case.place}.dues" if dues > 0.0 else case.place,
            f"membership costs {told}, and it can be worth that to about {gain:.1f} of the "
            f"{case.founders} invited, of whom {case.needed:g} must agree",
        )


def _enough_gain(case: Case, cost: float) -> bool:
    """Whether membership may well be worth its cost to as many founders as must agree; founders of
    several groups are taken for alike, which makes many of them likelier (Hoeffding 1956).
    """
    gain = sum(group.count * _share_gaining(case, group, cost) for group in case.invited)
    likely = at_least(gain / case.founders, float(case.founders), case.needed)
    return gain >= case.needed - 1.0 or likely >= UNLIKELY


def _share_gaining(case: Case, group: Firms, cost: float) -> float:
    """Share of a group to whom membership may be worth so much, RMB m a quarter."""
    left = cost - _worth_to_all(case, group)
    asked = _asked(case) if case.does(OVERSEAS) else 0.0
    if left <= 0.0:
        return 1.0
    return _share_above(group, left / asked) if asked > 0.0 else 0.0


def _worth_to_all(case: Case, group: Firms) -> float:
    """Most that membership may be worth whatever the size of a firm, RMB m a quarter, where the
    alliance does nothing that has no bound here.
    """
    numbers, terms = case.numbers, case.terms
    worth = numbers["policy_information"] * terms.services.policy_chance
    worth *= terms.services.policy_award
    worth += group.provides * terms.switches.providers * case.founders
    if numbers["database_fee"] > 0.0:
        scale = terms.services.database_value
        worth += exponential_surplus(exponential_demand(1.0, numbers["database_fee"], scale), scale)
    if numbers["brokerage"] > 0.0:
        market = terms.brokerage
        deals = market.deals_per_member * (1.0 + terms.services.liaison_gain)
        worth += linear_surplus(deals, numbers["brokerage"], market.choke_share, market.deal_value)
    return worth


def _asked(case: Case) -> float:
    """Most that all holders can ask for an exported unit, RMB."""
    return sum(
        one.count
        * hold_up_royalty(
            *_threat(case, min(one.strength + one.strength_spread, 1.0), one.feature_value)
        )
        for one in case.scenario.holders
    )


def _share_of_cost(case: Case) -> float:
    """What each of all the firms would have to pay at least for full service, RMB m a quarter,
    where nobody else pays.
    """
    outside = [name for name, one in SOURCES.items() if one.payer not in INSIDE]
    if any(_brings(case, name) for name in outside):
        return 0.0
    numbers = case.numbers
    fixed = numbers["fixed_cost"] * (1.0 - numbers["host_share"])
    firms = sum(group.count for group in case.scenario.firms)
    eased = 1.0 + case.terms.services.management_gain
    return (fixed / firms + numbers["member_cost"]) / eased


def _no_cash(case: Case) -> Advice:
    """Bodies that live on funds alone, and have not enough for what founding takes."""
    effort, capital = case.terms.membership.founding_effort, case.numbers["capital"]
    for group in case.invited:
        idle = group.sells == 0.0 or group.home_median + group.export_median == 0.0
        if idle and group.funds < capital + effort:
            text = f"{group.funds:g} does not pay for capital {capital:g} and effort {effort:g}"
            yield f"firms.{group.name}.funds", f"{text}: they cannot found {case.alliance.name}"


CHECKS = (
    _does_nothing,
    _too_few,
    _too_late,
    _no_money,
    _grant_too_short,
    _no_buyers,
    _no_threat,
    _not_worth_it,
    _no_cash,
)
