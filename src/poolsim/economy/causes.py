"""Why an alliance ended, and why an attempt to found it failed: codes, and what they stand for."""

CAUSES = (
    "standing",
    "insolvent",
    "below quorum",
    "dormant",
    "patents expired",
    "never formed",
    "antitrust",
    "host left",
    "core member left",
    "pool unravelled",
)
(
    STANDING,
    INSOLVENT,
    BELOW_QUORUM,
    DORMANT,
    PATENTS_EXPIRED,
    NEVER_FORMED,
    ANTITRUST,
    HOST_LEFT,
    CORE_LEFT,
    UNRAVELLED,
) = map(float, range(len(CAUSES)))

REASONS = ("none failed", "unwilling", "finance", "no cash")
NONE_FAILED, UNWILLING, FINANCE, NO_CASH = map(float, range(len(REASONS)))
CODES = {"cause": CAUSES, "refusal": REASONS}  # outcomes that are codes, and what they say
