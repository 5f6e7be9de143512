"""Why an alliance ended: codes, and what they stand for."""

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
