"""Finance of the secretariat: self-sufficiency, dependence and runway; and who pays for its service
as a public good.

In OL-2 and OL-3 each firm's utility is v ln G + y - g, G the total provision and g its own.
"""

from poolsim.economy.functions import bounded_ratio, log, logistic, power, ratio


def self_sufficiency(revenue: float, cost: float) -> float:
    """Share of cost that revenue covers, SSR = R / C.

    revenue R (narrow: market income; service: + commissioned projects; members: + member money),
    cost C of the full programme: RMB million. FN-11. Limit: 0.0 when there is no cost to cover.
    """
    return ratio(revenue, cost)


def dependence(part: float, revenue: float) -> float:
    """Share of revenue from one source, GD = G / R (grants) or MD = D / R (member
    money).

    part G or D, revenue R: RMB million a quarter. FN-11. Limits: 1.0 for the only source, 0.0
    without revenue.
    """
    return part / revenue if revenue > 0.0 else 0.0


def concentration(
    licence: float, service: float, commissioned: float, members: float, grants: float
) -> float:
    """Concentration of revenue over five sources, HHI = sum of (x / R)^2.

    licence, service, commissioned, members, grants x: RMB million a quarter, with sum R. FN-11;
    Herfindahl. Limits: 1.0 for one source, 0.2 for five equal ones, 0.0 without revenue.
    """
    total = licence + service + commissioned + members + grants
    if total <= 0.0:
        return 0.0
    # Shares first: the square of a very small sum would be no number to divide by.
    licence, service, commissioned = licence / total, service / total, commissioned / total
    members, grants = members / total, grants / total
    market = licence * licence + service * service + commissioned * commissioned
    return market + members * members + grants * grants


def runway(cash: float, cost: float, revenue: float) -> float:
    """Quarters the cash lasts, T = K / (C - R).

    cash K: RMB million; cost C, revenue R: RMB million a quarter. FN-11. Limits: 0.0 without cash,
    at most 1e9, which also stands for "for ever" when revenue covers the cost.
    """
    return max(0.0, bounded_ratio(cash, cost - revenue))


def revenue_maximising_dues(intensity: float, benefit: float) -> float:
    """Dues with the highest income, f = (1 + W(e^(lambda b - 1))) / lambda, W e^W = x.

    intensity lambda: per RMB million; benefit b: RMB million a quarter; members as in
    `members_at_dues`. FN-7; Lambert's W by Newton's method. Limits: nearly b for a large lambda b;
    at most 1e9, which also stands for choice that does not respond.
    """
    if intensity <= 0.0:
        return 1e9
    target = intensity * benefit - 1.0
    # w + ln w = target: concave, so Newton's steps from below never overshoot.
    w = logistic(target)
    for _ in range(20):
        w = w * (1.0 + target - log(w)) / (1.0 + w)
    return min(1e9, (1.0 + w) / intensity)


def self_generated_income(
    deals: float,
    price: float,
    rate: float,
    users: float,
    database_fee: float,
    administration: float,
) -> float:
    """Income the secretariat earns in the market, Y = D P x + u w + A.

    deals D, price P, rate x: brokerage, as in `deals_to_break_even`; users u and database_fee w:
    RMB million a quarter each; administration A: `administrator_income`. FN-12; linear accounting.
    Limit: the administrator's income without deals and users.
    """
    return deals * price * rate + users * database_fee + administration


def grant_needed(cost: float, revenue: float) -> float:
    """Grant that closes the gap, G = max(0, C - R).

    cost C, revenue R before grants: RMB million a quarter. FN-12. Limit: 0.0 for a self-sufficient
    alliance.
    """
    return max(0.0, cost - revenue)


def contribution(own_value: float, largest_value: float, leaders: float) -> float:
    """Contribution of one firm in Nash equilibrium, g = v / k if v = max v, else 0.

    own_value v, largest_value: RMB million a quarter; leaders k: firms with the largest value,
    which share equally. OL-2; Olson 1965. Limits: one leader pays for all, smaller firms pay
    nothing.
    """
    if own_value < largest_value or leaders <= 0.0:
        return 0.0
    return max(0.0, own_value) / max(1.0, leaders)


def private_contribution(largest_value: float, grants: float) -> float:
    """What firms still pay when grants pay for a part, g = max(0, max v - G_0).

    largest_value: of the firms' v, grants G_0: RMB million a quarter. OL-3; Bergstrom, Blume and
    Varian 1986 without income effects. Limits: the Nash provision without grants; each RMB of
    grants displaces one until nothing is left.
    """
    return max(0.0, largest_value - grants)


def accrual(price: float, chance: float, proceeds: float, delay: float, discount: float) -> float:
    """Level flow worth what a bet is expected to bring beyond its price and the cost of capital,
    g = (w G d^D - P) (1 - d) / (1 - d^D).

    price P, proceeds G if it wins: RMB million; chance w; delay D: quarters, in each of which g
    accrues from the purchase on; discount factor d: of a quarter; g: RMB million a quarter. SF-1;
    annuity due. Limits: 0.0 for a fair bet, w G d^D = P, and for a bet that is decided at once.
    """
    held = power(discount, delay)
    return ratio((chance * proceeds * held - price) * (1.0 - discount), 1.0 - held)


def annuity(discount: float, quarters: float) -> float:
    """What RMB 1 in each of T quarters is worth, the first at once, A = (1 - d^T) / (1 - d).

    discount factor d: of a quarter; quarters T. VT-3; annuity due. Limits: T at d = 1, 1.0 for one
    quarter.
    """
    if discount >= 1.0:
        return quarters
    return (1.0 - power(discount, quarters)) / (1.0 - discount)


def imagined_quarter(
    cash: float,
    host: float,
    cost: float,
    fixed: float,
    running: float,
    legal_person: float,
    raisable: float,
) -> tuple[float, float, float]:
    """Service S, levy on all, and treasury left in a quarter that founders imagine: full service if
    cash T and a host's staff h pay for it, or a levy does; else S = (h + T) / c, nothing is left.

    cash T, income of the quarter included, host h, full cost c, raisable: most that may be levied:
    RMB million. A legal person owes its fixed cost and S times what serving its members costs
    (running); where T + h is less it ends, S = -1.0. FD-1. Limits: S = 1.0 at no cost, 0.0 with no
    money.
    """
    own = max(cost - host, 0.0)
    if cash + 1e-9 >= own:
        return 1.0, 0.0, cash - own
    if own - cash <= raisable:
        return 1.0, own - cash, 0.0
    level = (host + max(cash, 0.0)) / cost if cost > 0.0 else 1.0
    if legal_person > 0.0 and cash + host + 1e-9 < fixed + running * level:
        return -1.0, 0.0, 0.0
    return level, 0.0, 0.0
