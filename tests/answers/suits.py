"""What the formulas answer to the vectors: stakes, trials and campaigns."""

from formulas import rules

from poolsim.economy.actions.campaigns import chance_of_campaign
from poolsim.model import PoolModel

suits = rules.suits


def exclusion(exclusion, unit_profit, q, T, rate, redesign):
    def loss(cost):
        return suits.licensee_loss(rate, exclusion, unit_profit, q, T, cost)

    return {
        "holder_gain": suits.holder_gain(rate, exclusion, q, T, 0.0),
        "licensee_loss": loss(redesign),
        "loss_without_redesign": loss(1e9),
    }


def unequal_stakes(theta, G, L, c_P, c_L, lam, mu, sigma):
    low, high = rules.disputes.settlement_range(theta, theta, G, L, c_P, c_L)
    return {
        "low": low,
        "high": high,
        "settlement": rules.disputes.settlement_amount(low, high, lam),
        "trial": suits.trial_chance(theta, G, L, c_P + c_L, mu, sigma),
    }


def campaign(quantities, rate, T, exclusion, win, cost):
    gains = [suits.holder_gain(rate, exclusion, quantity, T, 0.0) for quantity in quantities]
    net = suits.campaign_worth(win, sum(gains), cost)
    return {
        "gain": sum(gains),
        "credible": float(net >= 0.0),
        "alone_largest": suits.campaign_worth(win, max(gains), cost),
        "net": net,
    }


def joint_response(loss, theta, cost):
    sizes = (size for size in range(1, 100) if suits.defends(theta, size * loss, cost) > 0.0)
    return {"members_needed": next(sizes)}


def arrivals(campaign, holders):
    values = {"assertion.campaign": campaign, "holders.foreign_leaders.count": holders}
    model = PoolModel("cn_led", values=values)
    looks = [chance_of_campaign(model.cell.terms) for _ in model.world.holders]
    return {"per_year_and_sector": 4.0 * sum(looks)}


def demand_met(theta, r_J, c_L, c_P, q, T, mu, sigma, lam, rate):
    volume = q * T
    award = r_J * volume
    trial = suits.trial_chance(theta, award, award, c_P + c_L, mu, sigma)
    stake = suits.disputed_stake(trial, lam, award, award)
    cost = suits.disputed_cost(trial, lam, c_P, c_L)
    fight = suits.fighting_cost(theta, stake, cost, volume)
    accepts = suits.acceptance_chance(rate, theta, stake, cost, volume, mu, sigma)
    paid = suits.expected_payment(accepts, rate, fight)
    return {"trial": trial, "fight": fight, "accepts": accepts, "expected": paid}


ANSWERS = {
    "XS-1": exclusion,
    "XS-2": unequal_stakes,
    "XS-3": campaign,
    "XS-4": joint_response,
    "XS-5": arrivals,
    "WM-2": demand_met,
}
