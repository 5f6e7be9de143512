"""poolsim: an agent-based model of patent alliances and patent pools."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from poolsim.scenario.scenario import Scenario, load
    from poolsim.study.api import compare, simulate
    from poolsim.study.calibrate import calibrate
    from poolsim.study.declared.study import Study
    from poolsim.study.execution import resume, run
    from poolsim.study.function import function_of, response
    from poolsim.study.ledger import switch
    from poolsim.study.phases import switch_two
    from poolsim.study.results import export
    from poolsim.study.robust import robust
    from poolsim.study.runner import reproduce
    from poolsim.study.search import search
    from poolsim.study.sensitivity import sensitivity
    from poolsim.study.why import why

__version__ = "0.1.0"
__all__ = [
    "Scenario",
    "Study",
    "calibrate",
    "compare",
    "export",
    "function_of",
    "load",
    "reproduce",
    "response",
    "resume",
    "robust",
    "run",
    "search",
    "sensitivity",
    "simulate",
    "switch",
    "switch_two",
    "why",
]

_HOMES = {
    "Scenario": "scenario.scenario",
    "Study": "study.declared.study",
    "calibrate": "study.calibrate",
    "compare": "study.api",
    "export": "study.results",
    "function_of": "study.function",
    "load": "scenario.scenario",
    "reproduce": "study.runner",
    "response": "study.function",
    "resume": "study.execution",
    "robust": "study.robust",
    "run": "study.execution",
    "search": "study.search",
    "sensitivity": "study.sensitivity",
    "simulate": "study.api",
    "switch": "study.ledger",
    "switch_two": "study.phases",
    "why": "study.why",
}


def __getattr__(name: str) -> object:
    """A public name, imported when it is first used: `import poolsim` stays cheap."""
    if name not in _HOMES:
        raise AttributeError(f"module 'poolsim' has no attribute '{name}'")
    return getattr(import_module(f"poolsim.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
