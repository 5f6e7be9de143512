"""Finance of the secretariat: the life of a grant, what breaks even, provision of a public good,
and ruin under four kinds of risk.

In OL-1 and OL-2 each firm's utility is v ln G + y - g, G the total provision and g its own.
"""

import math

from poolsim.economy.functions import bounded_ratio, exp, logistic, normal_cdf, power
from poolsim.theory.market import adoption_time


def quarters_to_insolvency(opening: float, cost: float, revenue: float) -> float:
    """First quarter that ends with a negative treasury, t = floor(T_0 / (C - R)) + 1.

    opening T_0: RMB million; cost C, revenue R: RMB million a quarter. IT-1. Limits: 1.0 if the
    first quarter ends below zero, at most 1e9, which also stands for "never". The slack of 1e-9
    keeps a treasury of exactly zero solvent.
    """
    burn = cost - revenue
    if opening - burn < -1e-9:
        return 1.0
    return min(1e9, math.floor(bounded_ratio(opening, burn) + 1e-9) + 1.0)


def grant_spell_death(return_rate: float, reserve: float) -> float:
    """Chance that a spell without the grant outlasts the reserves, rho = (1 - g)^L.

    return_rate g: chance a quarter that the grant returns; reserve L: quarters the reserves last.
    FN-5. Limits: 1.0 without reserves or at g = 0, 0.0 for large reserves.
    """
    return power(1.0 - return_rate, reserve)


def grant_share(lapse: float, return_rate: float) -> float:
    """Long-run share of quarters with the grant, g / (g + h) = s.

    lapse h, return_rate g: chance a quarter that the grant lapses (returns). FN-5. Limits: 1.0 at h
    = 0, 0.0 at g = 0 < h.
    """
    return return_rate / (return_rate + lapse) if lapse > 0.0 else 1.0


def grant_life(lapse: float, return_rate: float, reserve: float) -> float:
    """Expected life of an alliance that lives on a renewable grant, E = (1/h + (1 - rho) / g) /
    rho.

    lapse h, return_rate g: chance a quarter that the grant lapses (returns); reserve L: quarters,
    refilled when it returns; rho = (1 - g)^L. FN-5; E in quarters. Limits: 1/h + L at g = 0; at
    most 1e9, which also stands for "for ever" when it never lapses or always returns in time.
    """
    death = grant_spell_death(return_rate, reserve)
    spell = (1.0 - death) / return_rate if return_rate > 0.0 else reserve
    return bounded_ratio(bounded_ratio(1.0, lapse) + spell, death)


def members_to_break_even(fixed: float, dues: float, variable: float) -> float:
    """Members whose dues cover the cost, m = ceil(F / (f - v)).

    fixed F: RMB million a quarter; dues f, variable cost v: per member. FN-6. Limits: 0.0 without
    fixed cost; at most 1e9, which also stands for "no number" when dues do not cover v. The slack
    of 1e-9 keeps a rounded whole number.
    """
    if fixed <= 0.0:
        return 0.0
    return math.ceil(bounded_ratio(fixed, dues - variable) - 1e-9) + 0.0


def members_at_dues(firms: float, intensity: float, benefit: float, dues: float) -> float:
    """Members an alliance keeps at given dues, m = N / (1 + e^(-lambda (b - f))).

    firms N: count; intensity lambda: per RMB million; benefit b, dues f: RMB million a quarter.
    FN-13; logit choice (CO-6). Limits: N/2 at f = b, N for a large benefit.
    """
    return firms * logistic(intensity * (benefit - dues))


def deals_to_break_even(fixed: float, price: float, rate: float, cost: float) -> float:
    """Brokered deals a quarter that cover the cost, D = F / (x P - c).

    fixed F: RMB million a quarter; price P of a deal, cost c of one: RMB million; rate x: broker's
    share. FN-8, DM-3. Limits: 0.0 without fixed cost; at most 1e9, which also stands for "no
    number" if a deal earns nothing.
    """
    return bounded_ratio(fixed, price * rate - cost)


