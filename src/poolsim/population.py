"""Who is in a scenario: groups of firms, groups of patent holders, and the design of each alliance, as declared
numbers.
"""
from poolsim.parameters import LEVER, UNCERTAINTY, Group, number


class FirmGroup(Group):
    """Firms alike but for luck."""

    count: int = number(10, "firms", 1, 5000, UNCERTAINTY, "assumption", "number of firms in the group")
    invited: float = number(0.0, "0 or 1", 0.0, 1.0, UNCERTAINTY, "assumption", "1 if they are invited to found the alliance")
    sells: float = number(1.0, "0 or 1", 0.0, 1.0, UNCERTAINTY, "assumption", "0 for institutes and service bodies that sell no product")
    home_median: float = number(0.3, "m units per quarter", 0.0, 1000.0, UNCERTAINTY, "assumption", "median home sales before quarter 1")
    export_median: float = number(0.1, "m units per quarter", 0.0, 1000.0, UNCERTAINTY, "assumption", "median exports before quarter 1")
    size_sigma: float = number(1.2, "ln", 0.0, 3.0, UNCERTAINTY, "assumption", "sigma of the lognormal firm size")
    rd_share: float = number(0.05, "share of sales", 0.0, 1.0, UNCERTAINTY, "assumption", "R&D spending over sales, at the mean gross margin")
    other_patents: float = number(20.0, "patents", 0.0, 1e5, UNCERTAINTY, "assumption", "patents not essential to the standard, before quarter 1")
    essential_patents: float = number(0.0, "patents", 0.0, 1e4, UNCERTAINTY, "assumption", "patents truly essential to the standard, before quarter 1")
    essential_age: float = number(40.0, "quarters", 1.0, 80.0, UNCERTAINTY, "assumption", "age of the oldest of those essential patents; ages are spread evenly below it")
    essential_share: float = number(0.0, "share of filings", 0.0, 1.0, UNCERTAINTY, "assumption", "chance that a new patent is essential while the standard is open")
    funds: float = number(0.0, "RMB m", 0.0, 1000.0, UNCERTAINTY, "assumption", "money of its own before quarter 1, beside the cash buffer; all that an institute or service body has")
    provides: float = number(0.0, "RMB m per member and quarter", 0.0, 100.0, UNCERTAINTY, "assumption", "custom that the firm wins, at full service, from every member that provides no services to the others")


class HolderGroup(Group):
    """Patent holders outside the alliance, alike but for luck."""

    count: int = number(5, "holders", 1, 200, UNCERTAINTY, "assumption", "number of holders in the group")
    strength: float = number(0.5, "probability", 0.0, 1.0, UNCERTAINTY, "assumption", "theta: chance that the holder wins a case")
    strength_spread: float = number(0.0, "probability", 0.0, 0.5, UNCERTAINTY, "assumption", "half width of the uniform spread of strength within the group")
    court_royalty: float = number(20.0, "RMB per unit", 0.0, 1e4, UNCERTAINTY, "assumption", "royalty a court would award")
    feature_value: float = number(5.0, "RMB per unit", 0.0, 1e4, UNCERTAINTY, "assumption", "value per unit of what the patents add to the product")
    own_sales: float = number(0.0, "RMB m per quarter", 0.0, 1e5, UNCERTAINTY, "assumption", "sales exposed to counter-assertion; 0 for a non-practising holder")
    budget: float = number(200.0, "RMB m", 0.0, 1e5, UNCERTAINTY, "assumption", "money for suits before quarter 1")
    in_pool: float = number(0.0, "0 or 1", 0.0, 1.0, UNCERTAINTY, "assumption", "1 if the holders of the group license through one pool of their own")


