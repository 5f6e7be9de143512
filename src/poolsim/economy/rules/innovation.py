"""Research and patents: filing rate, patent stock and the skewed value of patents."""

from poolsim.economy.functions import power


def filing_rate(productivity: float, spending: float, elasticity: float) -> float:
    """Patents a firm is expected to file in a quarter, lambda = a RD^beta / 4.

    productivity a: patents a year at unit spending; spending RD: RMB million; elasticity beta.
    IN-1; Hausman, Hall and Griliches 1984. Limits: 0.0 without spending (beta > 0), a/4 at beta =
    0.
    """
    return 0.25 * productivity * power(spending, elasticity)
