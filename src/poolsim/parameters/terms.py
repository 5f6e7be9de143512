"""The terms of a scenario: what the rules read beside the agents, group by group."""

from collections import namedtuple
from typing import Any, NamedTuple, get_type_hints

from poolsim.parameters.number import CONSTANT, LEVER, UNCERTAINTY, Group, number, switch


class Research(Group):
    """Filings, value and age of patents (IN-1, IN-2, IN-3)."""

    productivity: float = number(
        1.5,
        "patents per year at RMB 1 m of R&D",
        0.0,
        50.0,
        UNCERTAINTY,
        "assumption",
        "patents filed per year by a firm that spends RMB 1 m a year on R&D",
    )
    elasticity: float = number(
        0.5,
        "1",
        0.0,
        1.5,
        UNCERTAINTY,
        "Hausman-Hall-Griliches-1984",
        "elasticity of filings to R&D spending, within a firm",
    )
    value_median: float = number(
        0.3, "RMB m", 0.0, 100.0, UNCERTAINTY, "assumption", "median value of a patent"
    )
    value_sigma: float = number(
        2.15,
        "ln",
        0.0,
        3.0,
        UNCERTAINTY,
        "PatVal-survey",
        "sigma of the lognormal value of a patent",
    )
    obsolescence: float = number(
        0.01,
        "per quarter",
        0.0,
        0.2,
        UNCERTAINTY,
        "assumption",
        "share of a patent cohort that becomes worthless in a quarter",
    )


class Standard(Group):
    """The technical standard, its adoption and the potential licensed volume (BA-2, LR-4)."""

    innovation: float = number(
        0.0075,
        "per quarter",
        0.0,
        0.2,
        UNCERTAINTY,
        "Sultan-Farley-Lehmann-1990",
        "Bass coefficient of innovation p",
    )
    imitation: float = number(
        0.095,
        "per quarter",
        0.0,
        1.0,
        UNCERTAINTY,
        "Sultan-Farley-Lehmann-1990",
        "Bass coefficient of imitation q",
    )
    start: float = number(
        1.0,
        "quarter",
        1.0,
        400.0,
        UNCERTAINTY,
        "assumption",
        "first quarter in which users may adopt",
    )
    potential: float = number(
        0.0,
        "m units",
        0.0,
        5000.0,
        UNCERTAINTY,
        "assumption",
        "installed base of outside licensees' products at full adoption and no royalty",
    )
    replacement: float = number(
        32.0,
        "quarters",
        1.0,
        200.0,
        UNCERTAINTY,
        "assumption",
        "life of a licensed product: sales a quarter are the installed base over it",
    )
    choke_royalty: float = number(
        20.0,
        "RMB per unit",
        0.01,
        1000.0,
        UNCERTAINTY,
        "assumption",
        "royalty stack at which no outside licensee adopts",
    )
    essential_until: float = number(
        0.0,
        "quarter",
        0.0,
        400.0,
        UNCERTAINTY,
        "assumption",
        "last quarter in which a new patent can be essential to the standard",
    )


class Market(Group):
    """The product market at home and abroad (RS-5); demand is backed out of the state
    before quarter 1.
    """

    home_price: float = number(
        1000.0,
        "RMB per unit",
        0.01,
        1e6,
        UNCERTAINTY,
        "assumption",
        "price at home before quarter 1",
    )
    export_price: float = number(
        1000.0,
        "RMB per unit",
        0.01,
        1e6,
        UNCERTAINTY,
        "assumption",
        "price abroad before quarter 1",
    )
    gross_margin: float = number(
        0.1,
        "share of price",
        0.0,
        0.9,
        UNCERTAINTY,
        "assumption",
        "mean margin over production cost, before R&D and overhead",
    )
    overhead: float = number(
        0.5,
        "share of gross profit",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "selling and administration, fixed at this share of the gross profit before quarter 1",
    )
    conduct: float = number(
        1.0,
        "1",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "0 competitive with full pass-through, 1 Cournot",
    )
    elasticity: float = number(
        1.5,
        "1",
        0.01,
        20.0,
        UNCERTAINTY,
        "assumption",
        "demand elasticity before quarter 1; read only at conduct 0, where margins do not tell the slope",
    )
    cash_buffer: float = number(
        4.0,
        "quarters of cost",
        0.0,
        40.0,
        UNCERTAINTY,
        "assumption",
        "opening cash of a firm, and what it keeps before it pays its owners",
    )


