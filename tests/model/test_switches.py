"""A mechanism that is off has no effect at all, on anything; one that is on shows in a named
outcome.
"""

from functools import cache
from typing import Any

import pytest
from strategies import SWITCHES

from poolsim.economy.observe import SERIES, SERIES_INDEX
from poolsim.economy.world import BOOK_AXES
from poolsim.model import PoolModel

QUARTERS = 40
# A sector in which every mechanism has something to do.
BUSY = {
    "cn_tv": {
        "quarters": QUARTERS,
        "holders.court_royalty": 15.0,
        "market.overhead": 0.6,
        "firms.core.essential_patents": 4.0,
        "standard.potential": 200.0,
        "standard.choke_royalty": 40.0,
        "alliance.pool": 1.0,
        "alliance.royalty": 5.0,
        "alliance.mediates": 1.0,
        "alliance.admission": 0.0,
        "alliance.dues": 0.005,
        "alliance.grant": 0.2,
        "alliance.grant_lapse": 0.1,
        "alliance.grant_return": 0.3,
        "structure.host_share": 0.3,
        "structure.member_cost": 0.05,
        "disputes.opportunity": 0.3,
        "disputes.per_patent": 0.05,
        "disputes.suit_cost": 0.5,
        "market.cash_buffer": 8.0,
        "membership.review": 0.5,
        "learning.first_belief": 0.1,
        "membership.intensity": 8.0,
        "membership.fickleness": 2.0,
        "assertion.hazard": 0.3,
    },
    "mpeg2": {
        "quarters": QUARTERS,
        "firms.licensors.essential_patents": 0.15,
        "standard.outside_essential": 0.0,
        "pool.set_up": 0.0,
        "firms.licensors.essential_share": 0.0,
        "firms.licensors.essential_age": 60.0,
        "alliance.mediates": 0.0,
        "pool.compliance_start": 0.5,
    },
}

