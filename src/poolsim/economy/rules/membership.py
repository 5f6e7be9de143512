"""Founding, joining and leaving: worth, stake and taste, the value of waiting, the
threshold game among founders, and entry-exit hysteresis.
"""

import math

from poolsim.economy.functions import bounded_ratio, exp, log, power

SMALLEST_STAKE = 1e-9  # RMB million, where nothing is at stake


def founding_worth(benefit: float, served: float, cost: float) -> tuple[float, float]:
    """Worth of founding membership and what is at stake in it, V = b A_S - C and |b| A_S + C, at
    least 1e-9.

    benefit b at full service: RMB million a quarter; A_S: discounted quarters of full service; C:
    all that it costs, discounted, RMB million. FD-1. Limits: CO-5 for A_S = 1 / (1 - d) and C = f /
    (1 - d) + K; -C for A_S = 0.
    """
    gain = benefit * served
    return gain - cost, max(abs(gain) + cost, SMALLEST_STAKE)


def taste(lasting: float, passing: float, fickleness: float) -> float:
    """What a firm's taste adds to intensity times worth over stake, ln(u / (1 - u)) + chi ln(v / (1
    - v)).

    lasting u, passing v: uniform numbers, u of firm and alliance, v also of the quarter; fickleness
    chi. FD-2; a firm agrees where the sum is positive. Limit: logit choice in worth over stake
    (CO-6) for chi = 0.
    """
    changing = 0.0
    if fickleness > 0.0:
        changing = fickleness * (log(passing) - log(1.0 - passing))
    return log(lasting) - log(1.0 - lasting) + changing


def at_least(probability: float, members: float, needed: float) -> float:
    """Chance that k or more of m agree independently, P = sum over j >= k of C(m, j) p^j (1 - p)^(m
    - j).

    probability p; members m (up to 1000) and needed k: whole counts. CO-5, GO-1; binomial. Limits:
    1.0 for k <= 0, 0.0 for k > m, p^m for k = m.
    """
    if needed <= 0.0:
        return 1.0
    if needed > members or probability <= 0.0:
        return 0.0
    if probability > 0.5:
        return _at_most(1.0 - probability, members, members - needed)
    return 1.0 - _at_most(probability, members, needed - 1.0)


def _at_most(probability: float, members: float, most: float) -> float:
    # Called with a probability up to 1/2 only, so that the first term does not underflow.
    odds = probability / (1.0 - probability)
    term = power(1.0 - probability, members)
    total = term
    for count in range(math.ceil(most)):
        term = term * odds * (members - count) / (count + 1.0)
        total += term
    return min(1.0, total)


def entry_exit_thresholds(
    drift: float,
    volatility: float,
    discount: float,
    flow_cost: float,
    entry_cost: float,
    exit_cost: float,
) -> tuple[float, float]:
    """Benefit flows (P_H, P_L) at which an outsider enters and a member leaves, under uncertainty.

    The flow P is a geometric Brownian motion. Value matching and smooth pasting, A P^b1 - B P^b2 =
    P/(rho - mu) - c with c = w/rho + k at P_H and w/rho - l at P_L and equal slopes there, are
    linear in A and B; eliminating them leaves one equation in log(P_H/P_L), solved by bisection.
    drift mu, volatility sigma, discount rho: per year (rho > mu); flow_cost w: per year; entry_cost
    k >= 0, exit_cost l with k + l >= 0: in the unit of w. CO-4; Dixit 1989. Limits: both w + rho k
    if nothing is sunk (k + l = 0); Marshall's w + rho k and w - rho l for sigma below 0.01; P_L =
    0.0 (never leave) if l >= w/rho; (1e9, 0.0) if rho - mu is below 1e-6 or rho <= 0.
    """
    if discount <= 0.0 or discount - drift < 1e-6:
        return 1e9, 0.0
    if volatility < 0.01:
        return flow_cost + discount * entry_cost, max(0.0, flow_cost - discount * exit_cost)
    b1, b2 = characteristic_roots(drift, volatility, discount)
    entering = flow_cost / discount + entry_cost
    leaving = flow_cost / discount - exit_cost
    net = discount - drift
    if entering - leaving <= 1e-12 * entering:
        return discount * entering, discount * entering
    if leaving <= 0.0:
        return net * entering * b1 / (b1 - 1.0), 0.0
    band = _log_band(b1, b2, entering, leaving)
    high = net * _value_at_entry(b1, b2, entering, leaving, band)
    return high, high * exp(-band)


def characteristic_roots(drift: float, volatility: float, discount: float) -> tuple[float, float]:
    """Roots b1 > 1 and b2 < 0 of sigma^2 b (b - 1) / 2 + mu b - rho = 0.

    drift mu, volatility sigma > 0, discount rho > mu: per year. CO-3, CO-4; Dixit 1989. Limit: b1
    -> 1 as rho -> mu; volatility below 0.01 is taken as 0.01.
    """
    variance = max(volatility, 0.01) * max(volatility, 0.01)
    centre = 0.5 - drift / variance
    spread = math.sqrt(centre * centre + 2.0 * max(0.0, discount) / variance)
    return centre + spread, centre - spread


def _value_at_entry(b1: float, b2: float, entering: float, leaving: float, band: float) -> float:
    # P_H / (rho - mu) from the elimination of B.
    falling = leaving * exp(b2 * band)
    return b1 * (entering - falling) / ((b1 - 1.0) * (1.0 - exp((b2 - 1.0) * band)))


def _mismatch(b1: float, b2: float, entering: float, leaving: float, band: float) -> float:
    # P_H / (rho - mu) from the elimination of A, less that of B: negative below the true band.
    decay = exp((1.0 - b1) * band)
    other = b2 * (entering * decay - leaving * exp(band)) / ((1.0 - b2) * (1.0 - decay))
    return other - _value_at_entry(b1, b2, entering, leaving, band)


def _log_band(b1: float, b2: float, entering: float, leaving: float) -> float:
    above = 1.0
    while above < 600.0 and _mismatch(b1, b2, entering, leaving, above) < 0.0:
        above = 2.0 * above
    below = 1e-6
    for _ in range(60):
        middle = 0.5 * (below + above)
        too_low = _mismatch(b1, b2, entering, leaving, middle) < 0.0
        below, above = (middle, above) if too_low else (below, middle)
    return above


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


def hurdle(drift: float, volatility: float, discount: float) -> tuple[float, float]:
    """Root beta_1 and the multiple of cost at which to invest, V*/K = beta_1 / (beta_1 - 1).

    drift alpha, volatility sigma (from 0.01), discount rho: per year; beta_1 > 1 as in
    `characteristic_roots`. CO-3; McDonald and Siegel 1986, Dixit and Pindyck 1994. Limits: rho /
    (rho - alpha) for low volatility and alpha > 0, 1 for alpha = 0; at most 1e9, which also stands
    for "never" at rho <= alpha.
    """
    root, _ = characteristic_roots(drift, volatility, discount)
    return root, bounded_ratio(root, root - 1.0) if discount > drift else 1e9
