"""The model as the benchmarks run it: compiled, plain, and as a baseline under `mesa.batch_run`."""

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FunctionType

from mesa.batchrunner import batch_run

from poolsim.economy import draws
from poolsim.engine.cell import compile_driver, compiled_model
from poolsim.model import PoolModel
from poolsim.scenario.scenario import Cell, Scenario
from poolsim.simulation import stream, to_stderr


def compile_first() -> None:
    """Compile, or load what is kept, before anything is timed; a failure to compile is an error."""
    compile_driver(compiled_model(), to_stderr)


def run_compiled(cell: Cell, replicates: int, workers: int = 1) -> None:
    """Replicates of a cell on the compiled path, outcomes thrown away."""
    for _ in stream(cell, 1, replicates, workers=workers):
        pass


def run_plain(cell: Cell, replicates: int) -> None:
    """Replicates of a cell on the plain path, outcomes thrown away."""
    for _ in stream(cell, 1, replicates, plain=True):
        pass


def run_baseline(cell: Cell, replicates: int) -> None:
    """The same model under `mesa.batch_run` in one process, on Python's own random numbers."""
    with own_random_numbers():
        batch_run(
            PoolModel,
            {"scenario": cell, "replicate": range(replicates)},
            number_processes=1,
            data_collection_period=-1,
            max_steps=cell.quarters,
            display_progress=False,
        )


def final_outcomes(scenario: Scenario, replicates: int) -> Iterator[list[float]]:
    """The outcomes of every replicate of a scenario, on the compiled path."""
    for block in stream(scenario.lower(), scenario.seed, replicates):
        yield from block.outcomes.tolist()


@contextmanager
def own_random_numbers() -> Iterator[None]:
    """Meanwhile every module of poolsim draws with `random.random`; an address costs a call, no
    more.
    """
    stand_ins = {draws.uniform: _uniform, draws.stream: _stream, draws.pair: _pair}
    modules = [module for name, module in sys.modules.items() if name.startswith("poolsim")]
    replaced = [
        (module, name, value)
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, FunctionType) and value in stand_ins
    ]
    for module, name, value in replaced:
        setattr(module, name, stand_ins[value])
    try:
        yield
    finally:
        for module, name, value in replaced:
            setattr(module, name, value)


def _uniform(stream: int, agent: float, index: float) -> float:
    return random.random()


def _stream(key: int, quarter: int, decision: int) -> int:
    return 0


def _pair(first: float, second: float) -> float:
    return 0.0