# With the switch off, these numbers must not matter; each goes from the busy value to this one.
GOVERNED: dict[str, dict[str, Any]] = {
    "research": {
        "research.productivity": 9.0,
        "research.elasticity": 0.1,
        "firms.essential_share": 0.5,
        "standard.essential_until": 40.0,
        "firms.rd_share": 0.2,
    },
    "adoption": {"standard.innovation": 0.1, "standard.imitation": 0.5, "standard.start": 9.0},
    "threshold": {
        "membership.first_willing": 0.1,
        "membership.refund": 0.0,
        "membership.founding_effort": 0.5,
    },
    "foresight_money": {},  # every number that it reads, others read as well
    "waiting": {"membership.volatility": 0.4},
    "subsidy": {"policy.subsidy": 9.0, "policy.subsidy_from": 5.0, "policy.subsidy_until": 9.0},
    "admission": {"alliance.admission": 2.0},
    "providers": {"firms.provides": 0.5, "firms.core.provides": 0.3},
    "membership": {
        "membership.review": 1.0,
        "membership.volatility": 0.4,
        "structure.entry_cost": 0.5,
    },
    "bands": {"membership.volatility": 0.4, "structure.entry_cost": 0.5},
    "governance": {
        "structure.quorum": 1.0,
        "structure.vote_weight": -1.0,
    },
    "assertion": {
        "assertion.hazard": 2.0,
        "assertion.elasticity": 1.5,
        "assertion.redesign_cost": 5.0,
        "litigation.holder_cost": 1.0,
        "negotiation.surplus": 50.0,
        "negotiation.holder_share": 0.9,
    },
    "negotiation": {"negotiation.discrimination": 1.0, "alliance.negotiates": 0.0},
    "litigation": {"litigation.settlement_share": 0.9},
    "exclusion": {"litigation.exclusion": 12.0},
    "stake": {"litigation.injunction": 0.1},
    "campaigns": {
        "assertion.campaign": 0.5,
        "litigation.exclusion_win": 0.65,
        "litigation.exclusion_cost": 5.0,
    },
    "foresight": {},
    "expiry": {},
    "ageing": {
        "holders.youngest_age": 10.0,
        "holders.oldest_age": 20.0,
        "holders.renewed": 0.5,
    },
    "disputes": {
        "disputes.opportunity": 0.9,
        "disputes.per_patent": 0.2,
        "disputes.damages_share": 0.5,
        "disputes.suit_cost": 0.1,
        "disputes.award_share": 0.9,
        "disputes.mediation": 0.9,
        "disputes.mediation_fee": 0.5,
        "disputes.attrition_cost": 0.5,
        "disputes.court_time": 2.0,
        "disputes.capacity": 1.0,
    },
    "mediation": {
        "disputes.mediation": 0.9,
        "disputes.mediation_fee": 0.5,
        "alliance.mediates": 0.0,
    },
    "licensing": {
        "alliance.pool": 0.0,
        "alliance.royalty": 9.0,
        "alliance.administrator": 0.5,
        "alliance.sharing": 0.0,
        "pool.sensitivity": 0.5,
        "pool.false_positive": 0.5,
        "pool.true_share": 0.9,
        "pool.compliance_effort": 0.9,
        "pool.audit": 0.9,
        "pool.penalty": 5.0,
        "pool.readiness": 0.9,
        "pool.outside_share": 0.1,
        "pool.evaluation_cost": 2.0,
        "pool.valuation_noise": 1.0,
        "pool.challenge": 9.0,
        "alliance.external_evaluator": 0.0,
    },
    "grants": {
        "alliance.grant": 5.0,
        "alliance.grant_top_up": 1.0,
        "alliance.grant_reserve": 9.0,
        "alliance.grant_quarters": 3.0,
        "alliance.grant_lapse": 0.9,
        "alliance.grant_return": 0.9,
    },
    "projects": {"projects.value": 3.0, "projects.win_rate": 1.0, "alliance.projects": 0.0},
    "levy": {"governance.call_horizon": 9.0},
    "host": {"structure.host_share": 0.9, "governance.host_patience": 1.0},
    "learning": {"learning.rate": 0.9},
    "voluntary": {"alliance.voluntary": 1.0},
    "databases": {"alliance.database_fee": 0.02, "alliance.database_users": 100.0},
    "brokerage": {
        "alliance.brokerage": 0.5,
        "brokerage.deals_per_member": 5.0,
        "brokerage.deal_value": 3.0,
    },
    "custody": {
        "alliance.custody": 0.2,
        "alliance.packages": 5.0,
        "custody.returns": 0.02,
        "custody.choke_share": 0.9,
        "custody.cost": 0.9,
        "custody.price": 0.1,
        "custody.win_chance": 0.9,
        "custody.delay": 2.0,
        "custody.proceeds": 50.0,
    },
    "paid_services": {
        "alliance.paid_services": 3.0,
        "services.engagements": 9.0,
        "services.engagement_value": 3.0,
        "services.engagement_cost": 1.0,
    },
    "demand": {
        "services.database_value": 0.1,
        "services.engagement_value": 3.0,
        "brokerage.choke_share": 0.9,
        "custody.choke_share": 0.9,
    },
    "delivery": {
        "services.database_cost": 0.1,
        "services.engagement_cost": 3.0,
        "brokerage.deal_cost": 1.0,
        "custody.cost": 0.9,
        "projects.cost": 0.9,
    },
    "fund": {"alliance.fund": 3.0, "alliance.fund_quarters": 9.0},
    "dues_vote": {"alliance.votes_dues": 1.0, "alliance.dues_aim": 1.0},
    "attrition": {
        "disputes.attrition_cost": 0.5,
        "disputes.court_time": 2.0,
        "disputes.capacity": 1.0,
    },
    "counter_assertion": {},
    "shadow": {},
    "covenant": {"alliance.covenant": 0.0},
    "non_assertion": {
        "alliance.non_assertion": 0.0,
        "alliance.assertion_fine": 9.0,
        "alliance.expulsion": 0.0,
    },
    "pool_stability": {"pool.licensees": 900.0, "pool.contract_cost": 1.0},
    "evaluation": {"pool.evaluation_cost": 2.0},
    "antitrust": {
        "alliance.external_evaluator": 1.0,
        "alliance.independent_licensing": 0.0,
        "pool.substitutes": 0.9,
        "pool.substitutes_allowed": 0.5,
        "pool.challenge": 0.0,
        "pool.dissolution": 0.0,
        "pool.antitrust_fine": 50.0,
    },
    "training": {
        "alliance.training": 0.0,
        "services.training_cost": 1.0,
        "services.training_sobriety": 0.9,
        "services.training_skill": 0.9,
    },
    "warning": {
        "alliance.warning": 0.0,
        "services.warning_outlay": 20.0,
        "services.warning_quarters": 2.0,
        "services.warning_running": 2.0,
        "services.sensitivity": 0.5,
        "services.specificity": 0.5,
        "services.early_redesign": 0.5,
    },
    "navigation": {
        "alliance.navigation": 0.0,
        "services.navigation_cost": 2.0,
        "services.navigation_gain": 1.0,
    },
    "promotion": {
        "alliance.promotion": 0.0,
        "services.promotion_cost": 2.0,
        "services.promotion_gain": 1.0,
    },
    "fighting_fund": {"alliance.fighting_fund": 0.5},
    "cost_sharing": {"litigation.cost_sharing": 1.0},
    "experience": {"learning.experience": 0.9},
    "reaction": {},  # every number that it reads, others read as well
    "realised": {},
    "management": {"services.management_gain": 2.0},
    "liaison": {"services.liaison_gain": 2.0},
    "compliance": {"pool.audit": 0.9, "pool.penalty": 5.0, "pool.readiness": 0.9},
    "sharing": {"alliance.sharing": 0.0, "pool.valuation_noise": 1.0},
    "policy_information": {
        "alliance.policy_information": 0.0,
        "services.policy_cost": 2.0,
        "services.policy_chance": 0.9,
        "services.policy_award": 9.0,
    },
    "working_groups": {
        "alliance.working_groups": 0.0,
        "services.group_cost": 2.0,
        "services.group_gain": 2.0,
    },
    "coordination": {
        "alliance.coordination": 0.0,
        "services.chain_cost": 2.0,
        "services.chain_gain": 2.0,
    },
    "promise": {},  # every number that it reads, others read as well
    "lump_spread": {},
    "coverage": {"standard.outside_essential": 400.0, "standard.outside_owners": 9.0},
    "set_up": {"pool.set_up": 40.0, "pool.set_up_quarters": 2.0, "pool.licensee_cost": 0.5},
    "commitment": {"alliance.commitment": 0.0},
    "core": {"alliance.core": 0.0},
}
# Levers that give these mechanisms something to do.
WITH_MONEY = {"alliance.endowment": 100.0}
SELLING = {
    "alliance.database_fee": 0.01,
    "alliance.brokerage": 0.1,
    "alliance.custody": 0.2,
    "alliance.paid_services": 0.3,
}
ENOUGH: dict[str, dict[str, Any]] = {
    "voluntary": {
        "alliance.voluntary": 1.0,
        "alliance.structure": "cooperative",
        "structure.host_share": 0.0,
        "alliance.grant": 0.0,
        "alliance.dues": 0.0,
        "switches.levy": 0.0,
        "switches.foresight_money": 0.0,  # else nobody founds what nobody is made to pay for
    },
    "databases": {"alliance.database_fee": 0.01},
    "brokerage": {"alliance.brokerage": 0.1},
    "custody": {"alliance.custody": 0.2, "alliance.packages": 1.0},
    "paid_services": {"alliance.paid_services": 0.3},
    "demand": SELLING,
    "delivery": SELLING,
    "fund": {"alliance.fund": 0.3},
    "dues_vote": {"alliance.votes_dues": 1.0, "alliance.pool": 0.0, "alliance.grant": 0.0},
    "covenant": {"alliance.covenant": 1.0},
    "non_assertion": {
        "alliance.non_assertion": 1.0,
        "alliance.assertion_fine": 1.0,
        "alliance.expulsion": 1.0,
    },
    "antitrust": {"alliance.external_evaluator": 0.0, "pool.challenge": 5.0},
    "training": {**WITH_MONEY, "alliance.training": 1.0},
    "warning": {**WITH_MONEY, "alliance.warning": 1.0},
    "navigation": {**WITH_MONEY, "alliance.navigation": 1.0},
    "promotion": {**WITH_MONEY, "alliance.promotion": 1.0},
    "fighting_fund": {"alliance.fighting_fund": 1.0},
    "cost_sharing": {"litigation.cost_sharing": 2.0},
    "sharing": {"alliance.sharing": 2.0, "switches.pool_stability": 0.0},
    "policy_information": {**WITH_MONEY, "alliance.policy_information": 1.0},
    "working_groups": {**WITH_MONEY, "alliance.working_groups": 1.0},
    "coordination": {**WITH_MONEY, "alliance.coordination": 1.0},
    "commitment": {"alliance.commitment": 1.0},
    "core": {"alliance.core": 1.0},
    "campaigns": {"assertion.campaign": 1.0, "litigation.exclusion_cost": 5.0},
}
# These are read by more than one mechanism; their other readers are switched off as well.
ALONE = {
    "waiting": {"switches.bands": 0.0},
    "bands": {"switches.waiting": 0.0},
    "membership": {"switches.waiting": 0.0},
    "litigation": {"switches.disputes": 0.0},
    "assertion": {"switches.litigation": 0.0},
    "antitrust": {"switches.evaluation": 0.0},
    "pool_stability": {"switches.set_up": 0.0},
}

