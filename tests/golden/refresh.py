"""The golden hashes: of the series of every preset, and of the runs of a small study."""

import hashlib
import json
import tempfile
from pathlib import Path

import numpy as np

from poolsim.model import PoolModel
from poolsim.parameters.alliance import STRUCTURES
from poolsim.study.declared.read import with_settings

SWEEP = "a sweep"
FILE = Path(__file__).parent / "golden.json"


def golden(preset: str) -> str:
    """Hash of every series of a preset's first replicate, in each structure."""
    digest = hashlib.sha256()
    for structure in STRUCTURES:
        model = PoolModel(preset, 0, values={"alliance.structure": structure})
        model.run()
        digest.update(np.asarray(model.series).tobytes())
    return digest.hexdigest()


def golden_sweep(folder: Path) -> str:
    """Hash of every run of a small sweep over designs and unknown worlds."""
    from poolsim import run
    from poolsim.study.declared.read import load_study

    study = load_study("unknown_worlds")
    few = study.model_copy(
        update={"sampling": study.sampling.model_copy(update={"points": 2}), "until": None}
    )
    runs = run(with_settings(few, replicates=2), folder, plain=True).table("runs")
    return hashlib.sha256(runs.to_csv(index=False).encode()).hexdigest()


def hashes() -> dict[str, str]:
    """The golden hash of every shipped preset, and of a sweep."""
    from poolsim.scenario.toml import shipped

    with tempfile.TemporaryDirectory() as folder:
        return {name: golden(name) for name in sorted(shipped("configs"))} | {
            SWEEP: golden_sweep(Path(folder))
        }


if __name__ == "__main__":
    FILE.write_text(json.dumps(hashes(), indent=2) + "\n")
