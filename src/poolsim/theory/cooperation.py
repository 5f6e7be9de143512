"""Cooperation over time: how patient members must be to keep an agreement without a court."""


def pool_discount(licensors: float) -> float:
    """Discount factor from which a pool of complements holds, delta = (N + 1)^2 / ((N + 1)^2 + 4
    N).

    licensors N: count; who deviates is answered by independent pricing (RS-1) for ever. DY-1;
    Friedman 1971, derived with RS-1. Limits: 1/2 for N = 1, 1.0 for many.
    """
    square = (licensors + 1.0) * (licensors + 1.0)
    return square / (square + 4.0 * licensors) if licensors > 0.0 else 0.5
