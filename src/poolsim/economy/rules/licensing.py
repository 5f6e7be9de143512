"""Licensing revenue: compliance, income and its split among those who share it."""

from poolsim.economy.arrays import Vector


def compliance_ceiling(royalty: float, audit: float, penalty: float, norm: float) -> float:
    """Share of units that pays in the long run, rho = 1 - r (1 - a (1 + phi)) / M, within 0 to 1.

    royalty r, norm M: upper end of the uniform norm of compliance, RMB per unit; audit a: chance of
    an audit; penalty phi: multiple of the royalty. LR-2. Limits: 1.0 for a free licence or a (1 +
    phi) >= 1; 0.0 where nobody is ready to pay, M = 0.
    """
    if norm <= 0.0:
        return 0.0
    temptation = royalty * (1.0 - audit * (1.0 + penalty))
    return min(1.0, max(0.0, 1.0 - temptation / norm))


def compliance_step(current: float, ceiling: float, effort: float) -> float:
    """Compliance after one quarter of enforcement, rho' = rho + e (ceiling - rho).

    current rho, ceiling: shares of units; effort e: share of the gap closed in a quarter. LR-1.
    Limits: unchanged at e = 0, the ceiling at e = 1.
    """
    return current + effort * (ceiling - current)


def covered_share(patents: float, essential: float) -> float:
    """Share of a standard's essential patents that someone licenses, c = n / E, at most 1.

    patents n, all essential patents in force E: counts. CV-1. Limits: 0.0 for none, 1.0 for all.
    """
    return min(patents / essential, 1.0) if essential > 0.0 else 0.0


def capped_royalty(asked: float, choke: float, share: float) -> float:
    """What licensees pay of a royalty, r = min(r_0, R_max c): a court grants a licensor no more
    than its share of what the standard is worth.

    asked r_0, choke royalty R_max: RMB per unit; share c of the essential patents: 0 to 1. CV-1.
    Limits: all of it at c = 1 below the choke royalty, 0.0 at c = 0.
    """
    return min(asked, choke * share)


def distributed_income(
    royalty: float, units: float, paid: float, contracts: float, administrator: float
) -> float:
    """What a pool distributes in a quarter, D = (1 - a) max(r U m - C, 0).

    royalty r: RMB per unit; units U of licensees and makers: million a quarter at full adoption;
    paid m: share of them that pays; contracts C: RMB million a quarter; administrator a: 0 to 1.
    OU-3, OU-4. Limit: 0.0 where contracts cost more than they bring.
    """
    income = max(licence_income(royalty, units, paid) - contracts, 0.0)
    return income - administrator_income(income, administrator)


def set_up_part(programme: float, contracts: float, quarters: float) -> float:
    """A quarter's part of what setting a pool up costs, p = (F + c) / T.

    programme F, licensors' contracts c: RMB million; quarters T: for which it is paid. CV-2. Limit:
    all at once at T = 1.
    """
    return (programme + contracts) / max(quarters, 1.0)


def called_share(due: float, collected: float, contributors: float) -> float:
    """What each contributor is called for of a cost, s = max(D - I, 0) / m.

    due D, collected I: RMB million; contributors m: count. CV-2. Limits: 0.0 where royalties cover
    it, or without contributors.
    """
    return max(due - collected, 0.0) * equal_share(contributors)


def administration_cost(licensees: float, cost: float) -> float:
    """Cost of administering licences in a quarter, n f = C.

    licensees n that pay: count; cost f: RMB million each. CV-2. Limit: 0.0 without licensees.
    """
    return licensees * cost


def licence_income(royalty: float, units: float, compliance: float) -> float:
    """Gross licence income, I = r U rho.

    royalty r: RMB per unit; units U: million a quarter; compliance rho: share of units that pays;
    I: RMB million a quarter. LR-3. Limit: 0.0 for a free licence.
    """
    return royalty * units * compliance


def administrator_income(income: float, rate: float) -> float:
    """What the licensing administrator keeps, a I = A; the licensors get the rest.

    income I: RMB million a quarter; rate a: 0 to 1. LR-3. Limit: 0.0 at a = 0.
    """
    return income * rate


def equal_share(members: float) -> float:
    """Share of each member under the equal rule, 1 / m = s.

    members m: count. SH-5. Limits: all of it for one member, 0.0 for none.
    """
    return 1.0 / members if members > 0.0 else 0.0


def count_share(count: float, total: float) -> float:
    """Share of a member by its count of patents (or their value), s = n / N.

    count n, total N: patents, or RMB million. SH-5. Limit: 0.0 if the pool holds nothing.
    """
    return count / total if total > 0.0 else 0.0


def participates(income: float, outside_share: float, value_income: float) -> float:
    """Whether a holder's share keeps it in the pool: 1.0 if I >= omega V, else 0.0.

    income I: under the sharing rule, RMB million; outside_share omega: part of its value it could
    earn alone; value_income V: income in proportion to value, RMB million. SH-5; Layne-Farrar and
    Lerner 2011. Limit: 1.0 at omega = 0.
    """
    return 1.0 if income >= outside_share * value_income else 0.0


def licence_contracts(licensors: float, licensees: float) -> tuple[float, float]:
    """Contracts needed without and with a pool, (x, y) = (N n, N + n).

    licensors N, licensees n: counts; the cost is contracts times cost of a contract. TC-1; Merges
    1996. Limit: for one licensor a pool only adds a contract.
    """
    return licensors * licensees, licensors + licensees


def airport_share(costs: Vector, member: float, members: float) -> float:
    """Share of a common cost that the largest stake sets, s_i = sum over steps up to c_i of dc /
    n(c).

    costs c: stake of each of the first n = members entries, RMB million, in any order; member i:
    index; n(c): members whose stake exceeds c. SH-3; Littlechild and Owen 1973 (Shapley value).
    Limits: c/n for equal stakes, c for a single member, 0.0 without stake.
    """
    own = costs[int(member)]
    level = 0.0
    share = 0.0
    while level < own:
        above = own
        sharing = 0.0
        for j in range(int(members)):
            if costs[j] > level:
                sharing += 1.0
                above = min(above, costs[j])
        share += (above - level) / max(1.0, sharing)
        level = above
    return share
