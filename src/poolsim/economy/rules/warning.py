"""Early warning of infringement: what information about a threat is worth."""


def cost_no_info(prior: float, loss: float, design_around: float) -> float:
    """Expected cost of a threat without warning, C = min(pi L, d).

    prior pi: chance that the threat is real; loss L if it is and nothing is done, design_around d:
    RMB million. GO-2; Raiffa and Schlaifer 1961. Limits: d for a certain large threat, 0.0 for
    none.
    """
    return min(prior * loss, design_around)


def cost_info(
    prior: float, loss: float, design_around: float, sensitivity: float, specificity: float
) -> float:
    """Expected cost with warning, C = min(pi s L, P d) + min(pi (1 - s) L, (1 - P) d).

    P = pi s + (1 - pi) (1 - e): chance of a warning; sensitivity s, specificity e: chance of a
    right message about a real (a false) threat; the rest as in `cost_no_info`. GO-2. Limits: pi
    min(L, d) with perfect information, the cost without information at s = 1 - e.
    """
    warned = prior * sensitivity + (1.0 - prior) * (1.0 - specificity)
    alarm = min(prior * sensitivity * loss, warned * design_around)
    return alarm + min(prior * (1.0 - sensitivity) * loss, (1.0 - warned) * design_around)


def value_of_information(
    prior: float, loss: float, design_around: float, sensitivity: float, specificity: float
) -> float:
    """What a warning saves before its price, V = `cost_no_info` - `cost_info`.

    Symbols and units as in `cost_info`; V: RMB million a threat. GO-2; Raiffa and Schlaifer 1961.
    Limits: 0.0 for a message that says nothing or never changes the choice.
    """
    informed = cost_info(prior, loss, design_around, sensitivity, specificity)
    return cost_no_info(prior, loss, design_around) - informed
