"""Pools: who stays in them, how they share by value, what evaluation costs, and the antitrust
authority.
"""

import pytest
from strategies import FOUNDING, WILLING, alike, sector

from poolsim.economy.actions.participation import income_alone, side_benefit, walk_out
from poolsim.economy.actions.pool import cleared
from poolsim.economy.causes import ANTITRUST
from poolsim.economy.ledger import GOVERNMENT
from poolsim.model import PoolModel

TIGHT = 1e-6


def complements(
    licensors: int,
    on: tuple[str, ...] = ("pool_stability",),
    pool: dict | None = None,
    **design: float,
):
    """A pool of licensors who sell nothing; A = 90, b = 1, all comply, the standard is adopted."""
    model = PoolModel(
        sector(
            on=["licensing", "compliance", "sharing", *on],
            quarters=40,
            firms=[
                {
                    **alike(count=licensors, invited=1.0, sells=0.0),
                    "essential_patents": 10.0,
                    "essential_age": 1.0,
                }
            ],
            standard={"potential": 90.0, "choke_royalty": 90.0, "replacement": 1.0},
            pool={
                "sensitivity": 1.0,
                "false_positive": 0.0,
                "true_share": 1.0,
                "validity": 1.0,
                "compliance_start": 1.0,
                "compliance_effort": 1.0,
                "audit": 1.0,
                "licensees": 100.0,
                "contract_cost": 0.0,
                "outside_share": 0.0,
                **(pool or {}),
            },
            litigation={"licence_term": 1.0},
            alliances=[
                {
                    "pool": 1.0,
                    "royalty": 45.0,
                    "administrator": 0.0,
                    "sharing": 0.0,
                    "endowment": 100.0,
                    "structure": {**FOUNDING, "may_license": 1.0, "legal_person": 0.0},
                    **design,
                }
            ],
        ),
        agents=WILLING,
    )
    model.world.sector.adoption = 1.0
    model.step()
    return model


# RS-3


@pytest.mark.parametrize(
    ("licensors", "stable"), [(1, True), (2, True), (3, False), (5, False), (10, False)]
)
def test_a_full_pool_of_complements_is_stable_only_up_to_two(licensors, stable):
    model = complements(licensors)
    assert model.world.alliances[1].contributors == (licensors if stable else 0.0)


@pytest.mark.parametrize("licensors", [2, 3, 5])
def test_an_outsider_expects_what_three_decision_makers_leave(licensors):
    model = complements(licensors, on=())
    firm, alliance = model.world.firms[0], model.world.alliances[1]
    assert firm.pool_income == pytest.approx(2025.0 / licensors, rel=TIGHT)
    alone = income_alone(model.world, firm, alliance, 1.0, model.cell.terms)
    assert alone == pytest.approx(900.0, rel=TIGHT)


@pytest.mark.parametrize(("benefit", "stays"), [(494.0, 0.0), (496.0, 5.0)])
def test_a_side_benefit_of_495_keeps_five_together(benefit, stays):
    """Five licensors and 100 licensees: (5 x 100 - 105) / 5 = 79 contracts spared a licensor
    (TC-1).
    """
    model = complements(5, pool={"contract_cost": benefit / 79.0})
    alliance = model.world.alliances[1]
    assert alliance.contributors == stays
    if stays:
        spared = side_benefit(model.world, model.world.firms[0], alliance, model.cell.terms)
        assert spared == pytest.approx(benefit, rel=TIGHT)


def test_own_use_keeps_contributors_in():
    """Where contributors are exempt, firms outside pay the pool for their own products (RS-6)."""
    model = complements(5, own_use=0.0)
    firm, alliance = model.world.firms[0], model.world.alliances[1]
    alliance.contributors, alliance.strength = 5.0, 1.0
    before = side_benefit(model.world, firm, alliance, model.cell.terms)
    firm.home_sales = 2.0
    assert side_benefit(model.world, firm, alliance, model.cell.terms) - before == pytest.approx(
        90.0
    )


# SH-5, AT-2


@pytest.mark.parametrize(("sharing", "stay"), [(0.0, [2, 3]), (1.0, [3]), (2.0, [1, 2, 3])])
def test_sharing_by_value_keeps_all(sharing, stay):
    """Counts 10, 10, 80 and values 60, 20, 20 at omega 0.6: one round of re-test."""
    model = complements(3, on=(), sharing=sharing)
    alliance = model.world.alliances[1]
    alliance.certified, alliance.appraised, alliance.contributors = 100.0, 100.0, 3.0
    for firm, count, value in zip(
        model.world.firms, (10.0, 10.0, 80.0), (60.0, 20.0, 20.0), strict=True
    ):
        firm.in_pool, firm.certified, firm.value, firm.appraised = 1.0, count, value, value
        firm.essential, firm.other = count, 0.0
    terms = model.cell.terms
    fair = terms._replace(pool=terms.pool._replace(outside_share=0.6))
    walk_out(model.world, alliance, fair, 1)
    assert [k + 1 for k, firm in enumerate(model.world.firms) if firm.in_pool > 0.0] == stay


@pytest.mark.parametrize("noise", [0.0, 0.5])
def test_appraised_shares_are_those_of_value_but_for_the_valuers_error(noise):
    model = complements(4, on=(), pool={"valuation_noise": noise}, sharing=2.0)
    firms, alliance = model.world.firms, model.world.alliances[1]
    assert sum(firm.share_of_pool(alliance) for firm in firms) == pytest.approx(1.0)
    worth = sum(firm.value for firm in firms)
    gaps = [abs(firm.share_of_pool(alliance) - firm.value / worth) for firm in firms]
    assert (max(gaps) < 1e-12) == (noise == 0.0)


# evaluation and antitrust


@pytest.mark.parametrize(("evaluator", "paid"), [(1.0, 5.0), (0.0, 0.0)])
def test_owners_pay_once_for_the_evaluation_of_what_they_declare(evaluator, paid):
    model = complements(
        2,
        on=("evaluation",),
        pool={"evaluation_cost": 0.25, "true_share": 0.5},
        external_evaluator=evaluator,
    )
    first = [firm.legal_cost for firm in model.world.firms]
    assert first == pytest.approx([paid, paid], rel=0.02)
    model.step()
    assert [firm.legal_cost for firm in model.world.firms] == [0.0, 0.0]


@pytest.mark.parametrize(
    ("substitutes", "independent", "evaluator", "clear"),
    [
        (0.0, 0.0, 1.0, 1.0),
        (0.5, 0.0, 1.0, 0.0),
        (0.5, 1.0, 1.0, 1.0),
        (0.0, 1.0, 0.0, 0.0),
        (0.1, 0.0, 1.0, 1.0),
    ],
)
def test_what_the_authority_clears(substitutes, independent, evaluator, clear):
    design = {"independent_licensing": independent, "external_evaluator": evaluator}
    model = complements(
        2, on=("antitrust",), pool={"substitutes": substitutes, "challenge": 10.0}, **design
    )
    alliance = model.world.alliances[1]
    assert cleared(alliance, model.cell.terms) == clear
    model.run()
    assert (alliance.alive, alliance.cause) == ((1.0, 0.0) if clear else (0.0, ANTITRUST))


def test_an_authority_may_fine_instead():
    fined = {"challenge": 10.0, "dissolution": 0.0, "antitrust_fine": 2.0}
    model = complements(2, on=("antitrust",), pool=fined, external_evaluator=0.0)
    model.run()
    fines = model.world.outside[GOVERNMENT].cash
    assert model.world.alliances[1].alive == 1.0
    assert fines > 0.0 and fines % 2.0 == 0.0
