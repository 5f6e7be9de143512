"""What an alliance sells: quantities follow price and service, a price of 0 offers nothing, every
sale costs its delivery, and who buys is better off (DM-1, DM-2).
"""

import math
from typing import Any

import pytest
from strategies import FOUNDING, WILLING, alike, sector

from poolsim.economy.ledger import OWNERS
from poolsim.economy.observe import SERIES_INDEX
from poolsim.model import PoolModel

SOLD = {
    "databases": ("database_fee", "database_income"),
    "brokerage": ("brokerage", "brokerage_income"),
    "custody": ("custody", "custody_income"),
    "paid_services": ("paid_services", "service_income"),
}
MEMBERS = 4


def selling(
    *on: str, quarters: int = 8, structure: dict[str, float] | None = None, **numbers: Any
) -> PoolModel:
    """Four members alike with patents found a rich social group of full service; it sells."""
    groups = {
        name: numbers.pop(name)
        for name in ("services", "brokerage_terms", "custody_terms", "projects_terms")
        if name in numbers
    }
    form = {**FOUNDING, "legal_person": 1.0, "fixed_cost": 0.5, "member_cost": 0.0, "mandate": 0.6}
    scenario = sector(
        on=["demand", "delivery", *on],
        quarters=quarters,
        market={"cash_buffer": 40.0, "overhead": 1.0},
        research={"obsolescence": 0.0},
        firms=[alike(count=MEMBERS, invited=1.0, other_patents=30.0, funds=50.0)],
        alliances=[{"structure": form | (structure or {}), "endowment": 20.0, **numbers}],
        **{name.removesuffix("_terms"): terms for name, terms in groups.items()},
    )
    return PoolModel(scenario, agents=WILLING)


def series(model: PoolModel, name: str) -> list[float]:
    """A series from quarter 1."""
    return [model.series[t, SERIES_INDEX[name]] for t in range(1, model.quarter + 1)]


def test_users_whom_the_fee_is_too_dear_take_no_access():
    """Of 4 members and 6 others exp(-1/2) take access at half of its mean value, from the quarter
    after the first with service.
    """
    model = selling("databases", database_fee=0.002, database_users=6.0)
    model.run()
    users = 10.0 * math.exp(-0.5)
    assert series(model, "database_income") == pytest.approx([0.0] + [0.002 * users] * 7)
    assert series(model, "delivery") == pytest.approx([0.0] + [0.0002 * users] * 7)
    assert series(model, "sold_to_members") == pytest.approx([0.0] + [0.0008 * users] * 7)
    assert series(model, "cost") == pytest.approx([0.5] + [0.5 + 0.0002 * users] * 7)
    surplus = [0.004 * math.exp(-0.5)] * MEMBERS
    assert [firm.benefit for firm in model.world.firms] == pytest.approx(surplus)


def test_engagements_follow_their_price():
    model = selling("paid_services", paid_services=0.1)
    model.run()
    engagements = 2.7 * math.exp(-1.0) * 0.6
    assert series(model, "service_income") == pytest.approx([0.0] + [0.1 * engagements] * 7)
    assert series(model, "delivery") == pytest.approx([0.0] + [0.05 * engagements] * 7)


def test_deals_become_fewer_as_the_broker_takes_more():
    """Every number of deals is that of the same luck at the mean that the share leaves."""
    terms = {"deals_per_member": 6.0, "deal_value": 0.2}
    total = {
        share: sum(
            series(ran(selling("brokerage", brokerage=share, brokerage_terms=terms)), "delivery")
        )
        / 0.01
        for share in (0.03, 0.15, 0.3, 0.9)
    }
    assert total[0.03] > total[0.15] > 0.0
    assert total[0.3] == total[0.9] == 0.0
    mean = 6.0 * 0.5 * MEMBERS * 7  # at half of the choke share, from the second quarter on
    assert abs(total[0.15] - mean) <= 4.5 * math.sqrt(mean)


def ran(model: PoolModel) -> PoolModel:
    model.run()
    return model


def money(model: PoolModel) -> float:
    """What firms, whose business earns nothing, and their owners have, RMB m."""
    return sum(firm.cash for firm in model.world.firms) + model.world.outside[OWNERS].cash


