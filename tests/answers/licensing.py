"""What the formulas answer to the vectors: licensing, standards and innovation."""

import numpy as np
import pytest
from formulas import rules, theory


def without_commitment(A, b, N):
    """Sizes from two on that neither a member wants to leave nor an outsider to join."""

    def income(licensors, pooled):
        return theory.royalties.nash_profit(
            A, b, rules.royalties.decision_makers(licensors, pooled)
        )

    found = {"s_star_N5_full": theory.stability.stable_side_benefit(A, b, 5)}
    for licensors in N:
        stable = []
        for size in range(2, licensors + 1):
            stays = income(licensors, size) / size >= income(licensors, size - 1) - 1e-9
            assert stays == bool(theory.stability.is_internally_stable(licensors, size))
            last = size == licensors
            if stays and (
                last or income(licensors, size) >= income(licensors, size + 1) / (size + 1) - 1e-9
            ):
                stable.append(size)
        found[f"stable_N{licensors}"] = stable
    return found


def constant_elasticity(epsilon, N, c):
    alone, pool = (
        theory.royalties.elastic_price(epsilon, N, c),
        theory.royalties.elastic_price(epsilon, 1, c),
    )
    return {
        "p_indep": alone,
        "R_indep": alone - c,
        "p_pool": pool,
        "R_pool": pool - c,
        "lerner_indep": (alone - c) / alone,
        "N_over_eps": N / epsilon,
    }


def integration(alpha, c, n, N):
    licence, profit, licence_out, profit_out = theory.stability.pool_incomes(alpha - c, 1, n, N)
    pure, integrated = (theory.stability.pool_gap(alpha - c, 1, n, N, flag) for flag in (0.0, 1.0))
    return {
        "lic_member": licence,
        "lic_outsider": licence_out,
        "piD_pool": profit,
        "piD_outside": profit_out,
        "gap_pure": pure,
        "gap_integrated": integrated,
        "logit_pure_lambda001": theory.membership.join_probability(pure, 0.01),
        "logit_int_lambda001": theory.membership.join_probability(integrated, 0.01),
    }


def differentiated(gamma):
    apart, pooled = theory.royalties.separate_price(gamma), theory.royalties.pooled_price(gamma)
    return {
        "p_nash": apart,
        "p_pool": pooled,
        "pool_raises_price": pooled > apart,
        "profit_nash_each": theory.royalties.differentiated_profit(apart, gamma),
        "profit_pool_each": theory.royalties.differentiated_profit(pooled, gamma),
    }


def perfect_substitutes(A, b, N):
    apart, pooled = (
        theory.royalties.substitute_stack(A, b, N),
        theory.royalties.substitute_stack(A, b, 1),
    )
    assert pooled == rules.royalties.nash_stack(A, b, 1)
    welfare, pool_welfare = (theory.royalties.royalty_welfare(A, b, R) for R in (apart, pooled))
    return {
        "R_indep": apart,
        "R_pool": pooled,
        "W_indep": welfare,
        "W_pool": pool_welfare,
        "ratio": pool_welfare / welfare,
    }


def lerner_tirole(a, V):
    n, values = len(V) - 1, memoryview(np.array(V, float))
    rival, demand = (
        theory.royalties.competition_margin(values, n),
        theory.royalties.demand_margin(V[n], a, n),
    )
    pool = theory.royalties.bundle_price(V[n], a)
    return {
        "z": rival,
        "phat": demand,
        "n_pind": n * min(rival, demand),
        "P_pool": pool,
        "binding": "competition" if rival < demand else "demand",
        "pool_lowers_price": bool(theory.royalties.pool_lowers_price(pool, rival, demand, n)),
    }


def renewal(mu, sigma, d_per_q, fee, ages):
    return {f"alive_{a}": theory.innovation.renewed_share(a, mu, sigma, d_per_q, fee) for a in ages}


def spillovers(x, theta, kappa):
    gains = {own: theory.innovation.spillover_gain(own, sum(x), theta, kappa) for own in x}
    return {f"abs_{own}": gain for own, gain in gains.items()} | {
        f"rel_{own}": gain / own for own, gain in gains.items()
    }


def co_growth(M, a12, a21, g):
    rates = theory.innovation.joint_growth_rates(g, M, M, a12, a21)
    stocks = (
        theory.innovation.joint_stock(M, M, a12, a21),
        theory.innovation.joint_stock(M, M, a21, a12),
    )
    return {
        "K1": stocks[0],
        "K2": stocks[1],
        "eig1": rates[0],
        "eig2": rates[1],
        "stable": max(rates) < 0,
    }


def race(W, kappa, rho, N):
    hazard = theory.innovation.race_effort(W, kappa, rho, N)
    return {"h_each": hazard, "industry_hazard": N * hazard}


def timing(V_pre, V_post, kappa):
    before, after = (
        theory.innovation.research_effort(value, kappa, 0.0) for value in (V_pre, V_post)
    )
    return {"h_pre": before, "h_post": after, "ratio": after / before}


