"""In which runs an outcome exists: of an alliance that was never founded nothing is known.

Within a run every outcome is a finite number; tables and results have none where it does not exist.
"""

from enum import Enum
from typing import Any

MADE_OF = ("formed", "alive")  # outcomes that decide on the existence of the others


class Runs(Enum):
    """Runs in which an outcome exists."""

    ALL = "all runs"
    FORMED = "formed runs"
    ALIVE = "runs alive at the horizon"
    ENDED = "formed runs that ended"


def existing(runs: Runs, formed: Any, alive: Any) -> Any:
    """Whether an outcome of these runs exists, by whether the alliance formed and is alive at the
    horizon: numbers or arrays of them, nan of a run that failed, in which nothing exists.
    """
    match runs:
        case Runs.ALL:
            return formed >= 0.0
        case Runs.FORMED:
            return formed > 0.0
        case Runs.ALIVE:
            return (formed > 0.0) & (alive > 0.0)
        case Runs.ENDED:
            return (formed > 0.0) & (alive == 0.0)
