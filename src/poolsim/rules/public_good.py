"""The service of an alliance as a public good: who pays for it, and what grants displace.

Each firm's utility is v ln G + y - g, G the total provision and g its own contribution.
"""


def nash_provision(largest_value: float) -> float:
    """Provision when each firm contributes for itself, G = max v.

    largest_value: of the firms' v, RMB million a quarter. OL-1, OL-2; Olson 1965. Limit: 0.0 if none values
    the good.
    """
    return max(0.0, largest_value)


def efficient_provision(total_value: float) -> float:
    """Provision that is best for all together, G = sum of v.

    total_value: sum of the firms' v, RMB million a quarter. OL-1, OL-2; Samuelson 1954. Limit: the Nash
    provision for a single firm.
    """
    return max(0.0, total_value)


def contribution(own_value: float, largest_value: float, leaders: float) -> float:
    """Contribution of one firm in Nash equilibrium, g = v / k if v = max v, else 0.

    own_value v, largest_value: RMB million a quarter; leaders k: firms with the largest value, which share
    equally. OL-2; Olson 1965. Limits: one leader pays for all, smaller firms pay nothing.
    """
    if own_value < largest_value or leaders <= 0.0:
        return 0.0
    return max(0.0, own_value) / max(1.0, leaders)


def private_contribution(largest_value: float, grants: float) -> float:
    """What firms still pay when grants pay for a part, g = max(0, max v - G_0).

    largest_value: of the firms' v, grants G_0: RMB million a quarter. OL-3; Bergstrom, Blume and Varian 1986
    without income effects. Limits: the Nash provision without grants; each RMB of grants displaces one until
    nothing is left.
    """
    return max(0.0, largest_value - grants)
