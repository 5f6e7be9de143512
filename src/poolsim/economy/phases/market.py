"""The product markets clear, and everyone who is owed out of sales is paid (RS-5)."""

from poolsim.economy.actions.contract_work import book_contracts, choose_brands
from poolsim.economy.actions.set_up import pay_for_pool
from poolsim.economy.agents import ABROAD, HOME, Firm, Secretariat
from poolsim.economy.functions import ratio
from poolsim.economy.ledger import (
    CUSTOMERS_ABROAD,
    CUSTOMERS_HOME,
    OWNERS,
    SUPPLIERS_AND_STAFF,
    TOLERANCE,
    transfer,
)
from poolsim.economy.phases.licensing import distribute, pool_charge
from poolsim.economy.rules.market import competitive_quantity, cournot_price, supply
from poolsim.economy.rules.royalties import consumer_surplus
from poolsim.economy.world import CLEARED, LICENSED, World
from poolsim.parameters.terms import Terms


def market_clears(world: World, terms: Terms, key: int, t: int) -> None:
    """Both markets clear at the royalties now due; sales are paid for, then production, royalties,
    overhead and owners.
    """
    add_up_royalties(world, terms)
    clear_market(world, HOME)
    choose_brands(world, terms)
    clear_market(world, ABROAD)
    for firm in world.firms:
        if firm.alive > 0.0:
            book_sales(world, firm)
            book_contracts(world, firm)
            pay_holders(world, firm)
    collect_from_sector(world, terms)
    for firm in world.firms:
        if firm.alive > 0.0:
            pay_owners(world, firm, terms)


def add_up_royalties(world: World, terms: Terms) -> None:
    """Royalty per exported unit that every firm owes for the licences it has taken, at the rates of
    where it is now; and what settlements cost it, over the units that they clear.
    """
    spread = terms.switches.lump_spread
    for i, firm in enumerate(world.firms):
        owed, settled = 0.0, 0.0
        for h in range(len(world.holders)):
            rate = world.book.rate[int(firm.alliance), h]
            claim = world.book.claim[i, h]
            owed += rate if claim == LICENSED else 0.0
            settled += world.book.cleared_rate[i, h] if claim == CLEARED else 0.0
        firm.royalty = owed
        firm.settled = settled if spread > 0.0 else 0.0


def clear_market(world: World, market: float) -> None:
    """Asymmetric Cournot with conduct (RS-5): firms whose cost is above the price shut down, and
    the rest is solved again.

    A firm that shuts down lowers the price of the others, so all that are above it may leave at
    once.
    """
    sector = world.sector
    intercept = sector.export_intercept if market == ABROAD else sector.home_intercept
    slope = sector.export_slope if market == ABROAD else sector.home_slope
    conduct = sector.export_conduct if market == ABROAD else sector.home_conduct
    price, last = price_among(world, market, intercept, conduct, 0.0), intercept
    while last - price > TOLERANCE:
        last = price
        price = price_among(world, market, intercept, conduct, last)
    quantity = sell(world, market, intercept, slope, conduct, price)
    if market == ABROAD:
        sector.export_price = price
        sector.export_quantity = quantity
        sector.surplus_abroad = consumer_surplus(quantity, 1.0 / slope)
    else:
        sector.home_price = price
        sector.home_quantity = quantity
        sector.consumer_surplus = consumer_surplus(quantity, 1.0 / slope)


def price_among(
    world: World, market: float, intercept: float, conduct: float, below: float
) -> float:
    """Price when the firms whose cost lies below a price (0: below the choke price) sell; at
    conduct 0 the lowest of these costs.
    """
    limit = below if below > 0.0 else intercept
    costs = 0.0
    sellers = 0.0
    lowest = intercept
    for firm in world.firms:
        if firm.may_sell(market) > 0.0 and firm.unit_cost(market) < limit:
            cost = firm.unit_cost(market)
            costs += cost
            sellers += 1.0
            lowest = min(lowest, cost)
    if sellers == 0.0:
        return limit
    if conduct == 0.0:
        return lowest
    return cournot_price(intercept, costs, sellers, conduct)


