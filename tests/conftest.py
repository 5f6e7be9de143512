"""Tests share `strategies.py`; hypothesis draws the same examples in every run and on every
machine.
"""

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

settings.register_profile("fixed", derandomize=True, deadline=None, database=None)
settings.load_profile("fixed")


def pytest_configure(config):
    """Every run of every test checks the ledger's identity after each phase."""
    from poolsim.model import PoolModel

    PoolModel.audit = True
