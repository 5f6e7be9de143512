"""Write docs/finding.md: what of the paper's finding follows from what members and others decide,
and what from an assumption.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from poolsim.economy.existence import MADE_OF, existing
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.scenario.scenario import Scenario, load
from poolsim.simulation import stream
from poolsim.statistics.intervals import Floats, wilson
from poolsim.statistics.paired import PairedDifference, difference_of
from poolsim.study.stored.plan import without_alliances

REPLICATES = 200
PAIRS = 400
LOW, HIGH = 0.35, 0.9  # mandates
FILE = Path(__file__).parent / "finding.md"
HEAD = f"""# What follows from behaviour, what from an assumption

Liu, Gui and Ran (2018) find the five alliances defensive, free of charge and unable to feed
themselves. In the model:

* **That they do not feed themselves follows, in four of five, from what they have to sell.** No
  design, structure or first belief of the main study makes `cn_tv`, `cn_medical`, `cn_robot` or
  `cn_led` earn their programme on the market. Users, sellers and clients buy less the dearer it is,
  and what sells best covers a part of the cost. What would turn this is a market, not a rule.
* **AVS is the exception, and it hangs on who pays.** As a social group it feeds itself as long as
  the contributors to its pool pay the pool's royalty on their own products, as licensors of
  MPEG-2 did. Where they are exempt it does not. How many licences must be administered, and for
  how much, moves the share most; nobody has published either.
* **That they live on members, hosts and government follows from decisions.** Members vote a levy
  while membership is worth it to them, and let the alliance go when it is not: `cn_tv` ends some
  quarters after its holders' patents have expired. Without levies and hosts `cn_medical` is not
  even founded.
* **That a company asks all its founders is an assumption, and it decides whether `cn_tv` is
  founded.** Some of the ten have nothing to fear from holders and nothing to gain. In fact ten of
  thirteen that had signed an intent became founders.
* **That licensing pools abroad feed themselves follows from essential patents of a standard that
  sells**, with contributors paying or not, and not from being foreign: given to the other sector,
  patents and design take the result along (`tests/model/test_nationality.py`).

Each row below is a preset with one thing changed, over {REPLICATES} runs that share their luck;
alive, fed and money are of the runs founded. Kind: a *behaviour* switched off, an *assumption*
about a number nobody knows, a *lever* of those who run the alliance. The page is written by
`docs/finding.py`.
"""
TABLE = """
| preset | changed | kind | founded | alive | feeds itself [95 %] | member money, RMB m |
|---|---|---|---|---|---|---|
"""
MANDATE = f"""
## What a larger mandate changes

With a fighting fund to back it, a mandate of {HIGH:g} in place of {LOW:g} lowers the royalty of the
firms invited to `cn_tv` some {{times:.0f}} times as much as without one. Mean paired differences,
{HIGH:g} less {LOW:g}, over {PAIRS} pairs with their 95 % intervals, and the mean at {LOW:g}; what
only an alliance has is over the pairs in which both were founded. *Half found it*: the founding
share is .5; *fund*: `alliance.fighting_fund` is 1 too. What a fund holds is not recorded.

| outcome | unit | as it is | half found it | half found it, fund |
|---|---|---|---|---|
"""
WORTH = f"""
## What an alliance is worth, and to whom

To its country each of the six is worth more than it costs, that of the robots next to nothing. Who
gains is another question: what the firms invited to `cn_tv` save goes on to buyers, and on costs of
firms that stay in the market for it; `mpeg2` pays its licensors, and makers and buyers at home pay
for that. Mean paired differences in RMB m per quarter, as it is less without the alliance, over
{REPLICATES} pairs, founded or not, with their 95 % intervals. A firm invited: what it earns after
all that it pays. Consumers, the country, all concerned: `consumer_surplus`, `welfare_national` and
`welfare_global` ([odd.md](odd.md)); money within the country cancels out, grants too.

