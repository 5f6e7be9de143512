"""The product market: Cournot competition with a conduct parameter, from price-taking over full
Cournot to joint monopoly; and the standard that products use.

Inverse demand P = a - b Q. A producer's first-order condition is P - c_i = phi b q_i: phi -> 0 is
price-taking, phi = 1 Cournot, phi = 1 / H joint monopoly at a concentration H.
"""

import math


def cournot_price(intercept: float, sum_costs: float, producers: float, conduct: float) -> float:
    """Price when n producers with unequal costs all produce, P = (phi a + sum c) / (phi + n).

    intercept a: RMB per unit; sum_costs: of the producers' unit costs with royalties, RMB per unit;
    producers n: count; conduct phi: above 0. RS-5; Cournot 1838. Limits: the mean cost as phi -> 0
    or n grows, the intercept without producers.
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
    sum_of_squared_quantities: over producers; conduct phi: above 0. RS-5: the first-order
    conditions P - c_i = phi b q_i, weighted by q_i and summed. Limits: 0.0 without sales or at phi
    = 0.
    """
    scale = conduct * sum_of_squared_quantities
    return margin * quantity / scale if scale > 0.0 else 0.0


def implied_conduct(margin: float, elasticity: float, concentration: float) -> float:
    """Conduct that rationalises a margin at an elasticity of demand, phi = min(L e, 1) / H.

    margin L: mean, weighted by quantity, share of price; elasticity e; concentration H: sum q^2 /
    Q^2. PM-1: the conditions P - c_i = phi b q_i with b = P / (e Q), weighted by q_i and summed;
    Lerner 1934. Limits: joint monopoly 1 / H where L e is 1 or more, 0.0 at no margin or sales.
    """
    return min(margin * elasticity, 1.0) / concentration if concentration > 0.0 else 0.0


def brand_margin(margin: float, contract: float) -> float:
    """Margin at which a firm's own brand earns what contract work does, sqrt(min(w, m) m).

    margin m before royalties, contract w: of making its old quantity for others' brands, RMB per
    unit. PM-2: x^2 / (phi b) = w q with m = phi b q; nobody made less of its own brand than of
    contract work. At a given price it turns at the royalty m - sqrt(w m). Limits: 0.0 at no margin
    of either; m where contract work pays as much.
    """
    return math.sqrt(max(min(contract, margin), 0.0) * max(margin, 0.0))


def supply(price: float, cost: float, slope: float, conduct: float) -> float:
    """Quantity a producer sells at a price, q = max(0, (P - c) / (phi b)).

    price P, cost c: RMB per unit; slope b: RMB per million units; conduct phi: above 0; q:
    million units a quarter. RS-5: the first-order condition. Limits: 0.0 for a cost above the price
    (shut down) or if phi b is not positive.
    """
    return max(0.0, (price - cost) / (conduct * slope)) if conduct * slope > 0.0 else 0.0


def adoption_step(adoption: float, innovation: float, imitation: float) -> float:
    """Adopters of a standard after one more quarter, N' = N + (p + q N) (1 - N), at most 1.

    adoption N: share of the potential, 0 to 1; innovation p, imitation q: per quarter. BA-2; Bass
    1969. Limits: a constant hazard p at q = 0; nothing starts at p = 0 and N = 0; 1.0 is final.
    """
    return min(1.0, adoption + (innovation + imitation * adoption) * (1.0 - adoption))


def licence_potential(potential: float, royalty: float, choke: float) -> float:
    """Units that would be licensed at a royalty, M = max(0, M_0 (1 - R / R_max)).

    potential M_0: million units a quarter at no royalty; royalty R, choke R_max: RMB per unit.
    LR-4; linear demand. Limits: M_0 at R = 0, 0.0 from R_max on or if R_max is not positive.
    """
    return max(0.0, potential * (1.0 - royalty / choke)) if choke > 0.0 else 0.0


def worth_of_licences(units: float, royalty: float, choke: float) -> float:
    """What units sold under licence are worth to those who sell them, W = U (R_max + R) / 2.

    units U: million a quarter, as of `licence_potential` at a royalty R; choke R_max: RMB per unit;
    W: RMB million a quarter. LR-4; linear demand. Limit: 0.0 if nothing sells.
    """
    return 0.5 * units * (choke + royalty)
