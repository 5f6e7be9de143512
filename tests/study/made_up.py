"""Runs that are made up, for tests of sweeps: the tables on disk are tested without the model."""

from collections.abc import Callable
from typing import Any

import numpy as np

from poolsim.block import Block
from poolsim.economy.causes import CODES
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES


class MadeUp:
    """Stands in for the simulation: outcomes from the address of a run; counts what it ran."""

    def __init__(self) -> None:
        self.ran: list[tuple[float, float, int]] = []
        self.broken, self.shift = -1, 0.0

    def runner_of(
        self, plain: bool = False, curves: bool = False, announce: Any = None
    ) -> Callable[..., Any]:
        return lambda cell, seed: lambda first, size: self.block(cell, seed, first, size)

    def block(self, cell: Any, seed: int, first: int, size: int) -> Block:
        dues, intensity = cell.alliances[1]["dues"], cell.terms.membership.intensity
        outcomes = (
            np.array(
                [
                    np.random.default_rng([seed, run]).normal(1.0, 0.3, len(OUTCOMES))
                    for run in range(first, first + size)
                ]
            )
            * (1.0 + dues)
            + intensity
            + self.shift
        )
        for code, said in CODES.items():
            outcomes[:, OUTCOME_INDEX[code]] = np.arange(first, first + size) % len(said)
        self.ran += [(dues, intensity, run) for run in range(first, first + size)]
        failures = {
            run: "a.rule, line 7, in rate\nZeroDivisionError: by zero"
            for run in range(first, first + size)
            if run == self.broken
        }
        for run in failures:
            outcomes[run - first] = np.nan
        return Block(first, outcomes, None, failures)
