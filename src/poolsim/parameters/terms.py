"""The terms of a scenario: what the rules read beside the agents, group by group."""

from collections import namedtuple
from typing import Any, NamedTuple, get_type_hints

from poolsim.parameters.number import Group, constant, flag, lever, probability, uncertain
from poolsim.parameters.switches import Mechanisms, Switches

MOST_PARTNERS = 64.0  # over which a sum over firms is estimated


class Research(Group):
    """Filings, value and age of patents (IN-1, IN-2, IN-3)."""

    productivity: float = uncertain("patents per year at RMB 1 m of R&D", 0.0, 50.0)(
        1.5, "patents filed per year by a firm that spends RMB 1 m a year on R&D"
    )
    elasticity: float = uncertain("1", 0.0, 1.5)(
        0.5, "elasticity of filings to R&D spending, within a firm", "Hausman-Hall-Griliches-1984"
    )
    value_median: float = uncertain("RMB m", 0.0, 100.0)(0.3, "median value of a patent")
    value_sigma: float = uncertain("ln", 0.0, 3.0)(
        2.15, "sigma of the lognormal value of a patent", "PatVal-survey"
    )
    obsolescence: float = uncertain("per quarter", 0.0, 0.2)(
        0.01, "share of a patent cohort that becomes worthless in a quarter"
    )


class Standard(Group):
    """The technical standard, its adoption and the potential licensed volume (BA-2, LR-4)."""

    innovation: float = uncertain("per quarter", 0.0, 0.2)(
        0.0075, "Bass coefficient of innovation p", "Sultan-Farley-Lehmann-1990"
    )
    imitation: float = uncertain("per quarter", 0.0, 1.0)(
        0.095, "Bass coefficient of imitation q", "Sultan-Farley-Lehmann-1990"
    )
    start: float = uncertain("quarter", 1.0, 400.0)(1.0, "first quarter in which users may adopt")
    potential: float = uncertain("m units", 0.0, 5000.0)(
        0.0, "installed base of outside licensees' products at full adoption and no royalty"
    )
    replacement: float = uncertain("quarters", 1.0, 200.0)(
        32.0, "life of a licensed product: sales a quarter are the installed base over it"
    )
    choke_royalty: float = uncertain("RMB per unit", 0.01, 1000.0)(
        20.0, "royalty stack at which no outside licensee adopts"
    )
    essential_until: float = uncertain("quarter", 0.0, 400.0)(
        0.0, "last quarter in which a new patent can be essential to the standard"
    )
    outside_essential: float = uncertain("patents", 0.0, 1e5)(
        0.0,
        "essential patents of owners outside the sector before quarter 1; they expire evenly over a patent's life",
        switch="coverage",
    )
    outside_owners: float = uncertain("owners", 0.0, 100.0)(
        0.0,
        "owners of those patents, who license alone while any are in force",
        switch="coverage",
    )


class Market(Group):
    """The product market at home and abroad (RS-5, PM-1, PM-2); demand is backed out of the state
    before quarter 1.
    """

    home_price: float = uncertain("RMB per unit", 0.01, 1e6)(
        1000.0, "price at home before quarter 1"
    )
    export_price: float = uncertain("RMB per unit", 0.01, 1e6)(
        1000.0, "price abroad before quarter 1"
    )
    gross_margin: float = uncertain("share of price", 0.0, 0.9)(
        0.1, "mean margin over production cost, before R&D and overhead"
    )
    overhead: float = uncertain("share of gross profit", 0.0, 1.0)(
        0.5, "selling and administration, fixed at this share of the gross profit before quarter 1"
    )
    home_elasticity: float = uncertain("1", 0.1, 20.0)(
        1.5, "elasticity of demand at home before quarter 1"
    )
    export_elasticity: float = uncertain("1", 0.1, 20.0)(
        3.8,
        "elasticity abroad before quarter 1 of what others leave the sector",
        "Armington-elasticities",
    )
    conduct: float = uncertain("1", -1.0, 1.0)(
        -1.0,
        "below 0 backed out of margin, elasticity and sales, at most joint monopoly; else fixed, from 0 competitive to 1 Cournot, and only at 0 the elasticities are read",
    )
    contract_margin: float = uncertain("share of price", 0.0, 0.5)(
        0.0,
        "mean margin of making for others' brands, who pay the royalties; it varies between firms as that of their own brands, and is no higher; at 0 nobody does",
    )
    cash_buffer: float = uncertain("quarters of cost", 0.0, 40.0)(
        4.0, "opening cash of a firm, and what it keeps before it pays its owners"
    )


