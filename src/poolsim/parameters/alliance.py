"""Structures of an alliance: tables of numbers, never a branch in a rule.

The paper names three (section 5.2): entity company, social group, cooperative. A fourth is a TOML
table.
"""

from poolsim.parameters.number import LEVER, UNCERTAINTY, Group, number


class Structure(Group):
    """The numbers in which organisational forms differ."""

    legal_person: float = number(
        0.0, "0 or 1", 0.0, 1.0, LEVER, "paper", "1 if it can own, owe and become insolvent"
    )
    may_license: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "1 if it may license a patent pool and sue for it",
    )
    host_share: float = number(
        0.0,
        "share of fixed cost",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "share of the fixed cost that a host bears",
        switch="host",
    )
    capital: float = number(
        0.0,
        "RMB m per member",
        0.0,
        100.0,
        LEVER,
        "assumption",
        "capital a founder or joining member subscribes",
    )
    capital_calls: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "1 if members may be called to put in more capital",
        switch="capital_calls",
    )
    founding_share: float = number(
        0.5,
        "share of those invited",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "share of the invited firms that must agree to found it",
    )
    quorum: float = number(
        0.5,
        "share of votes",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "share of votes that carries a proposal; a majority at 1/2 or less, all at 1",
    )
    vote_weight: float = number(
        0.0,
        "-1, 0 or 1",
        -1.0,
        1.0,
        LEVER,
        "assumption",
        "votes by capital (1), by head (0), or the lead firm decides (-1)",
    )
    mandate: float = number(
        0.35,
        "1",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "mandate strength kappa: how far members are bound by the secretariat's word",
    )
    fixed_cost: float = number(
        0.2,
        "RMB m per quarter",
        0.0,
        50.0,
        UNCERTAINTY,
        "assumption",
        "fixed cost of the secretariat",
    )
    member_cost: float = number(
        0.005,
        "RMB m per member and quarter",
        0.0,
        5.0,
        UNCERTAINTY,
        "assumption",
        "cost of serving a member at full service",
    )
    entry_cost: float = number(
        0.05,
        "years of membership cost",
        0.0,
        50.0,
        UNCERTAINTY,
        "assumption",
        "sunk cost of joining beside capital, in years of the flow cost of membership",
    )
    exit_cost: float = number(
        0.0,
        "share of capital",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "share of its capital that a leaving member forfeits",
    )
    may_charge_dues: float = number(
        1.0, "0 or 1", 0.0, 1.0, LEVER, "assumption", "1 if it may charge dues"
    )
    may_take_grants: float = number(
        1.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "1 if it may take grants, itself or through its host",
    )


ENTITY = Structure(
    legal_person=1.0,
    may_license=1.0,
    host_share=0.0,
    capital=1.0,
    capital_calls=1.0,
    founding_share=1.0,
    quorum=2.0 / 3.0,
    vote_weight=1.0,
    mandate=0.9,
    fixed_cost=0.75,
    entry_cost=2.0,
    exit_cost=0.5,
)
SOCIAL_GROUP = Structure(
    legal_person=1.0,
    may_license=1.0,
    host_share=0.0,
    capital=0.0,
    capital_calls=0.0,
    founding_share=0.8,
    quorum=0.5,
    vote_weight=0.0,
    mandate=0.6,
    fixed_cost=0.5,
    entry_cost=0.1,
    exit_cost=0.0,
)
COOPERATIVE = Structure(
    legal_person=0.0,
    may_license=0.0,
    host_share=0.6,
    capital=0.0,
    capital_calls=0.0,
    founding_share=0.5,
    quorum=0.5,
    vote_weight=-1.0,
    mandate=0.35,
    fixed_cost=0.2,
    entry_cost=0.05,
    exit_cost=0.0,
)

STRUCTURES: dict[str, Structure] = {
    "entity": ENTITY,
    "social_group": SOCIAL_GROUP,
    "cooperative": COOPERATIVE,
}