class Assertion(Group):
    """Which firm a patent holder targets, and what it may demand (EX-1, LI-9, RS-10)."""

    hazard: float = number(
        0.1,
        "per quarter, firm and holder",
        0.0,
        2.0,
        UNCERTAINTY,
        "assumption",
        "rate at which a holder asserts against a firm of average exports",
    )
    elasticity: float = number(
        0.5, "1", 0.0, 2.0, UNCERTAINTY, "assumption", "elasticity of that rate to relative exports"
    )
    redesign_cost: float = number(
        0.5,
        "RMB per unit",
        0.0,
        1000.0,
        UNCERTAINTY,
        "assumption",
        "cost of designing a patent out",
    )


class Negotiation(Group):
    """Royalties bargained one by one or together (CN-1, CN-1b, CN-6, CN-8, CN-9, RS-11),
    or posted (RS-1, RS-2).
    """

    posted: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "royalty setting: 0 bargained, 1 posted by independent licensors (Nash)",
    )
    holder_share: float = number(
        0.5, "1", 0.01, 0.99, UNCERTAINTY, "assumption", "holder's bargaining share B"
    )
    surplus: float = number(
        20.0,
        "RMB per unit",
        0.0,
        1e4,
        UNCERTAINTY,
        "assumption",
        "licensees' surplus per unit over their outside option, shared by the whole stack",
    )
    discrimination: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "0 outsiders get the members' rate, 1 holders charge outsiders separately",
    )
    package: float = number(
        0.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "scope of talks: 0 holder by holder, 1 all holders as one package",
    )


class Litigation(Group):
    """Suits of holders against hold-outs (LI-1, LI-2, LI-9)."""

    licensee_cost: float = number(
        20.0,
        "RMB m per suit",
        0.0,
        200.0,
        UNCERTAINTY,
        "AIPLA-survey",
        "licensee's cost of a suit to judgment",
    )
    holder_cost: float = number(
        20.0,
        "RMB m per suit",
        0.0,
        200.0,
        UNCERTAINTY,
        "AIPLA-survey",
        "holder's cost of a suit to judgment",
    )
    settlement_share: float = number(
        0.5,
        "1",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "place of the settlement within the settlement range",
    )
    optimism: float = number(
        0.1,
        "probability",
        -1.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "mean gap between the parties' win probabilities",
    )
    noise: float = number(
        0.15,
        "probability",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "standard deviation of each party's estimate",
    )
    licence_term: float = number(
        16.0,
        "quarters",
        1.0,
        80.0,
        UNCERTAINTY,
        "assumption",
        "life of a product generation, which a licence or a suit covers",
    )
    exclusion: float = number(
        4.0,
        "quarters",
        0.0,
        80.0,
        UNCERTAINTY,
        "assumption",
        "quarters a firm is kept out of the export market after it loses",
        switch="exclusion",
    )
    cost_sharing: float = number(
        0.0,
        "0, 1 or 2",
        0.0,
        2.0,
        LEVER,
        "assumption",
        "costs of members sued by one holder: 0 each its own, 1 a joint defence shared equally, 2 shared by stake (airport rule)",
        switch="cost_sharing",
    )


class Disputes(Group):
    """Disputes among the sector's firms (LI-7, LI-8, DY-3)."""

    opportunity: float = number(
        0.025,
        "per quarter and firm",
        0.0,
        1.0,
        UNCERTAINTY,
        "CNIPA-patent-survey",
        "chance that a firm notices a rival's infringement",
    )
    per_patent: float = number(
        0.01,
        "probability",
        0.0,
        0.5,
        UNCERTAINTY,
        "assumption",
        "chance that one patent reads on a rival's product and holds",
    )
    damages_share: float = number(
        0.05,
        "share of rival's sales",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "damages claimed, of the rival's sales in a quarter",
    )
    suit_cost: float = number(
        0.3,
        "RMB m per party",
        0.0,
        10.0,
        UNCERTAINTY,
        "domestic-suit-cost",
        "cost of a domestic case to judgment",
    )
    award_share: float = number(
        0.26,
        "share of claim",
        0.0,
        1.0,
        UNCERTAINTY,
        "Mindray-v-Edan",
        "award as a share of the claim when the plaintiff wins",
    )
    mediation: float = number(
        0.5,
        "1",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "contraction of optimism and noise by an alliance of full mandate and service",
    )
    mediation_fee: float = number(
        0.05,
        "RMB m",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "mediator's fee for a dispute between members, paid half by each",
    )
    attrition_cost: float = number(
        1.0,
        "cost of a case",
        0.0,
        1000.0,
        UNCERTAINTY,
        "assumption",
        "cost of fighting a dispute until the court decides, over that of a case tried at once",
    )
    court_time: float = number(
        6.0,
        "quarters",
        1.0,
        400.0,
        UNCERTAINTY,
        "assumption",
        "quarters fought until the court decides an open dispute",
    )
    capacity: float = number(
        64.0,
        "disputes",
        0.0,
        256.0,
        CONSTANT,
        "assumption",
        "open disputes that are kept; one more is tried at once, and counted",
    )


