"""How often the comparisons err, on studies of the model itself; prints the rates as JSON lines.

sequential: studies of one preset against itself with a seed of its own, so that every true
difference is zero, looked at again and again up to `--most` replicates; a study errs when it calls
anything better, worse, higher or lower. intervals: share of simulated studies whose 95 % interval
of a paired difference covers the true one. A study draws `--pairs` pairs of runs from a stock of
them, whose mean is the truth.

    python tests/scripts/error_rates.py
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.scenario.scenario import Scenario, load
from poolsim.simulation import stream
from poolsim.statistics.comparison import BETTER, HIGHER, LOWER, WORSE, spread
from poolsim.statistics.sequential import Difference

sys.path.insert(0, str(Path(__file__).parents[1]))

from in_memory import until  # noqa: E402

COMPARED = ("ssr_narrow", "members", "treasury", "legal_cost", "profit", "self_sufficient")
WRONG = {BETTER, WORSE, HIGHER, LOWER}
PRESET = "mpeg2"
UNDECIDED = {"membership.intensity": 2.0}  # else hardly a run differs in its members


def errors(studies: int, most: int, plain: bool = False) -> int:
    """Studies, of a design against itself with independent seeds, that find a difference."""
    scenario, found = load(PRESET).with_values(UNDECIDED), 0
    for study in range(studies):
        cells = {
            name: scenario.with_values({"seed": 2 * study + k})
            for k, name in enumerate(("one", "other"))
        }
        goals = [Difference("one", "other", name) for name in COMPARED]
        looks = until(cells, goals, most, plain=plain).looks
        found += any(look.verdict in WRONG for look in looks)
    return found


def stock(runs: int, plain: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes of pairs of runs under two pool royalties, same draws, formed under both."""
    first = load(PRESET).with_values(UNDECIDED)
    blocks = [
        _outcomes(scenario, runs, plain)
        for scenario in (first, first.with_values({"alliance.royalty": 10.0}))
    ]
    use = np.all([np.isfinite(block).all(axis=1) & (block[:, 0] > 0.0) for block in blocks], axis=0)
    return blocks[0][use], blocks[1][use]


def _outcomes(scenario: Scenario, runs: int, plain: bool) -> np.ndarray:
    return np.concatenate(
        [block.outcomes for block in stream(scenario.lower(), 7, runs, plain=plain)]
    )


def coverage(
    studies: int, pairs: int, before: np.ndarray, after: np.ndarray
) -> Iterator[tuple[str, float]]:
    """For each outcome, the share of studies whose 95 % interval covers the mean difference of the
    stock.
    """
    rng = np.random.default_rng(1)
    for name in COMPARED:
        k = OUTCOME_INDEX[name]
        gain, is_flag = after[:, k] - before[:, k], OUTCOMES[k].unit == "0 or 1"
        if not np.any(gain):
            continue
        covered = [
            _covers(rng.choice(gain, pairs), is_flag, float(gain.mean())) for _ in range(studies)
        ]
        yield name, float(np.mean(covered))


def _covers(gain: np.ndarray, is_flag: bool, truth: float) -> bool:
    centre, error, freedom = spread(gain, is_flag)
    return abs(centre - truth) <= stats.t.ppf(0.975, freedom) * error


def report(**row: Any) -> None:
    """One JSON object on a line."""
    print(json.dumps(row), flush=True)


def main(argv: list[str] | None = None) -> None:
    """Both checks."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--studies", type=int, default=400, help="sequential studies")
    parser.add_argument(
        "--most", type=int, default=512, help="replicates of a sequential study at most"
    )
    parser.add_argument(
        "--simulated", type=int, default=2000, help="simulated studies for the intervals"
    )
    parser.add_argument("--pairs", type=int, default=200, help="pairs of a simulated study")
    parser.add_argument("--stock", type=int, default=8192, help="pairs of runs to draw from")
    parser.add_argument(
        "--plain", action="store_true", help="run the agents under Mesa, uncompiled"
    )
    options = parser.parse_args(argv)
    for name, share in coverage(
        options.simulated, options.pairs, *stock(options.stock, options.plain)
    ):
        report(
            check="interval",
            outcome=name,
            studies=options.simulated,
            pairs=options.pairs,
            covered=share,
        )
    wrong = errors(options.studies, options.most, options.plain)
    report(check="sequential", studies=options.studies, most=options.most, wrong=wrong)


if __name__ == "__main__":
    main()
