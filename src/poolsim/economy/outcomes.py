"""Declared outcomes: every series recorded by the quarter and every outcome of a run, once, in the
order of `observe.py`.
"""

from typing import NamedTuple


class Series(NamedTuple):
    """A quantity recorded in every quarter."""

    name: str
    unit: str
    meaning: str


class Outcome(NamedTuple):
    """A number that a run is reduced to. Direction: +1 more is better for the alliance's members,
    -1 less is, 0 neither.
    """

    name: str
    unit: str
    direction: int
    of_formed: bool  # averaged over runs in which the alliance formed
    definition: str


SERIES = (
    Series("formed", "0 or 1", "the alliance has been founded"),
    Series("alive", "0 or 1", "the alliance exists"),
    Series("service", "1", "service level"),
    Series("members", "firms", "members of the alliance"),
    Series("treasury", "RMB m", "the alliance's treasury"),
    Series("licence_income", "RMB m per quarter", "administrator's share of pool royalties"),
    Series("project_income", "RMB m per quarter", "commissioned projects"),
    Series("dues_income", "RMB m per quarter", "members' dues"),
    Series("grant_income", "RMB m per quarter", "government grants"),
    Series("capital_income", "RMB m per quarter", "members' capital, subscribed or called"),
    Series("cost", "RMB m per quarter", "operating cost, what a host bears included"),
    Series(
        "royalty_members",
        "RMB per unit",
        "royalties and settlements paid per exported unit by members (by those invited, when there are none)",
    ),
    Series(
        "royalty_outsiders",
        "RMB per unit",
        "royalties and settlements paid per exported unit by the other firms",
    ),
    Series(
        "royalty_outflow", "RMB m per quarter", "royalties and settlements paid to patent holders"
    ),
    Series("legal_cost", "RMB m per quarter", "firms' costs of cases"),
    Series("suits", "suits per quarter", "suits filed by patent holders"),
    Series("trials", "trials per quarter", "suits of patent holders that are tried"),
    Series("internal_suits", "suits per quarter", "suits between members that are not settled"),
    Series("disputes", "disputes per quarter", "disputes between firms of the sector"),
    Series("excluded", "firms", "firms kept out of the export market"),
    Series("patents", "patents", "patents in force in the sector"),
    Series("adoption", "share", "adoption of the standard"),
    Series("export_price", "RMB per unit", "price abroad"),
    Series("consumer_surplus", "RMB m per quarter", "consumer surplus at home"),
    Series(
        "profit",
        "RMB m per quarter",
        "firms' gross profit, after royalties, settlements, costs of cases and redesigns",
    ),
    Series(
        "licensed_units", "m units per quarter", "units that outside licensees report to the pool"
    ),
    Series("pool_income", "RMB m per quarter", "royalties that the pool distributes"),
    Series("firms", "firms", "firms in the sector"),
    Series("joins", "firms", "firms that ever joined"),
    Series("exits", "firms", "firms that ever left"),
    Series("cause", "code", "cause of end: index into agents.secretariat.CAUSES"),
    Series("brokerage_income", "RMB m per quarter", "the alliance's share of brokered deals"),
    Series("database_income", "RMB m per quarter", "fees for access to databases"),
    Series(
        "custody_income",
        "RMB m per quarter",
        "share of returns on members' patents, and proceeds of packages less their price",
    ),
    Series("service_income", "RMB m per quarter", "services to outsiders"),
    Series("fund_income", "RMB m per quarter", "an investor's fund"),
    Series("contribution_income", "RMB m per quarter", "members' voluntary contributions"),
    Series("host_income", "RMB m per quarter", "fixed cost that a host bears, in kind"),
    Series("open_disputes", "disputes", "disputes between firms that are fought on over quarters"),
    Series("ended_disputes", "disputes per quarter", "of these, ended"),
    Series(
        "dispute_quarters",
        "quarters per quarter",
        "quarters for which those that ended had been fought",
    ),
    Series(
        "crowded_disputes",
        "disputes per quarter",
        "disputes tried at once as the list of open ones was full",
    ),
)

