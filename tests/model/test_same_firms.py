"""Outcomes of firms compare the same firms under every design, whoever is a member."""

import numpy as np
from strategies import WILLING

from poolsim.economy.observe import SERIES_INDEX
from poolsim.model import PoolModel

# An alliance that does nothing that a royalty or a suit could feel.
IDLE = (
    "negotiation",
    "mediation",
    "licensing",
    "training",
    "warning",
    "shadow",
    "fighting_fund",
    "counter_assertion",
    "covenant",
    "non_assertion",
    "membership",
    "cost_sharing",
    "attrition",
)


def played(start: float) -> PoolModel:
    values = {f"switches.{name}": 0.0 for name in IDLE}
    model = PoolModel(
        "cn_tv",
        values={**values, "quarters": 16, "alliance.minimum": 1.0, "alliance.start": start},
        agents=WILLING,
    )
    model.run()
    return model


def test_designs_without_effect_leave_the_same_firms_as_they_are():
    """Founded early or late: members differ, what the firms invited pay and fight does not."""
    early, late = played(1.0), played(8.0)
    for name in ("royalty_invited", "royalty_others", "invited_suits"):
        first, second = (np.asarray(model.series)[:, SERIES_INDEX[name]] for model in (early, late))
        assert (first == second).all(), name
    assert early.outcomes()["royalty_invited"] == late.outcomes()["royalty_invited"] > 0.0
    assert early.outcomes()["invited_suits"] == late.outcomes()["invited_suits"] > 0.0
    of_members = [
        np.asarray(model.series)[:, SERIES_INDEX["member_suits"]] for model in (early, late)
    ]
    assert of_members[0].sum() > of_members[1].sum()
