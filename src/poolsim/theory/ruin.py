"""Ruin of the secretariat: how likely its reserve is used up, under four kinds of risk."""

import math

from poolsim.economy.functions import exp, normal_cdf, power


def adjustment_coefficient(drift: float, rate: float, mean_loss: float) -> float:
    """Rate at which ruin falls with the reserve, R = 1/mu - lambda/c.

    drift c: net income, RMB million a quarter; rate lambda: losses a quarter; mean_loss mu: RMB
    million, exponential. FN-1; Cramer 1930, Lundberg 1903. Limits: 0.0 if losses use up the income
    (lambda mu >= c); at most 1e9, which also stands for no losses.
    """
    if drift <= rate * mean_loss:
        return 0.0
    return max(0.0, min(1e9, 1.0 / mean_loss - rate / drift)) if mean_loss > 0.0 else 1e9


def ruin_probability(reserve: float, drift: float, rate: float, mean_loss: float) -> float:
    """Chance that losses ever use up the reserve, psi(u) = (lambda mu / c) e^(-R u).

    reserve u: RMB million; the rest as in `adjustment_coefficient`. FN-1; Cramer 1930. Limits:
    lambda mu / c without reserve, 1.0 if losses use up the income.
    """
    if drift <= rate * mean_loss:
        return 1.0
    return (
        rate
        * mean_loss
        / drift
        * exp(-adjustment_coefficient(drift, rate, mean_loss) * max(0.0, reserve))
    )


def step_ruin(gain: float, reserve: float) -> float:
    """Chance of ever losing k units, one won or lost at a time, psi = ((1 - p) / p)^k.

    gain p: chance of winning a unit; reserve k: units. FN-2; gambler's ruin. Limits: 1.0 at p <=
    1/2 or without reserve, 0.0 at p = 1.
    """
    if gain <= 0.5 or reserve <= 0.0:
        return 1.0
    return power((1.0 - gain) / gain, reserve)


def step_ruin_before(gain: float, reserve: float, target: float) -> float:
    """Chance of losing k units before holding N, psi = (r^k - r^N) / (1 - r^N), r = (1 - p) / p.

    gain p: chance of winning a unit; reserve k, target N: units. FN-2; gambler's ruin. Limits: 1 -
    k/N at p = 1/2, `step_ruin` for large N; 1.0 without reserve, 0.0 if the target is held.
    """
    if reserve <= 0.0:
        return 1.0
    if reserve >= target:
        return 0.0
    odds = 1.0 - min(1.0, max(0.0, gain))
    if abs(odds - 0.5) < 1e-9:
        return 1.0 - reserve / target
    if odds < 0.5:
        ratio = odds / (1.0 - odds)
        return (power(ratio, reserve) - power(ratio, target)) / (1.0 - power(ratio, target))
    ratio = (1.0 - odds) / odds
    return (1.0 - power(ratio, target - reserve)) / (1.0 - power(ratio, target))


def brownian_ruin(reserve: float, drift: float, volatility: float) -> float:
    """Chance that a Brownian cash flow ever uses up the reserve, psi = e^(-2 mu u / sigma^2).

    reserve u, drift mu (a quarter): RMB million; volatility sigma: RMB million, of a quarter. FN-3.
    Limits: 1.0 for mu <= 0 or without reserve, 0.0 without risk.
    """
    if reserve <= 0.0 or drift <= 0.0:
        return 1.0
    variance = volatility * volatility
    return exp(-2.0 * drift * reserve / variance) if variance > 0.0 else 0.0


def brownian_ruin_by(reserve: float, drift: float, volatility: float, quarters: float) -> float:
    """Chance of ruin by T, psi = Phi(-(u + mu T)/s) + e^(-2 mu u/sigma^2) Phi(-(u - mu T)/s).

    s = sigma T^(1/2); quarters T; watched at every moment; the rest as in `brownian_ruin`. FN-3;
    reflection. Limits: 0.0 at T = 0 with a reserve, `brownian_ruin` for large T; without risk 1.0
    if u + mu T < 0, else 0.0.
    """
    if reserve <= 0.0:
        return 1.0
    spread = volatility * math.sqrt(max(0.0, quarters))
    if spread <= 0.0 or volatility * volatility <= 0.0:
        return 1.0 if reserve + drift * quarters < 0.0 else 0.0
    direct = normal_cdf(-(reserve + drift * quarters) / spread)
    reflected = normal_cdf(-(reserve - drift * quarters) / spread)
    if reflected > 0.0:
        reflected = reflected * exp(-2.0 * drift * reserve / (volatility * volatility))
    return min(1.0, direct + reflected)


def quarterly_ruin_by(reserve: float, drift: float, volatility: float, quarters: float) -> float:
    """Chance of ruin by T, the treasury read at quarter ends, psi = `brownian_ruin_by`(u + 0.5826
    sigma).

    Symbols and units as in `brownian_ruin_by`. FN-3; Siegmund 1979, within 0.005 for reserves above
    sigma. Limit: `brownian_ruin_by` for a large reserve.
    """
    return brownian_ruin_by(reserve + 0.5826 * volatility, drift, volatility, quarters)


def grant_survival(lapse: float, horizon: float, reserve: float) -> float:
    """Chance of outliving a horizon on a grant that is not renewed, S = (1 - h)^(H - L).

    lapse h: chance a quarter that the grant ends; horizon H, reserve L: quarters. FN-4. Limits: 1.0
    for H <= L or h = 0.
    """
    return power(1.0 - lapse, horizon - reserve) if horizon > reserve else 1.0


def grant_life_once(lapse: float, reserve: float) -> float:
    """Expected life on a grant that is not renewed, E = 1/h + L.

    lapse h: chance a quarter that the grant ends; reserve L: quarters; E in quarters. FN-4. Limits:
    L + 1 at h = 1; at most 1e9, which also stands for a grant that never ends.
    """
    return min(1e9, 1.0 / lapse + reserve) if lapse > 0.0 else 1e9


def renewed_grant_survival(
    lapse: float, return_rate: float, reserve: float, horizon: float
) -> float:
    """Chance of outliving a horizon on a renewable grant, S = P(at most L quarters in a row
    without it).

    lapse h, return_rate g: chance a quarter that the grant lapses (returns); reserve L: quarters
    that it may be missing, horizon H: whole counts up to 1000. FN-5; over all horizons S adds up to
    `grant_life`. Limits: 1.0 for H <= L or h = 0, `grant_survival` at g = 0.
    """
    missing = int(min(1000.0, max(0.0, reserve)))
    states = [1.0] + [0.0] * missing  # chances that the grant is paid, or missing for k quarters
    for _ in range(int(min(1000.0, horizon))):
        paid = (1.0 - lapse) * states[0] + return_rate * sum(states[1:])
        longer = [(1.0 - return_rate) * state for state in states[1:]]
        states = [paid, lapse * states[0], *longer][: missing + 1]
    return sum(states)
