"""Founding, joining, leaving and voting: the value of a stake and of waiting, the threshold game
among founders, and entry-exit hysteresis.
"""

import math

from poolsim.economy.functions import bounded_ratio, exp, logistic, power


def join_probability(gain: float, intensity: float) -> float:
    """Chance that a firm joins or stays, 1 / (1 + e^(-lambda U)) = P.

    gain U: net gain from membership, RMB million a quarter; intensity lambda: per RMB million.
    CO-6; logit choice. Limits: 0.5 at no gain or lambda = 0, certainty for large lambda.
    """
    return logistic(intensity * gain)


def founding_value(benefit: float, dues: float, discount: float, capital: float) -> float:
    """Net present value of founding membership, V = (b - f) / (1 - delta) - K.

    benefit b, dues f: RMB million a quarter; discount delta: factor a quarter; capital K: RMB
    million. CO-5. Limits: b - f - K at delta = 0; 1e9 or -1e9 by the sign of b - f at delta >= 1.
    """
    if discount >= 1.0:
        return 1e9 if benefit > dues else -1e9
    return (benefit - dues) / (1.0 - discount) - capital


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


def votes_needed(members: float, threshold: float) -> float:
    """Votes that carry a proposal, k = ceil(t m); more than half, k = floor(m / 2) + 1, for t =
    1/2.

    members m: count; threshold t: share of votes, taken as 1/2 below 1/2. GO-1. Limits: m for
    unanimity (t = 1), 1 for a single decider. The slack of 1e-9 keeps a rounded 2/3 of 9 at 6.
    """
    if threshold <= 0.5:
        return math.floor(0.5 * members) + 1.0
    return math.ceil(threshold * members - 1e-9) + 0.0


def pass_probability(approval: float, members: float, threshold: float) -> float:
    """Chance that a proposal passes, P = P(at least k of m approve), k = votes_needed.

    approval p: chance that a member approves; members m: count; threshold t: share of votes (1
    unanimity, 1/2 majority). GO-1; binomial. Limits: p^m for unanimity, p for one decider (a lead
    firm), 0.0 for no members.
    """
    if members < 1.0:
        return 0.0
    return at_least(approval, members, votes_needed(members, threshold))


def hurdle(drift: float, volatility: float, discount: float) -> tuple[float, float]:
    """Root beta_1 and the multiple of cost at which to invest, V*/K = beta_1 / (beta_1 - 1).

    drift alpha, volatility sigma (from 0.01), discount rho: per year; beta_1 > 1 as in
    `characteristic_roots`. CO-3; McDonald and Siegel 1986, Dixit and Pindyck 1994. Limits: rho /
    (rho - alpha) for low volatility and alpha > 0, 1 for alpha = 0; at most 1e9, which also stands
    for "never" at rho <= alpha.
    """
    root, _ = characteristic_roots(drift, volatility, discount)
    return root, bounded_ratio(root, root - 1.0) if discount > drift else 1e9
