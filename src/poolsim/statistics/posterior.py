"""Which numbers agree with facts: approximate Bayesian computation by rejection (Pritchard et al.
1999) over runs that are there.

Every run is a draw of the numbers of its world, evenly from the sample, and of luck. Those that
come within the tolerance of every fact are a sample of what is believed after the facts.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from poolsim.statistics.intervals import CONFIDENCE, Floats, half_width, of_mean, quantiles

Bools = NDArray[np.bool_]
Counts = NDArray[np.int64]

ENDS = ((1.0 - CONFIDENCE) / 2.0, (1.0 + CONFIDENCE) / 2.0)
SHUFFLES = 199
SEED = 1999
ROUNDING = 1e-9  # tolerances that a number may be beyond, as 0.3 - 0.2 is below 0.1

NUMBERS = [
    "address",
    "prior_low",
    "prior_median",
    "prior_high",
    "low",
    "median",
    "high",
    "narrowed",
    "chance",
]


class Sample(NamedTuple):
    """Runs of one alternative. world: of each run, from 0; numbers: (worlds, addresses), of those
    that vary; measured: (runs, facts), nan where a run has no such number; lucks: replicates, which
    all worlds share.
    """

    name: str
    world: Counts
    addresses: list[str]
    numbers: Floats
    measured: Floats
    lucks: int


class Facts(NamedTuple):
    """Facts in words, their values and tolerances, whether each is an average over many cases, and
    whether runs must agree with it to be accepted.
    """

    words: Sequence[str]
    values: Floats
    tolerances: Floats
    average: Bools
    used: Bools


class Posterior(NamedTuple):
    """What is known after the facts. accepted: runs of each world; share of all runs, its interval
    over worlds; effective: worlds of equal weight that would tell as much; distance: largest
    distance of each run from a fact used, in tolerances, inf where it has no such number.
    """

    accepted: Counts
    share: float
    low: float
    high: float
    effective: float
    distance: Floats
    numbers: pd.DataFrame
    facts: pd.DataFrame
    together: pd.DataFrame

    @property
    def runs(self) -> int:
        """Accepted runs."""
        return int(self.accepted.sum())


def posterior(sample: Sample, facts: Facts, within: float = 1.0) -> Posterior:
    """The runs whose largest distance from a fact used, |number - value| / tolerance, is at most
    `within`; of a fact that is an average the number of a run is the mean of its world.
    """
    measured = _averaged(sample, facts.average)
    apart = _apart(measured, facts)
    distance = apart[:, facts.used].max(axis=1, initial=0.0)
    near = distance <= within + ROUNDING
    worlds = len(sample.numbers)
    runs = np.bincount(sample.world, minlength=worlds)
    accepted = np.bincount(sample.world[near], minlength=worlds)
    share, low, high = _share(accepted, runs)
    kept = float((accepted**2).sum())
    return Posterior(
        accepted,
        share,
        low,
        high,
        accepted.sum() ** 2 / kept if kept else 0.0,
        distance,
        numbers_table(sample, accepted, runs),
        facts_table(measured, apart <= within + ROUNDING, near, facts).assign(luck=_luck(sample)),
        pairs_table(sample, accepted),
    )


def _averaged(sample: Sample, average: Bools) -> Floats:
    """Numbers of runs; of facts that are averages those of their worlds, over the runs with any."""
    found = sample.measured.copy()
    if average.any():
        table = pd.DataFrame(found[:, average])
        found[:, average] = table.groupby(sample.world).transform("mean").to_numpy()
    return found


def _luck(sample: Sample) -> Floats:
    """Half width of the 95 % interval that luck leaves of the mean of a world, as in the median
    world; nan of a single replicate.
    """
    grouped = pd.DataFrame(sample.measured).groupby(sample.world)
    error = half_width(grouped.sem(), np.maximum(grouped.count() - 1, 1))
    return np.asarray(pd.DataFrame(error).median().to_numpy())


def _apart(measured: Floats, facts: Facts) -> Floats:
    """Distances from facts in tolerances; inf where there is no number."""
    gaps = np.abs(measured - facts.values)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.where(gaps == 0.0, 0.0, gaps / facts.tolerances)
    return np.where(np.isnan(gaps), np.inf, apart)


def _share(accepted: Counts, runs: Counts) -> tuple[float, float, float]:
    """Share of the runs that are accepted, with its interval over worlds."""
    share = float(accepted.sum() / runs.sum())
    spread = float(np.std((accepted - share * runs) / runs.mean(), ddof=1))
    low, high = of_mean(share, spread, len(runs))
    return share, max(float(low), 0.0), min(float(high), 1.0)


def numbers_table(sample: Sample, accepted: Counts, runs: Counts) -> pd.DataFrame:
    """A row per number: median and 95 % interval over all runs (`prior_`) and over those accepted,
    `narrowed`, the width of the second interval over that of the first, and `chance`, the p value
    of a distribution that far from that of all runs among shuffled worlds (Kolmogorov-Smirnov
    distance). nan where nothing is accepted.
    """
    rows = []
    for place, address in enumerate(sample.addresses):
        values = sample.numbers[:, place]
        before, after = (
            _quantiles(np.repeat(values, counts), *ENDS) for counts in (runs, accepted)
        )
        width = before[2] - before[0]
        rows.append(
            {
                "address": address,
                **dict(zip(NUMBERS[1:7], (*before, *after), strict=True)),
                "narrowed": (after[2] - after[0]) / width if width > 0.0 else np.nan,
                "chance": _chance(values, accepted, runs),
            }
        )
    return pd.DataFrame(rows, columns=NUMBERS)


def _quantiles(values: Floats, low: float, high: float) -> tuple[float, float, float]:
    """A low quantile, the median and a high one; nan of none."""
    first, middle, last = (end.item() for end in quantiles(values[:, None], (low, 0.5, high)))
    return first, middle, last


def _chance(values: Floats, accepted: Counts, runs: Counts) -> float:
    """(1 + as far) / (1 + shuffles) (Phipson and Smyth 2010); nan where nothing is accepted."""
    if not accepted.any():
        return np.nan
    order = np.argsort(values, kind="stable")
    last = np.append(np.diff(values[order]) > 0.0, True)
    before = np.cumsum(runs[order])[last] / runs.sum()
    rng = np.random.default_rng(SEED)

    def far(counts: Counts) -> float:
        after = np.cumsum(counts[order])[last] / counts.sum()
        return float(np.abs(after - before).max())

    found = far(accepted) - ROUNDING
    as_far = sum(far(rng.permutation(accepted)) >= found for _ in range(SHUFFLES))
    return (1.0 + as_far) / (1.0 + SHUFFLES)


def facts_table(measured: Floats, meets: Bools, near: Bools, facts: Facts) -> pd.DataFrame:
    """A row per fact: median and 5 and 95 % quantiles over all runs and over those accepted, and
    the share of each that agrees with this fact alone; `posterior` adds `luck`, the half width
    that luck leaves of the mean of a world.
    """
    rows = []
    for place, fact in enumerate(facts.words):
        every = measured[:, place]
        row = {
            "fact": fact,
            "value": facts.values[place],
            "tolerance": facts.tolerances[place],
            "used": bool(facts.used[place]),
        }
        for prefix, chosen in (("", np.ones(len(near), dtype=bool)), ("accepted_", near)):
            ends = _quantiles(every[chosen], 0.05, 0.95)
            named = zip(("q05", "median", "q95"), ends, strict=True)
            row |= {f"{prefix}{name}": end for name, end in named}
            row[f"{prefix}agree"] = float(meets[chosen, place].mean()) if chosen.any() else np.nan
        rows.append(row)
    return pd.DataFrame(rows)


def pairs_table(sample: Sample, accepted: Counts) -> pd.DataFrame:
    """A row per pair of numbers: rank correlation over the accepted runs, the strongest first; of
    such a pair the facts know a combination better than either number. Empty for fewer than three
    accepted worlds.
    """
    columns = ["address", "with", "correlation"]
    names, kept = sample.addresses, np.repeat(sample.numbers, accepted, axis=0)
    if (accepted > 0).sum() < 3 or len(names) < 2:
        return pd.DataFrame(columns=columns)
    ranks = stats.rankdata(kept, axis=0)
    with np.errstate(invalid="ignore"):
        found = np.corrcoef(ranks, rowvar=False)
    rows = [
        (names[one], names[other], float(found[one, other]))
        for one in range(len(names))
        for other in range(one + 1, len(names))
    ]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values("correlation", key=np.abs, ascending=False, kind="stable")
