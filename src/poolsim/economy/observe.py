"""What is recorded in every quarter: each series, declared in the order of its column.

Compiled with the model.

The alliance recorded is the first by name.
"""

from typing import TYPE_CHECKING

from poolsim.economy.actions.ranks import ranked
from poolsim.economy.arrays import Grid
from poolsim.economy.declarations import FLAG, Recorder
from poolsim.economy.functions import ratio
from poolsim.economy.ledger import FIRST_FUND, GOVERNMENT, INVESTORS, OWNERS
from poolsim.economy.sources import SOURCES, Kind

if TYPE_CHECKING:  # outcomes are named without Mesa
    from poolsim.economy.agents import Secretariat
    from poolsim.economy.world import World
    from poolsim.parameters.terms import Terms

_recorder = Recorder()
_firms, _alliance, _sector = _recorder.of_firms, _recorder.of_alliance, _recorder.of_sector

FORMED = _alliance("formed", FLAG, "the alliance has been founded", "ever_formed")
ALIVE = _alliance("alive", FLAG, "the alliance exists")
SERVICE = _alliance("service", "1", "service level")
MEMBERS = _alliance("members", "firms", "members of the alliance")
TREASURY = _alliance("treasury", "RMB m", "the alliance's treasury", "cash")
_recorder.of_sources(
    "licence_outside", "project_income", "dues_income", "grant_income", "capital_income"
)
COST = _alliance("cost", "RMB m per quarter", "cost spent, what a host bears included")
PROGRAMME_COST = _alliance(
    "programme_cost", "RMB m per quarter", "cost of the full programme, whatever was affordable"
)
ACCRUED = _alliance(
    "accrued",
    "RMB m per quarter",
    "expected surplus of packages over the cost of capital, spread over their delay",
)
ROYALTY_INVITED = _firms(
    "royalty_invited",
    "RMB per unit",
    "royalties and settlements paid per exported unit by the firms invited, members or not",
)
ROYALTY_OTHERS = _firms(
    "royalty_others",
    "RMB per unit",
    "royalties and settlements paid per exported unit by the other firms",
)
ROYALTY_OUTFLOW = _firms(
    "royalty_outflow", "RMB m per quarter", "royalties and settlements paid to patent holders"
)
LEGAL_COST = _firms("legal_cost", "RMB m per quarter", "firms' costs of cases")
SUITS = _sector("suits", "suits per quarter", "suits filed in court by patent holders")
TRIALS = _sector("trials", "trials per quarter", "suits of patent holders that are tried")
MEMBER_SUITS = _alliance(
    "member_suits", "suits per quarter", "suits between members that are not settled"
)
INVITED_SUITS = _sector(
    "invited_suits", "suits per quarter", "suits between firms invited that are not settled"
)
DISPUTES = _sector("disputes", "disputes per quarter", "disputes between firms of the sector")
EXCLUDED = _firms("excluded", "firms", "firms kept out of the export market")
CONTRACT_WORK = _firms("contract_work", "firms", "exporters that make for others' brands")
PATENTS = _firms("patents", "patents", "patents in force in the sector")
ADOPTION = _sector("adoption", "share", "adoption of the standard")
PRICE = _sector("export_price", "RMB per unit", "price abroad")
SURPLUS = _sector("consumer_surplus", "RMB m per quarter", "consumer surplus at home")
PROFIT = _firms(
    "profit",
    "RMB m per quarter",
    "firms' gross profit, after royalties, settlements, costs of cases and redesigns",
)
LICENSED_UNITS = _alliance(
    "licensed_units", "m units per quarter", "units that outside licensees report to the pool"
)
POOL_INCOME = _alliance(
    "pool_income", "RMB m per quarter", "royalties that the pool distributes", "distributable"
)
FIRMS = _firms("firms", "firms", "firms in the sector")
JOINS = _alliance("joins", "firms", "firms that ever joined")
EXITS = _alliance("exits", "firms", "firms that ever left")
CAUSE = _alliance("cause", "code", "cause of end: place in the list of causes, from 0")
_recorder.of_sources(
    "brokerage_income", "database_income", "custody_income", "service_income", "fund_income"
)
_recorder.of_sources(*SOURCES)
OPEN_DISPUTES = _sector(
    "open_disputes", "disputes", "disputes between firms that are fought on over quarters"
)
ENDED_DISPUTES = _sector("ended_disputes", "disputes per quarter", "of these, ended")
DISPUTE_QUARTERS = _sector(
    "dispute_quarters",
    "quarters per quarter",
    "quarters for which those that ended had been fought",
)
CROWDED_DISPUTES = _sector(
    "crowded_disputes",
    "disputes per quarter",
    "disputes tried at once as the list of open ones was full",
)
PACKAGE_FLOW = _alliance(
    "package_flow",
    "RMB m per quarter",
    "proceeds of packages that won less the price of those bought, which is no income",
)
DELIVERY = _alliance("delivery", "RMB m per quarter", "of the operating cost, what was sold")
SOLD_TO_MEMBERS = _alliance(
    "sold_to_members",
    "RMB m per quarter",
    "what members paid for access to databases and, as sellers, for brokered deals",
)
DEMANDS = _sector("demands", "demands per quarter", "demands made by patent holders")
SUITS_337 = _sector(
    "suits_337", "complaints per quarter", "complaints of patent holders to a trade commission"
)
RESPONDENTS = _sector("respondents", "firms per quarter", "firms that fight such complaints")
REDESIGNS = _sector(
    "redesigns",
    "products per quarter",
    "products designed around a holder's patents, warned in time or under an exclusion order",
)
ATTEMPTS = _alliance("attempts", "attempts", "attempts to found it so far")
FIRST_AGREEING = _alliance(
    "first_agreeing", "share", "share of those invited who agreed at the first attempt"
)
REFUSAL = _alliance(
    "refusal", "code", "why the last attempt that failed did: place in the list of reasons, from 0"
)
SPELLS = _alliance("spells", "foundings", "times it has been founded")
FOUNDING_MARGIN = _alliance(
    "founding_margin",
    "stakes",
    "worth and taste of the last founder needed, at the last attempt",
)
MARGIN_EXIT_MIN = _firms(
    "margin_exit_min", "stakes", "lowest believed benefit of a member over the exit threshold"
)
MARGIN_EXIT_MEDIAN = _firms(
    "margin_exit_median", "stakes", "median believed benefit of a member over the exit threshold"
)
CONTRIBUTORS = _alliance("contributors", "firms", "firms in the pool")
ELIGIBLE = _firms("eligible", "firms", "firms with essential patents, which a pool could take in")
COVERAGE = _firms(
    "coverage", "share", "the pool's share of the standard's essential patents, while it licenses"
)
POOL_ROYALTY = _firms(
    "pool_royalty", "RMB per unit", "what licensees pay of the pool's royalty, while it licenses"
)
LICENCE_STACK = _sector(
    "licence_stack", "RMB per unit", "royalties of the pools and of the licensors outside them"
)
LEGAL_COST_INVITED = _firms(
    "legal_cost_invited", "RMB m per quarter", "costs of cases of the firms invited, members or not"
)
SURPLUS_ABROAD = _sector(
    "surplus_abroad", "RMB m per quarter", "consumer surplus abroad, of the sector's own brands"
)
SURPLUS_LICENSEES = _sector(
    "surplus_licensees",
    "RMB m per quarter",
    "what the standard is worth to outside licensees, and brings owners outside the sector, beyond "
    "what licensees pay its pools and firms",
)
WORTH_SOLD = _firms(
    "worth_sold",
    "RMB m per quarter",
    "what alliances sell is worth: to clients beyond its price, to members in full",
)
NATIONAL_MONEY = _firms(
    "national_money",
    "RMB m",
    "cash of firms and their owners, alliances, fighting funds, investors and the government",
)
HOLDERS_MONEY = _firms("holders_money", "RMB m", "cash of the patent holders")
EARNED_INVITED = _firms(
    "earned_invited",
    "RMB m",
    "cash of a firm invited, member or not, and what it has paid its owners, in the mean",
)