def partner(V, kappa, g):
    shares = np.linspace(0.0, 1.0, 1001)
    best = shares[
        np.argmax([theory.innovation.grant_back_gain(V, kappa, share) for share in shares])
    ]
    return {"partner_gain": theory.innovation.grant_back_gain(V, kappa, g), "argmax_g": best}


def bass(p, q):
    peak, share, rate = theory.market.adoption_peak(p, q)
    return {
        "F5": theory.market.adoption_share(5, p, q),
        "F10": theory.market.adoption_share(10, p, q),
        "t_peak": peak,
        "F_at_peak": share,
        "f_peak": rate,
        "t_F50": theory.market.adoption_time(0.5, p, q),
    }


def battle(nu, s):
    points = sorted(set(theory.market.network_equilibria(0.0, nu, s)))
    return {"fixed_points": pytest.approx(points, abs=1e-6), "tipping": len(points) > 1}


def annuity(cf, r, T, h=0.0):
    value = rules.innovation.patent_present_value(cf, r, h, T)
    assert value == pytest.approx(sum(cf * ((1 - h) / (1 + r)) ** t for t in range(1, T + 1)))
    return {"PV": value}


def ex_ante(A, dV, n):
    stacks = {
        "exante": theory.royalties.ex_ante_royalty(A, 1, dV),
        "post_pool": rules.royalties.nash_stack(A, 1, 1),
        "post_none": rules.royalties.nash_stack(A, 1, n),
    }
    welfare = {
        f"W_{name}": theory.royalties.royalty_welfare(A, 1, stack) for name, stack in stacks.items()
    }
    return welfare | {f"R_{name}": stack for name, stack in stacks.items()}


def technology_choice(A_A, A_B, n_A, n_B):
    ex_post = {
        "A": A_A - rules.royalties.nash_stack(A_A, 1, n_A),
        "B": A_B - rules.royalties.nash_stack(A_B, 1, n_B),
    }
    agreed = theory.royalties.ex_ante_royalty(A_A, 1, A_A - A_B)
    net = {"A": A_A - agreed, "B": ex_post["B"]}
    return {
        "net_A_no_pool": ex_post["A"],
        "net_B": ex_post["B"],
        "chosen_without_pool": max(ex_post, key=ex_post.get),
        "W_B": theory.royalties.royalty_welfare(A_B, 1, A_B - ex_post["B"]),
        "net_A_exante": net["A"],
        "chosen_exante": max(net, key=net.get),
        "W_A_exante": theory.royalties.royalty_welfare(A_A, 1, agreed),
    }


def entry(v, n):
    found = {}
    stacks = (rules.royalties.nash_stack(v, 1, 1), rules.royalties.nash_stack(v, 1, n), v)
    for name, stack in zip(("exante_pool", "exante_nopool", "expost"), stacks, strict=True):
        share = theory.royalties.entry_share(v, stack)
        found |= {f"{name}_R": stack, f"{name}_entry": share, f"{name}_profit": stack * share}
    return found


def substitute_pool(alpha, c, eps, n, insiders):
    costs = insiders * (c - eps) + (n - insiders) * c
    price, pool_price = (
        rules.market.cournot_price(alpha, total, n, 1) for total in (costs, n * (c - eps))
    )
    fee = theory.royalties.substitute_licence_fee(alpha, 1, c, eps, n)
    before, after = (
        insiders * theory.market.cournot_quantity(alpha, 1, c - eps, total, n, 1) ** 2
        for total in (costs, n * (c - eps))
    )
    return {
        "P_nopool": price,
        "P_pool": pool_price,
        "CS_nopool": rules.royalties.consumer_surplus(alpha - price, 1),
        "CS_pool": rules.royalties.consumer_surplus(alpha - pool_price, 1),
        "insider_joint_nopool": before,
        "fee_each": fee,
        "insider_joint_pool": after + (n - insiders) * fee,
    }


def contracts(N_licensors, n_licensees, t_cost):
    bilateral, pool = rules.licensing.licence_contracts(N_licensors, n_licensees)
    costs = {"cost_bilateral": t_cost * bilateral, "cost_pool": t_cost * pool}
    return costs | {"bilateral": bilateral, "pool": pool}


ANSWERS = {
    "RS-3": without_commitment,
    "RS-4": constant_elasticity,
    "RS-6": integration,
    "RS-7": differentiated,
    "RS-8": perfect_substitutes,
    "RS-9": lerner_tirole,
    "IN-4": renewal,
    "IN-5": spillovers,
    "IN-5/peak": lambda X, kappa: {
        "x_peak_absolute_gain": theory.innovation.best_absorbing_size(X, kappa)
    },
    "IN-6": co_growth,
    "IN-7": race,
    "IN-8": timing,
    "IN-9": lambda V, kappa, g: {
        f"h_g{x:g}": theory.innovation.research_effort(V, kappa, x) for x in g
    },
    "IN-9/partner": partner,
    "BA-1": bass,
    "NE-1": battle,
    "AT-2": annuity,
    "AT-3": ex_ante,
    "AT-3/tech-choice": technology_choice,
    "AT-4": entry,
    "AT-5": substitute_pool,
    "TC-1": contracts,
}