class Assertion(Group):
    """Which firm a patent holder targets, and what it may demand (EX-1, LI-9, RS-10, XS-3)."""

    hazard: float = uncertain("per quarter, firm and holder", 0.0, 2.0)(
        0.1, "rate at which a holder asserts against a firm of average exports"
    )
    elasticity: float = uncertain("1", 0.0, 2.0)(0.5, "elasticity of that rate to relative exports")
    redesign_cost: float = uncertain("RMB per unit", 0.0, 1000.0)(
        20.0, "cost of designing a patent out"
    )
    campaign: float = uncertain("per quarter and holder", 0.0, 1.0)(
        0.0,
        "chance that a holder looks at a case against all exporters before a trade commission",
        switch="campaigns",
    )


class Negotiation(Group):
    """Royalties bargained one by one or together (CN-1, CN-1b, CN-6, CN-8, CN-9, RS-11),
    or posted (RS-1, RS-2).
    """

    posted: float = flag(
        0.0, "royalty setting: 0 bargained, 1 posted by independent licensors (Nash)"
    )
    holder_share: float = uncertain("1", 0.01, 0.99)(0.5, "holder's bargaining share B")
    surplus: float = uncertain("RMB per unit", 0.0, 1e4)(
        20.0, "licensees' surplus per unit over their outside option, shared by the whole stack"
    )
    discrimination: float = flag(
        0.0, "0 outsiders get the members' rate, 1 holders charge outsiders separately"
    )
    package: float = flag(0.0, "scope of talks: 0 holder by holder, 1 all holders as one package")


class Litigation(Group):
    """Suits of holders against hold-outs (LI-1, LI-2, LI-9, XS-1, XS-2)."""

    licensee_cost: float = uncertain("RMB m per suit", 0.0, 200.0)(
        20.0, "licensee's cost of a suit to judgment", "AIPLA-survey"
    )
    holder_cost: float = uncertain("RMB m per suit", 0.0, 200.0)(
        20.0, "holder's cost of a suit to judgment", "AIPLA-survey"
    )
    settlement_share: float = uncertain("1", 0.0, 1.0)(
        0.5, "place of the settlement within the settlement range"
    )
    optimism: float = uncertain("probability", -1.0, 1.0)(
        0.1, "mean gap between the parties' win probabilities"
    )
    noise: float = probability(0.15, "standard deviation of each party's estimate")
    licence_term: float = uncertain("quarters", 1.0, 80.0)(
        16.0, "life of a product generation, which a licence or a suit covers"
    )
    exclusion: float = uncertain("quarters", 0.0, 80.0)(
        4.0, "quarters a firm is kept out of the export market after it loses", switch="exclusion"
    )
    injunction: float = probability(
        0.79,
        "chance that a court excludes a firm that has lost",
        "trade-commission-cases",
        switch="stake",
    )
    exclusion_win: float = uncertain("probability", 0.5, 0.65)(
        0.58,
        "chance that the holder wins a case before a trade commission",
        "trade-commission-cases",
        switch="campaigns",
    )
    exclusion_cost: float = uncertain("RMB m per side", 5.0, 45.0)(
        20.0, "cost of such a case", "trade-commission-costs", switch="campaigns"
    )
    cost_sharing: float = lever("0, 1 or 2", 0.0, 2.0)(
        0.0,
        "costs of members sued by one holder: 0 each its own, 1 a joint defence shared equally, 2 shared by stake (airport rule)",
        switch="cost_sharing",
    )


