"""What the formulas answer to the vectors: royalties, suits, membership, research and finance."""

import math

import pytest
from formulas import rules, theory

from poolsim.economy import functions


def stacking(a, b, c, N):
    potential = a - b * c
    stack, each = (
        rules.royalties.nash_stack(potential, b, N),
        theory.royalties.nash_profit(potential, b, N),
    )
    pool_stack, pool = (
        rules.royalties.nash_stack(potential, b, 1),
        theory.royalties.nash_profit(potential, b, 1),
    )
    quantity, pool_quantity = potential - b * stack, potential - b * pool_stack
    surplus = rules.royalties.consumer_surplus(quantity, b)
    welfare, pool_welfare = (
        surplus + N * each,
        rules.royalties.consumer_surplus(pool_quantity, b) + pool,
    )
    return {
        "r": rules.royalties.best_response_royalty(potential / b, stack * (N - 1) / N),
        "R": stack,
        "p": c + stack,
        "Q": quantity,
        "Pi_each": each,
        "Pi_tot": N * each,
        "CS": surplus,
        "W": welfare,
        "R_over_Rpool": stack / pool_stack,
        "Pi_over_Pipool": N * each / pool,
        "Wpool_over_W": pool_welfare / welfare,
    }


def partial_pool(A, b, N, m):
    makers = rules.royalties.decision_makers(N, m)
    each = theory.royalties.nash_profit(A, b, makers)
    stack = rules.royalties.nash_stack(A, b, makers)
    return {"K": makers, "R": stack, "pool_total": each, "pool_member": each / m, "outsider": each}


def downstream(alpha, beta, c, n, N):
    found = {"pass_through": theory.market.pass_through(n, 1.0)}
    for name, makers in (("indep", N), ("pool", 1)):
        stack = rules.royalties.nash_stack(alpha - c, 1.0, makers)
        quantity = theory.market.cournot_quantity(alpha, beta, c + stack, n * (c + stack), n, 1.0)
        found |= {
            f"R_{name}": stack,
            f"q_{name}": quantity,
            f"P_{name}": rules.market.cournot_price(alpha, n * (c + stack), n, 1.0),
            f"pi_{name}": beta * quantity * quantity,
        }
    return found


def hold_up(B, theta, v, M, C, L):
    royalty, benchmark = rules.royalties.hold_up_royalty(B, theta, v, M, C, L), B * theta * v
    litigates = rules.royalties.licensee_litigates(B, theta, v, M, C, L)
    return {
        "benchmark": benchmark,
        "r": royalty,
        "strategy": "litigate" if litigates else "redesign",
        "overcharge": royalty / benchmark - 1,
    }


def bargained_stack(B, v, N):
    stack = theory.royalties.bargained_stack(B, v, N)
    pool = theory.royalties.bargained_stack(B, v, 1)
    return {"r": stack / N, "R": stack, "R_pool": pool, "licensee_left": v - stack}


def settlement(pp, pd, J, cp, cd, lam=0.5, english_rule=0.0):
    low, high = (
        theory.disputes.range_if_loser_pays(pp, pd, J, cp + cd)
        if english_rule
        else rules.disputes.settlement_range(pp, pd, J, J, cp, cd)
    )
    settles = rules.disputes.settles(low, high)
    gap = theory.disputes.critical_gap(J, cp, cd, english_rule)
    assert settles == float(pp - pd <= gap)
    found = {"lo": low, "hi": high, "settle": bool(settles), "crit_gap": gap}
    return found | (
        {"S": rules.disputes.settlement_amount(low, high, lam)} if settles else {"settles": 0}
    )


def assertion(n_i, S_i, S_j, p, d, C):
    reads = rules.disputes.reading_probability(p, n_i)
    star = theory.disputes.deterring_portfolio(reads, d, S_i, S_j, C, p)

    def net(patents, sales):
        return rules.disputes.assertion_gain(
            reads, rules.disputes.reading_probability(p, patents), d, sales, S_j, C
        )

    return {
        "P_ij": reads,
        "gross_gain_less_C": net(0, S_i),
        "P_ji_needed": rules.disputes.reading_probability(p, star),
        "n_star": star,
        "n_star_int": math.ceil(star),
        "net_at_11": net(11, S_i),
        "net_at_12": net(12, S_i),
        "net_if_NPE": net(50, 0),
    }