# A series that each mechanism moves.
SHOWS = {
    "research": "patents",
    "adoption": "adoption",
    "threshold": "founding_margin",
    "foresight_money": "founding_margin",
    "waiting": "members",
    "subsidy": "grant_income",
    "admission": "members",
    "providers": "members",
    "membership": "members",
    "bands": "members",
    "governance": "cost",
    "assertion": "royalty_outflow",
    "negotiation": "royalty_invited",
    "litigation": "suits",
    "exclusion": "excluded",
    "stake": "excluded",
    "campaigns": "suits_337",
    "foresight": "suits",
    "expiry": "royalty_outflow",
    "ageing": "royalty_outflow",
    "disputes": "disputes",
    "mediation": "member_suits",
    "licensing": "licence_outside",
    "grants": "grant_income",
    "projects": "project_income",
    "levy": "capital_income",
    "host": "treasury",
    "learning": "members",
    "voluntary": "contribution_income",
    "databases": "database_income",
    "brokerage": "brokerage_income",
    "custody": "custody_income",
    "paid_services": "service_income",
    "demand": "database_income",
    "delivery": "delivery",
    "fund": "fund_income",
    "dues_vote": "dues_income",
    "attrition": "open_disputes",
    "counter_assertion": "disputes",
    "covenant": "disputes",
    "non_assertion": "member_suits",
    "pool_stability": "licence_outside",
    "evaluation": "legal_cost",
    "antitrust": "alive",
    "training": "royalty_invited",
    "warning": "royalty_invited",
    "navigation": "patents",
    "promotion": "adoption",
    "fighting_fund": "royalty_invited",
    "shadow": "royalty_invited",
    "cost_sharing": "legal_cost",
    "experience": "members",
    "reaction": "members",
    "realised": "members",
    "management": "cost",
    "liaison": "project_income",
    "compliance": "licence_outside",
    "sharing": "margin_exit_median",
    "policy_information": "margin_exit_median",
    "working_groups": "licensed_units",
    "coordination": "adoption",
    "promise": "licence_outside",
    "lump_spread": "export_price",
    "coverage": "licence_outside",
    "set_up": "set_up_income",
    "commitment": "licence_outside",
    "core": "alive",
}

