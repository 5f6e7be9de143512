"""What the formulas answer to the vectors: alliances, members and finance."""

import itertools
import math

import numpy as np
import pytest
from formulas import rules, theory

from poolsim.economy import draws


def critical_mass(beta, f, sigma):
    mass = theory.stability.critical_mass(beta, f, sigma)
    return {"critical_mass": mass, "critical_mass_int": math.ceil(mass)}


def waiting(K, rho, alpha, sigma):
    root, multiple = rules.membership.hurdle(alpha, sigma, rho)
    return {"beta1": root, "multiple": multiple, "V_star": multiple * K}


def preemption(K, rho, alpha, sigma, D1, D2):
    names = ("Y_marshall", "Y_leader_preempt", "Y_single_option", "Y_follower")
    return dict(
        zip(
            names,
            theory.membership.preemption_thresholds(alpha, sigma, rho, K, D1, D2),
            strict=True,
        )
    )


def self_consistent(n, beta, f, sigma, lam):
    shares = theory.stability.membership_equilibria(n, beta, f, sigma, lam)
    for share in shares:
        gain = beta * (1 + (n - 1) * share) - f - sigma * beta * (n - 1) * share
        assert theory.membership.join_probability(gain, lam) == pytest.approx(share, abs=1e-12)
    return {f"p*_{i + 1}": share for i, share in enumerate(shares)}


def admitted(beta, kappa, F):
    exclusive, wide = (
        size(beta, kappa, F, 100)
        for size in (theory.membership.exclusive_size, theory.membership.open_size)
    )
    return {
        "exclusive_size": exclusive,
        "payoff_exclusive": theory.membership.member_payoff(exclusive, beta, kappa, F),
        "open_size": wide,
        "payoff_open": theory.membership.member_payoff(wide, beta, kappa, F),
    }


def in_turn(N):
    """Backward induction of the sequential game: k licensors remain, c coalitions have formed
    already.
    """

    def outcome(left, formed):
        if left == 0:
            return []
        best = None
        for size in range(1, left + 1):
            rest = outcome_of(left - size, formed + 1)
            worth = theory.royalties.nash_profit(90, 1, formed + 1 + len(rest)) / size
            if best is None or worth > best[0] + 1e-9:
                best = (worth, [size, *rest])
        return best[1]

    table = {}

    def outcome_of(left, formed):
        if (left, formed) not in table:
            table[left, formed] = outcome(left, formed)
        return table[left, formed]

    sequence = outcome_of(N, 0)
    pool = theory.stability.committed_pool(N)
    return {
        "threshold": theory.stability.commitment_threshold(N),
        "coalition_sequence": sequence,
        "pool_size": pool,
        "per_member_vs_no_pool": theory.stability.cartel_profit_ratio(N, pool),
    }


def olson(v, n):
    nash, best = theory.finance.nash_provision(v), theory.finance.efficient_provision(n * v)
    return {"G_nash": nash, "G_opt": best, "underprovision": nash / best}


def unequal(v):
    top, leaders = max(v), v.count(max(v))
    found = {
        f"contrib_{i + 1}": rules.finance.contribution(x, top, leaders) for i, x in enumerate(v)
    }
    assert sum(found.values()) == theory.finance.nash_provision(max(v))
    return found | {
        "G_nash": sum(found.values()),
        "G_opt": theory.finance.efficient_provision(sum(v)),
    }


def crowding_out(v, grants):
    found = {}
    for grant in grants:
        paid, key = rules.finance.private_contribution(v, grant), f"g{grant:g}".replace(".", "")
        found |= {f"total_{key}": grant + paid, f"private_{key}": paid}
    return found


def threshold_game(n, k, c_over_V):
    low, high = theory.membership.threshold_equilibria(n, k, c_over_V)
    refund = theory.membership.refund_equilibrium(n, k, c_over_V)
    return {
        "p_low": low,
        "p_high": high,
        "P_success_low": rules.membership.at_least(low, n, k),
        "P_success_high": rules.membership.at_least(high, n, k),
        "max_cV": theory.membership.largest_cost_ratio(n, k),
        "refund_p": pytest.approx([refund], abs=1e-6),
        "refund_P_success": rules.membership.at_least(refund, n, k),
    }


def subsidised(mu, sd, g0):
    return {
        "share_no_subsidy": theory.membership.share_formed(mu, sd, 0),
        "share_with_subsidy": theory.membership.share_formed(mu, sd, g0),
        "induced_fraction": theory.membership.induced_fraction(mu, sd, g0),
        "mean_NPV_market_formed": theory.membership.mean_value_market_formed(mu, sd),
        "mean_NPV_subsidy_induced": theory.membership.mean_value_induced(mu, sd, g0),
    }


def shapley(players, value):
    """Mean marginal value over all orders, and its standard deviation for the first player."""
    orders = list(itertools.permutations(range(players)))
    gains = np.zeros((len(orders), players))
    for row, order in enumerate(orders):
        for place, player in enumerate(order):
            gains[row, player] = value(order[: place + 1]) - value(order[:place])
    return gains.mean(axis=0), gains[:, 0].std()


