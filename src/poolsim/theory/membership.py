"""Founding, joining, admission and voting: the threshold game, what a subsidy selects, how large
members want an alliance, the race to invest first, and what passes by votes alike.
"""

import math

from poolsim.economy.functions import bounded_ratio, exp, logistic, normal_cdf, power
from poolsim.economy.rules.membership import at_least, hurdle, pivotal_probability
from poolsim.economy.rules.votes import votes_needed
from poolsim.theory.numerics import average, crossing, normal_density


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


def agreement_probability(
    margin: float, intensity: float, fickleness: float, tries: float
) -> float:
    """Chance that a firm agrees in at least one of so many attempts, its lasting taste e drawn
    once, P = 1 - E(1 - F((lambda x + e) / chi))^w over e.

    margin x: worth over stake; intensity lambda: per stake; fickleness chi, from 0.01; tries w:
    whole count; F, and e: logistic. FD-2, by the trapezoidal rule. Limits: F(lambda x) for one try
    and chi -> 0, and for any w then.
    """
    quick, step, total = max(fickleness, 0.01), 0.05, 0.0
    for k in range(-800, 801):
        lasting = step * k
        agrees = logistic((intensity * margin + lasting) / quick)
        density = logistic(lasting) * logistic(-lasting)
        total += step * density * (1.0 - power(1.0 - agrees, tries))
    return total


def smallest_benefit(dues: float, discount: float, capital: float) -> float:
    """Benefit at which founding breaks even, b = f + K (1 - delta).

    dues f: RMB million a quarter; discount delta: factor a quarter; capital K: RMB million. CO-5.
    Limit: the dues without capital.
    """
    return dues + capital * (1.0 - discount)


def largest_capital(benefit: float, dues: float, discount: float) -> float:
    """Capital at which founding breaks even, K = max(0, (b - f) / (1 - delta)).

    benefit b, dues f: RMB million a quarter; discount delta: factor a quarter. CO-5. Limits: 0.0 if
    the benefit does not exceed the dues, else 1e9 at delta >= 1.
    """
    if benefit <= dues:
        return 0.0
    return (benefit - dues) / (1.0 - discount) if discount < 1.0 else 1e9


def largest_cost_ratio(founders: float, needed: float) -> float:
    """Largest cost over value at which founders contribute without refund, c/V = max over p of
    P(pivotal).

    founders n, needed k: whole counts; the maximum lies at p = (k - 1) / (n - 1). TP-1; Palfrey and
    Rosenthal 1984. Limits: 1.0 for a single founder, k = 1 and unanimity; 0.0 if k is out of range.
    """
    return pivotal_probability(_most_pivotal(founders, needed), founders - 1.0, needed)


def threshold_equilibria(founders: float, needed: float, cost_ratio: float) -> tuple[float, float]:
    """Symmetric chances (low, high) of contributing without refund, c/V = P(pivotal).

    founders n, needed k: whole counts; cost_ratio c/V: contribution over value. TP-1; Palfrey and
    Rosenthal 1984. Limits: (0.0, 0.0), nobody contributes, if c/V exceeds `largest_cost_ratio`; low
    and high meet there; low is unstable.
    """

    def pays(willing: float) -> bool:
        return pivotal_probability(willing, founders - 1.0, needed) >= cost_ratio

    largest, peak = largest_cost_ratio(founders, needed), _most_pivotal(founders, needed)
    if largest <= 0.0 or cost_ratio > largest:
        return 0.0, 0.0
    return crossing(lambda willing: not pays(willing), 0.0, peak), crossing(pays, peak, 1.0)


def refund_equilibrium(founders: float, needed: float, cost_ratio: float) -> float:
    """Symmetric chance of contributing when failure is refunded, p with V P(X = k - 1) = c P(X >= k
    - 1).

    X: contributors among the n - 1 others; founders n (up to 1000), needed k: whole counts;
    cost_ratio c/V. TP-1; Palfrey and Rosenthal 1984. Limits: 1.0 under unanimity or without cost,
    0.0 for c >= V or k out of range.
    """
    people = min(founders, 1000.0)
    if cost_ratio >= 1.0 or needed < 1.0 or needed > people:
        return 0.0

    def pays(willing: float) -> bool:
        cost = cost_ratio * at_least(willing, people - 1.0, needed - 1.0)
        return pivotal_probability(willing, people - 1.0, needed) >= cost

    return crossing(pays, 0.0, 1.0)


def _most_pivotal(founders: float, needed: float) -> float:
    return min(1.0, max(0.0, (needed - 1.0) / (founders - 1.0))) if founders > 1.0 else 0.0


def share_formed(mean: float, sd: float, subsidy: float) -> float:
    """Share of candidate alliances that form, P = Phi((mu + g) / sd).

    mean mu, sd: of net present value over candidates, normal; subsidy g: at the start; RMB million.
    GV-1. Limits: without spread 1.0 if mu + g > 0, else 0.0; 1.0 for a large subsidy.
    """
    if sd <= 0.0:
        return 1.0 if mean + subsidy > 0.0 else 0.0
    return normal_cdf((mean + subsidy) / sd)


def formation_multiplier(mean: float, sd: float, subsidy: float) -> float:
    """Step in the number formed when a subsidy starts, P(g) / P(0) = m.

    Symbols and units as in `share_formed`. GV-2. Limits: 1.0 without subsidy, at most 1e9, which
    also stands for "none formed before".
    """
    before = share_formed(mean, sd, 0.0)
    after = share_formed(mean, sd, subsidy)
    if after == before:
        return 1.0
    return bounded_ratio(after, before)


