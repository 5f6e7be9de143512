"""Before quarter 1: sizes, markets, patents, holders and first beliefs are set up from the scenario
and its luck.
"""

from poolsim.economy.actions.ballots import open_ballots
from poolsim.economy.actions.benefit import appraise, look_at_alliances
from poolsim.economy.actions.licensors import post_royalties
from poolsim.economy.actions.offers import promote_standard, train_firms
from poolsim.economy.actions.pool import value_patents
from poolsim.economy.actions.talks_worth import begin_record
from poolsim.economy.agents import PATENT_LIFE, Firm
from poolsim.economy.draws import HOLDER_STRENGTH, SIZE, VALUE, stream, uniform
from poolsim.economy.functions import exp, log, normal_quantile, ratio
from poolsim.economy.phases.assertion import set_demands
from poolsim.economy.phases.negotiation import set_rates
from poolsim.economy.phases.research import cohort_value, moments_of_value
from poolsim.economy.phases.standard import count_essential, look_ahead
from poolsim.economy.rules.disputes import exposure_weight, reading_probability
from poolsim.economy.rules.market import brand_margin, implied_conduct, price_slope
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def set_up(world: World, terms: Terms, key: int) -> None:
    """Quarter 0: everything that the first quarter finds."""
    number_agents(world)
    order_firms(world)
    open_calendar(world, terms)
    draw_sizes(world, key)
    open_market(world, terms)
    open_firms(world, terms)
    open_portfolios(world, terms, key)
    open_holders(world, key)
    for alliance in world.alliances:
        if alliance.id > 0.0:
            alliance.organise(terms)
            alliance.set_thresholds(terms)
    open_ballots(world)
    open_beliefs(world, terms, key)


def open_calendar(world: World, terms: Terms) -> None:
    """Discount factors of up to a patent's life."""
    for quarters in range(PATENT_LIFE + 1):
        world.book.patience[quarters] = exp(-0.25 * terms.membership.discount * quarters)


def number_agents(world: World) -> None:
    """Every agent's place among those of its kind."""
    for i, firm in enumerate(world.firms):
        firm.index = i * 1.0
    for a, alliance in enumerate(world.alliances):
        alliance.index = a * 1.0
    for h, holder in enumerate(world.holders):
        holder.index = h * 1.0


def order_firms(world: World) -> None:
    """Positions of the firms by rising id (insertion sort: they come nearly in order)."""
    order = world.book.order
    for i, firm in enumerate(world.firms):
        k = i
        while k > 0 and world.firms[int(order[k - 1])].id > firm.id:
            order[k] = order[k - 1]
            k -= 1
        order[k] = i * 1.0


def size_factor(firm: Firm, luck: float) -> float:
    """Lognormal size of a firm relative to the median of its group."""
    return exp(firm.size_sigma * normal_quantile(luck))


def draw_sizes(world: World, key: int) -> None:
    """Sales at home and abroad before quarter 1; one size factor for both."""
    luck = stream(key, 0, SIZE)
    for firm in world.firms:
        factor = size_factor(firm, uniform(luck, firm.id, 0.0))
        firm.home_sales = firm.sells * firm.home_median * factor
        firm.export_sales = firm.sells * firm.export_median * factor
        firm.export_base = firm.export_sales


def open_market(world: World, terms: Terms) -> None:
    """Back demand and conduct out of sales, mean margins and elasticities (PM-1)."""
    sector = world.sector
    home, abroad, home_squares, abroad_squares = 0.0, 0.0, 0.0, 0.0
    most_home, most_abroad = 0.0, 0.0
    for firm in world.firms:
        most_home = max(most_home, firm.home_sales)
        most_abroad = max(most_abroad, firm.export_sales)
        home += firm.home_sales
        home_squares += firm.home_sales * firm.home_sales
        abroad += firm.export_sales
        abroad_squares += firm.export_sales * firm.export_sales
        sector.exporters += 1.0 if firm.export_sales > 0.0 else 0.0
    sector.mean_exports = abroad / sector.exporters if sector.exporters > 0.0 else 0.0
    sector.home_price = terms.market.home_price
    sector.export_price = terms.market.export_price
    sector.home_slope, sector.home_conduct = back_out(
        sector.home_price, terms.market.home_elasticity, home, home_squares, most_home, terms
    )
    sector.export_slope, sector.export_conduct = back_out(
        sector.export_price,
        terms.market.export_elasticity,
        abroad,
        abroad_squares,
        most_abroad,
        terms,
    )
    sector.home_intercept = sector.home_price + sector.home_slope * home
    sector.export_intercept = sector.export_price + sector.export_slope * abroad
    sector.home_quantity = home
    sector.export_quantity = abroad


