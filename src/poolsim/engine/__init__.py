"""The compiled engine: the agents, phases and rules of the model, compiled over column storage.

`compile_driver(model)` gives the driver of a sweep, or raises `CompileError` with a reason one can
read; the caller then runs the plain agents. Only this package imports numba, and only when a driver
is asked for.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from poolsim.engine.description import CompileError, Model

if TYPE_CHECKING:
    from poolsim.engine.driver import Driver

__all__ = ["CompileError", "Model", "compile_driver"]


def compile_driver(model: Model, announce: Callable[[str], None] | None = None) -> "Driver":
    """The driver of `model`, from the cache if it is there; `announce` hears of a compilation
    before it.
    """
    try:
        import numba  # noqa: F401
    except ImportError as missing:
        raise CompileError(
            f"numba cannot be imported ({missing}), the model runs as plain Python."
        ) from missing
    from poolsim.engine.driver import build

    return build(model, announce)
