"""Every mechanism does what theory says, on the luck of 200 replicates; the committed page says what the model says
now.
"""

import importlib.util
from pathlib import Path

import pytest

from poolsim.parameters import Switches
from poolsim.study.mechanisms import MECHANISMS, as_predicted, effect

pytest.importorskip("numba")
DOCS = Path(__file__).parents[2] / "docs"


def test_every_switch_is_validated():
    assert sorted(mechanism.switch for mechanism in MECHANISMS) == sorted(Switches.model_fields)


def test_the_page_is_what_the_model_says():
    spec = importlib.util.spec_from_file_location("validate", DOCS / "validate.py")
    validate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(validate)
    found = {mechanism.switch: effect(mechanism) for mechanism in MECHANISMS}
    wrong = [mechanism.switch for mechanism in MECHANISMS if not as_predicted(mechanism, found[mechanism.switch])]
    assert wrong == []
    page = validate.HEAD + "".join(validate.row(mechanism, found[mechanism.switch]) for mechanism in MECHANISMS)
    assert page == (DOCS / "validation.md").read_text(encoding="utf-8")