class Pool(Group):
    """Essentiality, compliance and participation of pool licensing (AT-1, LR-1, LR-2,
    LR-3, SH-5).
    """

    sensitivity: float = number(
        0.9,
        "probability",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "chance that the evaluator certifies a truly essential patent",
    )
    false_positive: float = number(
        0.2,
        "probability",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "chance that the evaluator certifies another declared patent",
    )
    true_share: float = number(
        0.39,
        "share",
        0.01,
        1.0,
        UNCERTAINTY,
        "Fairfield-2009",
        "share of declared patents that are truly essential",
    )
    validity: float = number(
        0.54,
        "probability",
        0.0,
        1.0,
        UNCERTAINTY,
        "Allison-Lemley-1998",
        "chance that one certified essential patent survives a challenge",
    )
    compliance_start: float = number(
        0.1,
        "share",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "share of licensed units reported when licensing begins",
    )
    compliance_effort: float = number(
        0.15,
        "per quarter",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "speed at which compliance approaches its ceiling",
    )
    audit: float = number(
        0.2, "probability", 0.0, 1.0, LEVER, "assumption", "chance that a licensee is audited"
    )
    penalty: float = number(
        1.0, "share of royalty", 0.0, 10.0, LEVER, "assumption", "penalty on royalties found unpaid"
    )
    compliance_norm: float = number(
        5.0,
        "RMB per unit",
        0.01,
        1000.0,
        UNCERTAINTY,
        "assumption",
        "upper end of licensees' readiness to pay without enforcement",
    )
    outside_share: float = number(
        0.6,
        "share",
        0.0,
        2.0,
        UNCERTAINTY,
        "assumption",
        "what a contributor could earn outside, of its share by value",
    )
    licensees: float = number(
        100.0,
        "licensees",
        0.0,
        1e4,
        UNCERTAINTY,
        "assumption",
        "outside licensees at full adoption, with each of whom a licensor needs a contract",
    )
    contract_cost: float = number(
        0.05,
        "RMB m per contract",
        0.0,
        10.0,
        UNCERTAINTY,
        "assumption",
        "cost of a licence contract, which holds for a licence term",
        switch="pool_stability",
    )
    evaluation_cost: float = number(
        0.06,
        "RMB m per patent",
        0.0,
        5.0,
        UNCERTAINTY,
        "assumption",
        "fee of the evaluator for a patent declared essential, paid by its owner",
        switch="evaluation",
    )
    valuation_noise: float = number(
        0.2,
        "ln",
        0.0,
        2.0,
        UNCERTAINTY,
        "assumption",
        "standard deviation of the valuer's lognormal error about a firm's patents",
    )
    invalidation: float = number(
        0.01,
        "per quarter",
        0.0,
        0.5,
        UNCERTAINTY,
        "assumption",
        "hazard of invalidation that the valuer reckons with",
    )
    substitutes: float = number(
        0.0,
        "share",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "share of the pooled patents that are substitutes for each other",
    )
    substitutes_allowed: float = number(
        0.1,
        "share",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "share of substitutes up to which a pool needs no independent licensing",
    )
    challenge: float = number(
        0.2,
        "per year",
        0.0,
        10.0,
        UNCERTAINTY,
        "assumption",
        "hazard that the antitrust authority proceeds against a pool that is not cleared",
        switch="antitrust",
    )
    dissolution: float = number(
        1.0,
        "0 or 1",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "what the authority then does: 1 it ends the pool, 0 it imposes the fine",
    )
    antitrust_fine: float = number(
        5.0, "RMB m", 0.0, 1000.0, LEVER, "assumption", "fine on a pool that is not cleared"
    )


