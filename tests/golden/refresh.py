"""Refresh the golden hashes on purpose: python tests/golden/refresh.py (then say in CHANGELOG.md that results
changed).
"""

import hashlib
import json
from pathlib import Path

import numpy as np

from poolsim.model import PoolModel
from poolsim.structures import STRUCTURES

FILE = Path(__file__).parent / "golden.json"


def golden(preset: str) -> str:
    """Hash of every series of a preset's first replicate, in each structure."""
    digest = hashlib.sha256()
    for structure in STRUCTURES:
        model = PoolModel(preset, 0, values={"alliance.structure": structure})
        model.run()
        digest.update(np.asarray(model.series).tobytes())
    return digest.hexdigest()


def hashes() -> dict[str, str]:
    """The golden hash of every shipped preset."""
    from poolsim.strict import shipped

    return {name: golden(name) for name in sorted(shipped("configs"))}


if __name__ == "__main__":
    FILE.write_text(json.dumps(hashes(), indent=2) + "\n")
