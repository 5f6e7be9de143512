"""Substitutes and complements in a pool: when pooling raises or lowers what licensees pay."""

from poolsim.economy.arrays import Vector


def separate_price(substitution: float) -> float:
    """Price of each of two licensors that set prices independently, p = 1 / (2 - gamma).

    Demand q_i = 1 - p_i + gamma p_j; substitution gamma: positive for substitutes, negative for
    complements. RS-7; Bertrand 1883. Limits: 1/2 for unrelated patents; at most 1e9, which also
    stands for no equilibrium at gamma >= 2.
    """
    return min(1e9, 1.0 / (2.0 - substitution)) if substitution < 2.0 else 1e9


def pooled_price(substitution: float) -> float:
    """Price of each of two licences set by a pool, p = 1 / (2 (1 - gamma)).

    Demand as in `separate_price`. RS-7; above the separate price exactly for substitutes (gamma >
    0). Limits: 1/2 for unrelated patents; at most 1e9, which also stands for no maximum at gamma >=
    1.
    """
    return min(1e9, 0.5 / (1.0 - substitution)) if substitution < 1.0 else 1e9


def differentiated_profit(price: float, substitution: float) -> float:
    """Profit of each of two licensors at a common price, pi = p (1 - (1 - gamma) p).

    price p; demand as in `separate_price`. RS-7. Limits: 0.0 at p = 0 and from p = 1 / (1 - gamma)
    on.
    """
    return max(0.0, price * (1.0 - (1.0 - substitution) * price))


def substitute_stack(potential: float, slope: float, makers: float) -> float:
    """Royalty when K decision makers own perfect substitutes, R = 0 for K >= 2 and A / 2b for a
    pool.

    potential A: million units a quarter at no royalty; slope b: million units per RMB; makers K:
    count; R: RMB per unit. RS-8; Bertrand 1883. Limit: the pool's royalty is RS-1's monopoly
    royalty.
    """
    if makers >= 2.0 or slope <= 0.0:
        return 0.0
    return max(0.0, 0.5 * potential / slope)


def royalty_welfare(potential: float, slope: float, royalty: float) -> float:
    """Welfare of licensees' customers and licensors together, W = (A^2 - b^2 R^2) / 2b.

    potential A: million units a quarter at no royalty; slope b: million units per RMB; royalty R:
    RMB per unit, at most the choke A/b; W: RMB million a quarter. RS-8, AT-3; linear demand, full
    pass-through. Limits: the first best A^2/2b at R = 0, 0.0 at the choke.
    """
    if slope <= 0.0 or potential <= 0.0:
        return 0.0
    lost = min(potential, max(0.0, slope * royalty))
    return 0.5 * (potential - lost) * (potential + lost) / slope


def competition_margin(values: Vector, patents: float) -> float:
    """Largest price at which no licence is dropped, z = min over m < n of (V(n) - V(m)) / (n - m).

    values V: value to a user of m patents, at index m from 1 on, RMB per unit; patents n: count.
    RS-9; Lerner and Tirole 2004, V(n) - n z = max over m of (V(m) - m z). Limits: 0.0 for perfect
    substitutes, at most 1e9, which also stands for a single patent, which has no rival.
    """
    margin = 1e9
    for m in range(1, int(patents)):
        margin = min(margin, (values[int(patents)] - values[m]) / (patents - m))
    return margin


def demand_margin(value: float, shift: float, patents: float) -> float:
    """Price of each licence when all are taken and demand binds, p = (a + V(n)) / (n + 1).

    value V(n): of all patents, shift a of demand D = a + V(n) - P: RMB per unit; patents n: count.
    RS-9; Lerner and Tirole 2004 (RS-1 for the bundle). Limit: the pool price at n = 1.
    """
    return (shift + value) / (patents + 1.0) if patents >= 0.0 else 0.0


def bundle_price(value: float, shift: float) -> float:
    """Price of all patents set by a pool, P = (a + V(n)) / 2.

    Symbols and units as in `demand_margin`. RS-9; Lerner and Tirole 2004. Limit: half the choke
    price.
    """
    return 0.5 * (shift + value)


def pool_lowers_price(
    pool_price: float, competition: float, demand: float, patents: float
) -> float:
    """Whether a pool is cheaper than its patents bought one by one: 1.0 if P < n min(z, p), else
    0.0.

    pool_price P, competition margin z, demand margin p: RMB per unit; patents n: count. RS-9;
    Lerner and Tirole 2004. Limits: 1.0 for perfect complements (n >= 2), 0.0 for perfect
    substitutes. A tie within 1e-9 is no reduction.
    """
    return 1.0 if pool_price < patents * min(competition, demand) - 1e-9 else 0.0
