"""Warnings where nobody can gain: each where it is true, and none beside it."""

import pytest

from poolsim.parameters.alliance import STRUCTURES
from poolsim.scenario.advice import advice
from poolsim.scenario.scenario import Scenario, load
from poolsim.scenario.start import START
from poolsim.scenario.toml import shipped

QUIET = {  # an alliance that serves by one thing alone
    "alliance.negotiates": 0.0,
    "alliance.training": 0.0,
    "alliance.policy_information": 0.0,
    "alliance.projects": 0.0,
}


@pytest.fixture
def start() -> Scenario:
    """A scenario without a warning."""
    found = Scenario(name="start", **START)
    assert advice(found) == []
    return found


@pytest.mark.parametrize("preset", sorted(shipped("configs")))
def test_presets_have_none(preset: str) -> None:
    assert advice(load(preset)) == []


def test_an_alliance_of_names_only_is_told_what_is_missing() -> None:
    names = {"name": "small", "firms": [{"name": "all"}]}
    assert advice(Scenario(**names)) == ["alliances: there is none, so that nothing is founded"]
    names["alliances"] = [{"name": "one", "structure": "cooperative"}]
    assert advice(Scenario(**names)) == [
        "firms.invited: 0 in every group: nobody is asked to found the alliance"
    ]
    invited = Scenario(**names).with_values({"firms.invited": 1.0})
    assert advice(invited) == [
        "alliances.one: it does nothing that a member gains by; `poolsim list actions` names what "
        "it could do"
    ]
    working = invited.with_values({"alliance.policy_information": 1.0, "alliance.projects": 1.0})
    assert advice(working) == []


CASES = {
    "a redesign cheaper than an award": (
        {"assertion.redesign_cost": 0.5},
        "assertion.redesign_cost: a redesign at 0.5, and 5 that the patents of holders add, is "
        "cheaper than a court's award of 20: they can ask for 1.5 a unit, and alliance can spare "
        "no more",
    ),
    "a quorum above the invited": (
        {"alliance.minimum": 11.0},
        "alliances.alliance.minimum: a quorum of 11 members, and 10 firms are invited: it cannot "
        "be founded",
    ),
    "dues above the worth": (
        {"alliance.dues": 9.0},
        "alliances.alliance.dues: membership costs RMB 9.01 m a quarter, and it can be worth that "
        "to about 1.4 of the 10 invited, of whom 5 must agree",
    ),
    "a secretariat dearer than what it brings": (
        QUIET | {"alliance.policy_information": 1.0, "structure.fixed_cost": 5.0},
        "alliances.alliance: membership costs RMB 0.078 m a quarter, 0.068 of it for the "
        "secretariat, and it can be worth that to about 0.0 of the 10 invited, of whom 5 must "
        "agree",
    ),
    "a pool without essential patents": (
        {"alliance.structure": "social_group", "alliance.pool": 1.0},
        "alliances.alliance.pool: cannot act: no essential patents",
    ),
    "a structure that may not": (
        {"structure.may_charge_dues": 0.0, "alliance.dues": 0.01},
        "alliances.alliance.dues: cannot act: the structure of alliance may not charge dues",
    ),
    "no income and no host": (
        {"structure.may_charge_dues": 0.0, "structure.host_share": 0.0, "alliance.projects": 0.0},
        "alliances.alliance: its secretariat costs RMB 0.1 m a quarter, and it has no income and "
        "no host: nobody will found it",
    ),
    "a grant that ends before the first service": (
        QUIET | {"alliance.warning": 1.0, "alliance.grant": 0.5, "alliance.grant_quarters": 8.0},
        "alliances.alliance.grant_quarters: grants end after 8 quarters, and it can serve from "
        "quarter 9 on: what they pay for serves nobody",
    ),
    "a first attempt behind the horizon": (
        {"alliance.start": 81.0},
        "alliances.alliance.start: founders first try in quarter 81 of a run of 80: it is never "
        "founded",
    ),
    "a window behind the horizon": (
        {"alliance.start": 2.0, "alliance.window": 80.0},
        "alliances.alliance.window: founders try until quarter 81 of a run of 80: some attempts "
        "fall behind the end",
    ),
    "a subsidy behind the horizon": (
        {"policy.subsidy": 1.0, "policy.subsidy_from": 90.0},
        "policy.subsidy_from: the subsidy begins in quarter 90 of a run of 80: nobody gets it",
    ),
    "a price that nobody pays": (
        {"alliance.brokerage": 0.3},
        "alliances.alliance.brokerage: 0.3 is not below brokerage.choke_share = 0.3, at which "
        "nobody deals",
    ),
    "firms that are not worth a suit": (
        {"firms.export_median": 0.001},
        "litigation.holder_cost: a suit at 20 pays from 0.125 m exported units a quarter on, and "
        "in 100 of 100 runs no firm exports so much: holders then ask nobody",
    ),
    "firms of which few are worth a suit": (
        {"holders.court_royalty": 1.5, "assertion.redesign_cost": 1.5},
        "litigation.holder_cost: a suit at 20 pays from 1.67 m exported units a quarter on, and "
        "in 79 of 100 runs no firm exports so much: holders then ask nobody",
    ),
    "nobody exports": (
        {"firms.export_median": 0.0},
        "alliances.alliance.negotiates: no firm exports, and patent holders ask exporters only",
    ),
    "founders without cash": (
        {"firms.founders.sells": 0.0, "structure.capital": 1.0, "alliance.mediates": 1.0},
        "firms.founders.funds: 0 does not pay for capital 1 and effort 0.02: they cannot found "
        "alliance",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_where_nobody_can_gain(start: Scenario, case: str) -> None:
    values, said = CASES[case]
    assert advice(start.with_values(values)) == [said]


def test_holders_that_are_not_there(start: Scenario) -> None:
    assert advice(start.model_copy(update={"holders": []}))[0] == (
        "alliances.alliance.negotiates: there are no patent holders: it has nobody to act against"
    )


def test_a_standard_behind_the_horizon() -> None:
    late = load("cn_avs").with_values({"standard.start": 90.0})
    assert advice(late) == [
        "standard.start: users first adopt in quarter 90 of a run of 80: the pool of avs licenses "
        "nobody"
    ]


BESIDE = [
    {"assertion.redesign_cost": 15.0},  # and 5 that patents add: as much as an award
    {"alliance.minimum": 10.0},
    {"alliance.dues": 0.02},
    {"alliance.start": 80.0},
    {"alliance.start": 1.0, "alliance.window": 80.0},
    {"alliance.brokerage": 0.29},
    {"firms.export_median": 0.02},  # 15 firms in 16 are too small, 25 there are
    {"firms.export_median": 0.001, "assertion.campaign": 0.01},
    QUIET | {"alliance.warning": 1.0, "alliance.grant": 0.5, "alliance.grant_quarters": 9.0},
    {"structure.may_charge_dues": 0.0, "structure.host_share": 0.0, "alliance.projects": 1.0},
    *({"alliance.structure": structure} for structure in STRUCTURES),
]


@pytest.mark.parametrize("values", BESIDE)
def test_and_none_beside_it(start: Scenario, values: dict[str, float]) -> None:
    assert advice(start.with_values(values)) == []
