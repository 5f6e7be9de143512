"""What an alliance lives on: contributions, databases, brokerage, custody, services, a fund, voted
dues.
"""

import math
from statistics import fmean
from typing import Any

import numpy as np
import pytest
from strategies import FOUNDING, WILLING, alike, sector

from poolsim.economy.draws import CUSTODY, stream, uniform
from poolsim.economy.observe import SERIES, SERIES_INDEX
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES, reduce
from poolsim.economy.rules.finance import accrual, concentration, revenue_maximising_dues, runway
from poolsim.model import PoolModel
from poolsim.theory.finance import (
    deals_to_break_even,
    least_average_revenue,
    members_to_break_even,
    quarters_to_insolvency,
)
from poolsim.theory.membership import join_probability

INTENSITY = 8.0
RICH = {"cash_buffer": 40.0, "overhead": 1.0}  # firms with cash and no profit of their own


def financed(
    on: tuple[str, ...] = (), members: int = 4, fixed: float = 0.5, quarters: int = 8, **design: Any
) -> PoolModel:
    """Members alike found a social group without member cost; only what is on happens beside."""
    groups = {
        name: design.pop(name)
        for name in ("brokerage_terms", "custody_terms", "membership")
        if name in design
    }
    structure = {
        **FOUNDING,
        "legal_person": 1.0,
        "fixed_cost": fixed,
        "member_cost": 0.0,
        "mandate": 0.6,
    }
    structure |= design.pop("structure", {})
    scenario = sector(
        on=on,
        quarters=quarters,
        market=RICH,
        firms=[alike(count=members, invited=1.0)],
        alliances=[{"structure": structure, **design}],
        **{name.removesuffix("_terms"): terms for name, terms in groups.items()},
    )
    return PoolModel(scenario, agents=WILLING)


def series(model: PoolModel, name: str) -> list[float]:
    """A series from quarter 1."""
    return [model.series[t, SERIES_INDEX[name]] for t in range(1, model.quarter + 1)]


# Dues (FN-6, FN-7)


@pytest.mark.parametrize("members", [19, 20, 21])
def test_dues_of_twenty_members_break_even(members):
    """F = 0.5, f = 0.03, v = 0.005: the twentieth member balances the books (FN-6)."""
    model = financed(
        members=members, quarters=40, endowment=0.02, dues=0.03, structure={"member_cost": 0.005}
    )
    model.run()
    assert members_to_break_even(0.5, 0.03, 0.005) == 20.0
    assert (model.outcomes()["alive"] == 1.0) == (members >= 20)
    if members == 20:
        assert model.world.alliances[1].cash == pytest.approx(0.02, abs=1e-9)
        assert model.reduced()["ssr_members"] == pytest.approx(1.0)


def choosing(dues: float, benefit: float) -> float:
    """Mean dues revenue, over quarters 10 to 20, of 200 firms that review membership every quarter,
    whose tastes last.
    """
    model = financed(
        on=("membership",),
        members=200,
        quarters=20,
        endowment=1000.0,
        dues=dues,
        minimum=1.0,
        membership={
            "intensity": INTENSITY,
            "fickleness": 0.0,
            "review": 1.0,
            "participation_cost": 1e-6,
        },
    )
    for firm in model.world.firms:
        firm.belief = benefit
    model.run()
    return fmean(series(model, "dues_income")[10:])


@pytest.mark.parametrize("benefit", [2.0, 3.0])
def test_revenue_from_dues_has_a_hump(benefit):
    """Members are those whose taste outweighs (f - b) / (f + b), within 4.5 SE of 200 choices;
    revenue has one maximum, about where FN-7 has it at the stake of a firm without dues.
    """
    best = revenue_maximising_dues(INTENSITY / benefit, benefit)
    revenue = []
    for dues in (0.5 * best, best, 2.0 * best):
        share = join_probability((benefit - dues) / (benefit + dues), INTENSITY)
        error = dues * math.sqrt(200.0 * share * (1.0 - share))
        revenue.append(choosing(dues, benefit))
        assert abs(revenue[-1] - dues * 200.0 * share) <= 4.5 * error
    assert revenue[0] < revenue[1] > revenue[2]


def voting(belief: float, on: tuple[str, ...] = (), **design: Any) -> PoolModel:
    """Four members who believe in a benefit vote at the founding and a year later; every proposal
    passes.
    """
    design = {"endowment": 20.0, "votes_dues": 1.0, **design}
    model = financed(on=("dues_vote", *on), **design)
    for firm in model.world.firms:
        firm.belief = belief
    model.run()
    return model


