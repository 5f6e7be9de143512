"""Disputes between firms: wars of attrition, counter-assertion, defence covenants and norms of
non-assertion.
"""

import math
from dataclasses import replace

import pytest
from strategies import FOUNDING, WILLING, alike, sector

from poolsim.economy.actions import disputes
from poolsim.economy.actions.disputes import forbears, pool_defence
from poolsim.economy.agents import Firm
from poolsim.economy.phases.disputes import attack_gain, would_assert
from poolsim.economy.rules.disputes import reading_probability
from poolsim.model import PoolModel

AWARDED = {"damages_share": 0.05, "award_share": 1.0}


def quarrelling(on: tuple[str, ...] = (), **disputes: float) -> PoolModel:
    """Sixty firms with one patent and sixty without; J = 10, nobody settles, a war costs 1 a
    quarter.
    """
    group = alike(count=60, home_median=0.2, export_median=0.0)
    rules = {**AWARDED, "opportunity": 0.5, "per_patent": 0.5, "suit_cost": 1.0, "capacity": 256.0}
    return PoolModel(
        sector(
            on=["disputes", *on],
            quarters=200,
            firms=[{**group, "other_patents": 1.0}, group],
            research={"obsolescence": 0.0},
            market={"cash_buffer": 40.0},
            disputes={**rules, "attrition_cost": 400.0, "court_time": 400.0, **disputes},
            litigation={"optimism": 1.0, "noise": 0.0},
        )
    )


def change_terms(model: PoolModel, group: str, **values: float) -> None:
    terms = model.cell.terms
    model.cell = replace(
        model.cell, terms=terms._replace(**{group: getattr(terms, group)._replace(**values)})
    )


# LI-6


def test_a_war_of_attrition_lasts_and_dissipates_as_theory_says(monkeypatch):
    """4.761905 rounds a war; joint cost is joint prize: each within 4.5 SE, false alarm 7e-6."""
    awards = []
    move = disputes.transfer

    def observed(payer, payee, amount):
        awards.extend([amount] if isinstance(payee, Firm) else [])
        move(payer, payee, amount)

    monkeypatch.setattr(disputes, "transfer", observed)
    model = quarrelling(on=("attrition",))
    ended, rounds, cost, crowded = 0.0, 0.0, 0.0, 0.0
    while model.quarter < 30 or model.world.sector.open_disputes > 0.0:
        if model.quarter == 30:
            change_terms(model, "disputes", opportunity=0.0)
        model.step()
        ended += model.world.sector.ended_disputes
        rounds += model.world.sector.dispute_quarters
        crowded += model.world.sector.crowded_disputes
        cost += sum(firm.legal_cost for firm in model.world.firms)
    assert all(firm.alive == 1.0 for firm in model.world.firms)
    assert crowded == 0.0 and ended > 400
    stays = (10.0 / 11.0) ** 2
    assert abs(rounds / ended - 4.761905) <= 4.5 * math.sqrt(stays / ended) / (1.0 - stays)
    assert cost == pytest.approx(2.0 * rounds)
    assert abs(2.0 * sum(awards) - cost) / ended <= 4.5 * 14.5 / math.sqrt(ended)


def test_the_court_ends_a_war_in_its_time():
    model = quarrelling(on=("attrition",), court_time=3.0, attrition_cost=0.0)
    for _ in range(12):
        model.step()
        sector = model.world.sector
        assert sector.dispute_quarters == 3.0 * sector.ended_disputes
    assert sector.ended_disputes > 0.0


def test_a_full_list_tries_the_rest_at_once_and_counts_it():
    model, free = quarrelling(on=("attrition",), capacity=5.0), quarrelling()
    for _ in range(3):
        model.step()
        free.step()
    sector = model.world.sector
    assert sector.open_disputes == 5.0 and sector.crowded_disputes > 0.0
    assert sector.dispute_trials == free.world.sector.dispute_trials


def test_a_dispute_about_nothing_is_not_kept_open():
    model = quarrelling(on=("attrition",))
    world = model.world
    opened = disputes.open_war(world, world.firms[0], world.firms[1], 0.0, 0.5, model.cell.terms)
    assert opened == world.sector.open_disputes == 0.0


def test_open_disputes_are_those_in_the_list():
    model = PoolModel("cn_tv")
    while model.quarter < model.quarters:
        model.step()
        stakes = [stake for stake in model.world.book.open_stake if stake > 0.0]
        assert len(stakes) == model.world.sector.open_disputes


# LI-8


def meeting(
    patents: float, allied: float, covenant: float, attackers_sales: float = 0.2
) -> PoolModel:
    """An attacker with 100 patents and sales of 200 meets a firm with sales of 50 whose alliance
    has a covenant.
    """
    group = {"count": 1, "export_median": 0.0}
    model = PoolModel(
        sector(
            on=["disputes", "covenant", "counter_assertion"],
            firms=[
                alike(home_median=attackers_sales, **group),
                alike(home_median=0.05, invited=1.0, **group),
                alike(home_median=0.05, invited=1.0, **group),
            ],
            disputes={**AWARDED, "opportunity": 0.0, "per_patent": 0.01, "suit_cost": 0.5},
            alliances=[{"covenant": covenant, "endowment": 100.0, "structure": {**FOUNDING}}],
        ),
        agents=WILLING,
    )
    model.step()
    for firm, held in zip(model.world.firms, (100.0, patents, allied), strict=True):
        firm.other, firm.reads = held, reading_probability(0.01, held)
    pool_defence(model.world, model.cell.terms)
    return model


