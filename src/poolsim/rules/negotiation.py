"""What licensees pay: collective negotiation and bargaining in the shadow of litigation."""


def collective_stack(holders: float, share: float, surplus: float, coalition: float) -> float:
    """Stack a coalition of licensees bargains, R = N B D / (N B + (1 - B) s), the same for outsiders.

    holders N: bargaining separately (1 for a package); share B: holder's bargaining share; surplus D: over
    the outside option, RMB per unit; coalition s: effective share of exports. CN-1, CN-8; derived from Nash
    bargaining. Limits: D at s = 0 (for any B), RS-11's stack at s = 1, D for many holders; 0.0 for N <= 0.
    """
    if holders <= 0.0:
        return 0.0
    weight = holders * share
    resistance = (1.0 - share) * coalition
    return surplus * weight / (weight + resistance) if resistance > 0.0 else surplus


def discriminating_royalty(share: float, surplus: float, coalition: float) -> float:
    """Members' royalty when outsiders pay their whole surplus, r = D (1 - (1 - B) s).

    share B: holder's bargaining share; surplus D: RMB per unit; coalition s: effective share of exports.
    CN-1b; derived from Nash bargaining. Limits: D at s = 0, B D at s = 1.
    """
    return surplus * (1.0 - (1.0 - share) * coalition)


def effective_coalition(mandate: float, service: float, export_share: float) -> float:
    """Share of exports an alliance can really withhold, s = kappa S x.

    mandate kappa: strength of its mandate, 0 to 1; service S: service level, 0 to 1; export_share x: members'
    share of the sector's exports. CN-9. Limit: the members' share at full mandate and service.
    """
    return mandate * service * export_share


def licensing_ceiling(
    surplus: float, strength: float, court_royalty: float, licensee_cost: float, volume: float
) -> float:
    """Most a licensee would pay, w = min(v - o, theta r_J + c_L / V).

    surplus v - o and court_royalty r_J: RMB per unit; strength theta: chance the patents hold; licensee_cost
    c_L: cost of a suit, RMB million; volume V: million units at stake. CN-6; Nash bargaining in the shadow of
    litigation. Limits: the expected award theta r_J for a large volume, v - o for none.
    """
    if volume <= 0.0:
        return surplus
    return min(surplus, strength * court_royalty + licensee_cost / volume)


def litigation_floor(strength: float, court_royalty: float, holder_cost: float, volume: float) -> float:
    """Least a holder with a credible suit would take, max(0, theta r_J - c_P / V).

    strength theta: chance the patents hold; court_royalty r_J: RMB per unit; holder_cost c_P: cost of a suit,
    RMB million; volume V: million units at stake. CN-6. Limits: 0.0 if the suit is not credible
    (theta r_J V <= c_P) or there is no volume, theta r_J for a large volume.
    """
    if volume <= 0.0:
        return 0.0
    return max(0.0, strength * court_royalty - holder_cost / volume)


def bargained_royalty(ceiling: float, floor: float, share: float) -> float:
    """Royalty agreed between the two disagreement points, r = min(w, f + B (w - f)).

    ceiling w, floor f: RMB per unit; share B: holder's bargaining share, 0 to 1. CN-6; Nash bargaining.
    Limits: the floor at B = 0, the ceiling at B = 1 or when the floor lies above it.
    """
    return min(ceiling, floor + share * (ceiling - floor))
