"""The product market, Cournot competition as in `rules.market`, and the adoption of a standard over
time.
"""

from poolsim.economy.functions import exp, log
from poolsim.economy.rules.market import cournot_price, supply
from poolsim.theory.stability import logit_equilibria


def cournot_quantity(
    intercept: float,
    slope: float,
    own_cost: float,
    sum_costs: float,
    producers: float,
    conduct: float,
) -> float:
    """Quantity of one producer, q = `supply`(P), P = `cournot_price`.

    slope b: RMB per million units; own_cost c: RMB per unit; q: million units a quarter; the rest
    as in `cournot_price`. RS-5; Cournot 1838. Limits: monopoly (a - c) / 2b for one producer at phi
    = 1; 0.0 for a cost above the price (then solve again without that producer) or if phi b is not
    positive.
    """
    price = cournot_price(intercept, sum_costs, producers, conduct)
    return supply(price, own_cost, slope, conduct)


def pass_through(producers: float, conduct: float) -> float:
    """Part of a common royalty that reaches the price, n / (n + phi) = dP/dR.

    producers n: count; conduct phi: in (0, 1]. RS-5; Cournot 1838. Limits: 1.0 for many producers
    or price-taking ones, 1/2 for a Cournot monopoly, 0.0 without producers.
    """
    return producers / (producers + conduct) if producers > 0.0 else 0.0


def adoption_share(time: float, innovation: float, imitation: float) -> float:
    """Adopters of a standard at a time, F = (1 - e^-(p + q) t) / (1 + (q/p) e^-(p + q) t).

    time t: in the period of the rates; innovation p, imitation q: per period. BA-1; Bass 1969,
    continuous. Limits: 1 - e^(-p t) at q = 0; 0.0 at t = 0 or p = 0.
    """
    if innovation <= 0.0 or time <= 0.0:
        return 0.0
    decay = exp(-(innovation + imitation) * time)
    return innovation * (1.0 - decay) / (innovation + imitation * decay)


def adoption_time(share: float, innovation: float, imitation: float) -> float:
    """Time at which a share has adopted, t = ln((1 + (q/p) F) / (1 - F)) / (p + q).

    share F: 0 to 1; the rest as in `adoption_share`, whose inverse it is. BA-1; Bass 1969. Limits:
    0.0 at F = 0; at most 1e9, which also stands for "never" at F = 1 or p = 0.
    """
    if share <= 0.0:
        return 0.0
    if share >= 1.0 or innovation <= 0.0:
        return 1e9
    ratio = log(innovation + imitation * share) - log(innovation) - log(1.0 - share)
    return min(1e9, ratio / (innovation + imitation))


def adoption_peak(innovation: float, imitation: float) -> tuple[float, float, float]:
    """Fastest adoption: t = ln(q/p) / (p + q), share F = (q - p) / 2q, rate f = (p + q)^2 / 4q.

    innovation p, imitation q: per period. BA-1; Bass 1969. Limits: (0.0, 0.0, p) for q <= p, where
    adoption is fastest at once; t is at most 1e9, which also stands for p = 0.
    """
    if imitation <= max(0.0, innovation):
        return 0.0, 0.0, max(0.0, innovation)
    joint = max(0.0, innovation) + imitation
    time = min(1e9, (log(imitation) - log(innovation)) / joint) if innovation > 0.0 else 1e9
    return (
        time,
        0.5 * (imitation - max(0.0, innovation)) / imitation,
        0.25 * joint * joint / imitation,
    )


def network_equilibria(
    advantage: float, network: float, spread: float
) -> tuple[float, float, float]:
    """Shares of a standard (low, middle, high) in a battle, n = 1 / (1 + e^-((d + nu (2 n - 1)) /
    s)).

    advantage d: in value less royalty, network nu: value of the whole network, spread s: of tastes,
    RMB per unit. NE-1; Farrell and Saloner 1985 with logit choice. It can tip if nu > 2 s and d is
    small. Limits: one equilibrium, given three times, otherwise; s below 1e-9 is taken as 1e-9.
    """
    scale = max(1e-9, spread)
    return logit_equilibria((advantage - network) / scale, 2.0 * network / scale)