def thresholds(c_P, theta, r_J, V_market, C_resp):
    target = theory.disputes.smallest_target(c_P, theta, r_J)
    assert rules.disputes.credible_suit(theta, r_J, target * 1.001, c_P) == 1.0
    assert rules.disputes.credible_suit(theta, r_J, target * 0.999, c_P) == 0.0
    fewest = theory.disputes.smallest_joint_response(C_resp, V_market, theta)
    return {"q_min_target": target, "m_min_respond": math.ceil(fewest), "m_min_real": fewest}


def hazard(lam0, rel_export, eta, deterrence, H):
    rate = theory.disputes.assertion_hazard(lam0, rel_export, eta, deterrence)
    return {"lam": rate, "P_at_least_one_8q": rules.disputes.at_least_once(rate, H)}


def collective(B, Delta, s):
    royalty = theory.royalties.collective_stack(1.0, B, Delta, s)
    return {"r": royalty, "discount_vs_individual": 1 - royalty / Delta}


def discriminating(B, Delta, s, discriminate):
    royalty = theory.royalties.discriminating_royalty
    return {"r_member": royalty(B, Delta, s), "r_outsider": royalty(B, Delta, 0.0)}


def fragmented(N, B, Delta, s):
    stack = theory.royalties.collective_stack(N, B, Delta, s)
    return {"r_each": stack / N, "R": stack, "cut_vs_s0": 1 - stack / Delta}


def mandate(s, kappa, B, Delta):
    effective = rules.royalties.effective_coalition(kappa, 1.0, s)
    return {"s_eff": effective, "r": theory.royalties.collective_stack(1.0, B, Delta, effective)}


def shadow(v_minus_o, theta, r_J, c_L, c_P, m, q, B, rbar, phi):
    ceiling = rules.royalties.licensing_ceiling(v_minus_o, theta, r_J, c_L, m * q)
    floor = max(phi * rbar, rules.royalties.litigation_floor(theta, r_J, c_P, m * q))
    return {
        "w": ceiling,
        "floor": floor,
        "r": theory.royalties.bargained_royalty(ceiling, floor, B),
    }


def hysteresis(mu, sigma, rho, w, k, l):  # noqa: E741
    high, low = rules.membership.entry_exit_thresholds(mu, sigma, rho, w, k, l)
    entry, leave = rules.membership.entry_exit_thresholds(mu, 0.0, rho, w, k, l)
    return {"P_H": high, "P_L": low, "marshall_entry": entry, "marshall_exit": leave}


def founding(b, f, delta, K, outside):
    return {
        "K_per_firm_9": 10 * rules.licensing.equal_share(9),
        "K_per_firm_10": 10 * rules.licensing.equal_share(10),
        "NPV": theory.membership.founding_value(b, f, delta, K),
        "b_min": theory.membership.smallest_benefit(f, delta, K),
        "K_max": theory.membership.largest_capital(b, f, delta),
    }


def founders(m, p_each, K_share):
    at_least = rules.membership.at_least
    return {"P_all_10_join": at_least(p_each, m, m), "P_at_least_8": at_least(p_each, m, 8)}


def choice(dU, lam):
    return {f"dU={gain}": theory.membership.join_probability(gain, lam) for gain in dU}


def sharing(R, counts, values, omega):
    found = {"eq_each": R * rules.licensing.equal_share(3)}
    for i in range(3):
        found[f"num{i + 1}"] = R * rules.licensing.count_share(counts[i], sum(counts))
        found[f"val{i + 1}"] = R * rules.licensing.count_share(values[i], sum(values))
        found[f"out{i + 1}"] = omega * found[f"val{i + 1}"]

    def stay(key):
        incomes = [found["eq_each"] if key == "eq" else found[f"{key}{i}"] for i in (1, 2, 3)]
        return [
            rules.licensing.participates(x, omega, found[f"val{i + 1}"])
            for i, x in enumerate(incomes)
        ]

    return found | {
        "stay_numeric": stay("num"),
        "stay_value": stay("val"),
        "stay_equal": stay("eq"),
    }


