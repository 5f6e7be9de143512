"""What holds in every quarter of every scenario; shared by tests and
`tests/scripts/random_scenarios.py`.
"""

import math
from typing import Any

from strategies import WILLING

from poolsim.economy.agents import Firm
from poolsim.economy.ledger import TOLERANCE
from poolsim.economy.sources import SOURCES
from poolsim.economy.world import CLEARED, DEMANDED, LICENSED, NO_DEMAND
from poolsim.engine.fields import fields_of
from poolsim.model import PoolModel
from poolsim.scenario.scenario import Scenario

SHARES = {
    "firms": ("alive", "reads", "in_pool"),
    "alliances": (
        "formed",
        "alive",
        "service",
        "export_share",
        "coalition",
        "compliance",
        "strength",
        "licensing",
        "coverage",
        "grant_on",
    ),
    "holders": ("strength", "in_pool"),
}
STOCKS = {
    "firms": (
        "home_sales",
        "export_sales",
        "export_base",
        "home_cost",
        "export_cost",
        "rd",
        "excluded",
        "essential",
        "other",
        "value",
        "royalty",
        "pool_rate",
        "pool_income",
        "own_licence_income",
        "legal_cost",
        "redesign_cost",
        "capital",
        "certified",
        "walked_out",
    ),
    "alliances": (
        "members",
        "joins",
        "exits",
        "asleep",
        "dues",
        "cost",
        "contributors",
        "certified",
        "pooled",
        "licensed_units",
        "distributable",
        "prospective",
        "charged",
        "exit_royalty",
        "exit_stack",
        "set_up_each",
        "set_up_part",
        "set_up_left",
        "set_up_due",
        "stack",
        "export_volume",
        "held",
        # A top-up takes a surplus back, and who leaves gets capital back.
        *(name for name in SOURCES if name not in ("grant_income", "capital_income")),
    ),
    "holders": ("demand", "ceiling", "floor", "suits", "received"),
}
SECTOR = (
    "home_price",
    "export_price",
    "home_quantity",
    "export_quantity",
    "consumer_surplus",
    "surplus_abroad",
    "surplus_licensees",
    "licences_paid",
    "outside_units",
    "suits",
    "trials",
    "disputes",
    "dispute_trials",
    "independents",
    "independent_royalty",
    "licence_stack",
    "early_adoption",
    "essential",
    "outside_essential",
    "lone_stack",
)


def numbers_are_sound(model: PoolModel) -> None:
    world = model.world
    for kind in ("firms", "alliances", "holders"):
        agents = getattr(world, kind)
        for name in fields_of(type(agents[0])) if agents else ():
            assert all(
                type(value) is float and math.isfinite(value) for value in column(agents, name)
            ), (kind, name, column(agents, name))
        for name in SHARES[kind]:
            assert all(0.0 <= share <= 1.0 for share in column(agents, name)), (kind, name)
        for name in STOCKS[kind]:
            assert all(stock >= 0.0 for stock in column(agents, name)), (kind, name)
    for name in fields_of(type(world.sector)):
        assert math.isfinite(getattr(world.sector, name)), name
    assert all(getattr(world.sector, name) >= 0.0 for name in SECTOR)
    assert 0.0 <= world.sector.adoption <= world.sector.mean_adoption <= 1.0
    assert world.sector.mean_adoption <= world.sector.adoption_ahead <= 1.0
    assert all(math.isfinite(account.cash) for account in world.outside)


def column(agents: list[Any], name: str) -> list[Any]:
    return [getattr(agent, name) for agent in agents]


def book_is_sound(model: PoolModel) -> None:
    world = model.world
    for i in range(len(world.firms)):
        for h in range(len(world.holders)):
            assert world.book.claim[i, h] in (NO_DEMAND, DEMANDED, LICENSED, CLEARED)
    rates = [
        world.book.rate[a, h]
        for a in range(len(world.alliances))
        for h in range(len(world.holders))
    ]
    assert all(math.isfinite(rate) and rate >= 0.0 for rate in rates)
    assert sorted(world.book.order) == list(range(len(world.firms)))


def members_are_counted(model: PoolModel) -> None:
    world = model.world
    for a, alliance in enumerate(world.alliances):
        inside = [firm for firm in world.firms if firm.alliance == a]
        if a > 0:
            assert alliance.members == len(inside) <= alliance.joins
            assert alliance.alive == 1.0 or not inside
            assert all(firm.alive == 1.0 for firm in inside)


def ids_are_unique(model: PoolModel) -> None:
    for agents in (model.world.firms, model.world.alliances, model.world.holders):
        assert len({agent.id for agent in agents}) == len(agents)


class Dead:
    """The dead neither take nor give money. An alliance that is a candidate again has lost its
    debts, and each spell is a life of its own.
    """

    def __init__(self) -> None:
        self.seen: dict[tuple[type, float, float], tuple[float, float]] = {}

    def stay_at_rest(self, model: PoolModel) -> None:
        for agent in (*model.world.firms, *model.world.alliances[1:]):
            spell = 0.0 if isinstance(agent, Firm) else agent.spells
            who, money = (type(agent), agent.id, spell), (agent.cash, agent.received)
            if not isinstance(agent, Firm) and agent.formed == 0.0:
                assert spell == 0.0 or agent.refound > 0.0, who
                continue
            assert self.seen.get(who, money) == money, who
            if agent.alive == 0.0:
                self.seen[who] = money


def the_living_are_solvent(model: PoolModel) -> None:
    """A firm in the sector and a legal person at the end of a quarter have no debts."""
    if model.quarter > 0:
        assert all(firm.cash >= -TOLERANCE for firm in model.world.firms if firm.alive > 0.0)
        assert all(
            alliance.cash >= -TOLERANCE
            for alliance in model.world.alliances
            if alliance.alive * alliance.legal_person > 0.0
        )


def check(scenario: Scenario) -> None:
    """Run a scenario, the ledger's identity checked after every phase, and hold every quarter
    against the rules.
    """
    dead = Dead()
    model = PoolModel(scenario, agents=WILLING)
    while True:
        numbers_are_sound(model)
        book_is_sound(model)
        members_are_counted(model)
        ids_are_unique(model)
        dead.stay_at_rest(model)
        the_living_are_solvent(model)
        if model.quarter == model.quarters:
            break
        model.step()
    assert all(math.isfinite(value) for value in model.reduced().values())
