"""A driver whose inner functions are only linked has the bits of one that numba compiles as it
always does.
"""

import threading
from contextlib import nullcontext

import pytest

numba = pytest.importorskip("numba")

import numpy as np  # noqa: E402
import toy  # noqa: E402

from poolsim.economy import draws  # noqa: E402
from poolsim.engine import driver as drivers  # noqa: E402
from poolsim.engine import lean as leaning  # noqa: E402

QUARTERS = 12
KEYS = [draws.replicate_key(5, replicate) for replicate in range(4)]


def outcomes(monkeypatch, folder, way):
    """Outcomes of the toy model, compiled anew in one of the two ways."""
    monkeypatch.setenv("POOLSIM_CACHE_DIR", str(folder))
    monkeypatch.setattr(drivers, "lean", way)
    monkeypatch.setattr(drivers, "_drivers", {})
    model = toy.model()
    scratch = toy.Scratch(model, QUARTERS, KEYS)
    scratch.run(drivers.build(model), 0, QUARTERS)
    return scratch.out.copy()


def test_the_bits_are_the_same(monkeypatch, tmp_path):
    usual = outcomes(monkeypatch, tmp_path / "usual", lambda name: nullcontext())
    assert np.array_equal(outcomes(monkeypatch, tmp_path / "lean", leaning.lean), usual)
    assert np.isfinite(usual).all()


def test_numba_is_as_it_was_afterwards():
    before = [getattr(owner, method) for owner, method in leaning.PATCHED]
    with pytest.raises(ValueError, match="no matter"), leaning.lean("run_block"):
        assert all(
            getattr(owner, method) is not kept
            for (owner, method), kept in zip(leaning.PATCHED, before, strict=True)
        )
        raise ValueError("no matter")
    assert [getattr(owner, method) for owner, method in leaning.PATCHED] == before


def test_a_numba_without_these_parts_is_left_alone(monkeypatch):
    monkeypatch.setattr(leaning, "PATCHED", ((leaning.CPUContext, "no_such_method"),))
    with leaning.lean("run_block"):
        assert not hasattr(leaning.CPUContext, "no_such_method")


def test_other_threads_do_not_compile_meanwhile():
    """What another thread compiles while a driver is compiled works."""
    found = []

    def work():
        found.append(numba.njit(lambda x: x + 1.0)(1.0))

    with leaning.lean("run_block"):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join(0.5)
        assert not found
    thread.join()
    assert found == [2.0]