class Membership(Group):
    """Phases 4 and 5: founding, joining, staying, leaving (CO-4, CO-5, CO-6)."""

    intensity: float = number(
        2.0,
        "per sd of benefit",
        0.0,
        100.0,
        UNCERTAINTY,
        "assumption",
        "intensity lambda of the logit choice",
    )
    benefit_sd: float = number(
        0.008,
        "RMB m per quarter",
        1e-6,
        10.0,
        UNCERTAINTY,
        "calibrated",
        "standard deviation of a firm's error about the benefit",
    )
    review: float = number(
        0.25,
        "per quarter",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "chance that a firm reviews its membership",
    )
    participation_cost: float = number(
        0.01,
        "RMB m per quarter",
        1e-6,
        10.0,
        UNCERTAINTY,
        "assumption",
        "staff time and disclosure that membership costs a firm",
    )
    discount: float = number(
        0.08, "per year", 0.001, 0.5, UNCERTAINTY, "assumption", "discount rate"
    )
    volatility: float = number(
        0.2,
        "per sqrt(year)",
        0.05,
        0.6,
        UNCERTAINTY,
        "assumption",
        "volatility of the benefit of membership",
    )
    first_willing: float = number(
        0.5,
        "share of those invited",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "share of the others that a founder expects to agree at the first attempt; afterwards that of the last",
    )
    refund: float = number(
        1.0,
        "share of founding effort",
        0.0,
        1.0,
        LEVER,
        "assumption",
        "part of the founding effort that is spared if too few agree: 1 share subscription, 0 sunk",
    )
    founding_effort: float = number(
        0.02,
        "RMB m per founder",
        0.0,
        10.0,
        UNCERTAINTY,
        "assumption",
        "staff time and legal advice that founding takes a founder",
        switch="threshold",
    )
    partners: float = number(
        8.0,
        "firms",
        1.0,
        64.0,
        CONSTANT,
        "assumption",
        "addressed partners over which a sum over firms is estimated",
    )


class Learning(Group):
    """Beliefs about the alliance's worth."""

    rate: float = number(
        0.2,
        "per quarter",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "weight of the current quarter in a firm's belief",
    )
    first_belief: float = number(
        1.0,
        "share of true benefit",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "1 optimistic: firms expect the benefit of a working alliance; 0 pessimistic: none",
    )
    experience: float = number(
        0.05,
        "per quarter of experience",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "part of its doubt that a firm outside loses in a quarter in which it meets a demand or a dispute, or licenses alone",
        switch="experience",
    )


class Governance(Group):
    """How decisions pass (GO-1)."""

    approval: float = number(
        0.8,
        "probability",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "chance that a member approves a proposal",
    )
    dormant_below: float = number(
        0.1,
        "service level",
        0.0,
        1.0,
        CONSTANT,
        "assumption",
        "service level under which an alliance without legal personality falls asleep",
    )
    dormant_after: float = number(
        8.0,
        "quarters",
        1.0,
        80.0,
        CONSTANT,
        "assumption",
        "quarters in a row under that level until it counts as dormant",
    )
    host_patience: float = number(
        4.0,
        "quarters",
        1.0,
        80.0,
        CONSTANT,
        "assumption",
        "quarters without a host after which an alliance that lives by one ends",
    )
    founding_horizon: float = number(
        1.0,
        "quarters",
        0.0,
        40.0,
        UNCERTAINTY,
        "assumption",
        "quarters over which a legal person must be able to pay what it owes when it is founded",
    )
    call_horizon: float = number(
        4.0,
        "quarters",
        0.0,
        40.0,
        UNCERTAINTY,
        "assumption",
        "cost covered by a capital call, and benefit a member weighs against it",
    )


class Projects(Group):
    """Commissioned projects."""

    value: float = number(
        0.3, "RMB m", 0.0, 10.0, UNCERTAINTY, "assumption", "payment for a commissioned project"
    )
    win_rate: float = number(
        0.5,
        "per quarter",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "chance that an alliance of full mandate is commissioned a project",
    )


class Policy(Group):
    """What the government pays for the founding of an alliance (GV-1, GV-2)."""

    subsidy: float = number(
        0.0,
        "RMB m",
        0.0,
        100.0,
        LEVER,
        "assumption",
        "start-up subsidy paid into the treasury at the founding",
        switch="subsidy",
    )
    subsidy_from: float = number(
        1.0,
        "quarter",
        1.0,
        400.0,
        LEVER,
        "assumption",
        "first quarter of the programme of start-up subsidies",
    )
    subsidy_until: float = number(
        400.0, "quarter", 1.0, 400.0, LEVER, "assumption", "last quarter of that programme"
    )