class Disputes(Group):
    """Disputes among the sector's firms (LI-7, LI-8, DY-3)."""

    opportunity: float = uncertain("per quarter and firm", 0.0, 1.0)(
        0.025, "chance that a firm notices a rival's infringement", "CNIPA-patent-survey"
    )
    per_patent: float = uncertain("probability", 0.0, 0.5)(
        0.01, "chance that one patent reads on a rival's product and holds"
    )
    damages_share: float = uncertain("share of rival's sales", 0.0, 1.0)(
        0.05, "damages claimed, of the rival's sales in a quarter"
    )
    suit_cost: float = uncertain("RMB m per party", 0.0, 10.0)(
        0.3, "cost of a domestic case to judgment", "domestic-suit-cost"
    )
    award_share: float = uncertain("share of claim", 0.0, 1.0)(
        0.26, "award as a share of the claim when the plaintiff wins", "Mindray-v-Edan"
    )
    mediation: float = uncertain("1", 0.0, 1.0)(
        0.5, "contraction of optimism and noise by an alliance of full mandate and service"
    )
    mediation_fee: float = uncertain("RMB m", 0.0, 1.0)(
        0.05, "mediator's fee for a dispute between members, paid half by each"
    )
    attrition_cost: float = uncertain("cost of a case", 0.0, 1000.0)(
        1.0, "cost of fighting a dispute until the court decides, over that of a case tried at once"
    )
    court_time: float = uncertain("quarters", 1.0, 400.0)(
        6.0, "quarters fought until the court decides an open dispute"
    )
    capacity: float = constant("disputes", 0.0, 256.0)(
        64.0, "open disputes that are kept; one more is tried at once, and counted"
    )


class Pool(Group):
    """Essentiality, compliance and participation of pool licensing (AT-1, LR-1, LR-2,
    LR-3, SH-5).
    """

    sensitivity: float = probability(
        0.9, "chance that the evaluator certifies a truly essential patent"
    )
    false_positive: float = probability(
        0.2, "chance that the evaluator certifies another declared patent"
    )
    true_share: float = uncertain("share", 0.01, 1.0)(
        0.39, "share of declared patents that are truly essential", "Fairfield-2009"
    )
    validity: float = probability(
        0.54,
        "chance that one certified essential patent survives a challenge",
        "Allison-Lemley-1998",
    )
    compliance_start: float = uncertain("share", 0.0, 1.0)(
        0.1, "share of licensed units reported when licensing begins"
    )
    compliance_effort: float = uncertain("per quarter", 0.0, 1.0)(
        0.15, "speed at which compliance approaches its ceiling"
    )
    audit: float = lever("probability", 0.0, 1.0)(0.2, "chance that a licensee is audited")
    penalty: float = lever("share of royalty", 0.0, 10.0)(1.0, "penalty on royalties found unpaid")
    readiness: float = uncertain("share of choke royalty", 0.05, 1.0)(
        0.5,
        "upper end of licensees' readiness to pay without enforcement, for the whole standard; a pool's is its share of it",
        "calibrated",
    )
    set_up: float = uncertain("RMB m", 0.0, 80.0)(
        2.0,
        "cost of setting a pool up, beside its licensors' contracts",
        "pool-set-up-cost",
        switch="set_up",
    )
    set_up_quarters: float = uncertain("quarters", 1.0, 16.0)(
        8.0, "quarters over which that is paid", "pool-set-up-cost", switch="set_up"
    )
    licensee_cost: float = uncertain("RMB m per licensee and quarter", 0.0, 1.0)(
        0.01, "cost of administering the licence of a licensee that pays", switch="set_up"
    )
    outside_share: float = uncertain("share", 0.0, 2.0)(
        0.6, "what a contributor could earn outside, of its share by value"
    )
    licensees: float = uncertain("licensees", 0.0, 1e4)(
        100.0, "outside licensees at full adoption, with each of whom a licensor needs a contract"
    )
    contract_cost: float = uncertain("RMB m per contract", 0.0, 10.0)(
        0.05, "cost of a licence contract, which holds for a licence term", switch="pool_stability"
    )
    evaluation_cost: float = uncertain("RMB m per patent", 0.0, 5.0)(
        0.06,
        "fee of the evaluator for a patent declared essential, paid by its owner",
        switch="evaluation",
    )
    valuation_noise: float = uncertain("ln", 0.0, 2.0)(
        0.2, "standard deviation of the valuer's lognormal error about a firm's patents"
    )
    invalidation: float = uncertain("per quarter", 0.0, 0.5)(
        0.01, "hazard of invalidation that the valuer reckons with"
    )
    substitutes: float = uncertain("share", 0.0, 1.0)(
        0.0, "share of the pooled patents that are substitutes for each other"
    )
    substitutes_allowed: float = lever("share", 0.0, 1.0)(
        0.1, "share of substitutes up to which a pool needs no independent licensing"
    )
    challenge: float = uncertain("per year", 0.0, 10.0)(
        0.2,
        "hazard that the antitrust authority proceeds against a pool that is not cleared",
        switch="antitrust",
    )
    dissolution: float = flag(
        1.0, "what the authority then does: 1 it ends the pool, 0 it imposes the fine"
    )
    antitrust_fine: float = lever("RMB m", 0.0, 1000.0)(5.0, "fine on a pool that is not cleared")


