"""A small scenario in a file."""

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def small_text() -> str:
    return (
        'name = "small"\n[[firms]]\nname = "all"\n'
        '[[alliances]]\nname = "one"\nstructure = "cooperative"\n'
    )


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    def written(text: str, name: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written
