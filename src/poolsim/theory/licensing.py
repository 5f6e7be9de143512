"""Licensing revenue: compliance, income and its split, and the check for essentiality."""

from poolsim.economy.functions import power


def revenue_maximising_royalty(audit: float, penalty: float, norm: float) -> float:
    """Royalty with the highest income per unit sold, r = M / (2 (1 - a (1 + phi))).

    Symbols and units as in `compliance_ceiling`. LR-2. Limits: M/2 without audits; at most 1e9,
    which also stands for "no maximum" when audits alone enforce the licence.
    """
    temptation = 1.0 - audit * (1.0 + penalty)
    return min(1e9, 0.5 * norm / temptation) if temptation > 0.0 else 1e9


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
