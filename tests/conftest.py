"""Tests share the files beside this one and the scripts of `docs`; hypothesis draws the same
examples in every run and on every machine; processes side by side compile one driver only once.
"""

import fcntl
import os
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

HERE = Path(__file__).parent
SELDOM_COMPILED = {"architecture", "plots", "scenario", "rules", "draws", "engine"}
sys.path[:0] = [str(HERE), str(HERE.parent / "docs")]

settings.register_profile("fixed", derandomize=True, deadline=None, database=None)
settings.load_profile("fixed")


def pytest_configure(config):
    """Every run of every test checks the ledger's identity after each phase."""
    from poolsim.model import PoolModel

    PoolModel.audit = True


def pytest_collection_modifyitems(items):
    """Tests of which few compile come first: of two processes, which begin at the start and in the
    middle, only one then waits for the compiler.
    """
    items.sort(key=lambda item: item.path.relative_to(HERE).parts[0] not in SELDOM_COMPILED)


@pytest.fixture(scope="session", autouse=True)
def one_compiles_the_others_wait(tmp_path_factory):
    """Of several processes that test, one compiles a driver; the others find it in the cache."""
    if "PYTEST_XDIST_WORKER" not in os.environ or find_spec("numba") is None:
        yield
        return
    from poolsim.engine import driver

    build, shared = driver._build, tmp_path_factory.getbasetemp().parent

    def alone(model, key, announce):
        with (shared / key).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            return build(model, key, announce)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(driver, "_build", alone)
        yield
