"""Write docs/calibration.md: the facts of `targets/`, those that presets are set to meet and those
that they are only compared with, and what the model says of each; and facts that are a number of a
preset themselves.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from poolsim.economy.lives import ACTIVE, ACTIVE_SERVICE
from poolsim.economy.observe import ALIVE, FORMED, INVITED_SUITS, ROYALTY_OUTFLOW, SERVICE
from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.economy.world import World
from poolsim.model import PoolModel
from poolsim.scenario.movable import movable
from poolsim.scenario.scenario import Scenario, load
from poolsim.simulation import stream
from poolsim.statistics.intervals import Floats, of_mean
from poolsim.statistics.openings import OPENINGS, stack_asked
from poolsim.study.declared.targets import Target, load_targets
from poolsim.study.measured import at_quarter
from poolsim.study.stored.plan import without_alliances

REPLICATES = 200
PRESETS = ("cn_tv", "cn_medical", "cn_led", "mpeg2", "cn_avs", "cn_robot")  # as the page has them
FILE = Path(__file__).parent / "calibration.md"
HEAD = f"""# Calibration: what presets were set to meet, and what they were not

A preset may be moved towards a fact about prices, costs, sizes or suits. It may not be moved
towards what the paper concludes or an alliance says of itself, since that is what the model is
asked. The value is the mean of {REPLICATES} runs of the preset as it is, with its 95 % interval;
a fact is met where the mean lies in its range. What misses stays a row that says so. The facts
stand in `targets/`, where [poolsim calibrate](facts.md) reads them; the page is written by
`docs/calibrate.py`; keys of sources are those of `docs/sources.md`.
"""
TARGETS = """
## Targets

| preset | fact | range | source, firmness | model [95 %] | met | moved for it |
|---|---|---|---|---|---|---|
"""
COMPARED = """
## Compared, not fitted

No number was moved for these.

| preset | fact | range | source, firmness | model [95 %] | within |
|---|---|---|---|---|---|
"""
SET = """
## Set directly

Here the fact is the number, or the number follows from it by arithmetic, so that there is nothing
to measure.

