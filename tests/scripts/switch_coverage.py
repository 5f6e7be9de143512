"""How often the interval of a switch value covers the true one, on made-up outcomes whose crossing
is known; prints the rates as JSON lines.

A case draws a true value, a steepness and a present value at random. Share: a run has the outcome
with a chance that rises, or falls, through one half at the true value. Threshold: every run has its
own, spread about the true value. Mean: a normal outcome whose mean crosses the threshold. All meet
the same luck at every value, as runs of the model do.

    python tests/scripts/switch_coverage.py
"""

import argparse
import json
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from scipy.special import expit

from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.statistics.intervals import Floats
from poolsim.statistics.switching import Asked, Search, Span, Trial

KINDS = ("share", "threshold", "mean")
MOST = 256
OF_KIND = {"share": "self_sufficient", "threshold": "self_sufficient", "mean": "ssr_narrow_life"}


class Case(NamedTuple):
    """A curve: where it crosses, how steeply, whether it rises, and the luck of its runs."""

    kind: str
    truth: float
    steep: float
    rises: bool
    luck: Floats
    threshold: float

    def draw(self, value: float, first: int, size: int) -> Floats:
        """The outcome of some runs at a value."""
        away = (value - self.truth) * (1.0 if self.rises else -1.0)
        luck = self.luck[first : first + size]
        if self.kind == "share":
            return (luck < expit(self.steep * away)).astype(float)
        if self.kind == "threshold":
            return (away > (luck - 0.5) / self.steep).astype(float)
        return self.threshold + self.steep * away + 2.0 * np.sqrt(12.0) * (luck - 0.5)


def cases(kind: str, many: int, seed: int = 1) -> Iterator[tuple[Case, float]]:
    """Cases, each with its present value."""
    rng = np.random.default_rng(seed)
    for _ in range(many):
        truth, steep = rng.uniform(0.15, 0.85), np.exp(rng.uniform(np.log(4.0), np.log(60.0)))
        yield (
            Case(kind, truth, steep, bool(rng.integers(2)), rng.random(MOST), 0.5),
            float(rng.choice([0.0, 1.0, rng.uniform()])),
        )


def covered(case: Case, now: float) -> bool | None:
    """Whether the interval holds the true value; None where runs tell of no crossing."""
    outcome = OUTCOMES[OUTCOME_INDEX[OF_KIND[case.kind]]]
    asked = Asked(outcome, case.threshold, MOST)
    here = Trial(case.draw, asked, now).decided()
    if here.side == 0:
        return None
    found = Search(case.draw, asked, Span(0.0, 1.0), here).crossings()
    return any(one.low <= case.truth <= one.high for one in found) if found else None


def rates(
    kind: str, many: int, of: Callable[[Case, float], bool | None] = covered
) -> dict[str, float]:
    """Cases with an interval, and the share of them in which it covers."""
    found = [one for case, now in cases(kind, many) if (one := of(case, now)) is not None]
    return {"intervals": len(found), "covered": float(np.mean(found))}


def main(argv: list[str] | None = None) -> None:
    """All kinds of outcomes."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cases", type=int, default=2000, help="cases of each kind")
    options = parser.parse_args(argv)
    for kind in KINDS:
        print(
            json.dumps({"kind": kind, "cases": options.cases, **rates(kind, options.cases)}),
            flush=True,
        )


if __name__ == "__main__":
    main()
