"""The script that measures how often comparisons err, at a small size: 20 studies of the model, 200
for the intervals.

At the stated 5 % more than 4 of 20 studies would err once in 400 tries; intervals of the small size
must cover in 90 %.
"""

import json
import runpy
from pathlib import Path

import pytest

pytest.importorskip("numba")

SCRIPT = Path(__file__).parents[1] / "scripts" / "error_rates.py"
SMALL = [
    "--studies",
    "20",
    "--most",
    "128",
    "--simulated",
    "200",
    "--pairs",
    "100",
    "--stock",
    "512",
]


def test_errs_no_more_than_stated(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(SCRIPT))["main"](SMALL)
    *intervals, sequential = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(intervals) >= 3 and all(row["covered"] >= 0.9 for row in intervals)
    assert sequential["studies"] == 20 and sequential["wrong"] <= 4
