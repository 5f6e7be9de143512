"""Finance of the secretariat: self-sufficiency, dependence, runway and the life of a grant."""

import math

from poolsim.draws import power


def self_sufficiency(revenue: float, cost: float) -> float:
    """Share of cost that revenue covers, SSR = R / C.

    revenue R (narrow: market income; service: + commissioned projects; earned: + dues), cost C: RMB million a
    quarter. FN-11. Limits: at most 1e9; 1.0 when there is no cost to cover.
    """
    return min(1e9, revenue / cost) if cost > 0.0 else 1.0


def dependence(part: float, revenue: float) -> float:
    """Share of revenue from one source, GD = G / R (grants) or MD = D / R (dues).

    part G or D, revenue R: RMB million a quarter. FN-11. Limits: 1.0 for the only source, 0.0
    without revenue.
    """
    return part / revenue if revenue > 0.0 else 0.0


def concentration(licence: float, service: float, commissioned: float, dues: float, grants: float) -> float:
    """Concentration of revenue over five sources, HHI = sum of (x / R)^2.

    licence, service, commissioned, dues, grants x: RMB million a quarter, with sum R. FN-11; Herfindahl.
    Limits: 1.0 for one source, 0.2 for five equal ones, 0.0 without revenue.
    """
    total = licence + service + commissioned + dues + grants
    if total <= 0.0:
        return 0.0
    squares = licence * licence + service * service + commissioned * commissioned
    squares = squares + dues * dues + grants * grants
    return squares / (total * total)


def runway(cash: float, cost: float, revenue: float) -> float:
    """Quarters the cash lasts, T = K / (C - R).

    cash K: RMB million; cost C, revenue R: RMB million a quarter. FN-11. Limits: 0.0 without cash, at most
    1e9, which also stands for "for ever" when revenue covers the cost.
    """
    burn = cost - revenue
    return min(1e9, max(0.0, cash / burn)) if burn > 0.0 else 1e9


def quarters_to_insolvency(opening: float, cost: float, revenue: float) -> float:
    """First quarter that ends with a negative treasury, t = floor(T_0 / (C - R)) + 1.

    opening T_0: RMB million; cost C, revenue R: RMB million a quarter. IT-1. Limits: 1.0 if the first quarter
    ends below zero, at most 1e9, which also stands for "never". The slack of 1e-9 keeps a treasury of exactly
    zero solvent.
    """
    burn = cost - revenue
    if opening - burn < -1e-9:
        return 1.0
    return min(1e9, math.floor(min(1e9, opening / burn) + 1e-9) + 1.0) if burn > 0.0 else 1e9


def grant_spell_death(return_rate: float, reserve: float) -> float:
    """Chance that a spell without the grant outlasts the reserves, rho = (1 - g)^L.

    return_rate g: chance a quarter that the grant returns; reserve L: quarters the reserves last. FN-5.
    Limits: 1.0 without reserves or at g = 0, 0.0 for large reserves.
    """
    return power(1.0 - return_rate, reserve)


def grant_share(lapse: float, return_rate: float) -> float:
    """Long-run share of quarters with the grant, g / (g + h) = s.

    lapse h, return_rate g: chance a quarter that the grant lapses (returns). FN-5. Limits: 1.0 at h = 0, 0.0
    at g = 0 < h.
    """
    return return_rate / (return_rate + lapse) if lapse > 0.0 else 1.0


def grant_life(lapse: float, return_rate: float, reserve: float) -> float:
    """Expected life of an alliance that lives on a renewable grant, E = (1/h + (1 - rho) / g) / rho.

    lapse h, return_rate g: chance a quarter that the grant lapses (returns); reserve L: quarters, refilled
    when it returns; rho = (1 - g)^L. FN-5; E in quarters. Limits: 1/h + L at g = 0; at most 1e9, which also
    stands for "for ever" when it never lapses or always returns in time.
    """
    death = grant_spell_death(return_rate, reserve)
    if lapse <= 0.0 or death <= 0.0:
        return 1e9
    spell = (1.0 - death) / return_rate if return_rate > 0.0 else reserve
    return min(1e9, (1.0 / lapse + spell) / death)
