"""Research and patents: filing rate, patent stock and the skewed value of patents."""

import math

from poolsim.economy.functions import bounded_ratio, exp, log, normal_cdf, normal_quantile, power


def filing_variance(mean: float, dispersion: float) -> float:
    """Variance of the number of filings, var = m + m^2 / k.

    mean m: filings a quarter; dispersion k. IN-1; Hausman, Hall and Griliches 1984. Limits: the
    Poisson variance m for large k; at most 1e9, which also stands for the unbounded variance at k
    <= 0.
    """
    if mean <= 0.0:
        return 0.0
    return min(1e9, mean + bounded_ratio(mean * mean, dispersion))


def no_filing_chance(mean: float, dispersion: float) -> float:
    """Chance of a quarter without filings, negative binomial, P = (1 + m / k)^-k.

    mean m: filings a quarter; dispersion k. IN-1; Hausman, Hall and Griliches 1984. Limits: the
    Poisson e^-m for large k, 1.0 at k <= 0.
    """
    return power(1.0 + mean / dispersion, -dispersion) if dispersion > 0.0 else 1.0


def steady_stock(rate: float, obsolescence: float, life: float) -> float:
    """Patents in force when filings are constant, K = lambda (1 - (1 - h)^T) / h.

    rate lambda: patents a quarter; obsolescence h: share lost a quarter; life T: quarters. IN-3.
    Limits: lambda T without obsolescence (h below 1e-9), lambda / h for a long life.
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

    flow: additions a quarter; yearly_depreciation D: 0 to 1. IN-3. Limits: K = flow at D = 1; K is
    at most 1e9, which also stands for the stock that grows without end at D = 0 (0.0 without
    additions).
    """
    rate = 1.0 - power(1.0 - yearly_depreciation, 0.25)
    if flow <= 0.0:
        return rate, 0.0
    return rate, bounded_ratio(flow, rate)


def top_value_share(sigma: float, top: float) -> float:
    """Share of value in the best patents, values lognormal, s = 1 - Phi(z - sigma), Phi(z) = 1 - x.

    sigma: standard deviation of log value; top x: fraction of patents, 0 to 1. IN-2; Harhoff,
    Scherer and Vopel 2003. Limits: x at sigma = 0, 1.0 for large sigma.
    """
    return normal_cdf(sigma + normal_quantile(top))


def sigma_of_top_share(top: float, share: float) -> float:
    """Spread of log value that puts a share of value in the best patents, sigma = z(s) - z(x),
    Phi(z(u)) = u.

    top x: fraction of patents; share s: of value; both in (0, 1). IN-2; Pakes and Schankerman 1984.
    Limit: 0.0 at s = x.
    """
    return normal_quantile(share) - normal_quantile(top)


def mean_over_median(sigma: float) -> float:
    """Mean over median of lognormal value, e^(sigma^2 / 2) = m.

    sigma: standard deviation of log value. IN-2; Harhoff, Scherer and Vopel 2003. Limit: 1.0 at
    sigma = 0.
    """
    return exp(0.5 * sigma * sigma)


def pareto_top_share(tail: float, top: float) -> float:
    """Share of value in the best patents, values Pareto, s = x^(1 - 1/alpha).

    tail alpha: tail exponent; top x: fraction of patents, 0 to 1. IN-2. Limits: x for large alpha,
    1.0 at alpha <= 1, where the mean is infinite.
    """
    return power(top, 1.0 - 1.0 / tail) if tail > 1.0 else 1.0


def renewed_share(age: float, mean: float, sigma: float, decay: float, fee: float) -> float:
    """Share of patents still renewed at an age, s = 1 - Phi((ln f + d a - mu) / sigma).

    age a: quarters; the first quarter's return is lognormal with mean mu and standard deviation
    sigma of its log, and falls at rate decay d a quarter; fee f: a quarter, in the unit of the
    return. IN-4; Pakes and Schankerman 1984. Limits: 1.0 for a free renewal; without spread 1.0
    while the return covers the fee.
    """
    if fee <= 0.0:
        return 1.0
    margin = mean - log(fee) - decay * age
    if sigma <= 0.0:
        return 1.0 if margin >= 0.0 else 0.0
    return normal_cdf(margin / sigma)


def spillover_gain(own: float, total: float, spillover: float, capacity: float) -> float:
    """Knowledge gained from others, z = x / (x + kappa) theta (X - x); over x for the relative
    gain.

    own x, total X: own and all research, RMB million a quarter; spillover theta: part that can be
    learned; capacity kappa: own research at which half of it is absorbed. IN-5; Cohen and Levinthal
    1989. Limits: 0.0 without own research or without others, theta (X - x) at kappa = 0.
    """
    if own <= 0.0 or own + capacity <= 0.0:
        return 0.0
    return own / (own + capacity) * spillover * max(0.0, total - own)


