"""How sure a choice is over worlds that nobody knows: regret, thresholds, worst cases, dominance,
and in how many worlds two alternatives change places.

Intervals are percentiles of a bootstrap that draws worlds, and luck that all worlds share, anew
(pigeonhole bootstrap; Owen 2007). A worst case has no interval over worlds: its interval allows for
luck alone, and `unseen` tells which share of the worlds may be worse.
"""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from poolsim.statistics.comparison import spread
from poolsim.statistics.intervals import CONFIDENCE, Floats, half_width, wilson
from poolsim.statistics.paired import SAME_TO, gains
from poolsim.statistics.worlds import Worlds

DRAWS = 400  # of the bootstrap
SEED = 2007  # of the bootstrap
HIGH_REGRET = 0.9  # quantile of regret
FIRST, SECOND, NEITHER = "first", "second", "none"  # orders of stochastic dominance
WHOLE, IN_PART, OPEN = "other way", "same way", "undecided"  # order of two alternatives in a world


def unseen(worlds: int) -> float:
    """Share of the worlds that may be worse than the worst of a sample of them, at 95 %: 1 -
    0.05^(1/worlds) (Wilks 1941). Limit: 95 % for one world.
    """
    return float(1.0 - (1.0 - CONFIDENCE) ** (1.0 / worlds))


def regrets(means: Floats) -> Floats:
    """What each alternative loses in each world against the best there (Savage 1951)."""
    return np.asarray(means.max(axis=0) - means)


def hurwicz(means: Floats, optimism: float) -> Floats:
    """optimism x best world + (1 - optimism) x worst world (Hurwicz 1951). Limit: maximin at 0."""
    best, worst = means.max(axis=1), means.min(axis=1)
    return np.asarray(optimism * best + (1.0 - optimism) * worst)


def dominance(one: Floats, other: Floats) -> str:
    """Order in which the distribution `one` dominates `other`, samples of one size: FIRST if no
    quantile is lower, SECOND if no mean of the lowest values is (Hadar and Russell 1969), else
    NEITHER. Equal samples do not dominate.
    """
    steps = gains(np.sort(one), np.sort(other), SAME_TO)
    if (steps >= 0.0).all():
        return FIRST if steps.any() else NEITHER
    sums = gains(np.cumsum(np.sort(one)), np.cumsum(np.sort(other)), SAME_TO)
    return SECOND if (sums >= 0.0).all() else NEITHER


class Draws(NamedTuple):
    """Means (draws, alternatives, worlds) of the bootstrap: worlds and luck drawn anew, or luck
    alone.
    """

    of_both: Floats
    of_luck: Floats


def draws_of(worlds: Worlds) -> Draws:
    """The draws of the bootstrap; luck that a draw leaves without the outcome keeps the mean."""
    rng = np.random.default_rng(SEED)
    there = np.isfinite(worlds.values).astype(float)
    known, means = np.where(there > 0.0, worlds.values, 0.0), worlds.means
    sizes, both, luck = worlds.values.shape[1:], [], []
    for _ in range(DRAWS):
        weight = np.bincount(rng.integers(sizes[1], size=sizes[1]), minlength=sizes[1])
        counts = there @ weight
        luck.append(np.where(counts > 0, known @ weight / np.maximum(counts, 1), means))
        both.append(luck[-1][:, rng.integers(sizes[0], size=sizes[0])])
    return Draws(np.array(both), np.array(luck))


def _ends(found: Floats) -> tuple[Floats, Floats]:
    outside = (1.0 - CONFIDENCE) / 2.0
    low, high = np.quantile(found, (outside, 1.0 - outside), axis=0)
    return low, high


class Measure(NamedTuple):
    """A number of each alternative: its column, how it is found of the means (alternatives,
    worlds), whether its interval holds over worlds, and whether it is a loss rather than an amount
    of the outcome.
    """

    column: str
    of: Callable[[Floats], Floats]
    over_worlds: bool
    is_loss: bool = False


def measures(optimism: float) -> list[Measure]:
    """What is told of every alternative but the share of worlds in which it passes."""
    return [
        Measure("mean", lambda means: np.asarray(means.mean(axis=1)), True),
        Measure("regret_mean", lambda means: np.asarray(regrets(means).mean(axis=1)), True, True),
        Measure(
            "regret_q90", lambda means: np.quantile(regrets(means), HIGH_REGRET, axis=1), True, True
        ),
        Measure("regret_max", lambda means: np.asarray(regrets(means).max(axis=1)), False, True),
        Measure("worst", lambda means: np.asarray(means.min(axis=1)), False),
        Measure("best", lambda means: np.asarray(means.max(axis=1)), False),
        Measure("hurwicz", lambda means: hurwicz(means, optimism), False),
    ]


