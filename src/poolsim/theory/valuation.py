"""What patents and licences are worth, and what they cost before and after a standard is set."""

from poolsim.theory.market import cournot_quantity


def ex_ante_royalty(potential: float, slope: float, advantage: float) -> float:
    """Royalty agreed before a standard is set, R = min(A / 2b, dV).

    potential A: million units a quarter at no royalty; slope b: million units per RMB; advantage
    dV: over the best alternative, RMB per unit. AT-3; after Llanes and Poblete 2014. Limits: the
    pool's royalty (RS-1) for a large advantage, 0.0 for none.
    """
    return max(0.0, min(0.5 * potential / slope, advantage)) if slope > 0.0 else 0.0


def entry_share(value: float, royalty: float) -> float:
    """Share of licensees that enter at an announced royalty, x = 1 - R / v, within 0 to 1.

    value v, royalty R: RMB per unit; the sunk cost of entry is uniform from 0 to v. AT-4; after
    Leveque and Meniere 2011. Limits: 1.0 for a free licence, 0.0 once the royalty takes the whole
    value, as hold-up does.
    """
    return min(1.0, max(0.0, 1.0 - royalty / value)) if value > 0.0 else 0.0


def substitute_licence_fee(
    intercept: float, slope: float, cost: float, saving: float, producers: float
) -> float:
    """Largest fee a producer pays for a cost saving that all rivals have, F = b (q_in^2 - q_out^2).

    intercept a: RMB per unit; slope b: RMB per million units; cost c without the technology, saving
    e: RMB per unit; producers n: count; q_in, q_out: Cournot quantity with and without it; F: RMB
    million a quarter. AT-5; Kato 2004. Limits: 0.0 without saving, the whole profit when it would
    sell nothing without.
    """
    low = producers * (cost - saving)
    inside = cournot_quantity(intercept, slope, cost - saving, low, producers, 1.0)
    outside = cournot_quantity(intercept, slope, cost, low + saving, producers, 1.0)
    return max(0.0, slope * inside * inside - slope * outside * outside)
