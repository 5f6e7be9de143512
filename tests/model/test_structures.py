"""A contract that every structure and every preset keeps: those with names, and any that a user
makes up.
"""

from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
import pytest
from strategies import WILLING, Willing

from poolsim.economy.agents import Agents
from poolsim.economy.causes import BELOW_QUORUM
from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.model import PoolModel
from poolsim.parameters.alliance import COOPERATIVE, ENTITY, SOCIAL_GROUP, Structure
from poolsim.scenario.scenario import Scenario, load
from poolsim.scenario.toml import shipped
from poolsim.simulation import stream

MADE_UP = Structure(
    legal_person=1.0,
    host_share=0.25,
    capital=0.3,
    founding_share=0.66,
    quorum=0.75,
    vote_weight=1.0,
    mandate=0.5,
    fixed_cost=0.3,
    member_cost=0.01,
    entry_cost=1.0,
    exit_cost=0.25,
)


class Restless(Willing):
    """A firm that leaves whenever it is asked."""

    def would_leave(self, alliance: Any, taste: float, terms: Any) -> float:
        return 1.0

    def would_join(self, alliance: Any, taste: float, terms: Any) -> float:
        return 0.0


class Contract:
    """What every alliance keeps, whatever its numbers; it is about the first alliance of
    `scenario`.
    """

    scenario: ClassVar[Scenario]

    def model(self, agents: Agents = WILLING, **values: Any) -> PoolModel:
        named = {address.replace("__", "."): value for address, value in values.items()}
        return PoolModel(self.scenario.with_values({"quarters": 20, **named}), agents=agents)

    def test_runs_twenty_quarters_and_conserves_money(self) -> None:
        model = self.model()
        world = model.world
        accounts = [*world.firms, *world.holders, *world.outside, *world.alliances]

        def money() -> float:
            return sum(one.cash for one in accounts)

        opening = money()
        model.run()
        assert model.quarter == 20
        assert world.alliances[1].formed == 1.0
        assert money() == pytest.approx(opening, abs=1e-9 * sum(one.received for one in accounts))

    def test_a_quorum_is_needed(self) -> None:
        model = self.model(alliance__minimum=1000.0)
        model.run()
        assert model.world.alliances[1].formed == 0.0

    def test_without_enough_members_it_ends(self) -> None:
        model = self.model(
            Agents(firm=Restless),
            membership__review=1.0,
            alliance__endowment=500.0,
            alliance__pool=0.0,
        )
        model.run()
        alliance = model.world.alliances[1]
        assert (alliance.alive, alliance.cause, alliance.members) == (0.0, BELOW_QUORUM, 0.0)

    def test_members_may_leave_and_get_what_the_structure_lets_them(self) -> None:
        model = self.model(
            Agents(firm=Restless), membership__review=1.0, alliance__endowment=500.0, quarters=2
        )
        model.step()
        alliance = model.world.alliances[1]
        founders, treasury, gone = alliance.members, alliance.cash, alliance.exits
        capital = sum(firm.capital for firm in model.world.firms)
        model.step()
        assert alliance.exits - gone == founders
        assert all(firm.alliance == 0.0 and firm.capital == 0.0 for firm in model.world.firms)
        refunded = (1.0 - alliance.exit_cost) * capital
        assert refunded <= treasury

    def test_the_order_of_firms_does_not_matter(self) -> None:
        cell = self.scenario.with_values({"quarters": 20}).lower()
        straight = PoolModel(cell, seed=1, agents=WILLING)
        reverse = PoolModel(replace(cell, firms=cell.firms[::-1]), seed=1, agents=WILLING)
        straight.run()
        reverse.run()
        assert list(straight.reduced().values()) == pytest.approx(
            list(reverse.reduced().values()), rel=1e-9, abs=1e-9
        )

    def test_a_file_gives_the_same_run(self, tmp_path) -> None:
        self.scenario.dump(tmp_path / "same.toml")
        again = load(tmp_path / "same.toml")
        assert again == self.scenario and again.digest() == self.scenario.digest()
        runs = [PoolModel(found, values={"quarters": 20}) for found in (again, self.scenario)]
        for model in runs:
            model.run()
        assert runs[0].series.tobytes() == runs[1].series.tobytes()


def with_structure(preset: str, structure: Structure) -> Scenario:
    """A preset whose first alliance has these numbers for its structure, and money for its first
    quarters.
    """
    data = load(preset).model_dump()
    data["alliances"][0]["structure"] = structure.model_dump()
    data["alliances"][0]["endowment"] = 10.0
    return Scenario.model_validate(data | {"sources": {}})


class TestEntity(Contract):
    scenario = with_structure("cn_tv", ENTITY)


class TestSocialGroup(Contract):
    scenario = with_structure("cn_tv", SOCIAL_GROUP)


class TestCooperative(Contract):
    scenario = with_structure("cn_tv", COOPERATIVE)


class TestMadeUp(Contract):
    scenario = with_structure("cn_tv", MADE_UP)


class TestMadeUpPool(Contract):
    scenario = with_structure("mpeg2", MADE_UP.model_copy(update={"may_license": 1.0}))


@pytest.mark.parametrize("preset", sorted(shipped("configs")))
class TestPresets:
    """Every preset keeps the contract as it is shipped, with founders who agree."""

    @pytest.mark.parametrize(
        "clause",
        [
            name
            for name in vars(Contract)
            if name.startswith("test_") and name != "test_a_file_gives_the_same_run"
        ],
    )
    def test_contract(self, preset: str, clause: str) -> None:
        class Shipped(Contract):
            scenario = load(preset)

        if Shipped.scenario.alliances:
            getattr(Shipped(), clause)()

    def test_a_file_gives_the_same_run(self, preset: str, tmp_path) -> None:
        class Shipped(Contract):
            scenario = load(preset)

        Shipped().test_a_file_gives_the_same_run(tmp_path)


def test_the_more_capital_an_entity_takes_the_seldomer_it_is_founded():
    pytest.importorskip("numba")
    formed = []
    for capital in (1.0, 10.0, 100.0):
        scenario = load("mpeg2").with_values({"structure.capital": capital, "quarters": 20})
        blocks = stream(scenario.lower(), scenario.seed, 60)
        runs = np.concatenate([block.outcomes[:, OUTCOME_INDEX["formed"]] for block in blocks])
        formed.append(runs.mean())
    assert formed == sorted(formed, reverse=True) and formed[0] > formed[1] > formed[2]
