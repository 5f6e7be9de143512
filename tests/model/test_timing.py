"""When things happen: a quarter acts on what is known and due in it, no earlier and no later."""

import math

import pytest
from strategies import FOUNDING, WILLING, alike, sector

from poolsim.economy.draws import replicate_key
from poolsim.economy.observe import SERIES_INDEX
from poolsim.model import PoolModel


def test_an_excluded_firm_is_counted_in_every_quarter_without_exports():
    values = {
        "market.contract_margin": 0.0,
        "litigation.optimism": 0.8,
        "holders.court_royalty": 15.0,  # at a higher one some do not export without an order either
    }
    model = PoolModel("cn_tv", values=values)
    kept_out, counted = 0, 0.0
    while model.quarter < model.quarters:
        model.step()
        kept_out += sum(
            firm.alive * firm.export_base > 0.0 == firm.export_sales for firm in model.world.firms
        )
        counted += model.series[model.quarter, SERIES_INDEX["excluded"]]
    assert counted == kept_out > 0


def test_firms_look_ahead_on_the_curve_that_adoption_will_follow():
    terms = {"litigation": {"licence_term": 6.0}, "standard": {"start": 10.0}}
    model = PoolModel(sector(on=["adoption"], quarters=30, **terms))
    model.run()
    later = PoolModel(sector(on=["adoption"], quarters=30, **terms))
    while later.quarter < 24:
        later.step()
        expected = model.series[later.quarter + 6, SERIES_INDEX["adoption"]]
        assert later.world.sector.adoption_ahead == pytest.approx(expected, abs=1e-12)
        ahead = [model.series[later.quarter + k, SERIES_INDEX["adoption"]] for k in range(6)]
        weights = [math.exp(-0.02 * k) for k in range(6)]
        mean = sum(w * n for w, n in zip(weights, ahead, strict=True)) / sum(weights)
        assert later.world.sector.mean_adoption == pytest.approx(mean, abs=1e-12)


def test_what_a_pool_promises_does_not_fall_because_its_founders_wait():
    """Founders license alone until the founding; inside the pool they will not add to the stack."""
    model = PoolModel("mpeg2", values={"alliance.start": 400.0})
    promised = [model.world.alliances[1].prospective]
    for _ in range(3):
        model.step()
        promised.append(model.world.alliances[1].prospective)
    assert promised[0] > 0.0
    assert min(promised[1:]) > 0.5 * promised[0]


def test_firms_pay_the_pool_before_their_owners():
    """A profitable firm that keeps no cash can pay what it owes out of the quarter's sales."""
    free = alike(size_sigma=0.0, home_median=1.0, export_median=0.0)
    scenario = sector(
        on=["licensing", "adoption"],
        quarters=6,
        firms=[
            {**free, "count": 2, "invited": 1.0, "essential_patents": 20.0},
            {**free, "count": 2},
        ],
        market={"cash_buffer": 0.0, "overhead": 0.0},
        standard={"innovation": 0.2, "imitation": 1.0},
        alliances=[
            {
                "pool": 1.0,
                "endowment": 50.0,
                "structure": {**FOUNDING, "legal_person": 1.0, "may_license": 1.0, "mandate": 1.0},
            }
        ],
    )
    model = PoolModel(scenario, agents=WILLING)
    model.run()
    assert [firm.alive for firm in model.world.firms] == [1.0] * 4
    assert model.world.alliances[1].licence_sector > 0.0


def test_a_licence_of_a_member_that_leaves_is_priced_as_an_outsiders():
    model = PoolModel("cn_tv", values={"negotiation.discrimination": 1.0, "quarters": 30})
    model.run()
    rate = model.world.book.rate
    for i, firm in enumerate(model.world.firms):
        owed = sum(
            rate[int(firm.alliance), h]
            for h in range(rate.shape[1])
            if model.world.book.claim[i, h] == 2.0
        )
        assert firm.royalty == pytest.approx(owed) or firm.alive == 0.0


def test_the_key_of_a_run_hangs_on_seed_and_replicate_only():
    keys = {
        PoolModel("cn_tv", replicate, values={"alliance.dues": dues}).key
        for replicate in (0, 1)
        for dues in (0.0, 0.1)
    }
    assert keys == {replicate_key(2018, 0), replicate_key(2018, 1)}
