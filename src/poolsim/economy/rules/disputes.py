"""Suits and disputes: beliefs and settlements, when a suit or an assertion pays, mediation,
restraint among members, and what a warning is worth.
"""

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
    gain: float,
    loss: float,
    plaintiff_cost: float,
    defendant_cost: float,
) -> tuple[float, float]:
    """Least the plaintiff takes and most the defendant pays, low = p_p G - c_p, high = p_d L + c_d.

    Each bears its own cost. p_plaintiff p_p, p_defendant p_d: each side's belief that the plaintiff
    wins; gain G of the plaintiff, loss L of the defendant if it does, costs c_p, c_d: RMB million.
    LI-1, XS-2; Landes 1971, Posner 1973, Gould 1973. Limit: equal beliefs and stakes leave a range
    as wide as the joint cost.
    """
    return p_plaintiff * gain - plaintiff_cost, p_defendant * loss + defendant_cost


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


def reading_probability(per_patent: float, patents: float) -> float:
    """Chance that one patent or more of a portfolio reads on a rival's products, P = 1 - (1 - p)^n.

    per_patent p: chance for one patent; patents n: count. LI-7. Limits: 0.0 without patents, 1.0
    for many.
    """
    return 1.0 - power(1.0 - per_patent, patents)


def assertion_gain(
    reads: float,
    counter_reads: float,
    damages_share: float,
    own_sales: float,
    rival_sales: float,
    cost: float,
) -> float:
    """Net gain from asserting against a rival that can answer, G = P_ij d S_j - P_ji d S_i - C.

    reads P_ij, counter_reads P_ji: chance that the own (the rival's) portfolio reads on the other's
    products; damages_share d: of sales; own_sales S_i, rival_sales S_j, cost C: RMB million. LI-8.
    Limit: a firm without sales has nothing to fear, G = P_ij d S_j - C.
    """
    return reads * damages_share * rival_sales - counter_reads * damages_share * own_sales - cost


def mediated_trial_probability(
    optimism: float, noise: float, cost_ratio: float, contraction: float
) -> float:
    """Chance of trial after mediation, 1 - Phi((C/J - (1 - m) mu) / ((1 - m) sigma sqrt 2)).

    optimism mu, noise sigma: mean of p_p - p_d and standard deviation of each belief; cost_ratio
    C/J; contraction m: 0 to 1. DY-3. Limits: LI-2 at m = 0; 0.0 at m = 1 when a trial costs
    anything.
    """
    return trial_probability(
        mediated(optimism, contraction), mediated(noise, contraction), cost_ratio
    )


def expected_dispute_cost(
    rate: float, trial_probability: float, cost: float, settlement_cost: float, fee: float
) -> float:
    """Expected cost of disputes to a pair of firms, E = lambda (P C + (1 - P) s + f).

    rate lambda: disputes a quarter; trial_probability P; cost C of a trial, settlement_cost s and
    mediation fee f (0.0 without mediation) of a dispute: RMB million. DY-4. Limits: lambda (s + f)
    if all disputes settle, lambda (C + f) if none does.
    """
    return rate * (trial_probability * cost + (1.0 - trial_probability) * settlement_cost + fee)


def cooperation_discount(
    reward: float, temptation: float, punishment: float, fine: float, expulsion: float
) -> float:
    """Discount factor from which not asserting pays, delta = (T - z - R) / (T - z - P + s), within
    0 to 1.

    reward R for mutual restraint, temptation T of attacking alone, punishment P of mutual attack,
    fine z on the attack, expulsion s: loss a quarter once expelled; RMB million a quarter. DY-2;
    Friedman 1971. Limits: 0.0 if attacking does not pay at all, 1.0 if punishment is no loss.
    """
    gain = temptation - fine - reward
    if gain <= 0.0:
        return 0.0
    base = temptation - fine - punishment + expulsion
    return min(1.0, gain / base) if base > 0.0 else 1.0


def cost_no_info(prior: float, loss: float, design_around: float) -> float:
    """Expected cost of a threat without warning, C = min(pi L, d).

    prior pi: chance that the threat is real; loss L if it is and nothing is done, design_around d:
    RMB million. GO-2; Raiffa and Schlaifer 1961. Limits: d for a certain large threat, 0.0 for
    none.
    """
    return min(prior * loss, design_around)


def cost_info(
    prior: float, loss: float, design_around: float, sensitivity: float, specificity: float
) -> float:
    """Expected cost with warning, C = min(pi s L, P d) + min(pi (1 - s) L, (1 - P) d).

    P = pi s + (1 - pi) (1 - e): chance of a warning; sensitivity s, specificity e: chance of a
    right message about a real (a false) threat; the rest as in `cost_no_info`. GO-2. Limits: pi
    min(L, d) with perfect information, the cost without information at s = 1 - e.
    """
    warned = prior * sensitivity + (1.0 - prior) * (1.0 - specificity)
    alarm = min(prior * sensitivity * loss, warned * design_around)
    return alarm + min(prior * (1.0 - sensitivity) * loss, (1.0 - warned) * design_around)


def value_of_information(
    prior: float, loss: float, design_around: float, sensitivity: float, specificity: float
) -> float:
    """What a warning saves before its price, V = `cost_no_info` - `cost_info`.

    Symbols and units as in `cost_info`; V: RMB million a threat. GO-2; Raiffa and Schlaifer 1961.
    Limits: 0.0 for a message that says nothing or never changes the choice.
    """
    informed = cost_info(prior, loss, design_around, sensitivity, specificity)
    return cost_no_info(prior, loss, design_around) - informed
