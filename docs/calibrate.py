"""Write docs/calibration.md: the facts that presets are set to meet, those that they are only
compared with, and what the model says of each.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from poolsim.economy.observe import SERIES_INDEX
from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.economy.world import World
from poolsim.model import PoolModel
from poolsim.scenario.scenario import load
from poolsim.simulation import stream
from poolsim.statistics.intervals import Floats, of_mean

REPLICATES = 200
DOLLAR = 7.6  # RMB, 2007
YEAR = 4.0  # quarters
FILE = Path(__file__).parent / "calibration.md"
HEAD = f"""# Calibration: what presets were set to meet, and what they were not

A preset may be moved towards a fact about prices, costs, sizes or suits. It may not be moved
towards what the paper concludes or an alliance says of itself, since that is what the model is
asked. The value is the mean of {REPLICATES} runs of the preset as it is, with its 95 % interval;
a fact is met where the mean lies in its range. What misses stays a row that says so. The page is
written by `docs/calibrate.py`; keys of sources are those of `docs/sources.md`.
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


class Sample(NamedTuple):
    """What a preset makes: the worlds before quarter 1, and series and outcomes of its runs."""

    preset: str
    worlds: list[World]
    series: Floats  # (runs, quarters + 1, series)
    outcomes: Floats  # (runs, outcomes)


class Fact(NamedTuple):
    """A fact about a preset's alliance or sector: in words, its range, where it is from and how
    firm, what the model has for it run by run, and what was moved for it (nothing: compared only).
    """

    preset: str
    words: str
    low: float
    high: float
    source: str
    firmness: str
    value: Callable[[Sample], Floats]
    moved: tuple[str, ...] = ()


def outcome(name: str, scale: float = 1.0) -> Callable[[Sample], Floats]:
    """An outcome of every run, scaled."""
    return lambda sample: scale * sample.outcomes[:, OUTCOME_INDEX[name]]


def at(name: str, quarter: int) -> Callable[[Sample], Floats]:
    """A series of every run in a quarter."""
    return lambda sample: sample.series[:, quarter, SERIES_INDEX[name]]


def opening(number: Callable[[World], float]) -> Callable[[Sample], Floats]:
    """A number of every world before quarter 1."""
    return lambda sample: np.array([number(world) for world in sample.worlds])


def exports(world: World) -> float:
    """Exports, m units a year."""
    return YEAR * sum(firm.export_sales for firm in world.firms)


def profit_a_set(world: World) -> float:
    """Profit after overhead and R&D, USD a unit."""
    profit = sum(firm.gross_profit - firm.overhead - firm.rd for firm in world.firms)
    units = sum(firm.home_sales + firm.export_sales for firm in world.firms)
    return profit / units / DOLLAR


def stack_asked(world: World) -> float:
    """Sum of the royalties that holders ask of a firm alone, USD a unit."""
    return world.sector.lone_stack / DOLLAR


def largest_sales(world: World) -> float:
    """Sales of the largest firm, RMB bn a year."""
    return YEAR / 1000.0 * max(firm.sales_value(world.sector) for firm in world.firms)


def share_exported(world: World) -> float:
    """Exports over all sales, by units."""
    sold = sum(firm.home_sales + firm.export_sales for firm in world.firms)
    return sum(firm.export_sales for firm in world.firms) / sold


def complaints_a_year(sample: Sample) -> Floats:
    """Complaints of holders to the trade commission, a year of the horizon."""
    quarters = sample.series.shape[1] - 1
    return outcome("suits_337", YEAR / quarters)(sample)


def after(name: str, quarters: int) -> Callable[[Sample], Floats]:
    """A series so many quarters after the founding, of runs in which it was founded in time."""

    def value(sample: Sample) -> Floats:
        formed = sample.series[:, :, SERIES_INDEX["formed"]] > 0.0
        later = np.argmax(formed, axis=1) + quarters
        rows = np.flatnonzero(formed[:, -1] & (later < formed.shape[1]))
        return sample.series[rows, later[rows], SERIES_INDEX[name]]

    return value


def reduction(sample: Sample) -> Floats:
    """What firms invited pay less than the stack asked of a firm alone, share of it."""
    paid = sample.outcomes[:, OUTCOME_INDEX["royalty_invited"]]
    return 1.0 - paid / (DOLLAR * opening(stack_asked)(sample))


def best_royalty(sample: Sample) -> Floats:
    """Royalty at which the pool earns most in a run, of whole RMB."""
    royalties = np.arange(8.0, 41.0)
    income = [
        runs_of(sample.preset, {"alliance.royalty": float(royalty)})[0] for royalty in royalties
    ]
    earned = np.stack([outcomes[:, OUTCOME_INDEX["pool_income"]] for outcomes in income])
    return royalties[np.argmax(earned, axis=0)]


