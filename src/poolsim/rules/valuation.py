"""What patents and licences are worth, and what they cost before and after a standard is set."""

from poolsim.draws import power
from poolsim.rules.market import cournot_quantity


def patent_present_value(cash_flow: float, discount: float, hazard: float, quarters: float) -> float:
    """Present value of a patent's cash flow, V = f q (1 - q^T) / (1 - q), q = (1 - h) / (1 + r).

    cash_flow f: RMB million a quarter, at quarter ends; discount r, hazard h (invalidation): a quarter;
    quarters T. AT-2. Limits: f T at r = h = 0, f q / (1 - q) for a long life; 0.0 at h = 1.
    """
    factor = max(0.0, 1.0 - hazard) / (1.0 + max(0.0, discount))
    if 1.0 - factor < 1e-9:
        return cash_flow * quarters
    return cash_flow * factor * (1.0 - power(factor, max(0.0, quarters))) / (1.0 - factor)


def ex_ante_royalty(potential: float, slope: float, advantage: float) -> float:
    """Royalty agreed before a standard is set, R = min(A / 2b, dV).

    potential A: million units a quarter at no royalty; slope b: million units per RMB; advantage dV: over the
    best alternative, RMB per unit. AT-3; after Llanes and Poblete 2014. Limits: the pool's royalty (RS-1) for
    a large advantage, 0.0 for none.
    """
    return max(0.0, min(0.5 * potential / slope, advantage)) if slope > 0.0 else 0.0


def entry_share(value: float, royalty: float) -> float:
    """Share of licensees that enter at an announced royalty, x = 1 - R / v, within 0 to 1.

    value v, royalty R: RMB per unit; the sunk cost of entry is uniform from 0 to v. AT-4; after Leveque and
    Meniere 2011. Limits: 1.0 for a free licence, 0.0 once the royalty takes the whole value, as hold-up does.
    """
    return min(1.0, max(0.0, 1.0 - royalty / value)) if value > 0.0 else 0.0


def substitute_licence_fee(
    intercept: float, slope: float, cost: float, saving: float, producers: float
) -> float:
    """Largest fee a producer pays for a cost saving that all rivals have, F = b (q_in^2 - q_out^2).

    intercept a: RMB per unit; slope b: RMB per million units; cost c without the technology, saving e: RMB
    per unit; producers n: count; q_in, q_out: Cournot quantity with and without it; F: RMB million a quarter.
    AT-5; Kato 2004. Limits: 0.0 without saving, the whole profit when it would sell nothing without.
    """
    low = producers * (cost - saving)
    inside = cournot_quantity(intercept, slope, cost - saving, low, producers, 1.0)
    outside = cournot_quantity(intercept, slope, cost, low + saving, producers, 1.0)
    return max(0.0, slope * inside * inside - slope * outside * outside)