def test_members_prefer_dues_that_cover_the_cost_if_the_service_is_worth_it():
    """Four members at 0.2 outweigh F = 0.5 and pay 0.125 each; at 0.1 they do not (FN-6, OL-1)."""
    assert voting(0.2).world.alliances[1].dues == pytest.approx(0.125)
    assert voting(0.1, dues=0.05).world.alliances[1].dues == 0.0
    assert series(voting(0.2), "dues_income") == pytest.approx([0.0] + [0.5] * 7)


def test_grants_displace_voted_dues():
    granted = voting(0.2, on=("grants",), grant=0.3)
    assert granted.world.alliances[1].dues == pytest.approx(0.05)


def test_dues_of_the_highest_revenue_are_proposed_and_voted_down():
    """Lambda = 1 at a belief of 3, by three a stake (FN-7). The treasury pays for years."""
    terms = {"intensity": 3.0, "participation_cost": 1e-6}
    aimed = voting(3.0, dues_aim=1.0, membership=terms)
    assert aimed.world.alliances[1].dues == pytest.approx(2.557146, abs=1e-5)
    sharp = {**terms, "intensity": 100.0}
    refused = voting(3.0, ("governance",), dues_aim=1.0, membership=sharp)
    assert refused.world.alliances[1].dues == 0.0


def test_voted_dues_move_the_thresholds_of_membership():
    model = voting(0.2)
    alliance = model.world.alliances[1]
    cost = model.cell.terms.membership.participation_cost
    assert alliance.entry_threshold == alliance.exit_threshold == pytest.approx(cost + 0.125)


# Contributions (OL-1, OL-2, OL-3)


def contributing(values: tuple[float, ...], fixed: float = 10.0, **design: Any) -> PoolModel:
    """Members that value the service so much found a loose alliance of high cost; one quarter
    later.
    """
    loose = {"legal_person": 0.0}
    model = financed(
        on=("voluntary", "grants"),
        members=len(values),
        fixed=fixed,
        voluntary=1.0,
        structure=loose,
        **design,
    )
    for firm, value in zip(model.world.firms, values, strict=True):
        firm.belief = value
    model.before = [firm.cash for firm in model.world.firms]
    model.step()
    return model


def paid(model: PoolModel) -> list[float]:
    """What each firm paid beside its business, which earns nothing."""
    return [
        before - firm.cash for before, firm in zip(model.before, model.world.firms, strict=True)
    ]


def test_only_the_member_that_values_the_service_most_pays():
    model = contributing((5.0, 2.0, 1.0))
    assert paid(model) == pytest.approx([5.0, 0.0, 0.0], abs=1e-9)
    assert model.world.alliances[1].cost == pytest.approx(5.0)
    assert model.world.alliances[1].service == pytest.approx(0.5)


def test_equal_members_share_what_one_would_pay():
    """Eleven members at 2 provide 2, though together it is worth 22 to them (OL-1)."""
    model = contributing((2.0,) * 11)
    assert paid(model) == pytest.approx([2.0 / 11.0] * 11)
    assert model.outcomes()["member_dependence"] == 1.0


@pytest.mark.parametrize(
    ("grant", "private", "provided"), [(0.0, 2.0, 2.0), (1.5, 0.5, 2.0), (3.0, 0.0, 3.0)]
)
def test_grants_crowd_contributions_out_in_full(grant, private, provided):
    alliance = contributing((2.0, 1.0), grant=grant).world.alliances[1]
    assert (alliance.contribution_income, alliance.cost) == (
        pytest.approx(private),
        pytest.approx(provided),
    )


def test_nobody_pays_for_more_than_full_service():
    assert contributing((5.0, 1.0), fixed=0.5).world.alliances[
        1
    ].contribution_income == pytest.approx(0.5)


# Market income (FN-8, FN-12, CU-1)


def brokering(rate: float, replicate_quarters: int = 400) -> PoolModel:
    model = financed(
        on=("brokerage",),
        members=25,
        quarters=replicate_quarters,
        endowment=1000.0,
        brokerage=rate,
        brokerage_terms={"deals_per_member": 1.0, "deal_value": 0.2},
    )
    model.run()
    return model


def test_twenty_five_deals_a_quarter_pay_the_secretariat():
    """F = 0.5, a tenth of 0.2 a deal (FN-8), within 4.5 SE of 400 quarters."""
    assert deals_to_break_even(0.5, 0.2, 0.1, 0.0) == pytest.approx(25.0)
    income = series(brokering(0.1), "brokerage_income")
    assert abs(fmean(income) - 0.5) <= 4.5 * 0.02 * 5.0 / math.sqrt(len(income))
    deals = [earned / 0.02 for earned in income]
    assert deals == pytest.approx([round(count) for count in deals])


def test_a_broker_without_a_share_brokers_nothing():
    assert set(series(brokering(0.0, 8), "brokerage_income")) == {0.0}


