"""Stability of pools and coalitions: who stays without commitment, what commitment can hold
together, and shares that reproduce themselves.
"""

import math

from poolsim.economy.functions import bounded_ratio, log, logistic
from poolsim.theory.numerics import crossing


def is_internally_stable(licensors: float, pooled: float) -> float:
    """Whether no member of a pool of complements gains by leaving: 1.0 if (N - m + 3)^2 >= m (N - m
    + 2)^2.

    licensors N, pooled m: counts; members share equally, an outsider prices alone. RS-3; derived
    from RS-2. Limits: 1.0 for a pool of one, 0.0 for the full pool of three or more.
    """
    outside = licensors - pooled + 2.0
    return 1.0 if (outside + 1.0) * (outside + 1.0) >= pooled * outside * outside - 1e-9 else 0.0


def stable_side_benefit(potential: float, slope: float, licensors: float) -> float:
    """Side benefit per member that keeps the full pool together, s = A^2 / 9b - A^2 / (4 b N), at
    least 0.

    potential A: million units a quarter at no royalty; slope b: million units per RMB; licensors N:
    count; s: RMB million a quarter. RS-3; derived from RS-2. Limits: 0.0 for two licensors, A^2/9b
    for many.
    """
    if slope <= 0.0 or licensors < 1.0:
        return 0.0
    return max(0.0, potential * potential / slope * (1.0 / 9.0 - 0.25 / licensors))


def pool_incomes(
    margin: float, slope: float, producers: float, licensors: float
) -> tuple[float, float, float, float]:
    """Licence income and product profit in the full pool and outside, (A^2 x / 4N, pi, A^2 x / 9,
    pi') = y.

    x = n / (b (n + 1)), pi = b q^2, q = (A - R) / (b (n + 1)), R = A/2 in the full pool and 2A/3
    when one licensor leaves. margin A = alpha - c: RMB per unit; slope b: of inverse demand;
    producers n, licensors N: counts. RS-6; Layne-Farrar and Lerner 2011. Limit: without producers
    all are 0.0.
    """
    if slope <= 0.0 or producers < 1.0 or licensors < 1.0:
        return 0.0, 0.0, 0.0, 0.0
    volume = margin * producers / (slope * (producers + 1.0))
    inside = margin / (2.0 * (producers + 1.0))
    outside = margin / (3.0 * (producers + 1.0))
    return (
        0.25 * margin * volume / licensors,
        inside * inside / slope,
        margin * volume / 9.0,
        outside * outside / slope,
    )


def pool_gap(
    margin: float, slope: float, producers: float, licensors: float, integrated: float
) -> float:
    """Gain from staying in the full pool, G = (licence + product profit inside) - (the same
    outside).

    integrated: 1.0 if the licensor also produces, else 0.0 (product profit left out); the rest as
    in `pool_incomes`; G: RMB million a quarter. RS-6; Layne-Farrar and Lerner 2011. Limit:
    producing raises the gain, as the pool lowers the royalty.
    """
    licence, profit, licence_out, profit_out = pool_incomes(margin, slope, producers, licensors)
    return licence - licence_out + integrated * (profit - profit_out)


def critical_mass(benefit: float, dues: float, spillover: float) -> float:
    """Members from which joining pays, m = (f - sigma beta) / (beta (1 - sigma)), at least 0.

    benefit beta: per member, RMB million a quarter; dues f; spillover sigma: part of the benefit
    that outsiders get. CO-1; join if beta m - f >= sigma beta (m - 1). Limits: f / beta without
    spillover; at most 1e9, which also stands for "never" at sigma >= 1.
    """
    if dues <= spillover * benefit:
        return 0.0
    return bounded_ratio(dues - spillover * benefit, benefit * (1.0 - spillover))


