"""What founders foresee of an alliance's money (FD-1), and what a subsidy is worth (GV-1)."""

from dataclasses import replace

import numpy as np
import pytest
from founding import PATIENCE, SHARP, TRIALS, close, founded, founders, worth

from poolsim.economy.draws import replicate_key
from poolsim.economy.ledger import GOVERNMENT
from poolsim.economy.phases.membership import agreement, prospect
from poolsim.model import PoolModel
from poolsim.parameters.alliance import Design, Structure
from poolsim.parameters.population import FirmGroup, HolderGroup
from poolsim.parameters.terms import GROUPS
from poolsim.scenario.scenario import Cell, load

PRESETS = ("cn_tv", "cn_medical", "cn_avs", "cn_robot", "cn_led", "mpeg2")


def test_a_subsidy_founds_as_often_as_theory_says():
    """Candidates worth a normal amount, of mean -1 and deviation 2: a treasury that buys service
    worth what it costs, less RMB 10 m of effort. A subsidy of 1.5 founds 1.94 times as many (GV-1).
    False alarm: .00003 for each share; taste of intensity 100 moves them by .003.
    """
    luck = np.random.default_rng(1)
    found = []
    for subsidy, share in ((0.0, 0.308538), (1.5, 0.598706)):
        terms = {**SHARP, "founding_effort": 10.0}
        model = founders(
            ["threshold", "subsidy", "foresight_money"],
            terms,
            {"fixed_cost": 20.0, "member_cost": 0.0},
            count=1,
            policy={"subsidy": subsidy},
        )
        world, alliance, firm = model.world, model.world.alliances[1], model.world.firms[0]
        firm.belief, firm.common, firm.cash = 20.0, 0.0, 100.0
        founded_ones = 0.0
        for trial in range(TRIALS):
            alliance.endowment = max(luck.normal(-1.0, 2.0) + 10.0, 0.0)
            prospect(world, alliance, model.cell.terms, 1)
            key = replicate_key(1, trial)
            founded_ones += agreement(world, model.cell.terms, key, alliance, 1)
        found.append(founded_ones / TRIALS)
        assert close(found[-1], share), found
    assert found[1] / found[0] == pytest.approx(1.94, abs=0.3)


def test_a_subsidy_weighs_by_the_service_that_it_buys():
    """RMB 2 m at a cost of .5 are four quarters; where income covers the cost it buys nothing."""

    def gain(income):
        structure = {"fixed_cost": 0.5, "member_cost": 0.0}
        values = [
            worth(
                founders(
                    ["subsidy", "foresight_money", "fund"],
                    SHARP,
                    structure,
                    policy={"subsidy": subsidy},
                    design={"fund": income, "fund_quarters": 400.0},
                )
            )[0]
            for subsidy in (0.0, 2.0)
        ]
        return values[1] - values[0]

    four = (1.0 - (1.0 - PATIENCE) ** 4) / PATIENCE
    assert gain(0.0) == pytest.approx((PATIENCE - 1e-6) * four)
    assert gain(0.6) == pytest.approx(0.0, abs=1e-12)


def test_who_would_leave_rather_than_pay_a_levy_counts_the_time_before():
    """Members of unlike benefit: a levy of .05 that half of them vote, once RMB 1 m is spent."""
    model = founders(
        ["foresight_money", "levy", "governance"],
        {**SHARP, "first_willing": 1.0},
        {"fixed_cost": 0.5, "member_cost": 0.0, "founding_share": 1.0},
        design={"endowment": 1.0},
    )
    world, terms, alliance = model.world, model.cell.terms, model.world.alliances[1]
    for firm in world.firms:
        firm.belief = 0.2 if firm.index < 6.0 else 0.02
    prospect(world, alliance, terms, 1)
    two = 1.0 + (1.0 - PATIENCE)
    assert (alliance.served, alliance.lasting) == pytest.approx((two, two))
    assert alliance.levied_served == pytest.approx(1.0 / PATIENCE - two)
    assert alliance.levies == pytest.approx(0.05 * (1.0 / PATIENCE - two))
    gains = [firm.weigh_founding(alliance, terms)[0] for firm in world.firms]
    rich = (0.2 - 1e-6) / PATIENCE - alliance.levies
    assert gains == pytest.approx([rich] * 6 + [(0.02 - 1e-6) * two] * 4)


