"""What licensors ask and licensees pay: stacking, collective bargaining, pools of substitutes and
of complements, and terms set before a standard.

Downstream demand is linear, Q = a - b p, and the royalty stack is passed on in full, so the stack R
sells Q = A - b R with A = a - b c, the quantity at no royalty.
"""

from poolsim.economy.arrays import Vector
from poolsim.economy.functions import bounded_ratio
from poolsim.theory.market import cournot_quantity


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
    return bounded_ratio(cost * elasticity, elasticity - makers)


def collective_stack(holders: float, share: float, surplus: float, coalition: float) -> float:
    """Stack a coalition of licensees bargains, R = N B D / (N B + (1 - B) s), the same for
    outsiders.

    holders N: bargaining separately (1 for a package); share B: holder's bargaining share; surplus
    D: over the outside option, RMB per unit; coalition s: effective share of exports. CN-1, CN-8;
    derived from Nash bargaining. Limits: D at s = 0 (for any B), RS-11's stack at s = 1, D for many
    holders; 0.0 for N <= 0.
    """
    if holders <= 0.0:
        return 0.0
    weight = holders * share
    resistance = (1.0 - share) * coalition
    return surplus * weight / (weight + resistance) if resistance > 0.0 else surplus


def discriminating_royalty(share: float, surplus: float, coalition: float) -> float:
    """Members' royalty when outsiders pay their whole surplus, r = D (1 - (1 - B) s).

    share B: holder's bargaining share; surplus D: RMB per unit; coalition s: effective share of
    exports. CN-1b; derived from Nash bargaining. Limits: D at s = 0, B D at s = 1.
    """
    return surplus * (1.0 - (1.0 - share) * coalition)


def bargained_royalty(ceiling: float, floor: float, share: float) -> float:
    """Royalty agreed between the two disagreement points, r = min(w, f + B (w - f)).

    ceiling w, floor f: RMB per unit; share B: holder's bargaining share, 0 to 1. CN-6; Nash
    bargaining. Limits: the floor at B = 0, the ceiling at B = 1 or when the floor lies above it.
    """
    return min(ceiling, floor + share * (ceiling - floor))


def shadow_royalty(
    strength: float,
    court_royalty: float,
    volume_each: float,
    licensee_cost: float,
    holder_cost: float,
    share: float,
    members: float,
) -> float:
    """Royalty bargained under the threat of one joint suit, r = theta r_J + (B c_L - (1 - B) c_P) /
    (m q).

    strength theta: chance the patents hold; court_royalty r_J: RMB per unit; volume_each q: million
    units; licensee_cost c_L, holder_cost c_P: of the suit, RMB million; share B: holder's
    bargaining share; members m: count. CN-2; Nash bargaining. Limits: 0.0 if the suit is not
    credible (theta r_J m q < c_P), the expected award for many members.
    """
    volume = members * volume_each
    award = strength * court_royalty
    if volume <= 0.0 or award * volume < holder_cost:
        return 0.0
    return max(0.0, award + (share * licensee_cost - (1.0 - share) * holder_cost) / volume)


def invalidation_gain(
    intercept: float, slope: float, cost: float, royalty: float, producers: float, exempt: float
) -> float:
    """Gain of a producer when the royalty falls for k of n rivals, itself included, G = b (q_k^2 -
    q_0^2).

    intercept alpha, unit cost c, royalty R: RMB per unit; slope b: RMB per million units; producers
    n, exempt k: counts; q: Cournot quantity; G: RMB million a quarter. CN-4; Farrell and Merges
    2004. Limits: 0.0 without royalty; largest for k = 1, smallest for k = n, where rivals pass the
    gain on.
    """
    burdened = producers * (cost + royalty)
    before = cournot_quantity(intercept, slope, cost + royalty, burdened, producers, 1.0)
    after = cournot_quantity(intercept, slope, cost, burdened - exempt * royalty, producers, 1.0)
    return slope * after * after - slope * before * before


def royalty_incidence(producers: float) -> float:
    """Part of a common royalty that producers bear, x = 2 / (n + 1).

    producers n: Cournot rivals, count. CN-4; Farrell and Merges 2004, for a small royalty. Limits:
    all of it for a monopoly, nothing for many.
    """
    return 2.0 / (producers + 1.0) if producers >= 1.0 else 0.0


def challenge_value(challengers: float, strength: float, gain: float, cost: float) -> float:
    """Expected gain of a joint challenge to validity, V = m (1 - theta) G - c_L.

    challengers m: count; strength theta: chance the patents hold; gain G each if they fall, cost
    c_L of the suit: RMB million. CN-5; Farrell and Merges 2004. Zero at `smallest_joint_response`
    challengers. Limit: -c_L against certain patents.
    """
    return challengers * (1.0 - strength) * gain - cost


