"""Structures of an alliance: tables of numbers, never a branch in a rule.

The paper names three (section 5.2): entity company, social group, cooperative. A fourth is a TOML
table.
"""

from poolsim.parameters.number import Group, flag, lever, uncertain


class Structure(Group):
    """The numbers in which organisational forms differ."""

    legal_person: float = flag(0.0, "1 if it can own, owe and become insolvent", "paper")
    may_license: float = flag(0.0, "1 if it may license a patent pool and sue for it")
    host_share: float = lever("share of fixed cost", 0.0, 1.0)(
        0.0, "share of the fixed cost that a host bears", switch="host"
    )
    capital: float = lever("RMB m per member", 0.0, 100.0)(
        0.0, "capital a founder or joining member subscribes"
    )
    founding_share: float = lever("share of those invited", 0.0, 1.0)(
        0.5, "share of the invited firms that must agree to found it"
    )
    quorum: float = lever("share of votes", 0.0, 1.0)(
        0.5, "share of votes that carries a proposal; a majority at 1/2 or less, all at 1"
    )
    vote_weight: float = lever("-1, 0 or 1", -1.0, 1.0)(
        0.0, "votes by capital (1), by head (0), or the lead firm decides (-1)"
    )
    mandate: float = uncertain("1", 0.0, 1.0)(
        0.35, "mandate strength kappa: how far members are bound by the secretariat's word"
    )
    fixed_cost: float = uncertain("RMB m per quarter", 0.0, 50.0)(
        0.1, "fixed cost of the secretariat"
    )
    member_cost: float = uncertain("RMB m per member and quarter", 0.0, 5.0)(
        0.005, "cost of serving a member at full service"
    )
    entry_cost: float = uncertain("years of membership cost", 0.0, 50.0)(
        0.05, "sunk cost of joining beside capital, in years of the flow cost of membership"
    )
    exit_cost: float = lever("share of capital", 0.0, 1.0)(
        0.0, "share of its capital that a leaving member forfeits"
    )
    may_charge_dues: float = flag(1.0, "1 if it may charge dues and levies")


