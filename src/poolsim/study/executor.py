"""Chunks of a study on any `concurrent.futures.Executor`: a worker runs a chunk and returns its
table, all else stays with the driver.

A worker gets the study and the cells of its chunk, and checks that they mean to it what was
planned. What it returns is kept only if it has the model of the driver, and if the first chunk of
its host has the bits that the driver gives it. A chunk that is lost with its worker is given out
again.
"""

import pickle
import platform
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager, suppress
from functools import cache, lru_cache
from itertools import islice
from queue import SimpleQueue
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

import poolsim
from poolsim.engine.cell import model_digest
from poolsim.errors import ScenarioError, StoreError, WorkersError
from poolsim.scenario.given import count
from poolsim.study.declared.study import Study
from poolsim.study.runner import Runner, differences
from poolsim.study.stored.manifest import version_of
from poolsim.study.stored.parts import places
from poolsim.study.stored.plan import Chunk, Plan
from poolsim.terminal import to_stderr

MaybeExecutor = Executor | Callable[[], Executor] | None
AT_ONCE = 32  # chunks that the workers of an executor run together, unless it is told
TRIES = 5  # of a chunk, before its workers are taken to be lost because of it
Made = tuple[Chunk, pa.Table]
KEPT_STUDIES = 4  # that a worker holds ready
RESUME = "what is committed is kept, resume continues"
MAKE_AGAIN = "; a function that makes the executor, given in its place, is called when one breaks"


class Order(NamedTuple):
    """What a worker is told beside its chunk. model: digest of the driver's; study: pickled and
    compressed.
    """

    model: str
    study: bytes
    curves: bool
    plain: bool


class Answer(NamedTuple):
    """The runs of a chunk, and where they were run."""

    host: str
    table: pa.Table


def order_for(study: Study, *, curves: bool, plain: bool) -> Order:
    """The order for any chunk of a study; its points are left out, as they come with the cells."""
    told = study.model_copy()
    told._points = []
    return Order(model_digest(), zlib.compress(pickle.dumps(told)), curves, plain)


@cache
def here() -> str:
    """This host, and what decides its arithmetic."""
    versions = ", ".join(f"{name} {version_of(name)}" for name in ("numba", "numpy"))
    python = platform.python_version()
    return f"{platform.node()} ({platform.platform()}, Python {python}, {versions})"


def run_chunk(order: Order, cells: pa.Table, chunk: Chunk) -> Answer:
    """What a worker does; cells: the rows of the plan that the chunk names.

    Raises WorkersError where this is another model than the driver's, StoreError where the cells
    have other numbers than those planned.
    """
    if model_digest() != order.model:
        raise WorkersError(
            f"{here()}: has another model (poolsim {poolsim.__version__}, model "
            f"{model_digest()[:12]}; the driver has {order.model[:12]}); install the same version"
        )
    runner = _runner(order).over(Plan(0, cells, 0, 0))
    table = runner.table(chunk._replace(cells=np.arange(len(cells))))
    numbers = pa.array(places(chunk)[0].astype(np.int32))
    return Answer(here(), table.set_column(0, table.schema.field(0), numbers))


@lru_cache(KEPT_STUDIES)
def _runner(order: Order) -> Runner:
    """What runs the cells of a study on this worker."""
    study = pickle.loads(zlib.decompress(order.study))
    none = Plan(0, pa.table({}), 0, 0)
    return Runner(study, none, curves=order.curves, plain=order.plain, announce=to_stderr)


class Workers:
    """An executor, or a function that makes one and makes it again when it breaks.

    at_once: chunks that its workers run together; twice as many are given out.
    """

    def __init__(self, given: Executor | Callable[[], Executor], at_once: int) -> None:
        self.make = None if isinstance(given, Executor) else given
        self.executor = given if isinstance(given, Executor) else _made(given)
        self.ahead = 2 * at_once
        self.hosts: set[str] = set()  # whose bits are those of the driver

    def submit(self, order: Order, cells: pa.Table, chunk: Chunk) -> Future[Answer]:
        """Give out a chunk. Raises WorkersError where the executor takes none."""
        try:
            return self._submit(order, cells, chunk)
        except Exception as error:  # every library has its own for a scheduler that is gone
            broken = isinstance(error, BrokenExecutor) and self.make is None
            raise WorkersError(
                f"the executor takes no chunk: {type(error).__name__}: {error}; {RESUME}"
                f"{MAKE_AGAIN if broken else ''}"
            ) from error

    def _submit(self, order: Order, cells: pa.Table, chunk: Chunk) -> Future[Answer]:
        try:
            return self.executor.submit(run_chunk, order, cells, chunk)
        except BrokenExecutor:
            if self.make is None:
                raise
            self.executor.shutdown(wait=False)
            self.executor = _made(self.make)
            return self.executor.submit(run_chunk, order, cells, chunk)

    def close(self) -> None:
        """End the executor, if it was made here."""
        if self.make is not None:
            self.executor.shutdown(wait=True, cancel_futures=True)


