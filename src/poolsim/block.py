"""Blocks: consecutive replicates and their results."""

from dataclasses import dataclass, field

import numpy as np

BLOCK = 64  # replicates; part of the definition of a result, sums are formed block by block


@dataclass
class Block:
    """Results of consecutive replicates.

    first: index of the first; outcomes: (runs, outcomes), nan where a run failed; series: (runs,
    quarters + 1, series) if curves were asked for; failures: replicate -> why it failed.
    """

    first: int
    outcomes: np.ndarray
    series: np.ndarray | None = None
    failures: dict[int, str] = field(default_factory=dict)
