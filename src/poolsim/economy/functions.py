"""Elementary functions that give the same bits everywhere: only + - * /, frexp and ldexp."""

import math


def exp(x: float) -> float:
    """Exponential, within 1 ulp of the true value (fdlibm e_exp: x = k ln 2 + r, rational in r^2).

    Returns 0.0 below -745.2 and exp(709.7) = 1.65e308 above 709.7, so it never overflows.
    """
    if x < -745.2:
        return 0.0
    x = min(x, 709.7)
    k = math.floor(1.44269504088896338700 * x + 0.5)
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
    return math.ldexp(1.0 - ((low - (r * c) / (2.0 - c)) - high), int(k))


def log(x: float) -> float:
    """Natural logarithm, within 1 ulp (fdlibm e_log: x = 2^k (1 + f), series in s = f/(2 + f)).

    Returns -745.2 for x <= 0.0, the smallest argument at which exp is not yet 0.
    """
    if x <= 0.0:
        return -745.2
    mantissa, exponent = math.frexp(x)
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
    return k * 6.93147180369123816490e-01 - (
        (half - (s * (half + r) + k * 1.90821492927058770002e-10)) - f
    )


def ratio(part: float, whole: float) -> float:
    """Quotient; 0 of nothing is 0."""
    return part / whole if whole != 0.0 else 0.0


def bounded_ratio(part: float, whole: float) -> float:
    """Quotient, at most 1e9, which also stands for "no number" where `whole` is not positive."""
    return min(1e9, part / whole) if whole > 0.0 else 1e9


def power(base: float, exponent: float) -> float:
    """base to the power exponent, = exp(exponent log(base)); relative error about |exponent log
    base| ulp.

    1.0 for exponent 0.0; 0.0 for base <= 0.0 and exponent > 0.0; a large finite number for exponent
    < 0.0.
    """
    # Calculated in every case: without a way out in between it is done for several at once.
    value = exp(exponent * log(base))
    value = 0.0 if base <= 0.0 and exponent > 0.0 else value
    return 1.0 if exponent == 0.0 else value


def logistic(x: float) -> float:
    """Logistic function 1/(1 + e^-x), in [0, 1], without overflow at either end."""
    e = exp(-abs(x))
    return 1.0 / (1.0 + e) if x >= 0.0 else e / (1.0 + e)


def normal_cdf(x: float) -> float:
    """Standard normal distribution Phi(x), absolute error below 1e-14 (Hart 1968, as given by West
    2005).
    """
    a = abs(x)
    if a > 37.0:
        return 1.0 if x > 0.0 else 0.0
    if a < 7.07106781186547:
        n = 3.52624965998911e-02
        n = n * a + 0.700383064443688
        n = n * a + 6.37396220353165
        n = n * a + 33.912866078383
        n = n * a + 112.079291497871
        n = n * a + 221.213596169931
        n = n * a + 220.206867912376
        d = 8.83883476483184e-02
        d = d * a + 1.75566716318264
        d = d * a + 16.064177579207
        d = d * a + 86.7807322029461
        d = d * a + 296.564248779674
        d = d * a + 637.333633378831
        d = d * a + 793.826512519948
        d = d * a + 440.413735824752
        tail = exp(-0.5 * a * a) * n / d
    else:
        d = a + 1.0 / (a + 2.0 / (a + 3.0 / (a + 4.0 / (a + 0.65))))
        tail = exp(-0.5 * a * a) / (d * 2.5066282746310002)
    return 1.0 - tail if x > 0.0 else tail


def normal_quantile(u: float) -> float:
    """Standard normal quantile: the x with Phi(x) = u, relative error about 1e-15 (AS 241; Wichura
    1988).

    u in (0, 1); 0.0 or less and 1.0 or more return about -38.5 and 38.5.
    """
    q = u - 0.5
    if is_central(u) > 0.0:
        return central_quantile(u)
    r = math.sqrt(-log(u if q < 0.0 else 1.0 - u))
    x = _quantile_shoulder(r - 1.6) if r <= 5.0 else _quantile_tail(r - 5.0)
    return -x if q < 0.0 else x


def is_central(u: float) -> float:
    """Whether `central_quantile` holds: of seventeen numbers in twenty."""
    return 1.0 if abs(u - 0.5) <= 0.425 else 0.0


