"""Admission to an alliance: how large it grows when entry is open."""

from poolsim.economy.rules.admission import member_payoff


def open_size(benefit: float, congestion: float, fixed_cost: float, candidates: float) -> float:
    """Size under open membership, m = the largest with `member_payoff` >= 0.

    candidates: firms that could join, at most 1000; symbols and units as in `member_payoff`. CO-8;
    Yi 1997. Limits: all candidates without congestion and cost, 0.0 if no size pays.
    """
    largest = 0.0
    size = 1.0
    while size <= min(candidates, 1000.0):
        if member_payoff(size, benefit, congestion, fixed_cost) >= 0.0:
            largest = size
        size = size + 1.0
    return largest
