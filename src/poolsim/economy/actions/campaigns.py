"""Campaigns: a holder names all exporters before a trade commission, which decides on exclusion;
respondents settle one by one, defend themselves together, or stay away (XS-1 to XS-4).
"""

from poolsim.economy.actions.claims import clear, obey_order, settle
from poolsim.economy.actions.disputes import bear_cost
from poolsim.economy.actions.threats import settlement_bounds, settling_first
from poolsim.economy.agents import Firm, PatentHolder
from poolsim.economy.draws import (
    BELIEF_HOLDER,
    BELIEF_LICENSEE,
    CAMPAIGN,
    JUDGE,
    pair,
    stream,
    uniform,
)
from poolsim.economy.ledger import LAWYERS_AND_COURTS, transfer
from poolsim.economy.rules.disputes import believed_chance, settles
from poolsim.economy.rules.royalties import committed_volume
from poolsim.economy.rules.suits import campaign_worth, defends, fighting_cost
from poolsim.economy.world import CLEARED, DEMANDED, LICENSED, World
from poolsim.parameters.terms import Terms

CASE = 1.0  # index of the draws of a case before a trade commission, beside those of talks


def launch_campaigns(world: World, terms: Terms, key: int, t: int) -> None:
    """Now and then a holder files a complaint against all exporters at once, where a case against
    all of them would pay for itself, and demands of all.
    """
    luck = stream(key, t, CAMPAIGN)
    chance = chance_of_campaign(terms)
    cost = terms.litigation.exclusion_cost
    for holder in world.holders:
        holder.campaign = 0.0
        holder.named = 0.0
        if chance > 0.0 and uniform(luck, holder.id, 0.0) < chance and holder.cash >= cost:
            holder.campaign = would_pay(world, holder, terms)
        if holder.campaign > 0.0:
            world.sector.suits_337 += 1.0
            demand_of_all(world, holder)
            add_up_losses(world, holder, terms)


def chance_of_campaign(terms: Terms) -> float:
    """Chance in a quarter that a holder looks at a case against all exporters."""
    if terms.litigation.exclusion <= 0.0:
        return 0.0
    return terms.assertion.campaign * terms.switches.litigation


def would_pay(world: World, holder: PatentHolder, terms: Terms) -> float:
    """Whether a case against all that a holder could name would pay for itself."""
    gain = add_up_gains(world, holder, terms)
    worth = campaign_worth(terms.litigation.exclusion_win, gain, terms.litigation.exclusion_cost)
    return 1.0 if holder.named > 0.0 and worth >= 0.0 else 0.0


def could_be_named(world: World, firm: Firm, holder: PatentHolder) -> float:
    """Whether a firm exports a brand of its own and is neither licensed nor cleared."""
    claim = world.book.claim[int(firm.index), int(holder.index)]
    if claim == LICENSED or claim == CLEARED or holder.in_force == 0.0:
        return 0.0
    return firm.alive if firm.export_base > 0.0 and firm.contract_work == 0.0 else 0.0


def add_up_gains(world: World, holder: PatentHolder, terms: Terms) -> float:
    """What exclusion orders against all that a holder could name would bring it, RMB m; their
    number.
    """
    total = 0.0
    holder.named = 0.0
    for firm in world.firms:
        if could_be_named(world, firm, holder) > 0.0:
            holder.named += 1.0
            total += gain_of_order(world, firm, holder, terms)
    return total


def gain_of_order(world: World, firm: Firm, holder: PatentHolder, terms: Terms) -> float:
    """What an exclusion order against a firm brings a holder, RMB m."""
    rate = world.book.rate[int(firm.alliance), int(holder.index)]
    volume = firm.export_base * terms.litigation.licence_term
    return volume * holder.gain_if_excluded(firm, rate, terms)


def loss_by_order(world: World, firm: Firm, holder: PatentHolder, terms: Terms) -> float:
    """What an exclusion order takes from a firm, RMB m."""
    rate = world.book.rate[int(firm.alliance), int(holder.index)]
    volume = firm.export_base * terms.litigation.licence_term
    return volume * firm.loss_if_excluded(rate, holder.cost_around(terms), terms)


def demand_of_all(world: World, holder: PatentHolder) -> None:
    """A holder demands of all that it could name."""
    for firm in world.firms:
        i, h = int(firm.index), int(holder.index)
        if could_be_named(world, firm, holder) > 0.0 and world.book.claim[i, h] != DEMANDED:
            world.book.claim[i, h] = DEMANDED
            firm.struck = 1.0
            world.sector.demands += 1.0


def add_up_losses(world: World, holder: PatentHolder, terms: Terms) -> None:
    """What orders against all that a holder accuses would take from the members of each alliance,
    into `book.accused`.
    """
    h = int(holder.index)
    for a in range(len(world.alliances)):
        world.book.accused[a, h] = 0.0
    for firm in world.firms:
        if firm.alive > 0.0 and world.book.claim[int(firm.index), h] == DEMANDED:
            loss = loss_by_order(world, firm, holder, terms)
            world.book.accused[int(firm.alliance), h] += loss