def runs_of(preset: str, values: dict[str, float]) -> tuple[Floats, Floats]:
    """Outcomes (runs, outcomes) and series (runs, quarters + 1, series) of a preset."""
    scenario = load(preset).with_values(values)
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


PAPER = ("paper", "confirmed")
TV_SIZES = ("firms.core.export_median", "firms.fringe.export_median")
FACTS = (
    Fact(
        "cn_tv",
        "sets exported to the United States in 2006, m",
        12.8,
        16.0,
        "TV-exports-2006",
        "confirmed, estimates differ",
        opening(exports),
        TV_SIZES,
    ),
    Fact(
        "cn_tv",
        "profit on a set, USD",
        2.0,
        3.0,
        "TV-export-profit-2006",
        "secondary",
        opening(profit_a_set),
        ("market.overhead",),
    ),
    Fact(
        "cn_tv",
        "sum of the royalties claimed, USD a set",
        21.0,
        25.0,
        "TV-royalty-claims-2006",
        "confirmed",
        opening(stack_asked),
        ("negotiation.surplus",),
    ),
    Fact(
        "cn_tv",
        "share of demands that end in a suit",
        0.1,
        0.5,
        "licence-approaches",
        "confirmed for the United States",
        outcome("demand_to_suit"),
        ("litigation.noise", "holders.atsc.court_royalty"),
    ),
    Fact(
        "cn_medical",
        "sales of the largest maker in 2015, RMB bn",
        9.0,
        11.0,
        "Mindray-sales-2015",
        "confirmed",
        opening(largest_sales),
        ("firms.lead.home_median", "firms.lead.export_median"),
    ),
    Fact(
        "cn_medical",
        "length of a dispute that is fought on, years",
        0.9,
        5.5,
        "Mindray-v-Edan",
        "confirmed for the longest",
        outcome("suit_duration", 1.0 / YEAR),
        ("disputes.court_time",),
    ),
    Fact(
        "cn_led",
        "complaints to the trade commission a year",
        0.1,
        1.0,
        "337-cases-on-China",
        "secondary",
        complaints_a_year,
        ("assertion.campaign",),
    ),
    Fact(
        "cn_led",
        "share of sales that is exported",
        0.5,
        0.8,
        "LED-exports-2014",
        "secondary",
        opening(share_exported),
        ("firms.core.export_median", "firms.small.export_median"),
    ),
    Fact(
        "mpeg2",
        "royalty with the highest income of the pool: USD 2.50 charged, RMB 19 +- a quarter",
        14.25,
        23.75,
        "MPEG-2-decoder-royalty",
        "confirmed",
        best_royalty,
        ("pool.readiness",),
    ),
    Fact(
        "cn_tv",
        "exits a member and year: one of ten in ten years",
        0.002,
        0.03,
        *PAPER,
        outcome("churn", YEAR),
    ),
    Fact(
        "cn_tv",
        "reduction of the sum claimed, as the alliance tells it",
        0.51,
        1.0,
        "TV-royalty-claims-2006",
        "a party's own claim",
        reduction,
    ),
    Fact(
        "cn_medical",
        "members two years after the founding by 14",
        11.0,
        11.0,
        *PAPER,
        after("members", 9),
    ),
    Fact("cn_avs", "exists twelve years after its founding", 1.0, 1.0, *PAPER, after("alive", 48)),
    Fact(
        "cn_robot",
        "quarter of the founding: end of 2015, after the guide",
        12.0,
        12.0,
        *PAPER,
        outcome("founded"),
    ),
    Fact("cn_led", "members in 2017", 31.0, 31.0, *PAPER, at("members", 28)),
)


def row(fact: Fact, sample: Sample) -> str:
    """One line of a table."""
    values = fact.value(sample)
    values = values[np.isfinite(values)]
    mean, spread = float(values.mean()), float(values.std(ddof=1))
    low, high = (float(bound) for bound in of_mean(mean, spread, len(values)))
    span = f"{fact.low:g}" if fact.low == fact.high else f"{fact.low:g} to {fact.high:g}"
    met = "yes" if fact.low <= mean <= fact.high else "**no**"
    cells = [
        f"`{fact.preset}`",
        fact.words,
        span,
        f"`{fact.source}`, {fact.firmness}",
        f"{mean:.3g} [{low:.3g}, {high:.3g}]",
        met,
    ]
    if fact.moved:
        cells.append(", ".join(f"`{address}`" for address in fact.moved))
    return "| " + " | ".join(cells) + " |\n"


def page() -> str:
    """The whole page."""
    samples = {preset: sampled(preset) for preset in {fact.preset: None for fact in FACTS}}
    lines = [(fact, row(fact, samples[fact.preset])) for fact in FACTS]
    targets = "".join(line for fact, line in lines if fact.moved)
    compared = "".join(line for fact, line in lines if not fact.moved)
    return HEAD + TARGETS + targets + COMPARED + compared


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8", newline="\n")
