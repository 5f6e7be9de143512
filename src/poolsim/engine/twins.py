"""Compiled twins: of the integer hash in `draws`, whose 64-bit arithmetic wraps as plain Python
masks, and of exp and log in `functions`, which take numbers apart by their bits where plain Python
calls frexp and ldexp.

Importing this module makes them available to compiled code, with the same bits. Calls of the C
functions behind frexp and ldexp could be neither inlined, vectorised nor moved out of a loop.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import overload

from poolsim.economy.draws import GOLDEN, mix, stream, uniform
from poolsim.economy.functions import exp, log
from poolsim.engine.columns import OPTIONS, intrinsic
from poolsim.engine.untyped import Builder, Context, Function, Signature, Value, Values

U: Any = np.uint64
STEP: Any = np.uint64(GOLDEN)
DOUBLE, INT, LONG = ir.DoubleType(), ir.IntType(32), ir.IntType(64)
TWINS = (mix, stream, uniform, exp, log)


# Between 2^52 and 2^53 the bits of a float count its ones: no conversion is called, which a machine
# can do for one number only.
ONES, TWO_52 = LONG(0x000FFFFFFFFFFFFF), LONG(0x4330000000000000)


@intrinsic
def _whole(typing_context: Context, x: Value) -> Value:
    """The 64-bit integer of a whole float from 0 to 2^52."""

    def codegen(context: Context, builder: Builder, signature: Signature, args: Values) -> Value:
        counted = builder.fadd(args[0], DOUBLE(2.0**52))
        return builder.and_(builder.bitcast(counted, LONG), ONES)

    return types.uint64(types.float64), codegen


@intrinsic
def _float(typing_context: Context, bits: Value) -> Value:
    """The float of an integer below 2^52."""

    def codegen(context: Context, builder: Builder, signature: Signature, args: Values) -> Value:
        counted = builder.bitcast(builder.or_(args[0], TWO_52), DOUBLE)
        return builder.fsub(counted, DOUBLE(2.0**52))

    return types.float64(types.uint64), codegen


@overload(mix, **OPTIONS)
def _mix(x: Value) -> Function:
    def twin(x: Value) -> Value:
        x = U(x)
        x = (x ^ (x >> U(30))) * U(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> U(27))) * U(0x94D049BB133111EB)
        return x ^ (x >> U(31))

    return twin


@overload(stream, **OPTIONS)
def _stream(key: Value, quarter: Value, decision: Value) -> Function:
    def twin(key: Value, quarter: Value, decision: Value) -> Value:
        return mix(mix(mix(U(key) + U(quarter) * STEP) + U(decision) * STEP))

    return twin


@overload(uniform, **OPTIONS)
def _uniform(stream: Value, agent: Value, index: Value) -> Function:
    def twin(stream: Value, agent: Value, index: Value) -> Value:
        x = mix(U(stream) + _whole(agent) * STEP)
        bits = mix(mix(x + _whole(index) * STEP)) >> U(12)
        return (_float(bits) + 0.5) * 2.220446049250313e-16

    return twin


@intrinsic
def _floor(typing_context: Context, x: Value) -> Value:
    """The floor as a float; numba makes an integer of it, which is slow to turn back."""

    def codegen(context: Context, builder: Builder, signature: Signature, args: Values) -> Value:
        return builder.call(builder.module.declare_intrinsic("llvm.floor", [DOUBLE]), args)

    return types.float64(types.float64), codegen


@intrinsic
def _times_two_to(typing_context: Context, y: Value, k: Value) -> Value:
    """y 2^k for a whole float k in -1075..1024: two factors, of which only the second rounds."""

    def codegen(context: Context, builder: Builder, signature: Signature, args: Values) -> Value:
        y, whole = args[0], builder.fptosi(args[1], INT)
        half = builder.ashr(whole, INT(1))
        for exponent in (half, builder.sub(whole, half)):
            bits = builder.shl(builder.zext(builder.add(exponent, INT(1023)), LONG), LONG(52))
            y = builder.fmul(y, builder.bitcast(bits, DOUBLE))
        return y

    return types.float64(types.float64, types.float64), codegen


@intrinsic
def _mantissa(typing_context: Context, x: Value) -> Value:
    """The mantissa of a normal positive number, from 1/2 to 1."""

    def codegen(context: Context, builder: Builder, signature: Signature, args: Values) -> Value:
        fraction = builder.and_(builder.bitcast(args[0], LONG), LONG(0x000FFFFFFFFFFFFF))
        return builder.bitcast(builder.or_(fraction, LONG(0x3FE0000000000000)), DOUBLE)

    return types.float64(types.float64), codegen


@intrinsic
def _exponent(typing_context: Context, x: Value) -> Value:
    """The exponent that belongs to `_mantissa`, as a float."""

    def codegen(context: Context, builder: Builder, signature: Signature, args: Values) -> Value:
        biased = builder.trunc(builder.lshr(builder.bitcast(args[0], LONG), LONG(52)), INT)
        return builder.sitofp(builder.sub(builder.and_(biased, INT(0x7FF)), INT(1022)), DOUBLE)

    return types.float64(types.float64), codegen


@overload(exp, **OPTIONS)
def _exp(x: Value) -> Function:
    def twin(x: Value) -> Value:
        small = x < -745.2
        x = min(x, 709.7)
        x = -745.2 if small else x
        k = _floor(1.44269504088896338700 * x + 0.5)
        high = x - k * 6.93147180369123816490e-01
        low = k * 1.90821492927058770002e-10
        r = high - low
        t = r * r
        c = 4.13813679705723846039e-08
        c = t * c - 1.65339022054652515390e-06
        c = t * c + 6.61375632143793436117e-05
        c = t * c - 2.77777777770155933842e-03
        c = t * c + 1.66666666666666019037e-01
        c = r - t * c
        y = 1.0 - ((low - (r * c) / (2.0 - c)) - high)
        y = _times_two_to(y, k)
        return 0.0 if small else y

    return twin


@overload(log, **OPTIONS)
def _log(x: Value) -> Function:
    def twin(x: Value) -> Value:
        tiny = x < 2.2250738585072014e-308  # subnormal
        normal = x * 18014398509481984.0 if tiny else x
        exponent = _exponent(normal) - (54.0 if tiny else 0.0)
        mantissa = _mantissa(normal)
        low_half = mantissa < 0.70710678118654752440
        f = 2.0 * mantissa - 1.0 if low_half else mantissa - 1.0
        k = exponent - 1.0 if low_half else exponent + 0.0
        s = f / (2.0 + f)
        z = s * s
        w = z * z
        odd = 1.531383769920937332e-01
        odd = w * odd + 2.222219843214978396e-01
        odd = w * odd + 3.999999999940941908e-01
        even = 1.479819860511658591e-01
        even = w * even + 1.818357216161805012e-01
        even = w * even + 2.857142874366239149e-01
        even = w * even + 6.666666666666735130e-01
        r = z * even + w * odd
        half = 0.5 * f * f
        y = k * 6.93147180369123816490e-01 - (
            (half - (s * (half + r) + k * 1.90821492927058770002e-10)) - f
        )
        y = y if x <= 1.7976931348623157e308 else x - x  # nan
        return -745.2 if x <= 0.0 else y

    return twin
