"""Suits and disputes: beliefs that settle, volumes worth a suit, contests of attrition, and what
deters an assertion.
"""

import math

from poolsim.economy.functions import bounded_ratio, log, normal_cdf, normal_quantile
from poolsim.economy.rules.disputes import exposure_weight
from poolsim.theory.numerics import average, normal_density


def range_if_loser_pays(
    p_plaintiff: float, p_defendant: float, stake: float, joint_cost: float
) -> tuple[float, float]:
    """Settlement range if the loser pays, low = p_p J - (1 - p_p) C, high = p_d (J + C).

    p_plaintiff p_p, p_defendant p_d: each side's belief that the plaintiff wins; stake J,
    joint_cost C: RMB million. LI-1; Shavell 1982. Limit: without costs that of
    `settlement_range`.
    """
    low = p_plaintiff * stake - (1.0 - p_plaintiff) * joint_cost
    return low, p_defendant * (stake + joint_cost)


def screening(
    low: float,
    high: float,
    stake: float,
    plaintiff_cost: float,
    defendant_cost: float,
    english: float,
) -> tuple[float, float, float, float]:
    """Cutoff, offer, trial probability, win rate at trial: q = b - C/J, S = q J + c_d, P = (q -
    a)/(b - a).

    An uninformed plaintiff offers S to a defendant who knows its chance p of losing, uniform on low
    a to high b; p below q goes to trial, where the plaintiff wins (a + q)/2. Loser pays (english
    1.0): q = b - C/(J + C), S = q (J + C). stake J, costs with sum C: RMB million. LI-3; Bebchuk
    1984. Limits: no trial and q = a if costs exceed J (b - a); all but the strongest go to trial
    when it is free.
    """
    cutoff = max(low, high - critical_gap(stake, plaintiff_cost, defendant_cost, english))
    joint = stake + plaintiff_cost + defendant_cost
    offer = cutoff * joint if english > 0.5 else cutoff * stake + defendant_cost
    trial = (cutoff - low) / (high - low) if high > low else 0.0
    return cutoff, offer, trial, 0.5 * (low + cutoff)


def critical_gap(
    stake: float, plaintiff_cost: float, defendant_cost: float, english: float
) -> float:
    """Largest difference of beliefs that still settles, p_p - p_d = C / J; C / (J + C) if the loser
    pays.

    stake J, costs with sum C: RMB million; english: 1.0 if the loser pays. LI-1; Landes 1971.
    Limits: 0.0 without costs; 1.0 (no gap leads to trial) when nothing is at stake.
    """
    cost = plaintiff_cost + defendant_cost
    base = stake + cost if english > 0.5 else stake
    return cost / base if base > 0.0 else 1.0


def smallest_target(holder_cost: float, strength: float, court_royalty: float) -> float:
    """Smallest volume worth a suit, q = c_P / (theta r_J).

    holder_cost c_P: RMB million; strength theta: chance the patents hold; court_royalty r_J: RMB
    per unit; q: million units. LI-9. Limits: 0.0 when a suit is free, at most 1e9, which also
    stands for "none" when there is nothing to win.
    """
    return bounded_ratio(holder_cost, strength * court_royalty)


def smallest_joint_response(defence_cost: float, market_value: float, strength: float) -> float:
    """Fewest respondents for whom a joint defence pays, m = C / (V (1 - theta)).

    defence_cost C: RMB million; market_value V: of the market to each respondent, RMB million;
    strength theta: chance the patents hold. LI-9. Limits: C/V against void patents, at most 1e9,
    which also stands for "none" against certain ones.
    """
    return bounded_ratio(defence_cost, market_value * (1.0 - strength))


def litigation_contest(own_stake: float, rival_stake: float) -> tuple[float, float, float]:
    """Effort, chance of winning and payoff, p = V_1 / (V_1 + V_2), x = V_1 p (1 - p), u = V_1 p^2.

    own_stake V_1, rival_stake V_2: RMB million; the chance of winning is own over joint effort.
    LI-5; Tullock 1980. Limits: V/4 each for equal stakes, half of the stakes spent; no effort
    without a rival's stake.
    """
    joint = own_stake + rival_stake
    if joint <= 0.0:
        return 0.0, 0.5, 0.0
    share = own_stake / joint
    return own_stake * share * (rival_stake / joint), share, own_stake * share * share


def expected_rounds(concession: float) -> float:
    """Rounds both sides fight before one gives in, n = (1 - k)^2 / (1 - (1 - k)^2).

    concession k: chance that a side gives in a round. LI-6. Limits: 0.0 at k = 1; at most 1e9,
    which also stands for "for ever" at k = 0.
    """
    stays = max(0.0, 1.0 - concession) * max(0.0, 1.0 - concession)
    return bounded_ratio(stays, 1.0 - stays)


