"""The product market: conduct out of elasticities, contract work as the way out of a royalty stack,
settlements in prices.
"""

from pathlib import Path

import numpy as np
import pytest
from strategies import alike, sector

from poolsim.economy.agents import ABROAD
from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.economy.phases.market import market_clears
from poolsim.economy.world import CLEARED, LICENSED
from poolsim.model import PoolModel
from poolsim.scenario.scenario import ScenarioError, load
from poolsim.simulation import stream
from poolsim.statistics.paired import difference_of

PRESETS = ("cn_tv", "cn_medical", "cn_avs", "cn_robot", "cn_led", "mpeg2")
TIGHT = 1e-9


def cleared_market(preset="cn_tv", claim=0.0, rate=0.0, cleared_rate=0.0, **values):
    """A market in which all exporters stand alike towards every holder, at rates that add up to
    one, RMB per unit.
    """
    model = PoolModel(preset, values={key.replace("__", "."): v for key, v in values.items()})
    book, holders = model.world.book, len(model.world.holders)
    for h in range(holders):
        for a in range(len(model.world.alliances)):
            book.rate[a, h] = rate / holders
        for i in range(len(model.world.firms)):
            book.claim[i, h], book.cleared_rate[i, h] = claim, cleared_rate / holders
    market_clears(model.world, model.cell.terms, 0, 1)
    return model


def exporters(model):
    return [firm for firm in model.world.firms if firm.export_base > 0.0]


# Conduct


@pytest.mark.parametrize(
    ("preset", "values"),
    [
        *((preset, {}) for preset in PRESETS),
        ("cn_tv", {"market__contract_margin": 0.5}),
        *((preset, {"market__gross_margin": 0.9}) for preset in PRESETS),
        ("mpeg2", {"market__conduct": 0.5}),
    ],
)
def test_without_royalties_sales_stay_what_they_were(preset, values):
    before = PoolModel(preset, values={key.replace("__", "."): v for key, v in values.items()})
    model = cleared_market(preset, **values)
    old, new = before.world.sector, model.world.sector
    assert new.home_price == pytest.approx(old.home_price, rel=TIGHT)
    assert new.export_price == pytest.approx(old.export_price, rel=TIGHT)
    for was, firm in zip(before.world.firms, model.world.firms, strict=True):
        assert firm.home_sales == pytest.approx(was.home_sales, rel=TIGHT, abs=1e-15)
        assert firm.export_sales == pytest.approx(was.export_sales, rel=TIGHT, abs=1e-15)


@pytest.mark.parametrize("preset", PRESETS)
def test_demand_has_the_elasticities_declared(preset):
    model = PoolModel(preset)
    sector, market = model.world.sector, model.cell.terms.market
    for name in ("home", "export"):
        price, slope, sold = (
            getattr(sector, f"{name}_{key}") for key in ("price", "slope", "quantity")
        )
        declared = getattr(market, f"{name}_elasticity")
        assert price / (slope * sold) == pytest.approx(declared, rel=TIGHT)
        quantities = [getattr(firm, f"{name}_sales") for firm in model.world.firms]
        concentration = sum(q * q for q in quantities) / sold**2
        conduct = getattr(sector, f"{name}_conduct")
        assert conduct * concentration == pytest.approx(market.gross_margin * declared, rel=TIGHT)


def test_a_sample_above_a_monopolists_margin_is_joint_monopoly():
    alone = sector(firms=[alike(count=6)]).with_values({"market.gross_margin": 0.9})
    abroad = PoolModel(alone).world.sector
    assert abroad.export_conduct == pytest.approx(6.0, rel=TIGHT)
    model = PoolModel("cn_led", values={"market.gross_margin": 0.9})
    assert min(firm.home_cost for firm in model.world.firms) == pytest.approx(0.0, abs=1e-9)


