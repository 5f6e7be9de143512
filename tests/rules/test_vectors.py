"""Every formula against its numerical vectors (tests/data/vectors.json)."""

import json
from pathlib import Path

import pytest
from answers import ANSWERS

DATA = Path(__file__).parents[1] / "data" / "vectors.json"
VECTORS = json.loads(DATA.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", VECTORS)
def test_vector(name):
    vector = VECTORS[name]
    answer = ANSWERS.get(name) or ANSWERS[name.split("/")[0]]
    found = answer(**vector["inputs"])
    for key, expected in vector["outputs"].items():
        # A formula's own tolerance, where it has one, comes with its answer.
        if isinstance(expected, str | list | bool) or key == "perm_sd_phi1":
            assert found[key] == expected, key
        else:
            assert found[key] == pytest.approx(expected, abs=vector["tolerance"]), key


def test_every_answer_has_vectors():
    assert len(VECTORS) == 273
    assert {name.split("/")[0] for name in VECTORS} == {name.split("/")[0] for name in ANSWERS}
