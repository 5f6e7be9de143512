"""The product market: Cournot competition with a conduct parameter, from price-taking to full
Cournot.

Inverse demand P = a - b Q. A producer's first-order condition is P - c_i = phi b q_i: phi = 1 is
Cournot, phi -> 0 price-taking.
"""

from poolsim.economy.rules.market import cournot_price


def cournot_quantity(
    intercept: float,
    slope: float,
    own_cost: float,
    sum_costs: float,
    producers: float,
    conduct: float,
) -> float:
    """Quantity of one producer, q = max(0, (P - c) / (phi b)), P as in `cournot_price`.

    slope b: RMB per million units; own_cost c: RMB per unit; q: million units a quarter; the rest
    as in `cournot_price`. RS-5; Cournot 1838. Limits: monopoly (a - c) / 2b for one producer at phi
    = 1; 0.0 for a cost above the price (then solve again without that producer) or if phi b is not
    positive.
    """
    if conduct * slope <= 0.0:
        return 0.0
    price = cournot_price(intercept, sum_costs, producers, conduct)
    return max(0.0, (price - own_cost) / (conduct * slope))


def pass_through(producers: float, conduct: float) -> float:
    """Part of a common royalty that reaches the price, n / (n + phi) = dP/dR.

    producers n: count; conduct phi: in (0, 1]. RS-5; Cournot 1838. Limits: 1.0 for many producers
    or price-taking ones, 1/2 for a Cournot monopoly, 0.0 without producers.
    """
    return producers / (producers + conduct) if producers > 0.0 else 0.0