class Design(Group):
    """How an alliance is financed and what it does: its levers beside the structure."""

    start: float = number(
        1.0,
        "quarter",
        1.0,
        400.0,
        UNCERTAINTY,
        "assumption",
        "first quarter in which the founders try to found it",
    )
    window: float = number(
        400.0,
        "quarters",
        1.0,
        400.0,
        UNCERTAINTY,
        "assumption",
        "quarters for which they keep trying",
    )
    minimum: float = number(
        2.0,
        "members",
        1.0,
        1000.0,
        LEVER,
        "SIPO-guide-2015",
        "quorum: with fewer members the alliance ends",
    )
    endowment: float = number(
        0.0,
        "RMB m",
        0.0,
        1000.0,
        LEVER,
        "assumption",
        "money that an investor puts into the treasury at the founding",
    )
    dues: float = number(
        0.0, "RMB m per member and quarter", 0.0, 10.0, LEVER, "paper", "membership dues"
    )
    pool: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "paper",
        "1 if the alliance licenses its members' essential patents as a pool",
        switch="licensing",
    )
    royalty: float = number(
        1.0,
        "RMB per unit",
        0.0,
        1000.0,
        LEVER,
        "AVS-pool-terms",
        "royalty of the pool per licensed unit",
    )
    administrator: float = number(
        0.1,
        "share of royalties",
        0.0,
        1.0,
        LEVER,
        "MPEG-LA-administrator",
        "share of royalties that the alliance keeps as administrator",
    )
    sharing: float = number(
        1.0,
        "0, 1 or 2",
        0.0,
        2.0,
        LEVER,
        "assumption",
        "how the rest is shared: 0 equally, 1 by count of certified patents, 2 by their appraised value",
        switch="sharing",
    )
    grant: float = number(
        0.0,
        "RMB m per quarter",
        0.0,
        50.0,
        LEVER,
        "assumption",
        "grant paid in a quarter in which it is on",
    )
    grant_top_up: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "1 if the grant instead tops the treasury up to a reserve and takes the surplus back",
    )
    grant_reserve: float = number(
        4.0,
        "quarters of cost",
        0.0,
        40.0,
        LEVER,
        "assumption",
        "reserve up to which a top-up grant fills the treasury",
    )
    grant_quarters: float = number(
        400.0,
        "quarters",
        0.0,
        400.0,
        LEVER,
        "assumption",
        "quarters after which grants end for good",
        switch="grants",
    )
    grant_lapse: float = number(
        0.0,
        "per quarter",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "chance that a running grant lapses",
    )
    grant_return: float = number(
        0.0,
        "per quarter",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "chance that a lapsed grant comes back",
    )
    projects: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "paper",
        "1 if it takes commissioned projects",
        switch="projects",
    )
    negotiates: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "paper",
        "1 if it negotiates royalties for its members",
        switch="negotiation",
    )
    mediates: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "paper",
        "1 if it mediates disputes between its members",
        switch="mediation",
    )
    admission: float = number(
        0.0,
        "0 or 2",
        0.0,
        2.0,
        LEVER,
        "assumption",
        "admission of newcomers: 0 open, 2 closed",
        switch="admission",
    )
    voluntary: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "1 if the members that value the service most may contribute beyond the dues",
        switch="voluntary",
    )
    database_fee: float = number(
        0.0,
        "RMB m per user and quarter",
        0.0,
        1.0,
        LEVER,
        "paper",
        "fee for access to its databases",
        switch="databases",
    )
    database_users: float = number(
        10.0,
        "users",
        0.0,
        10000.0,
        UNCERTAINTY,
        "assumption",
        "users of its databases beside its members",
    )
    brokerage: float = number(
        0.0,
        "share of deal",
        0.0,
        1.0,
        LEVER,
        "paper",
        "share of the price of brokered deals that it keeps",
        switch="brokerage",
    )
    custody: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "1 if it operates its members' patents",
        switch="custody",
    )
    packages: float = number(
        0.0,
        "packages per quarter",
        0.0,
        10.0,
        LEVER,
        "assumption",
        "most packages of patents that it buys outside the sector",
        switch="custody",
    )
    ventures: float = number(
        0.0,
        "stakes per quarter",
        0.0,
        10.0,
        LEVER,
        "paper",
        "most stakes in small innovative companies that it buys",
        switch="ventures",
    )
    paid_services: float = number(
        0.0,
        "RMB m per quarter",
        0.0,
        50.0,
        LEVER,
        "assumption",
        "income from services to outsiders at full service and mandate",
        switch="paid_services",
    )
    fund: float = number(
        0.0,
        "RMB m per quarter",
        0.0,
        50.0,
        LEVER,
        "assumption",
        "what an investor's fund pays",
        switch="fund",
    )
    fund_quarters: float = number(
        400.0,
        "quarters",
        0.0,
        400.0,
        LEVER,
        "assumption",
        "quarters after which the fund pays no more",
    )
    votes_dues: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "1 if members vote on the dues once a year",
        switch="dues_vote",
    )
    dues_cap: float = number(
        0.1,
        "RMB m per member and quarter",
        0.0,
        10.0,
        LEVER,
        "assumption",
        "highest dues that may be voted",
    )
    dues_aim: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "dues proposed: 0 those that members prefer, 1 those with the highest revenue",
    )
    covenant: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "1 if members never assert inside and answer outsiders with their pooled patents",
        switch="covenant",
    )
    non_assertion: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "1 if members are not to assert against each other, on pain of fine and expulsion",
        switch="non_assertion",
    )
    assertion_fine: float = number(
        0.0,
        "RMB m",
        0.0,
        100.0,
        LEVER,
        "assumption",
        "fine for an assertion against a member under that norm",
    )
    expulsion: float = number(
        0.0, "0 or 1", 0.0, 1.0, LEVER, "assumption", "1 if who breaks that norm is expelled"
    )
    independent_licensing: float = number(
        1.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "MPEG-2-review-letter-1997",
        "1 if contributors may license beside the pool",
    )
    external_evaluator: float = number(
        1.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "MPEG-2-review-letter-1997",
        "1 if an independent evaluator decides which patents are essential",
    )
    training: float = number(
        0.0, "0 or 1", 0.0, 1.0, LEVER, "paper", "1 if it trains its members", switch="training"
    )
    warning: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "paper",
        "1 if it runs an early-warning platform",
        switch="warning",
    )
    navigation: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "paper",
        "1 if it makes patent navigation reports",
        switch="navigation",
    )
    promotion: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "paper",
        "1 if it promotes the standard at exhibitions",
        switch="promotion",
    )
    policy_information: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "paper",
        "1 if it tells its members of public programmes",
        switch="policy_information",
    )
    working_groups: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "paper",
        "1 if it runs working groups for the standard",
        switch="working_groups",
    )
    coordination: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "paper",
        "1 if it coordinates members' development, tests and production plans",
        switch="coordination",
    )
    commitment: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "AVS-pool-terms",
        "1 if members accept the pool's terms when they contribute to the standard, and are bound by them",
        switch="commitment",
    )
    core: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "paper",
        "1 if it relies on the founder that expects most of it, and ends when that member leaves",
        switch="core",
    )
    fighting_fund: float = number(
        0.0,
        "share",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "share of the least-cost fighting fund that members sued by one holder raise together",
        switch="fighting_fund",
    )
