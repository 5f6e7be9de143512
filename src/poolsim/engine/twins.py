"""Compiled twins of the integer hash in `draws`: 64-bit arithmetic that wraps, as plain Python masks.

Importing this module makes `mix`, `stream` and `uniform` available to compiled code, with the same bits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numba.extending import overload

from poolsim.draws import GOLDEN, mix, stream, uniform
from poolsim.engine.columns import OPTIONS

U: Any = np.uint64
STEP: Any = np.uint64(GOLDEN)
TWINS = (mix, stream, uniform)


@overload(mix, **OPTIONS)
def _mix(x: Any) -> Callable[..., Any]:
    def twin(x: Any) -> Any:
        x = U(x)
        x = (x ^ (x >> U(30))) * U(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> U(27))) * U(0x94D049BB133111EB)
        return x ^ (x >> U(31))

    return twin


@overload(stream, **OPTIONS)
def _stream(key: Any, quarter: Any, decision: Any) -> Callable[..., Any]:
    def twin(key: Any, quarter: Any, decision: Any) -> Any:
        return mix(mix(mix(U(key) + U(quarter) * STEP) + U(decision) * STEP))

    return twin


@overload(uniform, **OPTIONS)
def _uniform(stream: Any, agent: Any, index: Any) -> Callable[..., Any]:
    def twin(stream: Any, agent: Any, index: Any) -> Any:
        x = mix(U(stream) + U(np.int64(agent)) * STEP)
        bits = mix(mix(x + U(np.int64(index)) * STEP)) >> U(12)
        return (np.float64(np.int64(bits)) + 0.5) * 2.220446049250313e-16

    return twin
