"""Research and patents: filing rate, and the present value of a patent."""

from poolsim.economy.functions import power


def filing_rate(productivity: float, spending: float, elasticity: float) -> float:
    """Patents a firm is expected to file in a quarter, lambda = a RD^beta / 4.

    productivity a: patents a year at unit spending; spending RD: RMB million; elasticity beta.
    IN-1; Hausman, Hall and Griliches 1984. Limits: 0.0 without spending (beta > 0), a/4 at beta =
    0.
    """
    return 0.25 * productivity * power(spending, elasticity)


def patent_present_value(
    cash_flow: float, discount: float, hazard: float, quarters: float
) -> float:
    """Present value of a patent's cash flow, V = f q (1 - q^T) / (1 - q), q = (1 - h) / (1 + r).

    cash_flow f: RMB million a quarter, at quarter ends; discount r, hazard h (invalidation): a
    quarter; quarters T. AT-2. Limits: f T at r = h = 0, f q / (1 - q) for a long life; 0.0 at h =
    1.
    """
    factor = max(0.0, 1.0 - hazard) / (1.0 + max(0.0, discount))
    if 1.0 - factor < 1e-9:
        return cash_flow * quarters
    return cash_flow * factor * (1.0 - power(factor, max(0.0, quarters))) / (1.0 - factor)


def share_in_force(
    quarter: float, youngest: float, oldest: float, renewed: float, life: float
) -> float:
    """Share of a portfolio that is in force, s = w + (1 - w) (L - t - y) / (o - y), within w to 1.

    quarter t; youngest y, oldest o: ages at quarter 0, evenly spread; life L: quarters; renewed w:
    share that is replaced for ever. LX-1. Limits: 1.0 until the oldest expires, w once all have; a
    step if all are of one age.
    """
    left = 1.0 if quarter < life - youngest else 0.0
    if oldest > youngest:
        left = min(max((life - quarter - youngest) / (oldest - youngest), 0.0), 1.0)
    return renewed + (1.0 - renewed) * left
