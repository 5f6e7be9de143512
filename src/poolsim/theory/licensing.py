"""Licensing revenue and its division: compliance, certification, Shapley values, filing contests
and fixed splits.
"""

import math
from itertools import combinations

from poolsim.economy.arrays import Vector
from poolsim.economy.draws import uniform
from poolsim.economy.functions import bounded_ratio, power


def revenue_maximising_royalty(audit: float, penalty: float, norm: float) -> float:
    """Royalty with the highest income per unit sold, r = M / (2 (1 - a (1 + phi))).

    Symbols and units as in `compliance_ceiling`. LR-2. Limits: M/2 without audits; at most 1e9,
    which also stands for "no maximum" when audits alone enforce the licence.
    """
    return bounded_ratio(0.5 * norm, 1.0 - audit * (1.0 + penalty))


def compliance_after(start: float, ceiling: float, effort: float, quarters: float) -> float:
    """Compliance after t quarters of enforcement, rho_t = ceiling - (ceiling - rho_0) (1 - e)^t.

    start rho_0, ceiling: shares of units; effort e: share of the gap closed in a quarter; quarters
    t. LR-1. Limits: rho_0 at t = 0, the ceiling in the long run (e > 0).
    """
    return ceiling - (ceiling - start) * power(1.0 - effort, quarters)


def accepted_share(sensitivity: float, false_positive: float, prior: float) -> float:
    """Share of submitted patents certified as essential, A = s pi + f (1 - pi).

    sensitivity s, false_positive f: chance that an essential (a non-essential) patent is certified;
    prior pi: share that is essential. AT-1; Bayes. Limit: pi for a perfect evaluator.
    """
    return sensitivity * prior + false_positive * (1.0 - prior)


def certified_precision(sensitivity: float, false_positive: float, prior: float) -> float:
    """Share of certified patents that are essential, PPV = s pi / (s pi + f (1 - pi)).

    Symbols as in `accepted_share`. AT-1; Bayes. Limits: 1.0 without false positives, pi for an
    evaluator no better than chance, 0.0 if nothing is certified.
    """
    accepted = accepted_share(sensitivity, false_positive, prior)
    return sensitivity * prior / accepted if accepted > 0.0 else 0.0


def essential_shares(substitutes: float) -> tuple[float, float]:
    """Shapley shares with one essential firm and k substitutes, e = k / (k + 1), s = 1 / (k (k +
    1)).

    substitutes k: count, any one of which completes the product. SH-2; Shapley 1953. Limits: one
    half each for k = 1 (perfect complements, SH-1), all to the essential firm for large k, (0.0,
    0.0) for k < 1.
    """
    if substitutes < 1.0:
        return 0.0, 0.0
    essential = substitutes / (substitutes + 1.0)
    return essential, essential / (substitutes * substitutes)


def shapley_share(values: Vector, member: float, members: float, elasticity: float) -> float:
    """Shapley value of a portfolio worth (sum v)^gamma, phi = E[(before + v_i)^gamma -
    before^gamma].

    values v: of each of the first n = members entries (at most 12), RMB million; member i: index;
    elasticity gamma: 0 to 1. The mean over all orders is a sum over the 2^(n - 1) coalitions that
    may come before i. SH-4; Shapley 1953. Limits: v_i at gamma = 1, 1/n of the whole for equal
    members.
    """
    count = min(int(members), 12)
    others = [values[j] for j in range(count) if j != int(member)]
    return sum(
        _marginal(sum(before), values[int(member)], elasticity)
        / (count * math.comb(count - 1, size))
        for size in range(count)
        for before in combinations(others, size)
    )


def shapley_sample(
    stream: int,
    values: Vector,
    member: float,
    members: float,
    elasticity: float,
    samples: float,
) -> float:
    """Estimate of `shapley_share` from M random orders, phi = sum of marginal values / M.

    stream: key of the decision whose draws order the members: j comes before i if its uniform
    number in sample k is the smaller; samples M; the rest as in `shapley_share`, for any number of
    members. SH-4; standard error sd / M^(1/2). The shares of all members add up to the whole,
    sample by sample. Limit: 0.0 for M < 1.
    """
    total = 0.0
    for k in range(int(samples)):
        places = [uniform(stream, j, k) for j in range(int(members))]
        before = sum(values[j] for j, place in enumerate(places) if place < places[int(member)])
        total += _marginal(before, values[int(member)], elasticity)
    return total / samples if samples >= 1.0 else 0.0


def _marginal(before: float, own: float, elasticity: float) -> float:
    return power(before + own, elasticity) - power(before, elasticity)


def contest_filings(income: float, members: float, cost: float) -> float:
    """Patents each member files for its share by count, n = R (m - 1) / (m^2 c).

    income R: shared, RMB million; members m: count; cost c: of a filing, RMB million. SH-6; Tullock
    1980. All spend (m - 1)/m of the income. Limits: 0.0 for one member, at most 1e9, which also
    stands for free filings.
    """
    if members <= 1.0 or income <= 0.0:
        return 0.0
    return bounded_ratio(income * (members - 1.0), members * members * cost)


def priority_split(
    units: float, fee: float, fund_share: float, priority_royalty: float, partners: float
) -> tuple[float, float, float]:
    """Split of fees with a fund and a royalty first: (F, P, e) = (x f U, r U, (f U - F - P) / n).

    units U; fee f, priority_royalty r: per unit; fund_share x: of fees to the legal fund; partners
    n: count, sharing the rest equally. SH-7; the sewing machine combination of 1856. The fund is
    served first, then the royalty as far as the fees reach. Limits: an equal split at x = r = 0.
    """
    gross = units * fee
    fund = min(max(0.0, gross), fund_share * gross)
    first = max(0.0, min(gross - fund, units * priority_royalty))
    return fund, first, ((gross - fund - first) / partners if partners > 0.0 else 0.0)


def best_pool_royalty(spare: float, temptation: float, most: float) -> float:
    """Royalty with the highest income r (C - r) (1 - k r), at most what licensees pay: the root of
    C - 2 r - 2 k C r + 3 k r^2 = 0.

    spare C: choke royalty less what other licensors take, RMB per unit; temptation k: share of
    units lost per RMB of royalty; most: RMB per unit. CV-1. Limit: C/2 at k = 0.
    """
    if temptation <= 0.0:
        return min(spare / 2.0, most)
    slope = 2.0 + 2.0 * temptation * spare
    root = math.sqrt(slope * slope - 12.0 * temptation * spare)
    return min((slope - root) / (6.0 * temptation), most)
