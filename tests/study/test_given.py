"""What calls from Python give is what was meant, or refused in one message before anything is
written.
"""

from pathlib import Path

import numpy as np
import pytest

import poolsim
from poolsim.errors import ScenarioError
from poolsim.study.declared.study import Study


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"shard": (3, 2)}, "shard: 3 is too high; allowed range [1, 2]"),
        ({"shard": (2, 1)}, "shard: 2 is too high; allowed range [1, 1]"),
        ({"shard": (0, 2)}, "shard: 0 is too low; allowed range [1, 2]"),
        ({"shard": (1, 0)}, "shard: 0 is too low; allowed range [1, 100000]"),
        ({"shard": (1.5, 2)}, "shard: 1.5 is not a whole number"),
        ({"shard": "1/2"}, "shard: '1/2' is not (k, n), the k-th of n shards"),
        ({"workers": 0}, "workers: 0 is too low; allowed range [1, 1024]"),
        ({"workers": 10**6}, "workers: 1000000 is too high; allowed range [1, 1024]"),
        ({"workers": True}, "workers: true is not a whole number"),
        ({"workers": "2"}, "workers: '2' is not a whole number"),
        ({"workers": -1, "executor": lambda: 3}, "workers: -1 is too low"),
        ({"chunk": 0}, "chunk: 0 is too low"),
        ({"chunk": 1.5}, "chunk: 1.5 is not a whole number"),
        ({"chunk": True}, "chunk: true is not a whole number"),
        ({"executor": lambda: 3}, "executor: the function made int, no concurrent.futures"),
    ],
)
def test_a_run_that_cannot_be_leaves_no_folder(given, said, study: Study, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as refused:
        poolsim.run(study, tmp_path / "out", **given)
    assert said in str(refused.value)
    assert not (tmp_path / "out").exists()


def test_counts_of_any_library_are_counts(study: Study, stream, tmp_path: Path) -> None:
    counts = {"shard": [np.int64(1), 1.0], "workers": np.int8(1), "chunk": np.float32(64.0)}
    assert poolsim.run(study, tmp_path / "out", **counts).complete


def test_a_folder_takes_whole_numbers_alone(study: Study, stream, tmp_path: Path) -> None:
    folder = poolsim.run(study, tmp_path / "out", workers=1).folder
    for given in ({"replicates": "71"}, {"shard": (2, 1)}, {"workers": -1}):
        with pytest.raises(ScenarioError, match="whole number|too high|too low"):
            poolsim.resume(folder, **given)