# Where the busy sector does not let a mechanism show.
BOLD = {"litigation.optimism": 0.8}  # many cases are tried
SHOWN_WITH = {
    "exclusion": BOLD,
    "cost_sharing": BOLD,
    "levy": {"alliance.pool": 0.0, "alliance.grant": 0.0, "switches.membership": 0.0},
    "threshold": {"membership.first_willing": 0.0, "membership.refund": 0.0},
    "foresight_money": {"alliance.pool": 0.0, "alliance.grant": 0.0, "alliance.dues": 0.0},
    "waiting": {"structure.capital": 20.0, "structure.founding_share": 0.2},
    "subsidy": {"policy.subsidy": 0.3},
    "admission": {"alliance.admission": 2.0},
    "providers": {"firms.fringe.provides": 0.5},
    "experience": {"learning.first_belief": 0.0},
    "commitment": {"alliance.royalty": 1.0},
    "warning": {"switches.governance": 0.0},
    "sharing": {"switches.governance": 0.0},
    "dues_vote": {
        "switches.governance": 0.0,
        "switches.levy": 0.0,
        "switches.foresight_money": 0.0,  # else nobody founds what has no dues yet
    },
    "core": {
        "membership.intensity": 0.1,
        "membership.fickleness": 10.0,
        "structure.founding_share": 0.2,
        "firms.core.export_median": 0.01,
    },
}