class Brokerage(Group):
    """Brokered deals in patents (FN-8)."""

    deals_per_member: float = number(
        0.15,
        "deals per member and quarter",
        0.0,
        10.0,
        UNCERTAINTY,
        "assumption",
        "mean number of deals that a member has brokered",
    )
    deal_value: float = number(
        0.2, "RMB m per deal", 0.0, 50.0, UNCERTAINTY, "assumption", "price of a deal"
    )


class Custody(Group):
    """Patents in custody: members' patents operated, packages bought outside the sector
    (CU-1).
    """

    returns: float = number(
        0.0001,
        "share of value per quarter",
        0.0,
        0.05,
        UNCERTAINTY,
        "assumption",
        "what outside licensees pay for members' operated patents, of their value",
    )
    operation_share: float = number(
        0.2,
        "share of returns",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "share of those returns that the alliance takes",
    )
    price: float = number(
        0.2,
        "RMB m per package",
        0.01,
        100.0,
        UNCERTAINTY,
        "assumption",
        "price of a package of patents; at the default that of a brokered deal",
    )
    win_chance: float = number(
        0.3, "probability", 0.0, 1.0, UNCERTAINTY, "assumption", "chance that a package wins"
    )
    delay: float = number(
        12.0,
        "quarters",
        1.0,
        79.0,
        UNCERTAINTY,
        "assumption",
        "quarters until a package wins or is lost",
    )
    proceeds: float = number(
        0.84,
        "RMB m per package",
        0.0,
        500.0,
        UNCERTAINTY,
        "assumption",
        "proceeds of a package that wins; at the default a package is worth its price",
    )


class Ventures(Group):
    """Stakes in small innovative companies (CU-1)."""

    price: float = number(
        0.2, "RMB m per stake", 0.01, 100.0, UNCERTAINTY, "assumption", "price of a stake"
    )
    win_chance: float = number(
        0.2, "probability", 0.0, 1.0, UNCERTAINTY, "assumption", "chance that a company succeeds"
    )
    delay: float = number(
        20.0,
        "quarters",
        1.0,
        79.0,
        UNCERTAINTY,
        "assumption",
        "quarters until it succeeds or fails",
    )
    proceeds: float = number(
        1.48,
        "RMB m per stake",
        0.0,
        500.0,
        UNCERTAINTY,
        "assumption",
        "price of a stake in a company that succeeds; at the default a stake is worth its price",
    )


