"""How well a calibration finds the numbers of the model again, and how often its intervals cover
them; prints the rates as JSON lines.

Worlds of a preset are drawn from the ranges of three unknown numbers. Each of `--truths` further
worlds is taken for the real one: what its runs say of the facts is held against all others, once as
averages of the world and once as what a single run made happen. Worlds of a sample share their
luck, the true ones have another. Reported for each number: share of
the 50 and 95 % intervals that cover the true one, what they are narrowed to, the rank correlation
of medians with true ones, and the median share of accepted runs.

    python tests/scripts/calibration_rates.py
"""

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

from poolsim import run
from poolsim.statistics.posterior import Facts, Posterior, Sample, posterior
from poolsim.study.declared.read import with_settings
from poolsim.study.declared.study import Sampling, Study

RANGES = {
    "litigation.noise": [0.02, 0.6],
    "negotiation.surplus": [100.0, 250.0],
    "market.overhead": [0.55, 0.7],
}
ABOUT = ("demand_to_suit", "royalty_invited", "profit", "suits")
WIDTH = 0.25  # of the spread of a fact over all runs: its tolerance


def sampled(worlds: int, replicates: int, seed: int, folder: Path) -> Sample:
    """Runs of the preset in drawn worlds; seed: of the worlds and of the luck."""
    study = Study(
        name="drawn",
        scenarios=["cn_tv"],
        seed=seed,
        outcomes=list(ABOUT),
        uncertainties=RANGES,
        sampling=Sampling(points=worlds, seed=seed),
    )
    runs = run(with_settings(study, replicates=replicates), folder, quiet=True).table("runs")
    grouped = runs.groupby(list(RANGES), sort=False)
    world = grouped.ngroup().to_numpy()
    numbers = runs[list(RANGES)].iloc[np.unique(world, return_index=True)[1]].to_numpy(dtype=float)
    measured = runs[list(ABOUT)].to_numpy(dtype=float)
    return Sample("as it is", world, list(RANGES), numbers, measured, replicates)


def facts_of(values: np.ndarray, spread: np.ndarray, average: bool) -> Facts:
    """Facts with these values."""
    every = np.ones(len(values), dtype=bool)
    return Facts(ABOUT, values, WIDTH * spread, every & average, every)


def covers(known: Posterior, sample: Sample, truth: np.ndarray) -> dict[str, np.ndarray]:
    """Whether the intervals of each number hold the true one."""
    kept = np.repeat(sample.numbers, known.accepted, axis=0)
    found = {}
    for share in (50, 95):
        ends = np.quantile(kept, (0.5 - share / 200.0, 0.5 + share / 200.0), axis=0)
        found[f"covered_{share}"] = (ends[0] <= truth) & (truth <= ends[1])
    return found


def rates(sample: Sample, real: Sample, average: bool) -> None:
    """Hold every true world against the sample, and report."""
    spread = np.nanstd(sample.measured, axis=0)
    said = [_said(real, world, average) for world in range(len(real.numbers))]
    found: list[dict[str, Any]] = []
    nothing = 0
    for values, truth in zip(said, real.numbers, strict=True):
        known = posterior(sample, facts_of(values, spread, average))
        nothing += known.runs == 0
        if known.runs:
            numbers = {"truth": truth, "median": known.numbers["median"].to_numpy()}
            narrowed = {"narrowed": known.numbers["narrowed"].to_numpy(), "share": known.share}
            found.append({**numbers, **narrowed, **covers(known, sample, truth)})
    for place, address in enumerate(sample.addresses):
        column = {
            key: [np.ravel(one[key])[place] for one in found] for key in found[0] if key != "share"
        }
        report(
            facts="averages" if average else "once",
            number=address,
            truths=len(found),
            nothing_near=nothing,
            covered_50=float(np.mean(column["covered_50"])),
            covered_95=float(np.mean(column["covered_95"])),
            narrowed=float(np.median(column["narrowed"])),
            recovered=float(stats.spearmanr(column["truth"], column["median"])[0]),
            accepted=float(np.median([one["share"] for one in found])),
        )


def _said(real: Sample, world: int, average: bool) -> np.ndarray:
    """What a world says of the facts: the mean of its runs, or one of them, another luck each."""
    runs = real.measured[real.world == world]
    return np.nanmean(runs, axis=0) if average else runs[world % len(runs)]


def report(**row: Any) -> None:
    """One JSON object on a line."""
    print(json.dumps(row), flush=True)


def main(argv: list[str] | None = None) -> None:
    """Both kinds of facts."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--worlds", type=int, default=1000, help="worlds of the sample")
    parser.add_argument("--replicates", type=int, default=64, help="runs of each world")
    parser.add_argument("--truths", type=int, default=200, help="worlds taken for the real one")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        sample = sampled(options.worlds, options.replicates, 1, Path(folder) / "sample")
        real = sampled(options.truths, options.replicates, 2, Path(folder) / "real")
    for average in (True, False):
        rates(sample, real, average)


if __name__ == "__main__":
    main()