def central_quantile(u: float) -> float:
    """`normal_quantile` where `is_central`, meaningless elsewhere: without a branch, and so
    calculated for several at once.
    """
    q = u - 0.5
    r = 0.180625 - q * q
    n = 2.5090809287301226727e3
    n = n * r + 3.3430575583588128105e4
    n = n * r + 6.7265770927008700853e4
    n = n * r + 4.5921953931549871457e4
    n = n * r + 1.3731693765509461125e4
    n = n * r + 1.9715909503065514427e3
    n = n * r + 1.3314166789178437745e2
    n = n * r + 3.3871328727963666080e0
    d = 5.2264952788528545610e3
    d = d * r + 2.8729085735721942674e4
    d = d * r + 3.9307895800092710610e4
    d = d * r + 2.1213794301586595867e4
    d = d * r + 5.3941960214247511077e3
    d = d * r + 6.8718700749205790830e2
    d = d * r + 4.2313330701600911252e1
    d = d * r + 1.0
    return n * q / d


def _quantile_shoulder(r: float) -> float:
    n = 7.74545014278341407640e-4
    n = n * r + 2.27238449892691845833e-2
    n = n * r + 2.41780725177450611770e-1
    n = n * r + 1.27045825245236838258e0
    n = n * r + 3.64784832476320460504e0
    n = n * r + 5.76949722146069140550e0
    n = n * r + 4.63033784615654529590e0
    n = n * r + 1.42343711074968357734e0
    d = 1.05075007164441684324e-9
    d = d * r + 5.47593808499534494600e-4
    d = d * r + 1.51986665636164571966e-2
    d = d * r + 1.48103976427480074590e-1
    d = d * r + 6.89767334985100004550e-1
    d = d * r + 1.67638483018380384940e0
    d = d * r + 2.05319162663775882187e0
    d = d * r + 1.0
    return n / d


def _quantile_tail(r: float) -> float:
    n = 2.01033439929228813265e-7
    n = n * r + 2.71155556874348757815e-5
    n = n * r + 1.24266094738807843860e-3
    n = n * r + 2.65321895265761230930e-2
    n = n * r + 2.96560571828504891230e-1
    n = n * r + 1.78482653991729133580e0
    n = n * r + 5.46378491116411436990e0
    n = n * r + 6.65790464350110377720e0
    d = 2.04426310338993978564e-15
    d = d * r + 1.42151175831644588870e-7
    d = d * r + 1.84631831751005468180e-5
    d = d * r + 7.86869131145613259100e-4
    d = d * r + 1.48753612908506148525e-2
    d = d * r + 1.36929880922735805310e-1
    d = d * r + 5.99832206555887937690e-1
    d = d * r + 1.0
    return n / d


def chance_of_none(mean: float) -> float:
    """Chance that a Poisson count is 0, e^-m; the mean is taken as 700.0 above 700.0, where it
    would underflow.
    """
    return exp(-min(mean, 700.0))


FEW = 4.0  # events up to which `few_events` counts


def few_events(u: float, mean: float, none: float) -> float:
    """`poisson`, but 4.0 stands for four events and more: without a search, and so calculated for
    several counts at once.
    """
    mean = min(mean, 700.0)
    one = none * mean
    two = one * mean / 2.0
    three = two * mean / 3.0
    total = none + one
    # Each further event only after the one before, and where its chance still counts.
    first = (u > none) & ((mean > 0.0) | (none > 1e-20))
    second = first & (u > total) & ((mean > 1.0) | (one > 1e-20))
    third = second & (u > total + two) & ((mean > 2.0) | (two > 1e-20))
    fourth = third & (u > total + two + three) & ((mean > 3.0) | (three > 1e-20))
    return first * 1.0 + second * 1.0 + third * 1.0 + fourth * 1.0


def poisson(u: float, mean: float, none: float) -> float:
    """Poisson count: the smallest n with P(N <= n) >= u, by adding terms e^-m m^n / n!.

    u in (0, 1); mean: expected count, taken as 700.0 above 700.0; none: `chance_of_none` of it; 0.0
    for mean <= 0.0. The search ends where a term can no longer change the sum.
    """
    if mean <= 0.0:
        return 0.0
    mean = min(mean, 700.0)
    count = 0.0
    term = none
    total = term
    while u > total and (count < mean or term > 1e-20):
        count += 1.0
        term = term * mean / count
        total += term
    return count