def alternatives_table(
    worlds: Worlds, draws: Draws, threshold: float, optimism: float
) -> pd.DataFrame:
    """A row per alternative: mean, regret (mean, 90th percentile, largest), worst and best world,
    Hurwicz criterion, each with its interval (`_low`, `_high`); `passes`, the share of worlds whose
    mean is at least the threshold (Wilson), `open`, the share in which luck leaves that undecided.

    threshold: in the direction that is better. regret: of the outcome, in its unit.
    """
    table = pd.DataFrame({"alternative": worlds.names})
    for column, of, over_worlds, is_loss in measures(optimism):
        sign = 1 if is_loss else worlds.sign
        table[column] = sign * of(worlds.means) + 0.0  # no -0
        means = draws.of_both if over_worlds else draws.of_luck
        ends = _ends(sign * np.array([of(one) for one in means]) + 0.0)
        table[f"{column}_low"], table[f"{column}_high"] = ends
    passes = worlds.means >= threshold
    table["passes"] = passes.mean(axis=1)
    table["passes_low"], table["passes_high"] = wilson(passes.sum(axis=1), passes.shape[1])
    table["open"] = _undecided(worlds, threshold).mean(axis=1)
    return table.assign(worlds=passes.shape[1], unseen=unseen(passes.shape[1]))


def _undecided(worlds: Worlds, threshold: float) -> Floats:
    """Whether the 95 % interval of the mean in a world holds the threshold (Student)."""
    n = np.isfinite(worlds.values).sum(axis=2)
    error = _deviation(worlds.values) / np.sqrt(np.maximum(n, 1))
    half = half_width(error, np.maximum(n - 1, 1))
    return np.asarray(np.abs(worlds.means - threshold) <= np.where(n > 1, half, np.inf))


def _deviation(values: Floats) -> Floats:
    """Standard deviation over luck, 0 of a single run."""
    n = np.isfinite(values).sum(axis=2)
    off = values - np.nanmean(values, axis=2, keepdims=True)
    return np.asarray(np.sqrt(np.nansum(off * off, axis=2) / np.maximum(n - 1, 1)))


class Pair(NamedTuple):
    """Two alternatives, by their places; `ways`: how their order in each world compares with their
    order over all worlds: WHOLE, IN_PART or OPEN, where luck may explain either.
    """

    one: int
    other: int
    flips: Floats
    ways: list[str]


def pairs(worlds: Worlds) -> Iterator[Pair]:
    """Every pair of alternatives, the one with the better mean over all worlds first."""
    order = np.argsort(-worlds.means.mean(axis=1), kind="stable")
    for one, other in combinations(order.tolist(), 2):
        gain = gains(worlds.values[one], worlds.values[other], SAME_TO)
        yield Pair(one, other, _flips(gain), [_way(row[np.isfinite(row)]) for row in gain])


def _flips(gain: Floats) -> Floats:
    """Whether the mean paired difference of a world is below 0."""
    n = np.maximum(np.isfinite(gain).sum(axis=1), 1)
    return np.asarray(np.nansum(gain, axis=1) / n < 0.0)


def _way(gain: Floats) -> str:
    if len(gain) < 2:
        return OPEN
    seen = spread(gain, bool(np.isin(gain, (-1.0, 0.0, 1.0)).all()))
    half = float(half_width(seen.error, seen.freedom))
    if seen.centre - half > 0.0:
        return IN_PART
    return WHOLE if seen.centre + half < 0.0 else OPEN


def pairs_table(worlds: Worlds, draws: Draws) -> pd.DataFrame:
    """A row per pair, the better mean first: `difference` with its interval over worlds and luck;
    `flips`, the share of worlds in which the order of the means is the other way round, `firm`,
    that in which luck does not explain it (paired, 95 % in each world; Wilson interval),
    `undecided`; `dominates`, the order of stochastic dominance over worlds, `support`, the share of
    bootstrap draws in which it holds.
    """
    rows = []
    for pair in pairs(worlds):
        one, other, flips, ways = pair
        firm = ways.count(WHOLE)
        low, high = wilson(firm, len(ways))
        rows.append(
            {
                "alternative": worlds.names[one],
                "minus": worlds.names[other],
                **difference_over(worlds, draws, one, other),
                "flips": float(flips.mean()),
                "firm": firm / len(ways),
                "firm_low": float(low),
                "firm_high": float(high),
                "undecided": ways.count(OPEN) / len(ways),
                **_dominance(worlds, draws, one, other),
            }
        )
    return pd.DataFrame(rows)


def difference_over(worlds: Worlds, draws: Draws, one: int, other: int) -> dict[str, float]:
    """Difference of the means over worlds and luck of two alternatives, with its interval."""
    means, drawn = (
        worlds.sign * (found[..., one, :] - found[..., other, :]).mean(axis=-1) + 0.0
        for found in (worlds.means, draws.of_both)
    )
    low, high = _ends(drawn)
    return {"difference": float(means), "low": float(low), "high": float(high)}


def _dominance(worlds: Worlds, draws: Draws, one: int, other: int) -> dict[str, object]:
    found = dominance(worlds.means[one], worlds.means[other])
    holds = [found] if found == FIRST else [FIRST, SECOND] if found == SECOND else [NEITHER]
    held = [dominance(means[one], means[other]) in holds for means in draws.of_both]
    return {"dominates": found, "support": float(np.mean(held))}
