"""Averages and roots of functions, for formulas that have no closed form."""

from collections.abc import Callable

from poolsim.economy.functions import exp

NODES = ((0.3399810435848563, 0.6521451548625461), (0.8611363115940526, 0.3478548451374538))


def average(function: Callable[[float], float], low: float, high: float, panels: int) -> float:
    """Mean of a function over a range, by Gauss and Legendre's rule of four points on each panel.

    low, high: the range; panels: equal parts of it. Error of the order of a panel's width to the
    eighth power. Limit: the function's value where low and high meet.
    """
    half = 0.5 * (high - low) / panels
    total = 0.0
    for panel in range(panels):
        middle = low + (2.0 * panel + 1.0) * half
        for node, weight in NODES:
            total += weight * (function(middle - node * half) + function(middle + node * half))
    return total / (2.0 * panels)


def crossing(is_before: Callable[[float], bool], low: float, high: float) -> float:
    """Where a condition that holds at the start of a range ceases to hold, by 60 halvings.

    Limit: the end of the range where it holds all over.
    """
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if is_before(middle) else (low, middle)
    return high


def normal_density(x: float) -> float:
    """Standard normal density, e^(-x^2 / 2) / (2 pi)^(1/2)."""
    return 0.3989422804014327 * exp(-0.5 * x * x)