def attrition_prize(prize: float, concession: float) -> float:
    """Prize expected by both sides together, W = 2 V (1 - k) / (2 - k): nobody wins if both give in
    at once.

    prize V: RMB million; concession k: chance that a side gives in a round, 0 to 1. LI-6. In
    equilibrium it equals the joint cost 2 c n (full dissipation). Limits: V at k = 0, 0.0 at k = 1.
    """
    chance = min(1.0, max(0.0, concession))
    return 2.0 * prize * (1.0 - chance) / (2.0 - chance)


def concession_hazard(rival_cost: float, rival_prize: float) -> float:
    """Rate at which a side gives in, in continuous time, h_i = c_j / V_j.

    rival_cost c_j: of fighting, RMB million a quarter; rival_prize V_j: RMB million; the rate keeps
    the rival indifferent, so the side with more to win gives in sooner. LI-6; Maynard Smith 1974.
    Limits: 0.0 if fighting is free for the rival; at most 1e9, which also stands for no prize.
    """
    return bounded_ratio(rival_cost, rival_prize)


def attrition_outcome(own_hazard: float, rival_hazard: float) -> tuple[float, float]:
    """Chance of giving in first and expected duration, P = h_i / (h_i + h_j), T = 1 / (h_i + h_j).

    own_hazard h_i, rival_hazard h_j: a quarter; duration: quarters. LI-6; exponential. Limits: one
    half for equal hazards, V / 2c for equal sides; at most 1e9, which also stands for a war that
    never ends.
    """
    joint = own_hazard + rival_hazard
    return own_hazard / joint if joint > 0.0 else 0.5, bounded_ratio(1.0, joint)


def assertion_hazard(
    base: float, relative_exports: float, elasticity: float, deterrence: float
) -> float:
    """Rate of assertions against a firm, lambda = lambda_0 x^eta (1 - D).

    base lambda_0: assertions a quarter at average exports; relative_exports x: exports over the
    average; elasticity eta; deterrence D: 0 to 1. EX-1. Limits: lambda_0 for an average firm that
    deters nobody, 0.0 without exports (eta > 0) or with full deterrence.
    """
    return base * exposure_weight(relative_exports, elasticity) * (1.0 - deterrence)


def selected_trials(standard: float, cost_ratio: float, noise: float) -> tuple[float, float]:
    """Share of disputes tried and the plaintiff's win rate there: p_p - p_d > kappa goes to trial.

    Merits Y are standard normal, the plaintiff wins if Y > y*; each side sees Y with a normal error
    and judges p = Phi((Y + error - y*) / sigma). standard y*, noise sigma: in standard deviations
    of merit; cost_ratio kappa: C/J, from 0.001. LI-4; Priest and Klein 1984. Limits: a win rate of
    1/2 for small sigma, that of all disputes, Phi(-y*), for small kappa; (0.0, 1/2) without noise
    or at kappa = 1.
    """
    if noise <= 0.0 or cost_ratio >= 1.0:
        return 0.0, 0.5
    # Merit in errors above the standard; ten errors away both sides are certain.
    low, high = (min(10.0, max(-10.0, (end - standard) / noise)) for end in (-9.0, 9.0))
    middle = min(high, max(low, 0.0))

    def tried(merit: float) -> float:
        return normal_density(standard + noise * merit) * _trial_chance(merit, cost_ratio)

    lost = noise * (middle - low) * average(tried, low, middle, 12)
    won = noise * (high - middle) * average(tried, middle, high, 12)
    return lost + won, won / (lost + won) if lost + won > 0.0 else 0.5


def _trial_chance(merit: float, cost_ratio: float) -> float:
    # Over what the defendant sees, x; the root takes out the kink where its chance is 1 - kappa.
    end = normal_quantile(1.0 - cost_ratio)
    width = math.sqrt(max(0.0, end - merit + 9.0))

    def tried(root: float) -> float:
        seen = end - root * root
        needed = normal_quantile(normal_cdf(seen) + cost_ratio)
        return 2.0 * root * normal_density(seen - merit) * normal_cdf(merit - needed)

    return width * average(tried, 0.0, width, 12)


def deterring_portfolio(
    reads: float,
    damages_share: float,
    own_sales: float,
    rival_sales: float,
    cost: float,
    per_patent: float,
) -> float:
    """Patents with which a rival deters assertion, n = ln(1 - (P_ij d S_j - C) / (d S_i)) / ln(1 -
    p).

    Symbols as in `assertion_gain`; per_patent p: chance that one of the rival's patents reads.
    LI-8. Limits: 0.0 where assertion does not pay anyway, at most 1e9, which also stands for
    "cannot be deterred" (no own sales at risk, or patents that never read).
    """
    gain = reads * damages_share * rival_sales - cost
    if gain <= 0.0:
        return 0.0
    exposed = damages_share * own_sales
    per_patent_log = log(1.0 - per_patent)
    if exposed <= gain or per_patent_log >= 0.0:
        return 1e9
    return min(1e9, log(1.0 - gain / exposed) / per_patent_log)