def best_price(scale: float, cost: float) -> float:
    """Price of the highest margin under exponential demand, p = p0 + c; of the highest income at
    cost 0.

    mean value p0, cost c of one: RMB million. DM-1; d/dp (p - c) exp(-p / p0) = 0. Limit: p0
    without cost.
    """
    return scale + cost


def best_share(choke: float, cost: float, price: float) -> float:
    """Share of the highest margin under linear demand, x = (x0 + c / P) / 2; of the highest income
    at cost 0.

    choke share x0; cost c, price P of a deal: RMB million. DM-2. Limit: x0, at which nothing is
    done, where a deal costs more than it can earn.
    """
    return 0.5 * (choke + min(choke, bounded_ratio(cost, price)))


def units_to_break_even(fixed: float, royalty: float, compliance: float, rate: float) -> float:
    """Licensed units a quarter that cover the cost, U = F / (r rho a).

    fixed F: RMB million a quarter; royalty r: RMB per unit; compliance rho: share that pays; rate
    a: administrator's share; U: million units. FN-9. Limits: 0.0 without cost; at most 1e9, which
    also stands for "no number" if a unit earns nothing.
    """
    return deals_to_break_even(fixed, royalty * compliance, rate, 0.0)


def full_licence_revenue(
    potential: float, life: float, royalty: float, compliance: float, rate: float
) -> float:
    """Administrator's income when a standard is fully adopted, I = (M / L) r rho a.

    potential M: million units in use; life L: quarters a unit is used; royalty r, compliance rho,
    rate a as in `units_to_break_even`; I: RMB million a quarter. FN-10. Limits: 0.0 for a free
    licence or if units are never replaced (no life given).
    """
    return min(1e9, potential / life * royalty * compliance * rate) if life > 0.0 else 0.0


def time_to_self_sufficiency(
    fixed: float, full_revenue: float, innovation: float, imitation: float
) -> float:
    """Time until licensing covers the cost, t with F(t) = C / I, F: `adoption_share`.

    fixed C, full_revenue I: RMB million a quarter; innovation p, imitation q: per period of t.
    FN-10; Bass 1969. Limits: 0.0 without cost; 1e9, which stands for "never", if full adoption does
    not cover it.
    """
    if fixed <= 0.0:
        return 0.0
    return (
        adoption_time(fixed / full_revenue, innovation, imitation) if full_revenue > fixed else 1e9
    )


def running_cost(fixed: float, variable: float, members: float) -> float:
    """Cost of the secretariat, C = F + v m.

    fixed F: RMB million a quarter; variable v: per member; members m: count. FN-12. Limit: F
    without members.
    """
    return fixed + variable * members


def least_average_revenue(fixed: float, capital: float, quarters: float) -> float:
    """Average revenue needed to outlast a span of time on capital, R = max(0, F - K / T).

    fixed F: RMB million a quarter; capital K: RMB million; quarters T. FN-14. Limits: F without
    capital or for a long span, 0.0 if the capital suffices.
    """
    return max(0.0, fixed - capital / quarters) if quarters > 0.0 else 0.0


def nash_provision(largest_value: float) -> float:
    """Provision when each firm contributes for itself, G = max v.

    largest_value: of the firms' v, RMB million a quarter. OL-1, OL-2; Olson 1965. Limit: 0.0 if
    none values the good.
    """
    return max(0.0, largest_value)


def efficient_provision(total_value: float) -> float:
    """Provision that is best for all together, G = sum of v.

    total_value: sum of the firms' v, RMB million a quarter. OL-1, OL-2; Samuelson 1954. Limit: the
    Nash provision for a single firm.
    """
    return max(0.0, total_value)


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
    ratio = min(odds, 1.0 - odds) / max(odds, 1.0 - odds)
    against = (1.0 - power(ratio, target - reserve)) / (1.0 - power(ratio, target))
    return against * power(ratio, reserve) if odds < 0.5 else against


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
    return min(1e9, bounded_ratio(1.0, lapse) + reserve)


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
