"""A small scenario in a file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from poolsim.scenario.scenario import Scenario, load

SMALL = """\
name = "small"
title = "A small sector"
quarters = 8
seed = 3

[membership]
intensity = 3

[[firms]]
name = "core"
count = 3
rd_share = 0.04

[[firms]]
name = "fringe"
count = 2

[[holders]]
name = "licensors"
count = 2

[[alliances]]
name = "one"
structure = "cooperative"
dues = 0.01

[sources]
"membership.intensity" = "calibrated"
"firms.core.rd_share" = "paper"
"alliances.one.dues" = "paper"
"""


@pytest.fixture
def small_text() -> str:
    return SMALL


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def written(text: str, name: str = "case.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture
def small(write: Callable[..., Path]) -> Scenario:
    return load(write(SMALL))
