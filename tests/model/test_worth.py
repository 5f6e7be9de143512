"""What membership is worth: royalties to be expected, the market's reaction, and what members learn
of it.
"""

import numpy as np
import pytest
from strategies import WILLING

from poolsim.economy.actions.talks_worth import gain_between, royalty_saved
from poolsim.economy.rules.worth import incidence
from poolsim.model import PoolModel

TALKS = {"negotiation.posted": 0.0, "alliance.negotiates": 1.0}


def after(preset, quarters, agents=None, replicate=0, **values):
    named = {key.replace("__", "."): value for key, value in values.items()}
    options = {} if agents is None else {"agents": agents}
    model = PoolModel(preset, replicate, values=named, **options)
    for _ in range(quarters):
        model.step()
    return model


def saved(model, firm):
    alliance = model.world.alliances[int(firm.prospect)]
    return royalty_saved(model.world, firm, alliance, model.cell.terms)


@pytest.mark.parametrize("quarters", [0, 6])
def test_who_can_neither_be_sued_nor_named_saves_no_royalty(quarters):
    model = after("cn_led", quarters, assertion__campaign=0.0)
    terms, holders = model.cell.terms, model.world.holders
    safe, exposed = 0, 0
    for firm in model.world.firms:
        if any(holder.could_sue(firm, terms) > 0.0 for holder in holders):
            exposed += saved(model, firm) != 0.0
        elif all(model.world.book.claim[int(firm.index), h] == 0.0 for h in range(len(holders))):
            safe += 1
            assert saved(model, firm) == 0.0
    assert safe > 20
    assert exposed > 0


def test_a_campaign_threatens_those_whom_nobody_would_sue():
    quiet, loud = (
        after("cn_led", 0, assertion__campaign=chance).world.firms for chance in (0.0, 0.0125)
    )
    safe = [k for k, firm in enumerate(quiet) if firm.export_base > 0.0 and firm.alone == 0.0]
    assert len(safe) > 10
    assert sum(loud[k].alone > 0.0 for k in safe) > len(safe) / 2


def test_members_defend_themselves_together_before_a_commission():
    """A case costs each of them its part, and who cannot pay for its own gives in alone."""
    firms = after("cn_led", 0, assertion__campaign=0.0125).world.firms
    invited = [firm for firm in firms if firm.invited > 0.0 and firm.export_base > 0.0]
    assert sum(firm.alone - firm.inside for firm in invited) > 0.0


@pytest.mark.parametrize(("everyone", "known"), [(1.0, True), (0.0, True), (0.0, False)])
def test_what_a_small_change_of_royalties_is_worth(everyone, known):
    """Everyone's is mostly passed on, one's own is not, and moves sales as well (WM-3)."""
    model = after("cn_tv", 0, switches__reaction=float(known))
    world, firm, small = model.world, model.world.firms[0], 1e-4
    gain = gain_between(world, firm, small, everyone * small, 0.0, 0.0, model.cell.terms)
    sector = world.sector
    kept = incidence(sector.brands, sector.export_conduct, everyone) if known else 1.0
    assert gain == pytest.approx(kept * small * firm.export_base, rel=1e-3)


def test_contract_work_is_the_most_that_a_royalty_can_cost():
    model = after("cn_tv", 0, market__contract_margin=0.02)
    world, terms = model.world, model.cell.terms
    for firm in world.firms:
        lost = gain_between(world, firm, 1e4, 0.0, 0.0, 0.0, terms)
        own_brand = firm.export_base * (world.sector.export_price - firm.export_cost)
        assert lost == pytest.approx(own_brand - firm.contract_profit * firm.export_base)
        assert gain_between(world, firm, 1e4, 0.0, 9e3, 0.0, terms) == 0.0


def test_contract_work_owes_no_royalty():
    model = after("cn_tv", 20, market__contract_margin=0.09, holders__court_royalty=60.0)
    working = [firm for firm in model.world.firms if firm.contract_work > 0.0]
    assert working
    for firm in working:
        assert abs(saved(model, firm)) <= firm.alone * firm.export_base
        demands = (holder.could_sue(firm, model.cell.terms) for holder in model.world.holders)
        assert set(demands) == {0.0}


def credits_of(belief, replicate):
    """Credits of those who founded and are members still, after 48 quarters of membership."""
    model = after(
        "cn_led",
        49,
        agents=WILLING,
        replicate=replicate,
        learning__first_belief=belief,
        alliance__endowment=500.0,
        switches__membership=0.0,
    )
    members = (firm for firm in model.world.firms if firm.alliance > 0.0 and firm.hoped > 0.0)
    return {firm.id: firm.credit for firm in members}


def test_first_beliefs_do_not_matter_after_a_dozen_years_of_membership():
    gaps = []
    for replicate in range(2):
        high, low = (credits_of(belief, replicate) for belief in (1.0, 0.0))
        assert high.keys() == low.keys() != set()
        gaps += [high[member] - low[member] for member in high]
    assert abs(np.mean(gaps)) < 0.1


def test_credit_never_exceeds_what_has_come_true():
    model = after("cn_led", 0)
    seen = 0
    for _ in range(48):
        model.step()
        for firm in model.world.firms:
            if firm.alliance > 0.0 and 0.0 < firm.hoped:
                seen += 1
                assert 0.0 <= firm.credit <= 1.5
                assert firm.credit <= 1.0 or firm.realised > firm.hoped
    assert seen > 100


def test_without_learning_from_payoffs_members_credit_all_that_is_promised():
    model = after("cn_led", 1, switches__realised=0.0, learning__rate=1.0)
    members = [firm for firm in model.world.firms if firm.alliance > 0.0]
    assert members
    assert [firm.belief for firm in members] == pytest.approx([f.benefit for f in members])