class Design(Group):
    """How an alliance is financed and what it does: its levers beside the structure."""

    start: float = number(1.0, "quarter", 1.0, 400.0, UNCERTAINTY, "assumption", "first quarter in which the founders try to found it")
    window: float = number(400.0, "quarters", 1.0, 400.0, UNCERTAINTY, "assumption", "quarters for which they keep trying")
    minimum: float = number(2.0, "members", 1.0, 1000.0, LEVER, "SIPO-guide-2015", "quorum: with fewer members the alliance ends")
    endowment: float = number(0.0, "RMB m", 0.0, 1000.0, LEVER, "assumption", "money that an investor puts into the treasury at the founding")
    dues: float = number(0.0, "RMB m per member and quarter", 0.0, 10.0, LEVER, "paper", "membership dues")
    pool: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "paper", "1 if the alliance licenses its members' essential patents as a pool")
    royalty: float = number(1.0, "RMB per unit", 0.0, 1000.0, LEVER, "AVS-pool-terms", "royalty of the pool per licensed unit")
    administrator: float = number(0.1, "share of royalties", 0.0, 1.0, LEVER, "MPEG-LA-administrator", "share of royalties that the alliance keeps as administrator")
    sharing: float = number(1.0, "0, 1 or 2", 0.0, 2.0, LEVER, "assumption", "how the rest is shared: 0 equally, 1 by count of certified patents, 2 by their appraised value")
    grant: float = number(0.0, "RMB m per quarter", 0.0, 50.0, LEVER, "assumption", "grant paid in a quarter in which it is on")
    grant_top_up: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "assumption", "1 if the grant instead tops the treasury up to a reserve and takes the surplus back")
    grant_reserve: float = number(4.0, "quarters of cost", 0.0, 40.0, LEVER, "assumption", "reserve up to which a top-up grant fills the treasury")
    grant_quarters: float = number(400.0, "quarters", 0.0, 400.0, LEVER, "assumption", "quarters after which grants end for good")
    grant_lapse: float = number(0.0, "per quarter", 0.0, 1.0, UNCERTAINTY, "assumption", "chance that a running grant lapses")
    grant_return: float = number(0.0, "per quarter", 0.0, 1.0, UNCERTAINTY, "assumption", "chance that a lapsed grant comes back")
    projects: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "paper", "1 if it takes commissioned projects")
    negotiates: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "paper", "1 if it negotiates royalties for its members")
    mediates: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "paper", "1 if it mediates disputes between its members")
    admission: float = number(0.0, "0, 1 or 2", 0.0, 2.0, LEVER, "assumption", "admission of newcomers: 0 open, 1 exclusive, up to the size that members want, 2 closed")
    voluntary: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "assumption", "1 if the members that value the service most may contribute beyond the dues")
    database_fee: float = number(0.0, "RMB m per user and quarter", 0.0, 1.0, LEVER, "paper", "fee for access to its databases")
    database_users: float = number(10.0, "users", 0.0, 10000.0, UNCERTAINTY, "assumption", "users of its databases beside its members")
    brokerage: float = number(0.0, "share of deal", 0.0, 1.0, LEVER, "paper", "share of the price of brokered deals that it keeps")
    custody: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "assumption", "1 if it operates its members' patents")
    packages: float = number(0.0, "packages per quarter", 0.0, 10.0, LEVER, "assumption", "most packages of patents that it buys outside the sector")
    ventures: float = number(0.0, "stakes per quarter", 0.0, 10.0, LEVER, "paper", "most stakes in small innovative companies that it buys")
    paid_services: float = number(0.0, "RMB m per quarter", 0.0, 50.0, LEVER, "assumption", "income from services to outsiders at full service and mandate")
    fund: float = number(0.0, "RMB m per quarter", 0.0, 50.0, LEVER, "assumption", "what an investor's fund pays")
    fund_quarters: float = number(400.0, "quarters", 0.0, 400.0, LEVER, "assumption", "quarters after which the fund pays no more")
    votes_dues: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "assumption", "1 if members vote on the dues once a year")
    dues_cap: float = number(0.1, "RMB m per member and quarter", 0.0, 10.0, LEVER, "assumption", "highest dues that may be voted")
    dues_aim: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "assumption", "dues proposed: 0 those that members prefer, 1 those with the highest revenue")
    covenant: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "assumption", "1 if members never assert inside and answer outsiders with their pooled patents")
    non_assertion: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "assumption", "1 if members are not to assert against each other, on pain of fine and expulsion")
    assertion_fine: float = number(0.0, "RMB m", 0.0, 100.0, LEVER, "assumption", "fine for an assertion against a member under that norm")
    expulsion: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "assumption", "1 if who breaks that norm is expelled")
    independent_licensing: float = number(1.0, "0 or 1", 0.0, 1.0, LEVER, "MPEG-2-review-letter-1997", "1 if contributors may license beside the pool")
    external_evaluator: float = number(1.0, "0 or 1", 0.0, 1.0, LEVER, "MPEG-2-review-letter-1997", "1 if an independent evaluator decides which patents are essential")
    training: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "paper", "1 if it trains its members")
    warning: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "paper", "1 if it runs an early-warning platform")
    navigation: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "paper", "1 if it makes patent navigation reports")
    promotion: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "paper", "1 if it promotes the standard at exhibitions")
    policy_information: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "paper", "1 if it tells its members of public programmes")
    working_groups: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "paper", "1 if it runs working groups for the standard")
    coordination: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "paper", "1 if it coordinates members' development, tests and production plans")
    commitment: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "AVS-pool-terms", "1 if members accept the pool's terms when they contribute to the standard, and are bound by them")
    core: float = number(0.0, "0 or 1", 0.0, 1.0, LEVER, "paper", "1 if it relies on the founder that expects most of it, and ends when that member leaves")
    fighting_fund: float = number(0.0, "share", 0.0, 1.0, LEVER, "assumption", "share of the least-cost fighting fund that members sued by one holder raise together")
