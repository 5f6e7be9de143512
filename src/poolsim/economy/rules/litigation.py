"""Suits and settlements: beliefs, settlement range, trial probability, credibility, exposure."""

import math

from poolsim.economy.functions import exp, normal_cdf, normal_quantile, power


def believed_chance(truth: float, lean: float, noise: float, luck: float) -> float:
    """A party's estimate of the plaintiff's chance: min(1, max(0, p + lean + noise * z)), z =
    Phi^-1(luck).

    truth p, 1; lean, half of the mean gap between the parties, its own way; noise, standard
    deviation; luck, uniform in (0, 1). Without noise and lean it is the truth. Source: LI-2; Priest
    and Klein 1984.
    """
    return min(max(truth + lean + noise * normal_quantile(luck), 0.0), 1.0)


def settlement_range(
    p_plaintiff: float,
    p_defendant: float,
    stake: float,
    plaintiff_cost: float,
    defendant_cost: float,
) -> tuple[float, float]:
    """Least the plaintiff takes and most the defendant pays, low = p_p J - c_p, high = p_d J + c_d.

    Each bears its own cost. p_plaintiff p_p, p_defendant p_d: each side's belief that the plaintiff
    wins; stake J, costs c_p, c_d: RMB million. LI-1; Landes 1971, Posner 1973, Gould 1973. Limit:
    equal beliefs leave a range as wide as the joint cost.
    """
    return p_plaintiff * stake - plaintiff_cost, p_defendant * stake + defendant_cost


def settlement_amount(low: float, high: float, bargaining: float) -> float:
    """Settlement, S = lambda high + (1 - lambda) low.

    low, high: ends of the settlement range, RMB million; bargaining lambda: plaintiff's share of
    the range. LI-1; Nash bargaining. Limits: the low end at 0, the high end at 1.
    """
    return bargaining * high + (1.0 - bargaining) * low


def settles(low: float, high: float) -> float:
    """Whether a settlement exists: 1.0 if low <= high, else 0.0.

    low, high: ends of the settlement range, RMB million. LI-1; Landes 1971. Limit: 1.0 for equal
    beliefs.
    """
    return 1.0 if low <= high else 0.0


def trial_probability(optimism: float, noise: float, cost_ratio: float) -> float:
    """Chance that beliefs are too far apart to settle, 1 - Phi((C/J - mu) / (sigma sqrt 2)).

    optimism mu: mean of p_p - p_d; noise sigma: standard deviation of each belief; cost_ratio C/J:
    joint cost over stake. LI-2; Landes 1971 with normal beliefs. Limits: 0.5 at mu = C/J; without
    noise 1.0 if mu > C/J, else 0.0.
    """
    if noise <= 0.0:
        return 1.0 if optimism > cost_ratio else 0.0
    return normal_cdf((optimism - cost_ratio) / (noise * math.sqrt(2.0)))


def mediated(value: float, contraction: float) -> float:
    """Optimism or noise of beliefs after mediation, x' = (1 - m) x.

    value x: optimism or noise; contraction m: 0 to 1. DY-3. Limits: unchanged at m = 0, 0.0 at m =
    1.
    """
    return (1.0 - contraction) * value


def credible_suit(
    strength: float, court_royalty: float, volume: float, holder_cost: float
) -> float:
    """Whether a suit pays for itself: 1.0 if theta r_J q >= c_P, else 0.0.

    strength theta: chance the patents hold; court_royalty r_J: RMB per unit; volume q: million
    units; holder_cost c_P: RMB million. LI-9. Limit: 1.0 when a suit is free.
    """
    return 1.0 if strength * court_royalty * volume >= holder_cost else 0.0


def exposure_weight(relative_exports: float, elasticity: float) -> float:
    """Rate of assertions relative to an average firm that deters nobody, w = x^eta.

    relative_exports x: exports over the average; elasticity eta. EX-1. Limits: 1.0 for an average
    firm, 0.0 without exports (eta > 0).
    """
    return power(relative_exports, elasticity)


def at_least_once(hazard: float, quarters: float) -> float:
    """Chance of one event or more in a span of time, P = 1 - e^(-lambda H).

    hazard lambda: events a quarter; quarters H. EX-1; Poisson. Limits: 0.0 at no hazard, 1.0 in the
    long run.
    """
    return 1.0 - exp(-hazard * quarters)


def concession_probability(prize: float, cost: float) -> float:
    """Chance that each side of a war of attrition gives in this round, k = c / (V + c).

    prize V: for the survivor, cost c: of fighting a round, each, RMB million. LI-6; Maynard Smith
    1974. Limits: 0.0 if fighting is free, 1.0 without prize.
    """
    if prize <= 0.0:
        return 1.0
    return max(0.0, cost / (prize + cost)) if prize + cost > 0.0 else 1.0
