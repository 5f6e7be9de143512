"""Designs compared on the same draws: run by run, with the reader's margin, honest about how many
pairs are looked at.

A difference is called better only when its interval lies beyond the margin, equivalent only when it
lies inside. Verdicts hold together: their intervals are at 1 - 0.05 / (number of comparisons)
(Bonferroni), so that a table holds a wrong verdict in at most 5 % of studies.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from poolsim.economy.causes import CODES
from poolsim.economy.declarations import FLAG, Outcome
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.errors import ScenarioError
from poolsim.scenario.former import known_as
from poolsim.scenario.toml import meant, nearest
from poolsim.statistics.intervals import CONFIDENCE, Floats, half_width
from poolsim.statistics.matching import Row, cells_of, factors_of, matches
from poolsim.statistics.paired import PAIRED, SAME_TO, difference_of, gains
from poolsim.statistics.tables import OK

BETTER, WORSE, HIGHER, LOWER = "better", "worse", "higher", "lower"
EQUIVALENT, SAME, UNDECIDED = "equivalent", "the same in every run", "undecided"
TOO_FEW, FEW_WORLDS, FEW_REPLICATES = "too few pairs", "too few worlds", "too few replicates"
FEWEST = 10  # pairs for a verdict; of worlds and of replicates as many each, where both vary


class Spread(NamedTuple):
    """Centre, standard error and degrees of freedom of the interval of a mean difference."""

    centre: float
    error: float
    freedom: float


def compare_runs(
    runs: pd.DataFrame,
    by: str = "design",
    baseline: str | None = None,
    outcomes: Iterable[str] = PAIRED,
    margins: Mapping[str, float] | None = None,
    worlds: Iterable[str] = (),
) -> pd.DataFrame:
    """Paired differences between the values of a factor, a row per stratum (all other factors),
    pair and outcome.

    A factor that is idle on one side is compared at each value that it has on the other. runs:
    table of runs; baseline: value that all others are compared with, else every pair is; margins:
    outcome -> difference too small to matter, in its unit (0 where none is given: then nothing can
    be equivalent); worlds: labels that tell worlds apart, not strata: pairs are of one world, and
    intervals hold over worlds and luck. low, high: 95 % interval of the mean difference on its own;
    all_low, all_high: of all rows together, on which the verdict rests. beats, ties: share of
    worlds in which the value is better than (equal to) the other, higher where neither direction is
    better. effect: difference over the root mean variance of the runs. p, p_holm: of no difference,
    and corrected over all rows (Holm 1979). variance_ratio: gain of pairing. more: replicates still
    needed, on the numbers seen. Pairs are of replicates in which the outcome exists under both.
    Raises ScenarioError for what cannot be compared.
    """
    chosen, margins, worlds = list(outcomes), dict(margins or {}), list(worlds)
    refuse(runs, by, baseline, chosen, margins, worlds)
    cells, tables = cells_of(runs, worlds)
    keys = [*worlds, "seed", "replicate"]
    needed = list(dict.fromkeys([*keys, "status", *chosen]))
    indexed = [table[needed].set_index(keys) for table in tables]
    rows = [
        {**labels, by: str(cells.labels[second][by]), "minus": str(cells.labels[first][by]), **row}
        for first, second, labels in matches(cells, by, baseline)
        for row in _rows(indexed[first], indexed[second], chosen, margins, worlds)
    ]
    return _judged(pd.DataFrame(rows))


def refuse(
    runs: pd.DataFrame,
    by: str,
    baseline: str | None,
    chosen: list[str],
    margins: Mapping[str, float],
    worlds: Iterable[str],
) -> None:
    """Raise ScenarioError if a table of runs cannot answer the question, with everything that is
    wrong.
    """
    factors = [name for name in factors_of(runs) if name not in worlds]
    there = f"there are {', '.join(factors)}"
    if by in worlds:
        raise ScenarioError(
            [f"--by: '{by}' tells worlds apart, and nobody chooses among worlds; {there}"]
        )
    if by not in factors:
        raise ScenarioError([f"--by: no factor '{by}'{nearest(by, factors)}; {there}"])
    values = [str(value) for value in runs[by].dropna().unique()]
    only = f"only one {by}, '{values[0]}'" if values else f"{by} is idle in every run"
    messages = [] if len(values) > 1 else [f"--by: {only}: nothing to compare"]
    if not chosen:
        messages.append("--outcomes: none to compare")
    if baseline is not None and meant(baseline, values) is None:
        known = f"{nearest(baseline, values)}; there are {', '.join(values)}"
        messages.append(f"--baseline: no {by} '{baseline}'{known}")
    comparable = [outcome.name for outcome in OUTCOMES if outcome.name not in CODES]
    messages += [
        f"--outcomes: no outcome '{name}'{known_as(name, comparable)}"
        for name in chosen
        if name not in comparable
    ]
    messages += [
        f"--outcomes: '{name}' is given twice"
        for name in dict.fromkeys(chosen)
        if chosen.count(name) > 1
    ]
    messages += [
        f"--margin: '{name}' is not among the outcomes compared{known_as(name, chosen)}"
        for name in margins
        if name not in chosen
    ]
    messages += [
        f"--margin: that of '{name}' must be 0 or more"
        for name, margin in margins.items()
        if not 0.0 <= margin < np.inf
    ]
    if messages:
        raise ScenarioError(messages)


def _rows(
    before: pd.DataFrame,
    after: pd.DataFrame,
    chosen: list[str],
    margins: dict[str, float],
    worlds: list[str],
) -> Iterator[dict[str, object]]:
    common = before.index.intersection(after.index)
    before, after = before.loc[common], after.loc[common]
    done = ((before["status"] == OK) & (after["status"] == OK)).to_numpy()
    for name in chosen:
        outcome = OUTCOMES[OUTCOME_INDEX[name]]
        use = done & (before[name].notna() & after[name].notna()).to_numpy()
        crossed = crossing(common[use].to_frame(index=False), worlds) if worlds else None
        yield {
            "outcome": name,
            "unit": outcome.unit,
            "replicates": len(common),
            "failed": int((~done).sum()),
            "margin": margins.get(name, 0.0),
            "crossed": crossed is not None,
            **_difference(
                outcome, after[name].to_numpy()[use], before[name].to_numpy()[use], crossed
            ),
        }


class Crossing(NamedTuple):
    """World and luck of every pair, numbered, where pairs share both."""

    world: NDArray[np.intp]
    luck: NDArray[np.intp]

    @property
    def fewest(self) -> int:
        """Number of worlds or of lucks, whichever is smaller."""
        return min(len(np.unique(numbers)) for numbers in self)


def crossing(pairs: pd.DataFrame, worlds: list[str]) -> Crossing:
    """World and luck of pairs; columns that tell no worlds apart are luck."""
    luck = [name for name in pairs.columns if name not in worlds]
    grouped = (pairs.groupby(names, sort=False, dropna=False) for names in (worlds, luck))
    return Crossing(*(groups.ngroup().to_numpy() for groups in grouped))


def _difference(
    outcome: Outcome, after: Floats, before: Floats, crossed: Crossing | None
) -> dict[str, object]:
    found, gain = difference_of(after, before, SAME_TO), gains(after, before)
    seen, beats, ties = Spread(np.nan, np.nan, np.nan), np.nan, np.nan
    if found.pairs > 1:
        flags = outcome.unit == FLAG
        seen = spread(gain, flags) if crossed is None else crossed_spread(gain, crossed)
        signed = gain * (outcome.direction or 1)
        beats, ties = float((signed > 0.0).mean()), float((signed == 0.0).mean())
    return {
        "pairs": found.pairs,
        "mean": found.after,
        "mean_minus": found.before,
        "difference": found.mean,
        "sd": found.sd,
        **seen._asdict(),
        "lacking": lacking(found.pairs, crossed),
        "effect": found.effect,
        "beats": beats,
        "ties": ties,
        "variance_ratio": found.variance_ratio,
    }


def lacking(pairs: int, crossed: Crossing | None) -> str:
    """What is too little for a verdict, in words; nothing if there is enough."""
    if pairs < FEWEST:
        return TOO_FEW
    if crossed is None or crossed.fewest >= FEWEST:
        return ""
    return FEW_WORLDS if len(np.unique(crossed.world)) < FEWEST else FEW_REPLICATES


def spread(gain: Floats, is_flag: bool) -> Spread:
    """Mean and standard error sd / sqrt(n), n - 1 degrees of freedom (Student 1908).

    Differences of 0/1 outcomes: half a pair is added to each cell of the 2 x 2 table, and the limit
    is normal (Agresti and Min 2005), so that runs which never differ still leave an interval.
    """
    n = len(gain)
    if not is_flag:
        return Spread(float(gain.mean()), float(gain.std(ddof=1)) / np.sqrt(n), n - 1.0)
    total, differing = float(gain.sum()), float(np.abs(gain).sum()) + 1.0
    return Spread(
        total / (n + 2.0), np.sqrt(differing - total * total / (n + 2.0)) / (n + 2.0), np.inf
    )


def crossed_spread(gain: Floats, crossed: Crossing) -> Spread:
    """Mean and standard error of differences that share worlds, and luck, with others.

    V = V_worlds + V_luck - V_pairs, V_g = G / (G - 1) sum over g of (sum of deviations in g)^2 /
    n^2 (Cameron, Gelbach and Miller 2011), at least the larger of the first two; degrees of
    freedom: the smaller number of g, less 1.
    """
    n, off = len(gain), gain - gain.mean()
    parts = []
    for numbers in crossed:
        sums = np.bincount(numbers, weights=off)
        groups = len(np.unique(numbers))
        parts.append(groups / max(groups - 1, 1) * float((sums**2).sum()) / n**2)
    variance = max(sum(parts) - float((off**2).sum()) / n**2, *parts)
    return Spread(float(gain.mean()), float(np.sqrt(variance)), max(crossed.fewest - 1.0, 1.0))


def holm(p: Floats) -> Floats:
    """p values corrected for their number: the running largest of (m - k) p over p in rising order
    (Holm 1979).

    Rows without a p value (nan) do not count. Limit: of one p, itself.
    """
    corrected = np.full(len(p), np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    factors = np.arange(len(order), 0, -1)
    corrected[order] = np.minimum(np.maximum.accumulate(p[order] * factors), 1.0)
    return corrected


def _judged(table: pd.DataFrame) -> pd.DataFrame:
    """The table with intervals, corrected p values, verdicts and replicates still needed."""
    counted = int((table["lacking"] == "").sum())
    share = (1.0 - CONFIDENCE) / max(counted, 1)
    wide = half_width(table["error"], table["freedom"], share)
    half = half_width(table["error"], table["freedom"])
    bound = np.where(table["unit"] == FLAG, 1.0, np.inf)
    for name, width in (("", half), ("all_", wide)):
        table[f"{name}low"] = np.maximum(table["centre"] - width, -bound)
        table[f"{name}high"] = np.minimum(table["centre"] + width, bound)
    table["p"] = _p_value(table)
    table["p_holm"] = holm(table["p"].to_numpy())
    table["verdict"] = [_verdict(row) for row in table.to_dict("records")]
    z = float(stats.norm.ppf(1.0 - share / 2.0))
    table["more"] = [_more(row, z) for row in table.to_dict("records")]
    return table.drop(columns=["centre", "error", "freedom", "lacking", "crossed"])


def _p_value(table: pd.DataFrame) -> Floats:
    """Two-sided p of no difference; 1 where the runs never differ, 0 where they all differ by the
    same.
    """
    error, centre = table["error"].to_numpy(), table["centre"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where((error == 0.0) & (centre == 0.0), 0.0, np.abs(centre) / error)
    return np.asarray(2.0 * stats.t.sf(ratio, table["freedom"].to_numpy()))


def place(low: float, high: float, margin: float) -> str:
    """Where an interval lies: HIGHER or LOWER beyond the margin, EQUIVALENT within it, else
    UNDECIDED.

    With no margin nothing is equivalent, as no number of runs shows a difference to be exactly 0.
    """
    if low > margin:
        return HIGHER
    if high < -margin:
        return LOWER
    return EQUIVALENT if margin > 0.0 and low >= -margin and high <= margin else UNDECIDED


def worded(found: str, direction: int) -> str:
    """HIGHER and LOWER as better or worse, by the outcome's declared direction."""
    if direction == 0 or found not in (HIGHER, LOWER):
        return found
    return BETTER if (found == HIGHER) == (direction > 0) else WORSE


def _verdict(row: Row) -> str:
    if row["lacking"]:
        return str(row["lacking"])
    if row["ties"] == 1.0:
        return SAME
    found = place(row["all_low"], row["all_high"], row["margin"])
    return worded(found, OUTCOMES[OUTCOME_INDEX[row["outcome"]]].direction)


def _more(row: Row, z: float) -> float:
    """Replicates until the interval would clear the margin, were mean and spread as seen: (z sd /
    distance)^2.
    """
    if row["lacking"] or row["crossed"]:  # worlds may be what is wanting
        return np.nan
    if row["verdict"] != UNDECIDED:
        return 0.0
    distance = abs(abs(row["difference"]) - row["margin"])
    if distance == 0.0:
        return np.inf
    pairs = (z * row["sd"] / distance) ** 2
    return max(float(np.ceil((pairs - row["pairs"]) * row["replicates"] / row["pairs"])), 1.0)