def distribution(count, at_most):
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if count(middle) <= at_most else (low, middle)
    return low


def filings(A, RD, beta):
    rate = rules.innovation.filing_rate(A, RD, beta)
    none = functions.chance_of_none(rate)

    def poisson(n):
        return distribution(lambda u: functions.poisson(u, rate, none), n)

    return {
        "lambda_year": 4 * rate,
        "lambda_q": rate,
        "P0": poisson(0),
        "P2": poisson(2) - poisson(1),
        "NB_k2_P0": theory.innovation.no_filing_chance(rate, 2.0),
        "NB_var": theory.innovation.filing_variance(rate, 2.0),
    }


def patent_value(sigma):
    share = theory.innovation.top_value_share
    ratio = theory.innovation.mean_over_median(sigma)
    return {
        "top10_share": share(sigma, 0.1),
        "top1_share": share(sigma, 0.01),
        "mean_over_median": ratio,
    }


def stock(lam, h, T):
    total = sum(lam * theory.innovation.surviving_share(h, age) for age in range(T))
    assert total == pytest.approx(theory.innovation.steady_stock(lam, h, T), rel=1e-12)
    return {"steady_stock": total}


def inventory(delta_year, flow_q):
    return dict(
        zip(
            ("delta_q", "steady_K"),
            theory.innovation.perpetual_inventory(flow_q, delta_year),
            strict=True,
        )
    )


def adoption(p_q, q_q):
    path = [0.0]
    for _ in range(40):
        path.append(rules.market.adoption_step(path[-1], p_q, q_q))
    return {f"N_{t}": path[t] for t in (1, 2, 4, 8, 20, 40)}


def enforcement(rho0, rho_bar, e):
    level, found = rho0, {}
    for t in range(17):
        assert level == pytest.approx(
            theory.licensing.compliance_after(rho0, rho_bar, e, t), abs=1e-12
        )
        found[f"rho_{t}"] = level
        level = rules.licensing.compliance_step(level, rho_bar, e)
    return {key: found[key] for key in ("rho_0", "rho_4", "rho_8", "rho_16")}


def compliance(r, audit, phi, Mbar):
    best = theory.licensing.revenue_maximising_royalty(audit, phi, Mbar)
    at_best = rules.licensing.compliance_ceiling(best, audit, phi, Mbar)
    return {
        "rho": rules.licensing.compliance_ceiling(r, audit, phi, Mbar),
        "r_opt": best,
        "rho_at_r_opt": at_best,
        "revenue_max": rules.licensing.licence_income(best, 1.0, at_best),
    }


def licence(r, units_m, rho, admin):
    gross = rules.licensing.licence_income(r, units_m, rho)
    kept = rules.licensing.administrator_income(gross, admin)
    return {"gross": gross, "admin": kept, "licensors": gross - kept}


def essentiality(sens, fpr, prior):
    precision = theory.licensing.certified_precision(sens, fpr, prior)
    return {"PPV": precision, "accept_rate": theory.licensing.accepted_share(sens, fpr, prior)}


def mediation(mu, sigma, kappa, m):
    chance = rules.disputes.mediated_trial_probability
    return {f"p_trial_m{str(x).replace('.', '')}": chance(mu, sigma, kappa, x) for x in m}


def dispute_cost(lam, C, s, fee):
    plain = rules.disputes.mediated_trial_probability(0.1, 0.15, 0.2, 0.0)
    with_mediation = rules.disputes.mediated_trial_probability(0.1, 0.15, 0.2, 0.5)
    return {
        "cost_no_med": rules.disputes.expected_dispute_cost(lam, plain, C, s, 0.0),
        "cost_med": rules.disputes.expected_dispute_cost(lam, with_mediation, C, s, fee),
    }


def decision(p, m):
    passes = theory.membership.pass_probability
    return {
        "unanimity": passes(p, m, 1.0),
        "two_thirds": passes(p, m, 2 / 3),
        "majority": passes(p, m, 0.5),
        "lead_firm": passes(p, 1, 1.0),
    }


