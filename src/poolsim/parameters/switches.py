"""A switch for every mechanism of the model; the paper's seven mechanisms as sets of switches."""

from poolsim.parameters.number import Group, flag


class Switches(Group):
    """A switch for every mechanism; off means no effect at all, on anything."""

    research: float = flag(1.0, "firms file patents")
    adoption: float = flag(1.0, "the standard spreads")
    threshold: float = flag(
        1.0,
        "founders reckon with the chance that the founding hangs on them, and with what it takes",
    )
    foresight_money: float = flag(
        1.0, "founders foresee what the treasury pays for; without, full service for ever"
    )
    waiting: float = flag(1.0, "founders wait until capital is worth the option they give up")
    subsidy: float = flag(1.0, "government pays start-up subsidies")
    admission: float = flag(1.0, "a closed alliance refuses newcomers")
    providers: float = flag(1.0, "members give their custom to the members that provide services")
    membership: float = flag(1.0, "firms join and leave after the founding")
    bands: float = flag(1.0, "entry and exit costs widen the band of inaction")
    governance: float = flag(
        1.0, "members vote on what their alliance does; without, all that is offered is approved"
    )
    assertion: float = flag(1.0, "holders assert patents")
    expiry: float = flag(1.0, "licences last a licence term; without, for ever")
    ageing: float = flag(1.0, "holders' patents expire")
    negotiation: float = flag(1.0, "alliances negotiate for their members")
    litigation: float = flag(1.0, "holders sue hold-outs, and both sides reckon with it in talks")
    lump_spread: float = flag(1.0, "a settlement counts in prices while it clears a firm")
    exclusion: float = flag(1.0, "a firm that loses is excluded from the export market")
    stake: float = flag(
        1.0,
        "both sides of a suit reckon with exclusion, and who is excluded may design around; "
        "without, with the court's royalty only",
    )
    campaigns: float = flag(1.0, "holders name all exporters at once before a trade commission")
    foresight: float = flag(
        1.0,
        "who refuses a demand reckons with a settlement before a trial; without, with a trial",
    )
    disputes: float = flag(1.0, "firms of the sector sue each other")
    mediation: float = flag(1.0, "alliances mediate between members")
    licensing: float = flag(1.0, "alliances with a pool license it")
    grants: float = flag(1.0, "government pays grants")
    projects: float = flag(1.0, "alliances are commissioned projects")
    levy: float = flag(1.0, "members may vote a levy where dues may be charged")
    host: float = flag(1.0, "a host bears its share of the fixed cost")
    learning: float = flag(1.0, "beliefs follow benefits")
    reaction: float = flag(1.0, "firms reckon with what lower royalties do to prices and sales")
    realised: float = flag(
        1.0, "members credit what membership has brought; without, all that it promises"
    )
    experience: float = flag(
        1.0, "firms outside lose their doubt when they meet what an alliance is for"
    )
    voluntary: float = flag(1.0, "the members that value the service most contribute to it")
    databases: float = flag(1.0, "alliances sell access to databases")
    brokerage: float = flag(1.0, "alliances broker deals in patents")
    custody: float = flag(
        1.0, "alliances operate members' patents and buy packages outside the sector"
    )
    paid_services: float = flag(1.0, "alliances sell services to outsiders")
    demand: float = flag(
        1.0, "who buys from an alliance reacts to its prices, and to its service, or buys nothing"
    )
    delivery: float = flag(1.0, "what an alliance sells costs its delivery")
    fund: float = flag(1.0, "an investor's fund pays alliances")
    dues_vote: float = flag(1.0, "members vote on their dues")
    attrition: float = flag(1.0, "disputes that are not settled go on over quarters")
    counter_assertion: float = flag(1.0, "a firm that is sued sues back if that pays")
    covenant: float = flag(1.0, "alliances with a covenant defend their members together")
    non_assertion: float = flag(1.0, "alliances with a norm of non-assertion enforce it")
    pool_stability: float = flag(
        1.0, "licence contracts cost money, and contributors compare the pool with licensing alone"
    )
    evaluation: float = flag(1.0, "owners pay for the evaluation of their declared patents")
    antitrust: float = flag(
        1.0, "the antitrust authority proceeds against pools that are not cleared"
    )
    training: float = flag(1.0, "alliances train their members")
    warning: float = flag(1.0, "alliances warn their members of assertions")
    navigation: float = flag(
        1.0, "alliances guide their members' research by patent navigation reports"
    )
    promotion: float = flag(1.0, "alliances promote the standard at exhibitions")
    policy_information: float = flag(1.0, "alliances tell their members of public programmes")
    working_groups: float = flag(
        1.0, "working groups of alliances fit the standard to further products"
    )
    coordination: float = flag(
        1.0, "alliances coordinate the chain of makers that use the standard"
    )
    commitment: float = flag(
        1.0, "contributors are bound by pool terms that they accepted before the standard"
    )
    core: float = flag(1.0, "an alliance that relies on its core member ends with it")
    fighting_fund: float = flag(1.0, "members that are sued raise a fighting fund together")
    shadow: float = flag(
        1.0, "in talks a coalition reckons with one joint suit; without, with suits firm by firm"
    )
    cost_sharing: float = flag(1.0, "members sued by one holder share the cost of their defence")
    management: float = flag(1.0, "daily management makes more service of the running cost")
    liaison: float = flag(1.0, "outside liaison wins projects, deals and clients")
    compliance: float = flag(
        1.0, "pools enforce their licences; without, as few pay as pay a lone licensor"
    )
    promise: float = flag(
        1.0,
        "contributors judge a pool by the licence term to come; without, by this quarter's "
        "adoption, and who walked out stays out",
    )
    coverage: float = flag(
        1.0, "a licensor gets no more than its patents' share of what the standard is worth"
    )
    set_up: float = flag(1.0, "pools cost money to set up and to administer")
    sharing: float = flag(1.0, "pools share by patents or their value; without, equally")


class Mechanisms(Group):
    """The seven mechanisms by which an alliance runs (the paper, section 5.4): 0 turns off all
    switches of `PARTS`.
    """

    daily_management: float = flag(1.0, "daily management: more service of the same cost")
    pool_building: float = flag(
        1.0, "pool building: a pool is assembled, evaluated, cleared and kept together"
    )
    outside_liaison: float = flag(1.0, "outside liaison: projects, deals and clients from outside")
    licensing_and_sharing: float = flag(
        1.0, "licensing and sharing: licences are enforced, income is shared by contribution"
    )
    internal_disputes: float = flag(
        1.0, "internal disputes: mediation, norm of non-assertion, covenant"
    )
    overseas_risk: float = flag(1.0, "overseas risk: joint talks and defence, early warning")
    major_decisions: float = flag(
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