| preset | a firm invited | consumers at home | the country | all concerned |
|---|---|---|---|---|
"""
BEHAVIOUR, ASSUMPTION, LEVER = "behaviour", "assumption", "lever"


class Variant(NamedTuple):
    """A preset with something changed, in words, and whether that is a behaviour switched off, a
    number nobody knows, or a lever.
    """

    preset: str
    words: str
    kind: str
    values: Mapping[str, Any]


VARIANTS = (
    Variant("cn_tv", "as it is", "", {}),
    Variant("cn_tv", "royalties do not react in the market", BEHAVIOUR, {"switches.reaction": 0.0}),
    Variant("cn_tv", "members vote no levies", BEHAVIOUR, {"switches.levy": 0.0}),
    Variant("cn_tv", "holders' patents never expire", ASSUMPTION, {"switches.ageing": 0.0}),
    Variant(
        "cn_tv",
        "three in four of the invited found it",
        ASSUMPTION,
        {"structure.founding_share": 0.75},
    ),
    Variant("cn_tv", "as a cooperative", LEVER, {"alliance.structure": "cooperative"}),
    Variant("cn_medical", "as it is", "", {}),
    Variant("cn_medical", "members vote no levies", BEHAVIOUR, {"switches.levy": 0.0}),
    Variant("cn_medical", "nobody hosts", LEVER, {"structure.host_share": 0.0}),
    Variant(
        "cn_medical",
        "no levies, nobody hosts",
        LEVER,
        {"switches.levy": 0.0, "structure.host_share": 0.0},
    ),
    Variant("cn_avs", "as it is", "", {}),
    Variant("cn_avs", "contributors pay the pool nothing", LEVER, {"alliance.own_use": 0.0}),
    Variant(
        "cn_avs", "a licence costs RMB 80,000 a year", ASSUMPTION, {"pool.licensee_cost": 0.02}
    ),
    Variant(
        "cn_avs", "the secretariat costs twice as much", ASSUMPTION, {"structure.fixed_cost": 0.4}
    ),
    Variant("cn_avs", "half the installed base", ASSUMPTION, {"standard.potential": 30.0}),
    Variant("cn_avs", "no first belief", ASSUMPTION, {"learning.first_belief": 0.0}),
    Variant("cn_robot", "as it is", "", {}),
    Variant("cn_robot", "no subsidy", LEVER, {"policy.subsidy": 0.0}),
    Variant("cn_robot", "no foresight of money", BEHAVIOUR, {"switches.foresight_money": 0.0}),
    Variant("cn_robot", "a subsidy of RMB 3 m", LEVER, {"policy.subsidy": 3.0}),
    Variant("cn_led", "as it is", "", {}),
    Variant("cn_led", "members vote no levies", BEHAVIOUR, {"switches.levy": 0.0}),
    Variant("cn_led", "nobody hosts", LEVER, {"structure.host_share": 0.0}),
    Variant(
        "cn_led",
        "users value databases twice as much",
        ASSUMPTION,
        {"services.database_value": 0.008},
    ),
    Variant(
        "cn_led", "a database fee of RMB 4,000 a quarter", LEVER, {"alliance.database_fee": 0.004}
    ),
    Variant("mpeg2", "as it is", "", {}),
    Variant("mpeg2", "contributors pay the pool nothing", LEVER, {"alliance.own_use": 0.0}),
    Variant("mpeg2", "no pool", LEVER, {"alliance.pool": 0.0}),
    Variant(
        "mpeg2",
        "as many essential patents outside as inside",
        ASSUMPTION,
        {"standard.outside_essential": 32.0},
    ),
)

HALF = {"structure.founding_share": 0.5}
BACKED = ({}, HALF, {**HALF, "alliance.fighting_fund": 1.0})  # what stands behind a mandate
OF_MANDATES = {
    "royalty_invited": "royalties and settlements of the firms invited",
    "royalty_outflow": "royalties and settlements of all firms",
    "suits": "suits of holders against all firms",
    "legal_cost_invited": "legal cost of the firms invited",
    "exclusion": "exclusion of all firms",
    "member_money": "member money",
    "service": "service",
}
GAINING = ("cash_flow_invited", "consumer_surplus", "welfare_national", "welfare_global")
Mandates = list[tuple[Floats, Floats]]  # outcomes at the high and at the low one


def outcomes_of(preset: str, values: Mapping[str, Any], replicates: int) -> Floats:
    """Outcomes of every run, (runs, outcomes)."""
    return runs_of(load(preset).with_values(dict(values)), replicates)


def runs_of(scenario: Scenario, replicates: int) -> Floats:
    """Outcomes of every run of a scenario, (runs, outcomes)."""
    blocks = stream(scenario.lower(), scenario.seed, replicates)
    return np.concatenate([block.outcomes for block in blocks])


def row(variant: Variant) -> str:
    """One line of the table."""
    found = outcomes_of(variant.preset, variant.values, REPLICATES)
    formed = found[found[:, OUTCOME_INDEX["formed"]] > 0.0]
    share = len(formed) / len(found)
    cells = [f"`{variant.preset}`", variant.words, variant.kind, f"{share:.2f}"]
    if len(formed) == 0:
        cells += ["", "", ""]
    else:
        fed = formed[:, OUTCOME_INDEX["self_sufficient"]]
        low, high = (float(end) for end in wilson(fed.sum(), len(fed)))
        alive = formed[:, OUTCOME_INDEX["alive"]].mean()
        money = formed[:, OUTCOME_INDEX["member_money"]].mean()
        cells += [f"{alive:.2f}", f"{fed.mean():.2f} [{low:.2f}, {high:.2f}]", f"{money:.1f}"]
    return "| " + " | ".join(cells) + " |\n"


def of_mandates() -> Mandates:
    """Runs at both mandates, for everything that may stand behind them."""
    high, low = (
        [outcomes_of("cn_tv", {**behind, "structure.mandate": mandate}, PAIRS) for behind in BACKED]
        for mandate in (HIGH, LOW)
    )
    return list(zip(high, low, strict=True))


def times(found: Mandates) -> float:
    """How many times as much a mandate lowers the royalty with a fund as without."""
    at = OUTCOME_INDEX["royalty_invited"]
    without, with_fund = (float((high - low)[:, at].mean()) for high, low in found[1:])
    return with_fund / without


def figure(value: float) -> str:
    """A number with three digits, or whole."""
    return f"{value:.3g}" if abs(value) < 100.0 else f"{value:,.0f}"


def mandate_row(name: str, found: Mandates) -> str:
    """What the mandate does to an outcome."""
    outcome, at = OUTCOMES[OUTCOME_INDEX[name]], OUTCOME_INDEX[name]
    cells = [OF_MANDATES[name], outcome.unit]
    for sides in found:
        deciding = ([runs[:, OUTCOME_INDEX[made]] for made in MADE_OF] for runs in sides)
        both = np.logical_and(*(existing(outcome.runs, *pair) for pair in deciding))
        gain = difference_of(*(runs[both, at] for runs in sides))
        cells.append(f"{said(gain)} of {figure(gain.before)}")
    return "| " + " | ".join(cells) + " |\n"


def said(gain: PairedDifference) -> str:
    """A mean difference and its interval."""
    return f"{figure(gain.mean)} [{figure(gain.low)}, {figure(gain.high)}]"


def worth_row(preset: str) -> str:
    """What an alliance is worth to those concerned."""
    scenario = load(preset)
    sides = [runs_of(one, REPLICATES) for one in (scenario, without_alliances(scenario))]
    at = [OUTCOME_INDEX[name] for name in GAINING]
    gains = (difference_of(*(runs[:, column] for runs in sides)) for column in at)
    return f"| `{preset}` | {' | '.join(map(said, gains))} |\n"


def page() -> str:
    """The whole page."""
    found = of_mandates()
    mandates = "".join(mandate_row(name, found) for name in OF_MANDATES)
    variants = "".join(row(variant) for variant in VARIANTS)
    worth = "".join(map(worth_row, dict.fromkeys(variant.preset for variant in VARIANTS)))
    with_mandates = MANDATE.format(times=times(found)) + mandates
    return HEAD + TABLE + variants + with_mandates + WORTH + worth


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8", newline="\n")
