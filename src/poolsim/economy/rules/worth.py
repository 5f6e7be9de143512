"""What membership is worth: how long a firm owes royalties, what a change of costs does to profits
once the market has reacted, and how far experience bears out what was hoped for.
"""

from poolsim.economy.functions import ratio


def covered_share(chance: float, patience: float, kept: float) -> float:
    """Share of discounted time in which a firm owes a holder, f = (1 - d) p A(T) / (1 - (1 - p) d -
    p d^T), A(T) = (1 - d^T) / (1 - d).

    chance p: of being met in a quarter while it owes nothing; patience d: discount factor of a
    quarter, below 1; kept d^T: of a licence term. WM-1; renewal process. Limits: 0.0 at p = 0, 1.0
    at p = 1, p T / (1 - p + p T) without discount.
    """
    return ratio(chance * (1.0 - kept), 1.0 - (1.0 - chance) * patience - chance * kept)


def cost_shift(firms: float, conduct: float, own: float, others: float) -> float:
    """By how much more a firm's unit cost rises than the price, m = [(n + phi - 1) D_i - (n - 1)
    D_o] / (n + phi).

    firms n: that sell, 1 or more; conduct phi; own D_i, others D_o: change of its unit cost and
    mean change of the others', RMB per unit. WM-3; Cournot with conduct (RS-5). Limits: phi / (n +
    phi) of a common change, which others pass on like it.
    """
    return ratio((firms + conduct - 1.0) * own - (firms - 1.0) * others, firms + conduct)


def quantity_after(quantity: float, shift: float, steepness: float) -> float:
    """What a firm sells after its cost has risen against the price, q = max(0, q_0 - m / (phi b)).

    quantity q_0: million units a quarter; shift m: `cost_shift`; steepness phi b: conduct times
    slope of inverse demand, RMB per unit and million units. WM-3. Limits: 0.0 from a shift on that
    exceeds its margin; q_0 where steepness is not positive.
    """
    return max(0.0, quantity - (shift / steepness if steepness > 0.0 else 0.0))


def profit_of_brand(quantity: float, steepness: float) -> float:
    """Profit of a firm's own brand, pi = phi b q^2, RMB million a quarter.

    Symbols and units as in `quantity_after`. WM-3: its margin is phi b q. Limit: 0.0 at no sales.
    """
    return steepness * quantity * quantity


def incidence(firms: float, conduct: float, common: float) -> float:
    """Profit lost by a rise of royalties, of what it costs at the quantities sold, i = 2 m / D.

    Symbols as in `cost_shift`; common: share of the rise that the others' royalties make as well.
    WM-3. Limits: 2 phi / (n + phi) of everyone's rise, 2 (n + phi - 1) / (n + phi) of one's own;
    0.0 of everyone's as phi -> 0.
    """
    return 2.0 * cost_shift(firms, conduct, 1.0, common)


def running_mean(mean: float, value: float, term: float) -> float:
    """Mean that forgets over a product generation, x' = x + (v - x) / T.

    mean x, value v of this quarter: in one unit; term T: quarters, 1 or more. WM-4. Limit: the last
    value at T = 1.
    """
    return mean + ratio(value - mean, term)


def credit_earned(realised: float, hoped: float, before: float) -> float:
    """Share of its benefit that a member credits, c = min(max(realised / hoped, 0), 1.5).

    realised, hoped: running means of what membership brought and was to bring, RMB million a
    quarter; before: the share so far, which stands where nothing was hoped for. WM-4.
    """
    if hoped <= 0.0:
        return before
    return min(max(realised / hoped, 0.0), 1.5)