OUTCOMES = (
    Outcome("formed", "0 or 1", 1, False, "the alliance was founded within the horizon"),
    Outcome(
        "founded",
        "quarter",
        0,
        True,
        "first quarter after its founding; one past the horizon if never",
    ),
    Outcome("alive", "0 or 1", 1, True, "it exists at the horizon"),
    Outcome("lifetime", "quarters", 1, True, "quarters it existed within the horizon"),
    Outcome(
        "active",
        "0 or 1",
        1,
        True,
        "alive, and mean service level of the last 4 quarters at least 0.2",
    ),
    Outcome("cause", "code", 0, True, "cause of end: index into agents.secretariat.CAUSES"),
    Outcome("service", "1", 1, True, "mean service level over its life"),
    Outcome("members_last", "firms", 1, True, "members at the horizon"),
    Outcome("members", "firms", 1, True, "mean members over its life"),
    Outcome("churn", "per member and quarter", -1, True, "exits over member quarters"),
    Outcome(
        "ssr_narrow",
        "1",
        1,
        True,
        "market income (licensing administration, brokerage, databases, custody, services to outsiders) over "
        "operating cost, last 8 quarters alive (the paper's notion)",
    ),
    Outcome("ssr_service", "1", 1, True, "the same with commissioned projects"),
    Outcome("ssr_ngo", "1", 1, True, "the same with commissioned projects and dues"),
    Outcome("ssr_narrow_life", "1", 1, True, "market income over operating cost, over life"),
    Outcome("ssr_service_life", "1", 1, True, "the same with commissioned projects"),
    Outcome("ssr_ngo_life", "1", 1, True, "the same with commissioned projects and dues"),
    Outcome(
        "self_sufficient",
        "0 or 1",
        1,
        True,
        "formed, alive and active at the horizon; ssr_narrow at least 1 over the last 8 quarters, none granted",
    ),
    Outcome(
        "grant_dependence", "share", -1, True, "grants over revenue without capital, over life"
    ),
    Outcome(
        "member_dependence",
        "share",
        -1,
        True,
        "dues and contributions over revenue without capital, over life",
    ),
    Outcome("treasury", "RMB m", 1, True, "treasury at the horizon"),
    Outcome("capital", "RMB m", 0, True, "capital its members ever paid in"),
    Outcome("cost", "RMB m", 0, True, "operating cost over life"),
    Outcome(
        "royalty_members",
        "RMB per unit",
        -1,
        False,
        "mean over quarters of royalties and settlements per exported unit of members",
    ),
    Outcome(
        "royalty_outsiders",
        "RMB per unit",
        -1,
        False,
        "mean over quarters of royalties and settlements per exported unit of other firms",
    ),
    Outcome(
        "royalty_outflow",
        "RMB m",
        -1,
        False,
        "royalties and settlements paid to patent holders, all quarters",
    ),
    Outcome("legal_cost", "RMB m", -1, False, "firms' costs of cases, all quarters"),
    Outcome("suits", "suits", -1, False, "suits filed by patent holders, all quarters"),
    Outcome("trials", "trials", -1, False, "suits of patent holders that were tried, all quarters"),
    Outcome(
        "internal_suits",
        "suits",
        -1,
        True,
        "suits between members that were not settled, all quarters",
    ),
    Outcome(
        "exclusion",
        "firm quarters",
        -1,
        False,
        "quarters of exclusion from the export market, all firms",
    ),
    Outcome("patents", "patents", 1, False, "patents in force at the horizon"),
    Outcome("adoption", "share", 1, False, "adoption of the standard at the horizon"),
    Outcome("export_price", "RMB per unit", 0, False, "mean price abroad"),
    Outcome("consumer_surplus", "RMB m per quarter", 1, False, "mean consumer surplus at home"),
    Outcome(
        "profit",
        "RMB m per quarter",
        1,
        False,
        "mean gross profit of all firms, after royalties, settlements, costs of cases and redesigns",
    ),
    Outcome("firms", "firms", 1, False, "firms in the sector at the horizon"),
    Outcome(
        "revenue_concentration",
        "1",
        -1,
        True,
        "Herfindahl index of revenue over licensing, other market income, "
        "projects, members' dues and contributions, and grants and funds, over life",
    ),
    Outcome(
        "runway",
        "quarters",
        1,
        True,
        "quarters that the treasury lasts at the cost borne and the revenue of the "
        "last 8 quarters, at most 400; 0 for an alliance that has ended",
    ),
    Outcome("runway_without_grants", "quarters", 1, True, "the same without grants"),
    Outcome(
        "disputes", "disputes", -1, False, "disputes between firms of the sector, all quarters"
    ),
    Outcome(
        "suit_duration",
        "quarters",
        -1,
        False,
        "mean number of quarters for which open disputes that ended were fought",
    ),
    Outcome(
        "crowded_disputes",
        "disputes",
        0,
        False,
        "disputes tried at once as the list of open ones was full",
    ),
    Outcome(
        "pool_income",
        "RMB m",
        1,
        True,
        "royalties that the pool distributed to its contributors, over life",
    ),
)

SERIES_INDEX = {series.name: k for k, series in enumerate(SERIES)}
OUTCOME_INDEX = {outcome.name: k for k, outcome in enumerate(OUTCOMES)}
