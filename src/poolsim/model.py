"""PoolModel: the model under Mesa. Builds the agents of a scenario, steps quarter by quarter,
collects the declared series.
"""

import copyreg
import math
from functools import partial
from typing import Any

import mesa
import numpy as np

from poolsim.economy.agents import STOCK, Agents, Sector
from poolsim.economy.audit import audited_quarter
from poolsim.economy.draws import replicate_key
from poolsim.economy.existence import existing
from poolsim.economy.ledger import Account, count_accounts
from poolsim.economy.observe import SERIES, observe
from poolsim.economy.opening import set_up
from poolsim.economy.outcomes import OUTCOMES, reduce
from poolsim.economy.quarter import quarter
from poolsim.economy.world import Book, World, book_shapes
from poolsim.events.log import EventLog
from poolsim.scenario.scenario import Cell, Scenario, load


def _array_of(data: bytes, shape: tuple[int, ...]) -> memoryview:
    return memoryview(np.frombuffer(bytearray(data)).reshape(shape))  # type: ignore[arg-type]


copyreg.pickle(memoryview, lambda view: (_array_of, (view.tobytes(), view.shape)))


def blank(*shape: int) -> Any:
    """Zeros that yield plain Python floats when indexed: an array of the plain path."""
    return memoryview(np.zeros(shape))  # type: ignore[arg-type]


class PoolModel(mesa.Model):
    """One replicate of a scenario under Mesa.

    scenario: a `Scenario`, its `Cell`, the name of a preset or the path of a file; replicate: which
    luck of the seed; seed: the scenario's unless given; values: changes by address, e.g.
    {"alliance.dues": 0.02}; agents: classes of an extension; rng: Mesa's own generator, which the
    model never draws from; log: an `EventLog` to keep what happens. Raises ScenarioError for bad
    input. Set `PoolModel.audit = True` to check the ledger's identity after every phase of a run
    without a log.
    """

    audit = False

    def __init__(
        self,
        scenario: Scenario | Cell | str = "cn_tv",
        replicate: int = 0,
        *,
        seed: int | None = None,
        values: dict[str, Any] | None = None,
        agents: Agents = STOCK,
        rng: Any = None,
        log: EventLog | None = None,
    ) -> None:
        super().__init__(rng=0 if rng is None else rng)
        chosen = load(scenario) if isinstance(scenario, str) else scenario
        if isinstance(chosen, Scenario):
            chosen = chosen.with_values(values) if values else chosen
            seed = chosen.seed if seed is None else seed
            chosen = chosen.lower()
        self.cell = chosen
        self.key = replicate_key(seed or 0, int(replicate))
        self.log = log
        self.quarter = 0
        self.quarters = self.cell.quarters
        self.series = blank(self.quarters + 1, len(SERIES))
        self.world = self._build(agents)
        set_up(self.world, self.cell.terms, self.key)
        observe(self.world, self.cell.terms, self.series, 0)
        self.datacollector = mesa.DataCollector(
            model_reporters={series.name: partial(_read, k=k) for k, series in enumerate(SERIES)}
        )
        self.datacollector.collect(self)

    def _build(self, agents: Agents) -> World:
        def people(kind: type[mesa.Agent], numbers: list[dict[str, float]]) -> list[mesa.Agent]:
            return list(kind.create_agents(self, len(numbers), numbers)) if numbers else []

        cell = self.cell
        shapes = book_shapes(len(cell.firms), len(cell.alliances), len(cell.holders))
        return World(
            people(agents.firm, cell.firms),
            people(agents.secretariat, cell.alliances),
            people(agents.patent_holder, cell.holders),
            Sector(),
            [Account() for _ in range(count_accounts(len(cell.alliances)))],
            Book(**{name: blank(*shape) for name, shape in shapes.items()}),
        )

    def step(self) -> None:
        """One quarter."""
        self.quarter += 1
        play = audited_quarter if self.audit else quarter
        play = play if self.log is None else self.log.quarter
        play(self.world, self.cell.terms, self.key, self.quarter)
        observe(self.world, self.cell.terms, self.series, self.quarter)
        self.datacollector.collect(self)
        self.running = self.quarter < self.quarters

    def run(self) -> None:
        """All quarters that are left."""
        while self.quarter < self.quarters:
            self.step()

    def outcomes(self) -> dict[str, float]:
        """The declared outcomes of the run so far; nan of those that do not exist."""
        found = self.reduced()
        formed, alive = found["formed"], found["alive"]
        return {
            one.name: found[one.name] if existing(one.runs, formed, alive) else math.nan
            for one in OUTCOMES
        }

    def reduced(self) -> dict[str, float]:
        """A finite number for every outcome, whether it exists or not."""
        row = blank(1, len(OUTCOMES))
        reduce(self.series, self.quarter, row, 0)
        return {outcome.name: row[0, k] for k, outcome in enumerate(OUTCOMES)}


def _read(model: PoolModel, k: int) -> float:
    return model.series[model.quarter, k]
