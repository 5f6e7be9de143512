"""One golden hash for every preset, on every supported Python and Mesa, with numba and without."""

import importlib.util
import json
from pathlib import Path

import pytest

HERE = Path(__file__).parent
_spec = importlib.util.spec_from_file_location("refresh_golden", HERE / "refresh.py")
refresh = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(refresh)
GOLDEN = json.loads((HERE / "golden.json").read_text())


@pytest.mark.parametrize("preset", [name for name in GOLDEN if name != refresh.SWEEP])
def test_results_have_not_changed(preset):
    assert refresh.golden(preset) == GOLDEN[preset]


def test_a_sweep_has_not_changed(tmp_path):
    assert refresh.golden_sweep(tmp_path / "out") == GOLDEN[refresh.SWEEP]


def test_every_preset_has_a_golden_hash():
    from poolsim.scenario.toml import shipped

    assert sorted(GOLDEN) == sorted([*shipped("configs"), refresh.SWEEP])
