"""Members vote by their own gain, on what their alliance does and on levies (VT-1, VT-2, VT-3)."""

import math
from typing import Any

import numpy as np
import pytest
from strategies import FOUNDING, WILLING, alike, sector

from poolsim.economy.actions import ballots
from poolsim.economy.actions.ballots import carried
from poolsim.economy.causes import INSOLVENT
from poolsim.economy.draws import VOTE, stream
from poolsim.economy.items import LEVY, POLICY, VOTED
from poolsim.economy.observe import MEMBER_MONEY, SERIES_INDEX
from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.economy.rules.votes import approval_chance
from poolsim.model import PoolModel
from poolsim.scenario.scenario import load
from poolsim.simulation import stream as runs_of

SHARP = {"intensity": 100.0}


def alliance_of(
    on: tuple[str, ...],
    members: int = 10,
    structure: dict[str, float] | None = None,
    groups: dict[str, dict[str, float]] | None = None,
    replicate: int = 0,
    **design: Any,
) -> PoolModel:
    """Members alike found an alliance that costs RMB .5 million a quarter."""
    form = {**FOUNDING, "legal_person": 1.0, "fixed_cost": 0.5, "member_cost": 0.0}
    scenario = sector(
        on=on,
        quarters=40,
        market={"cash_buffer": 40.0, "overhead": 1.0},
        firms=[alike(count=members, invited=1.0)],
        alliances=[{"structure": {**form, **(structure or {})}, **design}],
        **(groups or {}),
    )
    return PoolModel(scenario, replicate, agents=WILLING)


def steps(model: PoolModel, quarters: int = 1) -> Any:
    """The first alliance some quarters later."""
    for _ in range(quarters):
        model.step()
    return model.world.alliances[1]


# Ballots


@pytest.mark.parametrize("factor", [0.8, 1.25])
@pytest.mark.parametrize("quorum", [0.5, 2 / 3, 1.0])
def test_members_alike_carry_what_is_worth_its_cost_to_them(factor, quorum):
    """A member's part of RMB .02 million a quarter against a chance of .05 of an award."""
    model = alliance_of(
        ("governance", "policy_information"),
        structure={"quorum": quorum},
        groups={
            "membership": SHARP,
            "services": {"policy_cost": 0.02, "policy_award": factor * 0.002 / 0.05},
        },
        policy_information=1.0,
        endowment=100.0,
    )
    assert steps(model).cost == pytest.approx(0.52)
    assert model.world.book.approved[1, POLICY] == float(factor > 1.0)
    assert steps(model).cost == pytest.approx(0.52 if factor > 1.0 else 0.5)


def test_what_fails_can_be_voted_for_a_year_later(monkeypatch):
    model = PoolModel("mpeg2", values={"switches.set_up": 0.0})
    monkeypatch.setattr(ballots, "carried", lambda *_: 0.0)
    alliance = steps(model)
    assert (alliance.licensing, alliance.contributors, alliance.alive) == (0.0, 0.0, 1.0)
    assert {firm.in_pool for firm in model.world.firms} == {0.0}
    monkeypatch.undo()
    steps(model, 3)
    assert (alliance.alive, alliance.licence_outside, alliance.pool) == (1.0, 0.0, 0.0)
    assert any(firm.own_licence_income > 0.0 for firm in model.world.firms)
    steps(model)
    assert (alliance.licensing, alliance.pool) == (0.0, 1.0)
    steps(model)
    assert alliance.licensing == 1.0 and alliance.licence_outside > 0.0


def test_who_founds_again_starts_with_all_that_is_offered(monkeypatch):
    model = alliance_of(("governance", "training"), training=1.0, endowment=0.55)
    monkeypatch.setattr(ballots, "carried", lambda *_: 0.0)
    alliance = steps(model)
    assert (alliance.alive, alliance.training) == (1.0, 0.0)
    assert (steps(model).cause, alliance.training) == (INSOLVENT, 1.0)


def test_talks_stand_after_the_ballots_as_they_stood():
    """Training is weighed by talks with and without it, which leave no trace."""
    values = {"alliance.warning": 0.0, "switches.governance": 0.0}
    free, asked = (
        PoolModel("cn_tv", values=values | more) for more in ({}, {"switches.governance": 1.0})
    )
    steps(free)
    steps(asked)
    assert asked.world.alliances[1].training == 1.0
    for name in ("rate", "joint"):
        assert np.array_equal(getattr(free.world.book, name), getattr(asked.world.book, name))
    assert free.world.alliances[1].holder_share == asked.world.alliances[1].holder_share


