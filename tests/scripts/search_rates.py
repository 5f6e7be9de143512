"""How often the search errs, on candidates that are made up; prints the rates as JSON lines.

best: of `--candidates`, one is better than all others; how often it leads, how often it is among
those that are not called worse, and what share of the replicates of a full comparison was run.
equal: two are the best, alike but for noise of their own; how often neither is told from the other.
Luck that candidates share and noise of their own are exponential, so that nothing is normal.

    python tests/scripts/search_rates.py
"""

import argparse
import json
from collections.abc import Sequence

import numpy as np

from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.statistics.comparison import TOO_FEW, UNDECIDED
from poolsim.statistics.halving import Search, Standing

PROFIT = OUTCOMES[OUTCOME_INDEX["profit"]]
STEP = 0.15  # between two candidates, where a replicate has a deviation of 1


def searched(worth: Sequence[float], most: int, seed: int) -> list[Standing]:
    """A search of candidates with these true means."""
    rng = np.random.default_rng(seed)
    luck = rng.exponential(1.0, most)
    noise = rng.exponential(0.5, (len(worth), most))

    def do_all(places: list[int], first: int, size: int) -> list[np.ndarray]:
        span = slice(first, first + size)
        return [worth[place] + luck[span] + noise[place, span] for place in places]

    return Search(len(worth), PROFIT, do_all, most).run()


def apart(standings: list[Standing]) -> set[int]:
    """Candidates that the leader is told from."""
    open_ones = (UNDECIDED, TOO_FEW)
    return {one.candidate for one in standings if one.look and one.look.verdict not in open_ones}


def main(argv: list[str] | None = None) -> None:
    """Both cases."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--studies", type=int, default=2000)
    parser.add_argument("--candidates", type=int, default=12)
    parser.add_argument("--most", type=int, default=1024)
    options = parser.parse_args(argv)
    worth = [-STEP * place for place in range(options.candidates)]
    for case, means in (("best", worth), ("equal", [0.0, *worth[:-1]])):
        found = [searched(means, options.most, seed) for seed in range(options.studies)]
        best = {place for place, mean in enumerate(means) if mean == 0.0}
        full = options.candidates * options.most
        row = {
            "case": case,
            "studies": options.studies,
            "leads": float(np.mean([one[0].candidate in best for one in found])),
            "kept": float(np.mean([not (best & apart(one)) for one in found])),
            "run": float(np.mean([sum(each.replicates for each in one) for one in found]) / full),
        }
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