# What stays as it was at the opening, of the firms or of the sector's series.
NOTHING = {
    "adoption": ["adoption"],
    "assertion": [
        "royalty_invited",
        "royalty_others",
        "royalty_outflow",
        "demands",
        "suits",
        "suits_337",
        "trials",
        "excluded",
    ],
    "litigation": ["suits", "suits_337", "trials", "excluded"],
    "exclusion": ["excluded", "suits_337"],
    "campaigns": ["suits_337", "respondents"],
    "disputes": ["disputes", "member_suits"],
    "licensing": [
        "licence_outside",
        "licence_sector",
        "licence_own",
        "licensed_units",
        "pool_income",
    ],
    "grants": ["grant_income"],
    "projects": ["project_income"],
    "voluntary": ["contribution_income"],
    "databases": ["database_income"],
    "brokerage": ["brokerage_income"],
    "custody": ["custody_income", "accrued", "package_flow"],
    "paid_services": ["service_income"],
    "fund": ["fund_income"],
    "host": ["host_income"],
    "set_up": ["set_up_income"],
    "attrition": ["open_disputes", "ended_disputes", "dispute_quarters", "crowded_disputes"],
}


@cache
def run(preset: str, changes: tuple[tuple[str, Any], ...]) -> PoolModel:
    model = PoolModel(preset, values={**BUSY[preset], **dict(changes)})
    model.run()
    return model


def off(preset: str, switch: str, **values: Any) -> PoolModel:
    changes = {
        f"switches.{switch}": 0.0,
        **ENOUGH.get(switch, {}),
        **ALONE.get(switch, {}),
        **values,
    }
    return run(preset, tuple(changes.items()))


def happened(model: PoolModel) -> dict[str, Any]:
    """Everything observed, all money, who is where, what is owned and sold; not what nobody acted
    on.
    """
    world = model.world
    firms = [
        (
            firm.cash,
            firm.received,
            firm.alliance,
            firm.alive,
            firm.essential,
            firm.other,
            firm.value,
            firm.royalty,
            firm.home_sales,
            firm.export_sales,
            firm.pool_income,
            firm.legal_cost,
            firm.excluded,
        )
        for firm in world.firms
    ]
    alliances = [
        (a.cash, a.received, a.alive, a.ended, a.cause, a.service, a.members)
        for a in world.alliances
    ]
    holders = [(holder.cash, holder.received, holder.suits) for holder in world.holders]
    outside = [(account.cash, account.received) for account in world.outside]
    observed = {found.name: series(model, found.name) for found in SERIES}
    return {
        **observed,
        "claims": world.book.claim.tolist(),
        "firms": firms,
        "alliances": alliances,
        "holders": holders,
        "outside": outside,
    }


def differing(one: PoolModel, other: PoolModel) -> list[str]:
    """Names of what differs between two runs, in any bit."""
    first, second = happened(one), happened(other)
    return [name for name in first if first[name] != second[name]]


def series(model: PoolModel, name: str) -> list[float]:
    return [model.series[t, SERIES_INDEX[name]] for t in range(model.quarter + 1)]


def test_every_switch_is_tested():
    assert set(GOVERNED) == set(SHOWS) == set(SWITCHES)


@pytest.mark.parametrize(
    ("switch", "address"),
    [(switch, address) for switch in GOVERNED for address in GOVERNED[switch]],
)
def test_off_means_that_its_numbers_do_not_matter(switch, address):
    levers = ENOUGH.get(switch, {})
    changed = {**levers, address: GOVERNED[switch][address]}
    assert differing(off("cn_tv", switch, **changed), off("cn_tv", switch, **levers)) == []
    enough = ENOUGH.get(switch, {})
    other = {**enough, address: GOVERNED[switch][address]}
    assert differing(off("cn_tv", switch, **other), off("cn_tv", switch, **enough)) == []