@pytest.mark.parametrize(
    ("own", "allied", "covenant", "gain"),
    [
        (11.0, 0.0, 0.0, 0.038302),
        (12.0, 0.0, 0.0, -0.051232),
        (4.0, 7.0, 1.0, 0.038302),
        (4.0, 8.0, 1.0, -0.051232),
    ],
)
def test_twelve_patents_deter_an_attack_also_if_allies_hold_them(own, allied, covenant, gain):
    model = meeting(own, allied, covenant)
    attacker, target, _ = model.world.firms
    assert attack_gain(model.world, attacker, target, model.cell.terms) == pytest.approx(
        gain, abs=5e-7
    )
    assert would_assert(model.world, *model.world.firms[:2], model.cell.terms) == float(gain > 0.0)


def test_patents_of_allies_answer_nothing_without_a_covenant():
    model = meeting(4.0, 8.0, 0.0)
    assert would_assert(model.world, *model.world.firms[:2], model.cell.terms) == 1.0


def test_who_sells_nothing_is_not_deterred():
    model = meeting(12.0, 100.0, 1.0, attackers_sales=0.0)
    attacker, target, _ = model.world.firms
    assert attack_gain(model.world, attacker, target, model.cell.terms) == pytest.approx(
        1.084919, abs=5e-7
    )


def test_no_member_asserts_inside_a_covenant():
    model = meeting(100.0, 0.0, 1.0)
    _, member, other = model.world.firms
    assert attack_gain(model.world, member, other, model.cell.terms) > 0.0
    assert would_assert(model.world, *model.world.firms[1:3], model.cell.terms) == 0.0


@pytest.mark.parametrize(("answers", "disputes"), [(0.0, {0.0, 1.0, 2.0}), (1.0, {0.0, 2.0})])
def test_a_firm_that_is_sued_sues_back_if_that_pays(answers, disputes):
    """Two firms with patents: where suits are answered, only the smaller one attacks, as it has
    less to lose.
    """
    group = {"count": 1, "export_median": 0.0, "other_patents": 80.0}
    scenario = sector(
        on=["disputes", *(["counter_assertion"] if answers else [])],
        firms=[alike(home_median=0.05, **group), alike(home_median=0.5, **group)],
        disputes={**AWARDED, "opportunity": 1.0, "per_patent": 0.1, "suit_cost": 0.1},
        litigation={"optimism": 1.0, "noise": 0.0},
    )
    found = set()
    for replicate in range(20):
        model = PoolModel(scenario, replicate)
        model.step()
        found.add(model.world.sector.disputes)
    assert found == disputes


# DY-2


def pair_of_members(**design: float) -> PoolModel:
    """Reward 0, temptation 2, punishment -2 for each of two members; a test sets patience."""
    group = alike(count=2, home_median=0.12, export_median=0.0, invited=1.0)
    model = PoolModel(
        sector(
            on=["disputes", "non_assertion"],
            firms=[group],
            disputes={**AWARDED, "opportunity": 0.0, "per_patent": 0.5, "suit_cost": 1.0},
            alliances=[
                {"non_assertion": 1.0, "endowment": 100.0, "structure": {**FOUNDING}, **design}
            ],
        ),
        agents=WILLING,
    )
    model.step()
    for firm in model.world.firms:
        firm.reads, firm.belief = 0.5, 1.0
    return model


@pytest.mark.parametrize(
    ("design", "needed"),
    [({}, 0.5), ({"assertion_fine": 1.0}, 1.0 / 3.0), ({"expulsion": 1.0}, 0.4)],
)
@pytest.mark.parametrize(("more", "holds"), [(1e-6, 1.0), (-1e-6, 0.0)])
def test_members_forbear_from_the_patience_that_theory_asks_for(design, needed, more, holds):
    model = pair_of_members(**design)
    change_terms(model, "membership", discount=-4.0 * math.log(needed + more))
    assert forbears(model.world, *model.world.firms, model.cell.terms) == holds


def test_who_breaks_the_norm_pays_and_has_to_go():
    """A firm with a patent attacks one without, as it has no patience at all."""
    group = alike(count=1, home_median=0.12, export_median=0.0, invited=1.0)
    model = PoolModel(
        sector(
            on=["disputes", "non_assertion"],
            quarters=40,
            firms=[{**group, "other_patents": 1.0}, group],
            disputes={**AWARDED, "opportunity": 0.0, "per_patent": 0.5, "suit_cost": 1.0},
            alliances=[
                {
                    "non_assertion": 1.0,
                    "assertion_fine": 0.25,
                    "expulsion": 1.0,
                    "minimum": 1.0,
                    "endowment": 100.0,
                    "structure": {**FOUNDING, "fixed_cost": 0.0, "member_cost": 0.0},
                }
            ],
        ),
        agents=WILLING,
    )
    model.step()
    alliance = model.world.alliances[1]
    treasury = alliance.cash
    change_terms(model, "membership", discount=400.0)
    change_terms(model, "disputes", opportunity=1.0)
    while model.quarter < model.quarters and alliance.members == 2.0:
        model.step()
    first, second = model.world.firms
    assert (first.expelled, first.alliance, second.alliance) == (1.0, 0.0, 1.0)
    assert (alliance.exits, alliance.cash) == (1.0, pytest.approx(treasury + 0.25))