class Membership(Group):
    """Phases 4 and 5: founding, joining, staying, leaving (CO-4, CO-5, CO-6)."""

    intensity: float = uncertain("per stake", 0.0, 100.0)(
        8.0, "intensity lambda of choice: 1 over the scale of a firm's lasting taste, in stakes"
    )
    fickleness: float = uncertain("of lasting taste", 0.0, 10.0)(
        0.1, "scale of what a quarter adds to a firm's taste, of that of its lasting taste"
    )
    review: float = uncertain("per quarter", 0.0, 1.0)(
        0.25, "chance that a firm reviews its membership"
    )
    participation_cost: float = uncertain("RMB m per quarter", 1e-6, 10.0)(
        0.01, "staff time and disclosure that membership costs a firm"
    )
    discount: float = uncertain("per year", 0.001, 0.5)(0.08, "discount rate")
    volatility: float = uncertain("per sqrt(year)", 0.05, 0.6)(
        0.2, "volatility of the benefit of membership"
    )
    first_willing: float = uncertain("share of those invited", 0.0, 1.0)(
        0.5,
        "share of the others that a founder expects to agree at the first attempt; afterwards that of the last",
    )
    refund: float = lever("share of founding effort", 0.0, 1.0)(
        1.0,
        "part of the founding effort that is spared if too few agree: 1 share subscription, 0 sunk",
    )
    founding_effort: float = uncertain("RMB m per founder", 0.0, 10.0)(
        0.02, "staff time and legal advice that founding takes a founder", switch="threshold"
    )
    partners: float = constant("firms", 1.0, MOST_PARTNERS)(
        8.0, "addressed partners over which a sum over firms is estimated"
    )


class Learning(Group):
    """Beliefs about the alliance's worth."""

    rate: float = uncertain("per quarter", 0.0, 1.0)(
        0.2, "weight of the current quarter in a firm's belief"
    )
    first_belief: float = uncertain("share of true benefit", 0.0, 1.0)(
        1.0, "1 optimistic: firms expect the benefit of a working alliance; 0 pessimistic: none"
    )
    experience: float = uncertain("per quarter of experience", 0.0, 1.0)(
        0.05,
        "part of its doubt that a firm outside loses in a quarter in which it meets a demand or a dispute, or licenses alone",
        switch="experience",
    )


class Governance(Group):
    """When an alliance counts as asleep, and how far a levy reaches (VT-3)."""

    dormant_below: float = constant("service level", 0.0, 1.0)(
        0.1, "service level under which an alliance without legal personality falls asleep"
    )
    dormant_after: float = constant("quarters", 1.0, 80.0)(
        8.0, "quarters in a row under that level until it counts as dormant"
    )
    host_patience: float = constant("quarters", 1.0, 80.0)(
        4.0, "quarters without a host after which an alliance that lives by one ends"
    )
    call_horizon: float = uncertain("quarters", 0.0, 40.0)(
        4.0, "quarters whose cost a levy covers, at least one, and whose benefit members weigh"
    )


