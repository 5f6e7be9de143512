"""What licensors ask and licensees pay: royalty stacking of complements, hold-up, and bargaining in
the shadow of litigation.

Downstream demand is linear, Q = a - b p, and the royalty stack is passed on in full, so the stack R
sells Q = A - b R with A = a - b c, the quantity at no royalty.
"""

import math


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


def effective_coalition(mandate: float, service: float, export_share: float) -> float:
    """Share of exports an alliance can really withhold, s = kappa S x.

    mandate kappa: strength of its mandate, 0 to 1; service S: service level, 0 to 1; export_share
    x: members' share of the sector's exports. CN-9. Limit: the members' share at full mandate and
    service.
    """
    return mandate * service * export_share


def committed_volume(lone: float, members: float, force: float) -> float:
    """Volume that members can throw into one joint suit, V_f = V_1 + kappa S max(V_a - V_1, 0).

    lone V_1: volume of one mean exporter, members V_a: of all members, million units; force kappa
    S: mandate times service, 0 to 1. CS-1. Limits: V_1 without mandate or service, V_a at full.
    """
    return lone + force * max(members - lone, 0.0)


def joint_crossing(
    share: float,
    coalition: float,
    award: float,
    licensee_cost: float,
    holder_cost: float,
    most: float,
) -> float:
    """Volume from which a suit's threat outweighs the coalition's refusal, V_x = (B c_L - beta D) /
    (theta r_J (1 - B) s), beta = B c_L - (1 - B) c_P, D = B + (1 - B) s; at most `most`.

    share B: holder's bargaining share; coalition s: effective share of exports; award theta r_J:
    RMB per unit; costs c_L, c_P: of a suit, RMB million. CS-1. Limit: `most` without coalition.
    """
    refused = award * (1.0 - share) * coalition
    if refused <= 0.0:
        return most
    advantage = share * licensee_cost - (1.0 - share) * holder_cost
    crossing = share * licensee_cost - advantage * (share + (1.0 - share) * coalition)
    return min(crossing / refused, most)


def separate_crossing(award: float, hold_out: float, holder_cost: float, most: float) -> float:
    """Volume from which a suit's threat outweighs what a holder gets elsewhere, V_x = c_P / (theta
    r_J - h), where holders discriminate; at most `most`.

    hold_out h: what outsiders pay on the share that the coalition leaves, RMB per unit; the rest as
    in `joint_crossing`. CS-3. Limit: `most` where that is as much as a court awards.
    """
    above = award - hold_out
    return min(holder_cost / above, most) if above > 0.0 else most


def joint_volume(
    lone: float,
    committed: float,
    share: float,
    award: float,
    licensee_cost: float,
    holder_cost: float,
    crossing: float,
) -> float:
    """Volume of the joint suit that members threaten with, V = V_f if B c_L >= (1 - B) c_P, else
    min(V_f, max(V_1, c_P / (theta r_J), V_x)): where a suit costs the holder more, its threat gains
    from volume more than theirs.

    lone V_1, committed V_f, crossing V_x: million units; the rest as in `joint_crossing`. CS-1,
    CS-3. Limit: V_1 where no more is committed.
    """
    if share * licensee_cost >= (1.0 - share) * holder_cost or award <= 0.0:
        return committed
    return min(committed, max(lone, max(holder_cost / award, crossing)))


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
