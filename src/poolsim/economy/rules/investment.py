"""Investing under uncertainty: the value of waiting, and the race to be first."""

from poolsim.economy.rules.membership import characteristic_roots


def hurdle(drift: float, volatility: float, discount: float) -> tuple[float, float]:
    """Root beta_1 and the multiple of cost at which to invest, V*/K = beta_1 / (beta_1 - 1).

    drift alpha, volatility sigma (from 0.01), discount rho: per year; beta_1 > 1 as in
    `characteristic_roots`. CO-3; McDonald and Siegel 1986, Dixit and Pindyck 1994. Limits: rho /
    (rho - alpha) for low volatility and alpha > 0, 1 for alpha = 0; at most 1e9, which also stands
    for "never" at rho <= alpha.
    """
    root, _ = characteristic_roots(drift, volatility, discount)
    if discount <= drift or root <= 1.0:
        return root, 1e9
    return root, min(1e9, root / (root - 1.0))
