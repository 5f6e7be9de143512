"""Threads are as many as the processors that the process may use."""

import os
import subprocess
import sys

import pytest

from poolsim import simulation

SCRIPT = """
import os
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
from poolsim.simulation import usable_processors
print(usable_processors())
"""


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="no affinity on this system")
def test_a_process_bound_to_one_processor_uses_one():
    run = [sys.executable, "-c", SCRIPT]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.check_output(run, env=environment, text=True).strip() == "1"


@pytest.mark.parametrize(
    ("limit", "expected"), [("50000 100000", 1), ("max 100000", None), ("9900000 100000", None)]
)
def test_a_container_may_limit_them(limit, expected, tmp_path, monkeypatch):
    monkeypatch.setattr(simulation, "CPU_LIMIT", tmp_path / "none")
    free = simulation.usable_processors()
    (tmp_path / "cpu.max").write_text(limit)
    monkeypatch.setattr(simulation, "CPU_LIMIT", tmp_path / "cpu.max")
    assert simulation.usable_processors() == (expected or free)


def test_a_container_may_limit_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(simulation, "MEMORY_LIMIT", tmp_path / "memory.max")
    there = simulation.usable_memory()
    assert there > 1_000_000
    for limit, expected in (("max", there), ("1000000", 1_000_000)):
        (tmp_path / "memory.max").write_text(limit)
        assert simulation.usable_memory() == expected
