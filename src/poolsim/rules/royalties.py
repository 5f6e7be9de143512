"""What licensors ask: royalty stacking of complements, hold-up, and stacking in bargaining.

Downstream demand is linear, Q = a - b p, and the royalty stack is passed on in full, so the stack R sells
Q = A - b R with A = a - b c, the quantity at no royalty.
"""


def nash_stack(potential: float, slope: float, makers: float) -> float:
    """Royalty stack when complements are priced independently, R = K A / (b (K + 1)).

    potential A: million units a quarter at no royalty; slope b: million units per RMB; makers K: independent
    decision makers; R: RMB per unit. RS-1; Cournot 1838, Shapiro 2001. Limits: K = 1 is the pool's (monopoly)
    royalty A/2b, large K the choke royalty A/b; 0.0 if slope or makers is not positive.
    """
    if slope <= 0.0 or makers <= 0.0:
        return 0.0
    return makers * potential / (slope * (makers + 1.0))


def nash_profit(potential: float, slope: float, makers: float) -> float:
    """Licence income of each of K independent decision makers, pi = A^2 / (b (K + 1)^2).

    potential A: million units a quarter; slope b: million units per RMB; makers K: count; pi: RMB million a
    quarter. RS-1, RS-2; Shapiro 2001. Limits: K = 1 is the pool's A^2/4b, large K goes to 0; 0.0 if slope or
    makers is not positive.
    """
    if slope <= 0.0 or makers <= 0.0:
        return 0.0
    quantity = potential / (makers + 1.0)
    return quantity * quantity / slope


def best_response_royalty(choke: float, others: float) -> float:
    """Royalty that maximises one licensor's income given the others', r = max(0, (A/b - R_others) / 2).

    choke A/b: stack at which nothing sells, RMB per unit; others: sum of the other royalties, RMB per unit.
    RS-1; Cournot 1838. Limits: half the choke royalty when alone, 0.0 once the others reach the choke.
    """
    return max(0.0, 0.5 * (choke - others))


def decision_makers(licensors: float, pooled: float) -> float:
    """Independent decision makers when a pool of m of N licensors sets one royalty, K = N - m + 1.

    licensors N, pooled m: counts. RS-2; Shapiro 2001. Limits: N without a pool (m < 1), 1 when all are in.
    """
    return licensors - pooled + 1.0 if pooled >= 1.0 else licensors


def consumer_surplus(quantity: float, slope: float) -> float:
    """Surplus of buyers under linear demand Q = a - b p, CS = Q^2 / (2 b).

    quantity Q: million units a quarter; slope b: million units per RMB; CS: RMB million a quarter.
    RS-1; Cournot 1838. Limits: 0.0 when nothing sells or slope is not positive.
    """
    return 0.5 * quantity * quantity / slope if slope > 0.0 else 0.0


def hold_up_royalty(
    share: float,
    strength: float,
    feature_value: float,
    margin: float,
    redesign_cost: float,
    sales_at_risk: float,
) -> float:
    """Royalty under a threat of exclusion, r = B theta (v + C + L (M - v)), or B (theta v + C) with redesign.

    share B: holder's bargaining share; strength theta: chance the patents hold; feature_value v, margin M,
    redesign_cost C: RMB per unit; sales_at_risk L: share of sales lost if excluded. The first form holds if
    the licensee would litigate (`licensee_litigates`). RS-10; Lemley and Shapiro 2007, Shapiro 2010. Limit:
    the benchmark B theta v when redesign is free; r falls by (1 - B) C where the threat changes.
    """
    if licensee_litigates(share, strength, feature_value, margin, redesign_cost, sales_at_risk) > 0.5:
        lost = redesign_cost + sales_at_risk * (margin - feature_value)
        return share * strength * (feature_value + lost)
    return share * (strength * feature_value + redesign_cost)


def licensee_litigates(
    share: float,
    strength: float,
    feature_value: float,
    margin: float,
    redesign_cost: float,
    sales_at_risk: float,
) -> float:
    """Whether litigation beats an early redesign: 1.0 if theta B (C + L (M - v)) <= C, else 0.0.

    Symbols and units as in `hold_up_royalty`. RS-10; Shapiro 2010. Limits: 1.0 when redesign costs much and
    nothing else is at risk, 0.0 when redesign is free and sales are at risk.
    """
    lost = redesign_cost + sales_at_risk * (margin - feature_value)
    return 1.0 if strength * share * lost <= redesign_cost else 0.0


def bargained_stack(share: float, surplus: float, holders: float) -> float:
    """Royalty stack when N holders each bargain over what the others leave, R = N B v / (1 + B (N - 1)).

    share B: holder's bargaining share, 0 to 1; surplus v: licensee's surplus, RMB per unit; holders N: count.
    RS-11; Shapiro 2010. Limits: N = 1 gives B v, large N the whole surplus v; 0.0 for N < 1.
    """
    if holders < 1.0:
        return 0.0
    return holders * share * surplus / (1.0 + share * (holders - 1.0))


def elastic_price(elasticity: float, makers: float, cost: float) -> float:
    """Price with K royalties on complements under constant elasticity, p = c / (1 - K / e), R = p - c.

    elasticity e of demand; makers K: independent decision makers; cost c: RMB per unit. RS-4; Shapiro 2001,
    (p - c) / p = K / e. Limits: the pool's price at K = 1, c for very elastic demand; at most 1e9, which also
    stands for no equilibrium at e <= K.
    """
    if elasticity <= makers:
        return 1e9
    return min(1e9, cost * elasticity / (elasticity - makers))
