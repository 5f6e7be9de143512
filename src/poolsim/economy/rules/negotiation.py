"""What licensees pay: collective negotiation and bargaining in the shadow of litigation."""

import math


def effective_coalition(mandate: float, service: float, export_share: float) -> float:
    """Share of exports an alliance can really withhold, s = kappa S x.

    mandate kappa: strength of its mandate, 0 to 1; service S: service level, 0 to 1; export_share
    x: members' share of the sector's exports. CN-9. Limit: the members' share at full mandate and
    service.
    """
    return mandate * service * export_share


def licensing_ceiling(
    surplus: float, strength: float, court_royalty: float, licensee_cost: float, volume: float
) -> float:
    """Most a licensee would pay, w = min(v - o, theta r_J + c_L / V).

    surplus v - o and court_royalty r_J: RMB per unit; strength theta: chance the patents hold;
    licensee_cost c_L: cost of a suit, RMB million; volume V: million units at stake. CN-6; Nash
    bargaining in the shadow of litigation. Limits: the expected award theta r_J for a large volume,
    v - o for none.
    """
    if volume <= 0.0:
        return surplus
    return min(surplus, strength * court_royalty + licensee_cost / volume)


def litigation_floor(
    strength: float, court_royalty: float, holder_cost: float, volume: float
) -> float:
    """Least a holder with a credible suit would take, max(0, theta r_J - c_P / V).

    strength theta: chance the patents hold; court_royalty r_J: RMB per unit; holder_cost c_P: cost
    of a suit, RMB million; volume V: million units at stake. CN-6. Limits: 0.0 if the suit is not
    credible (theta r_J V <= c_P) or there is no volume, theta r_J for a large volume.
    """
    if volume <= 0.0:
        return 0.0
    return max(0.0, strength * court_royalty - holder_cost / volume)


def fighting_fund(strength: float, opposition: float, court_royalty: float, volume: float) -> float:
    """Fund with the least total cost, F = ((mu (1 - mu) X r_J Q)^(1/2) - mu X) / (1 - mu), at least
    0.

    strength mu: chance the patents hold against equal effort; opposition X: holder's effort, RMB
    million; court_royalty r_J: RMB per unit; volume Q: of all who pay together, million units.
    CN-3; asymmetric Tullock contest. At one firm's volume it is the total of any voluntary
    contributions. Limits: 0.0 for a small volume, at mu <= 0 or mu >= 1.
    """
    if strength <= 0.0 or strength >= 1.0 or opposition <= 0.0:
        return 0.0
    risk = strength * (1.0 - strength) * opposition * court_royalty * volume
    return max(0.0, (math.sqrt(max(0.0, risk)) - strength * opposition) / (1.0 - strength))


def strength_after(strength: float, opposition: float, fund: float) -> float:
    """Chance the patents hold after both sides' effort, theta = mu X / (mu X + (1 - mu) F).

    Symbols and units as in `fighting_fund`; fund F: RMB million. CN-3; asymmetric Tullock contest.
    Limits: 1.0 without fund, mu for equal effort (and when nobody makes any), 0.0 for a large fund.
    """
    total = strength * opposition + (1.0 - strength) * fund
    return strength * opposition / total if total > 0.0 else strength