def induced_fraction(mean: float, sd: float, subsidy: float) -> float:
    """Part of the formed alliances that exist only because of the subsidy, x = 1 - P(0) / P(g).

    Symbols and units as in `share_formed`. GV-1. Limits: 0.0 without subsidy, 1.0 if none would
    form alone.
    """
    after = share_formed(mean, sd, subsidy)
    return 1.0 - share_formed(mean, sd, 0.0) / after if after > 0.0 else 0.0


def mean_value_market_formed(mean: float, sd: float) -> float:
    """Mean net present value of alliances that form alone, E = mu + sd phi(mu/sd) / Phi(mu/sd).

    Symbols and units as in `share_formed`. GV-1; truncated normal. Limits: mu when nearly all form;
    0.0 when none does (mu/sd below -37) or there is no spread and mu <= 0.
    """
    share = share_formed(mean, sd, 0.0)
    if share <= 0.0:
        return 0.0
    return max(0.0, mean + sd * normal_density(mean / sd) / share) if sd > 0.0 else mean


def mean_value_induced(mean: float, sd: float, subsidy: float) -> float:
    """Mean net present value of alliances a subsidy adds, E = mu + sd (phi(a) - phi(b)) / (Phi(b) -
    Phi(a)).

    a = -(mu + g)/sd, b = -mu/sd; symbols and units as in `share_formed`. GV-1; truncated normal, as
    an average over -g to 0, so that no digit is lost where few candidates lie. Limits: -g/2 for a
    small subsidy or a wide spread; without spread the value of that range which is nearest to mu.
    """
    nearest, variance = min(0.0, max(-subsidy, mean)), sd * sd
    if variance <= 0.0:
        return nearest
    distance = abs(nearest - mean)
    # Beyond this reach the density is below e^-40 of its largest value.
    reach = 80.0 * variance / (math.sqrt(distance * distance + 80.0 * variance) + distance)
    low, high = max(-subsidy, nearest - reach), min(0.0, nearest + reach)

    def density(value: float) -> float:
        return exp(0.5 * (nearest - value) * (nearest + value - 2.0 * mean) / variance)

    share = average(density, low, high, 50)
    total = average(lambda value: value * density(value), low, high, 50)
    return min(0.0, max(-subsidy, total / share))


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

    def payoff(size: int) -> float:
        return round(member_payoff(size, benefit, congestion, fixed_cost), 9)

    return float(max(range(1, int(min(candidates, 1000.0)) + 1), key=payoff, default=0))


def open_size(benefit: float, congestion: float, fixed_cost: float, candidates: float) -> float:
    """Size under open membership, m = the largest with `member_payoff` >= 0.

    candidates: firms that could join, at most 1000; symbols and units as in `member_payoff`. CO-8;
    Yi 1997. Limits: all candidates without congestion and cost, 0.0 if no size pays.
    """
    sizes = range(int(min(candidates, 1000.0)), 0, -1)
    pays = (size for size in sizes if member_payoff(size, benefit, congestion, fixed_cost) >= 0.0)
    return float(next(pays, 0))


def preemption_thresholds(
    drift: float, volatility: float, discount: float, cost: float, alone: float, shared: float
) -> tuple[float, float, float, float]:
    """Demand at which firms invest, Y = m (rho - alpha) K / D, as (Marshall, leader, single,
    follower).

    Marshall: m = 1, D_1; single: `hurdle` multiple, D_1; follower: the same with D_2; leader: the
    first Y at which leading and following are worth the same. drift, volatility, discount: per
    year; cost K: RMB million; alone D_1, shared D_2: profit a year per unit of demand, alone and
    with a rival. CO-10; Dixit and Pindyck 1994, chapter 9. Limits: the leader waits as long as a
    single firm at D_2 >= D_1, not at all beyond Marshall at D_2 = 0; at most 1e9, which also stands
    for "never".
    """
    root, multiple = hurdle(drift, volatility, discount)
    flow = max(0.0, discount - drift) * cost
    if alone <= 0.0 or multiple >= 1e9:
        return 1e9, 1e9, 1e9, 1e9
    marshall = bounded_ratio(flow, alone)
    lead = _lead_multiple(root, multiple, shared / alone)
    follower = bounded_ratio(multiple * flow, shared)
    return marshall, min(1e9, lead * marshall), min(1e9, multiple * marshall), follower


def _lead_multiple(root: float, multiple: float, ratio: float) -> float:
    # y = Y over Marshall's: leading gains y - 1 - (y D2 / (m D1))^beta (m D1/D2 - 1).
    if ratio >= 1.0:
        return multiple
    if ratio <= 1e-9:
        return 1.0

    def waits(y: float) -> bool:
        return y - 1.0 < power(y * ratio / multiple, root) * (multiple / ratio - 1.0)

    return crossing(waits, 1.0, multiple)


def pass_probability(approval: float, members: float, threshold: float) -> float:
    """Chance that a proposal passes, P = P(at least k of m approve), k = votes_needed.

    approval p: chance that a member approves; members m: count; threshold t: share of votes (1
    unanimity, 1/2 majority). GO-1; binomial. Limits: p^m for unanimity, p for one decider (a lead
    firm), 0.0 for no members.
    """
    if members < 1.0:
        return 0.0
    return at_least(approval, members, votes_needed(members, threshold))
