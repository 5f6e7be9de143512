"""One licence for all: who pays a pool, what it promises over a licence term, what its set-up and
the patents of others cost it.
"""

import numpy as np
import pytest

from poolsim.economy.observe import SERIES_INDEX
from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.model import PoolModel
from poolsim.scenario.scenario import load
from poolsim.simulation import stream

REPLICATES = 60
ALL_ESSENTIAL = {"firms.licensors.essential_share": 0.0, "standard.outside_essential": 0.0}


def outcome(name, preset="mpeg2", **values):
    """An outcome of every run."""
    pytest.importorskip("numba")
    scenario = load(preset).with_values({key.replace("__", "."): v for key, v in values.items()})
    blocks = stream(scenario.lower(), scenario.seed, REPLICATES)
    return np.concatenate([block.outcomes[:, OUTCOME_INDEX[name]] for block in blocks])


def formed_alive(**values):
    """Share alive at the horizon of the runs that formed, at least fifty of sixty."""
    formed = outcome("formed", **values) > 0.0
    assert formed.sum() >= 50
    return outcome("alive", **values)[formed].mean()


def first_quarter(**values):
    model = PoolModel("mpeg2", values={"switches.set_up": 0.0, **values})
    model.step()
    return model


# Who pays


def test_contributors_pay_what_other_makers_pay_and_the_administrator_keeps_its_share():
    pay, exempt = (first_quarter(**{"alliance.own_use": own}) for own in (1.0, 0.0))
    alliance = pay.world.alliances[1]
    units = sum(
        firm.home_sales + firm.export_sales for firm in pay.world.firms if firm.in_pool > 0.0
    )
    charge = next(firm.pool_rate for firm in pay.world.firms if firm.in_pool > 0.0)
    assert alliance.licence_own == pytest.approx(0.1 * charge * units, rel=1e-9)
    assert alliance.licence_own > 0.0 == exempt.world.alliances[1].licence_own
    assert alliance.licence_outside == exempt.world.alliances[1].licence_outside > 0.0
    assert {firm.pool_rate for firm in pay.world.firms} == {charge}
    assert {firm.pool_rate for firm in exempt.world.firms if firm.in_pool > 0.0} == {0.0}


# What is promised


@pytest.mark.parametrize("start", [2.0, 3.0, 5.0, 9.0])
def test_a_pool_lives_as_often_when_its_users_come_later(start):
    """Within ten points; runs share their luck."""
    late = formed_alive(standard__start=start)
    assert abs(late - formed_alive(standard__start=1.0)) <= 0.1


def test_a_pool_that_pays_less_than_licensing_alone_unravels_unless_its_terms_bind():
    cheap = {"alliance__royalty": 2.0}
    assert formed_alive(**cheap) == 0.0
    assert formed_alive(**cheap, alliance__commitment=1.0) > 0.5


@pytest.mark.parametrize(("quarters", "inside"), [(3, False), (4, True)])
def test_who_walked_out_comes_back_after_a_year_if_the_pool_pays(quarters, inside):
    model = PoolModel("mpeg2", values={"membership.review": 1.0})
    model.step()
    firm = next(firm for firm in model.world.firms if firm.in_pool > 0.0)
    firm.in_pool, firm.walked_out = 0.0, 1.0
    for _ in range(quarters):
        model.step()
    assert (firm.in_pool > 0.0) == inside


# What it covers


def test_two_of_eight_hundred_essential_patents_earn_almost_nothing():
    few, all_of_them = (
        outcome(
            "pool_income",
            firms__licensors__essential_share=0.0,
            firms__licensors__essential_patents=own / 8.0,
            standard__outside_essential=800.0 - own,
            standard__outside_owners=8.0 * (own < 800.0),
            alliance__commitment=1.0,
        )
        for own in (2.0, 800.0)
    )
    assert few.mean() < 0.02 * all_of_them.mean()


def test_income_rises_with_own_patents_and_falls_with_owners_outside():
    def income(patents, owners):
        return outcome(
            "pool_income",
            firms__licensors__essential_patents=patents,
            standard__outside_essential=32.0,
            standard__outside_owners=owners,
            alliance__commitment=1.0,
            pool__readiness=0.5,
        ).mean()

    own = [income(patents, 4.0) for patents in (1.0, 4.0, 16.0)]
    others = [income(4.0, owners) for owners in (0.0, 1.0, 16.0)]
    assert own == sorted(own) and len(set(own)) == 3
    assert others[0] > others[1] >= others[2]


@pytest.mark.parametrize(
    ("preset", "royalties"), [("mpeg2", (5.0, 25.0, 60.0)), ("cn_avs", (0.5, 5.0, 18.0))]
)
def test_some_royalty_between_earns_most(preset, royalties):
    low, between, high = (
        outcome("pool_income", preset, alliance__royalty=royalty, alliance__commitment=1.0).mean()
        for royalty in royalties
    )
    assert low < between > high


# What it costs


def test_the_set_up_is_paid_out_of_royalties_and_by_calls():
    """38 and eight contracts at 0.05 in eight quarters; nothing is earned before quarter 5."""
    model = PoolModel("mpeg2", values={"standard.start": 5.0, "quarters": 12})
    model.run()
    called = np.asarray(model.series)[:, SERIES_INDEX["set_up_income"]]
    part = (38.0 + 8 * 0.05) / 8.0
    assert called[1:5] == pytest.approx([part] * 4)
    assert all(0.0 <= call < part for call in called[5:9])
    assert set(called[9:]) == {0.0}
    assert model.world.alliances[1].set_up_left == pytest.approx(0.0, abs=1e-9)


def test_the_administrator_is_paid_before_the_set_up():
    """A tenth of the royalties is its own; of the rest the set-up takes what is due."""
    kept = []
    for set_up in (1.0, 0.0):
        model = first_quarter(**{"switches.set_up": set_up, "pool.contract_cost": 0.0})
        alliance = model.world.alliances[1]
        kept.append(alliance.licence_outside + alliance.licence_sector + alliance.licence_own)
    royalties = kept[1] / 0.1
    assert royalties > 0.0
    assert kept[0] == pytest.approx(0.1 * royalties + min(0.9 * royalties, 38.0 / 8.0))


def test_licences_are_administered_at_a_cost_of_those_who_pay():
    model = PoolModel("mpeg2", values={"pool.set_up": 0.0, "pool.contract_cost": 0.0})
    for _ in range(12):
        model.step()
    alliance = model.world.alliances[1]
    signed = 100.0 * model.world.sector.adoption * alliance.compliance
    assert alliance.pool_cost == pytest.approx(0.01 * signed)
    assert alliance.cost >= alliance.pool_cost > 0.0
