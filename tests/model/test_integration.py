"""Corners with a closed form: where theory has an answer, the whole model gives it."""

import math
from statistics import fmean

import pytest
from strategies import FOUNDING, WILLING, alike, sector

from poolsim.economy.causes import INSOLVENT
from poolsim.economy.observe import ADOPTION, LEGAL_COST
from poolsim.model import PoolModel
from poolsim.scenario.scenario import Scenario

TIGHT = 1e-9


# 1: royalty stacking of complements (RS-1, RS-2)


def posted(holders: list[dict[str, float]]) -> PoolModel:
    """Q = 100 - p at a unit cost of 10, price-taking exporters, posted royalties; one quarter
    later.
    """
    scenario = sector(
        on=["assertion"],
        firms=[alike(count=3, export_median=30.0)],
        holders=holders,
        market={
            "export_price": 10.0,
            "gross_margin": 0.0,
            "conduct": 0.0,
            "export_elasticity": 1.0 / 9.0,
        },
        negotiation={"posted": 1.0},
        standard={"potential": 0.0},
    )
    model = PoolModel(scenario)
    model.step()
    return model


def welfare(model: PoolModel) -> float:
    """Buyers' surplus and licensors' income, RMB m; price-taking exporters earn nothing."""
    quantity, slope = model.world.sector.export_quantity, model.world.sector.export_slope
    return 0.5 * slope * quantity * quantity + sum(firm.royalty_paid for firm in model.world.firms)


@pytest.mark.parametrize(
    ("inside", "outside", "stack", "quantity", "total"),
    [
        (0, 5, 75.0, 15.0, 1237.5),
        (5, 0, 45.0, 45.0, 3037.5),
        (0, 1, 45.0, 45.0, 3037.5),
        (3, 2, 67.5, 22.5, 1771.875),
    ],
)
def test_posted_royalties_stack_and_a_pool_of_the_holders_ends_it(
    inside, outside, stack, quantity, total
):
    groups = [{"count": inside, "in_pool": 1.0}] * (inside > 0) + [{"count": outside}] * (
        outside > 0
    )
    model = posted(groups)
    sold = model.world.sector.export_quantity
    assert [firm.royalty for firm in model.world.firms] == pytest.approx([stack] * 3, rel=TIGHT)
    assert model.world.sector.export_price == pytest.approx(10.0 + stack, rel=TIGHT)
    assert sold == pytest.approx(quantity, rel=TIGHT)
    assert welfare(model) == pytest.approx(total, rel=TIGHT)


def test_an_outsider_earns_as_much_as_the_whole_pool():
    model = posted([{"count": 3, "in_pool": 1.0}, {"count": 2}])
    earned = [holder.received for holder in model.world.holders]
    assert earned == pytest.approx([22.5 * 22.5 / 3.0] * 3 + [22.5 * 22.5] * 2, rel=TIGHT)


# 2: nobody asserts, nobody pays


@pytest.mark.parametrize("preset", ["cn_tv", "mpeg2"])
@pytest.mark.parametrize("silence", [{"assertion.hazard": 0.0}, {"switches.assertion": 0.0}])
def test_without_assertions_and_pools_there_are_no_royalties(preset, silence):
    model = PoolModel(preset, values={**silence, "alliance.pool": 0.0, "quarters": 24})
    model.run()
    assert all(
        model.world.book.claim[i, h] == 0.0
        for i in range(len(model.world.firms))
        for h in range(len(model.world.holders))
    )
    frame = model.datacollector.get_model_vars_dataframe()
    silent = [
        "royalty_invited",
        "royalty_others",
        "royalty_outflow",
        "suits",
        "trials",
        "excluded",
        "licence_outside",
        "licence_sector",
        "licence_own",
    ]
    assert (frame[silent] == 0.0).all().all()
    assert [holder.received for holder in model.world.holders] == [0.0] * len(model.world.holders)


# 3: collective negotiation (CN-1, CN-1b, CN-8, CN-9)


def bargained(
    members: int,
    holders: int,
    discrimination: float = 0.0,
    mandate: float = 1.0,
    package: float = 0.0,
) -> PoolModel:
    """20 identical exporters, some in an alliance of full service; suits cost and win holders
    nothing.
    """
    scenario = sector(
        on=["assertion", "negotiation"],
        quarters=12,
        firms=[alike(count=members, invited=1.0, export_median=0.01)]
        + [alike(count=20 - members, export_median=0.01)] * (members < 20),
        holders=[{"count": holders, "feature_value": 10000.0, "court_royalty": 0.0}],
        assertion={"hazard": 2.0},
        litigation={"holder_cost": 0.0, "licensee_cost": 200.0},
        negotiation={
            "surplus": 23.0,
            "holder_share": 0.5,
            "discrimination": discrimination,
            "package": package,
        },
        alliances=[
            {
                "negotiates": 1.0,
                "endowment": 1000.0,
                "structure": {**FOUNDING, "legal_person": 1.0, "mandate": mandate},
            }
        ],
    )
    model = PoolModel(scenario, agents=WILLING)
    model.run()
    return model