def refuse_no_executor(given: object) -> None:
    """Raise ScenarioError for what can run nothing."""
    if given is not None and not isinstance(given, Executor) and not callable(given):
        raise ScenarioError(
            [
                f"executor: {type(given).__name__} is no concurrent.futures.Executor, and no "
                "function that makes one; a client of Dask gives one by get_executor()"
            ]
        )


def _made(make: Callable[[], Executor]) -> Executor:
    """The executor that a function makes. Raises ScenarioError where it makes something else."""
    made = make()
    if not isinstance(made, Executor):
        raise ScenarioError(
            [f"executor: the function made {type(made).__name__}, no concurrent.futures.Executor"]
        )
    return made


@contextmanager
def workers_of(given: MaybeExecutor, at_once: int | None) -> Iterator[Workers | None]:
    """The workers of an executor; None without one. Raises ScenarioError for anything else."""
    refuse_no_executor(given)
    if given is None:
        yield None
        return
    workers = Workers(given, AT_ONCE if at_once is None else count("workers", at_once))
    try:
        yield workers
    finally:
        workers.close()


class GivenOut:
    """Chunks of a plan that are run by workers. runner: the driver's, for comparison."""

    def __init__(self, workers: Workers, runner: Runner, order: Order) -> None:
        self.workers, self.runner, self.order = workers, runner, order
        self.pending: dict[Future[Answer], tuple[Chunk, int]] = {}
        self.done: SimpleQueue[Future[Answer]] = SimpleQueue()

    def tables(self, chunks: Iterable[Chunk]) -> Generator[Made, None, None]:
        """Chunks with their runs, as they are done; few are out at once, so memory stays bounded.

        Raises WorkersError where a worker has another model or other bits, or a chunk is lost too
        often.
        """
        left = iter(chunks)
        try:
            for chunk in islice(left, self.workers.ahead):
                self.give(chunk)
            while self.pending:
                future = self.done.get()
                chunk, tries = self.pending.pop(future)
                answer = self.answer(future, chunk, tries)
                if answer is not None:
                    self.check(chunk, answer)
                    yield chunk, answer.table
                    for further in islice(left, 1):
                        self.give(further)
        finally:
            for future in self.pending:
                with suppress(NotImplementedError):  # Parsl's cannot be cancelled
                    future.cancel()

    def give(self, chunk: Chunk, tries: int = 1) -> None:
        """Give a chunk out, for the first time or again."""
        cells = self.runner.plan.table.take(chunk.cells)
        try:
            future = self.workers.submit(self.order, cells, chunk)
        except WorkersError:
            self.pending.clear()  # nobody is there to hear that they are not wanted
            raise
        self.pending[future] = chunk, tries
        future.add_done_callback(self.done.put)

    def answer(self, future: Future[Answer], chunk: Chunk, tries: int) -> Answer | None:
        """What came back; None if it was lost, and the chunk is given out again."""
        error = None if future.cancelled() else future.exception()
        if error is None and not future.cancelled():
            return future.result()
        if isinstance(error, StoreError):
            raise error
        if tries == TRIES:
            said = f"{type(error).__name__}: {error}" if error else "cancelled"
            raise WorkersError(
                f"a chunk of {chunk.runs} runs was lost {TRIES} times, last by: {said}; {RESUME}"
            ) from error
        self.give(chunk, tries + 1)
        return None

    def check(self, chunk: Chunk, answer: Answer) -> None:
        """Compare the first chunk of a host with what the driver makes of it."""
        if answer.host in self.workers.hosts:
            return
        again = self.runner.table(chunk)
        differs = (
            "its table has other columns"
            if answer.table.schema != again.schema
            else next(differences(_failed(answer.table), _failed(again)), None)
        )
        if differs is not None:
            raise WorkersError(
                f"{answer.host}: gives other numbers than this machine, {here()}: {differs}; "
                f"nothing of this host was kept; {RESUME} without it"
            )
        self.workers.hosts.add(answer.host)


def _failed(table: pa.Table) -> pa.Table:
    """Runs with whether each failed in place of why: an error may be worded by its host."""
    place = table.column_names.index("reason")
    return table.set_column(place, "reason", pc.not_equal(table["reason"], ""))
