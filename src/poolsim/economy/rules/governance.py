"""Decisions of members: the votes a rule needs and the chance that a proposal passes."""

import math

from poolsim.economy.rules.membership import at_least


def votes_needed(members: float, threshold: float) -> float:
    """Votes that carry a proposal, k = ceil(t m); more than half, k = floor(m / 2) + 1, for t =
    1/2.

    members m: count; threshold t: share of votes, taken as 1/2 below 1/2. GO-1. Limits: m for
    unanimity (t = 1), 1 for a single decider. The slack of 1e-9 keeps a rounded 2/3 of 9 at 6.
    """
    if threshold <= 0.5:
        return math.floor(0.5 * members) + 1.0
    return math.ceil(threshold * members - 1e-9) + 0.0


def pass_probability(approval: float, members: float, threshold: float) -> float:
    """Chance that a proposal passes, P = P(at least k of m approve), k = votes_needed.

    approval p: chance that a member approves; members m: count; threshold t: share of votes (1
    unanimity, 1/2 majority). GO-1; binomial. Limits: p^m for unanimity, p for one decider (a lead
    firm), 0.0 for no members.
    """
    if members < 1.0:
        return 0.0
    return at_least(approval, members, votes_needed(members, threshold))
