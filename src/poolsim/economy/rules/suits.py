"""What is at stake in a suit or before a trade commission, when it is tried, and what fighting a
demand costs: stakes of the two sides differ where one of them is kept out of the market.
"""

import math

from poolsim.economy.functions import normal_cdf


def holder_gain(
    rate: float, exclusion: float, quantity: float, term: float, diverted: float
) -> float:
    """What a holder gains by an exclusion order, G = r q max(T - X, 0) + own.

    rate r: RMB per unit, due again after the exclusion; exclusion X, term T: quarters; quantity q:
    million units a quarter; diverted own: what it earns itself on sales that it takes over, RMB
    million. XS-1. Limits: r q T without exclusion, own where the exclusion outlasts the term.
    """
    return rate * quantity * max(term - exclusion, 0.0) + diverted


def waiting_loss(
    rate: float, exclusion: float, unit_profit: float, quantity: float, term: float
) -> float:
    """What a firm loses that waits for the end of an exclusion, w = X max(pi, 0) q + r q max(T - X,
    0).

    unit_profit pi: over its next best use, RMB per unit; the rest as in `holder_gain`. XS-1. Limit:
    r q T without exclusion.
    """
    lost = exclusion * max(unit_profit, 0.0) * quantity
    return lost + rate * quantity * max(term - exclusion, 0.0)


def licensee_loss(
    rate: float, exclusion: float, unit_profit: float, quantity: float, term: float, redesign: float
) -> float:
    """What a firm loses by an exclusion order, L = min(w, c q T), w `waiting_loss`.

    redesign c: cost of designing around, RMB per unit; the rest as in `waiting_loss`. XS-1, RS-10.
    Limits: 0.0 where redesign is free, r q T without exclusion where it is dear.
    """
    waiting = waiting_loss(rate, exclusion, unit_profit, quantity, term)
    return min(waiting, redesign * quantity * term)


def stake_in_court(royalty: float, excluded: float, injunction: float) -> float:
    """What a side has at stake in court, J = r_J V + i max(x - r_J V, 0).

    royalty r_J V: what the court would award, RMB million; excluded x: what the side gains or loses
    by an exclusion order; injunction i: chance of one if the holder wins. XS-1. Limit: the award
    where no exclusion is worth more.
    """
    return royalty + injunction * max(excluded - royalty, 0.0)


def trial_chance(
    strength: float,
    gain: float,
    loss: float,
    cost: float,
    optimism: float,
    noise: float,
) -> float:
    """Chance that a case is tried, tau = 1 - Phi((C - theta (G - L) - mu (G + L)/2) / (sigma (G^2 +
    L^2)^(1/2))).

    strength theta: chance that the holder wins; gain G of the holder, loss L of the licensee if it
    does, joint cost C: RMB million; optimism mu, noise sigma as in `trial_probability`, which it is
    for G = L. XS-2. Limits: 0.0 with nothing at stake; without noise 1.0 where theirs is the wider
    gap.
    """
    gap = strength * (gain - loss) + 0.5 * optimism * (gain + loss) - cost
    spread = noise * math.sqrt(gain * gain + loss * loss)
    if spread <= 0.0:
        return 1.0 if gap > 0.0 else 0.0
    return normal_cdf(gap / spread)


def disputed_stake(trial: float, share: float, gain: float, loss: float) -> float:
    """What a firm that fights pays for each point of the holder's chance, J = (1 - tau) ((1 - l) G
    + l L) + tau L.

    trial tau: chance that the case is tried; share l: place of the settlement in its range; the
    rest as in `trial_chance`; RMB million. WM-2. Limits: L if every case is tried, or G = L.
    """
    return (1.0 - trial) * ((1.0 - share) * gain + share * loss) + trial * loss


def disputed_cost(trial: float, share: float, holder_cost: float, licensee_cost: float) -> float:
    """What a firm that fights pays whatever its chance, c = (1 - tau) (l c_L - (1 - l) c_P) + tau
    c_L.

    holder_cost c_P, licensee_cost c_L: RMB million; the rest as in `disputed_stake`. WM-2. Limit:
    c_L if every case is tried.
    """
    settled = share * licensee_cost - (1.0 - share) * holder_cost
    return (1.0 - trial) * settled + trial * licensee_cost


def fighting_cost(chance: float, stake: float, cost: float, volume: float) -> float:
    """What fighting a demand costs, k = (p J + c) / V, settlements included.

    chance p: that the holder wins; stake J, cost c: `disputed_stake`, `disputed_cost`; volume V:
    million units; RMB per unit. WM-2. Limit: 0.0 without volume.
    """
    return (chance * stake + cost) / volume if volume > 0.0 else 0.0


def acceptance_chance(
    rate: float,
    strength: float,
    stake: float,
    cost: float,
    volume: float,
    optimism: float,
    noise: float,
) -> float:
    """Chance that a firm rather pays than fights, P = Phi((theta - mu/2 - (r V - c)/J) / sigma).

    rate r: RMB per unit; strength theta: chance that the holder wins; the rest as in
    `fighting_cost` and `trial_chance`. WM-2. Limits: a step without noise; whether r V <= c with
    nothing at stake.
    """
    believed = strength - 0.5 * optimism
    if noise <= 0.0 or stake <= 0.0:
        return 1.0 if rate * volume <= believed * stake + cost else 0.0
    return normal_cdf((believed - (rate * volume - cost) / stake) / noise)


def expected_payment(accepts: float, rate: float, fight: float) -> float:
    """What a demand costs a firm, e = P r + (1 - P) k.

    accepts P: chance that it pays; rate r, fight k: RMB per unit. WM-2. Limits: r where it always
    pays, k where it never does.
    """
    return accepts * rate + (1.0 - accepts) * fight


def defends(win: float, loss: float, cost: float) -> float:
    """Whether a defence pays: 1.0 if (1 - p) L >= C, else 0.0.

    win p: chance that the holder wins; loss L: of all who defend together if it does, cost C: RMB
    million. XS-4, LI-9. Limits: 1.0 for a free defence, 0.0 against a certain loss.
    """
    return 1.0 if (1.0 - win) * loss >= cost else 0.0


def campaign_worth(win: float, gain: float, cost: float) -> float:
    """What a case against many is worth to a holder, v = p sum G - C.

    win p: chance that it wins; gain sum G: `holder_gain` over the respondents, cost C: RMB million.
    XS-3. Limit: -C against nobody; it is credible from 0.0 on.
    """
    return win * gain - cost