class Services(Group):
    """Phases 6 and 7: management, liaison, training, early warning, navigation reports, exhibitions
    (TR-1, GO-2).
    """

    management_gain: float = number(
        0.25,
        "share",
        0.0,
        5.0,
        UNCERTAINTY,
        "assumption",
        "what daily management adds to the service that a unit of running cost gives",
        switch="management",
    )
    liaison_gain: float = number(
        0.25,
        "share",
        0.0,
        5.0,
        UNCERTAINTY,
        "assumption",
        "what outside liaison at full service adds to the odds of projects, to brokered deals and to services to outsiders",
        switch="liaison",
    )
    training_cost: float = number(
        0.005,
        "RMB m per member and quarter",
        0.0,
        5.0,
        UNCERTAINTY,
        "assumption",
        "cost of training a member",
    )
    training_sobriety: float = number(
        0.1,
        "share",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "a: share of its optimism that a trained member loses",
    )
    training_skill: float = number(
        0.1,
        "share",
        0.0,
        0.9,
        UNCERTAINTY,
        "assumption",
        "b: share of the holder's bargaining share that is lost against trained members",
    )
    warning_outlay: float = number(
        5.0,
        "RMB m",
        0.0,
        50.0,
        UNCERTAINTY,
        "CTU-warning-platform",
        "cost of building a warning platform",
    )
    warning_quarters: float = number(
        8.0,
        "quarters",
        1.0,
        40.0,
        UNCERTAINTY,
        "CTU-warning-platform",
        "quarters it takes to build",
    )
    warning_running: float = number(
        0.1, "RMB m per quarter", 0.0, 10.0, UNCERTAINTY, "assumption", "cost of running it"
    )
    sensitivity: float = number(
        0.8,
        "probability",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "chance that it warns of an assertion to come",
    )
    specificity: float = number(
        0.8,
        "probability",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "chance that it stays silent when none is to come",
    )
    early_redesign: float = number(
        0.02,
        "share of redesign cost",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "cost of designing a patent out before a product is made, of that afterwards",
    )
    navigation_cost: float = number(
        0.05,
        "RMB m per quarter",
        0.0,
        10.0,
        UNCERTAINTY,
        "assumption",
        "cost of patent navigation reports",
    )
    navigation_gain: float = number(
        0.03,
        "share",
        0.0,
        5.0,
        UNCERTAINTY,
        "assumption",
        "rise of members' filing productivity by navigation reports",
    )
    promotion_cost: float = number(
        0.1, "RMB m per quarter", 0.0, 10.0, UNCERTAINTY, "assumption", "cost of exhibitions"
    )
    promotion_gain: float = number(
        0.2,
        "share",
        0.0,
        5.0,
        UNCERTAINTY,
        "assumption",
        "rise of the Bass coefficient of innovation by exhibitions",
    )
    policy_cost: float = number(
        0.02,
        "RMB m per quarter",
        0.0,
        10.0,
        UNCERTAINTY,
        "assumption",
        "cost of telling members of public programmes",
    )
    policy_chance: float = number(
        0.05,
        "per member and quarter",
        0.0,
        1.0,
        UNCERTAINTY,
        "assumption",
        "chance that a member so told wins money of a public programme that it would have missed",
    )
    policy_award: float = number(
        0.5, "RMB m", 0.0, 50.0, UNCERTAINTY, "assumption", "what such a programme pays it"
    )
    group_cost: float = number(
        0.05,
        "RMB m per quarter",
        0.0,
        10.0,
        UNCERTAINTY,
        "assumption",
        "cost of working groups for the standard",
    )
    group_gain: float = number(
        0.2,
        "share",
        0.0,
        10.0,
        UNCERTAINTY,
        "assumption",
        "rise of the installed base that could use the standard by working groups, which fit it to further products",
    )
    chain_cost: float = number(
        0.05,
        "RMB m per quarter",
        0.0,
        10.0,
        UNCERTAINTY,
        "assumption",
        "cost of coordinating members' development, tests and production plans",
    )
    chain_gain: float = number(
        0.3,
        "share",
        0.0,
        10.0,
        UNCERTAINTY,
        "assumption",
        "rise of the Bass coefficient of imitation if the whole chain is coordinated",
    )


