"""Write docs/calibration.md: the facts of `targets/`, those that presets are set to meet and those
that they are only compared with, and what the model says of each.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.economy.world import World
from poolsim.model import PoolModel
from poolsim.scenario.scenario import load
from poolsim.simulation import stream
from poolsim.statistics.intervals import Floats, of_mean
from poolsim.statistics.openings import OPENINGS, stack_asked
from poolsim.study.declared.targets import Target, load_targets
from poolsim.study.measured import at_quarter

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


MEASURES: dict[str, Callable[[Sample], Floats]] = {
    "reduction": reduction,
    "best_royalty": best_royalty,
}


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


def page() -> str:
    """The whole page."""
    fitted, compared = "", ""
    for preset in PRESETS:
        known, sample = load_targets(preset), sampled(preset)
        fitted += "".join(row(target, sample) for target in known.targets)
        compared += "".join(row(target, sample) for target in known.compared)
    return HEAD + TARGETS + fitted + COMPARED + compared


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8", newline="\n")