def test_nobody_raises_a_levy_that_too_few_gain_from():
    model = founders(
        ["foresight_money", "levy", "governance"],
        {**SHARP, "first_willing": 1.0},
        {"fixed_cost": 0.5, "member_cost": 0.0, "founding_share": 1.0},
    )
    for firm in model.world.firms:
        firm.belief = 0.2 if firm.index < 5.0 else 0.02
    assert worth(model)[0] == 0.0
    assert model.world.alliances[1].levies == 0.0


def test_a_host_bears_what_it_lends_and_no_other_founder_does():
    structure = {"fixed_cost": 0.02, "member_cost": 0.0, "host_share": 0.5, "legal_person": 0.0}
    model = founders(["host", "foresight_money"], SHARP, structure)
    world, terms, alliance = model.world, model.cell.terms, model.world.alliances[1]
    world.firms[3].belief = 2.0 * PATIENCE
    prospect(world, alliance, terms, 1)
    gains = [firm.weigh_founding(alliance, terms)[0] for firm in world.firms]
    assert alliance.served == pytest.approx(0.5 / PATIENCE)
    other = 0.5 - 1e-6 / PATIENCE
    expected = [other] * 10
    expected[3] = 2.0 * 0.5 - (0.01 + 1e-6) / PATIENCE
    assert gains == pytest.approx(expected)


def test_the_government_pays_and_only_while_the_programme_runs():
    def subsidised(**policy):
        model = founders(
            ["subsidy", "threshold", "foresight_money"],
            {**SHARP, "founding_effort": 0.001},
            {"legal_person": 1.0, "fixed_cost": 1.0, "member_cost": 0.0},
            policy={"subsidy": 1.5, **policy},
        )
        for firm in model.world.firms:
            firm.common = 0.0
        founded(model)
        alliance = model.world.alliances[1]
        return (
            alliance.formed,
            alliance.cash,
            alliance.grant_income,
            model.world.outside[GOVERNMENT].cash,
        )

    assert subsidised() == (1.0, 1.5, 1.5, -1.5)
    assert subsidised(subsidy_from=2.0) == (0.0, 0.0, 0.0, 0.0)
    assert subsidised(subsidy_from=1.0, subsidy_until=1.0) == (1.0, 1.5, 1.5, -1.5)


# In tenths of the currency


@pytest.mark.parametrize("preset", PRESETS)
def test_ten_times_the_money_is_the_same_choice(preset):
    """Every amount of money x 10, and filings that cost ten times as much: worth over stake of
    every founder is the same to 1e-9.
    """
    ratios = [ratios_of(PoolModel(cell, seed=3)) for cell in (load(preset).lower(), dear(preset))]
    assert ratios[0] == pytest.approx(ratios[1], rel=1e-9, abs=1e-9)
    assert len(set(ratios[0])) > 1 or preset == "mpeg2"


def ratios_of(model: PoolModel) -> list[float]:
    world, terms, alliance = model.world, model.cell.terms, model.world.alliances[1]
    prospect(world, alliance, terms, 1)
    weighed = [firm.weigh_founding(alliance, terms) for firm in world.firms if firm.invited > 0.0]
    return [value / stake for value, stake in weighed]


def dear(preset: str) -> Cell:
    """The preset in tenths of its currency."""
    cell = load(preset).lower()
    dearer = {
        group: getattr(cell.terms, group)._replace(
            **{name: 10.0 * getattr(getattr(cell.terms, group), name) for name in money(table)}
        )
        for group, table in GROUPS.items()
        if group in cell.terms._fields
    }
    research = dearer["research"]
    slower = research.productivity * 10.0**-research.elasticity
    dearer["research"] = research._replace(productivity=slower)
    amounts = {
        name for table in (Design, Structure, FirmGroup, HolderGroup) for name in money(table)
    }
    people = {
        kind: [
            {name: 10.0 * x if name in amounts else x for name, x in row.items()}
            for row in getattr(cell, kind)
        ]
        for kind in ("firms", "holders", "alliances")
    }
    return replace(cell, terms=cell.terms._replace(**dearer), **people)


def money(table) -> list[str]:
    """Numbers of a declared table that are amounts of money."""
    fields = table.model_fields.items()
    return [name for name, field in fields if field.json_schema_extra["unit"].startswith("RMB")]
