"""What the formulas answer to the vectors: what membership is worth."""

import math

from formulas import rules

worth = rules.worth
HOPED = 5.0  # RMB m per quarter


def covered(chance, term, discount):
    def share(patience):
        return worth.covered_share(chance, patience, patience**term)

    patience = math.exp(-discount / 4.0)
    return {
        "value": share(patience) / (1.0 - patience),
        "flow_share": share(patience),
        "undiscounted_share": share(1.0 - 1e-8),
    }


def reaction(firms, slope, conduct, quantity, own, others):
    steepness = conduct * slope
    shift = worth.cost_shift(firms, conduct, own, others)
    after = worth.quantity_after(quantity, shift, steepness)
    before = worth.profit_of_brand(quantity, steepness)
    return {
        "profit_change": worth.profit_of_brand(after, steepness) - before,
        "quantity_after": after,
    }


def incidence(firms, conduct):
    common = worth.cost_shift(firms, conduct, 1.0, 1.0)
    return {
        "common": worth.incidence(firms, conduct, 1.0),
        "own": worth.incidence(firms, conduct, 0.0),
        "pass_through": 1.0 - common,
    }


def learned(first, realised_over_expected, term, quarters):
    hoped, realised = HOPED, first * HOPED
    for _ in range(quarters):
        hoped = worth.running_mean(hoped, HOPED, term)
        realised = worth.running_mean(realised, realised_over_expected * HOPED, term)
    return {"credit": worth.credit_earned(realised, hoped, first)}


ANSWERS = {"WM-1": covered, "WM-3": reaction, "WM-3/incidence": incidence, "WM-4": learned}