def royalties(model: PoolModel, inside: bool) -> list[float]:
    return [firm.royalty for firm in model.world.firms if (firm.alliance > 0.0) == inside]


@pytest.mark.parametrize(
    ("members", "holders", "mandate", "stack"),
    [
        (20, 1, 1.0, 11.5),
        (10, 1, 1.0, 15.333333),
        (16, 10, 1.0, 21.296296),
        (16, 5, 1.0, 19.827586),
        (16, 1, 1.0, 12.777778),
        (16, 1, 0.9, 13.372093),
        (16, 1, 0.6, 15.540541),
        (16, 1, 0.35, 17.96875),
        (2, 1, 1.0, 20.909091),
        (16, 1, 0.0, 23.0),
    ],
)
def test_everyone_pays_what_the_coalition_bargains(members, holders, mandate, stack):
    model = bargained(members, holders, mandate=mandate)
    assert model.world.alliances[1].service == 1.0
    assert [firm.royalty for firm in model.world.firms] == pytest.approx([stack] * 20, abs=5e-7)


def test_talks_over_a_package_are_talks_with_one_holder():
    assert royalties(bargained(16, 10, package=1.0), True) == pytest.approx(
        [12.777778] * 16, abs=5e-7
    )


@pytest.mark.parametrize(
    ("members", "stack"), [(2, 21.85), (5, 20.125), (10, 17.25), (16, 13.8), (20, 11.5)]
)
def test_with_discrimination_outsiders_pay_their_whole_surplus(members, stack):
    model = bargained(members, 1, discrimination=1.0)
    assert royalties(model, True) == pytest.approx([stack] * members, abs=5e-7)
    assert royalties(model, False) == pytest.approx([23.0] * (20 - members), abs=5e-7)


def test_a_member_saves_what_the_rate_would_rise_without_it():
    """CN-7: n q [r((n - 1) / n) - r(1)] = 5.897436 at q = 1 is all that members would pay."""
    firms = bargained(20, 1).world.firms
    assert sum(firm.benefit / firm.export_base for firm in firms) == pytest.approx(
        5.897436, abs=5e-7
    )


# 4: the life of an alliance that lives on money it was given (IT-1, FN-5)


def funded(**design: float) -> Scenario:
    """Two firms found a social group without capital calls, dues or member cost; nothing else
    happens.
    """
    return sector(
        on=["grants"],
        quarters=400,
        firms=[alike(count=2, invited=1.0)],
        alliances=[
            {
                "structure": {
                    **FOUNDING,
                    "legal_person": 1.0,
                    "fixed_cost": 0.5,
                    "member_cost": 0.0,
                },
                **design,
            }
        ],
    )


@pytest.mark.parametrize(("treasury", "quarter"), [(0.5, 2), (1.2, 3), (1.5, 4), (10.0, 21)])
def test_a_treasury_without_income_ends_when_it_is_spent(treasury, quarter):
    model = PoolModel(funded(endowment=treasury), agents=WILLING)
    while model.quarter < 30:
        model.step()
    alliance = model.world.alliances[1]
    assert (alliance.ended, alliance.cause, alliance.alive) == (quarter, INSOLVENT, 0.0)


def life_on_a_grant(scenario: Scenario, replicate: int) -> int:
    model = PoolModel(scenario, replicate, agents=WILLING)
    model.step()
    while model.world.alliances[1].alive > 0.0 and model.quarter < model.quarters:
        model.step()
    return model.quarter


def test_life_on_a_renewable_grant():
    """E = 40.246914, S(40) = 0.365205 (FN-5), each within 4 SE of 300 lives: false alarm 1.3e-4."""
    scenario = funded(
        endowment=2.0, grant_top_up=1.0, grant_reserve=4.0, grant_lapse=0.1, grant_return=0.25
    )
    lives = [life_on_a_grant(scenario, replicate) for replicate in range(300)]
    mean = fmean(lives)
    error = math.sqrt(fmean((life - mean) ** 2 for life in lives) / len(lives))
    surviving = fmean(life > 40 for life in lives)
    assert abs(mean - 40.246914) <= 4.0 * error
    assert abs(surviving - 0.365205) <= 4.0 * math.sqrt(0.365205 * 0.634795 / len(lives))


# 5: patents in force (IN-3)


def test_constant_filings_sustain_the_steady_stock():
    """82.871518 within 4.5 SE of 300 firms, of variance lambda (1 - k^160) / (1 - k^2): false alarm
    7e-6.
    """
    scenario = sector(
        on=["research"],
        quarters=84,
        firms=[alike(count=300)],
        research={"productivity": 6.0, "elasticity": 0.0, "obsolescence": 0.01},
    )
    model = PoolModel(scenario)
    model.run()
    stocks = [firm.essential + firm.other for firm in model.world.firms]
    error = math.sqrt(1.5 * (1.0 - 0.99**160) / (1.0 - 0.99**2) / len(stocks))
    assert abs(fmean(stocks) - 82.871518) <= 4.5 * error


