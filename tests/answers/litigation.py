"""What the formulas answer to the vectors: litigation and negotiation."""

import math
from types import SimpleNamespace

from formulas import rules, theory

from poolsim.economy import functions
from poolsim.economy.actions.royalty_stack import capped


def screening(a, b, J, cp, cd, english_rule=0.0):
    names = ("q", "S", "p_trial", "plaintiff_win_rate_at_trial")
    return dict(zip(names, theory.disputes.screening(a, b, J, cp, cd, english_rule), strict=True))


def selection(ystar, kappa, sigma):
    names = ("trial_rate", "plaintiff_win_rate")
    found = dict(zip(names, theory.disputes.selected_trials(ystar, kappa, sigma), strict=True))
    return found | {"unselected_win_rate": functions.normal_cdf(-ystar)}


def effort(V1, V2):
    own, chance, payoff = theory.disputes.litigation_contest(V1, V2)
    other, _, other_payoff = theory.disputes.litigation_contest(V2, V1)
    return {
        "x1": own,
        "x2": other,
        "p1": chance,
        "dissipation": own + other,
        "payoff1": payoff,
        "payoff2": other_payoff,
    }


def attrition_rounds(V, c):
    chance = rules.disputes.concession_probability(V, c)
    rounds, prize = (
        theory.disputes.expected_rounds(chance),
        theory.disputes.attrition_prize(V, chance),
    )
    return {
        "concede_prob": chance,
        "E_rounds_fought": rounds,
        "E_joint_cost": 2 * c * rounds,
        "E_joint_prize": prize,
        "E_joint_net": prize - 2 * c * rounds,
    }


def attrition_time(V, c):
    hazard = theory.disputes.concession_hazard(c, V)
    duration = theory.disputes.attrition_outcome(hazard, hazard)[1]
    cost = 2 * c * duration
    names = ("hazard_each", "E_duration_quarters", "E_total_cost", "E_joint_net")
    return dict(zip(names, (hazard, duration, cost, V - cost), strict=True))


def unequal_attrition(V1, c1, V2, c2):
    first, second = (
        theory.disputes.concession_hazard(c2, V2),
        theory.disputes.concession_hazard(c1, V1),
    )
    chance, duration = theory.disputes.attrition_outcome(first, second)
    return {"h1": first, "h2": second, "P_1_concedes_first": chance, "E_T": duration}


def joint_suit(theta, r_J, q, c_L, c_P, B, m=1):
    joint, alone = (theory.royalties.shadow_royalty(theta, r_J, q, c_L, c_P, B, k) for k in (m, 1))
    return {
        "r": joint,
        "r_joint": joint,
        "r_separate": alone,
        "saving_per_firm": (alone - joint) * q,
        "litig_cost_per_firm_if_fight": c_L / m,
    }


def fund(mu, X, r_J, Q):
    amount = rules.royalties.fighting_fund(mu, X, r_J, Q)
    theta = rules.royalties.strength_after(mu, X, amount)
    return {
        "F_star": amount,
        "theta": theta,
        "expected_royalty_per_unit": theta * r_J,
        "total_cost": theta * r_J * Q + amount,
    }


def free_riding(m, q):
    alone, joint = (rules.royalties.fighting_fund(0.6, 5, 2, volume) for volume in (q, m * q))
    return {
        "F_total_noncooperative": alone,
        "F_coalition": joint,
        "ratio": joint / alone,
        "theta_nc": rules.royalties.strength_after(0.6, 5, alone),
        "theta_coal": rules.royalties.strength_after(0.6, 5, joint),
    }


def invalidation(alpha, c, R, n):
    before = theory.market.cournot_quantity(alpha, 1, c + R, n * (c + R), n, 1)
    rival = theory.market.cournot_quantity(alpha, 1, c + R, n * (c + R) - R, n, 1)
    common, exclusive = (theory.royalties.invalidation_gain(alpha, 1, c, R, n, k) for k in (n, 1))
    return {
        "pi_all_pay": before**2,
        "pi_all_exempt": before**2 + common,
        "gain_common": common,
        "pi_only_me_exempt": before**2 + exclusive,
        "gain_exclusive": exclusive,
        "rival_pi_if_only_other_exempt": rival**2,
        "q0": before,
        "private_incidence": theory.royalties.royalty_incidence(n),
        "royalty_bill": R * before,
    }


