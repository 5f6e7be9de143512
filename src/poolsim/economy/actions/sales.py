"""What an alliance sells: access to databases, brokered deals, custody of members' patents and
services to outsiders (DM-1, DM-2, FN-8, FN-12, CU-1).

The price is a lever; at price 0 nothing is offered. The quantity follows the price and last
quarter's service level, and what is sold costs its delivery.
"""

from poolsim.economy.agents import Firm, Secretariat
from poolsim.economy.draws import DEAL, stream, uniform
from poolsim.economy.functions import chance_of_none, poisson, ratio
from poolsim.economy.ledger import (
    CLIENTS,
    OUTSIDE_LICENSEES,
    SUPPLIERS_AND_STAFF,
    Account,
    transfer,
)
from poolsim.economy.rules.demand import (
    exponential_demand,
    exponential_surplus,
    linear_demand,
    linear_surplus,
)
from poolsim.economy.rules.finance import self_generated_income
from poolsim.economy.world import World, firm_at
from poolsim.parameters.terms import Terms


def sell(world: World, alliance: Secretariat, terms: Terms, key: int, t: int) -> None:
    """Everything on offer is sold, as far as there is demand for it."""
    if alliance.database_fee > 0.0:
        sell_access(world, alliance, terms)
    if alliance.brokerage > 0.0:
        broker_deals(world, alliance, stream(key, t, DEAL), terms)
    if alliance.custody > 0.0:
        operate_patents(world, alliance, terms)
    if alliance.paid_services > 0.0:
        serve_outsiders(world, alliance, terms)


def deliver(world: World, alliance: Secretariat, cost: float) -> None:
    """Staff and suppliers are paid for delivering what is sold, RMB m."""
    transfer(alliance, world.outside[SUPPLIERS_AND_STAFF], cost)
    alliance.delivery += cost


def deliverable(alliance: Secretariat, quantity: float, margin: float) -> float:
    """How much of a quantity receipts and treasury can deliver; all of it where the margin of one,
    price less cost, RMB m, pays for it, or a legal person owes it.
    """
    if margin >= 0.0 or alliance.legal_person > 0.0:
        return quantity
    return min(quantity, max(alliance.cash, 0.0) / -margin)


