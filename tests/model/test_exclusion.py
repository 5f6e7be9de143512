"""Exclusion in the stakes of suits, settlement before trial, and complaints against all exporters
(XS-1 to XS-5, WM-2).
"""

import numpy as np
import pytest
from strategies import FOUNDING, WILLING, alike, sector

from poolsim.economy.actions.campaigns import (
    gain_of_order,
    hear_campaigns,
    launch_campaigns,
)
from poolsim.economy.actions.threats import cost_of_refusal
from poolsim.economy.ledger import LAWYERS_AND_COURTS
from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.economy.phases.assertion import set_demands
from poolsim.economy.world import CLEARED, LICENSED
from poolsim.model import PoolModel
from poolsim.scenario.scenario import load
from poolsim.simulation import stream

PRESETS = ("cn_tv", "cn_medical", "cn_avs", "cn_robot", "cn_led", "mpeg2")
THREATS = ("assertion", "litigation", "exclusion", "stake", "campaigns", "foresight")


def pairs(model):
    return [(firm, holder) for firm in model.world.firms for holder in model.world.holders]


# Stakes in court


@pytest.mark.parametrize("preset", PRESETS)
def test_without_exclusion_both_sides_play_for_the_courts_royalty(preset):
    model = PoolModel(preset, values={"litigation.exclusion": 0.0})
    terms = model.cell.terms
    for firm, holder in pairs(model):
        around = holder.cost_around(terms)
        assert holder.gain_in_court(firm, terms) == holder.court_royalty
        assert firm.loss_in_court(holder.court_royalty, around, terms) == holder.court_royalty


def test_without_exclusion_the_stake_moves_nothing():
    values = {"litigation.exclusion": 0.0, "quarters": 24}
    runs = [PoolModel("cn_tv", values={**values, "switches.stake": on}) for on in (1.0, 0.0)]
    for model in runs:
        model.run()
    assert np.array_equal(runs[0].series, runs[1].series)
    assert runs[0].world.sector.export_quantity > 0.0


def test_a_firm_loses_more_by_exclusion_the_longer_it_lasts_and_never_more_than_a_way_around():
    losses = []
    for quarters in (1.0, 4.0, 8.0, 16.0):
        model = PoolModel("cn_tv", values={"litigation.exclusion": quarters})
        firm = max(model.world.firms, key=lambda one: one.export_base)
        losses.append(firm.loss_in_court(15.0, 55.0, model.cell.terms))
    assert losses == sorted(losses) and 15.0 <= losses[0] < losses[-1]
    assert losses[-1] == pytest.approx(15.0 + 0.79 * (55.0 - 15.0))


def test_a_holder_with_sales_of_its_own_gains_by_exclusion():
    """At margins of a half what it would take over is worth more than the royalty."""
    model = PoolModel("cn_medical", values={"holders.own_sales": 1e5})
    terms, holder = model.cell.terms, model.world.holders[0]
    firm = next(one for one in model.world.firms if one.export_base > 0.0)
    assert holder.gain_in_court(firm, terms) > holder.court_royalty
    holder.own_sales = 0.0
    set_demands(model.world, terms)
    assert holder.gain_in_court(firm, terms) == holder.court_royalty


# Settle before trying


@pytest.mark.parametrize("luck", [0.1, 0.5, 0.9])
def test_refusing_costs_what_a_court_is_expected_to_award_where_cases_are_settled(luck):
    """At equal costs and stakes, and no optimism; a trial would cost the firm its own on top."""
    values = {
        "switches.stake": 0.0,
        "litigation.optimism": 0.0,
        "alliance.training": 0.0,
        "holders.court_royalty": 15.0,
    }
    foresight, trial = (
        PoolModel("cn_tv", values={**values, "switches.foresight": on}) for on in (1.0, 0.0)
    )
    firm = min(
        (one for one in foresight.world.firms if one.export_base > 0.0),
        key=lambda one: abs(one.export_base - 0.14),
    )
    found = [
        cost_of_refusal(
            model.world,
            model.world.firms[int(firm.index)],
            model.world.holders[0],
            luck,
            model.cell.terms,
        )
        for model in (foresight, trial)
    ]
    assert found[1] - found[0] == pytest.approx(20.0 / (16.0 * firm.export_base), abs=1e-4)
    if luck == 0.5:
        assert found[0] == pytest.approx(foresight.world.holders[0].strength * 15.0, abs=1e-4)


