"""Training, early warning, navigation reports and exhibitions: their effects and their cost (TR-1,
GO-2).
"""

import math
from functools import cache

import pytest
from strategies import FOUNDING, SWITCHES, WILLING, alike, sector

from poolsim.economy.causes import INSOLVENT
from poolsim.economy.services import SERVICES, SOLD, serves_beside_pool
from poolsim.economy.world import CLEARED, LICENSED, NO_DEMAND
from poolsim.model import PoolModel

FULL = {**FOUNDING, "legal_person": 1.0, "mandate": 1.0, "member_cost": 0.0, "fixed_cost": 0.5}


def training(skilled: float, members: int = 20) -> PoolModel:
    """20 exporters, some of them members; one holder, whose suits win nothing."""
    scenario = sector(
        on=["assertion", "negotiation", "training"],
        firms=[alike(count=members, invited=1.0, export_median=0.01)]
        + [alike(count=20 - members, export_median=0.01)] * (members < 20),
        holders=[{"count": 1, "feature_value": 10000.0}],
        assertion={"hazard": 2.0},
        negotiation={"surplus": 23.0, "holder_share": 0.5},
        litigation={"optimism": 0.1},
        alliances=[{"negotiates": 1.0, "training": skilled, "endowment": 100.0, "structure": FULL}],
    )
    model = PoolModel(scenario, agents=WILLING)
    model.run()
    return model


def test_training_lowers_optimism_and_the_holders_share():
    """TR-1: mu .1 -> .09, B .5 -> .45 at full intensity; everyone pays D B / (B + (1 - B) s) =
    10.35.
    """
    model = training(1.0)
    assert model.world.alliances[1].holder_share == pytest.approx(0.45)
    assert [firm.optimism for firm in model.world.firms] == pytest.approx([0.09] * 20)
    assert model.world.alliances[1].stack == pytest.approx(10.35)
    assert training(0.0).world.alliances[1].stack == pytest.approx(11.5)


def test_training_is_for_members():
    model = training(1.0, members=10)
    assert {firm.optimism for firm in model.world.firms if firm.alliance == 0.0} == {0.1}
    assert model.world.alliances[0].holder_share == 0.5


def test_training_costs_the_alliance_for_every_member():
    assert training(1.0).world.alliances[1].cost == pytest.approx(0.5 + 20 * 0.005)
    assert training(0.0).world.alliances[1].cost == 0.5


@cache
def alone(lever: str, price: str = "") -> PoolModel:
    """Four members and an alliance that does one thing, at a price of .25, for a quarter."""
    scenario = sector(
        on=[switch for switch in SWITCHES if switch != "governance"],
        quarters=1,
        firms=[alike(count=4, invited=1.0)],
        services={price: 0.25} if price else {},
        alliances=[{lever: 1.0, "endowment": 100.0, "structure": FULL}],
    )
    model = PoolModel(scenario, agents=WILLING)
    model.run()
    return model


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_costs_what_its_row_says(service):
    alliance = alone(service.lever, service.cost).world.alliances[1]
    due = 0.25 * (4.0 if service.per_member else 1.0) if service.cost else 0.0
    due = 5.0 / 8.0 if service.lever == "warning" else due  # the outlay for its platform
    assert alliance.programme == pytest.approx(due)


@pytest.mark.parametrize("lever", [*(service.lever for service in SERVICES), *SOLD])
def test_whatever_an_alliance_does_keeps_it_when_its_pool_expires(lever):
    assert serves_beside_pool(alone(lever).world.alliances[1]) > 0.0
    assert serves_beside_pool(alone("pool").world.alliances[1]) == 0.0