def back_out(
    price: float, elasticity: float, quantity: float, squares: float, most: float, terms: Terms
) -> tuple[float, float]:
    """Slope of inverse demand, RMB per unit and m units per quarter, and conduct, at which whoever
    sells most has costs of 0 or more. Where conduct is given, the slope follows from it and the
    margin (RS-5).
    """
    conduct, margin = terms.market.conduct, terms.market.gross_margin
    if quantity <= 0.0:
        return 1.0, max(conduct, 0.0)
    slope = price / (elasticity * quantity)
    if conduct < 0.0:
        conduct = implied_conduct(margin, elasticity, squares / (quantity * quantity))
        return slope, min(conduct, elasticity * quantity / most)
    fitted = price_slope(price * margin, quantity, squares, conduct)
    return (fitted if fitted > 0.0 else slope), conduct


def open_firms(world: World, terms: Terms) -> None:
    """Unit costs that make sales before quarter 1 an equilibrium, overhead, and opening cash."""
    sector = world.sector
    contract = min(ratio(terms.market.contract_margin, terms.market.gross_margin), 1.0)
    home, abroad = 0.0, 0.0
    if terms.market.gross_margin > 0.0:
        home, abroad = sector.home_conduct, sector.export_conduct
    for firm in world.firms:
        firm.home_cost = max(sector.home_price - home * sector.home_slope * firm.home_sales, 0.0)
        firm.export_cost = max(
            sector.export_price - abroad * sector.export_slope * firm.export_sales, 0.0
        )
        home_margin = sector.home_price - firm.home_cost
        export_margin = sector.export_price - firm.export_cost
        firm.contract_profit = contract * export_margin
        firm.brand_margin = brand_margin(export_margin, firm.contract_profit)
        firm.gross_profit = firm.home_sales * home_margin + firm.export_sales * export_margin
        firm.overhead = terms.market.overhead * firm.gross_profit
        if firm.export_base > 0.0:
            firm.allure = exposure_weight(
                firm.export_base / sector.mean_exports, terms.assertion.elasticity
            )
        firm.cash = firm.funds + terms.market.cash_buffer * (
            firm.overhead + firm.spend_on_research(terms)
        )


def open_portfolios(world: World, terms: Terms, key: int) -> None:
    """Patents before quarter 1, by quarter of filing: essential ones spread evenly over their ages,
    others over a patent's life.
    """
    sizes, worth = stream(key, 0, SIZE), stream(key, 0, VALUE)
    growth, excess = moments_of_value(terms)
    for firm in world.firms:
        firm.essential = firm.essential_patents
        firm.other = firm.other_patents * size_factor(firm, uniform(sizes, firm.id, 0.0))
        patents = firm.essential + firm.other
        score = normal_quantile(uniform(worth, firm.id, 0.0))
        firm.value = cohort_value(patents, score, growth, excess, terms)
        firm.reads = reading_probability(terms.disputes.per_patent, patents)
    fill_rings(world, terms)


def fill_rings(world: World, terms: Terms) -> None:
    """Enter patents in force into the rings as the filings, before obsolescence, of the quarters
    before.
    """
    kept = log(1.0 - terms.research.obsolescence)
    for age in range(PATENT_LIFE):
        slot = (PATENT_LIFE - age) % PATENT_LIFE
        lost = exp(-kept * age)
        for i, firm in enumerate(world.firms):
            world.book.other[slot, i] = firm.other / PATENT_LIFE * lost
            ages = int(firm.essential_age)
            if age < ages:
                world.book.essential[slot, i] = firm.essential / ages * lost


def open_holders(world: World, key: int) -> None:
    """Strength of every holder's portfolio, and its money."""
    luck = stream(key, 0, HOLDER_STRENGTH)
    for holder in world.holders:
        drift = holder.strength_spread * (2.0 * uniform(luck, holder.id, 0.0) - 1.0)
        holder.strength = min(max(holder.strength + drift, 0.0), 1.0)
        holder.cash = holder.budget
        holder.full_royalty = holder.court_royalty
        holder.full_value = holder.feature_value


def open_beliefs(world: World, terms: Terms, key: int) -> None:
    """First beliefs: the share that firms credit of what a working alliance is worth to them."""
    promote_standard(world, terms)
    train_firms(world, terms)
    look_ahead(world.sector, terms, 0)
    count_essential(world, terms, 0)
    set_demands(world, terms)
    set_rates(world, terms)
    value_patents(world, terms, key, 0)
    post_royalties(world, terms)
    look_at_alliances(world, terms, 0)
    begin_record(world)
    appraise(world, terms, key, 0)
    for firm in world.firms:
        firm.credit = terms.learning.first_belief
        firm.belief = firm.credit * firm.benefit
