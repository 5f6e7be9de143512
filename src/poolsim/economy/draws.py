"""Random numbers by address, and elementary functions that give the same bits everywhere.

A random number is a pure function of its address (seed, replicate, quarter, decision, agent,
index), so two designs that differ in one switch meet the same luck. The platform's mathematical
library rounds differently from one system to the next; exp and log here use only + - * /, frexp and
ldexp.
"""

GOLDEN = 0x9E3779B97F4A7C15
MASK = 0xFFFFFFFFFFFFFFFF

# Decisions: one number for each random choice of the model; a number is never used twice.
SIZE = 1  # a firm's sales at the start
EXPORTS = 2  # its export share
PATENTS = 3  # its patents at the start
AGES = 4  # the ages of those patents
HOLDER_STRENGTH = 5  # the strength of a patent holder's portfolio
GRANT = 6  # the grant is given, kept or lost
FILINGS = 7  # number of patents filed
VALUE = 8  # value of a patent
ESSENTIALITY = 9  # a patent is essential to the standard
REVIEW = 11  # a firm reviews its membership
PROJECT = 13  # a commissioned project is won
VOTE = 14  # a decision of the members passes
ASSERT = 15  # a holder asserts against a firm
BELIEF_LICENSEE = 16  # the licensee's belief in the holder's case
BELIEF_HOLDER = 17  # the holder's belief in its own case
JUDGE = 18  # the court decides for the holder
DISPUTE = 19  # two domestic firms come into dispute
OPPONENT = 20  # which rival the dispute is with
BELIEF_PLAINTIFF = 21  # the plaintiff's belief in its case
BELIEF_DEFENDANT = 22  # the defendant's belief in the plaintiff's case
VERDICT = 23  # the court decides for the plaintiff
DEMAND = 24  # the shock to demand
DEAL = 25  # a patent trade is brokered
PARTNER = 26  # who the trade is with
CUSTODY = 40  # a package of patents bought outside wins
CONCEDE = 41  # a side of an open dispute gives in
VALUATION = 42  # the valuer's error about a firm's patents
CHALLENGE = 43  # the antitrust authority proceeds against a pool
PROGRAMME = 45  # a member wins money of a public programme
TASTE = 46  # a firm likes or dislikes an alliance for good
TASTE_QUARTER = 47  # what its view of it in a quarter adds
CAMPAIGN = 49  # a holder starts a campaign against all exporters
ALARM = 31  # the warning platform gives a message


def mix(x: int) -> int:
    """Scramble 64 bits, one to one: the splitmix64 finalizer with Stafford's 13th constants."""
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
    return x ^ (x >> 31)


def replicate_key(seed: int, replicate: int) -> int:
    """Key of one replicate: mix(mix(mix(seed + g) + replicate g)), g the golden-ratio constant; 64
    bits.
    """
    return mix(mix((mix((seed + GOLDEN) & MASK) + replicate * GOLDEN) & MASK))


def stream(key: int, quarter: int, decision: int) -> int:
    """Key of one decision in one quarter: mix(mix(mix(key + quarter g) + decision g)); 64 bits."""
    return mix(mix((mix((key + quarter * GOLDEN) & MASK) + decision * GOLDEN) & MASK))


def uniform(stream: int, agent: float, index: float) -> float:
    """Uniform number in the open interval (0, 1), by the address of the draw within its stream.

    u = (b + 1/2) / 2^52, b the upper 52 bits of mix(mix(mix(stream + agent g) + index g)).
    agent: stable id of an agent, or pair(first, second); index: counter; both whole floats >= 0.
    """
    x = mix((stream + int(agent) * GOLDEN) & MASK)
    return ((mix(mix((x + int(index) * GOLDEN) & MASK)) >> 12) + 0.5) * 2.220446049250313e-16


def pair(first: float, second: float) -> float:
    """Id of an ordered pair of agents: 2^20 first + second, exact for whole ids below 2^20."""
    return first * 1048576.0 + second
