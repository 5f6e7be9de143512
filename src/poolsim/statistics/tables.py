"""The table of runs: a row per run."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from poolsim.block import Block
from poolsim.economy.causes import CODES, NEVER_FORMED
from poolsim.economy.existence import MADE_OF, existing
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.statistics.intervals import Floats

OK, FAILED = "ok", "failed"
NAMES = [outcome.name for outcome in OUTCOMES]
UNKNOWN = "an outcome is not finite"
SAID = {"cause": "cause_of_end", "refusal": "why_refused"}  # columns of codes in words


def reasons_of(blocks: Iterable[Block]) -> list[str]:
    """Why each run of some blocks failed; nothing for one with a finite number everywhere."""
    return [
        block.failures.get(run, "" if fine else UNKNOWN)
        for block in blocks
        for run, fine in enumerate(np.isfinite(block.outcomes).all(axis=1).tolist(), block.first)
    ]


def masked(outcomes: Floats, names: Sequence[str]) -> Floats:
    """Outcomes along the last axis as tables show them: nan where they do not exist, which in a
    run with any that is not finite, a failed one, is everywhere.

    names: of the outcomes, `MADE_OF` among them.
    """
    found = outcomes.copy()
    formed, alive = (outcomes[..., names.index(name)] for name in MADE_OF)
    for k, name in enumerate(names):
        runs = OUTCOMES[OUTCOME_INDEX[name]].runs
        found[..., k][~existing(runs, formed, alive)] = np.nan
    found[~np.isfinite(outcomes).all(axis=-1)] = np.nan
    return found


def runs_columns(
    outcomes: Floats, names: Sequence[str], reasons: Sequence[str], seed: int, replicates: ArrayLike
) -> dict[str, NDArray[np.generic]]:
    """Columns of the table of runs: replicate, seed, status, the last line of why a run failed,
    outcomes, cause of end and reason of a failed attempt in words.

    outcomes: (runs, outcomes), `masked`; names: of the outcomes.
    """
    lines = {reason: reason.strip().rpartition("\n")[2].strip() for reason in set(reasons)}
    why = np.array([lines[reason] for reason in reasons], dtype=object)
    good = why == ""
    columns: dict[str, NDArray[np.generic]] = {
        "replicate": np.asarray(replicates),
        "seed": np.full(len(why), seed),
        "status": np.where(good, OK, FAILED),
        "reason": why,
    }
    columns |= {name: np.ascontiguousarray(outcomes[:, k]) for k, name in enumerate(names)}
    for code in (one for one in CODES if one in names):
        said = np.array([*CODES[code], ""], dtype=object)
        codes = np.nan_to_num(outcomes[:, names.index(code)], nan=NEVER_FORMED)
        columns[SAID[code]] = said[np.where(good, codes, len(said) - 1).astype(int)]
    return columns