def test_databases_are_paid_by_members_and_others():
    model = financed(on=("databases",), endowment=10.0, database_fee=0.01, database_users=6.0)
    model.run()
    assert series(model, "database_income") == pytest.approx([0.1] * 8)


def test_services_to_outsiders_follow_service_and_mandate():
    """2.7 engagements at 0.5 and a mandate of 0.6."""
    model = financed(on=("paid_services",), endowment=10.0, paid_services=0.5)
    model.run()
    assert series(model, "service_income") == pytest.approx([0.0] + [0.81] * 7)


def test_a_fund_pays_for_its_term():
    model = financed(on=("fund",), fund=0.6, fund_quarters=3.0)
    model.run()
    assert series(model, "fund_income") == pytest.approx([0.6] * 3 + [0.0] * 5)
    assert model.outcomes()["revenue_concentration"] == 1.0
    assert model.reduced()["ssr_members"] == 0.0


def custodian(**terms: float) -> PoolModel:
    model = financed(
        on=("custody",),
        quarters=12,
        endowment=100.0,
        custody=0.2,
        packages=3.0,
        custody_terms={"price": 2.0, "delay": 4.0, "proceeds": 7.0, "win_chance": 0.5, **terms},
    )
    model.run()
    return model


def test_packages_win_or_are_lost_after_their_delay():
    model = custodian()
    luck = [stream(model.key, t, CUSTODY) for t in range(1, 13)]
    wins = [
        sum(uniform(luck[t], 1.0, float(k)) < 0.5 for k in range(3)) if t >= 4 else 0
        for t in range(12)
    ]
    assert sum(wins) > 0
    assert series(model, "package_flow") == pytest.approx([7.0 * won - 6.0 for won in wins])
    assert set(series(model, "custody_income")) == {0.0}


def test_packages_accrue_what_they_are_expected_to_bring_whatever_their_luck():
    """Three a quarter, held for four: from the fourth quarter on twelve."""
    model = custodian()
    gain = accrual(2.0, 0.5, 7.0, 4.0, math.exp(-0.02))
    assert gain > 0.0
    assert series(model, "accrued") == pytest.approx(
        [gain * min(3.0 * t, 12.0) for t in range(1, 13)]
    )
    assert model.world.alliances[1].held == 12.0


def test_a_fair_package_earns_nothing():
    model = financed(on=("custody",), endowment=10.0, packages=1.0)
    model.run()
    assert model.world.alliances[1].held > 0.0
    assert series(model, "accrued") == pytest.approx([0.0] * 8, abs=1e-15)


def test_packages_are_bought_with_spare_money_only():
    model = financed(
        on=("custody",),
        endowment=4.9,
        custody=0.2,
        packages=3.0,
        custody_terms={"price": 2.0, "delay": 79.0},
    )
    model.step()
    assert model.world.alliances[1].package_flow == -4.0
    assert model.world.alliances[1].alive == 1.0


def test_custody_operates_members_patents_for_a_share():
    scenario = sector(
        on=["custody"],
        market=RICH,
        firms=[alike(count=3, invited=1.0, other_patents=30.0, essential_patents=10.0)],
        research={"obsolescence": 0.0},
        custody={"returns": 0.01},
        alliances=[
            {"custody": 0.25, "endowment": 10.0, "structure": {**FOUNDING, "legal_person": 1.0}}
        ],
    )
    model = PoolModel(scenario, agents=WILLING)
    model.step()
    returns = [
        0.01 * firm.value * firm.other / (firm.essential + firm.other) for firm in model.world.firms
    ]
    assert model.world.alliances[1].custody_income == pytest.approx(0.25 * sum(returns))
    assert [firm.benefit for firm in model.world.firms] == pytest.approx(
        [0.75 * part for part in returns]
    )


# Ratios (FN-11, FN-12, FN-14)


def reduced(quarters: int = 8, **values: float) -> dict[str, float]:
    """Outcomes of an alliance with the same books in every quarter."""
    books = np.zeros((quarters + 1, len(SERIES)))
    for name, value in {
        "formed": 1.0,
        "alive": 1.0,
        "service": 1.0,
        "members": 12.0,
        **values,
    }.items():
        books[1:, SERIES_INDEX[name]] = value
    row = np.zeros((1, len(OUTCOMES)))
    reduce(books, quarters, row, 0)
    return {name: float(row[0, k]) for name, k in OUTCOME_INDEX.items()}


