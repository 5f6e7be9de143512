"""What facts may say of a sector before quarter 1: sums over its firms and holders."""

from collections.abc import Callable

from poolsim.economy.world import World

YEAR = 4.0  # quarters


def exports(world: World) -> float:
    """Exports, m units a year."""
    return YEAR * sum(firm.export_sales for firm in world.firms)


def profit_a_unit(world: World) -> float:
    """Profit after overhead and R&D over units sold, RMB a unit."""
    profit = sum(firm.gross_profit - firm.overhead - firm.rd for firm in world.firms)
    units = sum(firm.home_sales + firm.export_sales for firm in world.firms)
    return float(profit / units)


def stack_asked(world: World) -> float:
    """Sum of the royalties that holders ask of a firm alone, RMB a unit."""
    return float(world.sector.lone_stack)


def largest_sales(world: World) -> float:
    """Sales of the largest firm, RMB bn a year."""
    return YEAR / 1000.0 * max(firm.sales_value(world.sector) for firm in world.firms)


def share_exported(world: World) -> float:
    """Exports over all sales, by units."""
    sold = sum(firm.home_sales + firm.export_sales for firm in world.firms)
    return float(sum(firm.export_sales for firm in world.firms) / sold)


OPENINGS: dict[str, Callable[[World], float]] = {
    number.__name__: number
    for number in (exports, profit_a_unit, stack_asked, largest_sales, share_exported)
}
