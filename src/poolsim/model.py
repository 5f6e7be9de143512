"""PoolModel: the model under Mesa. Builds the agents of a scenario, steps quarter by quarter,
collects the declared series.
"""

import copyreg
import math
from collections.abc import Callable, Mapping
from functools import partial
from numbers import Number
from pathlib import Path
from typing import Any, cast

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
from poolsim.errors import Problem
from poolsim.events.log import EventLog
from poolsim.scenario.given import MOST_SEED, refuse_two_seeds, refused, table_of
from poolsim.scenario.scenario import Cell, Scenario, load
from poolsim.scenario.strict import checked_value, shown_value
from poolsim.scenario.toml import nearest, refusal

Reader = Callable[[mesa.Agent], Any]
BATCHES = "; batches of Mesa take a list of tables"  # what else stands in them is taken apart


def _array_of(data: bytes, shape: tuple[int, ...]) -> memoryview:
    return memoryview(np.frombuffer(bytearray(data)).reshape(shape))  # type: ignore[arg-type]


copyreg.pickle(memoryview, lambda view: (_array_of, (view.tobytes(), view.shape)))


def blank(*shape: int) -> Any:
    """Zeros that yield plain Python floats when indexed: an array of the plain path."""
    return memoryview(np.zeros(shape))  # type: ignore[arg-type]


class PoolModel(mesa.Model):
    """One replicate of a scenario under Mesa. The same arguments give the same run.

    scenario: a `Scenario`, its `Cell`, the name of a preset or the path of a file; replicate: which
    luck of the seed; seed: the scenario's unless given; rng: Mesa's word for the seed, a whole
    number, or anything that `numpy.random.default_rng` takes, of which the seed is drawn; values:
    changes by address, e.g. {"alliance.dues": 0.02}; agents: classes of an extension; log: an
    `EventLog` to keep what happens; agent_reporters: name -> field or function, collected of every
    agent and quarter, None where its kind has no such field. Raises ScenarioError for bad input.
    Set `PoolModel.audit = True` to check the ledger's identity after every phase of a run without a
    log.
    """

    audit = False

    def __init__(
        self,
        scenario: Scenario | Cell | str | Path = "cn_tv",
        replicate: int = 0,
        *,
        seed: int | None = None,
        values: Mapping[str, Any] | None = None,
        agents: Agents = STOCK,
        rng: Any = None,
        log: EventLog | None = None,
        agent_reporters: Mapping[str, str | Reader] | None = None,
    ) -> None:
        cell, own = _lowered(scenario, values)
        refuse_two_seeds(table_of("values", values), rng if seed is None else seed)
        key = replicate_key(_seed_of(seed, rng, own), _whole("replicate", replicate))
        refuse_no_agents(agents)
        if log is not None and not isinstance(log, EventLog):
            raise refused("log", f"{shown_value(log)} is no EventLog")
        super().__init__(rng=key)
        self.cell, self.key, self.log = cell, key, log
        self.quarter = 0
        self.quarters = self.cell.quarters
        self.series = blank(self.quarters + 1, len(SERIES))
        self.world = self._build(agents)
        set_up(self.world, self.cell.terms, self.key)
        observe(self.world, self.cell.terms, self.series, 0)
        self.datacollector = mesa.DataCollector(
            model_reporters={series.name: partial(_read, k=k) for k, series in enumerate(SERIES)},
            agent_reporters=_readers(agent_reporters, agents),
        )
        self.datacollector.collect(self)

    def _build(self, agents: Agents) -> World:
        def people(kind: type[mesa.Agent], numbers: list[dict[str, float]]) -> list[mesa.Agent]:
            return list(kind.create_agents(self, len(numbers), numbers)) if numbers else []

        cell = self.cell
        shapes = book_shapes(len(cell.firms), len(cell.alliances), len(cell.holders))
        firms = people(agents.firm, cell.firms)
        nobody, *alliances = people(agents.secretariat, cell.alliances)
        nobody.remove()  # it stands for no alliance, and is none of Mesa's agents
        return World(
            firms,
            [nobody, *alliances],
            people(agents.patent_holder, cell.holders),
            Sector(),
            [Account() for _ in range(count_accounts(len(cell.alliances)))],
            Book(**{name: blank(*shape) for name, shape in shapes.items()}),
        )

    def step(self) -> None:
        """One quarter. Raises RuntimeError beyond the last."""
        if self.quarter == self.quarters:
            raise RuntimeError(f"the run has ended: all {self.quarters} quarters are over")
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
        """The declared outcomes of the run so far; nan of those that do not exist, before the
        first quarter all of them.
        """
        if self.quarter == 0:
            return dict.fromkeys((outcome.name for outcome in OUTCOMES), math.nan)
        found = self.reduced()
        formed, alive = found["formed"], found["alive"]
        return {
            one.name: found[one.name] if existing(one.runs, formed, alive) else math.nan
            for one in OUTCOMES
        }

    def reduced(self) -> dict[str, float]:
        """A finite number for every outcome, whether it exists or not, of one quarter or more."""
        row = blank(1, len(OUTCOMES))
        reduce(self.series, self.quarter, row, 0)
        return {outcome.name: row[0, k] for k, outcome in enumerate(OUTCOMES)}


