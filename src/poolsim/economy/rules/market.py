"""The product market: Cournot competition with a conduct parameter, from price-taking to full
Cournot.

Inverse demand P = a - b Q. A producer's first-order condition is P - c_i = phi b q_i: phi = 1 is
Cournot, phi -> 0 price-taking.
"""


def cournot_price(intercept: float, sum_costs: float, producers: float, conduct: float) -> float:
    """Price when n producers with unequal costs all produce, P = (phi a + sum c) / (phi + n).

    intercept a: RMB per unit; sum_costs: of the producers' unit costs with royalties, RMB per unit;
    producers n: count; conduct phi: in (0, 1]. RS-5; Cournot 1838. Limits: the mean cost as phi ->
    0 or n grows, the intercept without producers.
    """
    if producers <= 0.0:
        return intercept
    return (conduct * intercept + sum_costs) / (conduct + producers)


def competitive_quantity(intercept: float, slope: float, cost: float) -> float:
    """Quantity sold at a price equal to cost, Q = max(0, (a - c) / b).

    intercept a, cost c: RMB per unit; slope b: RMB per million units. RS-5 with phi -> 0; Q:
    million units a quarter. Limits: 0.0 at a cost above the intercept or if slope is not positive.
    """
    return max(0.0, (intercept - cost) / slope) if slope > 0.0 else 0.0


def price_slope(
    margin: float, quantity: float, sum_of_squared_quantities: float, conduct: float
) -> float:
    """Slope of inverse demand that rationalises observed sales, b = m Q / (phi sum q^2).

    margin m: mean margin weighted by quantity, RMB per unit; quantity Q: million units a quarter;
    sum_of_squared_quantities: over producers; conduct phi: in (0, 1]. RS-5: the first-order
    conditions P - c_i = phi b q_i, weighted by q_i and summed. Limits: 0.0 without sales or at phi
    = 0.
    """
    scale = conduct * sum_of_squared_quantities
    return margin * quantity / scale if scale > 0.0 else 0.0


def supply(price: float, cost: float, slope: float, conduct: float) -> float:
    """Quantity a producer sells at a price, q = max(0, (P - c) / (phi b)).

    price P, cost c: RMB per unit; slope b: RMB per million units; conduct phi: in (0, 1]; q:
    million units a quarter. RS-5: the first-order condition. Limits: 0.0 for a cost above the price
    (shut down) or if phi b is not positive.
    """
    return max(0.0, (price - cost) / (conduct * slope)) if conduct * slope > 0.0 else 0.0
