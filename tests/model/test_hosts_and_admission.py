"""Hosts that stop, providers that are paid, and alliances that take in no more (HO-1)."""

from typing import Any

import pytest
from strategies import FOUNDING, WILLING, alike, sector

from poolsim.economy.agents import Agents, Firm
from poolsim.economy.causes import HOST_LEFT, STANDING
from poolsim.model import PoolModel

HOSTED = {**FOUNDING, "legal_person": 0.0, "host_share": 1.0, "fixed_cost": 0.2, "member_cost": 0.0}


class Eager(Firm):
    """A firm that founds and joins whatever is on offer."""

    def would_found(self, alliance: Any, taste: float, terms: Any) -> float:
        return 1.0

    def would_join(self, alliance: Any, taste: float, terms: Any) -> float:
        return 1.0

    def would_leave(self, alliance: Any, taste: float, terms: Any) -> float:
        return 0.0


def hosted(endowment: float = 0.0, **structure) -> PoolModel:
    """Three members; membership is worth 2, 1 and 0 times the host's share to them."""
    model = PoolModel(
        sector(
            on=["host"],
            firms=[alike(count=3, invited=1.0)],
            quarters=12,
            alliances=[{"structure": {**HOSTED, **structure}, "endowment": endowment}],
        ),
        agents=WILLING,
    )
    for firm, belief in zip(model.world.firms, (0.4, 0.2, 0.0), strict=True):
        firm.belief = belief
    model.step()
    return model


def test_another_member_takes_over_from_a_host_that_stops():
    model = hosted()
    model.world.firms[0].belief = 0.0
    for _ in range(6):
        model.step()
    alliance = model.world.alliances[1]
    assert (alliance.cause, alliance.host_income, alliance.unhosted) == (STANDING, 0.2, 0.0)


def test_an_alliance_that_nobody_hosts_any_more_ends():
    model = hosted()
    for firm in model.world.firms:
        firm.belief = 0.0
    for quarter in range(4):
        assert model.world.alliances[1].cause == STANDING, quarter
        model.step()
    assert (model.world.alliances[1].cause, model.world.alliances[1].ended) == (HOST_LEFT, 5.0)


def test_a_legal_person_outlives_its_host():
    model = hosted(10.0, legal_person=1.0, host_share=0.1)
    for firm in model.world.firms:
        firm.belief = 0.0
    model.run()
    assert model.world.alliances[1].cause == STANDING


def paid(on, clients: int = 4) -> PoolModel:
    firms = [alike(count=clients, invited=1.0)] if clients else []
    firms.append(alike(count=2, invited=1.0, sells=0.0, provides=0.15))
    alliance = {"structure": {**HOSTED, "fixed_cost": 0.0}}
    model = PoolModel(sector(on=on, firms=firms, alliances=[alliance]), agents=WILLING)
    model.step()
    return model


def test_providers_win_custom_of_every_client_as_far_as_the_alliance_serves():
    with_them, without = paid(["providers"]), paid([])
    service = with_them.world.alliances[1].service
    received = [
        one.received - other.received
        for one, other in zip(with_them.world.firms, without.world.firms, strict=True)
    ]
    gains = [firm.benefit for firm in with_them.world.firms]
    assert service > 0.0
    assert received == pytest.approx([0.0] * 4 + [0.6 * service] * 2)
    assert gains == pytest.approx([0.0] * 4 + [0.6 * service] * 2)


def test_without_clients_there_is_nothing_to_earn():
    model = paid(["providers"], clients=0)
    assert [(firm.received, firm.benefit) for firm in model.world.firms] == [(0.0, 0.0)] * 2


def test_a_provider_hosts_for_what_it_earns():
    """A service body to which membership is worth nothing else lends its staff while the others are
    its clients.
    """

    def life(provides: float) -> float:
        firms = [
            alike(count=4, invited=1.0),
            alike(count=1, invited=1.0, sells=0.0, provides=provides),
        ]
        model = PoolModel(
            sector(
                on=["host", "providers", "learning"],
                firms=firms,
                quarters=20,
                alliances=[{"structure": HOSTED}],
            ),
            agents=WILLING,
        )
        model.run()
        return model.outcomes()["service"]

    assert life(0.1) == pytest.approx(1.0)
    assert life(0.0) == 0.0


@pytest.mark.parametrize(
    ("admission", "on", "members"), [(0.0, True, 60.0), (2.0, True, 10.0), (2.0, False, 60.0)]
)
def test_an_open_alliance_refuses_nobody_and_a_closed_one_everybody(admission, on, members):
    model = PoolModel(
        sector(
            on=["membership", *["admission"] * on],
            quarters=4,
            firms=[alike(count=10, invited=1.0), alike(count=50)],
            alliances=[{"structure": FOUNDING, "admission": admission}],
            membership={"review": 1.0},
        ),
        agents=Agents(firm=Eager),
    )
    model.step()
    assert model.world.alliances[1].members == 10.0
    model.step()
    assert model.world.alliances[1].members == members
