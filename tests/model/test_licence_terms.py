"""Licences last a licence term, and holders' patents expire (LX-1)."""

import numpy as np
import pytest
from strategies import alike, sector

from poolsim.economy.actions.royalty_stack import stack
from poolsim.economy.observe import SERIES_INDEX
from poolsim.economy.world import LICENSED, NO_DEMAND
from poolsim.model import PoolModel

TERM = 16


def outflow(model):
    return np.asarray(model.series)[:, SERIES_INDEX["royalty_outflow"]]


def licensed_once(**values):
    """Everybody takes a licence in quarter 1, and nobody asserts again."""
    base = {"assertion.hazard": 2.0, "assertion.elasticity": 0.0, "switches.ageing": 0.0}
    model = PoolModel("cn_tv", values={**base, "alliance.warning": 0.0, "quarters": 20, **values})
    model.step()
    for firm in model.world.firms:
        firm.allure = 0.0
    model.run()
    return model


def test_royalties_end_with_the_term_of_the_licences():
    paid = outflow(licensed_once())
    assert (paid[1 : TERM + 1] > 0.0).all()
    assert (paid[TERM + 1 :] == 0.0).all()


def test_without_expiry_a_licence_is_for_ever():
    assert (outflow(licensed_once(**{"switches.expiry": 0.0}))[1:] > 0.0).all()


def test_royalties_fall_with_the_share_of_the_patents_in_force():
    """Ages of 44 to 68 quarters: half of them are left after 24 quarters, none after 36."""
    model = PoolModel("cn_tv", values={"quarters": 44})
    declared = [holder.court_royalty for holder in model.world.holders]
    for _ in range(24):
        model.step()
    half = [holder.court_royalty for holder in model.world.holders]
    assert half == pytest.approx([0.5 * royalty for royalty in declared])
    model.run()
    assert outflow(model)[30] > 0.0
    assert set(outflow(model)[37:]) == {0.0}
    book, holders = model.world.book, range(len(declared))
    assert {book.claim[i, h] for i in range(len(model.world.firms)) for h in holders} == {NO_DEMAND}


def test_a_portfolio_that_is_renewed_does_not_expire():
    model = PoolModel("cn_tv", values={"holders.renewed": 1.0, "quarters": 44})
    model.run()
    assert outflow(model)[44] > 0.0
    assert {holder.in_force for holder in model.world.holders} == {1.0}


@pytest.mark.parametrize("litigation", [0.0, 1.0])
def test_expired_patents_carry_no_demand(litigation):
    """Nor does it matter that a suit is free, or that nobody reckons with suits."""
    model = PoolModel(
        "cn_tv", values={"litigation.holder_cost": 0.0, "switches.litigation": litigation}
    )
    firm = max(model.world.firms, key=lambda one: one.export_base)
    holder, terms = model.world.holders[0], model.cell.terms
    assert holder.could_sue(firm, terms) == 1.0
    holder.age_portfolio(terms, 36)
    holder.set_demand(terms)
    assert holder.could_sue(firm, terms) == holder.demand == 0.0


def test_nobody_posts_a_royalty_for_expired_patents():
    """Of two licensors one is left after a quarter; the stack is then that of one (RS-1)."""
    scenario = sector(
        on=["assertion", "ageing"],
        firms=[alike(count=3)],
        holders=[{}, {"youngest_age": 78.0, "oldest_age": 78.0, "renewed": 0.0}],
        negotiation={"posted": 1.0},
    ).with_values({"holders.count": 1.0})
    model = PoolModel(scenario)
    stacks = []
    for _ in range(2):
        model.step()
        stacks.append(stack(model.world, 0))
    assert stacks[1] / stacks[0] == pytest.approx((1.0 / 2.0) / (2.0 / 3.0))
    claims = [model.world.book.claim[0, h] for h in range(2)]
    assert claims == [LICENSED, NO_DEMAND]
