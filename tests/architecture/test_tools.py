"""The formatter, the linter and the type checker find nothing to say about the repository."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("tool", ("ruff check", "ruff format --check", "mypy"))
def test_nothing_to_say(tool):
    found = subprocess.run(
        [sys.executable, "-m", *tool.split()], cwd=ROOT, text=True, capture_output=True
    )
    assert found.returncode == 0, found.stdout + found.stderr