def best_absorbing_size(total: float, capacity: float) -> float:
    """Own research with the largest gain from others, x = (kappa^2 + kappa X)^(1/2) - kappa.

    total X: all research, capacity kappa: RMB million a quarter. IN-5; the maximum of
    `spillover_gain`. Limits: 0.0 at kappa = 0, X/2 for large kappa.
    """
    if total <= 0.0 or capacity <= 0.0:
        return 0.0
    return capacity * total / (capacity + math.sqrt(capacity * capacity + capacity * total))


def joint_stock(
    limit: float, partner_limit: float, absorbed: float, partner_absorbed: float
) -> float:
    """Steady knowledge stock of a firm with a partner, K_1 = (M_1 + a_12 M_2) / (1 - a_12 a_21).

    limit M_1, partner_limit M_2: stocks alone; absorbed a_12, partner_absorbed a_21: what each
    takes from the other's stock, dK_1/dt = g K_1 (1 - K_1/M_1 + a_12 K_2/M_1). IN-6. Limits: M_1
    without absorption; at most 1e9, which also stands for growth without end at a_12 a_21 >= 1.
    """
    return bounded_ratio(limit + absorbed * partner_limit, 1.0 - absorbed * partner_absorbed)


def joint_growth_rates(
    growth: float, limit: float, partner_limit: float, absorbed: float, partner_absorbed: float
) -> tuple[float, float]:
    """Rates at which two stocks return to their steady values, l = (t +- (t^2 - 4 D)^(1/2)) / 2.

    t, D: trace and determinant of the linearised growth, with x = g K_1/M_1 and y = g K_2/M_2: t =
    -x - y, D = x y (1 - a_12 a_21). growth g: a quarter; the rest as in `joint_stock`. IN-6.
    Limits: -g twice without absorption; (0.0, 0.0) outside the stable range or without stocks.
    """
    damping = 1.0 - absorbed * partner_absorbed
    if damping <= 0.0 or limit <= 0.0 or partner_limit <= 0.0:
        return 0.0, 0.0
    stock = joint_stock(limit, partner_limit, absorbed, partner_absorbed)
    partner_stock = joint_stock(partner_limit, limit, partner_absorbed, absorbed)
    own = bounded_ratio(growth * stock, limit)
    partner = bounded_ratio(growth * partner_stock, partner_limit)
    half = 0.5 * (own - partner)
    spread = math.sqrt(max(0.0, half * half + own * partner * (1.0 - damping)))
    centre = -0.5 * (own + partner)
    return centre - spread, centre + spread


def race_effort(prize: float, cost: float, discount: float, firms: float) -> float:
    """Hazard of success each of N racing firms chooses, k (N - 1/2) h^2 + (k r - W (N - 1)) h - W r
    = 0.

    prize W: for the first, cost k of effort k h^2 / 2: RMB million; discount r, hazard h: a
    quarter; firms N: count. IN-7; Lee and Wilde 1980, Reinganum 1983. Limits: rivalry raises
    effort; 0.0 without prize or firms; at most 1e9, which also stands for free effort.
    """
    if prize <= 0.0 or firms < 1.0:
        return 0.0
    square = cost * (firms - 0.5)
    linear = cost * discount - prize * (firms - 1.0)
    root = math.sqrt(max(0.0, linear * linear + 4.0 * square * prize * discount))
    if linear >= 0.0:
        return bounded_ratio(2.0 * prize * discount, linear + root)
    return bounded_ratio(0.5 * (root - linear), square)


def research_effort(value: float, cost: float, grant_back: float) -> float:
    """Hazard of an invention whose value is shared in part, h = (1 - g) V / k.

    value V: of the invention, or of its claim to a pool share before and after formation; cost k of
    effort k h^2 / 2: RMB million; grant_back g: share given back to the partner. IN-8, IN-9;
    Dequiedt and Versaevel 2012. Limits: V/k without grant-back, 0.0 at g = 1; at most 1e9, which
    also stands for free effort.
    """
    gain = max(0.0, (1.0 - grant_back) * value)
    if gain <= 0.0:
        return 0.0
    return bounded_ratio(gain, cost)


def grant_back_gain(value: float, cost: float, grant_back: float) -> float:
    """What the partner expects from a grant-back, G = g V h = g (1 - g) V^2 / k.

    Symbols and units as in `research_effort`; G: RMB million a quarter. IN-9. Limits: 0.0 at g = 0
    and g = 1, the most at g = 1/2.
    """
    return min(1e9, grant_back * value * research_effort(value, cost, grant_back))
