"""What licensees pay: collective negotiation and bargaining in the shadow of litigation."""

from poolsim.theory.market import cournot_quantity


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
    members = 1.0
    while members <= min(firms, 1000.0):
        if members * marginal_saving(members, firms, share, surplus, volume) >= fund:
            return members
        members = members + 1.0
    return 0.0
