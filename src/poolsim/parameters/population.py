"""Who is in a scenario: groups of firms, groups of patent holders, and the design of each alliance,
as declared numbers.
"""

from poolsim.parameters.number import Group, probability, uncertain


class FirmGroup(Group):
    """Firms alike but for luck."""

    count: int = uncertain("firms", 1, 5000)(10, "number of firms in the group")
    invited: float = uncertain("0 or 1", 0.0, 1.0)(
        0.0, "1 if they are invited to found the alliance"
    )
    sells: float = uncertain("0 or 1", 0.0, 1.0)(
        1.0, "0 for institutes and service bodies that sell no product"
    )
    home_median: float = uncertain("m units per quarter", 0.0, 1000.0)(
        0.3, "median home sales before quarter 1"
    )
    export_median: float = uncertain("m units per quarter", 0.0, 1000.0)(
        0.1, "median exports before quarter 1"
    )
    size_sigma: float = uncertain("ln", 0.0, 3.0)(1.2, "sigma of the lognormal firm size")
    rd_share: float = uncertain("share of sales", 0.0, 1.0)(
        0.05, "R&D spending over sales, at the mean gross margin"
    )
    other_patents: float = uncertain("patents", 0.0, 1e5)(
        20.0, "patents not essential to the standard, before quarter 1"
    )
    essential_patents: float = uncertain("patents", 0.0, 1e4)(
        0.0, "patents truly essential to the standard, before quarter 1"
    )
    essential_age: float = uncertain("quarters", 1.0, 80.0)(
        40.0, "age of the oldest of those essential patents; ages are spread evenly below it"
    )
    essential_share: float = uncertain("share of filings", 0.0, 1.0)(
        0.0, "chance that a new patent is essential while the standard is open"
    )
    funds: float = uncertain("RMB m", 0.0, 1000.0)(
        0.0,
        "money of its own before quarter 1, beside the cash buffer; all that an institute or service body has",
    )
    provides: float = uncertain("RMB m per member and quarter", 0.0, 100.0)(
        0.0,
        "custom that the firm wins, at full service, from every member that provides no services to the others",
        switch="providers",
    )


class HolderGroup(Group):
    """Patent holders outside the alliance, alike but for luck."""

    count: int = uncertain("holders", 1, 200)(5, "number of holders in the group")
    strength: float = probability(0.5, "theta: chance that the holder wins a case")
    strength_spread: float = uncertain("probability", 0.0, 0.5)(
        0.0, "half width of the uniform spread of strength within the group"
    )
    court_royalty: float = uncertain("RMB per unit", 0.0, 1e4)(20.0, "royalty a court would award")
    feature_value: float = uncertain("RMB per unit", 0.0, 1e4)(
        5.0, "value per unit of what the patents add to the product"
    )
    own_sales: float = uncertain("RMB m per quarter", 0.0, 1e5)(
        0.0, "sales exposed to counter-assertion; 0 for a non-practising holder"
    )
    budget: float = uncertain("RMB m", 0.0, 1e5)(200.0, "money for suits before quarter 1")
    in_pool: float = uncertain("0 or 1", 0.0, 1.0)(
        0.0, "1 if the holders of the group license through one pool of their own"
    )
    youngest_age: float = uncertain("quarters", 0.0, 79.0)(
        0.0, "age of its youngest patent before quarter 1; ages are spread evenly", switch="ageing"
    )
    oldest_age: float = uncertain("quarters", 1.0, 80.0)(
        80.0, "age of its oldest patent before quarter 1", switch="ageing"
    )
    renewed: float = uncertain("share", 0.0, 1.0)(
        1.0, "share of the portfolio that new patents replace for ever", switch="ageing"
    )
