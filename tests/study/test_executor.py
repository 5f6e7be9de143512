"""Chunks on executors: the bytes are those of a local run whatever is lost on the way, and what
does not come from the same model with the same bits is not kept.
"""

import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from kill_and_resume import SMALL
from made_up import MadeUp

from poolsim import resume, run
from poolsim.cli.main import main
from poolsim.errors import ScenarioError, WorkersError
from poolsim.study import executor as executors
from poolsim.study.cluster import address_of, dask_executor, is_private
from poolsim.study.declared.read import load_study
from poolsim.study.declared.study import Study
from poolsim.study.executor import TRIES, Answer
from poolsim.study.stored.parts import Parts

STUDY = """\
name = "elsewhere"
scenarios = ["cn_tv"]
replicates = 70
outcomes = ["members", "lifetime"]
[levers]
"alliance.dues" = [0.0, 0.01, 0.02]
[sampling]
method = "points"
file = "points.csv"
"""
POINTS = "membership.intensity\n1.0\n2.0\n"
SMALL_STUDY = """\
name = "small_elsewhere"
scenarios = ["small.toml"]
structures = ["entity", "cooperative"]
replicates = 4
outcomes = ["members"]
[levers]
"alliance.dues" = [0.0, 0.01, 0.02, 0.03]
"""
CHUNK = 64  # runs; the study has 7 chunks of a cell and more


def made_up() -> MadeUp:
    """Runs that are made up; one replicate of every cell fails."""
    runs = MadeUp()
    runs.broken = 5
    return runs


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study, beside its points."""
    place = tmp_path_factory.mktemp("elsewhere")
    (place / "points.csv").write_text(POINTS, encoding="utf-8")
    path = place / "elsewhere.toml"
    path.write_text(STUDY, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def study(file: Path) -> Study:
    return load_study(file)


@pytest.fixture(scope="module")
def local(study: Study, file: Path) -> dict[str, bytes]:
    """Parts and tables of a run on threads of this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("poolsim.study.runner.runner_of", made_up().runner_of)
        run(study, file.with_name("local"), chunk=CHUNK)
    return contents(file.with_name("local"))


@pytest.fixture
def simulation(monkeypatch: pytest.MonkeyPatch) -> MadeUp:
    """The same made-up runs, counted from now."""
    runs = made_up()
    monkeypatch.setattr("poolsim.study.runner.runner_of", runs.runner_of)
    executors._runner.cache_clear()  # where a worker of an earlier test keeps its own
    return runs


class Here(Executor):
    """Runs a chunk at once in this process, after `order` and before `answer` had their way."""

    def __init__(
        self,
        order: Callable[[Any], Any] = lambda order: order,
        answer: Callable[[Answer], Answer] = lambda answer: answer,
    ) -> None:
        self.order, self.answer = order, answer

    def submit(self, work: Any, order: Any, cells: Any, chunk: Any) -> Future[Any]:  # type: ignore[override]
        future: Future[Any] = Future()
        try:
            future.set_result(self.answer(work(self.order(order), cells, chunk)))
        except Exception as error:
            future.set_exception(error)
        return future


def contents(folder: Path) -> dict[str, bytes]:
    """Every part and table by its name."""
    files = [file for room in ("parts", "tables") for file in (folder / room).iterdir()]
    assert files
    return {f"{file.parent.name}/{file.name}": file.read_bytes() for file in files}


class Uncancellable(Future[Any]):
    """A future as those of Parsl are."""

    def cancel(self) -> bool:
        raise NotImplementedError


def lost(error: Exception | None) -> Future[Any]:
    """What becomes of a chunk whose worker is gone."""
    future: Future[Any] = Uncancellable() if error else Future()
    future.cancel() if error is None else future.set_exception(error)
    return future


def test_the_bytes_are_those_of_a_local_run(
    study: Study, local: dict[str, bytes], simulation: MadeUp, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(2) as pool:
        run(study, tmp_path, executor=pool, chunk=CHUNK)
        assert pool.submit(int).result() == 0  # it is left to its owner
    assert contents(tmp_path) == local
    assert sum(name.startswith("parts/") for name in local) > 4


def test_a_process_pool_whose_worker_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "study.toml").write_text(SMALL_STUDY, encoding="utf-8")
    study = load_study(tmp_path / "study.toml")
    run(study, tmp_path / "local", plain=True, chunk=4)
    pools: list[Any] = []
    write = Parts.write

    context = get_context("forkserver")  # which imports once for all workers
    context.set_forkserver_preload(["poolsim.study.executor"])

    def pool() -> ProcessPoolExecutor:
        pools.append(ProcessPoolExecutor(2, mp_context=context))
        return pools[-1]

    def written(self: Parts, plan: Any, chunk: Any, table: pa.Table) -> None:
        write(self, plan, chunk, table)
        if len(os.listdir(self.folder)) == 2 and len(pools) == 1:
            os.kill(next(iter(pools[0]._processes)), signal.SIGKILL)

    monkeypatch.setattr(Parts, "write", written)
    run(study, tmp_path / "pool", executor=pool, workers=2, plain=True, chunk=4)
    assert len(pools) == 2
    assert contents(tmp_path / "pool") == contents(tmp_path / "local")


