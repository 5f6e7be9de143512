"""Random scenarios anywhere inside the declared bounds, and the comparison of a plain run with the
compiled one.
"""

import numpy as np
import pytest

from poolsim.errors import ScenarioError
from poolsim.parameters.alliance import STRUCTURES, Design, Structure
from poolsim.parameters.population import FirmGroup, HolderGroup
from poolsim.parameters.terms import GROUPS
from poolsim.scenario.scenario import Scenario


def numbers(rng, table, few=()):
    """A value inside the bounds for every number of a table: half the time the default, else
    uniform or at an end.
    """
    made = {}
    for name, declared in table.model_fields.items():
        if name in few:
            continue
        low = next(rule.ge for rule in declared.metadata if hasattr(rule, "ge"))
        high = next(rule.le for rule in declared.metadata if hasattr(rule, "le"))
        apart = [rule.multiple_of for rule in declared.metadata if hasattr(rule, "multiple_of")]
        draw = rng.random()
        value = (
            float(declared.default)
            if draw < 0.5
            else low
            if draw < 0.55
            else high
            if draw < 0.6
            else rng.uniform(low, high)
        )
        made[name] = apart[0] * round(value / apart[0]) if apart else value
    return made


def random_table(seed):
    """A small scenario with 1-2 groups of firms, 0-2 of holders, 0-2 alliances; numbers anywhere
    inside their bounds.
    """
    rng = np.random.default_rng(seed)
    names = [*STRUCTURES, "odd"]
    return {
        "name": f"random-{seed}",
        "quarters": int(rng.integers(1, 14)),
        "seed": int(rng.integers(0, 2**60)),
        **{name: numbers(rng, group) for name, group in GROUPS.items()},
        "structures": {"odd": numbers(rng, Structure)},
        "firms": [
            {
                "name": f"f{g}",
                "count": int(rng.integers(1, 6)),
                **numbers(rng, FirmGroup, ("count",)),
            }
            for g in range(rng.integers(1, 3))
        ],
        "holders": [
            {
                "name": f"h{g}",
                "count": int(rng.integers(1, 4)),
                **numbers(rng, HolderGroup, ("count",)),
            }
            for g in range(rng.integers(0, 3))
        ],
        "alliances": [
            {
                "name": f"a{k}",
                "structure": names[rng.integers(len(names))],
                **numbers(rng, Design, ("start", "window")),
                "start": float(rng.integers(1, 4)),
            }
            for k in range(rng.integers(0, 3))
        ],
    }


@pytest.fixture
def random_scenario():
    """A function seed -> random valid scenario."""

    def make(seed):
        for attempt in range(100):
            try:
                return Scenario.model_validate(random_table(seed + 1_000_000 * attempt))
            except ValueError as error:
                assert isinstance(error, ValueError | ScenarioError)
        raise AssertionError("no valid scenario in 100 tries")

    return make


@pytest.fixture(scope="session")
def differing_values():
    """A function scenario, replicate, agents -> places where plain and compiled state differ,
    quarter by quarter.
    """
    from poolsim.economy.agents import STOCK
    from poolsim.economy.observe import SERIES
    from poolsim.economy.outcomes import OUTCOMES
    from poolsim.economy.world import Book
    from poolsim.engine.cell import CompiledCell, compile_driver, compiled_model
    from poolsim.model import PoolModel

    def differing(scenario, replicate, agents=STOCK):
        model = PoolModel(scenario, replicate, agents=agents)
        driver = compile_driver(compiled_model(agents))
        engine = CompiledCell(driver, scenario.lower(), scenario.seed, curves=False)
        tables, book, series = engine.scratch()
        key = np.array([model.key], dtype=np.uint64)
        out, no_curves = np.zeros((1, len(OUTCOMES))), np.zeros((0, *series.shape))
        found = []
        for t in range(scenario.quarters + 1):
            if t > 0:
                model.step()
            engine.driver.run_block(
                key, t, t, engine.terms, engine.templates, tables, book, series, no_curves, out
            )
            people = (
                model.world.firms,
                model.world.alliances,
                model.world.holders,
                [model.world.sector],
                model.world.outside,
            )
            for fields, table, agents_of in zip(
                engine.driver.fields.values(), tables, people, strict=True
            ):
                plain = np.array(
                    [[getattr(agent, name) for agent in agents_of] for name in fields], dtype=float
                )
                plain = plain.reshape(table.shape)
                found += [
                    (t, fields[k], i) for k, i in np.argwhere(plain.view("u8") != table.view("u8"))
                ]
            for name in Book._fields:
                plain = np.asarray(getattr(model.world.book, name))
                found += [
                    (t, name, tuple(at))
                    for at in np.argwhere(plain.view("u8") != getattr(book, name).view("u8"))
                ]
            plain = np.asarray(model.series)[t]
            found += [
                (t, SERIES[k].name)
                for (k,) in np.argwhere(plain.view("u8") != series[t].view("u8"))
            ]
            if found:
                break
        return found

    return differing