def refuse_no_agents(given: object) -> None:
    """Raise ScenarioError for what does not say the classes of all agents."""
    if not isinstance(given, Agents):
        raise refused(
            "agents", f"{shown_value(given)} is not Agents(firm=..., secretariat=..., ...)"
        )


def _read(model: PoolModel, k: int) -> float:
    return model.series[model.quarter, k]


def _lowered(scenario: object, values: Mapping[str, Any] | None) -> tuple[Cell, int]:
    """The numbers of a scenario with some values changed, and its seed; a cell has none."""
    changes = table_of("values", values, BATCHES)
    if isinstance(scenario, Cell):
        if changes:
            text = "a cell has no addresses; give scenario.with_values(...).lower()"
            raise refused("values", text)
        return scenario, 0
    chosen = scenario if isinstance(scenario, Scenario) else load(cast(str, scenario))
    chosen = chosen.with_values(changes) if changes else chosen
    return chosen.lower(), chosen.seed


def _seed_of(seed: object, rng: Any, own: int) -> int:
    """The seed that Mesa's two words for it say, else the scenario's own; a generator gives one."""
    if seed is not None and rng is not None:
        raise refused("rng", "is another word for the seed: give one of them")
    if rng is None:
        return _whole("seed", own if seed is None else seed)
    if isinstance(rng, Number):
        return _whole("rng", rng)
    try:
        return int(np.random.default_rng(rng).integers(MOST_SEED + 1))
    except (TypeError, ValueError) as error:
        raise refused("rng", f"{shown_value(rng)}: {error}") from None


def _whole(name: str, value: object) -> int:
    """A seed, or a replicate, which has the same range."""
    return cast(int, checked_value(Scenario, ("seed",), name, value))


def _readers(reporters: Mapping[str, str | Reader] | None, agents: Agents) -> dict[str, Reader]:
    """What reads a field, or a user's function, by the name under which it is collected."""
    given = table_of("agent_reporters", reporters, BATCHES)
    for name, field in given.items():
        if not isinstance(field, str) and not callable(field):
            text = f"{shown_value(field)} is neither a field nor a function"
            raise refused(f"agent_reporters: {name}", text)
    names = ((kind, name) for kind in agents for name in dir(kind) if not name.startswith("_"))
    known = {name for kind, name in names if not callable(getattr(kind, name))}
    unknown = [field for field in given.values() if isinstance(field, str) and field not in known]
    if unknown:
        raise refusal(
            Problem((field,), "agent_reporters", f"no agent has '{field}'{nearest(field, known)}")
            for field in unknown
        )
    return {
        name: partial(_field, name=field) if isinstance(field, str) else field
        for name, field in given.items()
    }


def _field(agent: mesa.Agent, name: str) -> Any:
    return getattr(agent, name, None)