def test_a_worker_with_another_model_is_refused(
    study: Study, simulation: MadeUp, tmp_path: Path
) -> None:
    other = Here(order=lambda order: order._replace(model="0" * 64))
    with pytest.raises(WorkersError, match="has another model .* the driver has 000000000000"):
        run(study, tmp_path / "out", executor=other, chunk=CHUNK)
    assert not any((tmp_path / "out" / "parts").iterdir())


def nudged(answer: Answer) -> Answer:
    """The same runs, with one bit in the last of them changed."""
    place = answer.table.column_names.index("members")
    numbers = answer.table["members"].to_numpy().copy()
    numbers[-1] = np.nextafter(numbers[-1], np.inf)
    return answer._replace(
        table=answer.table.set_column(place, answer.table.schema.field(place), pa.array(numbers))
    )


def test_a_host_with_other_bits_is_refused(
    study: Study, simulation: MadeUp, tmp_path: Path
) -> None:
    with pytest.raises(WorkersError, match="gives other numbers .* column 'members' differs"):
        run(study, tmp_path / "out", executor=Here(answer=nudged), chunk=CHUNK)
    assert not any((tmp_path / "out" / "parts").iterdir())


def test_of_every_host_the_first_chunk_is_run_again(
    study: Study, simulation: MadeUp, tmp_path: Path
) -> None:
    names = iter("abcab" * 4)
    hosts = Here(answer=lambda answer: answer._replace(host=next(names)))
    found = run(study, tmp_path / "out", executor=hosts, chunk=CHUNK)
    again = len(simulation.ran) - found.runs
    assert found.complete and 2 * CHUNK <= again <= 3 * (CHUNK + 64)
    assert len(simulation.ran) == len(set(simulation.ran)) + again


def test_what_is_lost_is_given_out_again(
    study: Study, local: dict[str, bytes], simulation: MadeUp, tmp_path: Path
) -> None:
    tries: Counter[int] = Counter()

    class Losing(Here):
        """Loses chunk n the first n times, but no more often than is borne."""

        def submit(self, *given: Any) -> Future[Any]:  # type: ignore[override]
            number = given[-1].number
            tries[number] += 1
            if tries[number] > min(number, TRIES - 1):
                return super().submit(*given)
            return lost(OSError("the worker is gone") if number % 2 else None)

    run(study, tmp_path, executor=Losing(), chunk=CHUNK)
    assert set(tries.values()) == set(range(1, TRIES + 1))
    assert contents(tmp_path) == local


def test_a_chunk_that_is_always_lost_ends_the_run_and_nothing_else_is_lost(
    study: Study, local: dict[str, bytes], simulation: MadeUp, tmp_path: Path
) -> None:
    class Losing(Here):
        """Loses every chunk after the third."""

        def submit(self, *given: Any) -> Future[Any]:  # type: ignore[override]
            if given[-1].number < 3:
                return super().submit(*given)
            return lost(OSError("the worker is gone"))

    with pytest.raises(WorkersError, match=f"lost {TRIES} times, last by: OSError: the worker is"):
        run(study, tmp_path, executor=Losing(), chunk=CHUNK, workers=2)
    assert len(list((tmp_path / "parts").iterdir())) == 3
    resume(tmp_path)
    assert contents(tmp_path) == local


def test_few_chunks_are_out_at_once(study: Study, simulation: MadeUp, tmp_path: Path) -> None:
    out: list[int] = []

    class Counting(Here):
        """Notes how many chunks are out that are not committed."""

        def submit(self, *given: Any) -> Future[Any]:  # type: ignore[override]
            out.append(len(out) + 1 - len(os.listdir(tmp_path / "parts")))
            return super().submit(*given)

    run(study, tmp_path, executor=Counting(), workers=2, chunk=CHUNK)
    assert max(out) == 4 < len(out)


def test_a_broken_executor_is_made_again_only_by_a_function(
    study: Study, simulation: MadeUp, tmp_path: Path
) -> None:
    class Broken(Here):
        def submit(self, *work: Any) -> Future[Any]:  # type: ignore[override]
            raise BrokenExecutor("all workers are gone")

    with pytest.raises(
        WorkersError, match="no chunk: BrokenExecutor: all workers are gone.* function"
    ):
        run(study, tmp_path / "out", executor=Broken(), chunk=CHUNK)
    made = iter([Broken(), Here()])
    assert run(study, tmp_path / "out", executor=partial(next, made)).complete


