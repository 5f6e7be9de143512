"""Patent holders assert (EX-1, LI-9, RS-10, XS-1, XS-3)."""

from poolsim.economy.actions.campaigns import launch_campaigns
from poolsim.economy.actions.claims import clear, end_terms
from poolsim.economy.actions.disputes import pool_defence, shielded_reads
from poolsim.economy.actions.offers import designs_around
from poolsim.economy.agents import ABROAD, Firm, PatentHolder
from poolsim.economy.draws import ALARM, ASSERT, pair, stream, uniform
from poolsim.economy.functions import ratio
from poolsim.economy.rules.disputes import at_least_once
from poolsim.economy.world import DEMANDED, LICENSED, NO_DEMAND, World
from poolsim.parameters.terms import Terms


def holders_assert(world: World, terms: Terms, key: int, t: int) -> None:
    """Each holder sets its hold-up demand, then asserts against exporters, or against all of them
    at once; posted royalties need no assertion, everyone pays them.
    """
    pool_defence(world, terms)
    set_demands(world, terms)
    if terms.switches.assertion > 0.0:
        for firm in world.firms:
            if firm.alive > 0.0 and firm.export_base > 0.0:
                for holder in world.holders:
                    if terms.negotiation.posted > 0.0:
                        post_claim(world, firm, holder)
                    else:
                        end_terms(world, firm, holder, terms, t)
        if terms.negotiation.posted == 0.0:
            launch_campaigns(world, terms, key, t)
            assert_one_by_one(world, terms, key, t)


def assert_one_by_one(world: World, terms: Terms, key: int, t: int) -> None:
    """Every holder may assert against every exporter."""
    luck, alarms = stream(key, t, ASSERT), stream(key, t, ALARM)
    for firm in world.firms:
        if firm.alive > 0.0 and firm.export_base > 0.0:
            for holder in world.holders:
                assert_against(world, firm, holder, terms, luck, alarms, t)


def set_demands(world: World, terms: Terms) -> None:
    """Every holder sets what it demands of those it asserts against, and looks at what their
    exclusion would bring.
    """
    sector = world.sector
    exports = sector.export_quantity * sector.export_price
    for firm in world.firms:
        firm.brand_profit = max(sector.export_price - firm.unit_cost(ABROAD), 0.0)
    for holder in world.holders:
        holder.takeover = ratio(holder.own_sales, holder.own_sales + exports)
        holder.set_demand(terms)


def post_claim(world: World, firm: Firm, holder: PatentHolder) -> None:
    """Everyone owes a posted royalty while any of the patents is in force."""
    claim = LICENSED if holder.in_force > 0.0 else NO_DEMAND
    world.book.claim[int(firm.index), int(holder.index)] = claim


def assert_against(
    world: World, firm: Firm, holder: PatentHolder, terms: Terms, luck: int, alarms: int, t: int
) -> None:
    """A holder asserts against a firm it has no quarrel or licence with, if a suit would be
    credible; a firm that was warned in time has designed around its patents.
    """
    i, h = int(firm.index), int(holder.index)
    claim = world.book.claim
    if claim[i, h] == NO_DEMAND and holder.could_sue(firm, terms) > 0.0:
        chance = chance_of_assertion(world, firm, holder, terms)
        strikes = 1.0 if uniform(luck, pair(firm.id, holder.id), 0.0) < chance else 0.0
        avoided = designs_around(world, terms, alarms, firm, holder, chance, strikes)
        if avoided > 0.0:
            clear(world, firm, holder, 0.0, terms, t)
        elif strikes > 0.0:
            claim[i, h] = DEMANDED
            firm.struck = 1.0
            world.sector.demands += 1.0


def chance_of_assertion(world: World, firm: Firm, holder: PatentHolder, terms: Terms) -> float:
    """Chance of an assertion within a quarter (EX-1); deterrence is the holder's own exposure to
    the firm's patents (LI-8).
    """
    exposed = firm.sales_value(world.sector)
    stake = holder.own_sales + exposed
    deterrence = shielded_reads(world, firm) * holder.own_sales / stake if stake > 0.0 else 0.0
    return at_least_once(terms.assertion.hazard * firm.allure * (1.0 - deterrence), 1.0)
