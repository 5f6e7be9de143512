"""Every series and every outcome is what its name says, calculated a second time from the agents
and the books; no two of them coincide, so none can stand in the place of another unnoticed.
"""

from functools import cache, reduce
from itertools import combinations
from operator import add
from statistics import median

import numpy as np
import pytest

from poolsim.economy.causes import CAUSES
from poolsim.economy.ledger import ACCOUNTS
from poolsim.economy.observe import SERIES, SERIES_INDEX
from poolsim.economy.outcomes import OUTCOMES
from poolsim.economy.sources import SOURCES
from poolsim.model import PoolModel
from poolsim.statistics.curves import CURVES, with_derived

MIXED = {
    "alliance.endowment": 2.0,
    "quarters": 24,
    "alliance.dues": 0.01,
    "alliance.database_fee": 0.01,
    "alliance.brokerage": 0.1,
    "alliance.paid_services": 0.1,
    "alliance.custody": 0.2,
    "alliance.packages": 1.0,
    "alliance.fund": 0.05,
    "alliance.voluntary": 1.0,
    "alliance.projects": 1.0,
    "alliance.grant": 0.1,
    "alliance.pool": 1.0,
}
DORMANT = {
    "switches.levy": 0.0,
    "quarters": 12,
    "alliance.structure": "cooperative",
    "structure.host_share": 0.0,
    "alliance.dues": 0.0,
    "alliance.grant": 0.0,
    "alliance.paid_services": 0.0,
    "alliance.endowment": 0.1,
    "alliance.refound": 1.0,
}
IDLE = {
    "switches.levy": 0.0,
    "switches.foresight_money": 0.0,
    "quarters": 16,
    "alliance.dues": 0.0,
    "structure.host_share": 0.0,
    "alliance.endowment": 0.0,
}
AT_LAW = {
    "quarters": 12,
    "switches.attrition": 1.0,
    "disputes.opportunity": 0.9,
    "disputes.per_patent": 0.5,
    "disputes.capacity": 1.0,
    "disputes.suit_cost": 0.01,
    "disputes.attrition_cost": 0.01,
}
COMPLAINTS = {
    "quarters": 12,
    "structure.founding_share": 0.5,
    "assertion.campaign": 0.3,
    "assertion.redesign_cost": 0.1,
    "litigation.optimism": 0.9,
    "litigation.exclusion_cost": 5.0,
    "litigation.holder_cost": 1.0,
}
HEARD = {
    "quarters": 12,
    "alliance.voluntary": 1.0,  # members contribute, who are asked for no levy
    "switches.levy": 0.0,
    "assertion.campaign": 0.2,
    "assertion.hazard": 0.2,
    "assertion.redesign_cost": 20.0,  # whoever loses is excluded
    "litigation.optimism": 0.9,
    "litigation.holder_cost": 10.0,
    "litigation.exclusion_cost": 5.0,
    "holders.feature_value": 0.0,
    "holders.own_sales": 1000.0,
}
RUNS = {
    "heard by a commission": ("cn_led", HEARD),
    "complained of": ("cn_tv", COMPLAINTS),
    "a mix of sources": ("cn_tv", {**MIXED, "alliance.structure": "social_group"}),
    "a host and its staff": ("cn_medical", {**MIXED, "alliance.structure": "cooperative"}),
    "refused by its founders": ("cn_avs", {**MIXED, "alliance.structure": "entity"}),
    "a pool that feeds itself": ("mpeg2", {"quarters": 40}),
    "never tried": ("cn_led", {"quarters": 12, "alliance.start": 20.0}),
    "dormant": ("cn_tv", DORMANT),
    "alive but idle": ("cn_robot", IDLE),
    "saved by its members": ("cn_led", {"quarters": 16}),
    "firms at law": ("cn_robot", AT_LAW),
}


def added(values):
    """From left to right, as compiled code adds."""
    return reduce(add, values, 0.0)


def over(part, whole):
    return part / whole if whole else 0.0


