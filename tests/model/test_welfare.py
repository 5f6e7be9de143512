"""What a country and all concerned gain: money that is paid within it cancels out (ledger), and
surpluses are those of the demand curves (DM-1, DM-2, LR-4, RS-1).
"""

import numpy as np
import pytest

from poolsim.economy.actions.licensors import lone_royalty
from poolsim.economy.ledger import (
    CLIENTS,
    CUSTOMERS_ABROAD,
    CUSTOMERS_HOME,
    LAWYERS_AND_COURTS,
    OUTSIDE_LICENSEES,
    OWNERS,
    SUPPLIERS_AND_STAFF,
    transfer,
)
from poolsim.economy.observe import (
    HOLDERS_MONEY,
    NATIONAL_MONEY,
    SERIES_INDEX,
    WIDTH,
    observe_money,
)
from poolsim.economy.rules.disputes import reading_probability
from poolsim.model import PoolModel

PRESETS = ("cn_tv", "cn_medical", "cn_avs", "cn_robot", "cn_led", "mpeg2")
ELSEWHERE = (
    CLIENTS,
    CUSTOMERS_ABROAD,
    CUSTOMERS_HOME,
    LAWYERS_AND_COURTS,
    OUTSIDE_LICENSEES,
    SUPPLIERS_AND_STAFF,
)


@pytest.mark.parametrize("preset", PRESETS)
def test_what_country_and_holders_gain_all_others_pay(preset):
    """In every quarter, to 1e-9 of what was ever received; owners have what firms paid out."""
    model = PoolModel(preset, values={"quarters": 24})
    while model.quarter < model.quarters:
        model.step()
        here = model.series[model.quarter, NATIONAL_MONEY] - model.series[0, NATIONAL_MONEY]
        here += model.series[model.quarter, HOLDERS_MONEY] - model.series[0, HOLDERS_MONEY]
        outside = model.world.outside
        scale = sum(account.received for account in (*model.world.firms, *outside))
        assert here == pytest.approx(
            -sum(outside[place].cash for place in ELSEWHERE), abs=1e-9 * scale
        )
        paid = sum(firm.paid_out for firm in model.world.firms)
        assert paid == pytest.approx(outside[OWNERS].cash, abs=1e-9 * scale)


def money_of(world):
    series = np.zeros((1, WIDTH))
    observe_money(world, series, 0)
    return series[0, NATIONAL_MONEY], series[0, HOLDERS_MONEY]


def test_a_payment_counts_only_where_it_leaves_the_country():
    world = PoolModel("cn_tv").world
    firm, alliance, before = world.firms[0], world.alliances[1], money_of(world)
    for payee, left, got in (
        (alliance, 0.0, 0.0),
        (world.outside[OWNERS], 0.0, 0.0),
        (world.holders[0], 2.0, 2.0),
        (world.outside[LAWYERS_AND_COURTS], 4.0, 2.0),
    ):
        transfer(firm, payee, 2.0)
        national, holders = money_of(world)
        assert (national, holders) == pytest.approx((before[0] - left, before[1] + got))


def recorded(preset, **values):
    """Series of a run by name, from quarter 1 on."""
    model = PoolModel(preset, values=values)
    model.run()
    series = np.asarray(model.series)
    return {name: series[1:, column] for name, column in SERIES_INDEX.items()}, model


@pytest.mark.parametrize(
    ("lever", "income", "share"),
    [
        ("database_fee", "database_income", lambda terms, p: terms.services.database_value / p),
        ("paid_services", "service_income", lambda terms, p: terms.services.engagement_value / p),
        (
            "brokerage",
            "brokerage_income",
            lambda terms, p: 0.5 * (terms.brokerage.choke_share - p) / p,
        ),
    ],
)
def test_buyers_keep_what_the_demand_curve_leaves_them(lever, income, share):
    """p_0 q of p q for access and engagements (DM-1), half of x_0 - x of x for deals (DM-2); what
    members pay stays in the country, so that its worth to them counts as well.
    """
    prices = {"database_fee": 0.01, "paid_services": 0.1, "brokerage": 0.1}
    levers = {f"alliance.{name}": prices[name] * (name == lever) for name in prices}
    series, model = recorded("cn_led", **levers)
    kept = share(model.cell.terms, prices[lever]) * series[income] + series["sold_to_members"]
    assert series["worth_sold"] == pytest.approx(kept, rel=1e-9)
    assert series["worth_sold"].any()
    assert not recorded("cn_led", **levers, **{"switches.demand": 0.0})[0]["worth_sold"].any()


@pytest.mark.parametrize("pool", [1.0, 0.0])
def test_licensees_keep_the_triangle_and_what_they_do_not_report(pool):
    """U (R_max - R) / 2 and (1 - rho) r U, and owners outside what they ask (LR-3, LR-4): with a
    pool, rho of its compliance; with lone licensors, who cannot audit, that at its start.
    """
    model = PoolModel("mpeg2", values={"alliance.pool": pool})
    tried = 0
    for _ in range(40):
        model.step()
        sector, alliance, terms = model.world.sector, model.world.alliances[1], model.cell.terms
        alone = [firm for firm in model.world.firms if firm.licenses_alone() > 0.0]
        if alliance.licensing == pool == 1.0 - min(len(alone), 1) and sector.outside_units > 0.0:
            tried += 1
            units, asked = sector.outside_units, sector.independent_royalty
            kept = 0.5 * units * (terms.standard.choke_royalty - sector.licence_stack)
            kept += alliance.charged * (units - alliance.licensed_units) * pool
            royalties = [lone_royalty(model.world, firm, asked, terms) for firm in alone]
            for firm, royalty in zip(alone, royalties, strict=True):
                strength = reading_probability(terms.pool.validity, firm.essential)
                kept += royalty * units * (1.0 - terms.pool.compliance_start * strength)
            elsewhere = sector.licence_stack - sum(royalties) - alliance.charged * pool
            assert sector.surplus_licensees == pytest.approx(kept + elsewhere * units)
    assert tried > 20


def test_nothing_is_sold_by_nobody():
    series, _ = recorded("cn_led", **{"alliance.start": 80.0, "quarters": 12})
    assert not series["worth_sold"].any() and not series["surplus_licensees"].any()
