"""Research and patents: filing rate, patent stock and the skewed value of patents."""

from poolsim.draws import exp, normal_cdf, normal_quantile, power


def filing_rate(productivity: float, spending: float, elasticity: float) -> float:
    """Patents a firm is expected to file in a quarter, lambda = a RD^beta / 4.

    productivity a: patents a year at unit spending; spending RD: RMB million; elasticity beta. IN-1; Hausman,
    Hall and Griliches 1984. Limits: 0.0 without spending (beta > 0), a/4 at beta = 0.
    """
    return 0.25 * productivity * power(spending, elasticity)


def filing_variance(mean: float, dispersion: float) -> float:
    """Variance of the number of filings, var = m + m^2 / k.

    mean m: filings a quarter; dispersion k. IN-1; Hausman, Hall and Griliches 1984. Limits: the Poisson
    variance m for large k; at most 1e9, which also stands for the unbounded variance at k <= 0.
    """
    if mean <= 0.0:
        return 0.0
    return min(1e9, mean + mean * mean / dispersion) if dispersion > 0.0 else 1e9


def steady_stock(rate: float, obsolescence: float, life: float) -> float:
    """Patents in force when filings are constant, K = lambda (1 - (1 - h)^T) / h.

    rate lambda: patents a quarter; obsolescence h: share lost a quarter; life T: quarters. IN-3. Limits:
    lambda T without obsolescence (h below 1e-9), lambda / h for a long life.
    """
    if obsolescence < 1e-9:
        return rate * life
    return rate * (1.0 - power(1.0 - obsolescence, life)) / obsolescence


def surviving_share(obsolescence: float, age: float) -> float:
    """Share of patents not yet obsolete at an age, (1 - h)^a = s.

    obsolescence h: share lost a quarter; age a: quarters. IN-3. Limits: 1.0 at age 0 or h = 0.
    """
    return power(1.0 - obsolescence, age)


def perpetual_inventory(flow: float, yearly_depreciation: float) -> tuple[float, float]:
    """Quarterly depreciation and the stock it sustains: d = 1 - (1 - D)^(1/4), K = flow / d.

    flow: additions a quarter; yearly_depreciation D: 0 to 1. IN-3. Limits: K = flow at D = 1; K is at most
    1e9, which also stands for the stock that grows without end at D = 0 (0.0 without additions).
    """
    rate = 1.0 - power(1.0 - yearly_depreciation, 0.25)
    if flow <= 0.0:
        return rate, 0.0
    return rate, (min(1e9, flow / rate) if rate > 0.0 else 1e9)


def top_value_share(sigma: float, top: float) -> float:
    """Share of value in the best patents, values lognormal, s = 1 - Phi(z - sigma), Phi(z) = 1 - x.

    sigma: standard deviation of log value; top x: fraction of patents, 0 to 1. IN-2; Harhoff, Scherer and
    Vopel 2003. Limits: x at sigma = 0, 1.0 for large sigma.
    """
    return normal_cdf(sigma + normal_quantile(top))


def sigma_of_top_share(top: float, share: float) -> float:
    """Spread of log value that puts a share of value in the best patents, sigma = z(s) - z(x), Phi(z(u)) = u.

    top x: fraction of patents; share s: of value; both in (0, 1). IN-2; Pakes and Schankerman 1984. Limit:
    0.0 at s = x.
    """
    return normal_quantile(share) - normal_quantile(top)


def mean_over_median(sigma: float) -> float:
    """Mean over median of lognormal value, e^(sigma^2 / 2) = m.

    sigma: standard deviation of log value. IN-2; Harhoff, Scherer and Vopel 2003. Limit: 1.0 at sigma = 0.
    """
    return exp(0.5 * sigma * sigma)


def pareto_top_share(tail: float, top: float) -> float:
    """Share of value in the best patents, values Pareto, s = x^(1 - 1/alpha).

    tail alpha: tail exponent; top x: fraction of patents, 0 to 1. IN-2. Limits: x for large alpha, 1.0 at
    alpha <= 1, where the mean is infinite.
    """
    return power(top, 1.0 - 1.0 / tail) if tail > 1.0 else 1.0