@pytest.mark.parametrize(
    ("weight", "passes"), [(1.0, (1.0, 0.0)), (0.0, (0.0, 1.0)), (-1.0, (0.0, 1.0))]
)
def test_votes_go_by_capital_by_heads_or_with_the_lead_member(weight, passes):
    """The first of five has most capital, the last leads: first alone, then all others, in
    favour.
    """
    model = alliance_of(
        ("governance",),
        5,
        {"vote_weight": weight, "capital": 1.0},
        {"membership": SHARP},
    )
    alliance = steps(model)
    world = model.world
    world.firms[0].capital, alliance.lead = 10.0, world.firms[4].id

    def vote(first: float) -> float:
        for i in range(5):
            world.book.gives[i] = first if i == 0 else 1.0 - first
            world.book.takes[i] = 0.5
        return carried(world, alliance, LEVY, stream(model.key, 2, VOTE), model.cell.terms)

    assert (vote(1.0), vote(0.0)) == passes


def test_ballots_are_drawn_by_firm_and_item():
    """Heads of 200 at p = .8, 4.5 SE; another item meets other luck."""
    model = alliance_of(
        ("governance",), 200, groups={"membership": {"intensity": 8.0}}, endowment=1.0
    )
    alliance = steps(model)
    world, gain = model.world, 0.05 * math.log(4.0) / 8.0
    assert approval_chance(0.025 + gain / 2, 0.025 - gain / 2, 8.0) == pytest.approx(0.8)
    for i in range(200):
        world.book.gives[i], world.book.takes[i] = 0.025 + gain / 2, 0.025 - gain / 2

    def least(item: int) -> float:
        """The largest quorum of whole votes that still carries."""
        for votes in range(200, 0, -1):
            alliance.quorum = votes / 200.0
            if carried(world, alliance, item, stream(model.key, 2, VOTE), model.cell.terms) > 0.0:
                return alliance.quorum
        return 0.0

    shares = [least(item) for item in range(len(VOTED))]
    assert all(abs(share - 0.8) <= 4.5 * math.sqrt(0.16 / 200) for share in shares)
    assert len(set(shares)) > 1


# Levies


def levied(structure: dict[str, float] | None = None, belief: float = 1.0, **more: Any) -> Any:
    """Ten members who believe in a benefit and whose treasury lasts for one quarter of two."""
    model = alliance_of(
        ("governance", "levy", *more.pop("on", ())),
        structure=structure,
        groups={"membership": SHARP},
        **{"endowment": 0.6, **more},
    )
    for firm in model.world.firms:
        firm.belief = belief
    return model


def test_a_levy_pays_for_a_year():
    """(4 x .5 - .1)/10 each in the second quarter (VT-3), and nothing for three more."""
    model = levied()
    before = steps(model).cash
    assert before == pytest.approx(0.1)
    assert steps(model).levy_income == pytest.approx(1.9)
    assert [firm.calls for firm in model.world.firms] == pytest.approx([0.19] * 10)
    assert [firm.called for firm in model.world.firms] == pytest.approx([0.19 / 4] * 10)
    found = [steps(model).levy_income for _ in range(4)]
    assert found == pytest.approx([0.0, 0.0, 0.0, 2.0])


def test_income_to_come_is_not_asked_for():
    """Dues of .2 and a grant of .1 leave .2 a quarter: 4 x .2 less what was there before."""
    model = levied(on=("grants",), dues=0.02, grant=0.1, endowment=0.25)
    steps(model)
    there = model.world.alliances[1].cash
    assert there == pytest.approx(0.05)
    assert steps(model).levy_income == pytest.approx(0.8 - there)


def test_a_levy_is_capital_where_there_is_capital():
    model = levied({"capital": 0.1, "vote_weight": 1.0}, endowment=0.0)
    steps(model, 2)
    steps(model)
    assert model.world.alliances[1].levy_income == 0.0
    assert [firm.capital for firm in model.world.firms] == pytest.approx([0.3] * 10)


def test_no_levy_that_is_not_worth_it_or_may_not_be_charged():
    for model in (levied(belief=0.01), levied({"may_charge_dues": 0.0})):
        assert (steps(model, 2).levy_income, steps(model).cause) == (0.0, INSOLVENT)


def test_who_has_not_the_cash_leaves():
    model = levied()
    steps(model)
    for firm in model.world.firms[:3]:
        firm.cash = 0.18
    assert steps(model).members == 7.0
    assert model.world.alliances[1].levy_income == pytest.approx(7 * 0.19)


