"""Founding an alliance: the threshold game among founders."""

import math

from poolsim.economy.functions import power
from poolsim.economy.rules.membership import at_least


def pivotal_probability(willing: float, others: float, needed: float) -> float:
    """Chance that one founder decides the outcome, P = C(n - 1, k - 1) p^(k - 1) (1 - p)^(n - k).

    willing p: chance that another founder contributes; others n - 1 (up to 1000), needed k: whole
    counts. TP-1; Palfrey and Rosenthal 1984. Limits: (1 - p)^(n - 1) for k = 1, p^(n - 1) under
    unanimity (k = n), 0.0 for k < 1 or k > n.
    """
    total = min(max(0.0, math.floor(min(others, 1000.0)) + 0.0), 1000.0)
    if needed < 1.0 or needed > total + 1.0:
        return 0.0
    chosen = math.floor(needed) - 1.0
    chance = min(1.0, max(0.0, willing))
    term = power(1.0 - chance, total - chosen)
    for i in range(int(chosen)):
        term = term * chance * (total - i) / (i + 1.0)
    return term


def founding_odds(willing: float, others: float, needed: float) -> tuple[float, float]:
    """Chance that a founding hangs on one founder, v = P(X = k - 1) / P(X >= k - 1), and failures
    per founding, w = P(X < k - 1) / P(X >= k - 1), if it agrees.

    X: those who agree among the n - 1 others, each with chance p; others n - 1 (up to 1000), needed
    k: whole counts. TP-1; Palfrey and Rosenthal 1984. Limits: v = 1.0 under unanimity, w = 0.0 for
    k = 1; (1.0, 1e9) where the others never suffice.
    """
    enough = at_least(willing, min(others, 1000.0), needed - 1.0)
    if enough <= 1e-9:
        return 1.0, 1e9
    return min(1.0, pivotal_probability(willing, others, needed) / enough), (1.0 - enough) / enough
