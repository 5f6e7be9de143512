"""What the formulas answer to the inputs of tests/data/vectors.json, by the code of the rule."""

import importlib
import pkgutil

ANSWERS = {
    name: answer
    for part in pkgutil.iter_modules(__path__, f"{__name__}.")
    for name, answer in importlib.import_module(part.name).ANSWERS.items()
}
