"""Contract work: exporters whose own brand no longer pays make for others' brands, who owe the
royalties and whose output is part of what others supply abroad (PM-2).
"""

from poolsim.economy.agents import ABROAD, Firm
from poolsim.economy.ledger import CUSTOMERS_ABROAD, SUPPLIERS_AND_STAFF, transfer
from poolsim.economy.rules.market import cournot_price
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms

HALVINGS = 20  # of the interval in which the price is sought: a millionth of the choke price


def choose_brands(world: World, terms: Terms) -> None:
    """Every exporter sells its own brand in this quarter, or makes what it once exported for the
    brands of others; who is excluded may still make for a brand that is licensed.
    """
    if terms.market.contract_margin > 0.0:
        for firm in world.firms:
            firm.contract_work = 0.0
        low, high = turning_price(world)
        costs, sellers = brands_at(world, low)
        for firm in world.firms:
            stays = firm.keeps_brand(low) if firm.excluded == 0.0 else 0.0
            if firm.alive > 0.0 and firm.contract_profit > 0.0 and stays == 0.0:
                firm.contract_work = 1.0
        let_stay(world, costs, sellers, low, high)
        for firm in world.firms:
            firm.contract_sales = firm.contract_work * firm.export_base * terms.market.export_price


def turning_price(world: World) -> tuple[float, float]:
    """Prices abroad, next to each other, between which the market clears: at the lower one those
    whose own brand pays get more than it, at the upper one no more.
    """
    low, high = 0.0, world.sector.export_intercept
    costs, many = brands_at(world, high)
    everyone = price_of(world, costs, many)
    if brands_at(world, everyone)[1] == many:
        return everyone, everyone
    few = 0.0
    for _ in range(HALVINGS):
        if few < many:
            middle = 0.5 * (low + high)
            costs, count = brands_at(world, middle)
            if price_of(world, costs, count) > middle:
                low, few = middle, count
            else:
                high, many = middle, count
    return low, high


def brands_at(world: World, price: float) -> tuple[float, float]:
    """Added-up unit costs of the firms whose own brand pays at a price abroad; their number."""
    costs, sellers = 0.0, 0.0
    for firm in world.firms:
        if firm.may_sell(ABROAD) > 0.0 and firm.keeps_brand(price) > 0.0:
            costs += firm.unit_cost(ABROAD)
            sellers += 1.0
    return costs, sellers


def price_of(world: World, costs: float, sellers: float) -> float:
    """Price abroad with so many sellers of these costs."""
    sector = world.sector
    return cournot_price(sector.export_intercept, costs, sellers, sector.export_conduct)


def let_stay(world: World, costs: float, sellers: float, low: float, high: float) -> None:
    """Of firms alike, which turn at the same price, as many keep their brands as it carries."""
    bar = low
    for k in range(len(world.firms)):
        firm = world.firms[int(world.book.order[k])]
        if firm.contract_work > 0.0 and firm.excluded == 0.0 and firm.keeps_brand(high) > 0.0:
            cost = firm.unit_cost(ABROAD)
            needed = max(bar, cost + firm.brand_margin)
            if price_of(world, costs + cost, sellers + 1.0) >= needed:
                firm.contract_work = 0.0
                costs += cost
                sellers += 1.0
                bar = needed


def book_contracts(world: World, firm: Firm) -> None:
    """The owners of the brands pay for what was made for them, the firm for its production."""
    if firm.contract_work > 0.0:
        earned = firm.export_base * firm.contract_profit
        transfer(world.outside[CUSTOMERS_ABROAD], firm, firm.contract_sales)
        transfer(firm, world.outside[SUPPLIERS_AND_STAFF], firm.contract_sales - earned)
        firm.gross_profit += earned