def test_who_is_outvoted_leaves_if_the_levy_is_not_worth_it():
    """Six of ten carry it; at 1.1 of what membership then costs a quarter one stays, below not."""
    model = levied()
    steps(model)
    charged = 0.01 + 0.19 / 4  # participation and levy
    for firm, part in zip(model.world.firms[6:], (0.0, 0.5, 0.8, 1.1), strict=True):
        firm.belief = part * charged
    assert steps(model).members == 7.0
    assert [firm.alliance for firm in model.world.firms[6:]] == [0.0, 0.0, 0.0, 1.0]


def test_what_members_are_called_for_weighs_on_staying():
    """A host that bears .3 a quarter would stay for the benefit without it."""
    model = alliance_of(("host",), structure={"host_share": 0.6, "legal_person": 0.0})
    firm = model.world.firms[0]
    firm.belief = 0.31
    steps(model)
    alliance, terms = model.world.alliances[1], model.cell.terms
    assert firm.calls == pytest.approx(0.3) and firm.called == pytest.approx(0.075)
    firm.called, firm.belief = 0.3, 0.3
    assert firm.would_leave(alliance, 0.0, terms) == 1.0
    firm.called = 0.0
    assert firm.would_leave(alliance, 0.0, terms) == 0.0


# Whole runs

FORMS = {
    "entity": {"quorum": 2 / 3, "vote_weight": 1.0, "capital": 0.001},
    "social_group": {"quorum": 0.5, "vote_weight": 0.0},
    "cooperative": {"legal_person": 0.0, "quorum": 0.5, "vote_weight": -1.0},
}


def lives(form: str, part: float) -> float:
    """Share alive after ten years of thirty alliances of ten, with money for a quarter, where
    membership is worth a part of a member's share of the cost.
    """
    alive = 0.0
    award = {"policy_cost": 0.0, "policy_chance": 1.0, "policy_award": part * 0.05}
    for replicate in range(30):
        model = alliance_of(
            ("governance", "levy", "policy_information", "learning"),
            structure=FORMS[form],
            groups={"services": award},
            replicate=replicate,
            policy_information=1.0,
            endowment=0.5,
        )
        model.run()
        assert model.world.alliances[1].formed == 1.0
        alive += model.world.alliances[1].alive / 30.0
    return alive


@pytest.mark.parametrize("form", FORMS)
def test_members_rescue_what_is_worth_it_to_them_in_every_structure(form):
    assert lives(form, 10.0) >= 0.95
    assert lives(form, 0.1) == 0.0


def test_grants_displace_levies_and_no_more():
    """Members save at most what is granted, but for what is left at the end; nothing moves what
    they are not asked for.
    """

    def paid(grant: float, *on: str, **design: float) -> float:
        model = levied(on=("grants", *on), grant=grant, **design)
        model.run()
        paid = float(np.asarray(model.series)[:, MEMBER_MONEY].sum())
        return paid - model.world.alliances[1].cash

    free = [paid(grant) for grant in (0.0, 0.1, 0.3, 0.5, 0.9)]
    assert free == sorted(free, reverse=True) and free[0] > free[2] > free[4]
    for grant, left in zip((0.1, 0.3, 0.5), free[1:4], strict=True):
        assert free[0] - left <= 40 * grant + 1e-9
    loose = {"structure": {"legal_person": 0.0, "may_charge_dues": 0.0, "host_share": 0.2}}
    assert paid(0.0, "host", **loose) == paid(0.3, "host", **loose) > 0.0


# Half of the firms found the alliance, and the patents that it faces do not expire.
LASTING = {"structure.founding_share": 0.5, "switches.ageing": 0.0}


def test_additional_grants_never_raise_what_members_pay():
    """Forty pairs, 4.5 SE; what is granted bounds what is saved."""
    pytest.importorskip("numba")
    found = []
    for grant in (0.0, 0.1, 0.3):
        values = {**LASTING, "alliance.grant": grant, "quarters": 40}
        scenario = load("cn_tv").with_values(values)
        blocks = list(runs_of(scenario.lower(), scenario.seed, 40, curves=True))
        series = np.concatenate([block.series for block in blocks])
        alive = np.concatenate([block.outcomes[:, OUTCOME_INDEX["alive"]] for block in blocks])
        money = series[:, :, list(MEMBER_MONEY)].sum((1, 2))
        granted = series[:, :, SERIES_INDEX["grant_income"]].sum(1)
        found.append((money, granted, alive))
    for (money, granted, alive), (less, more, still) in zip(found, found[1:], strict=False):
        both = (alive > 0.0) & (still > 0.0)
        assert both.sum() >= 35
        saved = (money - less)[both]
        slack = 4.5 * saved.std(ddof=1) / math.sqrt(both.sum())
        assert -slack <= saved.mean() <= (more - granted)[both].mean() + slack