def challenge(theta, c_L, gain_common, m):
    values = [theory.royalties.challenge_value(k, theta, gain_common, c_L) for k in m]
    fewest = theory.disputes.smallest_joint_response(c_L, gain_common, theta)
    found = dict(zip(("individual_EV", "pair_EV", "coalition4_EV"), values, strict=True))
    return found | {"m_min": math.ceil(fewest)}


def stable_coalitions(saving, n, fund):
    """Sizes at which members save at least their part of the fund and an outsider would not."""
    gains = [saving(size, n, 0.5, 23, 1) - fund / size for size in range(1, n + 1)]
    return [
        size for size in range(1, n + 1) if gains[size - 1] >= 0 and (size == n or gains[size] < 0)
    ]


def coalition(n, F, B=0.5, Delta=23, q=1):
    saving = theory.royalties.marginal_saving(n, n, B, Delta, q)
    return {
        "stable_nondiscrim": stable_coalitions(theory.royalties.marginal_saving, n, F),
        "stable_discrim": stable_coalitions(theory.royalties.discriminating_saving, n, F),
        "r_at_20": theory.royalties.collective_stack(1, B, Delta, 20 / n),
        "r_at_10": theory.royalties.collective_stack(1, B, Delta, 10 / n),
        f"member_gain_m{n}_ND": saving,
        f"cost_share_m{n}": F / n,
    }


def largest_fund(n, B, Delta, q):
    largest = theory.royalties.largest_sustainable_fund(n, B, Delta, q)
    discriminating = n * theory.royalties.discriminating_saving(n, n, B, Delta, q)
    return {
        "F_max_ND": largest,
        "F_max_ND_limit_n_inf": theory.royalties.largest_sustainable_fund(1e7, B, Delta, q),
        "F_max_discrim": discriminating,
        "ratio": largest / discriminating,
        "critical_mass_F2": theory.royalties.critical_coalition(n, B, Delta, q, 2.0),
    }


def threats(V, theta, r_J, c_L, c_P, surplus):
    """What both sides of a suit over a volume can threaten with."""
    ceiling = rules.royalties.licensing_ceiling(surplus, theta, r_J, c_L, V)
    floor = rules.royalties.litigation_floor(theta, r_J, c_P, V)
    return SimpleNamespace(ceiling=ceiling, floor=min(floor, ceiling))


def committed(kappa, service, share, V_lone, V_members, **suit):
    force = rules.royalties.effective_coalition(kappa, service, 1.0)
    return rules.royalties.committed_volume(V_lone, V_members, force), force * share


def joint_talks(B, theta, r_J, c_L, c_P, surplus, V_lone, **alliance):
    most, coalition = committed(V_lone=V_lone, **alliance)
    award = theta * r_J
    crossing = rules.royalties.joint_crossing(B, coalition, award, c_L, c_P, most)
    volume = rules.royalties.joint_volume(V_lone, most, B, award, c_L, c_P, crossing)
    rate = capped(threats(volume, theta, r_J, c_L, c_P, surplus), coalition, 0.0, 0.0, B)
    return {"volume_committed": most, "volume_used": volume, "rate": rate}


def separate_talks(B, theta, r_J, c_L, c_P, outsiders_rate, V_lone, **alliance):
    most, coalition = committed(V_lone=V_lone, **alliance)
    award, hold_out = theta * r_J, (1.0 - coalition) * outsiders_rate
    crossing = rules.royalties.separate_crossing(award, hold_out, c_P, most)
    volume = rules.royalties.joint_volume(V_lone, most, B, award, c_L, c_P, crossing)
    rate = capped(threats(volume, theta, r_J, c_L, c_P, math.inf), coalition, 1.0, hold_out, B)
    return {"volume_committed": most, "volume_used": volume, "rate": rate}


def credible_talks(V, s, B, theta, r_J, c_L, c_P, surplus):
    holder = threats(V, theta, r_J, c_L, c_P, surplus)
    middle = theory.royalties.bargained_royalty(holder.ceiling, holder.floor, B)
    return {"rate": capped(holder, s, 0.0, 0.0, B), "threat_rate": middle}


ANSWERS = {
    "LI-3": screening,
    "LI-4": selection,
    "LI-5": effort,
    "LI-6/discrete": attrition_rounds,
    "LI-6/continuous": attrition_time,
    "LI-6/asym": unequal_attrition,
    "CN-2": joint_suit,
    "CN-3": fund,
    "CN-3/free-ride": free_riding,
    "CN-4": invalidation,
    "CN-5": challenge,
    "CN-7": coalition,
    "CN-7/Fmax": largest_fund,
    "CS-1": joint_talks,
    "CS-2": credible_talks,
    "CS-3": separate_talks,
}