def marginal_saving(
    members: float, firms: float, share: float, surplus: float, volume: float
) -> float:
    """What a member saves by belonging when outsiders pay the same, x = q (r((m - 1)/n) - r(m/n)).

    r(s): `collective_stack` with one holder; members m, firms n: counts; share B: holder's
    bargaining share; surplus D: RMB per unit; volume q: of the member, million units a quarter.
    CN-7; derived from CN-1. Limits: 0.0 at B = 1, or without members or firms.
    """
    if members < 1.0 or firms < members:
        return 0.0
    without = collective_stack(1.0, share, surplus, (members - 1.0) / firms)
    return volume * (without - collective_stack(1.0, share, surplus, members / firms))


def discriminating_saving(
    members: float, firms: float, share: float, surplus: float, volume: float
) -> float:
    """What a member saves by belonging when outsiders pay their whole surplus, x = q (D - r(m/n)).

    r(s): `discriminating_royalty`; the rest as in `marginal_saving`. CN-7; derived from CN-1b.
    Limits: 0.0 at B = 1, q (1 - B) D when all belong.
    """
    if members < 1.0 or firms < members:
        return 0.0
    return volume * (surplus - discriminating_royalty(share, surplus, members / firms))


def largest_sustainable_fund(firms: float, share: float, surplus: float, volume: float) -> float:
    """Largest fund the coalition of all can raise voluntarily, F = n q (r((n - 1)/n) - r(1)).

    Symbols and units as in `marginal_saving`; outsiders pay the same royalty. CN-7; derived from
    CN-1. Limits: q B (1 - B) D for many firms, the whole saving q (1 - B) D for a single one.
    """
    return firms * marginal_saving(firms, firms, share, surplus, volume)


def critical_coalition(
    firms: float, share: float, surplus: float, volume: float, fund: float
) -> float:
    """Smallest coalition whose members each save their part of a fund, m with m x(m) >= F.

    x(m): `marginal_saving`; fund F: RMB million a quarter; the rest as in `marginal_saving`; firms
    at most 1000. CN-7; derived from CN-1. Limits: 1.0 for no fund, 0.0 if no coalition can carry
    it.
    """

    def carries(members: int) -> bool:
        return members * marginal_saving(members, firms, share, surplus, volume) >= fund

    return float(next(filter(carries, range(1, int(min(firms, 1000.0)) + 1)), 0))


def separate_price(substitution: float) -> float:
    """Price of each of two licensors that set prices independently, p = 1 / (2 - gamma).

    Demand q_i = 1 - p_i + gamma p_j; substitution gamma: positive for substitutes, negative for
    complements. RS-7; Bertrand 1883. Limits: 1/2 for unrelated patents; at most 1e9, which also
    stands for no equilibrium at gamma >= 2.
    """
    return bounded_ratio(1.0, 2.0 - substitution)


def pooled_price(substitution: float) -> float:
    """Price of each of two licences set by a pool, p = 1 / (2 (1 - gamma)).

    Demand as in `separate_price`. RS-7; above the separate price exactly for substitutes (gamma >
    0). Limits: 1/2 for unrelated patents; at most 1e9, which also stands for no maximum at gamma >=
    1.
    """
    return bounded_ratio(0.5, 1.0 - substitution)


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
    all_of_them = values[int(patents)]
    return min((1e9, *((all_of_them - values[m]) / (patents - m) for m in range(1, int(patents)))))


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


def ex_ante_royalty(potential: float, slope: float, advantage: float) -> float:
    """Royalty agreed before a standard is set, R = min(A / 2b, dV).

    potential A: million units a quarter at no royalty; slope b: million units per RMB; advantage
    dV: over the best alternative, RMB per unit. AT-3; after Llanes and Poblete 2014. Limits: the
    pool's royalty (RS-1) for a large advantage, 0.0 for none.
    """
    return max(0.0, min(0.5 * potential / slope, advantage)) if slope > 0.0 else 0.0


def entry_share(value: float, royalty: float) -> float:
    """Share of licensees that enter at an announced royalty, x = 1 - R / v, within 0 to 1.

    value v, royalty R: RMB per unit; the sunk cost of entry is uniform from 0 to v. AT-4; after
    Leveque and Meniere 2011. Limits: 1.0 for a free licence, 0.0 once the royalty takes the whole
    value, as hold-up does.
    """
    return min(1.0, max(0.0, 1.0 - royalty / value)) if value > 0.0 else 0.0


def substitute_licence_fee(
    intercept: float, slope: float, cost: float, saving: float, producers: float
) -> float:
    """Largest fee a producer pays for a cost saving that all rivals have, F = b (q_in^2 - q_out^2).

    intercept a: RMB per unit; slope b: RMB per million units; cost c without the technology, saving
    e: RMB per unit; producers n: count; q_in, q_out: Cournot quantity with and without it; F: RMB
    million a quarter. AT-5; Kato 2004. Limits: 0.0 without saving, the whole profit when it would
    sell nothing without.
    """
    low = producers * (cost - saving)
    inside = cournot_quantity(intercept, slope, cost - saving, low, producers, 1.0)
    outside = cournot_quantity(intercept, slope, cost, low + saving, producers, 1.0)
    return max(0.0, slope * inside * inside - slope * outside * outside)
