"""Sharing what members earn or spend together: Shapley values, filing contests and fixed splits."""

from poolsim.economy.arrays import Vector


def airport_share(costs: Vector, member: float, members: float) -> float:
    """Share of a common cost that the largest stake sets, s_i = sum over steps up to c_i of dc /
    n(c).

    costs c: stake of each of the first n = members entries, RMB million, in any order; member i:
    index; n(c): members whose stake exceeds c. SH-3; Littlechild and Owen 1973 (Shapley value).
    Limits: c/n for equal stakes, c for a single member, 0.0 without stake.
    """
    own = costs[int(member)]
    level = 0.0
    share = 0.0
    while level < own:
        above = own
        sharing = 0.0
        for j in range(int(members)):
            if costs[j] > level:
                sharing += 1.0
                above = min(above, costs[j])
        share += (above - level) / max(1.0, sharing)
        level = above
    return share
