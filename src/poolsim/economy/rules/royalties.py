"""What licensors ask: royalty stacking of complements, hold-up, and stacking in bargaining.

Downstream demand is linear, Q = a - b p, and the royalty stack is passed on in full, so the stack R
sells Q = A - b R with A = a - b c, the quantity at no royalty.
"""


def nash_stack(potential: float, slope: float, makers: float) -> float:
    """Royalty stack when complements are priced independently, R = K A / (b (K + 1)).

    potential A: million units a quarter at no royalty; slope b: million units per RMB; makers K:
    independent decision makers; R: RMB per unit. RS-1; Cournot 1838, Shapiro 2001. Limits: K = 1 is
    the pool's (monopoly) royalty A/2b, large K the choke royalty A/b; 0.0 if slope or makers is not
    positive.
    """
    if slope <= 0.0 or makers <= 0.0:
        return 0.0
    return makers * potential / (slope * (makers + 1.0))


def best_response_royalty(choke: float, others: float) -> float:
    """Royalty that maximises one licensor's income given the others', r = max(0, (A/b - R_others) /
    2).

    choke A/b: stack at which nothing sells, RMB per unit; others: sum of the other royalties, RMB
    per unit. RS-1; Cournot 1838. Limits: half the choke royalty when alone, 0.0 once the others
    reach the choke.
    """
    return max(0.0, 0.5 * (choke - others))


def decision_makers(licensors: float, pooled: float) -> float:
    """Independent decision makers when a pool of m of N licensors sets one royalty, K = N - m + 1.

    licensors N, pooled m: counts. RS-2; Shapiro 2001. Limits: N without a pool (m < 1), 1 when all
    are in.
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
    """Royalty under a threat of exclusion, r = B theta (v + C + L (M - v)), or B (theta v + C) with
    redesign.

    share B: holder's bargaining share; strength theta: chance the patents hold; feature_value v,
    margin M, redesign_cost C: RMB per unit; sales_at_risk L: share of sales lost if excluded. The
    first form holds if the licensee would litigate (`licensee_litigates`). RS-10; Lemley and
    Shapiro 2007, Shapiro 2010. Limit: the benchmark B theta v when redesign is free; r falls by (1
    - B) C where the threat changes.
    """
    if (
        licensee_litigates(share, strength, feature_value, margin, redesign_cost, sales_at_risk)
        > 0.5
    ):
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

    Symbols and units as in `hold_up_royalty`. RS-10; Shapiro 2010. Limits: 1.0 when redesign costs
    much and nothing else is at risk, 0.0 when redesign is free and sales are at risk.
    """
    lost = redesign_cost + sales_at_risk * (margin - feature_value)
    return 1.0 if strength * share * lost <= redesign_cost else 0.0
