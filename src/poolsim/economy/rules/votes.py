"""How members decide: what a ballot hangs on, which proposals carry, and what a levy asks."""

import math

from poolsim.economy.functions import logistic
from poolsim.economy.rules.membership import SMALLEST_STAKE

SLACK = 1e-9  # of all votes: keeps a rounded 2/3 of 9 at 6


def stake_in(gives: float, takes: float) -> float:
    """What is at stake for a member in a decision, s = max(|b| + |c|, 1e-9).

    gives b, takes c: what it gives the member and costs it, RMB million. VT-2; accounting.
    Limit: 1e-9 where nothing is given or taken.
    """
    return max(abs(gives) + abs(takes), SMALLEST_STAKE)


def approval_chance(gives: float, takes: float, intensity: float) -> float:
    """Chance that a member approves an item, P = 1 / (1 + e^(-lambda (b - c) / (|b| + |c|))).

    gives b, takes c: what the item gives the member and costs it, in the same unit; intensity
    lambda: per stake |b| + |c|. VT-2; logit choice. Limits: 0.5 at no gain, 1 / (1 + e^-lambda) for
    what costs nothing, certainty for large lambda.
    """
    return logistic(intensity * (gives - takes) / stake_in(gives, takes))


def carries(yes: float, weight: float, quorum: float) -> float:
    """Whether a proposal carries, 1 if Y >= t W; more than half, Y > W / 2, for t = 1/2.

    yes Y, weight W: votes in favour and all votes, members or RMB m of capital; quorum t: share of
    votes, taken as 1/2 below 1/2. VT-1. Limits: 0.0 without votes; all votes for t = 1.
    """
    if weight <= 0.0:
        return 0.0
    if quorum <= 0.5:
        return 1.0 if yes > 0.5 * weight else 0.0
    return 1.0 if yes >= (quorum - SLACK) * weight else 0.0


def votes_needed(members: float, threshold: float) -> float:
    """Votes that carry a proposal, k = ceil(t m); more than half, k = floor(m / 2) + 1, for t =
    1/2.

    members m: count; threshold t: share of votes, taken as 1/2 below 1/2. GO-1. Limits: m for
    unanimity (t = 1), 1 for a single decider.
    """
    if threshold <= 0.5:
        return math.floor(0.5 * members) + 1.0
    return math.ceil(threshold * members - SLACK) + 0.0


def levy_each(cost: float, income: float, treasury: float, members: float, horizon: float) -> float:
    """What a levy asks of each member, l = max(0, H (C - R) - K) / m.

    cost C of full service, other income R: RMB million a quarter; treasury K: RMB million; members
    m: count; horizon H: quarters. VT-3; accounting. Limits: 0.0 where income and treasury pay for
    full service, and without members.
    """
    if members <= 0.0:
        return 0.0
    return max(0.0, horizon * (cost - income) - treasury) / members