| preset | fact | source, firmness | number |
|---|---|---|---|
"""
LEFT = """
Known and without a counterpart in the model: the awards of the first instance in Mindray against
Edan and the half of the cases that were withdrawn (a dispute has one award, and no plaintiff
withdraws), the first fee of MPEG-2, USD 4, and that of discs (a pool has one royalty throughout).
"""
YEARS_OF_SAVINGS = slice(13, 29)  # quarters of 2010 to 2013, the last four years as of 2014
BEFORE_FOUNDING = slice(1, 17)  # quarters of cn_medical before its alliance can be founded
CASES = 10.0  # in a dispute of cn_medical, which is a bundle
SIX_YEARS = 24  # quarters


class Direct(NamedTuple):
    """A fact that is a number of a preset: its words, source and firmness, and the address."""

    preset: str
    fact: str
    source: str
    firmness: str
    address: str


CONFIRMED, SECONDARY = "confirmed", "secondary"
FEUD, WAGES, TV_PRICES = "Mindray-v-Edan", "Shenzhen-wages-2017", "TV-export-prices-2007"
FEE_2005, SET_UP = "MPEG-2-decoder-royalty", "pool-set-up-cost"
EMPLOYEES = "to six employees, RMB 0.4 to 1.5 m a year with overhead"
DIRECT = (
    Direct(
        "cn_tv",
        "average export price, USD 61.2 for tubes and 320.39 for flat panels",
        TV_PRICES,
        f"{CONFIRMED}, the mix is assumed",
        "market.export_price",
    ),
    Direct("cn_tv", "gross profit about 10 % of it", TV_PRICES, CONFIRMED, "market.gross_margin"),
    Direct(
        "cn_tv",
        f"secretariat of two {EMPLOYEES}",
        WAGES,
        "derived",
        "alliances.ctu.structure.fixed_cost",
    ),
    Direct(
        "cn_medical",
        "claims of RMB 106 m in 24 cases: 44 m in a bundle of ten",
        FEUD,
        CONFIRMED,
        "disputes.damages_share",
    ),
    Direct(
        "cn_medical",
        "award over claim: RMB 28 m of 106 m",
        FEUD,
        CONFIRMED,
        "disputes.award_share",
    ),
    Direct(
        "cn_medical",
        "cost about met by the awards, RMB 28 m for 24 cases",
        FEUD,
        "a party's own view",
        "disputes.suit_cost",
    ),
    Direct(
        "cn_avs", "royalty of RMB 1 a device", "AVS-pool-terms", CONFIRMED, "alliances.avs.royalty"
    ),
    Direct(
        "cn_avs",
        "MPEG-2 at the time: USD 2.50 a device",
        FEE_2005,
        CONFIRMED,
        "standard.choke_royalty",
    ),
    Direct(
        "cn_avs",
        "national standard approved on 22 February 2006, in force on 1 March",
        "AVS-standard-2006",
        CONFIRMED,
        "standard.start",
    ),
    Direct(
        "cn_avs",
        "some 70 % of its technology expired or public: others own nothing of it",
        "AVS-technology-2005",
        SECONDARY,
        "standard.outside_essential",
    ),
    Direct(
        "cn_avs",
        f"secretariat of two {EMPLOYEES}",
        WAGES,
        "derived",
        "alliances.avs.structure.fixed_cost",
    ),
    Direct(
        "cn_robot",
        f"secretariat of two {EMPLOYEES}",
        WAGES,
        "derived",
        "alliances.robot.structure.fixed_cost",
    ),
    Direct(
        "cn_robot",
        "support of a single alliance, RMB 0.2 to 1 m as a rule",
        "assumption",
        "from memory",
        "policy.subsidy",
    ),
    Direct(
        "mpeg2",
        "decoder fee of USD 2.50 in the mid-2000s",
        FEE_2005,
        CONFIRMED,
        "alliances.pool.royalty",
    ),
    Direct(
        "mpeg2",
        "the administrator keeps 10 % of royalties",
        "MPEG-LA-administrator",
        SECONDARY,
        "alliances.pool.administrator",
    ),
    Direct(
        "mpeg2",
        "one licence for all, licensors included",
        "MPEG-LA-licence",
        SECONDARY,
        "alliances.pool.own_use",
    ),
    Direct("mpeg2", "setting a pool up takes USD 4.6 to 7.8 m", SET_UP, SECONDARY, "pool.set_up"),
    Direct("mpeg2", "and some two years", SET_UP, SECONDARY, "pool.set_up_quarters"),
)


class Sample(NamedTuple):
    """What a preset makes: the worlds before quarter 1, and series and outcomes of its runs."""

    preset: str
    worlds: list[World]
    series: Floats  # (runs, quarters + 1, series)
    outcomes: Floats  # (runs, outcomes)


def reduction(sample: Sample) -> Floats:
    """What firms invited pay less than the stack asked of a firm alone, share of it."""
    paid = sample.outcomes[:, OUTCOME_INDEX["royalty_invited"]]
    return 1.0 - paid / np.array([stack_asked(world) for world in sample.worlds])


def best_royalty(sample: Sample) -> Floats:
    """Royalty at which the pool earns most in a run, of whole RMB."""
    royalties = np.arange(8.0, 41.0)
    income = [
        runs_of(sample.preset, {"alliance.royalty": float(royalty)})[0] for royalty in royalties
    ]
    earned = np.stack([outcomes[:, OUTCOME_INDEX["pool_income"]] for outcomes in income])
    return royalties[np.argmax(earned, axis=0)]


def saved(sample: Sample) -> Floats:
    """Royalties that nobody paid for the alliance, RMB bn, against the same luck without one; of
    runs in which it was founded.
    """
    without = runs_in(without_alliances(load(sample.preset)))[1]
    spared = (without - sample.series)[:, YEARS_OF_SAVINGS, ROYALTY_OUTFLOW].sum(axis=1) / 1000.0
    return np.where(sample.outcomes[:, OUTCOME_INDEX["formed"]] > 0.0, spared, np.nan)


def cases(sample: Sample) -> Floats:
    """Cases between the firms invited before they could found an alliance."""
    return CASES * sample.series[:, BEFORE_FOUNDING, INVITED_SUITS].sum(axis=1)


def active(sample: Sample) -> Floats:
    """Whether it is alive and active six years after its founding; nan of a run that has not come
    so far.
    """
    formed = sample.series[:, :, FORMED] > 0.0
    last = formed.argmax(axis=1) + SIX_YEARS
    there = formed[:, -1] & (last < formed.shape[1])
    rows, at = np.arange(len(last)), np.minimum(last, formed.shape[1] - 1)
    recent = at[:, None] - np.arange(ACTIVE)
    service = sample.series[rows[:, None], recent, SERVICE].mean(axis=1)
    is_active = (service >= ACTIVE_SERVICE) & (sample.series[rows, at, ALIVE] > 0.0)
    return np.where(there, is_active, np.nan)


MEASURES: dict[str, Callable[[Sample], Floats]] = {
    "reduction": reduction,
    "best_royalty": best_royalty,
    "saved": saved,
    "cases": cases,
    "active": active,
}


def runs_of(preset: str, values: dict[str, float]) -> tuple[Floats, Floats]:
    """Outcomes (runs, outcomes) and series (runs, quarters + 1, series) of a preset."""
    return runs_in(load(preset).with_values(values))


def runs_in(scenario: Scenario) -> tuple[Floats, Floats]:
    """The same of a scenario."""
    blocks = list(stream(scenario.lower(), scenario.seed, REPLICATES, curves=True))
    return (
        np.concatenate([block.outcomes for block in blocks]),
        np.concatenate([block.series for block in blocks]),
    )


def sampled(preset: str) -> Sample:
    """The runs of a preset as it is."""
    worlds = [PoolModel(preset, replicate).world for replicate in range(REPLICATES)]
    outcomes, series = runs_of(preset, {})
    return Sample(preset, worlds, series, outcomes)


def values_of(target: Target, sample: Sample) -> Floats:
    """What the runs of a preset say of a fact, in its unit."""
    if target.measure:
        found = MEASURES[target.measure](sample)
    elif target.opening:
        found = np.array([OPENINGS[target.opening](world) for world in sample.worlds])
    elif target.series:
        found = at_quarter(sample.series, target)
    else:
        found = sample.outcomes[:, OUTCOME_INDEX[target.outcome]]
    return found[np.isfinite(found)] / target.per


def row(target: Target, sample: Sample) -> str:
    """One line of a table."""
    values = values_of(target, sample)
    mean, spread = float(values.mean()), float(values.std(ddof=1))
    low, high = (float(bound) for bound in of_mean(mean, spread, len(values)))
    span = f"{target.low:g} to {target.high:g}" if target.tolerance else f"{target.value:g}"
    met = "yes" if target.low <= mean <= target.high else "**no**"
    cells = [
        f"`{sample.preset}`",
        target.fact,
        span,
        f"`{target.source}`, {target.firmness}",
        f"{mean:.3g} [{low:.3g}, {high:.3g}]",
        met,
    ]
    if target.moved:
        cells.append(", ".join(f"`{address}`" for address in target.moved))
    return "| " + " | ".join(cells) + " |\n"


def direct_row(direct: Direct) -> str:
    """One line of the table of numbers that are facts."""
    (number,) = movable(load(direct.preset), only=[direct.address])
    unit = "" if number.step else f" {number.unit}"
    cells = [
        f"`{direct.preset}`",
        direct.fact,
        f"`{direct.source}`, {direct.firmness}",
        f"`{direct.address}` = {number.now:g}{unit}",
    ]
    return "| " + " | ".join(cells) + " |\n"


def page() -> str:
    """The whole page."""
    fitted, compared = "", ""
    for preset in PRESETS:
        known, sample = load_targets(preset), sampled(preset)
        fitted += "".join(row(target, sample) for target in known.targets)
        compared += "".join(row(target, sample) for target in known.compared)
    direct = "".join(map(direct_row, DIRECT))
    return HEAD + TARGETS + fitted + COMPARED + compared + SET + direct + LEFT


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8", newline="\n")
