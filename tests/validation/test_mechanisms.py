"""Every mechanism does what theory says, on the luck of 200 replicates; the committed page says
what the model says now.
"""

import pytest
import validate
from validate import MECHANISMS, as_predicted, effect

from poolsim.parameters.switches import Mechanisms, Switches

pytest.importorskip("numba")


def test_every_switch_is_validated():
    validated = sorted((mechanism.group, mechanism.switch) for mechanism in MECHANISMS)
    switches = [("switches", name) for name in Switches.model_fields]
    assert validated == sorted(
        [*switches, *(("mechanisms", name) for name in Mechanisms.model_fields)]
    )


def test_the_page_is_what_the_model_says():
    found = [(mechanism, effect(mechanism)) for mechanism in MECHANISMS]
    assert [
        mechanism.switch for mechanism, seen in found if not as_predicted(mechanism, seen)
    ] == []
    page = validate.HEAD + "".join(validate.row(mechanism, seen) for mechanism, seen in found)
    assert page == validate.FILE.read_text(encoding="utf-8")
