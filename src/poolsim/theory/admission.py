"""Admission to an alliance: how large members want it, how large it grows when entry is open."""


def member_payoff(size: float, benefit: float, congestion: float, fixed_cost: float) -> float:
    """Payoff of each of m members, U = beta m - kappa m^2 - F / m.

    size m: count; benefit beta, congestion kappa, fixed_cost F: RMB million a quarter. CO-8; Yi
    1997. Limits: beta m without congestion and cost; -1e9 without members if there is a cost to
    carry.
    """
    if size <= 0.0:
        return -1e9 if fixed_cost > 0.0 else 0.0
    return max(-1e9, benefit * size - congestion * size * size - fixed_cost / size)


def exclusive_size(
    benefit: float, congestion: float, fixed_cost: float, candidates: float
) -> float:
    """Size that members choose, m = argmax of `member_payoff`, the smaller one in a tie.

    candidates: firms that could join, at most 1000; symbols and units as in `member_payoff`. CO-8;
    Yi 1997, Bloch 1996. Limits: all candidates without congestion, 0.0 without candidates.
    """
    best = 0.0
    value = -1e9
    size = 1.0
    while size <= min(candidates, 1000.0):
        payoff = member_payoff(size, benefit, congestion, fixed_cost)
        if payoff > value + 1e-9:
            best = size
            value = payoff
        size += 1.0
    return best


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
        size += 1.0
    return largest