def seen(model):
    """Every series of this quarter by its name, from the agents."""
    firms, sector, alliance = model.world.firms, model.world.sector, model.world.alliances[1]
    groups = {True: [], False: []}
    for firm in firms:
        groups[firm.invited == 1.0].append(firm)
    paid, sold = (
        {where: added(getattr(firm, name) for firm in group) for where, group in groups.items()}
        for name in ("royalty_paid", "export_sales")
    )
    profits = [
        (
            f.gross_profit,
            f.export_sales * f.royalty - f.royalty_paid,
            -f.legal_cost,
            -f.redesign_cost,
        )
        for f in firms
    ]
    known = {
        "royalty_invited": over(paid[True], sold[True]),
        "royalty_others": over(paid[False], sold[False]),
        "royalty_outflow": paid[True] + paid[False],
        "legal_cost": added(firm.legal_cost for firm in firms),
        "legal_cost_invited": added(firm.legal_cost for firm in groups[True]),
        "eligible": float(sum(firm.essential > 0.0 and firm.alive > 0.0 for firm in firms)),
        "coverage": alliance.coverage if alliance.licensing else 0.0,
        "pool_royalty": alliance.charged if alliance.licensing else 0.0,
        "excluded": float(sum(firm.excluded > 0.0 for firm in firms)),
        "contract_work": float(sum(firm.contract_sales > 0.0 for firm in firms)),
        "patents": added(part for firm in firms for part in (firm.essential, firm.other)),
        "profit": added(part for parts in profits for part in parts),
        "firms": float(sum(firm.alive > 0.0 for firm in firms)),
        "treasury": alliance.cash,
        "pool_income": alliance.distributable,
        "formed": alliance.ever_formed,
        **exit_margins(model),
        **money(model),
    }
    names = [series.name for series in SERIES if series.name not in known]
    found = {name: getattr(alliance if hasattr(alliance, name) else sector, name) for name in names}
    return known | found


def money(model):
    """Who has how much, and what buyers of alliances get beyond what they pay."""
    world, owned = model.world, dict(zip(ACCOUNTS, model.world.outside, strict=False))
    funds = world.outside[len(ACCOUNTS) :]
    treasuries = [a.cash + fund.cash for a, fund in zip(world.alliances, funds, strict=True)]
    first = added(owned[name].cash for name in ("government", "investors", "owners"))
    earned = [firm.cash + firm.paid_out for firm in world.firms if firm.invited]
    return {
        "national_money": reduce(add, [*(f.cash for f in world.firms), *treasuries], first),
        "holders_money": added(holder.cash for holder in world.holders),
        "earned_invited": over(added(earned), len(earned)),
        "worth_sold": added(alliance.worth_sold for alliance in world.alliances),
    }


def exit_margins(model):
    """The lowest and the median distance of members to their exit, in stakes; 0 of nobody."""
    alliance, cost = model.world.alliances[1], model.cell.terms.membership.participation_cost
    stakes = cost + alliance.charges(model.cell.terms)
    margins = [
        (firm.belief - alliance.exit_threshold - firm.called)
        / (abs(firm.belief) + (stakes + firm.called))
        for firm in model.world.firms
        if firm.alliance == 1.0
    ]
    low, middle = (min(margins), median(margins)) if margins else (0.0, 0.0)
    return {"margin_exit_min": low, "margin_exit_median": middle}


@cache
def played(run):
    """A finished run, and what was seen of its agents in every quarter."""
    preset, values = RUNS[run]
    model = PoolModel(preset, values=values)
    quarters = [seen(model)]
    while model.quarter < model.quarters:
        model.step()
        quarters.append(seen(model))
    return model, {name: [quarter[name] for quarter in quarters] for name in quarters[0]}


TRADED = ("brokerage_income", "custody_income", "database_income", "service_income", "accrued")
LICENCES = ("licence_outside", "licence_own", "licence_sector")
MARKET = (*TRADED, *LICENCES)
PAID_BY_MEMBERS = (
    "dues_income",
    "levy_income",
    "set_up_income",
    "contribution_income",
    "host_income",
    "capital_income",
)
# Market income, the same with projects, and with member money.
SERVED = (*MARKET, "project_income")
EARNED = (MARKET, SERVED, (*SERVED, *PAID_BY_MEMBERS))
REGULAR = (*SERVED, "dues_income", "contribution_income", "fund_income")


