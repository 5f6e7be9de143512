"""The engine's tests keep their compiled drivers in a folder of their own."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="module", autouse=True)
def cache_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drivers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POOLSIM_CACHE_DIR", str(folder))
        yield folder