def membership_equilibria(
    firms: float, benefit: float, dues: float, spillover: float, intensity: float
) -> tuple[float, float, float]:
    """Shares of joiners (low, middle, high) that reproduce themselves, p = 1 / (1 + e^(-lambda
    U(p))).

    U(p) = beta - f + beta (1 - sigma) (n - 1) p, the gain of CO-1 when each of the n - 1 others
    joins with chance p. firms n; intensity lambda: per RMB million; the rest as in `critical_mass`.
    CO-7; McKelvey and Palfrey 1995. Limits: one equilibrium, given three times, for a low
    intensity; 1/2 at lambda = 0.
    """
    level = intensity * (benefit - dues)
    return logit_equilibria(level, intensity * benefit * (1.0 - spillover) * (firms - 1.0))


def cartel_profit_ratio(firms: float, merging: float) -> float:
    """Profit of each of m merging Cournot firms over that before, x = (n + 1)^2 / (m (n - m +
    2)^2).

    firms n, merging m: counts. CO-2; Salant, Switzer and Reynolds 1983. Merging pays if x >= 1.
    Also the income of each of m pooled licensors over that without a pool (CO-9): RS-1 with n and
    with n - m + 1 decision makers. Limits: 1.0 for m = 1, (n + 1)^2 / 4n for all.
    """
    if merging <= 0.0 or merging > firms:
        return 0.0
    before, after = firms + 1.0, firms - merging + 2.0
    return before * before / (merging * after * after)


def commitment_threshold(licensors: float) -> float:
    """Size a committed pool must exceed, x = (2N + 3 - (4N + 5)^(1/2)) / 2.

    licensors N: count. CO-9; Bloch 1996 with the payoffs of RS-2: outsiders and a pool of x earn
    what they earn without a pool. Limit: nearly N for many licensors.
    """
    return 0.5 * (2.0 * licensors + 3.0 - math.sqrt(max(0.0, 4.0 * licensors + 5.0)))


def committed_pool(licensors: float) -> float:
    """Pool formed when licensors commit in turn, m = floor(x) + 1, x = `commitment_threshold`, at
    most N.

    licensors N: count. CO-9; Bloch 1996, sequential unanimity. A tie counts as not worth joining,
    hence 5 of 5 at x = 4. Limits: the full pool up to five licensors, nearly all of many.
    """
    threshold = min(1e9, commitment_threshold(licensors))
    return min(licensors, math.floor(threshold + 1e-9) + 1.0)


def logit_equilibria(level: float, slope: float) -> tuple[float, float, float]:
    """Shares (low, middle, high) that reproduce themselves, p = 1 / (1 + e^-(level + slope p)).

    level: utility with nobody else, slope: rise when all others take part, both over the scale of
    taste shocks. CO-7, NE-1; McKelvey and Palfrey 1995. Low and high are stable, middle separates
    them. Limits: one equilibrium, given three times, for slope <= 4; 1/2 at slope = level = 0.
    """

    def excess(share: float) -> float:
        return logistic(level + slope * share) - share

    def falling(start: float, end: float) -> float:
        return crossing(lambda share: excess(share) > 0.0, start, end)

    if slope <= 4.0:
        only = falling(0.0, 1.0)
        return only, only, only
    # The curve has slope 1 at p (1 - p) = 1 / slope; the turning points separate three roots.
    spread = math.sqrt(0.25 - 1.0 / slope)
    odds = log((0.5 + spread) / max(1e-300, 0.5 - spread))
    first = min(1.0, max(0.0, (-odds - level) / slope))
    last = min(1.0, max(0.0, (odds - level) / slope))
    low, high = falling(0.0, first), falling(last, 1.0)
    if excess(last) < 0.0:
        return low, low, low
    if excess(first) > 0.0:
        return high, high, high
    return low, crossing(lambda share: excess(share) < 0.0, first, last), high


def pool_discount(licensors: float) -> float:
    """Discount factor from which a pool of complements holds, delta = (N + 1)^2 / ((N + 1)^2 + 4
    N).

    licensors N: count; who deviates is answered by independent pricing (RS-1) for ever. DY-1;
    Friedman 1971, derived with RS-1. Limits: 1/2 for N = 1, 1.0 for many.
    """
    square = (licensors + 1.0) * (licensors + 1.0)
    return square / (square + 4.0 * licensors) if licensors > 0.0 else 0.5