def test_a_file_above_a_monopolists_margin_is_refused_unless_its_conduct_is_fixed(tmp_path: Path):
    text = load("cn_medical").to_toml()
    file = tmp_path / "case.toml"
    file.write_text(text.replace("export_elasticity = 1.6", "export_elasticity = 2.5"))
    with pytest.raises(ScenarioError) as error:
        load(file)
    assert load(file, drawn=True).market.export_elasticity == 2.5
    line = 1 + text[: text.index("export_elasticity")].count("\n")
    assert str(error.value) == (
        f"{file}:{line}: market.export_elasticity: 2.5 contradicts market.gross_margin = 0.5: "
        "a monopolist would have 0.4"
    )
    file.write_text(file.read_text().replace("conduct = -1.0", "conduct = 1.0"))
    assert load(file).market.export_elasticity == 2.5


def test_at_a_fixed_conduct_elasticities_are_not_read():
    values = {"market.conduct": 1.0, "quarters": 8}
    runs = [
        PoolModel("cn_tv", values={**values, **other})
        for other in ({}, {"market.export_elasticity": 1.0, "market.home_elasticity": 9.0})
    ]
    for model in runs:
        model.run()
    assert np.array_equal(runs[0].series, runs[1].series)


# Contract work


@pytest.mark.parametrize(("contract_margin", "leave"), [(0.02, True), (0.0, False)])
def test_a_stack_above_the_margin_ends_own_brands_where_there_is_contract_work(
    contract_margin, leave
):
    stack = 1.5 * 0.1 * 1500.0
    model = cleared_market(claim=LICENSED, rate=stack, market__contract_margin=contract_margin)
    working = sum(firm.contract_work for firm in exporters(model))
    assert working >= 0.5 * len(exporters(model)) if leave else working == 0.0


@pytest.mark.parametrize("contract_margin", [0.02, 0.0])
def test_nobody_exports_at_a_cost_above_the_price(contract_margin):
    """Whoever could not turns to contract work, if there is any, or leaves the market abroad."""
    model = cleared_market(claim=LICENSED, rate=225.0, market__contract_margin=contract_margin)
    price = model.world.sector.export_price
    dear = [firm for firm in exporters(model) if firm.unit_cost(ABROAD) > price]
    assert 0 < len(dear) < len(exporters(model))
    assert {firm.export_sales for firm in dear} == {0.0}
    assert {firm.contract_work for firm in dear} == {1.0 if contract_margin else 0.0}


@pytest.mark.parametrize("stack", [20.0, 80.0, 225.0, 600.0])
def test_nobody_regrets_the_choice_of_brand(stack):
    """Whoever keeps its brand earns at least what contract work pays; whoever does not would earn
    less than that with a brand, at the price that its coming back leaves.
    """
    model = cleared_market(claim=LICENSED, rate=stack)
    sector, market = model.world.sector, model.cell.terms.market
    scale, slack = sector.export_conduct * sector.export_slope, 1e-3
    sellers = sum(1.0 for firm in exporters(model) if firm.export_sales > 0.0)
    for firm in exporters(model):
        cost = firm.unit_cost(1.0)
        margin = market.export_price - firm.export_cost
        contract = market.contract_margin / market.gross_margin * margin * firm.export_base
        if firm.contract_work == 0.0:
            kept = max(sector.export_price - cost, 0.0) ** 2 / scale
            assert kept >= contract - slack
        else:
            through = (sector.export_conduct + sellers) * sector.export_price + cost
            price = through / (sector.export_conduct + sellers + 1.0)
            assert max(price - cost, 0.0) ** 2 / scale <= contract + slack


def test_of_firms_alike_as_many_keep_their_brands_as_the_market_carries():
    firms = [alike(count=6, export_median=1.0)]
    scenario = sector(
        on=["lump_spread"], firms=firms, holders=[{"count": 1}], market={"contract_margin": 0.02}
    )
    for stack, kept in ((200.0, 6), (250.0, 3), (300.0, 0)):
        model = cleared_market(scenario, claim=LICENSED, rate=stack)
        assert sum(1 for firm in model.world.firms if firm.export_sales > 0.0) == kept


