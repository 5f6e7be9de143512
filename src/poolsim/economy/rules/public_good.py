"""The service of an alliance as a public good: who pays for it, and what grants displace.

Each firm's utility is v ln G + y - g, G the total provision and g its own contribution.
"""


def contribution(own_value: float, largest_value: float, leaders: float) -> float:
    """Contribution of one firm in Nash equilibrium, g = v / k if v = max v, else 0.

    own_value v, largest_value: RMB million a quarter; leaders k: firms with the largest value,
    which share equally. OL-2; Olson 1965. Limits: one leader pays for all, smaller firms pay
    nothing.
    """
    if own_value < largest_value or leaders <= 0.0:
        return 0.0
    return max(0.0, own_value) / max(1.0, leaders)


def private_contribution(largest_value: float, grants: float) -> float:
    """What firms still pay when grants pay for a part, g = max(0, max v - G_0).

    largest_value: of the firms' v, grants G_0: RMB million a quarter. OL-3; Bergstrom, Blume and
    Varian 1986 without income effects. Limits: the Nash provision without grants; each RMB of
    grants displaces one until nothing is left.
    """
    return max(0.0, largest_value - grants)
