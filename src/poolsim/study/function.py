"""The model as a function: mean outcomes, and curves, of named numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from poolsim.errors import Problem
from poolsim.scenario.addresses import unknown_address
from poolsim.scenario.former import known_as
from poolsim.scenario.scenario import Scenario, Value, load
from poolsim.scenario.strict import shown_value
from poolsim.scenario.toml import nearest, refusal
from poolsim.statistics.curves import mean_of_runs, refuse_unknown_curves
from poolsim.statistics.tables import OK
from poolsim.study.api import AnyScenario, simulate
from poolsim.study.outcome import COMPARABLE

Means = dict[str, Any]  # outcome -> mean, curve -> means by quarter


@dataclass(frozen=True)
class ModelFunction:
    """Outcomes and curves as a function of numbers by name: f(dues=0.02) -> name -> mean over the
    runs in which it exists, nan if it does in none; of a curve an array, the opening first.

    It can be pickled and sent to other processes. A name that is left out keeps the scenario's
    value. Calls raise TypeError for names and values that are none, ScenarioError for values out of
    range.
    """

    addresses: Mapping[str, str]
    scenario: Scenario = field(repr=False)
    outcomes: tuple[str, ...]
    curves: tuple[str, ...]
    options: Mapping[str, Any]

    def __post_init__(self) -> None:
        """Refuse names that are none, all at once."""
        problems = [*self._wrong_addresses(), *self._wrong_outcomes()]
        if problems:
            raise refusal(problems)
        refuse_unknown_curves(self.curves)

    def __call__(self, **values: Any) -> Means:
        """The means at these values; what is not named keeps its value."""
        chosen = {self._address(name): _plain(name, value) for name, value in values.items()}
        found = simulate(self.scenario, chosen, curves=bool(self.curves), **self.options)
        completed = found[found["status"] == OK]
        means: Means = {name: float(completed[name].mean()) for name in self.outcomes}
        series = found.series(*self.curves) if self.curves else {}
        return means | {name: mean_of_runs(runs) for name, runs in series.items()}

    def _address(self, name: str) -> str:
        if name not in self.addresses:
            near = nearest(name, self.addresses)
            raise TypeError(f"no argument '{name}'{near}; there are {', '.join(self.addresses)}")
        return self.addresses[name]

    def _wrong_addresses(self) -> Iterable[Problem]:
        known = self.scenario.addresses()
        for address, times in Counter(self.addresses.values()).items():
            if not known.places.get(address):
                yield unknown_address(self.scenario.name, address, known)
            elif times > 1:
                yield Problem((address,), address, f"is set by {times} arguments")

    def _wrong_outcomes(self) -> Iterable[Problem]:
        for name in self.outcomes:
            if name not in COMPARABLE:
                text = f"no outcome '{name}'{known_as(name, COMPARABLE)}"
                yield Problem((name,), "outcomes", text)
            elif name in self.curves:
                text = f"'{name}' is asked for as a curve too: make two functions"
                yield Problem((name,), "outcomes", text)


def _plain(name: str, value: Any) -> Value:
    """A value that a scenario may have: a text, or any kind of number."""
    try:
        return value if isinstance(value, str) else float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{name}: {shown_value(value)} is not a number") from None


def function_of(
    addresses: Mapping[str, str],
    scenario: AnyScenario = "cn_tv",
    outcomes: Iterable[str] | None = None,
    *,
    curves: Iterable[str] = (),
    replicates: int = 16,
    seed: int | None = None,
    workers: int | None = None,
    plain: bool = False,
) -> ModelFunction:
    """A plain function of numbers by name, for tools that want names without dots: f(dues=0.02) ->
    outcome -> mean. The luck is the same in every call.

    addresses: argument -> address, e.g. {"dues": "alliance.dues", "form": "alliance.structure"};
    outcomes: those returned, all unless they or curves are given; curves: series by quarter, under
    the names of `curves()`; the rest as in `simulate`. Raises ScenarioError at once for addresses,
    outcomes and curves that are none.
    """
    chosen = scenario if isinstance(scenario, Scenario) else load(scenario)
    drawn = _names(curves)
    wanted = (() if drawn else COMPARABLE) if outcomes is None else _names(outcomes)
    chosen = chosen if seed is None else chosen.with_values({"seed": seed})
    options = {"replicates": replicates, "workers": workers, "plain": plain}
    return ModelFunction(dict(addresses), chosen, tuple(wanted), drawn, options)


def _names(names: Iterable[str]) -> tuple[str, ...]:
    """Some names, of which one alone needs no list."""
    return (names,) if isinstance(names, str) else tuple(names)


def response(
    values: Mapping[str, Value], scenario: AnyScenario = "cn_tv", **options: Any
) -> dict[str, float]:
    """Mean outcomes as a function of numbers by address: what samplers and sensitivity analyses
    call.

    The luck is the same in every call, so that the function is smooth in its numbers as far as the
    model is. Means are over the runs in which the outcome exists, nan if it does in none. options:
    those of `function_of`.
    """
    model = function_of({address: address for address in values}, scenario, **options)
    return model(**values)
