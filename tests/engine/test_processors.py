"""Threads are as many as the processors that the process may use."""

import os
import subprocess
import sys

import pytest

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
