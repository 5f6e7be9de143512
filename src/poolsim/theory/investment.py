"""Investing under uncertainty: the value of waiting, and the race to be first."""

from poolsim.economy.functions import power
from poolsim.economy.rules.investment import hurdle


def preemption_thresholds(
    drift: float, volatility: float, discount: float, cost: float, alone: float, shared: float
) -> tuple[float, float, float, float]:
    """Demand at which firms invest, Y = m (rho - alpha) K / D, as (Marshall, leader, single,
    follower).

    Marshall: m = 1, D_1; single: `hurdle` multiple, D_1; follower: the same with D_2; leader: the
    first Y at which leading and following are worth the same. drift, volatility, discount: per
    year; cost K: RMB million; alone D_1, shared D_2: profit a year per unit of demand, alone and
    with a rival. CO-10; Dixit and Pindyck 1994, chapter 9. Limits: the leader waits as long as a
    single firm at D_2 >= D_1, not at all beyond Marshall at D_2 = 0; at most 1e9, which also stands
    for "never".
    """
    root, multiple = hurdle(drift, volatility, discount)
    flow = max(0.0, discount - drift) * cost
    if alone <= 0.0 or multiple >= 1e9:
        return 1e9, 1e9, 1e9, 1e9
    marshall = min(1e9, flow / alone)
    lead = _lead_multiple(root, multiple, shared / alone)
    follower = min(1e9, multiple * flow / shared) if shared > 0.0 else 1e9
    return marshall, min(1e9, lead * marshall), min(1e9, multiple * marshall), follower


def _lead_multiple(root: float, multiple: float, ratio: float) -> float:
    # y = Y over Marshall's: leading gains y - 1 - (y D2 / (m D1))^beta (m D1/D2 - 1).
    if ratio >= 1.0:
        return multiple
    if ratio <= 1e-9:
        return 1.0
    below, above = 1.0, multiple
    for _ in range(60):
        middle = 0.5 * (below + above)
        if middle - 1.0 < power(middle * ratio / multiple, root) * (multiple / ratio - 1.0):
            below = middle
        else:
            above = middle
    return above
