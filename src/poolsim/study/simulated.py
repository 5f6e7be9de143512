"""Runs of one scenario as a table that can also be summed up, drawn and shown in a notebook."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

import poolsim
from poolsim.block import Block
from poolsim.economy.agents import Agents
from poolsim.errors import ScenarioError
from poolsim.scenario.scenario import Scenario
from poolsim.simulation import stream
from poolsim.statistics.curves import CURVE_INDEX, CurveTally, refuse_unknown_curves, with_derived
from poolsim.statistics.intervals import Floats
from poolsim.statistics.summary import summary
from poolsim.statistics.tables import NAMES, OK
from poolsim.study.declared.study import AS_IS, OWN
from poolsim.study.shown import drawn_page, html_of

if TYPE_CHECKING:
    from poolsim.plots import Figure

SHOWN = ["formed", "alive", "lifetime", "members", "self_sufficient", "ssr_narrow", "member_money"]


class Origin(NamedTuple):
    """What runs were made of: the same again gives the same runs."""

    scenario: Scenario
    replicates: int
    workers: int | None
    plain: bool
    agents: Agents

    def blocks(self, curves: bool = False) -> Iterator[Block]:
        """The runs in blocks, with the series of every quarter if asked."""
        return stream(
            self.scenario.lower(),
            self.scenario.seed,
            self.replicates,
            curves=curves,
            workers=self.workers,
            plain=self.plain,
            agents=self.agents,
        )


class Simulated(pd.DataFrame):
    """Runs of one scenario, a row each: a DataFrame, whose slices are plain ones. `summary`,
    `curves`, `series` and `plot` are about all its runs; without the series in `kept` these make
    the runs again, with the same luck. They raise ScenarioError once runs were taken out.
    """

    _metadata = ["origin", "kept"]
    origin: Origin
    kept: list[Block] | None

    def to_frame(self) -> pd.DataFrame:
        """The runs as a plain DataFrame."""
        return pd.DataFrame(self)

    @property
    def summary(self) -> pd.DataFrame:
        """A row per outcome over the runs in which it exists: mean, 95 % interval, quantiles."""
        self._refuse_changed()
        outcomes = self[NAMES].to_numpy(dtype=float)[None]
        completed = (self["status"] == OK).to_numpy()[None]
        return pd.DataFrame(summary(outcomes, completed, NAMES))

    def curves(self) -> pd.DataFrame:
        """Every series by quarter: mean of the runs, 95 % interval, quantiles."""
        tally = CurveTally(self.origin.scenario.quarters)
        for series in self._series():
            tally.add(series)
        return tally.table(self._labels())

    def series(self, *names: str) -> dict[str, Floats]:
        """Curves of every run by name, as arrays (runs, quarters + 1), the opening first: nan of a
        run that failed, and where a curve is not defined. Names are those of `curves()`. Raises
        ScenarioError for another.
        """
        refuse_unknown_curves(names)
        places = [CURVE_INDEX[name] for name in names]
        found = np.concatenate([with_derived(series)[..., places] for series in self._series()])
        return {name: np.ascontiguousarray(found[..., k]) for k, name in enumerate(names)}

    def _refuse_changed(self) -> None:
        """Raise ScenarioError where runs were taken out, added or moved since they were made."""
        if list(self.get("replicate", [])) != list(range(self.origin.replicates)):
            text = "runs were taken out of the table, or moved; ask before that, or simulate again"
            raise ScenarioError([f"{self.origin.scenario.name}: {text}"])

    def _series(self) -> Iterator[Floats]:
        """Recorded series block by block, nan of a run that failed."""
        self._refuse_changed()
        for block in self.kept or self.origin.blocks(curves=True):
            completed = np.isfinite(block.outcomes).all(axis=1)
            yield np.where(completed[:, None, None], np.asarray(block.series), np.nan)

    def plot(self, name: str = "members") -> "Figure":
        """A figure over quarters, by the name that it has in studies: survival, members, royalty,
        self_sufficiency, ratios, revenue, payers. Raises ScenarioError for another.
        """
        scenario = self.origin.scenario
        found = self.summary.assign(**self._labels(), same_as="", note="")
        return drawn_page(name, scenario.title or scenario.name, self.curves, found, [])

    def why(self, replicate: int | None = None) -> Any:
        """Why its alliance, or that of one run, is not founded, ends or lives: what `poolsim.why`
        gives.
        """
        self._refuse_changed()
        many, plain = self.origin.replicates, self.origin.plain
        return poolsim.why(self.origin.scenario, replicate=replicate, replicates=many, plain=plain)

    def _labels(self) -> dict[str, str]:
        names = {"scenario": self.origin.scenario.name, "design": AS_IS}
        return names | {"structure": OWN, "belief": OWN}

    def _repr_html_(self) -> str:
        found = self.summary.set_index("outcome").loc[SHOWN]
        scenario = self.origin.scenario
        return html_of(f"{scenario.title or scenario.name}: {len(self)} runs", found.reset_index())
