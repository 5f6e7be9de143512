"""Every mechanism does what theory says, on the luck of 200 replicates; the committed page says
what the model says now, of which every fourth row is made again here, all by docs/validate.py.
"""

import pytest
import validate
from validate import MECHANISMS, as_predicted, effect

from poolsim.parameters.switches import Mechanisms, Switches

pytest.importorskip("numba")
EACH = 4
PAGE = validate.FILE.read_text(encoding="utf-8")


def test_every_switch_is_validated():
    validated = sorted((mechanism.group, mechanism.switch) for mechanism in MECHANISMS)
    switches = [("switches", name) for name in Switches.model_fields]
    assert validated == sorted(
        [*switches, *(("mechanisms", name) for name in Mechanisms.model_fields)]
    )


def test_the_page_has_a_row_for_every_mechanism():
    rows = [line for line in PAGE.splitlines() if line.startswith("| `")]
    named = [f"`{mechanism.group}.{mechanism.switch}`" for mechanism in MECHANISMS]
    assert [line.split(" | ")[0].removeprefix("| ") for line in rows] == named
    assert all(line.endswith("| yes |") for line in rows)


@pytest.mark.parametrize("mechanism", MECHANISMS[::EACH], ids=lambda mechanism: mechanism.switch)
def test_the_page_says_what_the_model_says(mechanism):
    found = effect(mechanism)
    assert as_predicted(mechanism, found)
    assert validate.row(mechanism, found) in PAGE
