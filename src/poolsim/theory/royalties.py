"""What licensors ask: royalty stacking of complements, hold-up, and stacking in bargaining.

Downstream demand is linear, Q = a - b p, and the royalty stack is passed on in full, so the stack R
sells Q = A - b R with A = a - b c, the quantity at no royalty.
"""


def nash_profit(potential: float, slope: float, makers: float) -> float:
    """Licence income of each of K independent decision makers, pi = A^2 / (b (K + 1)^2).

    potential A: million units a quarter; slope b: million units per RMB; makers K: count; pi: RMB
    million a quarter. RS-1, RS-2; Shapiro 2001. Limits: K = 1 is the pool's A^2/4b, large K goes to
    0; 0.0 if slope or makers is not positive.
    """
    if slope <= 0.0 or makers <= 0.0:
        return 0.0
    quantity = potential / (makers + 1.0)
    return quantity * quantity / slope


def bargained_stack(share: float, surplus: float, holders: float) -> float:
    """Royalty stack when N holders each bargain over what the others leave, R = N B v / (1 + B (N -
    1)).

    share B: holder's bargaining share, 0 to 1; surplus v: licensee's surplus, RMB per unit; holders
    N: count. RS-11; Shapiro 2010. Limits: N = 1 gives B v, large N the whole surplus v; 0.0 for N <
    1.
    """
    if holders < 1.0:
        return 0.0
    return holders * share * surplus / (1.0 + share * (holders - 1.0))


def elastic_price(elasticity: float, makers: float, cost: float) -> float:
    """Price with K royalties on complements under constant elasticity, p = c / (1 - K / e), R = p -
    c.

    elasticity e of demand; makers K: independent decision makers; cost c: RMB per unit. RS-4;
    Shapiro 2001, (p - c) / p = K / e. Limits: the pool's price at K = 1, c for very elastic demand;
    at most 1e9, which also stands for no equilibrium at e <= K.
    """
    if elasticity <= makers:
        return 1e9
    return min(1e9, cost * elasticity / (elasticity - makers))