def grant(h, g, L):
    return {
        "P_spell_kills": theory.finance.grant_spell_death(g, L),
        "E_life": theory.finance.grant_life(h, g, L),
        "stationary_on": theory.finance.grant_share(h, g),
    }


def grant_survival(h, g, L):
    survival = [theory.finance.renewed_grant_survival(h, g, L, quarters) for quarters in range(801)]
    assert sum(survival) == pytest.approx(theory.finance.grant_life(h, g, L), rel=1e-8)
    return {f"S_{t}": survival[t] for t in (8, 20, 40, 80)}


def ratios(market, commissioned, dues, grants, opex, cash):
    revenue = market + commissioned + dues + grants
    return {
        "SSR_narrow": rules.finance.self_sufficiency(market, opex),
        "SSR_service": rules.finance.self_sufficiency(market + commissioned, opex),
        "SSR_earned_NGO": rules.finance.self_sufficiency(market + commissioned + dues, opex),
        "grant_dependence": rules.finance.dependence(grants, revenue),
        "member_dependence": rules.finance.dependence(dues, revenue),
        "HHI": rules.finance.concentration(market, 0.0, commissioned, dues, grants),
        "burn": opex - revenue,
        "runway_q": rules.finance.runway(cash, opex, revenue),
        "runway_no_grant_q": rules.finance.runway(cash, opex, revenue - grants),
        "runway_paper_q": rules.finance.runway(cash, opex, market + commissioned),
    }


def shares_covered(market, accrued, projects, dues, levies, hosted, grants, spent, programme):
    earned, members = market + accrued, dues + levies + hosted
    share = rules.finance.self_sufficiency
    return {
        "ssr_narrow": share(earned, programme),
        "ssr_narrow_spent": share(earned, spent),
        "ssr_service": share(earned + projects, programme),
        "ssr_members": share(earned + projects + members, programme),
        "member_dependence": rules.finance.dependence(
            members, earned + projects + members + grants
        ),
        "zero_cost": share(earned, 0.0),
    }


ANSWERS = {
    "RS-1": stacking,
    "RS-2": partial_pool,
    "RS-5": downstream,
    "RS-10": hold_up,
    "RS-11": bargained_stack,
    "LI-1": settlement,
    "LI-2": lambda sigma, mu, C_over_J: {
        "p_trial": rules.disputes.trial_probability(mu, sigma, C_over_J)
    },
    "LI-7": lambda p, n: {"P": rules.disputes.reading_probability(p, n)},
    "LI-8": assertion,
    "LI-9": thresholds,
    "EX-1": hazard,
    "CN-1": collective,
    "CN-1b": discriminating,
    "CN-6": shadow,
    "CN-8": fragmented,
    "CN-9": mandate,
    "CO-4": hysteresis,
    "CO-5": founding,
    "CO-5/prob": founders,
    "CO-6": choice,
    "SH-5": sharing,
    "IN-1": filings,
    "IN-2": patent_value,
    "IN-2/calib": lambda top_frac, share: {
        "sigma": theory.innovation.sigma_of_top_share(top_frac, share)
    },
    "IN-2/pareto": lambda alpha, top: {"share": theory.innovation.pareto_top_share(alpha, top)},
    "IN-3": stock,
    "IN-3/PIM": inventory,
    "BA-2": adoption,
    "LR-1": enforcement,
    "LR-2": compliance,
    "LR-3": licence,
    "LR-4": lambda R, M0, R_max: {
        f"M_{r}": rules.market.licence_potential(M0, r, R_max) for r in R
    },
    "AT-1": essentiality,
    "DY-3": mediation,
    "DY-4": dispute_cost,
    "GO-1": decision,
    "FN-5": grant,
    "FN-5/survival": grant_survival,
    "FN-11": ratios,
    "SF-2": shares_covered,
    "IT-1": lambda T0, F, rev: {
        "dissolves_at_end_of_quarter": theory.finance.quarters_to_insolvency(T0, F, rev)
    },
}