# Complaints against all


def complaint(firms=20, members=0, on=THREATS, holder=None, **terms):
    """Exporters alike, of one m units a quarter and a profit of RMB 6 on each, against all of whom
    one holder complains, and whom it does not ask before.
    """
    groups = [alike(count=firms - members)] * (firms > members)
    groups += [alike(count=members, invited=1.0)] * (members > 0)
    alliance = {
        "negotiates": 1.0,
        "endowment": 1000.0,
        "structure": {**FOUNDING, "legal_person": 1.0, "mandate": 1.0},
    }
    market = {"export_price": 60.0, "gross_margin": 0.1, "overhead": 0.5}
    litigation = {"exclusion": 8.0, "optimism": 1.0, "noise": 0.0, "holder_cost": 200.0}
    scenario = sector(
        on=[*on, "negotiation"] if members else on,
        firms=groups,
        holders=[{"count": 1, "own_sales": 1e5, "feature_value": 0.0, **(holder or {})}],
        alliances=[alliance] * (members > 0),
        market={**market, **terms.pop("market", {})},
        assertion={"hazard": 0.0, "redesign_cost": 100.0, **terms.pop("assertion", {})},
        negotiation={"surplus": 1.0},
        litigation={**litigation, **terms.pop("litigation", {})},
    )
    model = PoolModel(scenario, agents=WILLING)
    model.step()
    terms = model.cell.terms
    terms = terms._replace(assertion=terms.assertion._replace(campaign=1.0))
    set_demands(model.world, terms)
    model.world.sector.start_quarter()
    for firm in model.world.firms:
        firm.legal_cost = 0.0
    model.world.outside[LAWYERS_AND_COURTS].cash = 0.0
    launch_campaigns(model.world, terms, model.key, 2)
    hear_campaigns(model.world, terms, model.key, 2)
    return model


def stands(model):
    return {model.world.book.claim[i, 0] for i in range(len(model.world.firms))}


def legal_costs(model):
    return [firm.legal_cost for firm in model.world.firms]


def test_one_verdict_for_all_who_defend_themselves():
    """Each could lose RMB 56 m: .42 of that is more than the RMB 20 m of a defence."""
    model = complaint()
    assert legal_costs(model) == [20.0] * 20
    assert model.world.outside[LAWYERS_AND_COURTS].cash == 21 * 20.0
    assert stands(model) in ({LICENSED}, {CLEARED})
    excluded = {firm.excluded for firm in model.world.firms}
    assert excluded == ({8.0} if stands(model) == {LICENSED} else {0.0})
    assert model.world.sector.suits_337 == 1.0
    assert model.world.sector.respondents == 20.0


def test_members_of_an_alliance_that_negotiates_share_one_defence():
    model = complaint(members=10)
    members = [firm for firm in model.world.firms if firm.alliance > 0.0]
    assert len(members) == 10
    assert sum(firm.legal_cost for firm in members) == pytest.approx(20.0)
    assert sum(legal_costs(model)) == pytest.approx(20.0 + 10 * 20.0)


def test_together_they_defend_themselves_where_none_would_alone():
    """At a cost of RMB 45 m; who is alone settles at about what it would lose."""
    dear = {"exclusion_cost": 45.0}
    alone, together = (complaint(members=members, litigation=dear) for members in (0, 20))
    assert sum(legal_costs(alone)) == 0.0
    assert stands(alone) == {CLEARED}
    assert sum(legal_costs(together)) == pytest.approx(45.0)