def test_what_can_run_nothing_is_refused_before_anything_is_written(
    study: Study, tmp_path: Path
) -> None:
    with pytest.raises(ScenarioError, match="executor: int is no concurrent.futures.Executor"):
        run(study, tmp_path / "out", executor=3)  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("tls://10.0.0.7:8786", True),
        ("wss://head.example:443", True),
        ("tcp://127.0.0.1:8786", True),
        ("tcp://localhost:8786", True),
        ("tcp://[::1]:8786", True),
        ("tcp://10.0.0.7:8786", False),
        ("tcp://[2001:db8::1]:8786", False),
        ("tcp://127.0.0.1.example:8786", False),
        ("tcp://localhost@10.0.0.7:8786", False),
        ("ws://head.example:80", False),
        ("ucx://10.0.0.7:8786", False),
        ("tcp://", False),
        ("tcp://[", False),
    ],
)
def test_only_tls_and_this_machine_are_private(address: str, private: bool) -> None:
    assert is_private(address) == private


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "nor a scheduler file that can be read: No such file"),
        ("{", "nor a scheduler file that can be read: no JSON"),
        ("[]", "no scheduler file: it tells no 'address'"),
        ('{"address": 3}', "no scheduler file: it tells no 'address'"),
        ('{"address": "tcp://10.0.0.7:8786"}', "neither TLS nor of this machine alone"),
        ('{"address": "tcp://127.0.0.1"}', "is none of tls://HOST:PORT"),
        ('{"address": "tcp://127.0.0.1:port"}', "is none of tls://HOST:PORT"),
        ('{"address": "tcp://[127.0.0.1:1"}', "is none of tls://HOST:PORT"),
        ('{"address": "ftp://127.0.0.1:21"}', "is none of tls://HOST:PORT"),
    ],
)
def test_where_nothing_can_be_run_nothing_is_written(
    text: str | None, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "scheduler.json"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    assert main(["run", "cn_tv", "--out", str(out), "--on", str(file), "--quiet"]) == 2
    assert message in capsys.readouterr().err
    assert not out.exists()


def test_the_address_is_that_of_the_scheduler_file(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text('{"address": "tls://head:8786"}', encoding="utf-8")
    assert address_of(str(tmp_path / "one.json")) == address_of("tls://head:8786")


def test_without_dask_the_extra_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["run", "cn_tv", "--out", str(tmp_path / "out"), "--on", "tcp://[::1]:1"]) == 2
    assert "pip install 'poolsim[dask]'" in capsys.readouterr().err


def test_tls_needs_a_certificate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("distributed")
    assert main(["run", "cn_tv", "--out", str(tmp_path / "out"), "--on", "tls://[::1]:1"]) == 2
    assert "no certificate: name its files in the settings of Dask" in capsys.readouterr().err


def test_insecure_needs_somewhere(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["run", "cn_tv", "--out", str(tmp_path / "out"), "--insecure"]) == 2
    assert "--insecure: says nothing without --on" in capsys.readouterr().err


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A cluster of Dask with a worker on threads of this process."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=1, processes=False, protocol="tcp", host="127.0.0.1", dashboard_address=":0"
    ) as made:
        yield made


def test_a_cluster_of_dask_gives_the_same_bytes(
    cluster: Any,
    file: Path,
    local: dict[str, bytes],
    simulation: MadeUp,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = ["run", str(file), "--out", str(tmp_path / "out")]
    assert main([*command, "--on", cluster.scheduler_address]) == 0
    assert f"threads of workers on {cluster.scheduler_address}" in capsys.readouterr().err
    found = contents(tmp_path / "out")  # in one part, where `local` has several
    assert {name: found[name] for name in found if name.startswith("tables/")} == {
        name: local[name] for name in local if name.startswith("tables/")
    }


def test_a_worker_that_joins_later_is_refused_where_others_can_use_it(
    cluster: Any,
    study: Study,
    simulation: MadeUp,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    where, out = cluster.scheduler_address, tmp_path / "out"
    with dask_executor(where, insecure=False) as (executor, _):
        cluster.scale(2)
        cluster.wait_for_workers(2)
        first, later = (worker.address for worker in cluster.workers.values())
        with cluster.get_client() as client:
            client.retire_workers([first])
        monkeypatch.setattr("poolsim.study.cluster.is_private", lambda address: address != later)
        with pytest.raises(WorkersError, match=f"{later}: neither TLS .* resume continues"):
            run(study, out, executor=executor, chunk=CHUNK)
    with dask_executor(where, insecure=True) as (executor, _):
        assert run(study, out, executor=executor).complete