def test_patents_of_the_opening_expire_within_twenty_years():
    model = PoolModel(
        sector(
            quarters=80,
            firms=[alike(count=1, other_patents=80.0, essential_patents=8.0, essential_age=20)],
            research={"obsolescence": 0.0},
        )
    )
    firm = model.world.firms[0]
    stocks = [(firm.essential, firm.other)]
    for _ in range(80):
        model.step()
        stocks.append((firm.essential, firm.other))
    assert [other for _, other in stocks] == pytest.approx([80.0 - t for t in range(81)], abs=TIGHT)
    assert [essential for essential, _ in stocks] == pytest.approx(
        [8.0 * min(1.0, (80 - t) / 20) for t in range(81)], abs=TIGHT
    )


# 6: adoption (BA-2)


def test_adoption_follows_the_discrete_quarterly_bass_curve():
    model = PoolModel(
        sector(on=["adoption"], quarters=40, standard={"innovation": 0.0075, "imitation": 0.095})
    )
    model.run()
    adopted = [model.series[t, ADOPTION] for t in (1, 4, 8, 20, 40)]
    assert adopted == pytest.approx([0.0075, 0.034084, 0.080724, 0.315356, 0.80652], abs=5e-7)


# 7: mediation (DY-3); the defendants hold no patents, so nobody is deterred


def disputing(on: tuple[str, ...] = ("mediation",), **values: float) -> PoolModel:
    """Firms with one patent meet firms without any: J = 10, c = 1 a side, so C/J = 0.2, and p =
    0.5.
    """
    group = alike(count=60, invited=1.0, home_median=0.2, export_median=0.0)
    scenario = sector(
        on=["disputes", *on],
        quarters=30,
        firms=[{**group, "other_patents": 1.0}, group],
        research={"obsolescence": 0.0},
        market={"cash_buffer": 40.0},
        disputes={
            "opportunity": 1.0,
            "per_patent": 0.5,
            "damages_share": 0.05,
            "award_share": 1.0,
            "suit_cost": 1.0,
        },
        litigation={"optimism": 0.1, "noise": 0.15},
        alliances=[
            {
                "mediates": 1.0,
                "endowment": 1000.0,
                "structure": {**FOUNDING, "legal_person": 1.0, "mandate": 1.0},
            }
        ],
    )
    model = PoolModel(scenario.with_values(values), agents=WILLING)
    model.disputes, model.trials = 0.0, 0.0
    while model.quarter < model.quarters:
        model.step()
        model.disputes += model.world.sector.disputes
        model.trials += model.world.sector.dispute_trials
    return model


@pytest.mark.parametrize(("contraction", "share"), [(0.0, 0.318676), (0.5, 0.07865), (1.0, 0.0)])
def test_mediation_lowers_the_share_of_disputes_that_are_tried(contraction, share):
    """Within 4.5 SE of the number of disputes: false alarm 7e-6 each."""
    model = disputing(**{"disputes.mediation": contraction})
    assert model.disputes > 700
    assert abs(model.trials / model.disputes - share) <= 4.5 * math.sqrt(
        share * (1.0 - share) / model.disputes
    )


def test_mediation_without_force_is_no_mediation():
    powerless = disputing(**{"disputes.mediation": 0.0})
    others = [
        disputing(on=()),
        disputing(**{"alliance.mediates": 0.0}),
        disputing(**{"alliance.start": 400.0}),
    ]
    for other in others:
        assert other.trials == powerless.trials > 0.0
        assert [firm.cash for firm in other.world.firms] == [
            firm.cash for firm in powerless.world.firms
        ]
        assert [other.series[t, LEGAL_COST] for t in range(31)] == [
            powerless.series[t, LEGAL_COST] for t in range(31)
        ]


# 10, in part: what the royalty falls with


@pytest.mark.parametrize("holders", [1, 3])
@pytest.mark.parametrize("discrimination", [0.0, 1.0])
def test_members_royalty_does_not_rise_with_the_coalition_or_its_mandate(holders, discrimination):
    by_size = [
        royalties(bargained(m, holders, discrimination), True)[0] for m in (2, 5, 10, 16, 20)
    ]
    by_mandate = [
        royalties(bargained(10, holders, discrimination, mandate=k / 4), True)[0] for k in range(5)
    ]
    assert by_size == sorted(by_size, reverse=True)
    assert by_mandate == sorted(by_mandate, reverse=True)


@pytest.mark.parametrize(
    ("low", "high"), [({"endowment": 1.0}, {"endowment": 3.0}), ({"grant": 0.1}, {"grant": 0.3})]
)
def test_more_money_never_shortens_the_life_of_an_alliance(low, high):
    def life(design: dict[str, float]) -> float:
        model = PoolModel(
            funded(**{"endowment": 2.0, "grant_quarters": 12.0, **design}), agents=WILLING
        )
        while model.quarter < 40:
            model.step()
        return model.world.alliances[1].ended

    assert 0.0 < life(low) < life(high)