def complements(R, n):
    shares, _ = shapley(n, lambda group: R if len(group) == n else 0.0)
    assert shares == pytest.approx(R * rules.licensing.equal_share(n))
    return {"phi_each": R * rules.licensing.equal_share(n)}


def essential(k):
    found, _ = shapley(k + 1, lambda group: float(0 in group and len(group) > 1))
    first, other = theory.licensing.essential_shares(k)
    return {
        "phi_essential": first,
        "phi_substitute_each": other,
        "formula_essential": found[0],
        "formula_sub": found[1],
    }


def airport(costs):
    stakes = memoryview(np.array(costs, float))
    return {
        f"phi{i + 1}": rules.licensing.airport_share(stakes, i, len(costs))
        for i in range(len(costs))
    }


def portfolio(v, gamma):
    values, n = memoryview(np.array(v, float)), len(v)
    exact, spread = shapley(n, lambda group: sum(v[i] for i in group) ** gamma)
    shares = [theory.licensing.shapley_share(values, i, n, gamma) for i in range(n)]
    assert shares == pytest.approx(exact)
    key = draws.stream(draws.replicate_key(1, 0), 0, 1)
    sampled = [theory.licensing.shapley_sample(key, values, i, n, gamma, 400.0) for i in range(n)]
    assert sum(sampled) == pytest.approx(sum(v) ** gamma)
    assert abs(sampled[0] - shares[0]) < 4.5 * spread / math.sqrt(400)
    found = {f"phi{i + 1}": share for i, share in enumerate(shares)}
    # The vector's spread comes from a simulation.
    return found | {"total": sum(shares), "perm_sd_phi1": pytest.approx(spread, abs=1e-3)}


def contest(R, m, c):
    each = theory.licensing.contest_filings(R, m, c)
    return {
        "n_star": each,
        "total": m * each,
        "filing_spend": m * each * c,
        "dissipation": m * each * c / R,
    }


def sewing(units, fee, howe, fund_frac, n):
    kept, first, each = theory.licensing.priority_split(units, fee, fund_frac, howe, n)
    return {
        "gross": units * fee,
        "fund": kept,
        "howe_royalty": first,
        "rest": n * each,
        "each_of_four": each,
        "howe_total": first + each,
    }


def cramer_lundberg(u, c, lam, mu):
    return {
        "psi": theory.finance.ruin_probability(u, c, lam, mu),
        "R": theory.finance.adjustment_coefficient(c, lam, mu),
        "psi0": theory.finance.ruin_probability(0, c, lam, mu),
    }


def gambler(p, k):
    chance = np.ones(21)
    chance[20] = 0.0
    steps = np.eye(19) - np.diag([p] * 18, 1) - np.diag([1 - p] * 18, -1)
    chance[1:20] = np.linalg.solve(steps, np.eye(19)[0] * (1 - p))
    assert chance == pytest.approx(
        [theory.finance.step_ruin_before(p, reserve, 20) for reserve in range(21)]
    )
    return {
        "ruin_ever": theory.finance.step_ruin(p, k),
        "ruin_before_20": theory.finance.step_ruin_before(p, k, 20),
    }


def brownian(u, drift, sd, T):
    return {
        "ruin_ever": theory.finance.brownian_ruin(u, drift, sd),
        "ruin_by_T": theory.finance.brownian_ruin_by(u, drift, sd, T),
        "ruin_ever_neg_drift": theory.finance.brownian_ruin(u, -drift, sd),
    }


def last_grant(h, H, L):
    return {
        "P_survive": theory.finance.grant_survival(h, H, L),
        "E_life": theory.finance.grant_life_once(h, L),
    }


def dues(lam, b, N):
    best = rules.finance.revenue_maximising_dues(lam, b)
    members = theory.finance.members_at_dues(N, lam, b, best)
    return {"f_star": best, "p_join": members / N, "revenue_30": members * best}


def breadth(N, lam, b):
    best = rules.finance.revenue_maximising_dues(lam, b)
    free, paying = (theory.finance.members_at_dues(N, lam, b, f) for f in (0.0, best))
    return {
        "members_fee_free": free,
        "members_at_fstar": paying,
        "revenue_fee_free": 0.0 * free,
        "revenue_at_fstar": best * paying,
    }


def break_even_members(F, f, v):
    members = theory.finance.members_to_break_even(F, f, v)
    return {"m_star": F / (f - v), "m_int": members}


def break_even_units(F, r, rho, a):
    units = [theory.finance.units_to_break_even(F, r[i], rho[i], a) for i in (0, 1)]
    return dict(zip(("units_AVS", "units_MPEG2"), units, strict=True))


def licensing_life(M, life_q, r, rho, a, F, p=0.03, q=0.38):
    full = theory.finance.full_licence_revenue(M, life_q, r, rho, a)
    years = theory.finance.time_to_self_sufficiency(F, full, p, q)
    return {
        "rev_full": full,
        "y": F / full,
        "t_years": years,
        "SSR_max": rules.finance.self_sufficiency(full, F),
        "reachable": years < 1e9,
    }