def test_ratios_of_a_mixed_alliance():
    """Cost 1, market .10 from five sources, commissioned .25, dues .15, grants .40, cash 1.2
    (FN-11).
    """
    market = dict.fromkeys(
        (
            "licence_outside",
            "brokerage_income",
            "database_income",
            "custody_income",
            "service_income",
        ),
        0.02,
    )
    ratios = reduced(
        cost=1.0,
        programme_cost=1.0,
        project_income=0.25,
        dues_income=0.15,
        grant_income=0.4,
        treasury=1.2,
        **market,
    )
    expected = {
        "ssr_narrow": 0.1,
        "ssr_service": 0.35,
        "ssr_members": 0.5,
        "grant_dependence": 0.444444,
        "runway": 12.0,
        "runway_without_grants": 2.4,
    }
    assert {name: ratios[name] for name in expected} == pytest.approx(expected, abs=5e-7)
    assert ratios["revenue_concentration"] == pytest.approx(
        concentration(0.02, 0.08, 0.25, 0.15, 0.4)
    )


def test_concentration_of_revenue():
    ratios = reduced(
        cost=1.0, brokerage_income=0.1, project_income=0.25, dues_income=0.15, grant_income=0.4
    )
    assert ratios["revenue_concentration"] == pytest.approx(0.314815, abs=5e-7)


def test_a_host_lengthens_the_runway_by_what_it_bears():
    assert reduced(cost=1.0, treasury=1.0, host_income=0.5)["runway"] == pytest.approx(
        runway(1.0, 0.5, 0.0)
    )
    assert reduced(cost=1.0, treasury=1.0, licence_outside=1.0)["runway"] == 400.0
    assert reduced(cost=1.0, treasury=1.0, alive=0.0)["runway"] == 0.0


def test_member_money_is_one_sum():
    """Market .10, accrued .01, projects .25, dues .05, contributions .04, staff .04, capital .02 in
    a quarter, grants .40; spent .6 of a programme of 1 (SF-2).
    """
    ratios = reduced(
        cost=0.6,
        programme_cost=1.0,
        licence_outside=0.1,
        accrued=0.01,
        project_income=0.25,
        dues_income=0.05,
        contribution_income=0.04,
        host_income=0.04,
        capital_income=0.02,
        grant_income=0.4,
    )
    expected = {
        "ssr_narrow": 0.11,
        "ssr_narrow_spent": 0.11 / 0.6,
        "ssr_service": 0.36,
        "ssr_members": 0.51,
        "member_dependence": 0.15 / 0.91,
    }
    assert {name: ratios[name] for name in expected} == pytest.approx(expected)
    assert reduced(licence_outside=0.1)["ssr_narrow"] == 0.0


def test_the_mix_of_the_books_adds_up():
    """Five deals of 0.2 at a tenth, ... earn 0.27, 12 members pay 0.02, C = 0.5 + 12 x 0.005
    (FN-12).
    """
    ratios = reduced(
        programme_cost=0.56,
        brokerage_income=0.1,
        database_income=0.12,
        licence_outside=0.05,
        dues_income=0.24,
    )
    assert ratios["ssr_narrow"] == pytest.approx(0.482143, abs=5e-7)
    assert ratios["ssr_members"] == pytest.approx(0.910714, abs=5e-7)


def test_a_mix_in_the_model_is_the_sum_of_its_sources():
    sources = ("databases", "brokerage", "paid_services", "fund", "custody")
    model = financed(
        on=sources,
        quarters=20,
        endowment=5.0,
        dues=0.02,
        database_fee=0.01,
        brokerage=0.1,
        paid_services=0.1,
        fund=0.05,
        custody=0.2,
        packages=1.0,
        custody_terms={"price": 0.1, "delay": 2.0, "proceeds": 0.5},
    )
    model.run()
    parts = ("database", "brokerage", "service", "fund", "dues")
    flows = [series(model, name) for name in (*map("{}_income".format, parts), "package_flow")]
    assert all(any(flow) for flow in flows)
    alliance = model.world.alliances[1]
    assert alliance.cash == pytest.approx(5.0 + sum(map(sum, flows)) - sum(series(model, "cost")))


@pytest.mark.parametrize(("revenue", "life"), [(0.0, 14), (0.49, 39), (0.5, 40)])
def test_capital_alone_does_not_explain_ten_years(revenue, life):
    """K = 10 and F = 0.75 last 14 quarters through 13 full ones; 40 take 0.5 a quarter besides
    (FN-14, IT-1).
    """
    assert least_average_revenue(0.75, 10.0, 40.0) == 0.5
    model = financed(
        on=("fund",), members=10, fixed=0.75, quarters=60, endowment=10.0, fund=revenue
    )
    model.run()
    ended = model.world.alliances[1].ended
    assert ended == quarters_to_insolvency(10.0, 0.75, revenue)
    assert ended == life + (1 if revenue == 0.5 else 0)