class Switches(Group):
    """A switch for every mechanism; off means no effect at all, on anything."""

    research: float = switch(1.0, "firms file patents")
    adoption: float = switch(1.0, "the standard spreads")
    threshold: float = switch(
        1.0,
        "founders reckon with the chance that the founding hangs on them, and with what it takes",
    )
    waiting: float = switch(1.0, "founders wait until capital is worth the option they give up")
    subsidy: float = switch(1.0, "government pays start-up subsidies")
    admission: float = switch(1.0, "a closed alliance refuses newcomers")
    providers: float = switch(1.0, "members give their custom to the members that provide services")
    membership: float = switch(1.0, "firms join and leave after the founding")
    bands: float = switch(1.0, "entry and exit costs widen the band of inaction")
    governance: float = switch(1.0, "the decision rule limits the service level")
    assertion: float = switch(1.0, "holders assert patents")
    negotiation: float = switch(1.0, "alliances negotiate for their members")
    litigation: float = switch(1.0, "holders sue hold-outs, and both sides reckon with it in talks")
    exclusion: float = switch(1.0, "a firm that loses is excluded from the export market")
    disputes: float = switch(1.0, "firms of the sector sue each other")
    mediation: float = switch(1.0, "alliances mediate between members")
    licensing: float = switch(1.0, "alliances with a pool license it")
    grants: float = switch(1.0, "government pays grants")
    projects: float = switch(1.0, "alliances are commissioned projects")
    capital_calls: float = switch(1.0, "alliances may call for more capital")
    host: float = switch(1.0, "a host bears its share of the fixed cost")
    learning: float = switch(1.0, "beliefs follow benefits")
    experience: float = switch(
        1.0, "firms outside lose their doubt when they meet what an alliance is for"
    )
    voluntary: float = switch(1.0, "the members that value the service most contribute to it")
    databases: float = switch(1.0, "alliances sell access to databases")
    brokerage: float = switch(1.0, "alliances broker deals in patents")
    custody: float = switch(
        1.0, "alliances operate members' patents and buy packages outside the sector"
    )
    paid_services: float = switch(1.0, "alliances sell services to outsiders")
    fund: float = switch(1.0, "an investor's fund pays alliances")
    dues_vote: float = switch(1.0, "members vote on their dues")
    attrition: float = switch(1.0, "disputes that are not settled go on over quarters")
    counter_assertion: float = switch(1.0, "a firm that is sued sues back if that pays")
    covenant: float = switch(1.0, "alliances with a covenant defend their members together")
    non_assertion: float = switch(1.0, "alliances with a norm of non-assertion enforce it")
    pool_stability: float = switch(
        1.0, "licence contracts cost money, and contributors compare the pool with licensing alone"
    )
    evaluation: float = switch(1.0, "owners pay for the evaluation of their declared patents")
    antitrust: float = switch(
        1.0, "the antitrust authority proceeds against pools that are not cleared"
    )
    training: float = switch(1.0, "alliances train their members")
    warning: float = switch(1.0, "alliances warn their members of assertions")
    navigation: float = switch(
        1.0, "alliances guide their members' research by patent navigation reports"
    )
    promotion: float = switch(1.0, "alliances promote the standard at exhibitions")
    policy_information: float = switch(1.0, "alliances tell their members of public programmes")
    working_groups: float = switch(
        1.0, "working groups of alliances fit the standard to further products"
    )
    coordination: float = switch(
        1.0, "alliances coordinate the chain of makers that use the standard"
    )
    ventures: float = switch(1.0, "alliances buy stakes in small innovative companies")
    commitment: float = switch(
        1.0, "contributors are bound by pool terms that they accepted before the standard"
    )
    core: float = switch(1.0, "an alliance that relies on its core member ends with it")
    fighting_fund: float = switch(1.0, "members that are sued raise a fighting fund together")
    shadow: float = switch(
        1.0, "in talks a coalition reckons with one joint suit; without, with suits firm by firm"
    )
    cost_sharing: float = switch(1.0, "members sued by one holder share the cost of their defence")
    management: float = switch(1.0, "daily management makes more service of the running cost")
    liaison: float = switch(1.0, "outside liaison wins projects, deals and clients")
    compliance: float = switch(
        1.0, "pools enforce their licences; without, as few pay as pay a lone licensor"
    )
    sharing: float = switch(1.0, "pools share by patents or their value; without, equally")


class Mechanisms(Group):
    """The seven mechanisms by which an alliance runs (the paper, section 5.4): 0 turns off all
    switches of `PARTS`.
    """

    daily_management: float = switch(1.0, "daily management: more service of the same cost")
    pool_building: float = switch(
        1.0, "pool building: a pool is assembled, evaluated, cleared and kept together"
    )
    outside_liaison: float = switch(
        1.0, "outside liaison: projects, deals and clients from outside"
    )
    licensing_and_sharing: float = switch(
        1.0, "licensing and sharing: licences are enforced, income is shared by contribution"
    )
    internal_disputes: float = switch(
        1.0, "internal disputes: mediation, norm of non-assertion, covenant"
    )
    overseas_risk: float = switch(1.0, "overseas risk: joint talks and defence, early warning")
    major_decisions: float = switch(
        1.0, "major decisions: members vote on the programme and the dues"
    )


PARTS: dict[str, tuple[str, ...]] = {
    "daily_management": ("management",),
    "pool_building": ("licensing", "pool_stability", "evaluation", "antitrust"),
    "outside_liaison": ("liaison",),
    "licensing_and_sharing": ("compliance", "sharing"),
    "internal_disputes": ("mediation", "non_assertion", "covenant"),
    "overseas_risk": ("negotiation", "shadow", "fighting_fund", "cost_sharing", "warning"),
    "major_decisions": ("governance", "dues_vote"),
}


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
    ventures: Ventures
    policy: Policy
    services: Services
    switches: Switches


GROUPS: dict[str, type[Group]] = {**get_type_hints(Terms), "mechanisms": Mechanisms}
TUPLES: dict[str, Any] = {
    name: namedtuple(f"{group.__name__}Terms", list(group.model_fields))
    for name, group in get_type_hints(Terms).items()
}
globals().update({made.__name__: made for made in TUPLES.values()})