SERIES = tuple(_recorder.series)
SERIES_INDEX = {series.name: k for k, series in enumerate(SERIES)}
WIDTH = len(SERIES)
# Columns of income: by kind, and the notions of what is an alliance's own.
LICENCES = _recorder.columns(Kind.LICENSING)
TRADE = _recorder.columns(Kind.TRADE)
PROJECTS = _recorder.columns(Kind.PROJECTS)
DUES = _recorder.columns(Kind.DUES)
LEVIES = _recorder.columns(Kind.LEVIES)
CONTRIBUTIONS = _recorder.columns(Kind.CONTRIBUTIONS)
GRANTS = _recorder.columns(Kind.GRANTS)
FUNDS = _recorder.columns(Kind.FUNDS)
STAFF = _recorder.columns(Kind.STAFF)
CAPITAL = _recorder.columns(Kind.CAPITAL)
SALES = (*TRADE, ACCRUED)
MARKET = SALES + LICENCES
SERVED = MARKET + PROJECTS
MEMBER_MONEY = DUES + LEVIES + CONTRIBUTIONS + STAFF + CAPITAL
OWN_AND_MEMBERS = SERVED + MEMBER_MONEY
GIVEN = GRANTS + FUNDS
REVENUE = OWN_AND_MEMBERS + GIVEN
# What comes quarter by quarter, but for grants.
REGULAR = SERVED + DUES + CONTRIBUTIONS + FUNDS

