"""The model as a function: mean outcomes, and curves, of named numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from poolsim.errors import Problem
from poolsim.scenario.addresses import set_twice, unknown_address
from poolsim.scenario.former import known_as
from poolsim.scenario.given import names_of, refuse_two_seeds, table_of
from poolsim.scenario.scenario import Scenario, Value, load
from poolsim.scenario.toml import nearest, refusal
from poolsim.simulation import threads
from poolsim.statistics.curves import mean_of_runs, refuse_unknown_curves
from poolsim.statistics.tables import OK
from poolsim.study.api import AnyScenario, simulate
from poolsim.study.declared.study import replicates_of
from poolsim.study.outcome import COMPARABLE

Means = dict[str, Any]  # outcome -> mean, curve -> means by quarter


@dataclass(frozen=True)
class ModelFunction:
    """Outcomes and curves as a function of numbers by name: f(dues=0.02) -> name -> mean over the
    runs in which it exists, nan if it does in none; of a curve an array, the opening first.

    It can be pickled and sent to other processes. A name that is left out keeps the scenario's
    value. Calls raise TypeError for names that are none, ScenarioError for values that cannot be.
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

    def __call__(self, /, **values: Any) -> Means:
        """The means at these values; what is not named keeps its value."""
        chosen = {self._address(name): value for name, value in values.items()}
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
        given = list(self.addresses.values())
        for address in given:
            if not known.places.get(address):
                yield unknown_address(self.scenario.name, address, known)
        yield from set_twice(given, known)

    def _wrong_outcomes(self) -> Iterable[Problem]:
        for name in self.outcomes:
            if name not in COMPARABLE:
                text = f"no outcome '{name}'{known_as(name, COMPARABLE)}"
                yield Problem((name,), "outcomes", text)
            elif name in self.curves:
                text = f"'{name}' is asked for as a curve too: make two functions"
                yield Problem((name,), "outcomes", text)


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
    drawn, arguments = names_of("curves", curves), table_of("addresses", addresses)
    names_of("addresses", arguments.values())
    wanted = (() if drawn else COMPARABLE) if outcomes is None else names_of("outcomes", outcomes)
    refuse_two_seeds(arguments.values(), seed)
    chosen = chosen if seed is None else chosen.with_values({"seed": seed})
    at_once = None if workers is None else threads(workers)
    options = {"replicates": replicates_of(replicates), "workers": at_once, "plain": plain}
    return ModelFunction(arguments, chosen, tuple(wanted), drawn, options)


def response(
    values: Mapping[str, Value], scenario: AnyScenario = "cn_tv", **options: Any
) -> dict[str, float]:
    """Mean outcomes as a function of numbers by address: what samplers and sensitivity analyses
    call.

    The luck is the same in every call, so that the function is smooth in its numbers as far as the
    model is. Means are over the runs in which the outcome exists, nan if it does in none. options:
    those of `function_of`.
    """
    given = table_of("values", values)
    return function_of({address: address for address in given}, scenario, **options)(**given)
