"""How series and outcomes are declared: each once, with what it is computed from."""

from collections.abc import Callable, Iterable
from types import FunctionType
from typing import NamedTuple

from poolsim.economy.arrays import Grid
from poolsim.economy.existence import Runs
from poolsim.economy.sources import SOURCES, Kind
from poolsim.economy.written import written


class Series(NamedTuple):
    """A quantity recorded in every quarter."""

    name: str
    unit: str
    meaning: str


class Recorder:
    """Series declared one after the other; each declaration gives the column of its series."""

    def __init__(self) -> None:
        self.series: list[Series] = []
        self.lines: dict[str, list[str]] = {"alliance": [], "sector": []}

    def of_firms(self, name: str, unit: str, meaning: str) -> int:
        """A number of the firms, which is written by hand."""
        self.series.append(Series(name, unit, meaning))
        return len(self.series) - 1

    def of_alliance(self, name: str, unit: str, meaning: str, field: str = "") -> int:
        """A field of the alliance: that of the same name unless another is given."""
        return self._of("alliance", Series(name, unit, meaning), field or name)

    def of_sector(self, name: str, unit: str, meaning: str) -> int:
        """A field of the sector, of the same name."""
        return self._of("sector", Series(name, unit, meaning), name)

    def of_sources(self, *names: str) -> None:
        """Sources of income that are not declared yet, with the facts of their declarations."""
        known = [series.name for series in self.series]
        for name in dict.fromkeys(names):
            if name not in known:
                self.of_alliance(name, "RMB m per quarter", SOURCES[name].meaning)

    def columns(self, kind: Kind) -> tuple[int, ...]:
        """Columns of the sources of a kind, in the order of their names."""
        names = [series.name for series in self.series]
        return tuple(names.index(name) for name in sorted(SOURCES) if SOURCES[name].kind is kind)

    def observer(self, module: str, agent: str) -> FunctionType:
        """The function that writes what is recorded of the alliance, or of the sector."""
        return written(
            module,
            f"observe_{agent}({agent}, series, t)",
            f"Write what is recorded of the {agent} in quarter `t`.",
            self.lines[agent],
        )

    def _of(self, agent: str, series: Series, field: str) -> int:
        self.lines[agent].append(f"series[t, {len(self.series)}] = {agent}.{field}")
        self.series.append(series)
        return len(self.series) - 1


FLAG = "0 or 1"  # unit of what is or is not; its mean is a share
Reduction = Callable[[Grid, int], float]
LIFE, MONEY, SECTOR = "life", "money", "sector"  # topics of outcomes
MORE, NEITHER, LESS = 1, 0, -1  # what is better for the alliance's members


class Outcome(NamedTuple):
    """A number that a run is reduced to: a function of its series and its quarters. Direction: +1
    more is better for the alliance's members, -1 less is, 0 neither.
    """

    name: str
    topic: str
    unit: str
    direction: int
    runs: Runs  # in which it exists
    definition: str
    function: Reduction


class Reducer:
    """Outcomes declared one after the other; each declaration stands above its function."""

    def __init__(self, before: Iterable[Outcome] = ()) -> None:
        self.outcomes: list[Outcome] = list(before)

    def outcome(
        self, topic: str, unit: str, direction: int, runs: Runs
    ) -> Callable[[Reduction], Reduction]:
        """Declare a function as the outcome of its name, and its docstring, in which constants of
        the module stand in braces, as the definition.
        """

        def declare(function: Reduction) -> Reduction:
            text = " ".join((function.__doc__ or "").split()).rstrip(".")
            definition = text.format(**function.__globals__)
            self.outcomes.append(
                Outcome(function.__name__, topic, unit, direction, runs, definition, function)
            )
            return function

        return declare

    def reducer(self, module: str) -> FunctionType:
        """The function that writes every outcome of a run into row `r`, in the declared order."""
        return written(
            module,
            "reduce(series, quarters, out, r)",
            "Write the outcomes of a run into row `r`.",
            [f"out[r, {k}] = {row.name}(series, quarters)" for k, row in enumerate(self.outcomes)],
            {row.name: row.function for row in self.outcomes},
        )
