"""Random scenarios, structures and designs inside the bounds: what holds in every quarter."""

from hypothesis import given, settings
from soundness import check
from strategies import scenarios

from poolsim.model import PoolModel


@settings(max_examples=100)
@given(scenario=scenarios())
def test_every_quarter_is_sound(scenario):
    check(scenario)


@settings(max_examples=30)
@given(scenario=scenarios())
def test_same_address_same_run(scenario):
    first, second, other = (PoolModel(scenario, replicate) for replicate in (0, 0, 1))
    for model in (first, second, other):
        model.run()
    assert first.series.tobytes() == second.series.tobytes()
    assert first.key != other.key
