"""Suits and settlements: settlement range, trial probability, credibility, and the hazard of assertion."""

import math

from poolsim.draws import exp, normal_cdf, power


def settlement_range(
    p_plaintiff: float,
    p_defendant: float,
    stake: float,
    plaintiff_cost: float,
    defendant_cost: float,
    english: float,
) -> tuple[float, float]:
    """Least the plaintiff takes and most the defendant pays: (p_p J - c_p, p_d J + c_d).

    Loser pays (english 1.0), C = c_p + c_d: (p_p J - (1 - p_p) C, p_d (J + C)). p_plaintiff p_p, p_defendant
    p_d: each side's belief that the plaintiff wins; stake J, costs c_p, c_d: RMB million. LI-1; Landes 1971,
    Posner 1973, Gould 1973. Limit: equal beliefs leave a range as wide as the joint cost.
    """
    if english > 0.5:
        cost = plaintiff_cost + defendant_cost
        return p_plaintiff * stake - (1.0 - p_plaintiff) * cost, p_defendant * (stake + cost)
    return p_plaintiff * stake - plaintiff_cost, p_defendant * stake + defendant_cost


def settlement_amount(low: float, high: float, bargaining: float) -> float:
    """Settlement, S = lambda high + (1 - lambda) low.

    low, high: ends of the settlement range, RMB million; bargaining lambda: plaintiff's share of the range.
    LI-1; Nash bargaining. Limits: the low end at 0, the high end at 1.
    """
    return bargaining * high + (1.0 - bargaining) * low


def settles(low: float, high: float) -> float:
    """Whether a settlement exists: 1.0 if low <= high, else 0.0.

    low, high: ends of the settlement range, RMB million. LI-1; Landes 1971. Limit: 1.0 for equal beliefs.
    """
    return 1.0 if low <= high else 0.0


def critical_gap(stake: float, plaintiff_cost: float, defendant_cost: float, english: float) -> float:
    """Largest difference of beliefs that still settles, p_p - p_d = C / J; C / (J + C) if the loser pays.

    stake J, costs with sum C: RMB million; english: 1.0 if the loser pays. LI-1; Landes 1971. Limits: 0.0
    without costs; 1.0 (no gap leads to trial) when nothing is at stake.
    """
    cost = plaintiff_cost + defendant_cost
    base = stake + cost if english > 0.5 else stake
    return cost / base if base > 0.0 else 1.0


def trial_probability(optimism: float, noise: float, cost_ratio: float) -> float:
    """Chance that beliefs are too far apart to settle, 1 - Phi((C/J - mu) / (sigma sqrt 2)).

    optimism mu: mean of p_p - p_d; noise sigma: standard deviation of each belief; cost_ratio C/J: joint cost
    over stake. LI-2; Landes 1971 with normal beliefs. Limits: 0.5 at mu = C/J; without noise 1.0 if
    mu > C/J, else 0.0.
    """
    if noise <= 0.0:
        return 1.0 if optimism > cost_ratio else 0.0
    return normal_cdf((optimism - cost_ratio) / (noise * math.sqrt(2.0)))


def mediated(value: float, contraction: float) -> float:
    """Optimism or noise of beliefs after mediation, x' = (1 - m) x.

    value x: optimism or noise; contraction m: 0 to 1. DY-3. Limits: unchanged at m = 0, 0.0 at m = 1.
    """
    return (1.0 - contraction) * value


def credible_suit(strength: float, court_royalty: float, volume: float, holder_cost: float) -> float:
    """Whether a suit pays for itself: 1.0 if theta r_J q >= c_P, else 0.0.

    strength theta: chance the patents hold; court_royalty r_J: RMB per unit; volume q: million units;
    holder_cost c_P: RMB million. LI-9. Limit: 1.0 when a suit is free.
    """
    return 1.0 if strength * court_royalty * volume >= holder_cost else 0.0


def smallest_target(holder_cost: float, strength: float, court_royalty: float) -> float:
    """Smallest volume worth a suit, q = c_P / (theta r_J).

    holder_cost c_P: RMB million; strength theta: chance the patents hold; court_royalty r_J: RMB per unit;
    q: million units. LI-9. Limits: 0.0 when a suit is free, at most 1e9, which also stands for "none" when
    there is nothing to win.
    """
    award = strength * court_royalty
    return min(1e9, holder_cost / award) if award > 0.0 else 1e9


def smallest_joint_response(defence_cost: float, market_value: float, strength: float) -> float:
    """Fewest respondents for whom a joint defence pays, m = C / (V (1 - theta)).

    defence_cost C: RMB million; market_value V: of the market to each respondent, RMB million; strength
    theta: chance the patents hold. LI-9. Limits: C/V against void patents, at most 1e9, which also stands
    for "none" against certain ones.
    """
    saved = market_value * (1.0 - strength)
    return min(1e9, defence_cost / saved) if saved > 0.0 else 1e9


def assertion_hazard(base: float, relative_exports: float, elasticity: float, deterrence: float) -> float:
    """Rate of assertions against a firm, lambda = lambda_0 x^eta (1 - D).

    base lambda_0: assertions a quarter at average exports; relative_exports x: exports over the average;
    elasticity eta; deterrence D: 0 to 1. EX-1. Limits: lambda_0 for an average firm that deters nobody, 0.0
    without exports (eta > 0) or with full deterrence.
    """
    return base * power(relative_exports, elasticity) * (1.0 - deterrence)


def at_least_once(hazard: float, quarters: float) -> float:
    """Chance of one event or more in a span of time, P = 1 - e^(-lambda H).

    hazard lambda: events a quarter; quarters H. EX-1; Poisson. Limits: 0.0 at no hazard, 1.0 in the long run.
    """
    return 1.0 - exp(-hazard * quarters)
