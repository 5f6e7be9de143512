"""Write docs/validation.md: what every mechanism does, the paired effect of its switch on a named
outcome in a named preset, beside its sign in theory.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.scenario.scenario import load
from poolsim.simulation import stream
from poolsim.statistics.paired import PairedDifference, difference_of

REPLICATES = 200
FILE = Path(__file__).parent / "validation.md"
HEAD = f"""# Validation: every mechanism against its placebo

Each mechanism has a switch. The table shows what switching it on changes: the mean paired
difference *on minus off* of a named outcome in a named preset over {REPLICATES} replicates that
share their luck, with its 95 % interval, and the sign that theory predicts. Off means bit for bit
as if the mechanism's code were not there (`tests/model/test_switches.py`). The page is written by
`docs/validate.py`; `tests/validation` derives every fourth row again.

| switch | preset, with | outcome (unit) | theory | predicted | on - off [95 %] | as predicted |
|---|---|---|---|---|---|---|
"""


class Mechanism(NamedTuple):
    """A switch of a group, where its effect is looked for, and the sign that theory predicts for
    switching it on.
    """

    switch: str
    preset: str
    values: Mapping[str, Any]
    outcome: str
    sign: int
    theory: str
    group: str = "switches"


BY_MECHANISM = "mechanisms"
COOPERATIVE = {"alliance.structure": "cooperative"}
UNAIDED = {"switches.levy": 0.0}  # members do not step in where money is short
OPEN = {**COOPERATIVE, "alliance.admission": 0.0}
# Stakes of a few suits' cost.
MEDIATED = {"alliance.mediates": 1.0, "disputes.damages_share": 0.008}
SOCIAL_GROUP = {
    **UNAIDED,
    "alliance.structure": "social_group",
    "alliance.grant": 0.3,
    "alliance.warning": 0.0,
}
FUNDED = {
    **UNAIDED,
    "alliance.structure": "social_group",
    "alliance.endowment": 2.0,
    "alliance.fund": 0.3,
}
VOTING = {
    **UNAIDED,
    "alliance.structure": "social_group",
    "alliance.endowment": 2.0,
    "alliance.votes_dues": 1.0,
}
CONTRIBUTING = {
    **UNAIDED,
    **COOPERATIVE,
    "structure.host_share": 0.0,
    "alliance.projects": 0.0,
    "alliance.voluntary": 1.0,
    "alliance.endowment": 1.0,
}
COVENANT = {"alliance.covenant": 1.0}
NORM = {"alliance.non_assertion": 1.0, "alliance.assertion_fine": 1.0, "alliance.expulsion": 1.0}
NOT_CLEARED = {"alliance.external_evaluator": 0.0}
# A pool that makes capital hardly worth putting in.
THIN = {"quarters": 20.0, "standard.potential": 3.0, "alliance.royalty": 0.7}
RICH = {"alliance.endowment": 200.0}  # an investor that pays for services over the horizon
TRAINED = {**RICH, "alliance.training": 1.0, "alliance.warning": 0.0}
WARNED = {**RICH, "alliance.warning": 1.0}
GUIDED, DEFENDED = {**RICH, "alliance.navigation": 1.0}, {"alliance.fighting_fund": 1.0}
BOLD = {"litigation.optimism": 0.8}  # many cases are tried
SHARED = {**BOLD, "litigation.cost_sharing": 1.0}
# Nothing but bargaining decides the royalty.
TALKS = {"negotiation.package": 1.0, "switches.litigation": 0.0}
GROUPS = {**RICH, "alliance.working_groups": 1.0}
# An alliance that is founded and lives without its pool as well.
POOLED = {"alliance.pool": 1.0, "standard.potential": 60.0, "firms.core.essential_patents": 2.0}
BY_WORTH = {"alliance.sharing": 2.0, "switches.pool_stability": 0.0}
LATE = {"standard.start": 5.0}
SCATTERED = {"standard.outside_essential": 32.0, "standard.outside_owners": 4.0}
# A pool that pays less than licensing alone.
CHEAP = {"alliance.commitment": 1.0, "alliance.royalty": 2.0}
IDLE = {"alliance.promotion": 1.0}  # exhibitions of a standard that nobody licenses
# Members whose view of it changes.
WAVERING = {"alliance.core": 1.0, "membership.intensity": 1.0, "membership.fickleness": 5.0}
SHOWS = {**RICH, "alliance.promotion": 1.0, "quarters": 24}  # while the standard still spreads

MECHANISMS = (
    Mechanism("research", "cn_tv", {}, "patents", 1, "R&D yields filings"),
    Mechanism(
        "adoption", "cn_tv", POOLED, "pool_income", 1, "licence income grows with the standard"
    ),
    Mechanism(
        "membership",
        "cn_tv",
        OPEN,
        "members",
        1,
        "outsiders join while the benefit exceeds its cost",
    ),
    Mechanism(
        "foresight_money", "cn_robot", {}, "formed", -1, "who foresees too little money stays out"
    ),
    Mechanism("bands", "cn_tv", {}, "churn", -1, "sunk costs widen the band of inaction"),
    Mechanism(
        "governance",
        "cn_tv",
        IDLE,
        "ssr_narrow",
        1,
        "members do not pay for what serves none of them",
    ),
    Mechanism("assertion", "cn_tv", {}, "royalty_outflow", 1, "holders that assert are paid"),
    Mechanism(
        "negotiation", "cn_tv", TALKS, "royalty_invited", -1, "a coalition has countervailing power"
    ),
    Mechanism(
        "litigation", "cn_tv", {"learning.first_belief": 0.0}, "legal_cost", 1, "hold-outs are sued"
    ),
    Mechanism(
        "exclusion", "cn_tv", BOLD, "exclusion", 1, "losers are kept out of the export market"
    ),
    Mechanism("stake", "cn_tv", {}, "trials", -1, "who can lose a market settles"),
    Mechanism("campaigns", "cn_led", {}, "demands", 1, "holders complain of all exporters at once"),
    Mechanism("foresight", "cn_tv", {}, "suits", 1, "who can settle later refuses more"),
    Mechanism("expiry", "cn_tv", {}, "royalty_outflow", -1, "a licence has to be asked for again"),
    Mechanism("ageing", "cn_tv", {}, "royalty_outflow", -1, "expired patents earn nothing"),
    Mechanism(
        "lump_spread", "cn_tv", {}, "export_price", 1, "a settlement is a cost of what it clears"
    ),
    Mechanism("disputes", "cn_tv", {}, "invited_suits", 1, "rivals notice infringements"),
    Mechanism("mediation", "cn_tv", MEDIATED, "invited_suits", -1, "mediation contracts optimism"),
    Mechanism(
        "licensing",
        "cn_tv",
        POOLED,
        "ssr_narrow",
        1,
        "the administrator keeps a share of royalties",
    ),
    Mechanism("grants", "cn_tv", SOCIAL_GROUP, "lifetime", 1, "grants bear part of the cost"),
    Mechanism("projects", "cn_tv", {}, "ssr_service", 1, "clients pay for projects"),
    Mechanism(
        "levy",
        "cn_tv",
        {},
        "lifetime",
        1,
        "members save the alliance that is worth it to them",
    ),
    Mechanism("host", "cn_tv", {**COOPERATIVE, **UNAIDED}, "service", 1, "the host's staff serves"),
    Mechanism(
        "threshold",
        "mpeg2",
        {**THIN, "membership.refund": 0.0},
        "formed",
        -1,
        "founders fear to be left alone",
    ),
    Mechanism(
        "waiting",
        "mpeg2",
        THIN,
        "formed",
        -1,
        "capital waits until it is worth the option given up",
    ),
    Mechanism(
        "subsidy", "cn_robot", {"alliance.fund": 0.0}, "formed", 1, "a subsidy induces foundings"
    ),
    Mechanism(
        "admission",
        "cn_tv",
        COOPERATIVE,
        "members",
        -1,
        "a closed alliance takes nobody in",
    ),
    Mechanism("providers", "cn_robot", {}, "formed", 1, "who wins custom founds, and hosts"),
    Mechanism(
        "learning",
        "cn_tv",
        COOPERATIVE,
        "margin_exit_median",
        -1,
        "members find out that they could ride free",
    ),
    Mechanism(
        "voluntary",
        "cn_tv",
        CONTRIBUTING,
        "service",
        1,
        "the largest beneficiary pays for the service",
    ),
    Mechanism(
        "databases",
        "cn_tv",
        {"alliance.database_fee": 0.005},
        "ssr_narrow",
        1,
        "users pay for access",
    ),
    Mechanism(
        "brokerage",
        "cn_tv",
        {"alliance.brokerage": 0.1},
        "ssr_narrow",
        1,
        "the broker keeps a tenth",
    ),
    Mechanism(
        "custody",
        "cn_tv",
        {"alliance.custody": 0.2},
        "ssr_narrow",
        1,
        "operation takes a share of returns",
    ),
    Mechanism(
        "paid_services",
        "cn_tv",
        {"alliance.paid_services": 0.2},
        "ssr_narrow",
        1,
        "outside clients pay",
    ),
    Mechanism(
        "demand",
        "cn_led",
        {"alliance.database_fee": 0.02},
        "ssr_narrow",
        -1,
        "users leave what costs more than it is worth to them",
    ),
    Mechanism("delivery", "cn_tv", {}, "ssr_narrow", -1, "what is sold costs its delivery"),
    Mechanism("fund", "cn_tv", FUNDED, "lifetime", 1, "an investor bears part of the cost"),
    Mechanism(
        "dues_vote",
        "cn_tv",
        VOTING,
        "lifetime",
        1,
        "members pay for a service worth its cost to them",
    ),
    Mechanism(
        "attrition",
        "cn_tv",
        {},
        "legal_cost",
        -1,
        "who gives in before judgment spares the rest of the cost",
    ),
    Mechanism(
        "counter_assertion", "cn_tv", {}, "disputes", -1, "who would be sued back does not sue"
    ),
    Mechanism(
        "covenant", "cn_tv", COVENANT, "disputes", -1, "pooled patents deter, members keep peace"
    ),
    Mechanism(
        "non_assertion",
        "cn_tv",
        NORM,
        "invited_suits",
        -1,
        "fine and expulsion make restraint pay",
    ),
    Mechanism(
        "pool_stability",
        "mpeg2",
        {},
        "ssr_narrow_life",
        1,
        "who compares the pool with licensing alone stays for a smaller share",
    ),
    Mechanism("promise", "mpeg2", LATE, "lifetime", 1, "nobody leaves because users come later"),
    Mechanism(
        "coverage", "mpeg2", SCATTERED, "pool_income", -1, "others' patents take their share"
    ),
    Mechanism("set_up", "mpeg2", {}, "ssr_narrow", -1, "licences have to be administered"),
    Mechanism("evaluation", "mpeg2", {}, "legal_cost", 1, "owners pay the evaluator"),
    Mechanism(
        "antitrust", "mpeg2", NOT_CLEARED, "lifetime", -1, "a pool that is not cleared is ended"
    ),
    Mechanism(
        "training", "cn_tv", TRAINED, "royalty_invited", -1, "trained members bargain better"
    ),
    Mechanism("warning", "cn_tv", WARNED, "royalty_invited", -1, "warned members design around"),
    Mechanism("navigation", "cn_tv", GUIDED, "patents", 1, "reports guide research"),
    Mechanism("promotion", "mpeg2", SHOWS, "adoption", 1, "exhibitions win adopters"),
    Mechanism(
        "fighting_fund",
        "cn_tv",
        DEFENDED,
        "royalty_invited",
        -1,
        "a fund weakens the holder's case",
    ),
    Mechanism("shadow", "cn_tv", {}, "royalty_invited", -1, "a joint suit costs a unit less"),
    Mechanism("cost_sharing", "cn_tv", SHARED, "legal_cost", -1, "one defence instead of many"),
    Mechanism(
        "experience",
        "cn_tv",
        {"learning.first_belief": 0.0},
        "formed",
        1,
        "threats teach what it is worth",
    ),
    Mechanism(
        "reaction",
        "cn_tv",
        {},
        "formed",
        -1,
        "what all firms save is passed on to buyers",
    ),
    Mechanism("realised", "cn_led", {}, "members", -1, "who hoped for more than came leaves"),
    Mechanism("management", "cn_led", UNAIDED, "service", 1, "the same money serves more"),
    Mechanism("liaison", "cn_tv", {}, "ssr_service", 1, "more projects and clients from outside"),
    Mechanism(
        "compliance", "cn_tv", POOLED, "pool_income", 1, "licensees that are audited report more"
    ),
    Mechanism(
        "sharing",
        "mpeg2",
        BY_WORTH,
        "pool_income",
        1,
        "who brings more value stays for a like share",
    ),
    Mechanism(
        "policy_information", "cn_led", {}, "members", 1, "firms join to hear of public money"
    ),
    Mechanism(
        "working_groups",
        "mpeg2",
        GROUPS,
        "pool_income",
        1,
        "a standard for more products is licensed more",
    ),
    Mechanism(
        "coordination",
        "cn_avs",
        {"quarters": 24},
        "adoption",
        1,
        "a coordinated chain spreads the standard",
    ),
    Mechanism(
        "commitment",
        "mpeg2",
        CHEAP,
        "pool_income",
        1,
        "who is bound does not walk out",
    ),
    Mechanism(
        "core",
        "cn_led",
        WAVERING,
        "lifetime",
        -1,
        "an alliance that relies on one firm ends with it",
    ),
    Mechanism(
        "daily_management",
        "cn_led",
        UNAIDED,
        "service",
        1,
        "the same money serves more",
        BY_MECHANISM,
    ),
    Mechanism(
        "pool_building",
        "cn_tv",
        POOLED,
        "ssr_narrow",
        1,
        "without a pool nothing is licensed",
        BY_MECHANISM,
    ),
    Mechanism(
        "outside_liaison", "cn_tv", {}, "ssr_service", 1, "more projects and clients", BY_MECHANISM
    ),
    Mechanism(
        "licensing_and_sharing",
        "cn_tv",
        POOLED,
        "pool_income",
        1,
        "audited licensees pay",
        BY_MECHANISM,
    ),
    Mechanism(
        "internal_disputes",
        "cn_medical",
        {},
        "legal_cost",
        -1,
        "mediated disputes are settled",
        BY_MECHANISM,
    ),
    Mechanism(
        "overseas_risk",
        "cn_tv",
        {},
        "royalty_invited",
        -1,
        "a coalition bargains and warns",
        BY_MECHANISM,
    ),
    Mechanism(
        "major_decisions",
        "cn_tv",
        IDLE,
        "ssr_narrow",
        1,
        "members do not pay for what serves none of them",
        BY_MECHANISM,
    ),
)


def outcomes_of(mechanism: Mechanism, on: float, replicates: int, **options: Any) -> np.ndarray:
    """The outcome of every replicate, (replicates,), with the switch on (1) or off (0)."""
    values = {**mechanism.values, f"{mechanism.group}.{mechanism.switch}": on}
    scenario = load(mechanism.preset).with_values(values)
    blocks = stream(scenario.lower(), scenario.seed, replicates, **options)
    return np.concatenate([block.outcomes[:, OUTCOME_INDEX[mechanism.outcome]] for block in blocks])


def effect(mechanism: Mechanism, replicates: int = REPLICATES) -> PairedDifference:
    """What switching the mechanism on changes, replicates sharing their luck."""
    on, off = (outcomes_of(mechanism, value, replicates) for value in (1.0, 0.0))
    return difference_of(on, off)


def as_predicted(mechanism: Mechanism, found: PairedDifference) -> bool:
    """Whether the interval lies on the side of zero that theory predicts."""
    return found.low > 0.0 if mechanism.sign > 0 else found.high < 0.0


def row(mechanism: Mechanism, found: PairedDifference) -> str:
    """One line of the table."""
    values = ", ".join(f"`{key}` = {value}" for key, value in mechanism.values.items())
    where = f"`{mechanism.preset}`" + (f", {values}" if values else "")
    numbers = f"{found.mean:.4g} [{found.low:.4g}, {found.high:.4g}]"
    verdict = "yes" if as_predicted(mechanism, found) else "**no**"
    sign = "+" if mechanism.sign > 0 else "-"
    unit = OUTCOMES[OUTCOME_INDEX[mechanism.outcome]].unit
    outcome = f"{mechanism.outcome} ({unit})"
    named = f"`{mechanism.group}.{mechanism.switch}`"
    return (
        f"| {named} | {where} | {outcome} | {mechanism.theory} | {sign} | {numbers} | {verdict} |\n"
    )


def page() -> str:
    """The whole page."""
    return HEAD + "".join(row(mechanism, effect(mechanism)) for mechanism in MECHANISMS)


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8", newline="\n")