def test_a_contract_maker_owes_no_royalty_and_is_paid_its_margin():
    model = cleared_market(claim=LICENSED, rate=600.0)
    maker = next(firm for firm in exporters(model) if firm.contract_work > 0.0)
    assert maker.export_sales == maker.royalty_paid == 0.0 < maker.royalty
    sold = maker.export_base * 1500.0
    assert maker.contract_sales == pytest.approx(sold, rel=TIGHT)
    home = maker.home_sales * (model.world.sector.home_price - maker.home_cost)
    share = (maker.gross_profit - home) / sold
    assert share == pytest.approx(0.2 * (1.0 - maker.export_cost / 1500.0), rel=1e-6)


def test_no_demand_on_a_contract_maker_has_weight():
    model = PoolModel("cn_tv")
    holder = model.world.holders[0]
    firm = max(exporters(model), key=lambda one: one.export_base)
    assert holder.could_sue(firm, model.cell.terms) == 1.0
    firm.contract_work = 1.0
    assert holder.could_sue(firm, model.cell.terms) == 0.0


@pytest.mark.parametrize(("contract_margin", "works"), [(0.02, 1.0), (0.0, 0.0)])
def test_who_is_excluded_makes_for_brands_that_are_licensed(contract_margin, works):
    model = PoolModel("cn_tv", values={"market.contract_margin": contract_margin})
    firm = exporters(model)[0]
    firm.excluded = 2.0
    market_clears(model.world, model.cell.terms, 0, 1)
    assert firm.contract_work == works
    assert firm.export_sales == 0.0


# Settlements


@pytest.mark.parametrize("switch", [1.0, 0.0])
def test_a_settlement_weighs_on_the_price_as_a_licence_of_the_same_cost(switch):
    values = {"switches__lump_spread": switch, "market__contract_margin": 0.0}
    free, licensed, settled = (
        cleared_market(**values, **stand)
        for stand in (
            {},
            {"claim": LICENSED, "rate": 20.0},
            {"claim": CLEARED, "cleared_rate": 20.0},
        )
    )
    expected = licensed if switch else free
    assert settled.world.sector.export_price == pytest.approx(
        expected.world.sector.export_price, rel=TIGHT
    )
    assert licensed.world.sector.export_price > free.world.sector.export_price + 1.0
    assert sum(firm.royalty_paid for firm in settled.world.firms) == 0.0


def test_what_is_spread_is_what_was_paid():
    model = PoolModel("cn_tv", values={"quarters": 24})
    book, term = model.world.book, model.cell.terms.litigation.licence_term
    spread = 0.0
    for t in range(1, 25):
        model.step()
        for i, firm in enumerate(model.world.firms):
            lumps = 0.0
            for h in range(len(model.world.holders)):
                if book.claim[i, h] == CLEARED and book.clear_until[i, h] == t + term:
                    lumps += book.cleared_rate[i, h] * firm.export_base * term
            spread += lumps
            paid = firm.royalty_paid - firm.export_sales * firm.royalty
            assert lumps == pytest.approx(paid, abs=1e-9)
    assert spread > 0.0


def test_talks_lower_the_price_abroad():
    """By RMB 3.8 +- .6 (95 %, 200 pairs). Below 0 with 95 % of 60 pairs: false alarm 2e-7."""
    pytest.importorskip("numba")
    with_talks, without = (
        np.concatenate([block.outcomes for block in stream(cell, 2018, 60)])
        for cell in (
            load("cn_tv").with_values({"alliance.negotiates": talks}).lower()
            for talks in (1.0, 0.0)
        )
    )
    at = OUTCOME_INDEX["export_price"]
    assert difference_of(with_talks[:, at], without[:, at]).high < 0.0
