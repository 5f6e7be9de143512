"""The formulas of the model (`rules.finance.runway`) and of theory (`theory.finance.step_ruin`)."""

import importlib
import inspect
import pkgutil

from poolsim import theory
from poolsim.economy import rules

FUNCTIONS = [
    function
    for room in (rules, theory)
    for found in pkgutil.iter_modules(room.__path__, f"{room.__name__}.")
    for name, function in inspect.getmembers(
        importlib.import_module(found.name), inspect.isfunction
    )
    if function.__module__ == found.name and not name.startswith("_")
    if found.name != "poolsim.theory.numerics"  # a tool of formulas
]