ENTITY = Structure(
    legal_person=1.0,
    may_license=1.0,
    host_share=0.0,
    capital=1.0,
    founding_share=1.0,
    quorum=2.0 / 3.0,
    vote_weight=1.0,
    mandate=0.9,
    fixed_cost=0.375,
    entry_cost=2.0,
    exit_cost=0.5,
)
SOCIAL_GROUP = Structure(
    legal_person=1.0,
    may_license=1.0,
    host_share=0.0,
    capital=0.0,
    founding_share=0.8,
    quorum=0.5,
    vote_weight=0.0,
    mandate=0.6,
    fixed_cost=0.2,
    entry_cost=0.1,
    exit_cost=0.0,
)
COOPERATIVE = Structure(
    legal_person=0.0,
    may_license=0.0,
    host_share=0.6,
    capital=0.0,
    founding_share=0.5,
    quorum=0.5,
    vote_weight=-1.0,
    mandate=0.35,
    fixed_cost=0.1,
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

    start: float = uncertain("quarter", 1.0, 400.0)(
        1.0, "first quarter in which the founders try to found it"
    )
    window: float = uncertain("quarters", 1.0, 400.0)(400.0, "quarters for which they keep trying")
    refound: float = lever("quarters", 0.0, 80.0)(
        0.0, "pause after its end until it may be founded again; at 0 it may not"
    )
    minimum: float = lever("members", 1.0, 1000.0)(
        2.0, "quorum: with fewer members the alliance ends", "SIPO-guide-2015"
    )
    endowment: float = lever("RMB m", 0.0, 1000.0)(
        0.0, "money that an investor puts into the treasury at the founding"
    )
    dues: float = lever("RMB m per member and quarter", 0.0, 10.0)(
        0.0, "membership dues", "paper", needs="may_charge_dues"
    )
    pool: float = flag(
        0.0,
        "1 if the alliance licenses its members' essential patents as a pool",
        "paper",
        switch="licensing",
        needs="may_license",
    )
    royalty: float = lever("RMB per unit", 0.0, 1000.0)(
        1.0, "royalty of the pool per licensed unit", "AVS-pool-terms", needs="pool"
    )
    administrator: float = lever("share of royalties", 0.0, 1.0)(
        0.1,
        "share of royalties that the alliance keeps as administrator",
        "MPEG-LA-administrator",
        needs="pool",
    )
    own_use: float = flag(
        1.0,
        "1 if contributors pay the pool on their own products as other makers do",
        "MPEG-LA-licence",
        needs="pool",
    )
    sharing: float = lever("0, 1 or 2", 0.0, 2.0)(
        1.0,
        "how the rest is shared: 0 equally, 1 by count of certified patents, 2 by their appraised value",
        switch="sharing",
        needs="pool",
    )
    grant: float = lever("RMB m per quarter", 0.0, 50.0)(
        0.0, "grant paid in a quarter in which it is on"
    )
    grant_top_up: float = flag(
        0.0, "1 if the grant instead tops the treasury up to a reserve and takes the surplus back"
    )
    grant_reserve: float = lever("quarters of cost", 0.0, 40.0)(
        4.0, "reserve up to which a top-up grant fills the treasury"
    )
    grant_quarters: float = lever("quarters", 0.0, 400.0)(
        400.0, "quarters after which grants end for good", switch="grants"
    )
    grant_lapse: float = uncertain("per quarter", 0.0, 1.0)(
        0.0, "chance that a running grant lapses"
    )
    grant_return: float = uncertain("per quarter", 0.0, 1.0)(
        0.0, "chance that a lapsed grant comes back"
    )
    projects: float = flag(0.0, "1 if it takes commissioned projects", "paper", switch="projects")
    negotiates: float = flag(
        0.0,
        "1 if it negotiates royalties for its members",
        "paper",
        switch="negotiation",
        needs="mandate",  # else it has nobody's word to give
    )
    mediates: float = flag(
        0.0, "1 if it mediates disputes between its members", "paper", switch="mediation"
    )
    admission: float = lever("0 or 2", 0.0, 2.0)(
        0.0, "admission of newcomers: 0 open, 2 closed", switch="admission"
    )
    voluntary: float = flag(
        0.0,
        "1 if the members that value the service most may contribute beyond the dues",
        switch="voluntary",
    )
    database_fee: float = lever("RMB m per user and quarter", 0.0, 1.0)(
        0.0, "fee for access to its databases; at 0 it sells none", "paper", switch="databases"
    )
    database_users: float = uncertain("users", 0.0, 10000.0)(
        10.0, "users of its databases beside its members"
    )
    brokerage: float = lever("share of deal", 0.0, 1.0)(
        0.0,
        "share of the price of brokered deals that it keeps; at 0 it brokers none",
        "paper",
        switch="brokerage",
    )
    custody: float = lever("share of returns", 0.0, 1.0)(
        0.0,
        "share of the returns on members' patents that it takes for operating them; at 0 it does not",
        switch="custody",
    )
    packages: float = lever("packages per quarter", 0.0, 10.0)(
        0.0, "most packages of patents that it buys outside the sector", switch="custody"
    )
    paid_services: float = lever("RMB m per engagement", 0.0, 50.0)(
        0.0, "price of services to outsiders; at 0 it offers none", switch="paid_services"
    )
    fund: float = lever("RMB m per quarter", 0.0, 50.0)(
        0.0, "what an investor's fund pays", switch="fund"
    )
    fund_quarters: float = lever("quarters", 0.0, 400.0)(
        400.0, "quarters after which the fund pays no more"
    )
    votes_dues: float = flag(
        0.0,
        "1 if members vote on the dues once a year",
        switch="dues_vote",
        needs="may_charge_dues",
    )
    dues_aim: float = flag(
        0.0, "dues proposed: 0 those that members prefer, 1 those with the highest revenue"
    )
    covenant: float = flag(
        0.0,
        "1 if members never assert inside and answer outsiders with their pooled patents",
        switch="covenant",
    )
    non_assertion: float = flag(
        0.0,
        "1 if members are not to assert against each other, on pain of fine and expulsion",
        switch="non_assertion",
    )
    assertion_fine: float = lever("RMB m", 0.0, 100.0)(
        0.0, "fine for an assertion against a member under that norm"
    )
    expulsion: float = flag(0.0, "1 if who breaks that norm is expelled")
    independent_licensing: float = flag(
        1.0,
        "1 if contributors may license beside the pool",
        "MPEG-2-review-letter-1997",
        needs="pool",
    )
    external_evaluator: float = flag(
        1.0,
        "1 if an independent evaluator decides which patents are essential",
        "MPEG-2-review-letter-1997",
        needs="pool",
    )
    training: float = flag(0.0, "1 if it trains its members", "paper", switch="training")
    warning: float = flag(0.0, "1 if it runs an early-warning platform", "paper", switch="warning")
    navigation: float = flag(
        0.0, "1 if it makes patent navigation reports", "paper", switch="navigation"
    )
    promotion: float = flag(
        0.0, "1 if it promotes the standard at exhibitions", "paper", switch="promotion"
    )
    policy_information: float = flag(
        0.0, "1 if it tells its members of public programmes", "paper", switch="policy_information"
    )
    working_groups: float = flag(
        0.0, "1 if it runs working groups for the standard", "paper", switch="working_groups"
    )
    coordination: float = flag(
        0.0,
        "1 if it coordinates members' development, tests and production plans",
        "paper",
        switch="coordination",
    )
    commitment: float = flag(
        0.0,
        "1 if members accept the pool's terms when they contribute to the standard, and are bound by them",
        "AVS-pool-terms",
        switch="commitment",
        needs="pool",
    )
    core: float = flag(
        0.0,
        "1 if it relies on the founder that expects most of it, and ends when that member leaves",
        "paper",
        switch="core",
    )
    fighting_fund: float = lever("share", 0.0, 1.0)(
        0.0,
        "share of the least-cost fighting fund that members sued by one holder raise together",
        switch="fighting_fund",
    )