class Projects(Group):
    """Commissioned projects."""

    value: float = uncertain("RMB m", 0.0, 10.0)(0.3, "payment for a commissioned project")
    win_rate: float = uncertain("per quarter", 0.0, 1.0)(
        0.5, "chance that an alliance of full mandate is commissioned a project"
    )
    cost: float = uncertain("share of value", 0.0, 1.0)(
        0.5, "what the work costs, of the payment for a project", switch="delivery"
    )


class Policy(Group):
    """What the government pays for the founding of an alliance (GV-1, GV-2)."""

    subsidy: float = lever("RMB m", 0.0, 100.0)(
        0.0, "start-up subsidy paid into the treasury at the founding", switch="subsidy"
    )
    subsidy_from: float = lever("quarter", 1.0, 400.0)(
        1.0, "first quarter of the programme of start-up subsidies"
    )
    subsidy_until: float = lever("quarter", 1.0, 400.0)(400.0, "last quarter of that programme")


class Brokerage(Group):
    """Brokered deals in patents (FN-8, DM-2)."""

    deals_per_member: float = uncertain("deals per member and quarter", 0.0, 10.0)(
        0.15, "mean number of deals that a member would have brokered at no charge, at full service"
    )
    deal_value: float = uncertain("RMB m per deal", 0.0, 50.0)(0.2, "price of a deal")
    choke_share: float = uncertain("share of deal", 0.05, 1.0)(
        0.3, "broker's share at which nobody deals; income is highest at half of it"
    )
    deal_cost: float = uncertain("RMB m per deal", 0.0, 5.0)(
        0.01, "what brokering a deal costs", switch="delivery"
    )


class Custody(Group):
    """Patents in custody: members' patents operated, packages bought outside the sector
    (CU-1).
    """

    returns: float = uncertain("share of value per quarter", 0.0, 0.05)(
        0.0001, "what outside licensees pay for members' operated patents, of their value"
    )
    choke_share: float = uncertain("share of returns", 0.05, 1.0)(
        0.5, "alliance's share of those returns at which members leave it none of their patents"
    )
    cost: float = uncertain("share of returns", 0.0, 1.0)(
        0.1, "what operating patents costs, of the returns", switch="delivery"
    )
    price: float = uncertain("RMB m per package", 0.01, 100.0)(
        0.2, "price of a package of patents; at the default that of a brokered deal"
    )
    win_chance: float = probability(0.3, "chance that a package wins")
    delay: float = uncertain("quarters", 1.0, 79.0)(
        12.0, "quarters until a package wins or is lost"
    )
    proceeds: float = uncertain("RMB m per package", 0.0, 500.0)(
        0.8474994335476037,
        "proceeds of a package that wins; at the default, 0.2 / (0.3 exp(-0.24)), a package is worth its price at a discount of 0.08 a year",
    )


