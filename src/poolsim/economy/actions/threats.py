"""What refusing a demand costs: both sides reckon with a settlement before a trial (XS-2, WM-2)."""

from poolsim.economy.actions.defence import joint_defence
from poolsim.economy.agents import Firm, PatentHolder
from poolsim.economy.rules.disputes import believed_chance, settlement_range
from poolsim.economy.rules.suits import (
    disputed_cost,
    disputed_stake,
    fighting_cost,
    trial_chance,
)
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def cost_of_refusal(
    world: World, firm: Firm, holder: PatentHolder, luck: float, terms: Terms
) -> float:
    """What a firm expects a suit to cost it that it settles if it can, RMB per unit of a product
    generation; what is not settled also takes its part of the fighting fund.
    """
    rules = terms.litigation
    volume = firm.export_base * rules.licence_term
    alliance = world.alliances[int(firm.alliance)]
    together = world.book.joint[int(firm.alliance), int(holder.index)]
    if terms.switches.foresight > 0.0:
        together = volume  # who refuses what the others may accept raises a fund alone
    strength, fund = joint_defence(alliance, holder, together, terms)
    trial, stake, cost = settling_a_suit(firm, holder, strength, firm.optimism, terms)
    chance = believed_chance(strength, -0.5 * firm.optimism, rules.noise, luck)
    fight = fighting_cost(chance, stake, cost, 1.0)
    if fund > 0.0:
        fight += trial * fund / together
    return fight


def settling_a_suit(
    firm: Firm, holder: PatentHolder, strength: float, optimism: float, terms: Terms
) -> tuple[float, float, float]:
    """Of a firm that a holder sues in court: chance of a trial, what it pays for each point of the
    holder's chance, and whatever it is, RMB per unit of a product generation.
    """
    rules = terms.litigation
    volume = firm.export_base * rules.licence_term
    return settling_first(
        strength,
        holder.gain_in_court(firm, terms),
        firm.loss_in_court(holder.court_royalty, holder.cost_around(terms), terms),
        rules.holder_cost / volume,
        rules.licensee_cost / volume,
        optimism,
        terms,
    )


def settling_first(
    strength: float,
    gain: float,
    loss: float,
    holder_cost: float,
    licensee_cost: float,
    optimism: float,
    terms: Terms,
) -> tuple[float, float, float]:
    """Chance of a trial; what a firm then pays for each point of the holder's chance, and whatever
    it is, in the unit of the stakes. Without foresight it reckons with a trial.
    """
    trial = 1.0
    if terms.switches.foresight > 0.0:
        costs = holder_cost + licensee_cost
        trial = trial_chance(strength, gain, loss, costs, optimism, terms.litigation.noise)
    share = terms.litigation.settlement_share
    return (
        trial,
        disputed_stake(trial, share, gain, loss),
        disputed_cost(trial, share, holder_cost, licensee_cost),
    )


def settlement_bounds(
    firm: Firm,
    strength: float,
    gain: float,
    loss: float,
    holder_cost: float,
    licensee_cost: float,
    doubt: float,
    hope: float,
    terms: Terms,
) -> tuple[float, float]:
    """Least the holder takes and most the firm pays, RMB m, as each estimates the case (LI-1, LI-2,
    XS-2).
    """
    rules = terms.litigation
    holders_view = believed_chance(strength, 0.5 * rules.optimism, rules.noise, hope)
    firms_view = believed_chance(strength, -0.5 * firm.optimism, rules.noise, doubt)
    return settlement_range(holders_view, firms_view, gain, loss, holder_cost, licensee_cost)
