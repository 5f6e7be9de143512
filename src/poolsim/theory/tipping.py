"""Tipping: shares that reproduce themselves when logit choice rises with the share of others."""

import math

from poolsim.economy.functions import log, logistic


def logit_equilibria(level: float, slope: float) -> tuple[float, float, float]:
    """Shares (low, middle, high) that reproduce themselves, p = 1 / (1 + e^-(level + slope p)).

    level: utility with nobody else, slope: rise when all others take part, both over the scale of
    taste shocks. CO-7, NE-1; McKelvey and Palfrey 1995. Low and high are stable, middle separates
    them. Limits: one equilibrium, given three times, for slope <= 4; 1/2 at slope = level = 0.
    """
    if slope <= 4.0:
        only = _crossing(level, slope, 0.0, 1.0)
        return only, only, only
    # The curve has slope 1 at p (1 - p) = 1 / slope; the turning points separate three roots.
    spread = math.sqrt(0.25 - 1.0 / slope)
    odds = log((0.5 + spread) / max(1e-300, 0.5 - spread))
    first = min(1.0, max(0.0, (-odds - level) / slope))
    last = min(1.0, max(0.0, (odds - level) / slope))
    has_low = _excess(level, slope, first) <= 0.0
    has_high = _excess(level, slope, last) >= 0.0
    if not has_high:
        low = _crossing(level, slope, 0.0, first)
        return low, low, low
    high = _crossing(level, slope, last, 1.0)
    if not has_low:
        return high, high, high
    return _crossing(level, slope, 0.0, first), _rising_crossing(level, slope, first, last), high


def _excess(level: float, slope: float, share: float) -> float:
    return logistic(level + slope * share) - share


def _crossing(level: float, slope: float, start: float, end: float) -> float:
    below, above = start, end
    for _ in range(60):
        middle = 0.5 * (below + above)
        if _excess(level, slope, middle) > 0.0:
            below = middle
        else:
            above = middle
    return 0.5 * (below + above)


def _rising_crossing(level: float, slope: float, start: float, end: float) -> float:
    below, above = start, end
    for _ in range(60):
        middle = 0.5 * (below + above)
        if _excess(level, slope, middle) < 0.0:
            below = middle
        else:
            above = middle
    return 0.5 * (below + above)
