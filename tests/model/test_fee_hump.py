"""What a sale earns has one best price: in every preset, over the range of its lever, from 60 runs
that share their luck.
"""

import numpy as np
import pytest

from poolsim.economy.observe import SERIES_INDEX
from poolsim.scenario.scenario import load
from poolsim.scenario.toml import shipped
from poolsim.simulation import stream

pytest.importorskip("numba")

SALES = {  # prices below, at and above the best one for a fixed service, and far beyond it
    "database_fee": ("database_income", (0.0005, 0.0015, 0.004, 0.012, 0.1)),
    "paid_services": ("service_income", (0.01, 0.03, 0.1, 0.3, 2.0)),
    "brokerage": ("brokerage_income", (0.01, 0.04, 0.15, 0.25, 0.3)),
    "custody": ("custody_income", (0.01, 0.04, 0.2, 0.45, 0.5)),
}


# Few alliances of cn_tv would have all ten firms as founders; few of cn_robot would be founded, and
# fewer last.
LASTING = {
    "cn_tv": {"structure.founding_share": 0.5},
    "cn_robot": {
        "membership.founding_effort": 0.02,
        "switches.membership": 0.0,
        "structure.host_share": 0.0,
        "alliance.endowment": 20.0,
    },
}


@pytest.mark.parametrize("lever", SALES)
@pytest.mark.parametrize("preset", sorted(shipped("configs")))
def test_income_rises_with_the_price_to_one_best_and_falls_to_nothing(preset, lever):
    """Mean income of the sale over 40 quarters; each step is beyond 4.5 SE."""
    name, prices = SALES[lever]
    earned = []
    for price in prices:
        scenario = load(preset).with_values(
            {"quarters": 40, **LASTING.get(preset, {}), f"alliance.{lever}": price}
        )
        blocks = list(stream(scenario.lower(), scenario.seed, 60, curves=True))
        series = np.concatenate([block.series for block in blocks])
        earned.append(series[:, :, SERIES_INDEX[name]].sum(axis=1))
    for step, (before, after) in enumerate(zip(earned, earned[1:], strict=False)):
        gap = after - before if step < 2 else before - after
        assert gap.mean() > 4.5 * gap.std(ddof=1) / np.sqrt(len(gap)), (prices[step], gap.mean())
    assert earned[-1].mean() < 1e-4 * earned[2].mean()