def test_custody_leaves_members_their_surplus():
    """At x = 0.2 of x0 = 0.5 three fifths of the patents come in and leave (x0 - x)^2 / (2 x0)."""
    model = selling("custody", custody=0.2, custody_terms={"returns": 0.01})
    model.step()
    before = money(model)
    model.step()
    returns = [0.01 * firm.value for firm in model.world.firms]
    alliance = model.world.alliances[1]
    assert alliance.custody_income == pytest.approx(0.2 * 0.6 * sum(returns))
    assert alliance.delivery == pytest.approx(0.1 * 0.6 * sum(returns))
    assert money(model) - before == pytest.approx(0.09 * sum(returns))
    assert [firm.benefit for firm in model.world.firms] == pytest.approx(
        [0.09 * part for part in returns]
    )


def test_commissions_cost_what_their_work_costs():
    model = selling("projects", projects=1.0, projects_terms={"value": 1.0, "win_rate": 1.0})
    model.run()
    won = series(model, "project_income")
    assert sum(won) > 0.0
    assert series(model, "delivery") == pytest.approx([0.5 * value for value in won])


@pytest.mark.parametrize("sale", SOLD)
def test_a_price_of_nothing_offers_nothing(sale):
    lever, income = SOLD[sale]
    model = ran(selling(sale, **{lever: 0.0}))
    assert set(series(model, income)) == set(series(model, "delivery")) == {0.0}
    assert {firm.benefit for firm in model.world.firms} == {0.0}


@pytest.mark.parametrize("sale", SOLD)
def test_sales_are_in_proportion_to_the_service(sale):
    """A tenth less service, a tenth less sold; of deals the mean, within 4.5 SE."""
    lever, income = SOLD[sale]
    earned = {}
    for service in (1.0, 0.9):
        terms = {"deals_per_member": 10.0, "deal_value": 0.2}
        model = selling(sale, brokerage_terms=terms, quarters=40, **{lever: 0.1})
        earned[service] = 0.0
        for _ in range(40):
            model.world.alliances[1].service = service
            model.step()
            earned[service] += getattr(model.world.alliances[1], income)
    if sale == "brokerage":
        deals = earned[1.0] / 0.02
        assert abs(earned[0.9] / 0.02 - 0.9 * deals) <= 4.5 * math.sqrt(deals)
        assert earned[0.9] < earned[1.0]
    else:
        assert earned[0.9] == pytest.approx(0.9 * earned[1.0])


@pytest.mark.parametrize("sale", SOLD)
def test_a_loose_alliance_sells_at_a_loss_no_further_than_its_money_goes(sale):
    """Its treasury is never below zero; a legal person's is."""
    lever, _ = SOLD[sale]
    dear = {
        "services": {"database_cost": 0.1, "engagement_cost": 10.0},
        "brokerage_terms": {"deal_cost": 0.04, "deals_per_member": 10.0},
        "custody_terms": {"cost": 1.0, "returns": 0.05},
    }
    least = {}
    for legal in (0.0, 1.0):
        form = {"legal_person": legal, "fixed_cost": 0.01}
        model = selling(sale, structure=form, database_users=10000.0, **{lever: 0.01}, **dear)
        model.step()
        alliance = model.world.alliances[1]
        alliance.cash = 0.5
        model.step()
        least[legal] = alliance.cash
        assert alliance.delivery > 0.0
    assert least[0.0] >= -1e-9
    assert least[1.0] < 0.0


def test_members_buy_and_owe_no_fee():
    """Fees weigh on membership only where demand does not react; dues do in any case."""
    fees = selling("databases", database_fee=0.05, dues=0.01)
    cost = fees.cell.terms.membership.participation_cost
    assert fees.world.alliances[1].entry_threshold == pytest.approx(cost + 0.01)


def test_voted_dues_cover_delivery_too():
    """Dues are what full service and delivery lack beyond what others pay (FN-6)."""
    model = selling("dues_vote", "paid_services", votes_dues=1.0, paid_services=0.1)
    for firm in model.world.firms:
        firm.belief = 1.0
    for _ in range(5):
        model.step()
    alliance = model.world.alliances[1]
    lacking = 0.5 + alliance.delivery - alliance.service_income
    assert alliance.delivery > 0.0
    assert alliance.dues == pytest.approx(lacking / MEMBERS)
