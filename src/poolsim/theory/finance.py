"""Finance of the secretariat: self-sufficiency, dependence, runway and the life of a grant."""

import math

from poolsim.economy.functions import logistic, power
from poolsim.theory.standards import adoption_time


def quarters_to_insolvency(opening: float, cost: float, revenue: float) -> float:
    """First quarter that ends with a negative treasury, t = floor(T_0 / (C - R)) + 1.

    opening T_0: RMB million; cost C, revenue R: RMB million a quarter. IT-1. Limits: 1.0 if the
    first quarter ends below zero, at most 1e9, which also stands for "never". The slack of 1e-9
    keeps a treasury of exactly zero solvent.
    """
    burn = cost - revenue
    if opening - burn < -1e-9:
        return 1.0
    return min(1e9, math.floor(min(1e9, opening / burn) + 1e-9) + 1.0) if burn > 0.0 else 1e9


def grant_spell_death(return_rate: float, reserve: float) -> float:
    """Chance that a spell without the grant outlasts the reserves, rho = (1 - g)^L.

    return_rate g: chance a quarter that the grant returns; reserve L: quarters the reserves last.
    FN-5. Limits: 1.0 without reserves or at g = 0, 0.0 for large reserves.
    """
    return power(1.0 - return_rate, reserve)


def grant_share(lapse: float, return_rate: float) -> float:
    """Long-run share of quarters with the grant, g / (g + h) = s.

    lapse h, return_rate g: chance a quarter that the grant lapses (returns). FN-5. Limits: 1.0 at h
    = 0, 0.0 at g = 0 < h.
    """
    return return_rate / (return_rate + lapse) if lapse > 0.0 else 1.0


def grant_life(lapse: float, return_rate: float, reserve: float) -> float:
    """Expected life of an alliance that lives on a renewable grant, E = (1/h + (1 - rho) / g) /
    rho.

    lapse h, return_rate g: chance a quarter that the grant lapses (returns); reserve L: quarters,
    refilled when it returns; rho = (1 - g)^L. FN-5; E in quarters. Limits: 1/h + L at g = 0; at
    most 1e9, which also stands for "for ever" when it never lapses or always returns in time.
    """
    death = grant_spell_death(return_rate, reserve)
    if lapse <= 0.0 or death <= 0.0:
        return 1e9
    spell = (1.0 - death) / return_rate if return_rate > 0.0 else reserve
    return min(1e9, (1.0 / lapse + spell) / death)


def members_to_break_even(fixed: float, dues: float, variable: float) -> float:
    """Members whose dues cover the cost, m = ceil(F / (f - v)).

    fixed F: RMB million a quarter; dues f, variable cost v: per member. FN-6. Limits: 0.0 without
    fixed cost; at most 1e9, which also stands for "no number" when dues do not cover v. The slack
    of 1e-9 keeps a rounded whole number.
    """
    if fixed <= 0.0:
        return 0.0
    net = dues - variable
    return math.ceil(min(1e9, fixed / net) - 1e-9) + 0.0 if net > 0.0 else 1e9


def members_at_dues(firms: float, intensity: float, benefit: float, dues: float) -> float:
    """Members an alliance keeps at given dues, m = N / (1 + e^(-lambda (b - f))).

    firms N: count; intensity lambda: per RMB million; benefit b, dues f: RMB million a quarter.
    FN-13; logit choice (CO-6). Limits: N/2 at f = b, N for a large benefit.
    """
    return firms * logistic(intensity * (benefit - dues))


def deals_to_break_even(fixed: float, price: float, rate: float) -> float:
    """Brokered deals a quarter that cover the cost, D = F / (x P).

    fixed F: RMB million a quarter; price P of a deal: RMB million; rate x: broker's share. FN-8.
    Limits: 0.0 without cost; at most 1e9, which also stands for "no number" if a deal earns
    nothing.
    """
    earned = price * rate
    return min(1e9, fixed / earned) if earned > 0.0 else 1e9


def units_to_break_even(fixed: float, royalty: float, compliance: float, rate: float) -> float:
    """Licensed units a quarter that cover the cost, U = F / (r rho a).

    fixed F: RMB million a quarter; royalty r: RMB per unit; compliance rho: share that pays; rate
    a: administrator's share; U: million units. FN-9. Limits: 0.0 without cost; at most 1e9, which
    also stands for "no number" if a unit earns nothing.
    """
    earned = royalty * compliance * rate
    return min(1e9, fixed / earned) if earned > 0.0 else 1e9


def full_licence_revenue(
    potential: float, life: float, royalty: float, compliance: float, rate: float
) -> float:
    """Administrator's income when a standard is fully adopted, I = (M / L) r rho a.

    potential M: million units in use; life L: quarters a unit is used; royalty r, compliance rho,
    rate a as in `units_to_break_even`; I: RMB million a quarter. FN-10. Limits: 0.0 for a free
    licence or if units are never replaced (no life given).
    """
    return min(1e9, potential / life * royalty * compliance * rate) if life > 0.0 else 0.0


def time_to_self_sufficiency(
    fixed: float, full_revenue: float, innovation: float, imitation: float
) -> float:
    """Time until licensing covers the cost, t with F(t) = C / I, F: `adoption_share`.

    fixed C, full_revenue I: RMB million a quarter; innovation p, imitation q: per period of t.
    FN-10; Bass 1969. Limits: 0.0 without cost; 1e9, which stands for "never", if full adoption does
    not cover it.
    """
    if fixed <= 0.0:
        return 0.0
    return (
        adoption_time(fixed / full_revenue, innovation, imitation) if full_revenue > fixed else 1e9
    )


def running_cost(fixed: float, variable: float, members: float) -> float:
    """Cost of the secretariat, C = F + v m.

    fixed F: RMB million a quarter; variable v: per member; members m: count. FN-12. Limit: F
    without members.
    """
    return fixed + variable * members


def least_average_revenue(fixed: float, capital: float, quarters: float) -> float:
    """Average revenue needed to outlast a span of time on capital, R = max(0, F - K / T).

    fixed F: RMB million a quarter; capital K: RMB million; quarters T. FN-14. Limits: F without
    capital or for a long span, 0.0 if the capital suffices.
    """
    return max(0.0, fixed - capital / quarters) if quarters > 0.0 else 0.0
