"""Disputes between firms: assertion and counter-assertion of portfolios, and mediation among
members.
"""

from poolsim.economy.functions import power
from poolsim.economy.rules.litigation import mediated, trial_probability


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
