"""Every benchmark runs at its smallest size and prints JSON; nothing is timed. The baseline uses
`random`.
"""

import json
import random
import runpy
import sys
from pathlib import Path

import pytest

from poolsim.engine.cell import compile_driver, compiled_model

pytest.importorskip("numba")

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
# before_after.py compiles another state of the model, which takes minutes.
NOT_RUN = {"before_after.py", "common.py", "house.py", "models.py", "side.py"}
SCRIPTS = sorted({path.name for path in BENCHMARKS.glob("*.py")} - NOT_RUN)
KEYS = {
    "benchmark",
    "ratio",
    "bar",
    "meets",
    "low",
    "high",
    "repeats",
    "python",
    "mesa",
    "numba",
    "note",
}


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    """The driver is kept before a benchmark's own processes ask for it."""
    compile_driver(compiled_model())


@pytest.fixture(autouse=True)
def beside_the_benchmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))


@pytest.mark.parametrize("script", SCRIPTS)
def test_prints_one_json_object_per_ratio(
    script: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [script, "--quick"])
    runpy.run_path(str(BENCHMARKS / script), run_name="__main__")
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows
    for row in rows:
        assert set(row) == KEYS
        assert row["ratio"] > 0.0


def test_house_beside_itself_is_unchanged(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["house.py", str(BENCHMARKS.parent)])
    runpy.run_path(str(BENCHMARKS / "house.py"), run_name="__main__")
    rows = [line.split(" | ") for line in capsys.readouterr().out.splitlines()[2:]]
    assert len(rows) > 10
    assert all(before == now.removesuffix(" |") != "0" for _, before, now in rows)


def test_baseline_draws_only_with_the_random_module(monkeypatch: pytest.MonkeyPatch) -> None:
    import models
    import side

    from poolsim.economy import draws
    from poolsim.model import PoolModel

    addressed = draws.uniform
    drawn: list[float] = []
    own = random.random
    monkeypatch.setattr(random, "random", lambda: drawn.append(own()) or drawn[-1])
    with models.own_random_numbers():
        loaded = [module for name, module in sys.modules.items() if name.startswith("poolsim")]
        assert not any(value is addressed for module in loaded for value in vars(module).values())
        PoolModel(side.scaled("cn_tv", 3)).run()
    assert len(drawn) > 80
    assert draws.uniform is addressed