observe_alliance = _recorder.observer(__name__, "alliance")
observe_sector = _recorder.observer(__name__, "sector")


def observe(world: "World", terms: "Terms", series: Grid, t: int) -> None:
    """Write the series of quarter `t`."""
    for k in range(WIDTH):
        series[t, k] = 0.0
    if len(world.alliances) > 1:
        observe_alliance(world.alliances[1], series, t)
        observe_margins(world, world.alliances[1], terms, series, t)
        observe_pool(world.alliances[1], series, t)
    observe_sector(world.sector, series, t)
    observe_firms(world, series, t)
    observe_money(world, series, t)


def observe_firms(world: "World", series: Grid, t: int) -> None:
    """Write what is recorded of the firms, sums over all of them, in quarter `t`."""
    observe_royalties(world, series, t)
    alive, eligible, excluded, contract_work = 0.0, 0.0, 0.0, 0.0
    legal_cost, legal_cost_invited, patents, profit = 0.0, 0.0, 0.0, 0.0
    for firm in world.firms:
        alive += firm.alive
        eligible += 1.0 if firm.essential > 0.0 and firm.alive > 0.0 else 0.0
        excluded += 1.0 if firm.excluded > 0.0 else 0.0
        contract_work += firm.contract_work
        legal_cost += firm.legal_cost
        legal_cost_invited += firm.legal_cost if firm.invited > 0.0 else 0.0
        patents = patents + firm.essential + firm.other
        settled = firm.royalty_paid - firm.export_sales * firm.royalty
        profit = profit + firm.gross_profit - settled - firm.legal_cost - firm.redesign_cost
    series[t, FIRMS] = alive
    series[t, ELIGIBLE] = eligible
    series[t, EXCLUDED] = excluded
    series[t, CONTRACT_WORK] = contract_work
    series[t, LEGAL_COST] = legal_cost
    series[t, LEGAL_COST_INVITED] = legal_cost_invited
    series[t, PATENTS] = patents
    series[t, PROFIT] = profit


def observe_money(world: "World", series: Grid, t: int) -> None:
    """Who has how much at the end of quarter `t`, RMB m; and what is sold to members
    or clients is worth, of which clients' payments are money already.
    """
    outside, bought, abroad, earned, invited = world.outside, 0.0, 0.0, 0.0, 0.0
    money = outside[GOVERNMENT].cash + outside[INVESTORS].cash + outside[OWNERS].cash
    for firm in world.firms:
        money += firm.cash
        invited += firm.invited
        earned += firm.invited * (firm.cash + firm.paid_out)
    for a, alliance in enumerate(world.alliances):
        money += alliance.cash + outside[FIRST_FUND + a].cash
        bought += alliance.worth_sold
    for holder in world.holders:
        abroad += holder.cash
    series[t, WORTH_SOLD] = bought
    series[t, NATIONAL_MONEY] = money
    series[t, HOLDERS_MONEY] = abroad
    series[t, EARNED_INVITED] = ratio(earned, invited)


def observe_pool(alliance: "Secretariat", series: Grid, t: int) -> None:
    """What the alliance's pool covers and charges in quarter `t`, while it licenses."""
    if alliance.licensing > 0.0:
        series[t, COVERAGE] = alliance.coverage
        series[t, POOL_ROYALTY] = alliance.charged


def observe_margins(
    world: "World", alliance: "Secretariat", terms: "Terms", series: Grid, t: int
) -> None:
    """How far members that may leave are from it in quarter `t`: lowest and median margin."""
    count = 0
    for firm in world.firms:
        if terms.switches.membership * firm.alliance == alliance.index:
            world.book.ranked[count] = firm.exit_margin(alliance, terms)
            count += 1
    if count > 0:
        upper = ranked(world.book.ranked, count, (count + 1) // 2)
        lower = ranked(world.book.ranked, count, count // 2 + 1)
        series[t, MARGIN_EXIT_MEDIAN] = 0.5 * (upper + lower)
        series[t, MARGIN_EXIT_MIN] = ranked(world.book.ranked, count, count)


def observe_royalties(world: "World", series: Grid, t: int) -> None:
    """What the firms invited, members or not, and the others pay per exported unit."""
    sold_invited = 0.0
    sold_others = 0.0
    paid_invited = 0.0
    paid_others = 0.0
    for firm in world.firms:
        if firm.invited > 0.0:
            sold_invited += firm.export_sales
            paid_invited += firm.royalty_paid
        else:
            sold_others += firm.export_sales
            paid_others += firm.royalty_paid
    series[t, ROYALTY_OUTFLOW] = paid_invited + paid_others
    series[t, ROYALTY_INVITED] = ratio(paid_invited, sold_invited)
    series[t, ROYALTY_OTHERS] = ratio(paid_others, sold_others)