def defence(world: World, firm: Firm, holder: PatentHolder, terms: Terms) -> tuple[float, float]:
    """What a respondent risks in a case and what its defence costs, RMB m, beside the members that
    are accused with it.
    """
    accused = world.book.accused[int(firm.alliance), int(holder.index)]
    force = world.alliances[int(firm.alliance)].force
    return defence_beside(world, firm, holder, accused, force, terms)


def defence_beside(
    world: World, firm: Firm, holder: PatentHolder, accused: float, force: float, terms: Terms
) -> tuple[float, float]:
    """The same beside members who could lose so much together, RMB m: its part, by what is at
    stake, of one defence for as much of that as their alliance commits, as in talks. Who does not
    defend itself loses for certain.
    """
    win, cost = terms.litigation.exclusion_win, terms.litigation.exclusion_cost
    loss = loss_by_order(world, firm, holder, terms)
    together = committed_volume(loss, accused, force)
    if loss > 0.0 and defends(win, together, cost) > 0.0:
        return loss, loss / together * cost
    return 0.0, loss


def cost_of_campaign(
    world: World, firm: Firm, holder: PatentHolder, luck: float, terms: Terms
) -> float:
    """What a firm expects to pay that refuses the demand of a campaign, RMB per unit of a product
    generation.
    """
    rules = terms.litigation
    loss, own_cost = defence(world, firm, holder, terms)
    gain = gain_of_order(world, firm, holder, terms)
    theirs = rules.exclusion_cost / holder.named
    _, stake, cost = settling_first(
        rules.exclusion_win, gain, loss, theirs, own_cost, firm.optimism, terms
    )
    chance = believed_chance(rules.exclusion_win, -0.5 * firm.optimism, rules.noise, luck)
    return fighting_cost(chance, stake, cost, firm.export_base * rules.licence_term)


def hear_campaigns(world: World, terms: Terms, key: int, t: int) -> None:
    """Whoever refused the demand of a campaign is a respondent, where the case is worth more to the
    holder than suits one by one.
    """
    win, cost = terms.litigation.exclusion_win, terms.litigation.exclusion_cost
    for holder in world.holders:
        if holder.campaign > 0.0:
            gain, in_court = weigh_forums(world, holder, terms)
            if holder.named > 0.0 and campaign_worth(win, gain, cost) >= in_court:
                world.sector.respondents += holder.named
                add_up_losses(world, holder, terms)
                settle_one_by_one(world, holder, terms, key, t)
                adjudicate(world, holder, terms, key, t)


def weigh_forums(world: World, holder: PatentHolder, terms: Terms) -> tuple[float, float]:
    """What orders against all who refused would bring a holder, and what suits against those bring
    whom it could sue, RMB m; into `named` the number of those who refused.
    """
    gain, in_court = 0.0, 0.0
    holder.named = 0.0
    for firm in world.firms:
        if is_respondent(world, firm, holder) > 0.0:
            holder.named += 1.0
            gain += gain_of_order(world, firm, holder, terms)
            volume = firm.export_base * terms.litigation.licence_term
            award = holder.strength * holder.gain_in_court(firm, terms) * volume
            in_court += max(award - terms.litigation.holder_cost, 0.0)
    return gain, in_court


def is_respondent(world: World, firm: Firm, holder: PatentHolder) -> float:
    """Whether a firm has refused a holder's demand."""
    refused = world.book.claim[int(firm.index), int(holder.index)] == DEMANDED
    return firm.alive if refused else 0.0


def settle_one_by_one(world: World, holder: PatentHolder, terms: Terms, key: int, t: int) -> None:
    """Each respondent settles if both sides gain by it."""
    rules = terms.litigation
    hopes, doubts = stream(key, t, BELIEF_HOLDER), stream(key, t, BELIEF_LICENSEE)
    theirs = rules.exclusion_cost / holder.named
    for firm in world.firms:
        if is_respondent(world, firm, holder) > 0.0:
            address = pair(firm.id, holder.id)
            loss, cost = defence(world, firm, holder, terms)
            low, high = settlement_bounds(
                firm,
                rules.exclusion_win,
                gain_of_order(world, firm, holder, terms),
                loss,
                theirs,
                cost,
                uniform(doubts, address, CASE),
                uniform(hopes, address, CASE),
                terms,
            )
            if settles(low, high) > 0.0:
                settle(world, firm, holder, low, high, terms, t)


def adjudicate(world: World, holder: PatentHolder, terms: Terms, key: int, t: int) -> None:
    """One verdict for all who did not settle; who does not defend itself is excluded anyway."""
    verdict = uniform(stream(key, t, JUDGE), holder.id, CASE)
    add_up_losses(world, holder, terms)
    cost = terms.litigation.exclusion_cost
    for firm in world.firms:
        if is_respondent(world, firm, holder) > 0.0:
            transfer(holder, world.outside[LAWYERS_AND_COURTS], cost)
            cost = 0.0
            loss, own_cost = defence(world, firm, holder, terms)
            if loss > 0.0:
                bear_cost(world, firm, own_cost)
            if loss == 0.0 or verdict < terms.litigation.exclusion_win:
                obey_order(world, firm, holder, terms, t)
            else:
                clear(world, firm, holder, 0.0, terms, t)
