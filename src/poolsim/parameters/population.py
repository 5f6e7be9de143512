"""Who is in a scenario: groups of firms, groups of patent holders, and the design of each alliance,
as declared numbers.
"""

from poolsim.parameters.number import UNCERTAINTY, Group, number


class FirmGroup(Group):
    """Firms alike but for luck."""

    count: int = number(
        10, "firms", 1, 5000, UNCERTAINTY, "assumption", "number of firms in the group"
    )
    invited: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "1 if they are invited to found the alliance",
    )
    sells: float = number(
        1.0,
        "0 or 1",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "0 for institutes and service bodies that sell no product",
    )
    home_median: float = number(
        0.3,
        "m units per quarter",
        0.0,
        1000.0,
        UNCERTAINTY,
        "assumption",
        "median home sales before quarter 1",
    )
    export_median: float = number(
        0.1,
        "m units per quarter",
        0.0,
        1000.0,
        UNCERTAINTY,
        "assumption",
        "median exports before quarter 1",
    )
    size_sigma: float = number(
        1.2, "ln", 0.0, 3.0, UNCERTAINTY, "assumption", "sigma of the lognormal firm size"
    )
    rd_share: float = number(
        0.05,
        "share of sales",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "R&D spending over sales, at the mean gross margin",
    )
    other_patents: float = number(
        20.0,
        "patents",
        0.0,
        1e5,
        UNCERTAINTY,
        "assumption",
        "patents not essential to the standard, before quarter 1",
    )
    essential_patents: float = number(
        0.0,
        "patents",
        0.0,
        1e4,
        UNCERTAINTY,
        "assumption",
        "patents truly essential to the standard, before quarter 1",
    )
    essential_age: float = number(
        40.0,
        "quarters",
        1.0,
        80.0,
        UNCERTAINTY,
        "assumption",
        "age of the oldest of those essential patents; ages are spread evenly below it",
    )
    essential_share: float = number(
        0.0,
        "share of filings",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "chance that a new patent is essential while the standard is open",
    )
    funds: float = number(
        0.0,
        "RMB m",
        0.0,
        1000.0,
        UNCERTAINTY,
        "assumption",
        "money of its own before quarter 1, beside the cash buffer; all that an institute or service body has",
    )
    provides: float = number(
        0.0,
        "RMB m per member and quarter",
        0.0,
        100.0,
        UNCERTAINTY,
        "assumption",
        "custom that the firm wins, at full service, from every member that provides no services to the others",
        switch="providers",
    )


class HolderGroup(Group):
    """Patent holders outside the alliance, alike but for luck."""

    count: int = number(
        5, "holders", 1, 200, UNCERTAINTY, "assumption", "number of holders in the group"
    )
    strength: float = number(
        0.5,
        "probability",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "theta: chance that the holder wins a case",
    )
    strength_spread: float = number(
        0.0,
        "probability",
        0.0,
        0.5,
        UNCERTAINTY,
        "assumption",
        "half width of the uniform spread of strength within the group",
    )
    court_royalty: float = number(
        20.0, "RMB per unit", 0.0, 1e4, UNCERTAINTY, "assumption", "royalty a court would award"
    )
    feature_value: float = number(
        5.0,
        "RMB per unit",
        0.0,
        1e4,
        UNCERTAINTY,
        "assumption",
        "value per unit of what the patents add to the product",
    )
    own_sales: float = number(
        0.0,
        "RMB m per quarter",
        0.0,
        1e5,
        UNCERTAINTY,
        "assumption",
        "sales exposed to counter-assertion; 0 for a non-practising holder",
    )
    budget: float = number(
        200.0, "RMB m", 0.0, 1e5, UNCERTAINTY, "assumption", "money for suits before quarter 1"
    )
    in_pool: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "1 if the holders of the group license through one pool of their own",
    )