def sell_access(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Of members and outside users alike a share takes access to the databases."""
    fee, cost = alliance.database_fee, terms.services.database_cost
    users = alliance.members + alliance.database_users
    part = 1.0
    if terms.switches.demand > 0.0:
        part = exponential_demand(alliance.service, fee, terms.services.database_value)
    part = deliverable(alliance, part, users * (fee - cost))
    for firm in world.firms:
        if firm.alliance == alliance.index:
            transfer(firm, alliance, fee * part)
            alliance.sold_to_members += fee * part
    transfer(world.outside[CLIENTS], alliance, alliance.database_users * fee * part)
    if terms.switches.demand > 0.0:
        worth = terms.services.database_value
        alliance.worth_sold += exponential_surplus(users * part, worth)
        alliance.worth_sold += alliance.members * part * fee
    alliance.database_income = self_generated_income(0.0, 0.0, 0.0, users * part, fee, 0.0)
    deliver(world, alliance, users * part * cost)


def broker_deals(world: World, alliance: Secretariat, luck: int, terms: Terms) -> None:
    """Every member has patent deals brokered, all of a quarter on one side and with one partner:
    another member if the firm drawn is one, else an outside client.
    """
    mean = terms.brokerage.deals_per_member * alliance.reach
    if terms.switches.demand > 0.0:
        mean = linear_demand(
            mean * alliance.service, alliance.brokerage, terms.brokerage.choke_share
        )
    none = chance_of_none(mean)
    for k in range(len(world.firms)):  # by rising id: a deal moves the cash that the next one needs
        firm = world.firms[int(world.book.order[k])]
        if firm.alliance == alliance.index:
            deals = poisson(uniform(luck, firm.id, 0.0), mean, none)
            if deals > 0.0:
                partner = firm_at(world, uniform(luck, firm.id, 1.0))
                selling = 1.0 if uniform(luck, firm.id, 2.0) < 0.5 else 0.0
                close_deals(world, alliance, firm, partner, selling, deals, terms)


def close_deals(
    world: World,
    alliance: Secretariat,
    firm: Firm,
    partner: Firm,
    selling: float,
    deals: float,
    terms: Terms,
) -> None:
    """The buyer pays the seller, and the seller the broker, whose work it costs; nothing if buyer
    or broker has not the cash.
    """
    clients = world.outside[CLIENTS]
    value = deals * terms.brokerage.deal_value
    fee = self_generated_income(
        deals, terms.brokerage.deal_value, alliance.brokerage, 0.0, 0.0, 0.0
    )
    work = deals * terms.brokerage.deal_cost
    inside = partner.index != firm.index and partner.alliance == alliance.index
    purse = firm.cash
    if selling > 0.0:
        purse = partner.cash if inside else value
    if purse >= value and deliverable(alliance, 1.0, fee - work) >= 1.0:
        if selling > 0.0 and inside:
            pay_deals(partner, firm, alliance, value, fee)
        elif selling > 0.0:
            pay_deals(clients, firm, alliance, value, fee)
        elif inside:
            pay_deals(firm, partner, alliance, value, fee)
        else:
            pay_deals(firm, clients, alliance, value, fee)
        mine = fee if selling > 0.0 or inside else 0.0
        alliance.sold_to_members += mine
        alliance.brokerage_income += fee
        if terms.switches.demand > 0.0:
            left = terms.brokerage.choke_share - alliance.brokerage
            alliance.worth_sold += mine + 0.5 * left * value  # in the mean of those that are done
        deliver(world, alliance, work)


def pay_deals(buyer: Account, seller: Account, broker: Account, value: float, fee: float) -> None:
    """The price, and the broker's share of it out of the seller's pocket, RMB m."""
    transfer(buyer, seller, value)
    transfer(seller, broker, fee)


def operate_patents(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Members' patents are licensed outside the sector, and the alliance takes its share of the
    returns (CU-1). To prepare a patent costs its owner a part of its returns, all but a share
    between 0 and the choke share alike; it brings in those that leave it something.
    """
    share, cost, choke = alliance.custody, terms.custody.cost, terms.custody.choke_share
    given, prepared = 1.0, 0.0
    if terms.switches.demand > 0.0:
        given = linear_demand(alliance.service, share, choke)
        prepared = (2.0 - choke - share) / 2.0
    if share < cost:
        given = deliverable(
            alliance, given, returns_of_members(world, alliance, terms) * (share - cost)
        )
    for firm in world.firms:
        if firm.alliance == alliance.index:
            returns = given * firm.returns_in_custody(terms)
            part = share * returns
            transfer(world.outside[OUTSIDE_LICENSEES], firm, returns)
            transfer(firm, alliance, part)
            alliance.custody_income += part
            transfer(firm, world.outside[SUPPLIERS_AND_STAFF], prepared * returns)
            deliver(world, alliance, cost * returns)


def returns_of_members(world: World, alliance: Secretariat, terms: Terms) -> float:
    """What outside licensees would pay for all members' patents in a quarter, RMB m."""
    returns = 0.0
    for firm in world.firms:
        if firm.alliance == alliance.index:
            returns += firm.returns_in_custody(terms)
    return returns


def serve_outsiders(world: World, alliance: Secretariat, terms: Terms) -> None:
    """Outside clients pay for engagements as far as the last quarter's service level, the mandate
    and liaison carry.
    """
    price, engagements = alliance.paid_services, terms.services.engagements
    amount = price * engagements * alliance.service * alliance.mandate * alliance.reach
    if terms.switches.demand > 0.0:
        amount = exponential_demand(amount, price, terms.services.engagement_value)
    cost = terms.services.engagement_cost / price
    amount = deliverable(alliance, amount, 1.0 - cost)
    transfer(world.outside[CLIENTS], alliance, amount)
    alliance.service_income += amount
    if terms.switches.demand > 0.0:
        worth = terms.services.engagement_value
        alliance.worth_sold += exponential_surplus(amount / price, worth)
    deliver(world, alliance, cost * amount)


def gain_from_purchases(alliance: Secretariat, terms: Terms) -> float:
    """What buying from the alliance leaves every member per quarter, RMB m: its surplus of access
    to the databases, and half of that of its deals; reckoned where demand reacts.
    """
    gain = 0.0
    if terms.switches.demand > 0.0:
        service = alliance.expected_service(terms)
        worth = terms.services.database_value
        if alliance.database_fee > 0.0:
            taken = exponential_demand(service, alliance.database_fee, worth)
            gain += exponential_surplus(taken, worth)
        if alliance.brokerage > 0.0:
            market = terms.brokerage
            deals = market.deals_per_member * alliance.reach * service
            gain += 0.5 * linear_surplus(
                deals, alliance.brokerage, market.choke_share, market.deal_value
            )
    return gain


def custody_gain(firm: Firm, alliance: Secretariat, terms: Terms) -> float:
    """What custody leaves a member per quarter, RMB m: its returns less the alliance's share and,
    where demand reacts, what bringing in the patents costs.
    """
    if alliance.custody == 0.0:
        return 0.0
    returns = firm.returns_in_custody(terms)
    if terms.switches.demand == 0.0:
        return (1.0 - alliance.custody) * returns
    return linear_surplus(
        alliance.expected_service(terms), alliance.custody, terms.custody.choke_share, returns
    )


def expected_sales(
    world: World, alliance: Secretariat, members: float, terms: Terms
) -> tuple[float, float, float]:
    """What sales to so many members and outsiders are expected to leave beyond their delivery in a
    quarter, RMB m: a + S (b + c S) at the service level S of the quarter before.
    """
    level, slope = 0.0, margin_of_access(alliance, members, terms)
    slope += margin_of_custody(world, alliance, members, terms)
    deals = margin_of_deals(alliance, members, terms)
    asked = margin_of_engagements(alliance, terms)
    if terms.switches.demand == 0.0:
        level = slope + deals
        slope = terms.services.liaison_gain * deals + asked
        return level, slope, terms.services.liaison_gain * asked
    return level, slope + deals + asked, terms.services.liaison_gain * (deals + asked)


def margin_of_access(alliance: Secretariat, members: float, terms: Terms) -> float:
    """Margin of access to databases at full service, RMB m per quarter."""
    fee, prices = alliance.database_fee, terms.services
    if fee == 0.0:
        return 0.0
    users = members + alliance.database_users
    if terms.switches.demand > 0.0:
        users = exponential_demand(users, fee, prices.database_value)
    return users * (fee - prices.database_cost)


def margin_of_deals(alliance: Secretariat, members: float, terms: Terms) -> float:
    """Margin of brokered deals at full service but for what liaison adds, RMB m per quarter."""
    share, market = alliance.brokerage, terms.brokerage
    if share == 0.0:
        return 0.0
    deals = members * market.deals_per_member
    if terms.switches.demand > 0.0:
        deals = linear_demand(deals, share, market.choke_share)
    return deals * (share * market.deal_value - market.deal_cost)


def margin_of_custody(world: World, alliance: Secretariat, members: float, terms: Terms) -> float:
    """Margin of the custody of founders' patents at full service, RMB m per quarter."""
    if alliance.custody == 0.0:
        return 0.0
    returns = 0.0
    for firm in world.firms:
        returns += firm.may_found() * firm.returns_in_custody(terms)
    returns = ratio(returns * members, alliance.founders)
    if terms.switches.demand > 0.0:
        returns = linear_demand(returns, alliance.custody, terms.custody.choke_share)
    return returns * (alliance.custody - terms.custody.cost)


def margin_of_engagements(alliance: Secretariat, terms: Terms) -> float:
    """Margin of services to outsiders at full service but for what liaison adds, RMB m per
    quarter.
    """
    price, prices = alliance.paid_services, terms.services
    if price == 0.0:
        return 0.0
    engagements = prices.engagements * alliance.mandate
    if terms.switches.demand > 0.0:
        engagements = exponential_demand(engagements, price, prices.engagement_value)
    return engagements * (price - prices.engagement_cost)
