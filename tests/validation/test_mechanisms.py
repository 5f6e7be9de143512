"""Every mechanism does what theory says, on the luck of 200 replicates; the committed page says
what the model says now.
"""

import importlib.util
from pathlib import Path

import pytest

from poolsim.parameters.terms import Mechanisms, Switches
from poolsim.validation import MECHANISMS, as_predicted, effect

pytest.importorskip("numba")
DOCS = Path(__file__).parents[2] / "docs"


def test_every_switch_is_validated():
    validated = sorted((mechanism.group, mechanism.switch) for mechanism in MECHANISMS)
    switches = [("switches", name) for name in Switches.model_fields]
    assert validated == sorted(
        [*switches, *(("mechanisms", name) for name in Mechanisms.model_fields)]
    )


def test_the_page_is_what_the_model_says():
    spec = importlib.util.spec_from_file_location("validate", DOCS / "validate.py")
    validate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(validate)
    found = [(mechanism, effect(mechanism)) for mechanism in MECHANISMS]
    assert [
        mechanism.switch for mechanism, seen in found if not as_predicted(mechanism, seen)
    ] == []
    page = validate.HEAD + "".join(validate.row(mechanism, seen) for mechanism, seen in found)
    assert page == (DOCS / "validation.md").read_text(encoding="utf-8")