def sell(
    world: World, market: float, intercept: float, slope: float, conduct: float, price: float
) -> float:
    """Set every firm's quantity at the price; their sum. At conduct 0 the cheapest firms share the
    market equally.
    """
    cheapest = 0.0
    for firm in world.firms:
        if firm.may_sell(market) > 0.0 and firm.unit_cost(market) <= price + TOLERANCE:
            cheapest += 1.0
    total = 0.0
    for firm in world.firms:
        quantity = 0.0
        if firm.may_sell(market) > 0.0 and firm.unit_cost(market) <= price + TOLERANCE:
            quantity = supply(price, firm.unit_cost(market), slope, conduct)
            if conduct == 0.0:
                quantity = competitive_quantity(intercept, slope, price) / cheapest
        total += quantity
        if market == ABROAD:
            firm.export_sales = quantity
        else:
            firm.home_sales = quantity
    return total


def book_sales(world: World, firm: Firm) -> None:
    """Customers pay for the products, the firm for their production and its overhead."""
    sector = world.sector
    home, abroad = firm.home_sales * sector.home_price, firm.export_sales * sector.export_price
    produced = firm.home_sales * firm.home_cost + firm.export_sales * firm.export_cost
    transfer(world.outside[CUSTOMERS_HOME], firm, home)
    transfer(world.outside[CUSTOMERS_ABROAD], firm, abroad)
    transfer(firm, world.outside[SUPPLIERS_AND_STAFF], produced + firm.overhead)
    owed = firm.export_sales * firm.royalty + (firm.home_sales + firm.export_sales) * firm.pool_rate
    firm.gross_profit = home + abroad - produced - owed


def pay_holders(world: World, firm: Firm) -> None:
    """Royalties on the exports of the quarter, to every holder whose licence the firm has taken."""
    if firm.export_sales * firm.royalty > 0.0:
        for h, holder in enumerate(world.holders):
            rate = world.book.rate[int(firm.alliance), h]
            is_licensed = world.book.claim[int(firm.index), h] == LICENSED
            owed = firm.export_sales * rate if is_licensed else 0.0
            transfer(firm, holder, owed)
            firm.royalty_paid += owed


def pay_owners(world: World, firm: Firm, terms: Terms) -> None:
    """Cash above the buffer goes to the owners; bodies that sell nothing keep theirs."""
    spare = firm.cash - terms.market.cash_buffer * (firm.overhead + firm.rd)
    paid = max(spare, 0.0) if firm.sells > 0.0 else 0.0
    transfer(firm, world.outside[OWNERS], paid)
    firm.paid_out += paid


def collect_from_sector(world: World, terms: Terms) -> None:
    """Makers of the sector that use the standard pay its pools, which distribute what they get and
    pay for what running them takes.
    """
    for alliance in world.alliances:
        if alliance.licensing > 0.0:
            own, others = collect(world, alliance)
            kept = distribute(world, alliance, own + others)
            alliance.licence_own = ratio(kept * own, own + others)
            alliance.licence_sector = max(kept - alliance.licence_own, 0.0)
            pay_for_pool(world, alliance, terms)


def collect(world: World, alliance: Secretariat) -> tuple[float, float]:
    """What contributors and what other makers pay a pool, RMB m in this quarter."""
    charge = pool_charge(world, alliance)
    own, others = 0.0, 0.0
    for firm in world.firms:
        if firm.alive > 0.0 and firm.is_exempt(alliance) == 0.0:
            owed = charge * (firm.home_sales + firm.export_sales)
            transfer(firm, alliance, owed)
            if firm.contributes_to(alliance) > 0.0:
                own += owed
            else:
                others += owed
    return own, others