class Services(Group):
    """Phases 6 and 7: management, liaison, databases and services sold, training, early warning,
    navigation reports, exhibitions (DM-1, TR-1, GO-2).
    """

    management_gain: float = uncertain("share", 0.0, 5.0)(
        0.25,
        "what daily management adds to the service that a unit of running cost gives",
        switch="management",
    )
    liaison_gain: float = uncertain("share", 0.0, 5.0)(
        0.25,
        "what outside liaison at full service adds to the odds of projects, to brokered deals and to services to outsiders",
        switch="liaison",
    )
    database_value: float = uncertain("RMB m per user and quarter", 0.0005, 0.1)(
        0.004, "mean value of access to databases to a user: the dues of a like body", "AVS-dues"
    )
    database_cost: float = uncertain("RMB m per user and quarter", 0.0, 0.1)(
        0.0002, "cost of serving a user of databases", switch="delivery"
    )
    engagements: float = uncertain("engagements per quarter", 0.0, 100.0)(
        2.7, "services that outsiders would want at no charge, at full service and mandate"
    )
    engagement_value: float = uncertain("RMB m per engagement", 0.01, 10.0)(
        0.1, "mean value of a service to an outsider"
    )
    engagement_cost: float = uncertain("RMB m per engagement", 0.0, 10.0)(
        0.05, "cost of a service to an outsider", switch="delivery"
    )
    training_cost: float = uncertain("RMB m per member and quarter", 0.0, 5.0)(
        0.005, "cost of training a member"
    )
    training_sobriety: float = uncertain("share", 0.0, 1.0)(
        0.1, "a: share of its optimism that a trained member loses"
    )
    training_skill: float = uncertain("share", 0.0, 0.9)(
        0.1, "b: share of the holder's bargaining share that is lost against trained members"
    )
    warning_outlay: float = uncertain("RMB m", 0.0, 50.0)(
        5.0, "cost of building a warning platform", "CTU-warning-platform"
    )
    warning_quarters: float = uncertain("quarters", 1.0, 40.0)(
        8.0, "quarters it takes to build", "CTU-warning-platform"
    )
    warning_running: float = uncertain("RMB m per quarter", 0.0, 10.0)(0.1, "cost of running it")
    sensitivity: float = probability(0.8, "chance that it warns of an assertion to come")
    specificity: float = probability(0.8, "chance that it stays silent when none is to come")
    early_redesign: float = uncertain("share of redesign cost", 0.0, 1.0)(
        0.02, "cost of designing a patent out before a product is made, of that afterwards"
    )
    navigation_cost: float = uncertain("RMB m per quarter", 0.0, 10.0)(
        0.05, "cost of patent navigation reports"
    )
    navigation_gain: float = uncertain("share", 0.0, 5.0)(
        0.03, "rise of members' filing productivity by navigation reports"
    )
    promotion_cost: float = uncertain("RMB m per quarter", 0.0, 10.0)(0.1, "cost of exhibitions")
    promotion_gain: float = uncertain("share", 0.0, 5.0)(
        0.2, "rise of the Bass coefficient of innovation by exhibitions"
    )
    policy_cost: float = uncertain("RMB m per quarter", 0.0, 10.0)(
        0.02, "cost of telling members of public programmes"
    )
    policy_chance: float = uncertain("per member and quarter", 0.0, 1.0)(
        0.05,
        "chance that a member so told wins money of a public programme that it would have missed",
    )
    policy_award: float = uncertain("RMB m", 0.0, 50.0)(0.5, "what such a programme pays it")
    group_cost: float = uncertain("RMB m per quarter", 0.0, 10.0)(
        0.05, "cost of working groups for the standard"
    )
    group_gain: float = uncertain("share", 0.0, 10.0)(
        0.2,
        "rise of the installed base that could use the standard by working groups, which fit it to further products",
    )
    chain_cost: float = uncertain("RMB m per quarter", 0.0, 10.0)(
        0.05, "cost of coordinating members' development, tests and production plans"
    )
    chain_gain: float = uncertain("share", 0.0, 10.0)(
        0.3, "rise of the Bass coefficient of imitation if the whole chain is coordinated"
    )


class Terms(NamedTuple):
    """All numbers that the rules read; of each group a tuple of its numbers (`TUPLES`).

    Mechanisms are not among them: they come down to the switches that they consist of.
    """

    research: Research
    standard: Standard
    market: Market
    assertion: Assertion
    negotiation: Negotiation
    litigation: Litigation
    disputes: Disputes
    pool: Pool
    membership: Membership
    learning: Learning
    governance: Governance
    projects: Projects
    brokerage: Brokerage
    custody: Custody
    policy: Policy
    services: Services
    switches: Switches


GROUPS: dict[str, type[Group]] = {**get_type_hints(Terms), "mechanisms": Mechanisms}
TUPLES: dict[str, Any] = {
    name: namedtuple(f"{group.__name__}Terms", list(group.model_fields))
    for name, group in get_type_hints(Terms).items()
}
globals().update({made.__name__: made for made in TUPLES.values()})