def mix(F, v, m, f, D, deal, br, db_users, db_fee, units, r, rho, a):
    licence = rules.licensing.administrator_income(rules.licensing.licence_income(r, units, rho), a)
    earned = rules.finance.self_generated_income(D, deal, br, db_users, db_fee, licence)
    cost = theory.finance.running_cost(F, v, m)
    return {
        "self_gen": earned,
        "dues": m * f,
        "cost": cost,
        "SSR_narrow": rules.finance.self_sufficiency(earned, cost),
        "SSR_NGO": rules.finance.self_sufficiency(earned + m * f, cost),
        "grant_needed": rules.finance.grant_needed(cost, earned + m * f),
    }


def dear(potential, price, scale, cost):
    quantity = rules.demand.exponential_demand(potential, price, scale)
    return {
        "quantity": quantity,
        "income": price * quantity,
        "surplus": rules.demand.exponential_surplus(quantity, scale),
        "margin": (price - cost) * quantity,
        "best_income_price": theory.finance.best_price(scale, 0.0),
        "best_margin_price": theory.finance.best_price(scale, cost),
    }


def shared(potential, share, choke_share, price, cost):
    quantity = rules.demand.linear_demand(potential, share, choke_share)
    return {
        "quantity": quantity,
        "income": share * price * quantity,
        "surplus": rules.demand.linear_surplus(potential, share, choke_share, price),
        "margin": (share * price - cost) * quantity,
        "best_income_share": theory.finance.best_share(choke_share, 0.0, price),
        "best_margin_share": theory.finance.best_share(choke_share, cost, price),
    }


def deals_needed(fixed, brokerage, deal_value, deal_cost):
    deals = theory.finance.deals_to_break_even
    return {
        "deals": deals(fixed, deal_value, brokerage, deal_cost),
        "deals_without_cost": deals(fixed, deal_value, brokerage, 0.0),
    }


def accrued(price, win_chance, proceeds, delay, discount):
    factor = math.exp(-discount / 4.0)
    flow = rules.finance.accrual(price, win_chance, proceeds, delay, factor)
    return {"accrued_per_package_and_quarter": flow}


def capital_alone(K, F, T):
    return {
        "dissolves_at_end_of_quarter": theory.finance.quarters_to_insolvency(K, F, 0.0),
        "min_avg_revenue": theory.finance.least_average_revenue(F, K, T),
    }


def restraint(R, T, P):
    discount = rules.disputes.cooperation_discount
    return {
        "delta_star": discount(R, T, P, 0.0, 0.0),
        "with_fine_z1": discount(R, T, P, 1.0, 0.0),
        "with_expulsion_s1": discount(R, T, P, 0.0, 1.0),
    }


def information(prior, L, design_around, sens, spec):
    return {
        "cost_no_info": rules.disputes.cost_no_info(prior, L, design_around),
        "cost_info": rules.disputes.cost_info(prior, L, design_around, sens, spec),
        "VOI": rules.disputes.value_of_information(prior, L, design_around, sens, spec),
    }


ANSWERS = {
    "CO-1": critical_mass,
    "CO-2": lambda n: {
        f"m={m}: member/pre": theory.stability.cartel_profit_ratio(n, m) for m in range(2, n + 1)
    },
    "CO-3": waiting,
    "CO-7": self_consistent,
    "CO-8": admitted,
    "CO-9": in_turn,
    "CO-10": preemption,
    "OL-1": olson,
    "OL-2": unequal,
    "OL-3": crowding_out,
    "TP-1": threshold_game,
    "GV-1": subsidised,
    "GV-2": lambda mu, sd, g0: {
        "formation_multiplier": theory.membership.formation_multiplier(mu, sd, g0)
    },
    "SH-1": complements,
    "SH-2": essential,
    "SH-3": airport,
    "SH-4": portfolio,
    "SH-6": contest,
    "SH-7": sewing,
    "FN-1": cramer_lundberg,
    "FN-2": gambler,
    "FN-3/Brownian": brownian,
    "FN-3/discrete": lambda u, drift, sd, T: {
        "ruin_by_T_siegmund": theory.finance.quarterly_ruin_by(u, drift, sd, T)
    },
    "FN-4": last_grant,
    "FN-6": break_even_members,
    "FN-7": dues,
    "SF-1": accrued,
    "DM-1": dear,
    "DM-2": shared,
    "DM-3": deals_needed,
    "FN-8": lambda F, deal, rate: {
        "deals_star": theory.finance.deals_to_break_even(F, deal, rate, 0.0)
    },
    "FN-9": break_even_units,
    "FN-10": licensing_life,
    "FN-12": mix,
    "FN-13": breadth,
    "FN-14": capital_alone,
    "DY-1": lambda N: {"delta_star": theory.stability.pool_discount(N)},
    "DY-2": restraint,
    "GO-2": information,
}