class Reckoning:
    """Every outcome of a run by its name, from what was seen and from the agents at the horizon."""

    def __init__(self, run):
        self.model, seen_ever = played(run)
        self.quarters, self.world = self.model.quarters, self.model.world
        self.alliance = self.world.alliances[1]
        self.books = {name: np.array(values[1:]) for name, values in seen_ever.items()}
        self.opening = {name: values[0] for name, values in seen_ever.items()}
        self.whole = {name: added(values) for name, values in self.books.items()}
        doing_business = (self.books["cost"] > 0.0) | (self.books["alive"] > 0.0)
        self.end = self.quarters - np.argmax(doing_business[::-1]) if doing_business.any() else 0
        self.recent = max(self.end - 16, 0)

    def money(self, name, first=0):
        return added(self.books[name][first : self.end])

    def of(self, names, first=0):
        """Source by source, as the model adds."""
        return added(self.money(name, first) for name in names)

    def covered(self, first, cost="programme_cost"):
        return [over(self.of(names, first), self.money(cost, first)) for names in EARNED]

    def left(self, income):
        last, span = slice(max(self.quarters - 16, 0), self.quarters), min(self.quarters, 16)
        borne = added(self.books["cost"][last]) - added(self.books["host_income"][last])
        burn = borne / span - income / span
        lasting = max(self.alliance.cash / burn, 0.0) if burn > 0.0 else 400.0
        return min(lasting, 400.0) if self.alliance.alive else 0.0

    def life(self):
        books, whole, alliance = self.books, self.whole, self.alliance
        lifetime = np.count_nonzero(books["alive"])
        served = added(books["service"][-4:]) / min(self.quarters, 4)
        first = np.argmax(books["formed"]) if books["formed"].any() else self.quarters
        return {
            "formed": float(books["formed"].any()),
            "founded": first + 1.0,
            "alive": alliance.alive,
            "lifetime": float(lifetime),
            "active": float(bool(alliance.alive) and served >= 0.2),
            "cause": self.cause_of_end(),
            "service": over(whole["service"], lifetime),
            "members_last": float(sum(firm.alliance == 1.0 for firm in self.world.firms)),
            "members": over(whole["members"], lifetime),
            "churn": over(alliance.exits, whole["members"]),
            "attempts": alliance.attempts,
            "first_agreeing": alliance.first_agreeing,
            "refusal": alliance.refusal,
            "spells": alliance.spells,
            "founding_margin": alliance.founding_margin,
            **exit_margins(self.model),
        }

    def cause_of_end(self):
        if not self.alliance.ever_formed:
            return float(CAUSES.index("never formed"))
        ends = [cause for cause in self.books["cause"] if cause]
        return ends[-1] if ends and not self.alliance.alive else 0.0

    def finance(self):
        lately, ever = self.covered(self.recent), self.covered(0)
        granted = self.money("grant_income")
        members_paid = self.of(PAID_BY_MEMBERS)
        revenue = self.of((*EARNED[2], "grant_income", "fund_income"))
        parts = [
            self.of(LICENCES),
            max(self.of(TRADED), 0.0),
            self.money("project_income"),
            max(members_paid, 0.0),
            max(granted + self.money("fund_income"), 0.0),
        ]
        life, granted_lately = self.life(), self.money("grant_income", self.recent)
        feeds_itself = life["active"] and lately[0] >= 1.0 and granted_lately == 0.0
        return {
            "ssr_narrow": lately[0],
            "ssr_narrow_spent": self.covered(self.recent, "cost")[0],
            "ssr_service": lately[1],
            "ssr_members": lately[2],
            "ssr_narrow_ended": lately[0],
            "ssr_narrow_life": ever[0],
            "ssr_service_life": ever[1],
            "ssr_members_life": ever[2],
            "self_sufficient": float(feeds_itself and life["lifetime"] >= 16),
            "grant_dependence": granted / revenue if revenue > 0.0 else 0.0,
            "member_dependence": members_paid / revenue if revenue > 0.0 else 0.0,
            "member_money": members_paid,
            "treasury": self.alliance.cash,
            "capital": self.whole["capital_income"],
            "cost": self.whole["cost"],
            "revenue_concentration": added(over(part, added(parts)) ** 2 for part in parts),
            "runway": self.left(self.of(REGULAR, self.recent) + granted_lately),
            "runway_without_grants": self.left(self.of(REGULAR, self.recent)),
        }

    def pairs(self):
        members = self.books["members"]
        return added(0.5 * members * (members - 1.0))

    def sector(self):
        whole, quarters, firms = self.whole, self.quarters, self.world.firms
        return {
            "royalty_invited": whole["royalty_invited"] / quarters,
            "royalty_others": whole["royalty_others"] / quarters,
            "royalty_outflow": whole["royalty_outflow"],
            "legal_cost": whole["legal_cost"],
            "legal_cost_invited": whole["legal_cost_invited"],
            "legal_cost_others": whole["legal_cost"] - whole["legal_cost_invited"],
            "suits": whole["suits"],
            "demands": whole["demands"],
            "demand_to_suit": over(whole["suits"] + whole["respondents"], whole["demands"]),
            "suits_337": whole["suits_337"],
            "redesigns": whole["redesigns"],
            "trials": whole["trials"],
            "invited_suits": whole["invited_suits"],
            "suits_per_pair": over(whole["member_suits"], self.pairs()),
            "exclusion": whole["excluded"],
            "contract_work": whole["contract_work"],
            "patents": added(part for firm in firms for part in (firm.essential, firm.other)),
            "adoption": self.world.sector.adoption,
            "export_price": whole["export_price"] / quarters,
            "consumer_surplus": whole["consumer_surplus"] / quarters,
            "profit": whole["profit"] / quarters,
            "firms": float(sum(firm.alive > 0.0 for firm in firms)),
            "disputes": whole["disputes"],
            "suit_duration": over(whole["dispute_quarters"], whole["ended_disputes"]),
            "crowded_disputes": whole["crowded_disputes"],
            "pool_income": whole["pool_income"],
        }

    def pool(self):
        last = {name: float(values[-1]) for name, values in self.books.items()}
        names = ("contributors", "eligible", "coverage", "pool_royalty", "licence_stack")
        return {name: last[name] for name in names}

    def welfare(self):
        whole = self.whole
        bought = whole["consumer_surplus"] + whole["worth_sold"]
        abroad = whole["surplus_abroad"] + whole["surplus_licensees"]
        national = bought / self.quarters + self.rise("national_money")
        return {
            "welfare_national": national,
            "welfare_global": national + (abroad / self.quarters + self.rise("holders_money")),
            "cash_flow_invited": self.rise("earned_invited"),
        }

    def rise(self, name):
        """Per quarter, from the start to the horizon."""
        return float(self.books[name][-1] - self.opening[name]) / self.quarters

    def outcomes(self):
        return self.life() | self.finance() | self.sector() | self.pool() | self.welfare()


