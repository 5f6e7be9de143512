"""Joint suits, fighting fund, shared costs (CN-2, CN-3, SH-3); integration test 10 with a fund."""

from typing import Any

import pytest
from strategies import FOUNDING, WILLING, alike, sector

from poolsim.economy.ledger import FIRST_FUND
from poolsim.economy.phases.litigation import holders_sue_hold_outs
from poolsim.economy.world import DEMANDED
from poolsim.model import PoolModel

TALKS = ("grants", "assertion", "negotiation", "litigation", "shadow")


def talks(members: int, outsiders: int = 0, on: tuple[str, ...] = TALKS, **terms: Any) -> PoolModel:
    """Members of equal exports bargain with one holder whose threat to sue is credible; two
    quarters later.
    """
    scenario = sector(
        on=on,
        quarters=2,
        firms=[alike(count=members, invited=1.0, export_median=10.0)]
        + [alike(count=outsiders, export_median=10.0)] * (outsiders > 0),
        holders=[{"count": 1, "strength": 0.6, "court_royalty": 2.0, "feature_value": 10000.0}],
        litigation={
            "licence_term": 1.0,
            "licensee_cost": 4.0,
            "holder_cost": 3.0,
            **terms.pop("litigation", {}),
        },
        negotiation={"surplus": 1000.0, **terms.pop("negotiation", {})},
        alliances=[
            {
                "negotiates": 1.0,
                "grant": 0.25 * terms.pop("service", 1.0),
                "minimum": 1.0,
                "fighting_fund": terms.pop("fund", 0.0),
                "structure": {
                    **FOUNDING,
                    "legal_person": 0.0,
                    "fixed_cost": 0.25,
                    "member_cost": 0.0,
                    "mandate": terms.pop("mandate", 1.0),
                },
            }
        ],
    )
    model = PoolModel(scenario, agents=WILLING)
    model.run()
    return model


@pytest.mark.parametrize(("members", "royalty"), [(1, 1.25), (5, 1.21), (10, 1.205)])
def test_one_joint_suit_stands_behind_the_talks(members, royalty):
    """CN-2."""
    assert talks(members).world.alliances[1].stack == pytest.approx(royalty)


@pytest.mark.parametrize("members", [1, 5, 10])
def test_suits_that_are_not_joint_save_nothing(members):
    assert talks(members, on=TALKS[:-1]).world.alliances[1].stack == pytest.approx(1.25)


# 10, the rest: c_L >= c_P, threat credible throughout, contributions off


@pytest.mark.parametrize("discrimination", [0.0, 1.0])
@pytest.mark.parametrize("fund", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("surplus", [2.0, 1000.0])
def test_members_royalty_does_not_rise_with_share_mandate_service_or_fund(
    discrimination, fund, surplus
):
    def royalty(members: int = 10, **changes: Any) -> float:
        model = talks(
            members,
            20 - members,
            on=(*TALKS, "fighting_fund"),
            negotiation={"discrimination": discrimination, "surplus": surplus},
            litigation={"licensee_cost": 5.0, "holder_cost": 5.0},
            **{"fund": fund, **changes},
        )
        return model.world.book.rate[1, 0]

    for falling in (
        [royalty(members) for members in (2, 5, 10, 16, 20)],
        [royalty(mandate=kappa) for kappa in (0.1, 0.35, 0.6, 0.9)],
        [royalty(service=level) for level in (0.1, 0.4, 0.8)],
        [royalty(fund=share) for share in (0.0, 0.25, 0.5, 0.75, 1.0)],
    ):
        assert all(
            after <= before + 1e-9 for before, after in zip(falling, falling[1:], strict=False)
        ), falling
    assert royalty(fund=1.0) < royalty(fund=0.0)


# suits


def sued(
    exports: list[float], on: tuple[str, ...] = (), fund: float = 0.0, **litigation: float
) -> PoolModel:
    """Members that one holder sues at once, at the start of the second quarter's suits."""
    scenario = sector(
        on=["litigation", *on],
        firms=[alike(count=1, invited=1.0, export_median=volume) for volume in exports],
        holders=[{"count": 1, "strength": 0.6, "court_royalty": 2.0, "budget": 10000.0}],
        litigation={"licence_term": 1.0, **litigation},
        alliances=[
            {
                "fighting_fund": fund,
                "endowment": 100.0,
                "structure": {**FOUNDING, "legal_person": 1.0, "mandate": 1.0},
            }
        ],
    )
    model = PoolModel(scenario, agents=WILLING)
    model.step()
    file_suits(model)
    return model


def file_suits(model: PoolModel) -> None:
    for i in range(len(model.world.firms)):
        model.world.book.claim[i, 0] = DEMANDED
    holders_sue_hold_outs(model.world, model.cell.terms, model.key, 2)


def test_a_fighting_fund_of_the_least_cost():
    """CN-3 at mu = .6, X = 5, r_J = 2, Q = 50: F = 19.886128, theta = .273861, in equal parts."""
    model = sued([10.0] * 5, on=("fighting_fund",), fund=1.0, holder_cost=5.0, licensee_cost=5.0)
    assert [model.world.book.strength[i, 0] for i in range(5)] == pytest.approx(
        [0.273861] * 5, abs=5e-7
    )
    assert model.world.outside[FIRST_FUND + 1].received == pytest.approx(19.886128, abs=5e-7)
    assert [model.world.book.chest[i, 0] for i in range(5)] == pytest.approx(
        [19.886128 / 5] * 5, abs=5e-7
    )


def test_what_settled_cases_leave_in_the_fund_is_not_called_again():
    model = sued(
        [10.0] * 5,
        on=("fighting_fund",),
        fund=1.0,
        holder_cost=5.0,
        licensee_cost=5.0,
        optimism=-1.0,
    )
    account = model.world.outside[FIRST_FUND + 1]
    assert model.world.sector.trials == 0.0 and account.cash == account.received > 0.0
    before = account.received
    file_suits(model)
    assert account.received == before


def test_tried_cases_spend_the_fund():
    model = sued(
        [10.0] * 5,
        on=("fighting_fund",),
        fund=1.0,
        holder_cost=5.0,
        licensee_cost=0.0,
        optimism=1.0,
        noise=0.0,
    )
    assert model.world.sector.trials == 5.0
    assert model.world.outside[FIRST_FUND + 1].cash == pytest.approx(0.0, abs=1e-12)


def test_no_fund_is_raised_that_does_not_pay():
    """CN-3 at Q = 10: F = 4.747449 would leave theta = .612372, above mu."""
    model = sued([10.0], on=("fighting_fund",), fund=1.0, holder_cost=5.0)
    assert model.world.outside[FIRST_FUND + 1].received == 0.0
    assert model.world.book.strength[0, 0] == 0.6


@pytest.mark.parametrize(
    ("rule", "bills"),
    [
        (0.0, [5.0, 5.0, 5.0]),
        (1.0, [5.0 / 3.0] * 3),
        (2.0, [1.0 / 3.0, 5.0 / 6.0, 23.0 / 6.0]),
    ],
)
def test_sharing_the_cost_of_a_joint_defence(rule, bills):
    """SH-3: stakes of 1, 2, 5 share a cost of 5."""
    model = sued(
        [1.0, 2.0, 5.0],
        on=("cost_sharing",),
        licensee_cost=5.0,
        holder_cost=1.0,
        cost_sharing=rule,
    )
    assert [model.world.book.bill[i, 0] for i in range(3)] == pytest.approx(bills)