@pytest.mark.parametrize(("redesign", "rate"), [(0.1, 0.1), (0.0, 0.0)])
def test_no_settlement_above_what_a_way_around_costs(redesign, rate):
    """Where contract work pays nearly as much, and a redesign little, nothing much can be lost."""
    model = complaint(
        market={"contract_margin": 0.09},
        assertion={"redesign_cost": redesign},
        holder={"own_sales": 0.0, "court_royalty": 0.0},
        litigation={"exclusion_cost": 5.0, "exclusion_win": 0.65},
    )
    rates = [model.world.book.cleared_rate[i, 0] for i in range(20)]
    assert max(rates) <= rate + 1e-12
    assert sum(legal_costs(model)) == 0.0


@pytest.mark.parametrize(("cash_buffer", "designs"), [(4.0, 20.0), (0.0, 0.0)])
def test_under_an_order_a_firm_designs_around_if_that_is_cheaper_and_it_can_pay(
    cash_buffer, designs
):
    model = complaint(assertion={"redesign_cost": 0.1}, market={"cash_buffer": cash_buffer})
    assert model.world.sector.redesigns == designs
    assert stands(model) == {CLEARED if designs else LICENSED}
    spent = [firm.redesign_cost for firm in model.world.firms]
    assert spent == pytest.approx([1.6 if designs else 0.0] * 20)
    assert {firm.excluded for firm in model.world.firms} == {0.0 if designs else 8.0}


def test_who_does_not_defend_itself_is_excluded():
    """What they lose is not worth a case to them, and less than what the holder gains."""
    model = complaint(market={"contract_margin": 0.05})
    assert sum(legal_costs(model)) == 0.0
    assert stands(model) == {LICENSED}
    assert {firm.excluded for firm in model.world.firms} == {8.0}


def test_a_complaint_is_filed_where_it_pays_against_all_and_not_against_one():
    model = PoolModel("cn_led")
    world, terms = model.world, model.cell.terms
    win, cost = terms.litigation.exclusion_win, terms.litigation.exclusion_cost
    holder = world.holders[0]
    gains = [gain_of_order(world, firm, holder, terms) for firm in world.firms]
    assert win * max(gains) - cost < 0.0
    for scale in (0.5, 2.0):
        bar = scale * win * sum(gains)
        changed = terms._replace(
            assertion=terms.assertion._replace(campaign=1.0),
            litigation=terms.litigation._replace(exclusion_cost=bar),
        )
        launch_campaigns(world, changed, model.key, 1)
        assert holder.campaign == (1.0 if scale < 1.0 else 0.0)
        for i in range(len(world.firms)):
            world.book.claim[i, 0] = 0.0


@pytest.mark.parametrize(
    "silence",
    [
        {"litigation.exclusion": 0.0},
        {"switches.litigation": 0.0},
        {"switches.assertion": 0.0},
        {"switches.campaigns": 0.0},
        {"negotiation.posted": 1.0},
        {"holders.budget": 10.0},  # less than a complaint costs, with all that a year brings
    ],
)
def test_no_complaint_without_a_threat(silence):
    def complaints(**values):
        base = {"assertion.campaign": 1.0, "quarters": 4, "alliance.negotiates": 0.0}
        model = PoolModel("cn_led", values={**base, **values})
        model.run()
        frame = model.datacollector.get_model_vars_dataframe()
        return frame["suits_337"].sum()

    assert complaints() > 0.0
    assert complaints(**silence) == 0.0


def test_complaints_in_the_led_sector_are_as_many_as_are_known():
    """Between one in ten years and one a year; at most 0.0125 a quarter of each of six holders."""
    pytest.importorskip("numba")
    scenario = load("cn_led")
    blocks = stream(scenario.lower(), scenario.seed, 60)
    found = np.concatenate([block.outcomes for block in blocks])[:, OUTCOME_INDEX["suits_337"]]
    yearly = found / 20.0
    assert 0.1 <= yearly.mean() <= 1.0
    error = yearly.std(ddof=1) / np.sqrt(len(yearly))
    assert yearly.mean() <= 4.0 * 6.0 * 0.0125 + 4.5 * error
