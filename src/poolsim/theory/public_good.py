"""The service of an alliance as a public good: who pays for it, and what grants displace.

Each firm's utility is v ln G + y - g, G the total provision and g its own contribution.
"""


def nash_provision(largest_value: float) -> float:
    """Provision when each firm contributes for itself, G = max v.

    largest_value: of the firms' v, RMB million a quarter. OL-1, OL-2; Olson 1965. Limit: 0.0 if
    none values the good.
    """
    return max(0.0, largest_value)


def efficient_provision(total_value: float) -> float:
    """Provision that is best for all together, G = sum of v.

    total_value: sum of the firms' v, RMB million a quarter. OL-1, OL-2; Samuelson 1954. Limit: the
    Nash provision for a single firm.
    """
    return max(0.0, total_value)