def warning(quarters: int = 8, build: float = 1.0, **design: float) -> PoolModel:
    """Threats of L = 10 with a prior of .3 a quarter, designed around for 2; messages right in 8 of
    10 cases.
    """
    scenario = sector(
        on=["assertion", "warning"],
        quarters=quarters,
        firms=[alike(count=2000, invited=1.0, export_median=1.0)],
        holders=[{"count": 1, "feature_value": 10000.0}],
        assertion={"hazard": -math.log(0.7), "elasticity": 0.0, "redesign_cost": 100.0},
        negotiation={"surplus": 10.0},
        litigation={"licence_term": 1.0},
        services={
            "sensitivity": 0.8,
            "specificity": 0.8,
            "early_redesign": 0.02,
            "warning_quarters": build,
        },
        alliances=[{"warning": 1.0, "endowment": 1000.0, "structure": FULL, **design}],
    )
    return PoolModel(scenario, agents=WILLING)


def test_a_warning_is_worth_what_information_saves():
    """GO-2: .64 a threat."""
    model = warning()
    assert [firm.benefit for firm in model.world.firms] == pytest.approx([0.64] * 2000)


def test_warned_members_design_around():
    """Of threats without warning .3 become demands, with it .06; .24 are avoided, and .14 heed a
    false alarm; 4.5 SE: false alarm 7e-6.
    """
    model = warning()
    model.step()
    claim = model.world.book.claim
    assert all(claim[i, 0] != CLEARED for i in range(2000))
    free = [i for i in range(2000) if claim[i, 0] == NO_DEMAND]
    assert abs(len(free) / 2000 - 0.7) <= 4.5 * math.sqrt(0.21 / 2000)
    model.step()
    for state, share in ((CLEARED, 0.38), (LICENSED, 0.06)):
        found = sum(claim[i, 0] == state for i in free) / len(free)
        assert abs(found - share) <= 4.5 * math.sqrt(share * (1.0 - share) / len(free))


def test_the_platform_is_built_then_run():
    model = warning(quarters=12, build=8.0)
    costs = []
    for _ in range(12):
        model.step()
        costs.append(model.world.alliances[1].cost)
    assert costs == pytest.approx([0.5 + 5.0 / 8.0] * 8 + [0.5 + 0.1] * 4)


def test_nobody_is_warned_while_it_is_built():
    model = warning(quarters=4, build=8.0)
    model.run()
    assert all(model.world.book.claim[i, 0] != CLEARED for i in range(2000))


def test_services_can_ruin_a_legal_person():
    """A platform that its treasury bears for four quarters only."""
    model = warning(quarters=8, build=8.0, endowment=4.0 * (0.5 + 5.0 / 8.0))
    model.run()
    alliance = model.world.alliances[1]
    assert (alliance.cause, alliance.ended) == (INSOLVENT, 5.0)


def test_navigation_reports_raise_filings_of_members():
    scenario = sector(
        on=["research", "navigation"],
        quarters=2,
        firms=[alike(count=1000, invited=1.0), alike(count=1000)],
        research={"productivity": 40.0, "elasticity": 0.0, "obsolescence": 0.0},
        alliances=[{"navigation": 1.0, "endowment": 100.0, "structure": FULL}],
    )
    model = PoolModel(scenario, agents=WILLING)
    model.run()
    inside, outside = (
        [firm.other for firm in model.world.firms if (firm.alliance > 0.0) == member]
        for member in (True, False)
    )
    # 10 filings in quarter 1, 11 (members) or 10 in quarter 2: 4.5 SE of two Poisson means
    assert abs(sum(inside) / 1000 - sum(outside) / 1000 - 1.0) <= 4.5 * math.sqrt(
        (21.0 + 20.0) / 1000
    )


def test_exhibitions_raise_the_coefficient_of_innovation():
    scenario = sector(
        on=["adoption", "promotion"],
        quarters=2,
        firms=[alike(count=2, invited=1.0)],
        standard={"innovation": 0.01, "imitation": 0.0},
        alliances=[{"promotion": 1.0, "endowment": 100.0, "structure": FULL}],
    )
    model = PoolModel(scenario, agents=WILLING)
    model.run()
    assert model.world.sector.adoption == pytest.approx(0.01 + 0.012 * 0.99)