def coinciding(columns):
    """Pairs of names whose columns are equal in every row."""
    return [
        pair
        for pair in combinations(columns, 2)
        if np.array_equal(*(columns[name] for name in pair))
    ]


@pytest.mark.parametrize("run", RUNS)
def test_series_are_what_the_agents_are(run):
    model, books = played(run)
    recorded = np.asarray(model.series)
    assert {series.name: list(recorded[:, k]) for k, series in enumerate(SERIES)} == books


@pytest.mark.parametrize("run", RUNS)
def test_outcomes_are_what_they_are_called(run):
    assert played(run)[0].reduced() == Reckoning(run).outcomes()


@pytest.mark.parametrize("run", RUNS)
def test_curves_of_self_sufficiency_end_where_the_outcomes_stand(run):
    model = played(run)[0]
    curves = with_derived(np.asarray(model.series)[None])[0, -1]
    last = dict(zip([curve.name for curve in CURVES], curves, strict=True))
    names = ("self_sufficiency", "self_sufficiency_spent", "self_sufficiency_members")
    sought = ("ssr_narrow", "ssr_narrow_spent", "ssr_members")
    outcomes = [model.reduced()[name] for name in sought]
    alive = model.outcomes()["alive"] == 1.0
    assert [last[name] for name in names] == pytest.approx(
        outcomes if alive else [np.nan] * 3, nan_ok=True
    )


@cache
def income(**values):
    """Income by source over a run in which every source may flow, RMB m."""
    structure = {
        "structure.host_share": 0.5,
        "structure.capital": 0.1,
        "structure.member_cost": 0.05,
    }
    model = PoolModel("cn_tv", values={**MIXED, **structure, **values})
    model.run()
    recorded = np.asarray(model.series)
    return {name: recorded[:, SERIES_INDEX[name]] for name in SOURCES}


# Members who contribute are asked for no levy, and where there is capital a levy is capital.
ASKED = {"contribution_income": {"switches.levy": 0.0}, "levy_income": {"structure.capital": 0.0}}


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_flows_by_its_levers_alone(source):
    asked = ASKED.get(source, {})
    assert income(**asked)[source].any()
    assert not income(**asked | dict.fromkeys(SOURCES[source].levers, 0.0))[source].any()


def test_no_two_series_coincide():
    recorded = np.concatenate([np.asarray(played(run)[0].series) for run in RUNS])
    assert coinciding({series.name: recorded[:, k] for k, series in enumerate(SERIES)}) == []


def test_no_two_outcomes_coincide():
    """So a function that wrote one in the column of another would be found out above."""
    found = [played(run)[0].outcomes() for run in RUNS]
    assert (
        coinciding({one.name: np.array([row[one.name] for row in found]) for one in OUTCOMES}) == []
    )