def test_without_exclusion_the_threat_of_it_raises_no_royalty():
    """Where the hold-up demand binds: redesign and suits are dear to the licensee (RS-10)."""
    binding = {"litigation.licensee_cost": 200.0, "assertion.redesign_cost": 20.0}
    longer = {**binding, "litigation.exclusion": 12.0}
    assert (
        differing(run("cn_tv", tuple(binding.items())), run("cn_tv", tuple(longer.items()))) != []
    )
    assert (
        differing(off("cn_tv", "exclusion", **binding), off("cn_tv", "exclusion", **longer)) == []
    )


@pytest.mark.parametrize(
    ("switch", "address"),
    [("negotiation", "alliance.negotiates"), ("mediation", "alliance.mediates")],
)
def test_a_service_that_is_off_does_not_keep_an_expired_pool_alive(switch, address):
    offered, not_offered = (off("mpeg2", switch, **{address: value}) for value in (1.0, 0.0))
    assert not_offered.world.alliances[1].ended > 0.0
    assert differing(offered, not_offered) == []


@pytest.mark.parametrize("switch", NOTHING)
def test_off_means_nothing_happens(switch):
    model = off("cn_tv", switch, **ENOUGH.get(switch, {}))
    for name in NOTHING[switch]:
        assert set(series(model, name)) == {0.0}, name


@pytest.mark.parametrize("switch", SHOWS)
def test_on_shows(switch):
    poor = {**ENOUGH.get(switch, {}), **SHOWN_WITH.get(switch, {})}
    assert series(run("cn_tv", tuple(poor.items())), SHOWS[switch]) != series(
        off("cn_tv", switch, **poor), SHOWS[switch]
    )


def test_without_research_patents_only_fade():
    model = off("cn_tv", "research")
    patents = series(model, "patents")
    assert patents == sorted(patents, reverse=True)
    assert all(firm.rd == 0.0 for firm in model.world.firms)


def test_without_membership_choice_only_founders_are_members():
    model = off("cn_tv", "membership")
    founders = series(model, "joins")[-1]
    assert founders > 0.0
    assert set(series(model, "joins")) == {0.0, founders}
    assert set(series(model, "exits")) == {0.0}


def test_without_learning_beliefs_stay():
    opening = PoolModel("cn_tv", values={**BUSY["cn_tv"], "switches.learning": 0.0})
    beliefs = [firm.belief for firm in opening.world.firms]
    opening.run()
    assert [firm.belief for firm in opening.world.firms] == beliefs


def test_without_levies_members_pay_only_on_joining():
    model = off("cn_tv", "levy", **{"structure.exit_cost": 1.0})
    joined = series(model, "joins")
    capital = model.world.alliances[1].capital
    paid = series(model, "capital_income")
    assert paid[1:] == pytest.approx(
        [capital * (after - before) for before, after in zip(joined, joined[1:], strict=False)]
    )


def test_without_negotiation_members_pay_as_outsiders_do():
    model = off("cn_tv", "negotiation", **{"negotiation.discrimination": 1.0})
    rate = model.world.book.rate
    assert [rate[1, h] for h in range(rate.shape[1])] == [rate[0, h] for h in range(rate.shape[1])]


def test_without_governance_all_that_is_offered_is_done():
    useless = {"alliance.promotion": 1.0, "alliance.pool": 0.0}
    assert off("cn_tv", "governance", **useless).world.alliances[1].promotion == 1.0
    assert run("cn_tv", tuple(useless.items())).world.alliances[1].promotion == 0.0


def test_no_array_of_the_book_is_forgotten():
    open_disputes = {
        "open_plaintiff",
        "open_defendant",
        "open_quarters",
        "open_stake",
        "open_reads",
    }
    others = {
        "accused",
        "at_stake",
        "bargained",
        "demand_inside",
        "foreseen",
        "patience",
        "essential",
        "other",
        "claim",
        "clear_until",
        "cleared_rate",
        "luck",
        "ranked",
        "partner",
        "order",
        "rate",
        "joint",
        "packages",
        "offered",
        "approved",
        "gives",
        "takes",
        "talks",
        "calls",
        "score",
        "strength",
        "bill",
        "chest",
        "stake",
    }
    assert set(BOOK_AXES) == others | open_disputes
