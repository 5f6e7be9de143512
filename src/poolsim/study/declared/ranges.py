"""What is wrong with the ranges of a study, and with how it samples them."""

from collections.abc import Iterator, Sequence

from poolsim.errors import Problem
from poolsim.scenario.movable import only_steps
from poolsim.scenario.scenario import Scenario
from poolsim.study.declared.study import DRAWN, Sampling, Study


def bad_ranges(study: Study, scenarios: Sequence[Scenario]) -> Iterator[Problem]:
    """Ranges that nothing can be drawn from."""
    for address, (low, high) in study.uncertainties.items():
        place, shown = ("uncertainties", address), f"uncertainties.{address}"
        if not low < high:
            yield Problem(place, shown, f"the low end {low} is not below the high end {high}")
        stepped = filter(None, (only_steps(scenario, address) for scenario in scenarios))
        if study.sampling.method in DRAWN and (why := next(stepped, "")):
            yield Problem(place, shown, f"{why}; list its values in [levers]")
    if study.uncertainties and study.sampling.method == "points":
        text = "not used by the method points, which takes all from its file"
        yield Problem(("uncertainties",), "uncertainties", text)


def sampled_nothing(study: Study) -> Iterator[Problem]:
    """A sampling that has nothing to sample."""
    if study.sampling != Sampling() and not study.uncertainties and not study.sampling.file:
        text = "the study has no uncertainties to sample; add [uncertainties]"
        yield Problem(("sampling",), "sampling", text)
